"""What people read about the visits of somebody who is away. Times alone: no name and no place of who is visited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from calsync.domain.away import is_called_off, is_handed_over
from calsync.domain.model import Person, Visit, Watched

_COUNT = ("no", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A visit under its number, and what became of it; empty where nothing did."""

    number: int
    visit: Visit
    became: str = ""


def question(worker: Person, visits: Sequence[Visit], colleague: str = "") -> tuple[str, str]:
    """The one question to the line manager; `colleague` is one to whom a visit can be handed, empty where none is."""
    count, listed = len(visits), [Listed(number=at, visit=each) for at, each in enumerate(visits, 1)]
    begins = ", ".join(_clock(each, worker) for each in visits)
    return (
        f"Is {worker.name} away today?",
        f"{worker.name} appears to be away today and has {_visits(count)} that {_are(count)} watched ({begins}):\n\n"
        f"{_lines(listed, worker)}\n\nCall off today's {_COUNT[count] if count < len(_COUNT) else count}?\n\n"
        'Answer this mail:\n- "call off": nobody is asked about them\n'
        + ('- "call off 1": that one alone\n' if count > 1 else "")
        + _hand_line(1 if count == 1 else 2, colleague)
        + '- "they stand": they are made, and watched as ever\n\n'
        "As long as nobody answers they are watched as ever. What has begun is never called off.",
    )


def done(worker: Person, listed: Sequence[Listed]) -> tuple[str, str]:
    """What became of an answer, for whoever gave it."""
    return (
        f"Today's visits of {worker.name}",
        f'{_lines(listed, worker)}\n\nWas that wrong? Answer "undo" for all, or "undo 1" for one. What has begun '
        "can't be called off any more, but what was called off can still be undone.",
    )


def to_worker(worker: Person, listed: Sequence[Listed], by: Person) -> tuple[str, str]:
    """For the worker, what somebody else has said of their visits."""
    return (
        "Your visits today",
        f"{by.name} says of your visits today:\n\n{_lines(listed, worker)}\n\nYou are not asked about what is called "
        'off or handed over. Do you make one all the same? Answer "they stand", or "1 stands".',
    )


def confirmed(worker: Person, off: Sequence[Listed], begun: Sequence[Visit]) -> tuple[str, str]:
    """The one line back to a worker who does not work today."""
    parts = [
        "You are not working today. Called off:\n\n"
        f"{_lines([replace(each, became='') for each in off], worker)}\n\nIs that wrong? Answer "
        '"they stand", or "1 stands".'
        if off
        else "You are not working today. No visit of yours is left today that could be called off."
    ]
    parts += [f"Your visit of {_span(each, worker)} has begun: please answer for it as ever." for each in begun]
    return "Your visits today", "\n\n".join(parts)


def to_manager(worker: Person, listed: Sequence[Listed], colleague: str = "") -> tuple[str, str]:
    """For the line manager, what the worker has said of their own day."""
    return (
        f"Today's visits of {worker.name}",
        f"{worker.name} has said of today's visits:\n\n{_lines(listed, worker)}\n\nAnswer this mail:\n"
        f"{_hand_line(1, colleague)}"
        '- "they stand", or "1 stands": it is made, and watched as ever\n'
        '- "call off", or "call off 1": nobody is asked about it',
    )


def to_colleague(worker: Person, colleague: Person, visit: Visit, by: Person) -> tuple[str, str]:
    """For the colleague to whom a visit was handed."""
    return (
        "A visit was handed to you",
        f"{by.name} has handed you the visit of {_span(visit, colleague)} that {worker.name} was to make. You are "
        f"asked at its end whether you are out and safe. Ask {by.name} for the address, and put the visit into your "
        f"own diary. If you can't make it, ring {by.name} at once.",
    )


def taken_back(worker: Person, colleague: Person, visit: Visit) -> tuple[str, str]:
    """For the colleague from whom a visit was taken back before it began."""
    return (
        "A visit is no longer yours",
        f"You are no longer to make the visit of {_span(visit, colleague)} in place of {worker.name}, and are not "
        "asked about it.",
    )


def changed_since(worker: Person, visit: Visit) -> tuple[str, str]:
    """For who handed it over: its entry was changed, so that it is the worker's own again."""
    return (
        f"A handed-over visit of {worker.name} has changed",
        f"The entry of the visit of {_span(visit, worker)} that was handed to a colleague has other times now, or was "
        f"taken out of the diary of {worker.name}. The colleague is not asked about it any more. What the diary shows "
        f"now is watched as a visit of {worker.name}.",
    )


def watched_again(worker: Person, visit: Visit, *, begun: bool) -> tuple[str, str]:
    """For who called it off, or was told so: its entry says something else now."""
    text = (
        f"The entry of a visit of {worker.name} that was called off has changed, so it is watched again:\n\n"
        f"{_lines([Listed(number=1, visit=visit)], worker)}"
    )
    return (
        f"A visit of {worker.name} is watched again",
        text if begun else f'{text}\n\nIs it not made all the same? Answer "call off".',
    )


def not_understood(worker: Person, colleague: str = "") -> tuple[str, str]:
    """For somebody whose answer was not plain."""
    hand = f'"hand 1 to {colleague}" ' if colleague else ""
    return (
        f"Not done: your answer about {worker.name}",
        f"It was not clear what is to become of today's visits of {worker.name}, so nothing was changed: they are as "
        f'before. Please answer in a few words, such as "call off", "call off 1", {hand}or "they stand".',
    )


def _hand_line(number: int, colleague: str) -> str:
    return f'- "hand {number} to {colleague}": a colleague makes it, and is asked in their place\n' if colleague else ""


def listed_off(watched: Sequence[Watched]) -> tuple[list[Listed], list[str]]:
    """These visits as called off, under their numbers by their starts; and their ids in the same order."""
    ordered = sorted((each.visit for each in watched), key=lambda visit: (visit.start, visit.id))
    listed = [Listed(number=number, visit=each, became="called off") for number, each in enumerate(ordered, 1)]
    return listed, [each.id for each in ordered]


def of_begun(watched: Watched) -> str:
    """What is said of a visit that has begun, of which nothing is changed any more."""
    if is_handed_over(watched):
        return "it has begun, and a colleague makes it; nothing was changed"
    if is_called_off(watched):
        return "it stays called off: nobody is asked about it"
    if not any(each.is_open for each in watched.deadlines):
        return "it is not watched any more; nothing was changed"
    return "it has begun, so it is watched to its end; nothing was changed"


def _lines(listed: Sequence[Listed], worker: Person) -> str:
    return "\n".join(
        f"{each.number}. {_span(each.visit, worker)}{f': {each.became}' if each.became else ''}" for each in listed
    )


def _visits(count: int) -> str:
    return f"{_COUNT[count] if count < len(_COUNT) else count} visit{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _span(visit: Visit, person: Person) -> str:
    zone = ZoneInfo(person.zone)
    return f"{visit.start.astimezone(zone):%H:%M} to {visit.end.astimezone(zone):%H:%M}"


def _clock(visit: Visit, person: Person) -> str:
    return f"{visit.start.astimezone(ZoneInfo(person.zone)):%H:%M}"
