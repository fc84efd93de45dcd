"""What the people of the demo do with their hands: read their mail, answer it, press a link, text, take a call, ring.

A question comes by mail, by text or by a call, as the policy says. It is answered by the way by which it came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from calsync.demo.calls import RINGING
from calsync.demo.cast import SERVICE, Cast
from calsync.demo.letters import Letter
from calsync.demo.link_press import press
from calsync.demo.tenant import message_id

A_MOMENT = timedelta(seconds=8)
"""So long a telephone rings before somebody takes the call."""
A_WHILE = timedelta(minutes=2)
"""Between what a person does and what they do after it."""
LEFT = "Left, all fine."
HAVE_YOU_LEFT = "Have you left?"
ENTERED_LATE_ASKS = "Have you left, and are you safe?"
ARE_YOU_BACK, ARE_YOU_HOME = "Are you back?", "Are you home?"
BY_TEXT = {
    HAVE_YOU_LEFT: "Have you left,",
    ENTERED_LATE_ASKS: "was entered in your diary after it had ended",
    ARE_YOU_BACK: "Are you back,",
    ARE_YOU_HOME: "Are you home,",
}
"""By what a question that a mail's subject asks is known again in a text."""


@dataclass(slots=True)
class Scene:
    """Something that a person does: from a moment on, as soon as it can be done."""

    moment: datetime
    act: Callable[[], bool]
    """Does it; False while it can't be done yet, because what it answers has not come."""
    gives_up: datetime | None = None
    """From then on it is not done any more: under some policies what it answers never comes."""
    follows: Scene | None = None
    """What comes before it, and some minutes before."""
    done: datetime | None = None
    """When it was done, or given up."""

    def play(self, now: datetime) -> None:
        """Do it, if it is time and it can be done."""
        before = self.follows.done + A_WHILE if self.follows is not None and self.follows.done is not None else None
        waits = self.follows is not None and (before is None or now < before)
        if self.done is not None or now < self.moment or waits:
            return
        if self.act() or (self.gives_up is not None and now >= self.gives_up):
            self.done = now


class Hands:
    """Everybody's hands, by first name."""

    def __init__(self, cast: Cast, begins: datetime, *, texts: bool = False, calls: bool = False) -> None:
        """With `texts` a word that nobody asked for is texted, with `calls` a call for help is one."""
        self._cast, self._tenant, self._begins = cast, cast.tenant, begins
        self._texts, self._calls = texts or calls, calls

    def number(self, who: str) -> str:
        """Somebody's mobile number; empty where the directory has none."""
        return self._tenant.person(self._cast.mail(who)).mobile or ""

    def newest(self, who: str, about: str, after: datetime) -> Letter | None:
        """Their newest mail about something since a moment; None while there is none."""
        inbox = self._tenant.mail(self._cast.mail(who))
        return next((each for each in inbox if about in each.subject and each.received >= after), None)

    def reply(self, who: str, about: str, text: str, *, after: datetime | None = None) -> bool:
        """Answer the newest mail about something, or the text that asks the same; False while there is neither."""
        letter = self.newest(who, about, after or self._begins)
        if letter is None:
            return self.text_back(who, about, text, after or self._begins)
        self.answer(who, letter, text)
        return True

    def answer(self, who: str, letter: Letter, text: str) -> None:
        """Answer a mail."""
        self._tenant.reply(self._cast.mail(who), message_id(letter), text)

    def write(self, who: str, text: str) -> bool:
        """Tell calsync something that it has not asked."""
        if self._texts:
            self._tenant.phones.answer(self.number(who), text)
        else:
            self._tenant.send_mail(self._cast.mail(who), self._cast.mail(SERVICE), text.rstrip("."), text)
        return True

    def text_back(self, who: str, about: str, text: str, after: datetime) -> bool:
        """Answer the newest text that asks the same; False while there is none."""
        number, asks = self.number(who), BY_TEXT.get(about)
        if self.has_pressed(who, after):
            return True  # they have said it on the telephone
        came = [each for each in self._tenant.phones.of(number) if not each.incoming and each.at >= after]
        if asks is None or not any(asks in each.words for each in came):
            return False
        self._tenant.phones.answer(number, "OK" if text == LEFT else text)
        return True

    def by_link(self, who: str, about: str, choice: str, *, after: datetime, else_say: str) -> bool:
        """Press a button behind the link of the newest question; answer in words where it has no link."""
        letter = self.newest(who, about, after)
        told = self._tenant.phones.of(self.number(who))
        texts = [each.words for each in told if not each.incoming and each.at >= after]
        asked = letter.text if letter is not None else next(iter(texts), "")
        return press(asked, choice) or self.reply(who, about, else_say, after=after)

    def call_for_help(self, who: str) -> bool:
        """Tell calsync that they need help."""
        return (self._calls and self.ring(who, "0")) or self.write(who, "Please call me.")

    def ring(self, who: str, key: str) -> bool:
        """Ring calsync and press a key; False where nobody answers there."""
        exchange = self._tenant.exchange
        call = exchange.ring(self.number(who))
        if call is None:
            return False
        exchange.press(call, key)
        exchange.hang_up(call)
        return bool(call.pressed)

    def has_pressed(self, who: str, after: datetime) -> bool:
        """Whether they pressed a key in a call since a moment."""
        return any(each.pressed and each.at >= after for each in self._tenant.exchange.of(self.number(who)))

    def pick_up(self, who: str, key: str, *, about: str = "") -> None:
        """Take a call that has rung for a moment, and press a key where it speaks of that."""
        exchange = self._tenant.exchange
        for call in exchange.of(self.number(who)):
            rings = call.status == RINGING and not call.incoming and call.parent is None
            if rings and self._tenant.now() >= call.at + A_MOMENT:
                exchange.take(call)
                if about in " ".join(call.heard):
                    exchange.press(call, key)
                if about:
                    exchange.hang_up(call)
