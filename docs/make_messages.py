"""Makes docs/messages.md anew, every message as it is read, by the wording itself: python docs/make_messages.py

The people, times and places are made up. tests/domain/test_messages_page.py fails while the page says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from calsync.domain import after_wording, away_wording, coverage_wording, letter_wording, pause_wording, ring_wording
from calsync.domain.answering import (
    EXTENDED,
    KNOW,
    LIMITED,
    MARKED_DONE,
    NOT_TAKEN,
    PUT_BACK,
    STILL_THERE,
    STOOD_DOWN,
    TAKEN_OVER,
    UNCLEAR,
)
from calsync.domain.before.messages import ASK, CONCERN, about
from calsync.domain.before.wording import before_visit
from calsync.domain.deadlines import plan
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.escalation import advance
from calsync.domain.letter_wording import Told
from calsync.domain.links import ShownLink
from calsync.domain.list_wording import Sheet, visit_list
from calsync.domain.looking_after import LOOKED_AFTER
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    Ask,
    Channel,
    Concern,
    Deadline,
    DeadlineKind,
    DeadlineState,
    DueAct,
    Incident,
    IncidentKind,
    Lane,
    Notice,
    Notification,
    NotificationState,
    Pause,
    PauseFor,
    People,
    Person,
    Place,
    Policies,
    Role,
    Tag,
    Via,
    Visit,
    VisitState,
    Watched,
)
from calsync.domain.model.checks import Check
from calsync.domain.model.said import Said
from calsync.domain.notice_wording import compose as notice
from calsync.domain.notices import Bulletin, Cause
from calsync.domain.outage_sheet import outage_sheet
from calsync.domain.passing_on import ADVICE, COMPLETED, FAMILY, GOING_HOME, INCIDENT, NOT_GONE_IN, OVERDUE
from calsync.domain.scene import Scene
from calsync.domain.standing_word import StandingWord
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from calsync.domain.wording import compose
from calsync.policies.loader import load

PAGE = Path(__file__).parent / "messages.md"
ZONE = "Europe/London"
WORD = "K7QMWX"
HEAD = """# Every message, as it is read

Made by `make docs` from the wording itself; people, times and places are made up. The word in brackets at the end of
a subject is that by which an answer finds its way; its letters differ from message to message.

**Each mail goes out twice over: as plain text, as it stands here, and as HTML with the same words and no others.**
There the subject is the heading, answers are a list, the call sheet is a table, telephone numbers are rung by a tap
(999 never is, and no number is where somebody must not be rung), and an address of calsync's own pages is a large
link. It holds no picture, nothing that has to be fetched, and nothing that tells whether it was read. It sets no
colour but the button's, so that a reader's dark or large setting stays. Microsoft 365 is given the HTML and makes the
plain part of it itself; a mail server under `[smtp]` is given both.

**Alarms are told by their form.** The subject of a message that asks somebody to act for a worker who is late, asks
for help or gave the code word begins with `ALARM: `; so they stand together where mail is sorted by subject. What
needs nothing done begins with `For you to know: `, `Stand down: ` or `Settled: `. No subject names anybody visited,
and none to a worker begins so. To give alarms a sound or a folder of their own in Outlook, make a rule for the
service mailbox as sender and `ALARM:` in the subject; a second one for importance "high" takes in the mails about
code words, whose subjects are plain on purpose ("Please ring Sam Visits now, in ordinary words").

The sender's name is that of the service mailbox in your directory: Exchange writes it, whatever a program asks for.
Give that mailbox a name that people act on, such as "Lone working". A second mailbox for alarms alone is not offered:
what can't be delivered, and automatic replies, would come back to it, where calsync does not read.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One message of the page."""

    name: str
    subject: str = ""
    """Empty for a text message."""
    text: str


def _at(clock: str, day: int = 1) -> datetime:
    return datetime.fromisoformat(f"2026-12-0{day}T{clock}").replace(tzinfo=UTC)


