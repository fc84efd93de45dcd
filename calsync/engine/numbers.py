"""People as the directory has them -> without the numbers that nobody may be told to ring, and a sentence for each."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import People, Person
from calsync.parsers.dialling import PREMIUM, SHORT, dialled


def without_forbidden(people: People) -> tuple[People, tuple[str, ...]]:
    """The people without emergency, short and premium numbers, and whose they were, as sentences for IT.

    What is merely no number stays: a person who reads it may know what is meant.
    """
    kept = [_kept(each) for each in people.persons]
    if kept == list(people.persons):
        return people, ()
    words = [
        f"{person.name} has a telephone number in the directory that {why}"
        for person in people.persons
        for why in dict.fromkeys(filter(None, map(_why, (person.mobile, *person.phones, person.home_phone))))
    ]
    return replace(people, persons=tuple(kept)), tuple(f"{each}." for each in words)


def _kept(person: Person) -> Person:
    numbers = (person.mobile, *person.phones, person.home_phone)
    if not any(map(_why, numbers)):
        return person
    return replace(
        person,
        mobile="" if _why(person.mobile) else person.mobile,
        phones=tuple(each for each in person.phones if not _why(each)),
        home_phone="" if _why(person.home_phone) else person.home_phone,
    )


def _why(number: str) -> str:
    """Why a number may not be rung; empty where it may, and for what is none."""
    try:
        dialled(number)
    except ValueError as error:
        return str(error) if number and str(error) in (SHORT, PREMIUM) else ""
    return ""
