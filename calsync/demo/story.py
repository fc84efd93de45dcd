"""The demo's story: seven visits of one afternoon, and what people do, at their times by the tenant's clock.

It is the same afternoon under every policy. What a policy asks besides is answered when it asks: whoever is asked
whether they are back says so, and whoever has logged a call under a policy that goes on by it has had no answer. The
visit that nobody answers is closed once the last step of its ladder was seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from calsync.demo.calls import RINGING
from calsync.demo.cast import WORKERS, Cast
from calsync.demo.letters import Letter
from calsync.demo.link_press import press
from calsync.demo.tenant import message_id
from calsync.domain.buttons import Button
from calsync.domain.model import DeadlineKind, Policy

EPOCH = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
"""A Tuesday in winter: UTC is what the clocks on the wall show."""
LONGEST = timedelta(minutes=150)

ANSWERED = "answered"
EXTENDED = "extended"
NEVER_ANSWERED = "never answered"
DELETED = "deleted in the middle"
ENTERED_LATE = "entered after its end"
PERHAPS = "perhaps a visit"
ALIKE = "another of its kind"
CLOSED_BY = 145
"""So many minutes into the story everything is closed, however long the policy's ladder is."""
LEFT = "Left, all fine."
ENTERED_LATE_ASKS = "Have you left, and are you safe?"
BY_TEXT = {
    "Have you left?": "Have you left,",
    ENTERED_LATE_ASKS: "was entered in your diary after it had ended",
    "Are you back?": "Are you back,",
    "Are you home?": "Are you home,",
}
"""By what a question that a mail's subject asks is known again in a text."""
RESPONDERS = ("morgan", "dee", "ash", "sloane")
NAMES = (ANSWERED, EXTENDED, NEVER_ANSWERED, DELETED, ENTERED_LATE, PERHAPS, ALIKE)


ANSWERS_AFTER = timedelta(minutes=2)


def _seen_to_its_end(policy: Policy) -> float:
    """So many minutes into the story the last step of the never answered visit's ladder was taken and repeated."""
    alarms = [step for step in policy.steps if step.deadline is DeadlineKind.RETURN] or list(policy.steps)
    last = max(step.after for step in alarms).total_seconds() / 60
    return min(20 + last + 7.5, CLOSED_BY)


def at(minutes: float) -> datetime:
    """So many minutes into the story."""
    return EPOCH + timedelta(minutes=minutes)


@dataclass(slots=True)
class _Scene:
    """Something that a person does: from a moment on, as soon as it can be done."""

    moment: datetime
    act: Callable[[], bool]
    """Does it; False while it can't be done yet, because the mail that it answers has not come."""
    done: bool = False