POLICY = load(str(files("calsync.demo").joinpath("clarendon_by_mail.toml")))
SAM = Person(id="sam", name="Sam Visits", mail="sam@example.org", mobile="07700 900101", manager="morgan", works=True)
MORGAN = Person(id="morgan", name="Morgan Manages", mail="morgan@example.org", mobile="07700 900102")
DEE = Person(id="dee", name="Dee Deputises", mail="dee@example.org", mobile="07700 900103")
PEOPLE = People(
    persons=(SAM, MORGAN, DEE),
    roles=((Role.LINE_MANAGER, ("morgan",)), (Role.DEPUTY, ("dee",)), (Role.ADMIN, ("dee",))),
)
VISIT = Visit(
    id="v1",
    worker="sam",
    event_id="e1",
    start=_at("20:00"),
    end=_at("21:00"),
    state=VisitState.BEGUN,
    matched_by="location",
    reasons=("The place is a street address.",),
    subject="Home visit: Mrs Whitcombe",
    place=Place(text="14 Elm Road, Rotherham S60 3AB"),
    first_seen=_at("09:00"),
    last_seen=_at("20:50"),
)
POSSIBLE = replace(VISIT, tag=Tag.POSSIBLE)
(DEADLINE,) = plan(VISIT, POLICY)


def _row(step: str, role: Role, ask: Ask, recorded: str = "21:10", **changes: Any) -> Notification:
    row = Notification(
        id="n1", deadline_id=DEADLINE.id, step=step, round=0, recipient="sam" if role is Role.WORKER else "morgan",
        channel=Channel.MAIL, role=role, ask=ask, lane=Lane.ALARM, due=_at(recorded), recorded=_at(recorded),
        token=WORD,
    )  # fmt: skip
    return replace(row, **changes)


def _scene(deadline: Deadline = DEADLINE, **changes: Any) -> Scene:
    asked = _row("1", Role.WORKER, Ask.CHECK_IN, "21:00", state=NotificationState.SENT, sent=_at("21:00"))
    values: dict[str, Any] = {
        "deadline": deadline, "visit": VISIT, "people": PEOPLE, "agencies": POLICY.agencies, "told": (asked,),
        "answers": (
            Answer(id="a", who="sam", kind=AnswerKind.CONTACT, via=Via.REPLY, words="still here", sent=_at("20:40"),
                   received=_at("20:40")),
        ),
        "code_questions": POLICY.code_questions, "by_mail": True,
    }  # fmt: skip
    return Scene(**{**values, **changes})


def _mail(name: str, row: Notification, scene: Scene | None = None) -> Shown:
    subject, text = compose(row, scene or _scene())
    return Shown(name=name, subject=subject, text=text)


def _words(name: str, told: tuple[str, str]) -> Shown:
    return Shown(name=name, subject=told[0], text=told[1])


# --- to the worker -----------------------------------------------------------------------------------------------


def _to_worker() -> Iterator[Shown]:
    names = {
        DeadlineKind.VISIT_END: "At the end of a visit",
        DeadlineKind.RETURN: "When they are to be back",
        DeadlineKind.HOME_SAFE: "When they are to be at home",
        DeadlineKind.INTERVAL: "During a long visit",
    }
    asks = _row("1", Role.WORKER, Ask.CHECK_IN, "21:00")
    for kind, name in names.items():
        yield _mail(name, asks, _scene(replace(DEADLINE, kind=kind)))
    yield _mail("An answer that was not clear", replace(asks, step=UNCLEAR))
    yield _mail("More time than may be had", replace(asks, step=LIMITED))
    yield _mail("The entry is gone from the diary", replace(asks, step=DIARY_CHANGED))
    yield _mail("The entry was made after its end", asks, _scene(replace(DEADLINE, late_entry=True)))
    yield _mail("The entry lasts all day", replace(asks, ask=Ask.CONFIRM))
    link = ShownLink(address="https://safe.example.org/a/7qmwxk2h", digits="42")
    yield _mail("With a page to answer on, where there is one", asks, _scene(link=link))
    done = replace(DEADLINE, state=DeadlineState.CLOSED, closed_at=_at("21:02"))
    yield _mail("The diary says that it is done", replace(asks, step=MARKED_DONE), _scene(done))
    yield _mail("It was not they who said so", replace(asks, step=PUT_BACK))
    looks = replace(asks, step=LOOKED_AFTER, ask=Ask.KNOW, asked_as="dee")
    yield _mail("Somebody looks after them now", looks)
    possible = _scene(visit=POSSIBLE)
    yield _mail("An entry that may be a visit", _row("0", Role.WORKER, Ask.IS_IT_A_VISIT, "19:00"), possible)
    yield _mail("The same, at its end", asks, possible)
    yield _mail("The same, after an answer that was not clear", replace(asks, step=UNCLEAR), possible)


