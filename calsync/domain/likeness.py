"""Which entries are of one kind: what a worker said of one of them is true of the others.

An entry is like another with the same words in its subject, whatever dates and times stand among them, and at its
place. A "yes" counts for every entry of a series besides; a "no" does not reach so far, since what is hidden by it is
watched by nobody. What is alike is kept as a hash, never as words (law 15).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from calsync.domain.classify import fold
from calsync.domain.model import PersonId, Place, Recognition, Remembered, Tag

_MONTHS = "jan feb mar apr may jun jul aug sep sept oct nov dec"
_DATES = re.compile(
    r"\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{4}-\d{1,2}-\d{1,2}\b"  # 3/12/26, 2026-12-03
    r"|\b\d{1,2}:\d{2}(?:\s?[ap]m)?\b|\b\d{1,2}(?:\.\d{2})?\s?[ap]m\b"  # 14:30, 2.15pm, 2 pm
    r"|\b\d{1,2}(?:st|nd|rd|th)\b"  # 3rd
    r"|\b\d{1,2}\s(?:" + "|".join(_MONTHS.split()) + r")[a-z]*\b"  # 3 December
    r"|\b(?:" + "|".join(_MONTHS.split()) + r")[a-z]*\s\d{1,2}\b",  # December 3
    re.IGNORECASE,
)
"""Dates and times alone: a bare number, or two with a stroke between, may be a house, a flat or a case."""
_SIGNS = re.compile(r"[^\w\s]+")

Known = Mapping[str, Remembered]
"""What one worker said, by what it is about."""


class Entry(Protocol):
    """What a kind of entry is told by; a diary's event and a visit both have it."""

    @property
    def worker(self) -> PersonId:
        """Whose diary it stands in."""

    @property
    def subject(self) -> str:
        """What it is called."""

    @property
    def place(self) -> Place:
        """Where it says it is."""

    @property
    def series_id(self) -> str | None:
        """Which series it belongs to; None: to none."""


def likenesses(entry: Entry, *, is_visit: bool = True) -> tuple[str, ...]:
    """By what an entry is known again when it was said to be a visit, or none; empty when by nothing.

    Nothing is remembered as none by its place alone.
    """
    subject, where = _said(entry)
    found = [_hash("words", entry.worker, subject, where)] if subject else []
    if entry.series_id:
        found.append(_hash("series", entry.worker, entry.series_id, subject, where))
        found += [_hash("series", entry.worker, entry.series_id)] if is_visit else []
    return tuple(found)


def words_of(entry: Entry) -> str:
    """A hash of what an entry says of itself: another one once its subject or its place is another."""
    subject, where = _said(entry)
    return _hash(subject or entry.subject.strip(), where)


def _said(entry: Entry) -> tuple[str, str]:
    place = entry.place
    return _words(_DATES.sub(" ", entry.subject)), _words(f"{place.text} {place.street} {place.postcode}")


def _words(text: str) -> str:
    return fold(_SIGNS.sub(" ", text))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def by_likeness(remembered: Iterable[Remembered]) -> Known:
    """What was said, by what it is about; of one kind the newest word counts."""
    return {each.about: each for each in sorted(remembered, key=lambda each: each.at)}


def said_under_duress(said: Remembered) -> Remembered:
    """What was said with a code word, kept apart from what is believed: under another hash."""
    return replace(said, about=_hash("duress", said.about))


def said_of(entry: Entry, known: Known, *, shown: bool = False) -> Remembered | None:
    """What the worker said last of this kind of entry or its series; None when nothing.

    With `shown`, what was said under duress counts like any other word: a device shows no difference (law 7).
    """
    if not known:
        return None
    about = likenesses(entry)
    if shown:
        about = (*about, *(_hash("duress", each) for each in about))
    said = [known[each] for each in about if each in known]
    return max(said, key=lambda each: each.at, default=None)


def as_remembered(recognition: Recognition, said: Remembered) -> Recognition:
    """What the rules said of an entry that may be a visit, decided by what the worker said of its kind."""
    what = "a visit" if said.is_visit else "no visit"
    reason = f"The worker said on {said.at.day} {said.at:%B %Y} that this kind of entry is {what}."
    return replace(
        recognition,
        tag=Tag.VISIT if said.is_visit else Tag.NONE,
        matched_by="remembered",
        reasons=(reason, *(recognition.reasons if said.is_visit else recognition.against)),
        against=recognition.against if said.is_visit else recognition.reasons,
        risk=recognition.risk and said.is_visit,
    )
