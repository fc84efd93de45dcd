"""What goes out besides: before and after a visit, letters, absences, pauses, and what IT is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from calsync.domain import after_wording, away_wording, coverage_wording, letter_wording, pause_wording
from calsync.domain.before.messages import ASK, CONCERN, about
from calsync.domain.before.wording import before_visit
from calsync.domain.letter_wording import Told
from calsync.domain.list_wording import Sheet, visit_list
from calsync.domain.model import (
    Ask,
    Concern,
    DueAct,
    Incident,
    IncidentKind,
    Notice,
    Pause,
    PauseFor,
    Policies,
    Role,
    Watched,
)
from calsync.domain.model.checks import Check
from calsync.domain.notice_wording import compose as notice
from calsync.domain.notices import Bulletin, Cause
from calsync.domain.outage_sheet import outage_sheet
from calsync.domain.passing_on import ADVICE, COMPLETED, FAMILY, GOING_HOME, INCIDENT, NOT_GONE_IN, OVERDUE
from shown_messages.scene import (
    DEADLINE,
    DEE,
    MORGAN,
    PEOPLE,
    POLICY,
    SAM,
    VISIT,
    ZONE,
    Shown,
    a_message,
    a_row,
    a_scene,
    at,
)


def before() -> Iterator[Shown]:
    for check, name in ((Check.APPROVAL, "May they go alone"), (Check.RISK_ASSESSMENT, "Was the risk assessed")):
        row = a_row(ASK, Role.LINE_MANAGER, Ask.APPROVE, "09:00", deadline_id=about("v1", check))
        yield a_message(name, before_visit(row, a_scene()))
    row = a_row(ASK, Role.WORKER, Ask.CONFIRM, "09:00", deadline_id=about("v1", Check.CONFIRMED))
    yield a_message("Are they happy to go", before_visit(row, a_scene()))
    note = "It has no address, so nobody could be sent there."
    row = a_row(CONCERN, Role.WORKER, Ask.CONFIRM, "19:00", deadline_id=about("v1", Check.CONFIRMED), note=note)
    yield a_message("Something that can't wait", before_visit(row, a_scene()))
    words = "Nobody can be reached at 21:00."
    gap = Concern(visit_id="v1", worker="sam", kind="nobody-behind", words=words, raised=at("09:00"))
    yield a_message(
        "Nobody stands behind a visit", coverage_wording.to_responder([(SAM.name, VISIT, gap)], ZONE, today=True)
    )


def after() -> Iterator[Shown]:
    says = after_wording.After(worker=SAM.name, span="20:00 to 21:00", phones=SAM.mobile, said="21:02")
    names = {
        COMPLETED: "It is over",
        GOING_HOME: "They go home",
        NOT_GONE_IN: "They did not go in",
        ADVICE: "They ask for advice",
    }
    for step, name in names.items():
        yield a_message(name, after_wording.to_responder(step, says))
    what = Incident(id="i1", visit_id="v1", deadline_id=DEADLINE.id, worker="sam", kind=IncidentKind.VIOLENCE,
                    opened=at("21:02"), opened_by="sam")  # fmt: skip
    due = (DueAct(incident_id="i1", number=1, what="Write the incident form", role=Role.WORKER, due=at("12:00", 2)),)
    note = after_wording.what_is_due(what, due, Role.LINE_MANAGER, ZONE, at("21:03"))
    subject, text = after_wording.to_responder(INCIDENT, says)
    yield Shown(name="Something happened", subject=subject, text=f"{text}\n\n{note}")
    subject, text = after_wording.to_worker(INCIDENT, says)
    note = after_wording.what_is_due(what, due, Role.WORKER, ZONE, at("21:03"))
    yield Shown(name="Something happened, to the worker", subject=subject, text=f"{text}\n\n{note}")
    subject, text = after_wording.to_responder(OVERDUE, says)
    note = after_wording.what_is_overdue(what, due, Role.LINE_MANAGER, ZONE, at("12:30", 2))
    yield Shown(name="Something is still due", subject=subject, text=f"{text}\n\n{note}")
    yield a_message("The family may be waiting", after_wording.to_worker(FAMILY, says))


def letters() -> Iterator[Shown]:
    day = date(2026, 12, 1)
    told = [Told(visit=VISIT, watchers=(MORGAN.name,))]
    summary = letter_wording.summary(day, told, (), (), today=True, zone=ZONE)
    sheet = Sheet(visits=(VISIT,), people=PEOPLE)
    letters = {
        "The worker's own day": summary,
        "The list of the day": visit_list(sheet, (day,)),
        "The outage sheet": outage_sheet(sheet, Policies(standing=POLICY), at("07:00"), at("06:58")),
        "Once a year": letter_wording.read_and_understood(POLICY.title, SAM.name),
        "Twice a year": letter_wording.numbers(SAM, (MORGAN.name,)),
    }
    for name, content in letters.items():
        yield Shown(name=name, subject=content.subject, text=content.text)


def away() -> Iterator[Shown]:
    off, _ = away_wording.listed_off([Watched(visit=VISIT, deadlines=(DEADLINE,))])
    yield a_message("Are they away", away_wording.question(SAM, [VISIT], DEE.name))
    yield a_message("What became of the answer", away_wording.done(SAM, off))
    yield a_message("To the worker", away_wording.to_worker(SAM, off, MORGAN))
    yield a_message("The worker is not working today", away_wording.confirmed(SAM, off, []))
    yield a_message("A visit is handed over", away_wording.to_colleague(SAM, DEE, VISIT, MORGAN))
    yield a_message("It is taken back", away_wording.taken_back(SAM, DEE, VISIT))
    pause = Pause(
        id="p1", whom=PauseFor.ALL, reason="the office is shut", asked_by="morgan", asked_at=at("09:00"),
        agreed_by="dee", agreed_at=at("09:05"), until=at("17:00"),
    )  # fmt: skip
    yield a_message("A pause begins", pause_wording.of_beginning(pause, SAM, PEOPLE, at("09:05")))
    yield a_message("A pause is over", pause_wording.of_the_end(pause, SAM, at("17:00")))


def for_it() -> Iterator[Shown]:
    for cause in Cause:
        row = Notice(id="i", cause=cause, about="sam", raised=at("21:00"), words="[What was found, and the fix.]")
        subject, text = notice(Bulletin(cause=cause, notices=(row,)), PEOPLE, (), zone=ZONE)
        name = subject.removeprefix("calsync for IT: ").partition(" (")[0]
        yield Shown(name=f"{name[0].upper()}{name[1:]}", subject=subject, text=text)