# --- to those who are told ---------------------------------------------------------------------------------------


def _ladder() -> Iterator[Shown]:
    names = {
        Ask.CALL_WORKER: "Ring the worker",
        Ask.CALL_HOUSEHOLD: "Ring the household",
        Ask.CALL_HOME: "Ring the worker's home",
        Ask.TAKE_OVER: "Take over",
        Ask.GO_AND_LOOK: "Go and look",
        Ask.INFORM_EMERGENCY_SERVICES: "Inform the emergency services",
        Ask.KNOW: "Only to know",
    }
    late = advance(DEADLINE, _at("21:10")).deadline
    said = Said(phone_written="01709 336080")
    for ask, name in names.items():
        opened = replace(late, taken=len(late.steps)) if ask.outside_body else late
        scene = _scene(opened, said=said if ask is Ask.CALL_HOUSEHOLD else Said())
        yield _mail(name, _row("2", Role.LINE_MANAGER, ask), scene)
    told = replace(late, taken=len(late.steps), outside_body="1234", owner="dee")
    yield _mail("The emergency services were told", _row("4", Role.LINE_MANAGER, Ask.CALL_POLICE), _scene(told))


def _to_responders() -> Iterator[Shown]:
    yield from _ladder()
    late = advance(DEADLINE, _at("21:10")).deadline
    ring = _row("1", Role.LINE_MANAGER, Ask.CALL_WORKER)
    for alarm, name in ((AlarmKind.HELP, "A call for help"), (AlarmKind.DURESS, "The code word")):
        first = replace(
            late, id=f"{DEADLINE.id}.{alarm}", alarm=alarm, base=_at("20:31"), due=_at("20:31"), planned=_at("20:31"),
            steps=POLICY.emergency, taken=1, next_step_at=_at("20:36"),
        )  # fmt: skip
        row = replace(ring, ask=POLICY.emergency[0].ask, recorded=_at("20:31"))
        yield _mail(name, row, _scene(first, told=(), answers=(), besides=(DEADLINE,)))
    word = StandingWord(worker=SAM.name, given="20:31", owner=DEE.name)
    yield _mail("An alarm while a code word stands", ring, _scene(late, word=word))
    yield _mail("What may be a visit", replace(ring, ask=Ask.IS_IT_A_VISIT), _scene(visit=POSSIBLE))
    taken = replace(late, owner="dee")
    yield _mail("Somebody has had it for a while", replace(ring, step=KNOW), _scene(taken))
    yield _mail("Somebody else has it now", replace(ring, step=TAKEN_OVER), _scene(taken))
    yield _mail("A new time", replace(ring, step=EXTENDED), _scene(replace(late, due=_at("21:30"))))
    over = {"state": DeadlineState.CLOSED, "closed_at": _at("21:20"), "closed_by": "dee"}
    closed = replace(late, reason="safe and well, I rang them", **over)
    yield _mail("It is over", replace(ring, step=STOOD_DOWN), _scene(closed))
    asked = replace(closed, reason=STILL_THERE, kind=DeadlineKind.INTERVAL, closed_at=_at("20:31"))
    yield _mail(
        "The worker has answered, and it goes on", replace(ring, step=STOOD_DOWN), _scene(asked, besides=(DEADLINE,))
    )
    note = "Nothing was done by your answer: it was not clear."
    yield _mail("An answer that did nothing", replace(ring, step=NOT_TAKEN, note=note), _scene(late))
    yield _words("An entry's subject has the code word", ring_wording.ring_now(SAM))
    yield _words("Somebody was told a code word", ring_wording.ring_told(SAM))
    yield _words("Whose word it was", ring_wording.whose_word(DEE, (SAM,)))
    yield _words("Whose word it was, and the answer named nobody", ring_wording.whose_not_clear((SAM,)))
    yield _words("Somebody rang, and nobody answered", ring_wording.ring_next(SAM, DEE))
    yield _words("How they are was not clear", ring_wording.not_clear(SAM, in_vain=False))
    yield _words("Nobody is left to ask", ring_wording.not_clear(SAM, in_vain=True))


