"""One request to a carrier, off the event loop and within its time; what goes wrong, as the errors of the ports.

Neither an address, nor a number, nor what a carrier said stands in an error: it may quote the text.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

import requests

from calsync.errors import CalsyncError, DeliveryFailed, SourceError, SourceRefused, SourceUnavailable
from calsync.ports import IncomingText

# At its most talkative it writes whole addresses into the log, with the numbers that are asked about.
logging.getLogger("urllib3").setLevel(logging.INFO)

SECONDS = 9.0
"""Elapsed seconds in which a carrier has to answer: less than a message is given, so that it is known what failed."""
_SENT_NOTHING = (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Replied:
    """A carrier's answer: its status, and its JSON as far as it is an object."""

    status: int
    body: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The carrier's own code of an error; empty where it names none."""
        errors = self.body.get("errors")
        first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else self.body
        return str(first.get("code") or first.get("error") or "")


class NoWord(CalsyncError):
    """No answer came. `taken` says whether the carrier may have taken what it was sent all the same."""

    def __init__(self, sentence: str, *, taken: bool) -> None:
        super().__init__(sentence)
        self.taken = taken


class Asking:
    """Requests to one carrier, in threads of its own: one that hangs takes none from the store.

    What may wait is asked by an Asking of its own with one thread, so that it never keeps a message waiting.
    """

    def __init__(self, name: str, *, ca_file: str | None = None, seconds: float = SECONDS, threads: int = 4) -> None:
        self.name = name
        self._verify: bool | str = ca_file or True
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="texts")

    async def ask(self, method: str, url: str, **told: Any) -> Replied:
        """The answer, whatever its status. Raises NoWord."""
        work = lambda: self._ask(method, url, told)  # noqa: E731  a def of one line would say no more
        return await self._bounded(work)

    async def _bounded(self, work: Callable[[], T]) -> T:
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        except TimeoutError:
            raise NoWord(f"{self.name} did not answer within {self._seconds:g} seconds.", taken=True) from None

    def _ask(self, method: str, url: str, told: Mapping[str, Any]) -> Replied:
        try:
            # No redirects: the credential goes to the configured host and to no other.
            response = requests.request(
                method, url, timeout=self._seconds, verify=self._verify, allow_redirects=False, **told
            )
        except _SENT_NOTHING as error:
            words = f"{self.name} can't be reached safely ({type(error).__name__}): check [text] root and the network."
            raise NoWord(words, taken=False) from None
        except requests.RequestException as error:
            words = f"{self.name} can't be reached ({type(error).__name__}): check [text] root and the network."
            raise NoWord(words, taken=not _never_connected(error)) from None
        try:
            body = response.json()
        except ValueError:
            body = {}
        return Replied(status=response.status_code, body=body if isinstance(body, dict) else {})


def _never_connected(error: requests.RequestException) -> bool:
    return "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)


def source_error(name: str, replied: Replied, what: str) -> SourceError:
    """Why a carrier did not answer a question, as a sentence with the fix."""
    code = f", {replied.code}" if replied.code else ""
    status = replied.status
    if status in (401, 403):
        words = f"{name} refuses the sign-in ({status}{code}): check the account and its secret under [text]."
        return SourceRefused(words, status=status, code=replied.code)
    if status == 429 or status >= 500:
        return SourceUnavailable(f"{name} can't {what} now ({status}{code}).", status=status, code=replied.code)
    words = f"{name} does not {what} ({status}{code}): check [text] in calsync.toml."
    return SourceRefused(words, status=status, code=replied.code)


def unavailable(error: NoWord) -> SourceError:
    """The same for a question that brought no answer."""
    return SourceUnavailable(str(error))


def unreadable_text(
    name: str, row: Mapping[str, Any], text_id: str, number: str, words: str, since: datetime
) -> IncomingText:
    """A text that came in whose row can't be understood: under the same id each time it is read."""
    named = text_id or sha256(repr(sorted(row.items(), key=str)).encode()).hexdigest()[:16]
    why = f"{name} shows a text without a date, an id or a direction that can be read."
    return IncomingText(id=named, number=number, words=words, received=since, unreadable=why)


def not_taken(name: str, replied: Replied, permanent: bool, what: str = "text") -> DeliveryFailed:
    """Why a carrier did not take a text, or a call."""
    if replied.status in (401, 403):
        return DeliveryFailed(str(source_error(name, replied, "send")))
    code = f", {replied.code}" if replied.code else ""
    return DeliveryFailed(f"{name} did not take the {what} ({replied.status}{code}).", permanent=permanent)
