"""Domain values to rows and back. A row that can't be understood raises ValueError, and only its reader suffers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from calsync.domain.model import (
    Absence,
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Ask,
    Channel,
    Concern,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Denial,
    Lane,
    MailboxState,
    Notice,
    Notification,
    NotificationState,
    NotWatched,
    Pause,
    PauseFor,
    Person,
    Place,
    PlaceKind,
    Remembered,
    Role,
    Series,
    Tag,
    Turn,
    Unasked,
    Via,
    Visit,
    VisitKind,
    VisitState,
    utc,
)
from calsync.store.contact_book import dump_held, load_held
from calsync.store.hours import dump_hours, dump_office, load_hours, load_office
from calsync.store.steps import dump, dump_steps, load_steps

Row = Mapping[Any, Any]

LANE_RANK = {lane: rank for rank, lane in enumerate(Lane)}
"""The order in which the lanes are emptied, for the column that is sorted by."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(str(each) for each in json.loads(text))


# --- deadlines ---------------------------------------------------------------------------------------------


def deadline_row(deadline: Deadline) -> dict[str, Any]:
    """The deadline's columns, without its version and its quarantine."""
    return {
        "id": deadline.id,
        "visit_id": deadline.visit_id,
        "worker": deadline.worker,
        "kind": deadline.kind.value,
        "due": deadline.due,
        "planned": deadline.planned,
        "extension": deadline.extension,
        "steps": dump_steps(deadline.steps),
        "emergency": dump_steps(deadline.emergency),
        "ladder": dump_steps(deadline.ladder),
        "office": dump_office(deadline.office),
        "policy": deadline.policy,
        "state": deadline.state.value,
        "alarm": deadline.alarm.value,
        "base": deadline.base,
        "taken": deadline.taken,
        "round": deadline.round,
        "then_at": deadline.then_at,
        "repeat_at": deadline.repeat_at,
        "next_step_at": deadline.next_step_at,
        "late_entry": deadline.late_entry,
        "risk": deadline.risk,
        "responders_asked": deadline.responders_asked,
        "owner": deadline.owner,
        "owned_until": deadline.owned_until,
        "renewals": deadline.renewals,
        "outside_body": deadline.outside_body,
        "closed_at": deadline.closed_at,
        "closed_by": deadline.closed_by,
        "reason": deadline.reason,
        "denied": deadline.denied.value if deadline.denied is not None else None,
    }


_DEADLINE_TIMES = ("due", "planned", "base", "then_at", "repeat_at", "next_step_at", "owned_until", "closed_at")


def deadline_of(row: Row) -> Deadline:
    """The deadline in a row; ValueError when it can't be understood."""
    values = dict(row)
    for name in _DEADLINE_TIMES:
        moment = values[name]
        if moment is not None and (not isinstance(moment, datetime) or moment.tzinfo is None):
            raise ValueError(f"{name} is not a time in UTC: {moment!r}")
    del values["quarantined_until"], values["quarantined_why"]
    values["kind"] = DeadlineKind(values["kind"])
    values["state"] = DeadlineState(values["state"])
    values["alarm"] = AlarmKind(values["alarm"])
    values["denied"] = Denial(values["denied"]) if values["denied"] is not None else None
    values["steps"] = load_steps(values["steps"])
    values["emergency"] = load_steps(values["emergency"])
    values["ladder"] = load_steps(values["ladder"])
    values["office"] = load_office(values["office"])
    return Deadline(**values)


# --- visits ------------------------------------------------------------------------------------------------


def visit_row(visit: Visit) -> dict[str, Any]:
    """The visit's columns without its personal text."""
    return {
        "id": visit.id,
        "worker": visit.worker,
        "event_id": visit.event_id,
        "start": visit.start,
        "end": visit.end,
        "state": visit.state.value,
        "matched_by": visit.matched_by,
        "risk": visit.risk,
        "categories": dump(visit.categories),
        "change_key": visit.change_key,
        "series": visit.series.value,
        "created": visit.created,
        "back": visit.back,
        "left_diary": visit.left_diary,
        "first_seen": visit.first_seen,
        "last_seen": visit.last_seen,
        "tag": visit.tag.value,
        "kind": visit.kind.value,
        "flags": dump(visit.flags),
        "series_id": visit.series_id,
    }


def visit_text_row(visit: Visit) -> dict[str, Any]:
    """The visit's personal text."""
    place = visit.place
    return {
        "visit_id": visit.id,
        "subject": visit.subject,
        "place": dump(
            {"text": place.text, "kind": place.kind, "postcode": place.postcode, "street": place.street},
        ),
        "attendees": dump(visit.attendees),
        "reasons": dump(visit.reasons),
        "against": dump(visit.against),
    }