def _texts() -> Iterator[Shown]:
    asks, ring = _row("1", Role.WORKER, Ask.CHECK_IN, "21:00"), _row("2", Role.LINE_MANAGER, Ask.CALL_WORKER)
    late = advance(DEADLINE, _at("21:10")).deadline
    duress = replace(late, alarm=AlarmKind.DURESS, base=_at("20:31"))
    rows = [
        ("At the end of a visit", asks, _scene()),
        ("An answer that was not clear", replace(asks, step=UNCLEAR), _scene()),
        ("The entry is gone from the diary", replace(asks, step=DIARY_CHANGED), _scene()),
        ("Somebody looks after them now", replace(asks, step=LOOKED_AFTER, ask=Ask.KNOW, asked_as="dee"), _scene()),
        ("An entry that may be a visit", replace(asks, ask=Ask.IS_IT_A_VISIT), _scene(visit=POSSIBLE)),
        ("An alarm", ring, _scene(late)),
        ("Inform the emergency services", replace(ring, ask=Ask.INFORM_EMERGENCY_SERVICES), _scene(late)),
        ("A call for help", ring, _scene(replace(late, alarm=AlarmKind.HELP, base=_at("20:31")))),
        ("The code word", replace(ring, ask=Ask.INFORM_EMERGENCY_SERVICES), _scene(duress)),
        ("A new time", replace(ring, step=EXTENDED), _scene(replace(late, due=_at("21:30")))),
        ("It is over", replace(ring, step=STOOD_DOWN), _scene(replace(late, closed_at=_at("21:20"), closed_by="dee"))),
    ]
    for name, row, scene in rows:
        yield Shown(name=name, text=text_of(brief_of(row, scene, mailed=True)).words)


# --- before and after a visit ------------------------------------------------------------------------------------


def _before() -> Iterator[Shown]:
    for check, name in ((Check.APPROVAL, "May they go alone"), (Check.RISK_ASSESSMENT, "Was the risk assessed")):
        row = _row(ASK, Role.LINE_MANAGER, Ask.APPROVE, "09:00", deadline_id=about("v1", check))
        yield _words(name, before_visit(row, _scene()))
    row = _row(ASK, Role.WORKER, Ask.CONFIRM, "09:00", deadline_id=about("v1", Check.CONFIRMED))
    yield _words("Are they happy to go", before_visit(row, _scene()))
    note = "It has no address, so nobody could be sent there."
    row = _row(CONCERN, Role.WORKER, Ask.CONFIRM, "19:00", deadline_id=about("v1", Check.CONFIRMED), note=note)
    yield _words("Something that can't wait", before_visit(row, _scene()))
    words = "Nobody can be reached at 21:00."
    gap = Concern(visit_id="v1", worker="sam", kind="nobody-behind", words=words, raised=_at("09:00"))
    yield _words(
        "Nobody stands behind a visit", coverage_wording.to_responder([(SAM.name, VISIT, gap)], ZONE, today=True)
    )


def _after() -> Iterator[Shown]:
    says = after_wording.After(worker=SAM.name, span="20:00 to 21:00", phones=SAM.mobile, said="21:02")
    names = {
        COMPLETED: "It is over",
        GOING_HOME: "They go home",
        NOT_GONE_IN: "They did not go in",
        ADVICE: "They ask for advice",
    }
    for step, name in names.items():
        yield _words(name, after_wording.to_responder(step, says))
    what = Incident(id="i1", visit_id="v1", deadline_id=DEADLINE.id, worker="sam", kind=IncidentKind.VIOLENCE,
                    opened=_at("21:02"), opened_by="sam")  # fmt: skip
    due = (DueAct(incident_id="i1", number=1, what="Write the incident form", role=Role.WORKER, due=_at("12:00", 2)),)
    note = after_wording.what_is_due(what, due, Role.LINE_MANAGER, ZONE, _at("21:03"))
    subject, text = after_wording.to_responder(INCIDENT, says)
    yield Shown(name="Something happened", subject=subject, text=f"{text}\n\n{note}")
    subject, text = after_wording.to_worker(INCIDENT, says)
    note = after_wording.what_is_due(what, due, Role.WORKER, ZONE, _at("21:03"))
    yield Shown(name="Something happened, to the worker", subject=subject, text=f"{text}\n\n{note}")
    subject, text = after_wording.to_responder(OVERDUE, says)
    note = after_wording.what_is_overdue(what, due, Role.LINE_MANAGER, ZONE, _at("12:30", 2))
    yield Shown(name="Something is still due", subject=subject, text=f"{text}\n\n{note}")
    yield _words("The family may be waiting", after_wording.to_worker(FAMILY, says))


