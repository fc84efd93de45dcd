"""Which words of an organisation's own would hide visits, or make one of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from calsync.domain.classify import place_words as at_
from calsync.domain.classify import subject_words as say
from calsync.domain.classify.by_subject import read_subject
from calsync.domain.classify.by_visit import COMPOUND
from calsync.domain.classify.text import Index, find, read_text, words

Phrase = tuple[str, ...]

_GOES = frozenset(
    {say.VISIT, say.HV, say.CLEAR, say.WEAK, say.SEES, say.HELP_THERE, say.CASE, say.SCHOOL, say.OTHER, say.CARE_HOME}
)
"""A visit, work with somebody, a client, a place where one goes to."""
_BESIDE = frozenset({say.NOTE, say.UNSETTLED, say.PERHAPS})
"""What people write beside a visit: "HV K, call first", "HV tbc"."""
_STAYS = frozenset(
    {
        say.DESK, say.DESK_FIRST, say.AFTER, say.REMOTE, say.RING, say.MEETING, say.ERRAND, say.IDLE, say.IDLE_FIRST,
        say.CANCELLED,
    }
)  # fmt: skip
"""Errands, idle time, meetings, desk work and what is done by telephone."""
_PLACES = frozenset({at_.DWELLING, at_.SCHOOL, at_.OTHER, at_.CARE_HOME})
STOP_WORDS = words(
    """
    a an the and or of to in on at for from with by re about w is are was be it its this that there here my our your
    his her their me us we you he she they i as if so not no yes up out off then than but all any some each every
    new old other more one two three who what when where please
    am pm today tomorrow tonight morning afternoon evening night noon day days week weeks month months year years
    hour hours hr hrs time times weekly monthly daily monday tuesday wednesday thursday friday saturday sunday mon tue
    tues wed thu thur thurs fri sat sun january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
"""Words that stand in entries of every kind, as the days and the times of day do."""


def hides(word: str) -> str:
    """The words for a visit that would go unheard if `word` spoke against one; empty where it hides none.

    A phrase is matched whole: "cin data return" hides nothing, and "cin" would hide "CIN visit".
    """
    said = read_text(word).words
    if not said:
        return ""
    if holder := next((each for each in _phrases(say.SUBJECTS, _GOES) if _within(said, each)), None):
        return " ".join(holder)
    if said in _NOTES:
        return f"visit, {' '.join(said)}"
    known = STOP_WORDS | _SAID_OF_VISITS
    if all(each in known for each in said) and said not in _STAYING:
        return " ".join(said)
    return read_subject(read_text(word)).clear


def is_everybodys(word: str) -> bool:
    """Whether it is made of words alone that stand in entries of every kind: "the", "Monday"."""
    return set(read_text(word).words) <= STOP_WORDS


def makes_all(word: str) -> str:
    """The words for an errand, idle time, a meeting, desk work or a call that `word` is; empty where it is none."""
    said = read_text(word).words
    if said in _GOING:
        return ""
    spans = find(said, say.SUBJECTS)
    covered = {at for each in spans if each.mark in _STAYS for at in range(each.start, each.end)}
    left = [at for at, each in enumerate(said) if at not in covered and each not in STOP_WORDS]
    if spans and not left:
        return " ".join(said[spans[0].start : spans[0].end])
    return ""


def _within(said: Phrase, whole: Phrase) -> bool:
    """Whether words stand in a phrase, one behind the other, and are more than its "to" and "on"."""
    if set(said) <= STOP_WORDS and said != whole:
        return False
    return any(whole[at : at + len(said)] == said for at in range(len(whole) - len(said) + 1))


def _phrases(index: Index, marks: Iterable[str]) -> Iterator[Phrase]:
    """The phrases of these meanings, the shortest first: the plainest is shown to who wrote a word."""
    found = [phrase for phrases in index.values() for phrase, mark in phrases if mark in marks]
    yield from sorted(found, key=lambda each: (len(each), each))


_STAYING = frozenset(_phrases(say.SUBJECTS, _STAYS))
_GOING = frozenset(_phrases(say.SUBJECTS, _GOES))
_NOTES = frozenset(_phrases(say.SUBJECTS, _BESIDE))
_SAID_OF_VISITS = frozenset(
    {
        *COMPOUND, *say.TITLES, *say.HV_VISIT_AFTER, *say.IN_PERSON, *at_.OWNED, *at_.NUMBERED, *at_.NAMED_HOUSES,
        *(word for phrase in _phrases(say.SUBJECTS, _GOES | _BESIDE) for word in phrase if (word,) not in _STAYING),
        *(word for phrase in _phrases(at_.PLACES, _PLACES) if len(phrase) == 1 for word in phrase),
    }
)  # fmt: skip
"""Words of which a subject that says a visit is made."""