def visit_of(row: Row) -> Visit:
    """The visit in a row of both tables; where its text was erased, it has none."""
    values = dict(row)
    place = json.loads(values["place"]) if values["place"] is not None else {}
    values["place"] = Place(**{**place, "kind": PlaceKind(place["kind"])}) if place else Place()
    values["subject"] = values["subject"] or ""
    values["attendees"] = _words(values["attendees"] or "[]")
    values["reasons"] = _words(values["reasons"] or "[]")
    values["against"] = _words(values["against"] or "[]")
    values["categories"] = _words(values["categories"])
    values["flags"] = _words(values["flags"])
    values["state"] = VisitState(values["state"])
    values["tag"] = Tag(values["tag"])
    values["kind"] = VisitKind(values["kind"])
    values["series"] = Series(values["series"])
    return Visit(**values)


def remembered_row(each: Remembered) -> dict[str, Any]:
    """The columns of what was said of a kind of entry."""
    return {"worker": each.worker, "about": each.about, "is_visit": each.is_visit, "at": each.at}


def remembered_of(row: Row) -> Remembered:
    """What was said of a kind of entry, in a row."""
    return Remembered(**dict(row))


# --- messages and answers ----------------------------------------------------------------------------------


def notification_row(each: Notification) -> dict[str, Any]:
    """The message's columns, without its lease."""
    return {
        "id": each.id,
        "deadline_id": each.deadline_id,
        "step": each.step,
        "round": each.round,
        "recipient": each.recipient,
        "channel": each.channel.value,
        "role": each.role.value,
        "ask": each.ask.value,
        "lane": each.lane.value,
        "lane_rank": LANE_RANK[each.lane],
        "due": each.due,
        "recorded": each.recorded,
        "token": each.token,
        "number": each.number,
        "asked_as": each.asked_as,
        "note": each.note,
        "repeat": each.repeat,
        "state": each.state.value,
        "attempts": each.attempts,
        "not_before": each.not_before,
        "message_id": each.message_id,
        "conversation_id": each.conversation_id,
        "sent": each.sent,
        "first_failed": each.first_failed,
        "gave_way": each.gave_way,
        "last_error": each.last_error,
    }


def notification_of(row: Row) -> Notification:
    """The message in a row."""
    values = dict(row)
    del values["lane_rank"], values["fence"], values["leased_until"]
    values["channel"] = Channel(values["channel"])
    values["role"] = Role(values["role"])
    values["ask"] = Ask(values["ask"])
    values["lane"] = Lane(values["lane"])
    values["state"] = NotificationState(values["state"])
    return Notification(**values)


def answer_row(answer: Answer) -> dict[str, Any]:
    """The answer's columns without what was written."""
    return {
        "id": answer.id,
        "deadline_id": answer.deadline_id,
        "who": answer.who,
        "kind": answer.kind.value,
        "sent": answer.sent,
        "received": answer.received,
        "via": answer.via.value,
        "leaving": answer.leaving,
        "minutes": answer.minutes,
        "until": answer.until,
        "log_number": answer.log_number,
    }


def answer_of(row: Row) -> Answer:
    """The answer in a row of both tables; where its words were erased, it has none."""
    values = dict(row)
    values["kind"] = AnswerKind(values["kind"])
    values["via"] = Via(values["via"])
    values["words"] = values["words"] or ""
    values["reason"] = values["reason"] or ""
    return Answer(**values)


# --- people, diaries, concerns, acts -----------------------------------------------------------------------


def person_row(person: Person, position: int) -> dict[str, Any]:
    """The person's columns; `position` keeps the directory's order."""
    return {
        "id": person.id,
        "position": position,
        "name": person.name,
        "mail": person.mail,
        "mobile": person.mobile,
        "phones": dump(person.phones),
        "manager": person.manager,
        "zone": person.zone,
        "hours": dump_hours(person.hours),
        "absences": dump(
            [[each.start.isoformat(), each.end.isoformat() if each.end else None] for each in person.absences]
        ),
        "works": person.works,
        "department": person.department,
        "calendars": dump(person.calendars),
        "contacts": dump_held(person.contacts),
        "lives_alone": person.lives_alone,
        "home_phone": person.home_phone,
    }


def person_of(row: Row) -> Person:
    """The person in a row; where their hours or absences can't be read, somebody told rather than passed over."""
    try:
        return _person(row)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Person(
            id=row["id"],
            name=row["name"] or "",
            mail=row["mail"] or "",
            mobile=row["mobile"] or "",
            manager=row["manager"],
            works=bool(row["works"]),
            department=row["department"] or "",
        )


def _person(row: Row) -> Person:
    values = dict(row)
    del values["position"]
    values["phones"] = _words(values["phones"])
    values["calendars"] = _words(values["calendars"])
    values["contacts"] = load_held(values["contacts"])
    values["hours"] = load_hours(values["hours"])
    values["absences"] = tuple(
        Absence(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end) if end else None)
        for start, end in json.loads(values["absences"])
    )
    return Person(**values)


def roles_of(rows: Iterable[Row]) -> Iterator[tuple[Role, tuple[str, ...]]]:
    """Who holds which role; a row that can't be understood is left out alone (law 14)."""
    for row in rows:
        with suppress(ValueError, TypeError):
            yield Role(row["role"]), _words(row["holders"])


