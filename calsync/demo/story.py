"""The demo's story: eleven visits of one afternoon, and what people do, at their times by the tenant's clock.

It is the same afternoon under every policy. What a policy asks besides is answered when it asks: whoever is asked
whether they are back says so, and whoever has logged a call under a policy that goes on by it has had no answer. The
visit that nobody answers is closed once the last step of its ladder was seen.

Where the telephones ring, Sam takes the calls, Jo and Lee answer by text, Kim by the link, and Chris rings calsync.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from calsync.demo.cast import WORKERS, Cast
from calsync.demo.hands import ARE_YOU_BACK, ARE_YOU_HOME, ENTERED_LATE_ASKS, HAVE_YOU_LEFT, LEFT, Hands, Scene
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
FORGOTTEN = "arrived and forgotten"
MORE_TIME = "more time by the link"
HELP = "help"
CODE_WORD = "the code word"
NAMES = (
    ANSWERED, EXTENDED, NEVER_ANSWERED, DELETED, ENTERED_LATE, PERHAPS, ALIKE, FORGOTTEN, MORE_TIME, HELP, CODE_WORD,
)  # fmt: skip
CLOSED_BY = 145
"""So many minutes into the story everything is closed, however long the policy's ladder is."""
RESPONDERS = ("morgan", "dee", "ash", "sloane")
ANSWERS_AFTER = timedelta(minutes=2)


def _seen_to_its_end(policy: Policy) -> float:
    """So many minutes into the story the last step of the never answered visit's ladder was taken and repeated."""
    alarms = [step for step in policy.steps if step.deadline is DeadlineKind.RETURN] or list(policy.steps)
    last = max(step.after for step in alarms).total_seconds() / 60
    return min(20 + last + 7.5, CLOSED_BY)


def at(minutes: float) -> datetime:
    """So many minutes into the story."""
    return EPOCH + timedelta(minutes=minutes)


