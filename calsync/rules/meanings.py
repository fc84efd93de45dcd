"""Where the names of a rules file contradict each other, or would hide visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from calsync.domain.classify import Rules, fold

SHORTEST_VISIT_WORD = 2
"""Characters of a word that makes a visit: one letter is somebody's initial."""
SHORTEST_NOT_VISIT_WORD = 3
"""Characters of a word that speaks against one: what hides a visit has to be plainer than what makes one."""
EVERYBODYS = ("visit", "visits", "visiting", "hv", "h/v", "home visit", "home visits", "school visit")
"""What everybody writes for a visit: no organisation's word may say the contrary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A name that can't stand as it does: where, and the sentence."""

    path: tuple[str, int, str]
    """The table's header, which of several it is (0: there is one), and the key."""
    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    path: tuple[str, int, str]
    says_visit: bool
    """Of a visit's kind or a flag: one may be both, since they say no contrary things."""

    @property
    def words(self) -> str:
        table, number, key = self.path
        return f"{table}.{key}" if not number else f"{table} {number}"


def clashes(rules: Rules, numbers: dict[str, int]) -> list[Clash]:
    """Every name with two meanings, and every word that would hide visits; empty when all is well.

    `numbers` says which [[flag]] of the file a flag's name is; one that is not in it stands as it was shipped.
    """
    return [*_categories(rules, numbers), *_words(rules)]


def _categories(rules: Rules, numbers: dict[str, int]) -> Iterator[Clash]:
    kinds = (("home", rules.home_categories), ("school", rules.school_categories), ("other", rules.other_categories))
    lists = [(_Meaning(path=("categories", 0, key), says_visit=True), names) for key, names in kinds]
    lists += [
        (_Meaning(path=("flag", numbers.get(flag.name, 0), flag.name), says_visit=True), flag.categories)
        for flag in rules.flags
    ]
    lists += [
        (_Meaning(path=("categories", 0, "not_visit"), says_visit=False), rules.not_visit_categories),
        (_Meaning(path=("categories", 0, "done"), says_visit=False), rules.done_categories),
    ]
    taken: dict[str, list[_Meaning]] = {}
    for meaning, names in lists:
        for name in names:
            before = taken.setdefault(fold(name), [])
            for other in before:
                both = {other.path[0], meaning.path[0]}
                if other.says_visit and meaning.says_visit and both == {"categories", "flag"}:
                    continue  # a kind of visit and what is special about it
                yield Clash(
                    path=_where(meaning),
                    name=name,
                    words=f"'{name}' stands in {_said(other)} too: a category has one meaning, so choose one",
                )
            before.append(meaning)


def _where(meaning: _Meaning) -> tuple[str, int, str]:
    table, number, key = meaning.path
    return (table, number, "categories") if table == "flag" else (table, number, key)


def _said(meaning: _Meaning) -> str:
    table, _, key = meaning.path
    return f"the flag '{key}'" if table == "flag" else f"{table}.{key}"


def _words(rules: Rules) -> Iterator[Clash]:
    for word in rules.visit_words:
        if _size(word) < SHORTEST_VISIT_WORD:
            yield Clash(
                path=("words", 0, "visit"),
                name=word,
                words=f"'{word}' is too short to be safe: it may be anybody's initial; write "
                f"{SHORTEST_VISIT_WORD} letters or more",
            )
    for word in rules.not_visit_words:
        yield from _against(word, rules)


def _against(word: str, rules: Rules) -> Iterator[Clash]:
    path = ("words", 0, "not_visit")
    if _size(word) < SHORTEST_NOT_VISIT_WORD:
        yield Clash(
            path=path,
            name=word,
            words=f"'{word}' is too short to be safe: it would hide visits; write {SHORTEST_NOT_VISIT_WORD} letters or "
            "more",
        )
        return
    said = f" {fold(word)} "
    if hidden := next((each for each in (*rules.visit_words, *EVERYBODYS) if said in f" {fold(each)} "), ""):
        yield Clash(
            path=path,
            name=word,
            words=f"'{word}' would speak against '{hidden}', which says that an entry is a visit: write more of what "
            "your people write, such as a meeting's whole name",
        )


def _size(word: str) -> int:
    return sum(letter.isalnum() for letter in word)
