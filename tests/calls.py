"""A house in which Clarendon's policy is kept by telephone, text and mail; and Twilio, which asks its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

import httpx

from calsync.app import App
from calsync.config import Settings
from calsync.domain.links import LinkMaker
from calsync.domain.model import Channel
from calsync.engine import Engine
from calsync.notify.memory import MemoryCaller
from calsync.notify.twilio_signature import HEADER, signature
from calsync.ports import PhoneCall
from calsync.web import make_web
from tests.house import CLARENDON
from tests.pages import Pages
from tests.texts import NUMBERS, TextHouse

ADDRESS = "https://safe.clarendon.test"
TOKEN = "a-made-up-token"
ACCOUNT = "AC" + "0" * 32
OURS = "+447700900999"
BY_CALL = replace(
    CLARENDON,
    mail_alone="",
    steps=tuple(replace(each, channels=(Channel.VOICE, Channel.TEXT)) for each in CLARENDON.steps),
    emergency=tuple(replace(each, channels=(Channel.VOICE, Channel.TEXT)) for each in CLARENDON.emergency),
)


def settings() -> Settings:
    """What the pages of calls are told."""
    return Settings.model_validate(
        {
            "graph": {
                "tenant": "clarendon.test", "client_id": "c", "client_secret": "s", "group": "g",
                "service_mailbox": "calsync@clarendon.test",
            },
            "policy": {"use": "clarendon"},
            "roles": {"out_of_hours": [{"mail": "sloane@clarendon.test"}]},
            "store": {"url": "sqlite://"},
            "web": {"address": ADDRESS, "secret": "x" * 40},
            "text": {
                "provider": "twilio", "account": ACCOUNT, "token": TOKEN, "sender": OURS, "voice_sender": OURS,
            },
        }
    )  # fmt: skip


class CallHouse(TextHouse):
    """A house that rings people, with its pages."""

    def __init__(self, **changes: Any) -> None:
        super().__init__(**{"policy": BY_CALL, **changes})
        self.caller = MemoryCaller()
        self.core = replace(self.core, caller=self.caller, links=LinkMaker(address=ADDRESS, secret="x" * 40))
        self.engine = Engine(self.core)
        app = SimpleNamespace(settings=settings(), clock=self.clock, store=self.store, engine=self.engine)
        self.pages = Pages(make_web(cast(App, app)))

    def calls_to(self, who: str) -> list[PhoneCall]:
        """Whom calsync rang, oldest first."""
        return [each for each in self.caller.calls if each.notification.recipient == who]

    def answers_call(self, who: str, *, call: PhoneCall | None = None) -> Line:
        """Somebody takes the newest call to them."""
        path = (call or self.calls_to(who)[-1]).page.removeprefix(ADDRESS)
        return Line(self, path, {"CallSid": f"CA-{who}-{len(self.caller.calls)}", "CallStatus": "in-progress"})

    def rings_us(self, who: str, *, number: str = "") -> Line:
        """Somebody rings calsync."""
        number = number or "+44" + NUMBERS[who].replace(" ", "")[1:]
        return Line(self, "/voice/in", {"CallSid": f"CA-in-{who}-{self.clock.now():%H%M%S}", "From": number})

    def call_ends(self, who: str, status: str) -> httpx.Response:
        """The carrier says how the newest call to somebody ended."""
        path = self.calls_to(who)[-1].page.removeprefix(ADDRESS)
        return self.signed(f"{path}/ended", {"CallSid": "CA1", "CallStatus": status})

    def signed(self, path: str, form: dict[str, str], *, token: str = TOKEN) -> httpx.Response:
        """What a request brings that Twilio has signed."""
        form = {"AccountSid": ACCOUNT, **form}
        name = signature(token, ADDRESS + path, form.items())
        headers = {HEADER: name, "Content-Type": "application/x-www-form-urlencoded"}
        return self.pages.post(path, content=urlencode(form).encode(), headers=headers)


@dataclass
class Line:
    """A telephone call, as Twilio leads it."""

    house: CallHouse
    path: str
    form: dict[str, str]
    heard: list[str] = field(default_factory=list)
    xml: str = ""

    def __post_init__(self) -> None:
        self.ask(self.path)

    @property
    def words(self) -> str:
        """What is said now."""
        return self.heard[-1]

    @property
    def is_over(self) -> bool:
        """Whether no key is asked for."""
        return "<Gather" not in self.xml and "<Redirect" not in self.xml and "<Dial" not in self.xml

    def ask(self, path: str, **more: str) -> Line:
        """Ask a page for what comes next."""
        answer = self.house.signed(path, self.form | more)
        assert answer.status_code == 200, answer.text
        self.path, self.xml = path, answer.text
        self.heard.append(next(map(unescape, re.findall(r"<Say[^>]*>([^<]*)</Say>", answer.text)), ""))
        return self

    def press(self, key: str) -> Line:
        """Press a key."""
        return self.ask(self._address("action"), Digits=key)

    def wait(self) -> Line:
        """Press none, until the call goes on by itself."""
        (url,) = re.findall(r"<Redirect[^>]*>([^<]*)</Redirect>", self.xml)
        return self.ask(unescape(url).removeprefix(ADDRESS))

    def _address(self, name: str) -> str:
        return unescape(re.findall(rf'{name}="([^"]*)"', self.xml)[0]).removeprefix(ADDRESS)

    def put_on(self) -> Line:
        """The one who is rung for this caller hears who it is."""
        return Line(self.house, self._address("<Number url"), {"CallSid": "CA-child", "From": OURS})

    def spoken(self) -> Line:
        """They have spoken, or nobody took it."""
        return self.ask(self._address("action"), DialCallStatus="no-answer")


def late_by_call(at: str = "14:01", **changes: Any) -> CallHouse:
    """A house in which Sam's visit of 13:00 to 14:00 is over without a word."""
    house = CallHouse(**changes)
    house.entry()
    house.go_to(at)
    return house
