"""The simulated telephone exchange: who is rung, who rings, and what a call says, as Twilio leads it.

Once somebody answers, it asks the page that the call names, signed as Twilio signs, does what the page says, and
brings back the keys. It asks this very machine and no other, within a bound, and a few dozen times in one call at most.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import requests

from calsync.config.kinds import is_loopback
from calsync.demo.phones import ACCOUNT, SENDER, TOKEN
from calsync.demo.twiml_reading import Verb, read_twiml
from calsync.notify.twilio_signature import HEADER, signature
from calsync.parsers.dialling import same_number

RINGS_FOR = timedelta(seconds=25)
SECONDS = 10.0
MOST_PAGES = 40
"""How many pages one call asks for."""
KEPT = 500
RINGING, SPEAKING, COMPLETED, NO_ANSWER = "ringing", "in-progress", "completed", "no-answer"


@dataclass(slots=True)
class Call:
    """One call, between a telephone and calsync, or to somebody for whom another one is put through."""

    number: str
    """The telephone's, in E.164."""
    at: datetime
    page: str
    ended_page: str = ""
    incoming: bool = False
    """Whether somebody rang calsync."""
    parent: Call | None = None
    """Whose caller is put through to this telephone."""
    sid: str = field(default_factory=lambda: f"CA{uuid.uuid4().hex}")
    status: str = RINGING
    heard: list[str] = field(default_factory=list)
    keys_to: str = ""
    """Where a key goes now; empty: none is asked for."""
    rest: list[Verb] = field(default_factory=list)
    goes_on: str = ""
    """Where it goes on once whoever it was put through to has ended."""
    pressed: str = ""
    """The keys that were pressed, in order."""
    joined: bool = False
    """Whether it is connected to another telephone."""
    pages: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it rings or is spoken in."""
        return self.status in (RINGING, SPEAKING)


def ask_page(url: str, form: Mapping[str, str]) -> str:
    """What a page of calsync says to a request that is signed as Twilio's are. Raises ValueError."""
    if not is_loopback(url):
        raise ValueError("the simulated exchange asks this machine alone")
    told = {"AccountSid": ACCOUNT, **form}
    headers = {HEADER: signature(TOKEN, url, told.items())}
    try:
        answer = requests.post(url, data=told, headers=headers, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise ValueError(f"the page does not answer ({type(error).__name__})") from None
    if answer.status_code >= 300:
        raise ValueError(f"the page answers {answer.status_code}")
    return answer.text


class Exchange:
    """Every call, oldest first; safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime], *, ask: Callable[[str, Mapping[str, str]], str] = ask_page) -> None:
        self._now, self._ask = now, ask
        self._lock = threading.RLock()
        self._calls: list[Call] = []
        self.rings_for = RINGS_FOR
        self.page = ""
        """What is asked when somebody rings calsync; learned from the calls that it makes unless it is set."""

    def place(self, number: str, page: str, ended_page: str) -> Call:
        """The call that calsync makes."""
        split = urlsplit(page)
        with self._lock:
            self.page = self.page or f"{split.scheme}://{split.netloc}/voice/in"
            return self._kept(Call(number=number, at=self._now(), page=page, ended_page=ended_page))

    def every(self) -> list[Call]:
        """All calls of calsync's account, newest first; one that rang long enough has ended."""
        with self._lock:
            for call in self._calls:
                if call.status == RINGING and not call.incoming and self._now() - call.at >= self.rings_for:
                    if call.parent is None:
                        call.status = NO_ANSWER  # nobody is told at once: whoever wants to know asks
                    else:
                        self._end(call, NO_ANSWER)
            return list(reversed(self._calls))

    def of(self, number: str) -> list[Call]:
        """The calls of one telephone, newest first."""
        theirs = same_number(number)
        return [each for each in self.every() if theirs and each.number == theirs]

    def get(self, sid: str) -> Call | None:
        """One call by its id; None when there is none."""
        return next((each for each in self.every() if each.sid == sid), None)

    def ring(self, number: str) -> Call | None:
        """Somebody rings calsync; None where nobody knows yet where it answers."""
        with self._lock:
            if not self.page:
                return None
            call = self._kept(Call(number=same_number(number) or number, at=self._now(), page=self.page, incoming=True))
            self.take(call)
            return call

    def take(self, call: Call) -> None:
        """Somebody answers, and hears what the page says."""
        with self._lock:
            if call.status == RINGING:
                call.status = SPEAKING
                self._page(call, call.page)

    def press(self, call: Call, key: str) -> None:
        """Somebody presses a key, where one is asked for."""
        with self._lock:
            if call.status == SPEAKING and call.keys_to:
                call.pressed += key
                self._page(call, call.keys_to, Digits=key)

    def wait(self, call: Call) -> None:
        """Somebody presses none, and the call goes on by itself."""
        with self._lock:
            if call.status == SPEAKING and not call.joined:
                self._go_on(call)

    def hang_up(self, call: Call) -> None:
        """Somebody puts it down, or lets it ring out."""
        with self._lock:
            self._end(call, NO_ANSWER if call.status == RINGING else COMPLETED)

    def machine(self, call: Call) -> None:
        """An answering machine takes it, listens to the end, and presses nothing."""
        with self._lock:
            self.take(call)
            while call.status == SPEAKING and not call.joined:
                self._go_on(call)

    def _kept(self, call: Call) -> Call:
        self._calls.append(call)
        del self._calls[:-KEPT]
        return call

    def _page(self, call: Call, url: str, **more: str) -> None:
        """Ask a page, and do what it says until a key, or somebody else, is waited for."""
        call.pages, call.keys_to = call.pages + 1, ""
        ends = (call.number, SENDER) if call.incoming else (SENDER, call.number)
        form = {"CallSid": call.sid, "From": ends[0], "To": ends[1], "CallStatus": SPEAKING, **more}
        try:
            call.rest = read_twiml(self._ask(url, form)) if call.pages <= MOST_PAGES else []
        except ValueError as error:
            call.heard.append(f"(An application error has occurred: {error}.)")
            self._end(call, COMPLETED)
            return
        if not call.rest and call.parent is not None:
            call.joined = call.parent.joined = True
            return
        self._go_on(call)

    def _go_on(self, call: Call) -> None:
        while call.rest:
            verb, *call.rest = call.rest
            if verb.name == "Say":
                call.heard.append(verb.words)
            elif verb.name == "Gather":
                call.keys_to = verb.action
                call.heard.append(verb.words)
                return
            elif verb.name == "Redirect":
                self._page(call, verb.words)
                return
            elif verb.name == "Dial":
                call.goes_on, call.keys_to = verb.action, ""
                self._kept(Call(number=same_number(verb.words), at=self._now(), page=verb.page, parent=call))
                return
            else:
                break
        self._end(call, COMPLETED)

    def _end(self, call: Call, status: str) -> None:
        if not call.is_open:
            return
        was_joined, call.status, call.keys_to, call.joined = call.joined, status, "", False
        for child in [each for each in self._calls if each.parent is call and each.is_open]:
            child.status, child.joined = COMPLETED, False
        if call.parent is not None:
            parent, call.parent.joined = call.parent, False
            if parent.status == SPEAKING:
                self._page(parent, parent.goes_on, DialCallStatus=COMPLETED if was_joined else NO_ANSWER)
        elif call.ended_page:
            try:
                self._ask(call.ended_page, {"CallSid": call.sid, "CallStatus": status, "To": call.number})
            except ValueError:
                return  # as with the real one: whoever misses it asks how the call ended
