"""What texts and calls by Twilio share: the account, the requests to it, its state and its dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from calsync.notify.asking import SECONDS, Asking, NoWord, Replied, source_error, unavailable

ROOT = "https://api.twilio.com"
NAME = "Twilio"
PAGE = 200
"""How many rows of a list are asked for at once."""
SKEW = timedelta(seconds=30)
"""How far Twilio's clock may be behind ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """By what calsync sends and rings, and to which number people answer."""

    account: str
    token: str = field(repr=False)
    sender: str
    """A number of the account in E.164: a name as sender can't be answered."""
    root: str = ROOT
    callback: str = ""
    """The address that Twilio calls when it knows what became of a text; empty: it is asked."""
    ca_file: str | None = None
    timeout: float = SECONDS


class TwilioAsking:
    """Requests to one account. What became of something may wait; sending and reading never wait for it."""

    def __init__(self, told: TwilioAccount) -> None:
        self._told = told
        self._now = Asking(NAME, ca_file=told.ca_file, seconds=told.timeout)
        self._after = Asking(NAME, ca_file=told.ca_file, seconds=told.timeout, threads=1)

    async def ask(self, method: str, what: str, *, may_wait: bool = False, **told: Any) -> Replied:
        """The answer about something of the account, such as "Calls.json". Raises NoWord."""
        return await self.ask_at(method, self.address(f"/{what}"), may_wait=may_wait, **told)

    async def ask_at(self, method: str, url: str, *, may_wait: bool = False, **told: Any) -> Replied:
        """The answer from an address as `address` and `within` give it. Raises NoWord."""
        by = self._after if may_wait else self._now
        return await by.ask(method, url, auth=(self._told.account, self._told.token), **told)

    async def check(self) -> str:
        """The account's state, as Twilio says it. Raises SourceError unless it can be used."""
        try:
            replied = await self.ask_at("GET", self.address(".json"))
        except NoWord as error:
            raise unavailable(error) from None
        if replied.status != 200:
            raise source_error(NAME, replied, "answer")
        status = str(replied.body.get("status", "unknown"))
        if status != "active":
            raise source_error(NAME, Replied(403, {"code": f"the account is {status}"}), "answer")
        return f"Twilio, account {status}"

    def address(self, what: str) -> str:
        """Where something of the account is."""
        return f"{self._told.root}/2010-04-01/Accounts/{self._told.account}{what}"

    def within(self, uri: str) -> str | None:
        """The next page's address; None when it leads to another host, which would be given the credential."""
        url = urljoin(f"{self._told.root}/", uri)
        return url if url.startswith(f"{self._told.root}/") else None


def moment_of(text: object) -> datetime | None:
    """A date of Twilio's in UTC; None for what is none."""
    try:
        moment = parsedate_to_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