# --- letters, absences, pauses, IT -------------------------------------------------------------------------------


def _letters() -> Iterator[Shown]:
    day = date(2026, 12, 1)
    told = [Told(visit=VISIT, watchers=(MORGAN.name,))]
    summary = letter_wording.summary(day, told, (), (), today=True, zone=ZONE)
    sheet = Sheet(visits=(VISIT,), people=PEOPLE)
    letters = {
        "The worker's own day": summary,
        "The list of the day": visit_list(sheet, (day,)),
        "The outage sheet": outage_sheet(sheet, Policies(standing=POLICY), _at("07:00"), _at("06:58")),
        "Once a year": letter_wording.read_and_understood(POLICY.title, SAM.name),
        "Twice a year": letter_wording.numbers(SAM, (MORGAN.name,)),
    }
    for name, content in letters.items():
        yield Shown(name=name, subject=content.subject, text=content.text)


def _away() -> Iterator[Shown]:
    off, _ = away_wording.listed_off([Watched(visit=VISIT, deadlines=(DEADLINE,))])
    yield _words("Are they away", away_wording.question(SAM, [VISIT], DEE.name))
    yield _words("What became of the answer", away_wording.done(SAM, off))
    yield _words("To the worker", away_wording.to_worker(SAM, off, MORGAN))
    yield _words("The worker is not working today", away_wording.confirmed(SAM, off, []))
    yield _words("A visit is handed over", away_wording.to_colleague(SAM, DEE, VISIT, MORGAN))
    yield _words("It is taken back", away_wording.taken_back(SAM, DEE, VISIT))
    pause = Pause(
        id="p1", whom=PauseFor.ALL, reason="the office is shut", asked_by="morgan", asked_at=_at("09:00"),
        agreed_by="dee", agreed_at=_at("09:05"), until=_at("17:00"),
    )  # fmt: skip
    yield _words("A pause begins", pause_wording.of_beginning(pause, SAM, PEOPLE, _at("09:05")))
    yield _words("A pause is over", pause_wording.of_the_end(pause, SAM, _at("17:00")))


def _for_it() -> Iterator[Shown]:
    for cause in Cause:
        row = Notice(id="i", cause=cause, about="sam", raised=_at("21:00"), words="[What was found, and the fix.]")
        subject, text = notice(Bulletin(cause=cause, notices=(row,)), PEOPLE, (), zone=ZONE)
        name = subject.removeprefix("calsync for IT: ").partition(" (")[0]
        yield Shown(name=f"{name[0].upper()}{name[1:]}", subject=subject, text=text)


SECTIONS = (
    ("To the worker, by mail", _to_worker),
    ("To those who are told, by mail", _to_responders),
    ("By text", _texts),
    ("Before a visit", _before),
    ("After a visit", _after),
    ("Letters", _letters),
    ("Absences and pauses", _away),
    ("To IT", _for_it),
)


def page() -> str:
    """The whole page."""
    parts = [HEAD.rstrip()]
    for title, messages in SECTIONS:
        parts.append(f"## {title}")
        parts += [_shown(each) for each in messages()]
    return "\n\n".join(parts) + "\n"


def _shown(message: Shown) -> str:
    subject = f"**{message.subject}**\n\n" if message.subject else ""
    return f"### {message.name}\n\n{subject}```text\n{message.text.strip()}\n```"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