class Story:
    """Plays the people of the demo, by nothing but their diaries and mailboxes."""

    def __init__(self, cast: Cast, policy: Policy) -> None:
        self._cast = cast
        self._follows = any(step.then_within is not None for step in policy.steps)
        closes = _seen_to_its_end(policy)
        self._tenant = cast.tenant
        self.visits: dict[str, str] = {}
        """The short name of each visit, by its entry's id."""
        self._ids: dict[str, str] = {}
        self._plant(ANSWERED, "sam", "HV JS", -20, 10, "14 Elm Road, Leeds LS6 2AB", categories=("Home visit",))
        self._plant(EXTENDED, "robin", "Visit to family", -5, 15, "Flat 3, 8 Brook Street, Leeds LS9 7TR")
        self._plant(NEVER_ANSWERED, "alex", "Home visit KM", -10, 20, "27 Garden Terrace, Leeds LS11 5JD")
        self._plant(DELETED, "jo", "HV", -5, 25, "3 Mill Lane, Leeds LS13 3NA", categories=("Home visit",))
        # Initials and half a town: it may be a visit, so its worker is asked, once for both.
        self._plant(PERHAPS, "sam", "KM", 20, 32, "Bramley")
        self._plant(ALIKE, "sam", "KM", 45, 55, "Bramley")
        # What is no visit must not become one: a room, an online meeting, the centre itself.
        self._tenant.add_event(cast.mail("sam"), "Team meeting about visits", at(30), at(60), "Meeting room 2")
        self._tenant.add_event(cast.mail("robin"), "Supervision", at(60), at(90), "1 Clarendon Road, Leeds LS2 9NN")
        self._tenant.add_event(cast.mail("alex"), "Phone call re visit", at(65), at(75), "")
        self._tenant.add_event(cast.mail("alex"), "Office", at(20), at(60), "")
        self._scenes = [
            _Scene(at(10), self._delete),
            _Scene(at(12), self._extend),
            _Scene(at(13), lambda: self._reply("sam", "Have you left?", LEFT)),
            _Scene(at(22), self._enter_late),
            _Scene(at(22), lambda: self._reply("sam", "Is it a visit?", "Yes")),
            _Scene(at(26), lambda: self._reply("pat", ENTERED_LATE_ASKS, "Back at the office, all fine.")),
            _Scene(at(34), lambda: self._reply("sam", "Have you left?", LEFT, after=at(26))),
            _Scene(at(57), lambda: self._by_link("sam", "Have you left?", LEFT, after=at(49))),
            _Scene(at(37), lambda: self._reply("robin", "Have you left?", "All done, heading back now.", after=at(29))),
            _Scene(at(47), lambda: self._reply("jo", "Have you left?", LEFT)),
            _Scene(at(closes), lambda: self._close(after=at(closes - 3.5))),
        ]
        self._answered: set[str] = set()
        self._answered_texts: set[tuple[str, str]] = set()

    @property
    def over(self) -> bool:
        """Whether everybody has done what they do in the story."""
        return all(scene.done for scene in self._scenes)

    def play(self) -> None:
        """Let people do what it is time for."""
        now = self._tenant.now()
        self._pick_up()
        for scene in self._scenes:
            if not scene.done and now >= scene.moment:
                scene.done = scene.act()
        self._answer_what_else_is_asked(now)

    def _plant(
        self, name: str, who: str, subject: str, start: float, end: float, place: str, categories: tuple[str, ...] = ()
    ) -> None:
        event = self._tenant.add_event(self._cast.mail(who), subject, at(start), at(end), place, categories)
        self.visits[event] = name
        self._ids[name] = event

    def _delete(self) -> bool:
        self._tenant.delete_event(self._cast.mail("jo"), self._ids[DELETED])
        return True

    def _extend(self) -> bool:
        self._tenant.change_event(self._cast.mail("robin"), self._ids[EXTENDED], end=at(35))
        return True

    def _enter_late(self) -> bool:
        self._plant(ENTERED_LATE, "pat", "Visit, written up", -50, -5, "5 Abbey Walk, Leeds LS5 3HJ")
        return True

    def _reply(self, who: str, about: str, text: str, *, after: datetime = EPOCH) -> bool:
        """Answer the newest mail about something; False while there is none."""
        letter = self._newest(who, about, after)
        if letter is None:
            return self._text_back(who, about, text, after)
        self._tenant.reply(self._cast.mail(who), message_id(letter), text)
        return True

    def _by_link(self, who: str, about: str, text: str, *, after: datetime) -> bool:
        """Press "I have left" behind the link of the newest question; where it has none, answer in words."""
        letter = self._newest(who, about, after)
        number = self._tenant.person(self._cast.mail(who)).mobile or ""
        texts = [each.words for each in self._tenant.phones.of(number) if not each.incoming and each.at >= after]
        asked = letter.body if letter is not None else next(iter(texts[::-1]), "")
        return press(asked, Button.LEFT) or self._reply(who, about, text, after=after)

    def _close(self, *, after: datetime) -> bool:
        """Whoever was told last of the visit that nobody answers has spoken to its worker."""
        told = [who for who in RESPONDERS if self._newest(who, "Alex Reid", after) is not None]
        return bool(told) and self._reply(told[0], "Alex Reid", "Close: safe and well, I spoke to Alex.", after=after)

    def _pick_up(self) -> None:
        """Sam takes a call that rings, and presses the first key; everybody else lets it ring."""
        exchange = self._tenant.exchange
        for call in exchange.of(self._tenant.person(self._cast.mail("sam")).mobile or ""):
            if call.status == RINGING and not call.incoming:
                exchange.take(call)
                exchange.press(call, "1")

    def _answer_what_else_is_asked(self, now: datetime) -> None:
        for who in WORKERS:
            if who != "alex":
                self._once(who, "Are you back?", "Back at the office, all fine.", now)
                self._once(who, "Are you home?", "Home, all fine.", now)
        if self._follows:
            self._once("ash", "Alex Reid is", "No answer", now)

    def _once(self, who: str, about: str, text: str, now: datetime) -> None:
        """Answer a mail two minutes after it came, and only once."""
        letter = self._newest(who, about, EPOCH)
        if letter is None and (who, about) not in self._answered_texts and now >= EPOCH + ANSWERS_AFTER:
            if self._text_back(who, about, text, EPOCH):
                self._answered_texts.add((who, about))
            return
        if letter is None or now < letter.received + ANSWERS_AFTER or message_id(letter) in self._answered:
            return
        self._answered.add(message_id(letter))
        self._tenant.reply(self._cast.mail(who), message_id(letter), text)

    def _text_back(self, who: str, about: str, text: str, after: datetime) -> bool:
        """Answer the newest text that asks the same; False while there is none."""
        number = self._tenant.person(self._cast.mail(who)).mobile or ""
        asks = BY_TEXT.get(about)
        if any(each.pressed and each.at >= after for each in self._tenant.exchange.of(number)):
            return True  # they have said it on the telephone
        came = [each for each in self._tenant.phones.of(number) if not each.incoming and each.at >= after]
        if asks is None or not any(asks in each.words for each in came):
            return False
        self._tenant.phones.answer(number, "OK" if text == LEFT else text)
        return True

    def _newest(self, who: str, about: str, after: datetime) -> Letter | None:
        inbox = self._tenant.mail(self._cast.mail(who))
        return next((each for each in inbox if about in each.subject and each.received >= after), None)
