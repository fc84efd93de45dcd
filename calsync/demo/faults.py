"""The fault switches: what goes wrong with one mailbox, or with all of them, until it is switched off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from calsync.demo.graph_error import GraphError, access_denied, bad_request, no_mailbox

EVERYBODY = "*"

# What each switch does, in the words of the page that sets it.
KINDS = {
    "access-denied": "403: the app may not open the mailbox (ErrorAccessDenied)",
    "no-mailbox": "404: the mailbox is switched off or not licensed (MailboxNotEnabledForRESTAPI)",
    "throttled": "429: too many requests, with Retry-After (seconds; 0 leaves the header out)",
    "unavailable": "503: service unavailable, with a page of HTML",
    "gateway-timeout": "504: gateway timeout, with nothing in it",
    "slow": "answers only after so many seconds",
    "empty": "the diary reads as empty",
    "empty-page": "the first page of a diary is empty and points to the next",
    "repeated-rows": "each page of a diary repeats the last row of the page before",
    "sent-then-timeout": "mail is sent, but the answer is a 504",
}
# The kinds for which the seconds mean something.
TIMED = ("throttled", "slow")
_HTML = b"<html><head><title>503 Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """One switch that is on: its kind, the mailbox's address or "*", and seconds where the kind needs them."""

    kind: str
    mailbox: str = EVERYBODY
    seconds: float = 5.0

    def to_json(self) -> dict[str, Any]:
        """The switch as the JSON interface shows it."""
        return {"mailbox": self.mailbox, "kind": self.kind, "seconds": self.seconds}

    @classmethod
    def from_json(cls, value: Any) -> Fault:
        """The switch that a JSON object asks for; raises the Graph error naming what is wrong."""
        if not isinstance(value, dict) or value.get("kind") not in tuple(KINDS):
            raise bad_request(f"A fault has a kind, one of: {', '.join(KINDS)}.")
        try:
            seconds = float(value.get("seconds", 5.0))
        except (TypeError, ValueError):
            raise bad_request("The seconds of a fault are a number.") from None
        if not 0 <= seconds <= 600:
            raise bad_request("The seconds of a fault lie between 0 and 600.")
        return cls(value["kind"], str(value.get("mailbox") or EVERYBODY), seconds)


class RawReply(Exception):
    """An answer that is no Graph error: a bare status with a body that is not JSON."""

    def __init__(self, status: int, body: bytes, content_type: str | None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.body = body
        self.content_type = content_type


class FaultSwitches:
    """The switches that are on; the caller holds the tenant's lock."""

    def __init__(self) -> None:
        self._on: dict[tuple[str, str], Fault] = {}

    def set(self, fault: Fault) -> None:
        """Turns a switch on; the same kind for the same mailbox takes the place of the former."""
        self._on[fault.mailbox.lower(), fault.kind] = fault

    def clear(self, mailbox: str | None = None, kind: str | None = None) -> None:
        """Turns off every switch that matches; all of them when nothing is said."""
        wanted = None if mailbox is None else mailbox.lower()
        self._on = {
            key: fault
            for key, fault in self._on.items()
            if (wanted is not None and key[0] != wanted) or (kind is not None and key[1] != kind)
        }

    def all(self) -> list[Fault]:
        """The switches that are on, by mailbox."""
        return [self._on[key] for key in sorted(self._on)]

    def find(self, kind: str, mailbox: str | None) -> Fault | None:
        """The switch of this kind that holds for a mailbox (None: only one set for everybody); None when off."""
        own = None if mailbox is None else self._on.get((mailbox.lower(), kind))
        return own or self._on.get((EVERYBODY, kind))

    def seconds_to_wait(self, mailbox: str | None) -> float:
        """The real seconds by which an answer is held back."""
        fault = self.find("slow", mailbox)
        return 0.0 if fault is None else fault.seconds

    def raise_for(self, mailbox: str | None, *, outlook: bool) -> None:
        """Raises what the switches say a request gets; the mailbox's own faults touch Outlook's resources alone."""
        if outlook and self.find("access-denied", mailbox):
            raise access_denied()
        if outlook and self.find("no-mailbox", mailbox):
            raise no_mailbox()
        seen = mailbox if outlook else None
        if fault := self.find("throttled", seen):
            headers = {"Retry-After": str(round(fault.seconds))} if fault.seconds else {}
            raise GraphError(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", headers)
        if self.find("unavailable", seen):
            raise RawReply(503, _HTML, "text/html; charset=us-ascii")
        if self.find("gateway-timeout", seen):
            raise RawReply(504, b"", None)