class Story:
    """Plays the people of the demo, by nothing but their diaries, mailboxes and telephones."""

    def __init__(self, cast: Cast, policy: Policy, *, texts: bool = False, calls: bool = False) -> None:
        """With `texts` a word that nobody asked for is texted, with `calls` a call for help is one."""
        self._cast = cast
        self._follows = any(step.then_within is not None for step in policy.steps)
        self._word = next(iter(policy.code_words), "")
        self._tenant = cast.tenant
        self._hands = Hands(cast, EPOCH, texts=texts, calls=calls)
        self.visits: dict[str, str] = {}
        """The short name of each visit, by its entry's id."""
        self._ids: dict[str, str] = {}
        self._plant_all()
        self._scenes = [*self._day(), *self._trouble(), *self._closings(_seen_to_its_end(policy))]
        self._answered: set[str] = set()
        self._answered_texts: set[tuple[str, str]] = set()

    def _plant_all(self) -> None:
        self._plant(ANSWERED, "sam", "HV JS", -20, 10, "14 Elm Road, Leeds LS6 2AB", categories=("Home visit",))
        self._plant(EXTENDED, "robin", "Visit to family", -5, 15, "Flat 3, 8 Brook Street, Leeds LS9 7TR")
        self._plant(NEVER_ANSWERED, "alex", "Home visit KM", -10, 20, "27 Garden Terrace, Leeds LS11 5JD")
        self._plant(DELETED, "jo", "HV", -5, 25, "3 Mill Lane, Leeds LS13 3NA", categories=("Home visit",))
        self._plant(FORGOTTEN, "lee", "Visit AB", -2, 22, "9 Chapel Row, Leeds LS7 4DN")
        self._plant(MORE_TIME, "kim", "HV", -8, 18, "Flat 12, 40 North Parade, Leeds LS16 6QE")
        self._plant(HELP, "chris", "Home visit TL", -5, 31, "61 Station Road, Leeds LS12 3JB")
        self._plant(CODE_WORD, "noor", "Visit RP", 5, 33, "2 Orchard Close, Leeds LS15 8EH")
        # Initials and half a town: it may be a visit, so its worker is asked, once for both.
        self._plant(PERHAPS, "sam", "KM", 20, 32, "Bramley")
        self._plant(ALIKE, "sam", "KM", 45, 55, "Bramley")
        # What is no visit must not become one: a room, an online meeting, the centre itself.
        add, mail = self._tenant.add_event, self._cast.mail
        add(mail("sam"), "Team meeting about visits", at(30), at(60), "Meeting room 2")
        add(mail("robin"), "Supervision", at(60), at(90), "1 Clarendon Road, Leeds LS2 9NN")
        add(mail("alex"), "Phone call re visit", at(65), at(75), "")
        add(mail("alex"), "Office", at(20), at(60), "")

    def _day(self) -> list[Scene]:
        """Whoever is well, and says so: by a reply, a text, a call, the link or the diary."""
        reply, link = self._hands.reply, self._hands.by_link
        return [
            Scene(at(10), self._delete),
            Scene(at(12), self._extend),
            Scene(at(13), lambda: reply("sam", HAVE_YOU_LEFT, LEFT)),
            Scene(at(20), lambda: link("kim", HAVE_YOU_LEFT, Button.MORE_15, after=at(12), else_say="+15")),
            Scene(at(22), self._enter_late),
            Scene(at(22), lambda: reply("sam", "Is it a visit?", "Yes")),
            Scene(at(26), lambda: reply("pat", ENTERED_LATE_ASKS, "Back at the office, all fine.")),
            Scene(at(34), lambda: reply("sam", HAVE_YOU_LEFT, LEFT, after=at(26))),
            Scene(at(37), lambda: reply("robin", HAVE_YOU_LEFT, "All done, heading back now.", after=at(5))),
            Scene(at(37.5), lambda: link("kim", HAVE_YOU_LEFT, Button.LEFT, after=at(27), else_say=LEFT)),
            Scene(at(47), lambda: reply("jo", HAVE_YOU_LEFT, LEFT)),
            Scene(at(57), lambda: link("sam", HAVE_YOU_LEFT, Button.LEFT, after=at(49), else_say=LEFT)),
        ]

    def _trouble(self) -> list[Scene]:
        """Whoever forgets to say that they have left, calls for help, or says the code word."""
        reply, take, close = self._hands.reply, self._take, self._close
        forgot = "Sorry, I forgot. Left, all fine."
        said = f"Left, all fine. The notes are in the {self._word}."
        asks, gave = "Chris Doyle asks for help", "Noor Hassan gave the code word"
        cry = Scene(at(16), lambda: self._hands.call_for_help("chris"))
        takes_cry = Scene(at(18), lambda: take(asks, after=at(15)), follows=cry)
        word = Scene(at(35), lambda: reply("noor", HAVE_YOU_LEFT, said, after=at(23)))
        takes_word = Scene(at(37), lambda: take(gave, after=at(34)), follows=word)
        return [
            Scene(at(6), lambda: self._hands.write("lee", "Arrived.")),
            Scene(at(34), lambda: take("Lee Walsh", after=at(15)), gives_up=at(36)),
            Scene(at(36), lambda: reply("lee", HAVE_YOU_LEFT, forgot, after=at(15))),
            cry,
            takes_cry,
            Scene(at(21), lambda: close(asks, "I spoke to Chris, a dog was loose", after=at(15)), follows=takes_cry),
            Scene(at(33), lambda: reply("chris", HAVE_YOU_LEFT, LEFT, after=at(22))),
            word,
            takes_word,
            Scene(at(41), lambda: close(gave, "police went, Noor is out and safe", after=at(34)), follows=takes_word),
        ]

    def _closings(self, closes: float) -> list[Scene]:
        """Whoever was told last of the visit that nobody answers has spoken to its worker."""
        spoken = "safe and well, I spoke to Alex."
        return [Scene(at(closes), lambda: self._close("Alex Reid", spoken, after=at(closes - 3.5)))]

    @property
    def over(self) -> bool:
        """Whether everybody has done what they do in the story."""
        return all(scene.done is not None for scene in self._scenes)

    def play(self) -> None:
        """Let people do what it is time for."""
        now = self._tenant.now()
        self._hands.pick_up("sam", "1")
        self._hands.pick_up("dee", "1", about="Lee Walsh")
        for scene in self._scenes:
            scene.play(now)
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

    def _told(self, about: str, after: datetime) -> str:
        """Who was told of something since, the manager before others; empty while nobody was."""
        return next((who for who in RESPONDERS if self._hands.newest(who, about, after) is not None), "")

    def _take(self, about: str, *, after: datetime) -> bool:
        """Whoever was told of it says that they have it."""
        told = self._told(about, after)
        if told and self._hands.has_pressed(told, after):
            return True  # in the call about it
        return bool(told) and self._hands.reply(told, about, "I have it", after=after)

    def _close(self, about: str, why: str, *, after: datetime) -> bool:
        """Whoever was told of it closes it with a reason."""
        told = self._told(about, after)
        return bool(told) and self._hands.reply(told, about, f"Close: {why}", after=after)

    def _answer_what_else_is_asked(self, now: datetime) -> None:
        for who in WORKERS:
            if who != "alex":
                self._once(who, ARE_YOU_BACK, "Back at the office, all fine.", now)
                self._once(who, ARE_YOU_HOME, "Home, all fine.", now)
        if self._follows:
            self._once("ash", "Alex Reid is", "No answer", now)

    def _once(self, who: str, about: str, text: str, now: datetime) -> None:
        """Answer a mail two minutes after it came, and only once."""
        letter = self._hands.newest(who, about, EPOCH)
        if letter is None and (who, about) not in self._answered_texts and now >= EPOCH + ANSWERS_AFTER:
            if self._hands.text_back(who, about, text, EPOCH):
                self._answered_texts.add((who, about))
            return
        if letter is None or now < letter.received + ANSWERS_AFTER or message_id(letter) in self._answered:
            return
        self._answered.add(message_id(letter))
        self._hands.answer(who, letter, text)
