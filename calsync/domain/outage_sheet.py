"""The outage sheet: what is needed on the day on which everything is dark, as text and as a page to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape

from calsync.domain.holding import standing
from calsync.domain.letter_days import by_worker, local_day
from calsync.domain.letter_wording import Content, clock, hours, long_day
from calsync.domain.list_wording import Sheet, telephones
from calsync.domain.model import Hours, Person, PersonId, Policies, Policy, Role, Step, Visit
from calsync.domain.scene import ASK_WORDS, ROLE_WORDS

CONFIDENTIAL = (
    "CONFIDENTIAL: names, addresses and telephone numbers. Show it to nobody who does not need it, and destroy it when "
    "its days are over."
)
WHAT_TO_DO = (
    "If calsync, the mail or the network is down, nobody is asked and nobody is told: then do by hand what it would "
    "do. At the end of each visit below ring its worker. Cross out who has said that they are out and safe. A call "
    "that nobody answers is no such word."
)
_STYLE = (
    "body{font:12pt/1.35 sans-serif;margin:2em}h1{font-size:16pt}h2{font-size:13pt;border-bottom:1px solid #000}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #777;padding:.3em;text-align:left;"
    "vertical-align:top}tr{break-inside:avoid}.c{font-weight:bold;border:2px solid #000;padding:.4em}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The visits of one policy's workers, and by what ladder they are followed."""

    title: str
    """The policy's; empty where the sheet has one alone, and nothing to tell apart."""
    ladder: Sequence[str]
    sheet: Sheet


def outage_sheet(
    sheet: Sheet, policies: Policies, at: datetime, read: datetime | None, *, left_out: Sequence[Policy] = ()
) -> Content:
    """The visits of today and tomorrow with every number that is needed; made at `at`, of diaries read until `read`.

    Each policy's own ladder stands above the visits of its workers. `left_out` are those whose visits are not on it.
    """
    today = local_day(at, sheet.zone)
    days = (today, today + timedelta(days=1))
    known = (
        f"the diaries as they were read until {clock(read, sheet.zone)}" if read else "what was known of the diaries"
    )
    made = f"Made on {long_day(today)} at {clock(at, sheet.zone)} from {known}."
    if left_out:
        titles = " and ".join(each.title for each in left_out)
        made += f" Visits under this policy are not on it, for it asks for no outage sheet: {titles}."
    groups = _parts(sheet, policies)
    people = _people(sheet)
    parts = [f"OUTAGE SHEET for {long_day(days[0])} and {long_day(days[1])}", CONFIDENTIAL, made, WHAT_TO_DO]
    for each in groups:
        parts += [f"POLICY: {each.title}"] if each.title else []
        parts.append("If no word comes:\n" + "\n".join(f"- {step}" for step in each.ladder))
        for day in days:
            parts.append(long_day(day).upper())
            theirs = [_worker(worker, visits, each.sheet) for worker, visits in _of_day(each.sheet, day)]
            parts += theirs or ["No visit is known."]
    parts.append("TELEPHONE NUMBERS\n" + "\n".join(f"- {name}, {what}: {number}" for name, what, number in people))
    return Content(
        subject=f"Confidential: outage sheet for {days[0].day} and {days[1].day} {days[1]:%B}",
        text="\n\n".join(parts) + "\n",
        html=_page(groups, days, made, people),
    )


def _parts(sheet: Sheet, policies: Policies) -> list[_Part]:
    """One of each policy by which any of the visits is followed; of every policy where there is no visit."""
    theirs: dict[str, list[Visit]] = {}
    for each in sheet.visits:
        theirs.setdefault(policies.of(sheet.people.get(each.worker)).name, []).append(each)
    chosen = [each for each in policies.every if each.name in theirs or not theirs]
    return [
        _Part(
            title=each.title if len(policies.every) > 1 else "",
            ladder=[_step(step) for step in each.steps if not step.to_worker],
            sheet=replace(sheet, visits=theirs.get(each.name, [])),
        )
        for each in chosen
    ]


def _of_day(sheet: Sheet, day: date) -> list[tuple[PersonId, list[Visit]]]:
    return by_worker(each for each in sheet.visits if local_day(each.start, sheet.zone) == day)