def not_watched_row(each: NotWatched, position: int) -> dict[str, Any]:
    """The columns of somebody who is not watched, and their place in the list."""
    return {"person": each.person, "position": position, "name": each.name, "why": each.why}


def not_watched_of(row: Row) -> NotWatched:
    """Somebody who is not watched, in a row."""
    return NotWatched(person=row["person"], name=row["name"], why=row["why"])


def mailbox_row(state: MailboxState) -> dict[str, Any]:
    """The columns of a diary's state, without its lease."""
    return {
        "worker": state.worker,
        "watched_from": state.watched_from,
        "next_poll_at": state.next_poll_at,
        "last_read": state.last_read,
        "failing_since": state.failing_since,
        "failures": state.failures,
        "last_error": state.last_error,
        "failing_as": state.failing_as,
        "turn": int(state.turn),
        "pace": state.pace,
        "fresh_until": state.fresh_until,
        "wide_at": state.wide_at,
        "digest": state.digest,
        "quiet_until": state.quiet_until,
        "ahead": state.ahead,
        "ahead_until": state.ahead_until,
        "emptied_since": state.emptied_since,
        "unasked": dump([_unasked_row(each) for each in state.unasked]),
    }


def _unasked_row(each: Unasked) -> list[Any]:
    before = each.read_before.isoformat() if each.read_before is not None else None
    return [each.key, each.since.isoformat(), before, each.refused, each.undecided]


def _unasked_of(text: str) -> tuple[Unasked, ...]:
    """Empty when it can't be understood: then they are found anew, and waited for as at first (law 11)."""
    try:
        return tuple(
            Unasked(
                key=str(key),
                since=utc(datetime.fromisoformat(since)),
                read_before=utc(datetime.fromisoformat(before)) if before else None,
                refused=bool(refused),
                undecided=bool(undecided),
            )
            for key, since, before, refused, undecided in json.loads(text)
        )
    except (ValueError, TypeError):
        return ()


def mailbox_of(row: Row) -> MailboxState:
    """The diary's state in a row."""
    values = dict(row)
    del values["leased_until"]
    values["unasked"] = _unasked_of(values["unasked"])
    # A turn that another version wrote makes nobody unread (law 14).
    values["turn"] = Turn(values["turn"]) if values["turn"] in list(Turn) else Turn.ORDINARY
    return MailboxState(**values)


def concern_row(concern: Concern) -> dict[str, Any]:
    """The concern's columns."""
    return {
        "visit_id": concern.visit_id,
        "worker": concern.worker,
        "kind": concern.kind,
        "words": concern.words,
        "raised": concern.raised,
        "cleared": concern.cleared,
    }


def concern_of(row: Row) -> Concern:
    """The concern in a row."""
    values = dict(row)
    del values["number"]
    return Concern(**values)


def notice_row(notice: Notice) -> dict[str, Any]:
    """The notice's columns, without its lease."""
    return {
        "id": notice.id,
        "cause": str(notice.cause),
        "about": notice.about,
        "words": notice.words,
        "raised": notice.raised,
        "cleared": notice.cleared,
        "told": notice.told,
        "attempts": notice.attempts,
        "not_before": notice.not_before,
        "last_error": notice.last_error,
    }


def notice_of(row: Row) -> Notice:
    """The notice in a row."""
    values = dict(row)
    del values["fence"], values["leased_until"]
    return Notice(**values)


def pause_row(pause: Pause) -> dict[str, Any]:
    """The pause's columns."""
    return {
        "id": pause.id,
        "whom": pause.whom.value,
        "about": pause.about,
        "until": pause.until,
        "reason": pause.reason,
        "asked_by": pause.asked_by,
        "asked_at": pause.asked_at,
        "agreed_by": pause.agreed_by,
        "agreed_at": pause.agreed_at,
        "covered": dump(pause.covered),
        "goes_on": dump(pause.goes_on),
        "ended_by": pause.ended_by,
        "ended_at": pause.ended_at,
        "told_over": pause.told_over,
    }


def pause_of(row: Row) -> Pause:
    """The pause in a row; ValueError when it can't be understood."""
    values = dict(row)
    values["whom"] = PauseFor(values["whom"])
    values["covered"] = _words(values["covered"])
    values["goes_on"] = _words(values["goes_on"])
    return Pause(**values)


def act_row(act: Act) -> dict[str, Any]:
    """The columns of an act that is not sealed yet."""
    return {
        "at": act.at,
        "what": act.what,
        "who": act.who,
        "visit_id": act.visit_id,
        "deadline_id": act.deadline_id,
        "details": dump(act.details),
        "place": None,
        "seal": "",
    }


def act_of(row: Row) -> Act:
    """The act in a row."""
    return Act(
        at=row["at"],
        what=row["what"],
        who=row["who"],
        visit_id=row["visit_id"],
        deadline_id=row["deadline_id"],
        details=tuple((str(key), str(value)) for key, value in json.loads(row["details"])),
    )
