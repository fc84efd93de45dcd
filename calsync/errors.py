"""What can go wrong, as sentences for the person who has to mend it.

Every error here carries one or more whole sentences with the place and the fix. The command line prints
them and exits with status 2; nothing else in calsync is shown to a user as a traceback.
"""

from __future__ import annotations


class CalsyncError(Exception):
    """Something that stops a command, said in a sentence that names the fix."""


class Problems(CalsyncError):
    """Every problem of one file at once, each a sentence with its place."""

    def __init__(self, where: str, problems: list[str]) -> None:
        self.where = where
        self.problems = problems
        super().__init__("\n".join(f"{where}: {problem}" for problem in problems))


class StoreUnavailable(CalsyncError):
    """The database can't be opened, read or written now."""


class Conflict(Exception):
    """A row changed since it was read: read it again and decide again."""


class SourceError(CalsyncError):
    """A diary, directory or mailbox could not be asked. Never to be taken for an empty answer (law 10)."""

    def __init__(self, sentence: str, *, status: int | None = None, code: str = "", retry_after: float | None = None):
        super().__init__(sentence)
        self.status = status
        """The HTTP status, or None when no answer came at all."""
        self.code = code
        """Microsoft's error code, such as ErrorAccessDenied; empty when there was none."""
        self.retry_after = retry_after
        """Seconds of elapsed time to wait before asking again, when the source said so."""


class SignInRefused(SourceError):
    """The tenant refuses the app's credential: nobody's diary can be read until a person mends it."""


class StaffRefused(CalsyncError):
    """Somebody could not be signed in. The sentence is for them; `why` is a word for the audit and quotes nothing."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


class SourceRefused(SourceError):
    """The source answered and will answer the same again (403, 404): we are blind here until a person acts."""


class SourceUnavailable(SourceError):
    """The source did not answer, or asked us to wait (429, 5xx, no connection): worth another try."""


class DeliveryFailed(Exception):
    """A message was not taken by its channel. `permanent` means that the same message will never be taken."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class NotFromCarrier(Exception):
    """What was called in lacks the signature or the token of whoever it says that it comes from. Its word is why."""


class NotUnderstood(Exception):
    """What was called in has not the form that it should have. Its word is why, and quotes nothing of it."""


class NoAddress(Exception):
    """A host's name stands for no address, or names can't be looked up."""


class InsideWalls(Exception):
    """A host's name stands for an address inside a private network."""
