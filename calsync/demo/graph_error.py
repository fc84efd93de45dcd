"""The errors that the simulated tenant answers with, as Microsoft words them."""

from __future__ import annotations


class GraphError(Exception):
    """One Graph error: the HTTP status, Microsoft's code, the sentence, and headers to send along."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


def item_not_found() -> GraphError:
    """The answer for an entry or a message that is not, or no longer, in the mailbox."""
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def resource_not_found(what: str) -> GraphError:
    """The answer for a person or a group that the directory does not know."""
    message = f"Resource '{what}' does not exist or one of its queried reference-property objects are not present."
    return GraphError(404, "Request_ResourceNotFound", message)


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    """The answer for a request that can't be understood."""
    return GraphError(400, code, message)


def no_mailbox() -> GraphError:
    """The answer for a person who has no mailbox in Exchange Online."""
    return GraphError(
        404,
        "MailboxNotEnabledForRESTAPI",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    )


def access_denied() -> GraphError:
    """The answer for a mailbox that the app may not open."""
    return GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def throttled(retry_after: int | None) -> GraphError:
    """The answer for too many requests at once; without `retry_after` the waiting time is left to the caller."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return GraphError(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", headers)
