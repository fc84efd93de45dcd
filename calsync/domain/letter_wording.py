"""What the letters say that are no list: the worker's summary, and what is asked once a year or twice.

Nothing here names an alarm, the police or an escalation (law 7), and no subject names anybody visited (law 15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from calsync.domain.model import Person, Visit

ALL_DAY_HOURS = 20
READ_ANSWER = "read and understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one letter says."""

    subject: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One visit as its worker is told of it."""

    visit: Visit
    watchers: tuple[str, ...] = ()
    """The names of those who are told first when no word comes; empty where nobody is."""
    concerns: tuple[str, ...] = ()
    """What is to be mended in its entry, each a sentence."""


def summary(
    day: date,
    visits: Sequence[Told],
    doubtful: Sequence[Visit],
    reminders: Sequence[str],
    *,
    today: bool,
    zone: str,
) -> Content:
    """The worker's own day: what is watched, by whom, what to mend, and what may be a visit."""
    parts = [f"Your visits {'today' if today else 'tomorrow'}, {long_day(day)}:", *_visits(visits, zone)]
    if doubtful:
        lines = "\n".join(f"- {entry(each, zone)}" for each in doubtful)
        one = len(doubtful) == 1
        parts.append(
            f"{'This entry' if one else 'These entries'} may be {'a visit' if one else 'visits'} too:\n\n{lines}\n\n"
            f"You are asked about {'it' if one else 'them'} in a mail of {'its' if one else 'their'} own, on the day."
        )
    parts += _reminders(reminders)
    parts.append(
        "After each visit you are asked whether you have left and are safe. If something here is missing or wrong, "
        "change the entry in your diary; that is enough. This mail needs no answer."
    )
    return Content(subject=f"Your visits {'today' if today else 'tomorrow'}", text=_joined(parts))


def summary_beside_question(visits: Sequence[Told], reminders: Sequence[str], zone: str) -> str:
    """The summary as the end of a question of the same morning, so that its worker has one mail and not two."""
    parts = ["No answer is needed about your other visits today:", *_visits(visits, zone), *_reminders(reminders)]
    return _joined(parts)


def read_and_understood(title: str, name: str) -> Content:
    """The question of once a year: has the policy been read and understood?"""
    return Content(
        subject="Once a year: please read the lone-working policy",
        text=_joined(
            [
                f"{name}, please read your organisation's policy once more: {title}.",
                f'When you have, answer this mail:\n- "{READ_ANSWER}"',
                "It is kept that you said so, and when. If something in the policy is not clear to you, ask your line "
                "manager first.",
                "A telephone and this service are help beside the policy, and never enough by themselves.",
            ]
        ),
    )


def numbers(person: Person, whom: Sequence[str]) -> Content:
    """The question of twice a year: are the numbers that are known still right?"""
    known = [f"- mobile: {person.mobile or 'none is known'}", *(f"- telephone: {each}" for each in person.phones)]
    mend = f"and tell the right one to {' or '.join(whom)}" if whom else "and tell your office the right one"
    return Content(
        subject="Twice a year: are your telephone numbers still right?",
        text=_joined(
            [
                f"{person.name}, this is by what you can be reached:\n" + "\n".join(known),
                f'Answer this mail:\n- "yes": they are right\n- "no": one is wrong or missing, {mend}',
                "Please do not write a new number into your answer: answers are not kept.",
            ]
        ),
    )


# --- pieces that lists use too -----------------------------------------------------------------------------


def long_day(day: date) -> str:
    """A day as people read it: "Monday 2 March"."""
    return f"{day:%A} {day.day} {day:%B}"


def clock(at: datetime, zone: str) -> str:
    """A moment as people read it: local, hours and minutes."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def hours(visit: Visit, zone: str) -> str:
    """From when to when a visit is; an entry of a whole day says so."""
    if (visit.end - visit.start).total_seconds() >= ALL_DAY_HOURS * 3600:
        return "all day, with no times"
    return f"{clock(visit.start, zone)} to {clock(visit.end, zone)}"


def entry(visit: Visit, zone: str) -> str:
    """An entry as its own worker knows it again: by its times and their own words."""
    subject = " ".join(visit.subject.split())
    return hours(visit, zone) + (f', "{subject}"' if subject else "")


def names(who: Sequence[str]) -> str:
    """Several names as a sentence has them."""
    return who[0] if len(who) == 1 else f"{', '.join(who[:-1])} and {who[-1]}"


def _visits(visits: Sequence[Told], zone: str) -> list[str]:
    blocks = []
    for each in visits:
        lines = [f"- {entry(each.visit, zone)}"]
        lines.append(f"  Watched by {names(each.watchers)}." if each.watchers else "  Nobody is known who watches it.")
        lines += [f"  Please mend: {words}" for words in each.concerns]
        blocks.append("\n".join(lines))
    return blocks


def _reminders(reminders: Sequence[str]) -> list[str]:
    return ["Please remember:\n" + "\n".join(f"- {each}" for each in reminders)] if reminders else []


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
