"""A house with pages: what stands behind the links of its messages, and somebody who presses there."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import httpx

from calsync.app import App
from calsync.domain.links import LinkMaker, ShownLink
from calsync.ports import Message
from calsync.web import make_web
from tests.house import House
from tests.pages import Pages

ADDRESS = "https://safe.clarendon.test"
LINKS = LinkMaker(address=ADDRESS, secret="s" * 40)


class LinkHouse(House):
    """A house whose messages have links."""

    def __init__(self, *, links: LinkMaker = LINKS, **changes: Any) -> None:
        super().__init__(links=links, **changes)
        self.links = links
        self.web = make_web(
            cast(App, SimpleNamespace(engine=self.engine, settings=SimpleNamespace(text=None, web=None)))
        )
        self.pages = Pages(self.web)

    def link(self, message: Message | None = None, who: str = "sam") -> ShownLink:
        """The link of a message; of the last to Sam when none is named."""
        return self.links.shown((message or self.last(who)).notification)

    def path(self, message: Message | None = None) -> str:
        """Where its page is."""
        return self.link(message).address.removeprefix(self.links.address)

    def look(self, message: Message | None = None) -> httpx.Response:
        """Open it."""
        return self.pages.get(self.path(message))

    def press(self, choice: str, *, message: Message | None = None, digits: str | None = None) -> httpx.Response:
        """Open it, type the digits, and press."""
        typed = self.link(message).digits if digits is None else digits
        shown = re.search(r'name="shown" value="(\d+)"', self.look(message).text)
        fields = {"choice": choice, "digits": typed, "shown": shown.group(1) if shown else ""}
        return self.pages.post(self.path(message), data=fields)


def asked(minutes: int = 0, **changes: Any) -> LinkHouse:
    """A house in which Sam's visit of 13:00 to 14:00 has been over for so many minutes without a word."""
    house = LinkHouse(at="12:00", **changes)
    house.entry()
    house.go_to(f"{14 + minutes // 60}:{minutes % 60:02}")
    return house


def everything(house: House) -> object:
    """All that is kept of Sam's visits: whatever was changed shows in it."""
    watched = house.watched()
    with house.store.transaction() as tx:
        answers = [tx.answers_of(deadline.id) for each in watched for deadline in each.deadlines]
    # That a link was refused stands in the audit.
    return watched, house.rows(), [each for each in house.acts() if not each.what.startswith("link-")], answers
