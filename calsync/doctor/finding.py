"""What is found of one part, and many people of whom the same is found in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calsync.domain.model import Person
from calsync.domain.notices import MANY
from calsync.errors import SourceError, SourceUnavailable
from calsync.graph.refusals import UNREACHABLE

SHOWN = 20
"""So many people are named; all of them stand in `about`."""
_TOGETHER = re.compile(r"\b\d+ requests at once\b")


class Light(StrEnum):
    """How a part is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part, how it is, and what to do about it."""

    part: str
    light: Light
    words: str
    about: tuple[str, ...] = ()
    """The mail addresses of everybody it is about, however few of them the words name."""


def green(part: str, words: str) -> Finding:
    """A part that is well."""
    return Finding(part=part, light=Light.GREEN, words=words)


def amber(part: str, words: str) -> Finding:
    """A part that works, with something that somebody should see to."""
    return Finding(part=part, light=Light.AMBER, words=words)


def red(part: str, words: str) -> Finding:
    """A part that does not work."""
    return Finding(part=part, light=Light.RED, words=words)


def said(error: SourceError, *, of_mailbox: bool = False) -> str:
    """The error's sentence, with what to do where it is an outage, which has no other fix than that."""
    words = str(error)
    has_its_fix = not error.status and error.code in ("", UNREACHABLE)
    if not isinstance(error, SourceUnavailable) or has_its_fix:
        return words
    fix = "Try again in a minute; if it stays so, look at Service health in the Microsoft 365 admin centre"
    return f"{words} {fix}{', and open the mailbox in Outlook on the web' if of_mailbox else ''}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is the matter with one person's part, in a sentence with the fix."""

    person: Person
    words: str
    beside: str = ""
    """What is said of this person alone, such as since when."""

    @property
    def name(self) -> str:
        """By what IT knows the person."""
        return self.person.name or self.address

    @property
    def address(self) -> str:
        """By what IT finds the mailbox."""
        return self.person.mail or self.person.id

    @property
    def own(self) -> str:
        """The sentence for a line of the person's own, with the mailbox by its address."""
        words = self._with(f"mailbox {self.address}")
        return f"{self.beside}: {words}" if self.beside else words

    @property
    def of_many(self) -> str:
        """The sentence without whom it is about: the same for all who fail alike."""
        words = self._with("mailbox ...")
        if not self.person.mail:
            return words
        words = re.sub(re.escape(self.person.mail), "...", words, flags=re.IGNORECASE)
        short = re.escape(self.person.mail.partition("@")[0])
        return re.sub(rf"\b{short}\.ics\b", "....ics", words, flags=re.IGNORECASE)

    def _with(self, mailbox: str) -> str:
        """The sentence with other words for the mailbox, also where it tells of a whole request for several."""
        words = _TOGETHER.sub(lambda _: f"the diary of {mailbox}", self.words)
        # Not where the id is but the beginning of an address.
        return re.sub(rf"mailbox {re.escape(self.person.id)}(?!\.?[\w@-])", lambda _: mailbox, words)

    @property
    def named(self) -> str:
        """The person, in a list of several."""
        inside = [self.address] if self.address != self.name else []
        inside += [self.beside] if self.beside else []
        return f"{self.name} ({', '.join(inside)})" if inside else self.name


def listed(troubles: Sequence[Trouble], light: Light, *, one: str, many: str, head: str) -> list[Finding]:
    """A line for all who fail alike, the most first, and then one for each of the others, by name.

    `one` begins the part of a single person, `many` is that of several; `head` says how many in place of its {n}.
    """
    groups: dict[str, list[Trouble]] = {}
    for each in sorted(troubles, key=lambda each: (each.name.casefold(), each.address)):
        groups.setdefault(each.of_many, []).append(each)
    alike = sorted((group for group in groups.values() if len(group) >= MANY), key=len, reverse=True)
    found = [_together(group, light, many, head) for group in alike]
    single = [each for each in troubles if len(groups[each.of_many]) < MANY]
    single.sort(key=lambda each: (each.name.casefold(), each.address))
    found += [
        Finding(part=f"{one} {each.name}", light=light, words=each.own, about=(each.address,))
        for each in single[:SHOWN]
    ]
    if rest := single[SHOWN:]:
        words = f"and {len(rest)} more: `calsync doctor --json` gives their addresses"
        found.append(Finding(part=many, light=light, words=words, about=tuple(each.address for each in rest)))
    return found


def _together(group: Sequence[Trouble], light: Light, part: str, head: str) -> Finding:
    names = "; ".join(each.named for each in group[:SHOWN])
    if len(group) > SHOWN:
        names += f"; and {len(group) - SHOWN} more: `calsync doctor --json` gives their addresses"
    words = f"{head.format(n=len(group))} {group[0].of_many.removesuffix('.')}. They are: {names}"
    return Finding(part=part, light=light, words=words, about=tuple(each.address for each in group))
