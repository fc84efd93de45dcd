"""Where the names of a rules file contradict each other, or would hide visits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from calsync.domain.classify import Rules, fold
from calsync.rules.own_words import hides, is_everybodys, makes_all

SHORTEST_VISIT_WORD = 2
"""Characters of a word that makes a visit: one letter is somebody's initial."""
SHORTEST_NOT_VISIT_WORD = 3
"""Characters of a word that speaks against one: what hides a visit has to be plainer than what makes one."""


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


def clashes(rules: Rules, numbers: dict[str, int], keys: Collection[str]) -> list[Clash]:
    """Every name with two meanings, and every word that would hide visits; empty when all is well.

    `numbers` says which [[flag]] of the file a flag's name is, and `keys` what stands under [categories] in it; what
    is in neither stands as it was shipped.
    """
    return [*_categories(rules, numbers, keys), *_words(rules)]


def _categories(rules: Rules, numbers: dict[str, int], keys: Collection[str]) -> Iterator[Clash]:
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
                yield _told(name, other, meaning, keys)
            before.append(meaning)


def _told(name: str, before: _Meaning, after: _Meaning, keys: Collection[str]) -> Clash:
    """The contradiction at a place that is in the file, with the fix: what is shipped has no line."""
    here, other = (after, before) if _written(after, keys) else (before, after)
    if _written(other, keys):
        words = f"'{name}' stands in {_said(other)} too: a category has one meaning, so choose one"
    else:
        table, _, key = other.path
        change = f'write [[flag]] name = "{key}" with' if table == "flag" else f"write {key} under [{table}] with"
        words = (
            f"'{name}' stands in {_said(other)} too, as calsync is shipped: a category has one meaning, so take it out "
            f"here, or {change} your own categories"
        )
    return Clash(path=_where(here), name=name, words=words)


def _written(meaning: _Meaning, keys: Collection[str]) -> bool:
    table, number, key = meaning.path
    return bool(number) if table == "flag" else key in keys


def _where(meaning: _Meaning) -> tuple[str, int, str]:
    table, number, key = meaning.path
    return (table, number, "categories") if table == "flag" else (table, number, key)


def _said(meaning: _Meaning) -> str:
    table, _, key = meaning.path
    return f"the flag '{key}'" if table == "flag" else f"{table}.{key}"


def _words(rules: Rules) -> Iterator[Clash]:
    for word in rules.visit_words:
        if words := _for(word):
            yield Clash(path=("words", 0, "visit"), name=word, words=words)
    for word in rules.not_visit_words:
        if words := _against(word, rules):
            yield Clash(path=("words", 0, "not_visit"), name=word, words=words)


def _for(word: str) -> str:
    """What is wrong with a word for a visit, with the fix; empty when nothing is."""
    if _size(word) < SHORTEST_VISIT_WORD:
        return f"'{word}' is too short to be safe: write {SHORTEST_VISIT_WORD} letters or more"
    if is_everybodys(word):
        return (
            f"'{word}' stands in entries of every kind, and each would be a visit: write more, as your people write it "
            "for a visit alone, such as 'welfare check'"
        )
    if other := makes_all(word):
        return (
            f"'{word}' would make a visit of '{other}', which is said of errands, idle time, meetings, desk work "
            "or calls: write more, as your people write it for a visit alone, such as 'welfare check'"
        )
    return ""


def _against(word: str, rules: Rules) -> str:
    """What is wrong with a word for what is no visit, with the fix; empty when nothing is."""
    if _size(word) < SHORTEST_NOT_VISIT_WORD:
        return (
            f"'{word}' is too short to be safe: it would hide visits; write {SHORTEST_NOT_VISIT_WORD} letters or more"
        )
    if is_everybodys(word):
        return f"'{word}' stands in entries of every kind, so it would hide visits: {_MORE}"
    said = f" {fold(word)} "
    if hidden := next((each for each in rules.visit_words if said in f" {fold(each)} "), "") or hides(word):
        return f"'{word}' would speak against '{hidden}', which is said of visits, so it would hide them: {_MORE}"
    return ""


_MORE = "write more of what your people write, such as a meeting's whole name ('stat return figures')"


def _size(word: str) -> int:
    return sum(letter.isalnum() for letter in word)