def _step(step: Step) -> str:
    """A step of the ladder in a few words: when, who, and what they do."""
    minutes = round(step.after.total_seconds() / 60)
    clause = f" ({step.clause})" if step.clause else ""
    of = {"visit-end": "the end of the visit", "return": "the expected return"}.get(step.deadline, step.deadline)
    when = f"{minutes} minutes after {of}" if minutes > 0 else f"at {of}"
    if step.then_within is not None:
        when = "as soon as it is known what came of the step before"
    if step.hours is not Hours.ANY:
        when += ", out of hours" if step.hours is Hours.OUT else ", in office hours"
    if step.when:
        when += f", for {' or '.join(step.when)}"
    who = " and ".join(ROLE_WORDS[role] for role in step.roles)
    return f"{when}: {who}: {ASK_WORDS[step.ask]}{clause}"


def _worker(worker: str, visits: Sequence[Visit], sheet: Sheet) -> str:
    person = sheet.people.get(worker)
    manager = sheet.people.get(person.manager) if person is not None and person.manager else None
    lines = [f"{sheet.name(worker)}: {telephones(person)}"]
    if manager is not None:
        lines.append(f"  line manager {manager.name}: {telephones(manager)}")
    for each in visits:
        lines.append(f"- [ ] {hours(each, sheet.zone)}{', HIGH RISK' if each.risk else ''}")
        lines += [f"      {line}" for line in sheet.about(each)]
    return "\n".join(lines)


def _people(sheet: Sheet) -> list[tuple[str, str, str]]:
    """Everybody who visits, manages or holds a role: the name, what they are, the numbers."""
    people = sheet.people
    holds: dict[str, list[str]] = {}
    for person in people.persons:
        if person.works:
            holds.setdefault(person.id, []).append("visits")
    for person in people.persons:
        if person.works and person.manager:
            holds.setdefault(person.manager, []).append(_plain(Role.LINE_MANAGER))
    for role, ids in people.roles:
        for each in ids:
            holds.setdefault(each, []).append(_plain(role))
    for worker in dict.fromkeys(each.worker for each in sheet.visits):
        for role in Role:
            if role is not Role.WORKER:
                for each in standing(role, worker, people):
                    holds.setdefault(each, []).append(_plain(role))
    known = [(person, holds[person.id]) for person in people.persons if person.id in holds]
    return [
        (_name(person), ", ".join(dict.fromkeys(what)), telephones(person))
        for person, what in sorted(known, key=lambda each: each[0].name.casefold())
    ]


def _plain(role: Role) -> str:
    return ROLE_WORDS[role].removeprefix("the ")


def _name(person: Person) -> str:
    return person.name or person.mail


def _page(groups: Sequence[_Part], days: Sequence[date], made: str, people: Iterable[tuple[str, str, str]]) -> str:
    parts = [f"<h1>Outage sheet for {long_day(days[0])} and {long_day(days[1])}</h1>"]
    parts += [f'<p class="c">{escape(CONFIDENTIAL)}</p>', f"<p>{escape(made)} {escape(WHAT_TO_DO)}</p>"]
    for each in groups:
        parts += [f"<h2>Policy: {escape(each.title)}</h2>"] if each.title else []
        ladder = "".join(f"<li>{escape(step)}</li>" for step in each.ladder)
        parts.append(f"<p>If no word comes:</p><ul>{ladder}</ul>")
        for day in days:
            parts.append(f"<h2>{long_day(day)}</h2>")
            rows = [row for worker, visits in _of_day(each.sheet, day) for row in _rows(worker, visits, each.sheet)]
            head = _row(["Safe?", "When", "Who visits", "Whom, where, telephone there"], "th")
            parts.append(f"<table>{head}{''.join(rows)}</table>" if rows else "<p>No visit is known.</p>")
    head = _row(["Name", "What they are", "Telephone"], "th")
    parts.append(f"<h2>Telephone numbers</h2><table>{head}{''.join(_row(each) for each in people)}</table>")
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Outage sheet</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _rows(worker: str, visits: Sequence[Visit], sheet: Sheet) -> list[str]:
    person = sheet.people.get(worker)
    manager = sheet.people.get(person.manager) if person is not None and person.manager else None
    who = [sheet.name(worker), telephones(person)]
    who += [f"line manager {manager.name}: {telephones(manager)}"] if manager is not None else []
    return [
        _row(
            [
                "☐",
                hours(each, sheet.zone) + ("\nHIGH RISK" if each.risk else ""),
                "\n".join(who),
                "\n".join(sheet.about(each)),
            ]
        )
        for each in visits
    ]


def _row(cells: Sequence[str], kind: str = "td") -> str:
    made = "".join(f"<{kind}>{escape(each).replace(chr(10), '<br>')}</{kind}>" for each in cells)
    return f"<tr>{made}</tr>"
