"""An organisation's rules, folded once: they stay the same for thousands of entries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from calsync.domain.classify.names import fold
from calsync.domain.classify.rules import Flag, Rules
from calsync.domain.classify.sites import Sites
from calsync.domain.classify.subject_words import OWN_NONE, OWN_VISIT, SUBJECTS
from calsync.domain.classify.text import Index, index, joined
from calsync.domain.model import VisitKind


@dataclass(frozen=True)
class Prepared:
    """Rules in the form in which they are asked."""

    rules: Rules

    @cached_property
    def kinds(self) -> tuple[tuple[VisitKind, frozenset[str]], ...]:
        """The folded categories of each kind of visit."""
        return tuple((kind, _folded(names)) for kind, names in self.rules.visit_categories.items())

    @cached_property
    def not_visit(self) -> frozenset[str]:
        """The folded categories that say that an entry is no visit."""
        return _folded(self.rules.not_visit_categories)

    @cached_property
    def flags(self) -> tuple[tuple[Flag, frozenset[str]], ...]:
        """Each flag with its folded categories."""
        return tuple((flag, _folded(flag.categories)) for flag in self.rules.flags)

    @cached_property
    def visits_alone(self) -> frozenset[str]:
        """The folded categories of flags that only visits have."""
        return frozenset().union(*(names for flag, names in self.flags if flag.visit))

    @cached_property
    def subjects(self) -> Index:
        """The words of subjects, with the organisation's own."""
        own = (OWN_VISIT, ",".join(self.rules.visit_words)), (OWN_NONE, ",".join(self.rules.not_visit_words))
        return joined(SUBJECTS, index(*own)) if self.rules.visit_words or self.rules.not_visit_words else SUBJECTS

    @cached_property
    def sites(self) -> Sites:
        """The organisation's own sites."""
        return Sites(self.rules.sites)


_MOST = 16
_known: dict[int, Prepared] = {}


def prepared(rules: Rules) -> Prepared:
    """The rules in the form in which they are asked; made once for as long as the same rules are used.

    Known by identity, since comparing rules with hundreds of sites costs more than reading an entry.
    """
    found = _known.get(id(rules))
    if found is None or found.rules is not rules:
        if len(_known) >= _MOST:
            _known.clear()
        found = _known[id(rules)] = Prepared(rules)
    return found


def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(each) for each in names)
