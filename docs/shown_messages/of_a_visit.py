"""What goes out at the end of a visit, by mail and by text: to its worker, and to those who are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calsync.domain import ring_wording
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
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.escalation import advance
from calsync.domain.links import ShownLink
from calsync.domain.looking_after import LOOKED_AFTER
from calsync.domain.model import (
    AlarmKind,
    Ask,
    DeadlineKind,
    DeadlineState,
    Role,
)
from calsync.domain.model.said import Said
from calsync.domain.standing_word import StandingWord
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from shown_messages.scene import (
    DEADLINE,
    DEE,
    POLICY,
    POSSIBLE,
    SAM,
    Shown,
    a_mail,
    a_message,
    a_row,
    a_scene,
    at,
)


def to_worker() -> Iterator[Shown]:
    names = {
        DeadlineKind.VISIT_END: "At the end of a visit",
        DeadlineKind.RETURN: "When they are to be back",
        DeadlineKind.HOME_SAFE: "When they are to be at home",
        DeadlineKind.INTERVAL: "During a long visit",
    }
    asks = a_row("1", Role.WORKER, Ask.CHECK_IN, "21:00")
    for kind, name in names.items():
        yield a_mail(name, asks, a_scene(replace(DEADLINE, kind=kind)))
    yield a_mail("An answer that was not clear", replace(asks, step=UNCLEAR))
    yield a_mail("More time than may be had", replace(asks, step=LIMITED))
    yield a_mail("The entry is gone from the diary", replace(asks, step=DIARY_CHANGED))
    yield a_mail("The entry was made after its end", asks, a_scene(replace(DEADLINE, late_entry=True)))
    yield a_mail("The entry lasts all day", replace(asks, ask=Ask.CONFIRM))
    link = ShownLink(address="https://safe.example.org/a/7qmwxk2h", digits="42")
    yield a_mail("With a page to answer on, where there is one", asks, a_scene(link=link))
    done = replace(DEADLINE, state=DeadlineState.CLOSED, closed_at=at("21:02"))
    yield a_mail("The diary says that it is done", replace(asks, step=MARKED_DONE), a_scene(done))
    yield a_mail("It was not they who said so", replace(asks, step=PUT_BACK))
    looks = replace(asks, step=LOOKED_AFTER, ask=Ask.KNOW, asked_as="dee")
    yield a_mail("Somebody looks after them now", looks)
    possible = a_scene(visit=POSSIBLE)
    yield a_mail("An entry that may be a visit", a_row("0", Role.WORKER, Ask.IS_IT_A_VISIT, "19:00"), possible)
    yield a_mail("The same, at its end", asks, possible)
    yield a_mail("The same, after an answer that was not clear", replace(asks, step=UNCLEAR), possible)


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
    late = advance(DEADLINE, at("21:10")).deadline
    said = Said(phone_written="01709 336080")
    for ask, name in names.items():
        opened = replace(late, taken=len(late.steps)) if ask.outside_body else late
        scene = a_scene(opened, said=said if ask is Ask.CALL_HOUSEHOLD else Said())
        yield a_mail(name, a_row("2", Role.LINE_MANAGER, ask), scene)
    told = replace(late, taken=len(late.steps), outside_body="1234", owner="dee")
    yield a_mail("The emergency services were told", a_row("4", Role.LINE_MANAGER, Ask.CALL_POLICE), a_scene(told))


def to_responders() -> Iterator[Shown]:
    yield from _ladder()
    late = advance(DEADLINE, at("21:10")).deadline
    ring = a_row("1", Role.LINE_MANAGER, Ask.CALL_WORKER)
    for alarm, name in ((AlarmKind.HELP, "A call for help"), (AlarmKind.DURESS, "The code word")):
        first = replace(
            late, id=f"{DEADLINE.id}.{alarm}", alarm=alarm, base=at("20:31"), due=at("20:31"), planned=at("20:31"),
            steps=POLICY.emergency, taken=1, next_step_at=at("20:36"),
        )  # fmt: skip
        row = replace(ring, ask=POLICY.emergency[0].ask, recorded=at("20:31"))
        yield a_mail(name, row, a_scene(first, told=(), answers=(), besides=(DEADLINE,)))
    word = StandingWord(worker=SAM.name, given="20:31", owner=DEE.name)
    yield a_mail("An alarm while a code word stands", ring, a_scene(late, word=word))
    yield a_mail("What may be a visit", replace(ring, ask=Ask.IS_IT_A_VISIT), a_scene(visit=POSSIBLE))
    taken = replace(late, owner="dee")
    yield a_mail("Somebody has had it for a while", replace(ring, step=KNOW), a_scene(taken))
    yield a_mail("Somebody else has it now", replace(ring, step=TAKEN_OVER), a_scene(taken))
    yield a_mail("A new time", replace(ring, step=EXTENDED), a_scene(replace(late, due=at("21:30"))))
    over = {"state": DeadlineState.CLOSED, "closed_at": at("21:20"), "closed_by": "dee"}
    closed = replace(late, reason="safe and well, I rang them", **over)
    yield a_mail("It is over", replace(ring, step=STOOD_DOWN), a_scene(closed))
    asked = replace(closed, reason=STILL_THERE, kind=DeadlineKind.INTERVAL, closed_at=at("20:31"))
    yield a_mail(
        "The worker has answered, and it goes on", replace(ring, step=STOOD_DOWN), a_scene(asked, besides=(DEADLINE,))
    )
    note = "Nothing was done by your answer: it was not clear."
    yield a_mail("An answer that did nothing", replace(ring, step=NOT_TAKEN, note=note), a_scene(late))
    yield a_message("An entry's subject has the code word", ring_wording.ring_now(SAM))
    yield a_message("Somebody was told a code word", ring_wording.ring_told(SAM))
    yield a_message("Whose word it was", ring_wording.whose_word(DEE, (SAM,)))
    yield a_message("Whose word it was, and the answer named nobody", ring_wording.whose_not_clear((SAM,)))
    yield a_message("Somebody rang, and nobody answered", ring_wording.ring_next(SAM, DEE))
    yield a_message("How they are was not clear", ring_wording.not_clear(SAM, in_vain=False))
    yield a_message("Nobody is left to ask", ring_wording.not_clear(SAM, in_vain=True))


def texts() -> Iterator[Shown]:
    asks, ring = a_row("1", Role.WORKER, Ask.CHECK_IN, "21:00"), a_row("2", Role.LINE_MANAGER, Ask.CALL_WORKER)
    late = advance(DEADLINE, at("21:10")).deadline
    duress = replace(late, alarm=AlarmKind.DURESS, base=at("20:31"))
    rows = [
        ("At the end of a visit", asks, a_scene()),
        ("An answer that was not clear", replace(asks, step=UNCLEAR), a_scene()),
        ("The entry is gone from the diary", replace(asks, step=DIARY_CHANGED), a_scene()),
        ("Somebody looks after them now", replace(asks, step=LOOKED_AFTER, ask=Ask.KNOW, asked_as="dee"), a_scene()),
        ("An entry that may be a visit", replace(asks, ask=Ask.IS_IT_A_VISIT), a_scene(visit=POSSIBLE)),
        ("An alarm", ring, a_scene(late)),
        ("Inform the emergency services", replace(ring, ask=Ask.INFORM_EMERGENCY_SERVICES), a_scene(late)),
        ("A call for help", ring, a_scene(replace(late, alarm=AlarmKind.HELP, base=at("20:31")))),
        ("The code word", replace(ring, ask=Ask.INFORM_EMERGENCY_SERVICES), a_scene(duress)),
        ("A new time", replace(ring, step=EXTENDED), a_scene(replace(late, due=at("21:30")))),
        ("It is over", replace(ring, step=STOOD_DOWN), a_scene(replace(late, closed_at=at("21:20"), closed_by="dee"))),
    ]
    for name, row, scene in rows:
        yield Shown(name=name, text=text_of(brief_of(row, scene, mailed=True)).words)
