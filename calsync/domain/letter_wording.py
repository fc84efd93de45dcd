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
    agreed: bool = False
    """Whether its end is a time that the entry names in words, and not the entry's own end."""
    noted: tuple[str, ...] = ()
    """What they are to know of it besides, each a sentence."""
    paused: str = ""
    """That a pause holds it, in a sentence; empty where it is watched."""


def summary(
    day: date,
    visits: Sequence[Told],
    doubtful: Sequence[Told],
    reminders: Sequence[str],
    *,
    today: bool,
    zone: str,
) -> Content:
    """The worker's own day: what is watched, by whom, what to mend, and what may be a visit."""
    parts = [f"Your visits {'today' if today else 'tomorrow'}, {long_day(day)}:", *_visits(visits, zone)]
    parts += [_doubtful(theirs, zone) for paused in (False, True) if (theirs := _held(doubtful, paused=paused))]
    parts += _reminders(reminders)
    parts.append(
        f"{_asked_after(visits)} If something here is missing or wrong, "
        "change the entry in your diary; that is enough. This mail needs no answer."
    )
    return Content(subject=f"Your visits {'today' if today else 'tomorrow'}", text=_joined(parts))


def summary_beside_question(visits: Sequence[Told], reminders: Sequence[str], zone: str) -> str:
    """The summary as the end of a question of the same morning, so that its worker has one mail and not two."""
    parts = ["No answer is needed about your other visits today:", *_visits(visits, zone), *_reminders(reminders)]
    return _joined(parts)


def read_and_understood(title: str, name: str, card: Sequence[str] = ()) -> Content:
    """The question of once a year: has the policy been read and understood? `card` is a line for each to be rung."""
    return Content(
        subject="Once a year: please read the lone-working policy",
        text=_joined(
            [
                f"{name}, please read your organisation's policy once more: {title}.",
                f'When you have, answer this mail:\n- "{READ_ANSWER}"',
                "It is kept that you said so, and when. If something in the policy is not clear to you, ask your line "
                "manager first.",
                "Keep these numbers where you find them without this mail:\n" + "\n".join(card) if card else "",
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
        lines += [f"  Until {clock(each.visit.end, zone)}, as the words of your entry say."] if each.agreed else []
        lines.append(f"  {each.paused or _watched_by(each.watchers)}")
        lines += [f"  Please mend: {words}" for words in each.concerns]
        lines += [f"  Please note: {words}" for words in each.noted]
        blocks.append("\n".join(lines))
    return blocks


def _watched_by(watchers: Sequence[str]) -> str:
    return f"Watched by {names(watchers)}." if watchers else "Nobody is known who watches it."


def _held(visits: Sequence[Told], *, paused: bool) -> list[Told]:
    return [each for each in visits if bool(each.paused) is paused]


def _doubtful(entries: Sequence[Told], zone: str) -> str:
    """What may be visits, and when they are asked about: all of them are held by a pause, or none is."""
    lines = "\n".join(f"- {entry(each.visit, zone)}{_held_line(each)}" for each in entries)
    one = len(entries) == 1
    head = f"{'This entry' if one else 'These entries'} may be {'a visit' if one else 'visits'} too:"
    it = "it" if one else "them"
    if entries[0].paused:
        return f"{head}\n\n{lines}\n\nYou are not asked about {it} before the pause is over."
    return f"{head}\n\n{lines}\n\nYou are asked about {it} in a mail of {'its' if one else 'their'} own, on the day."


def _held_line(each: Told) -> str:
    return f"\n  {each.paused}" if each.paused else ""


def _asked_after(visits: Sequence[Told]) -> str:
    """When the worker is asked whether they are safe, as it is true of these visits."""
    once_over = "you are asked only once the pause is over, if you have not answered by then."
    if not any(each.paused for each in visits):
        return "After each visit you are asked whether you have left and are safe."
    if all(each.paused for each in visits):
        return f"About {'this visit' if len(visits) == 1 else 'these visits'} {once_over}"
    return (
        "After each visit that is watched you are asked whether you have left and are safe. "
        f"About what is not watched {once_over}"
    )


def _reminders(reminders: Sequence[str]) -> list[str]:
    return ["Please remember:\n" + "\n".join(f"- {each}" for each in reminders)] if reminders else []


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
