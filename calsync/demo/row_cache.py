"""Rows of diaries as JSON, each made once for as long as its entry stays the same: what a big tenant lives on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from calsync.demo.entries import Entry
from calsync.demo.people import TenantPerson

_MOST = 100_000


class RowCache:
    """Rows that were made before. One counts only for an equal entry of the same person, so none is ever stale."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], tuple[Entry, TenantPerson, msgspec.Raw]] = {}

    def row(
        self, entry: Entry, owner: TenantPerson, form: tuple[Any, ...], make: Callable[[Entry], dict[str, Any]]
    ) -> msgspec.Raw:
        """The JSON of an entry in a form (ids, zone, properties); `make` gives it when it was not made before."""
        key = (entry.key, entry.original, form)
        known = self._made.get(key)
        if known is not None and known[1] is owner and (known[0] is entry or known[0] == entry):
            return known[2]
        made = msgspec.Raw(msgspec.json.encode(make(entry)))
        if len(self._made) >= _MOST:
            self._made.clear()
        self._made[key] = (entry, owner, made)
        return made
