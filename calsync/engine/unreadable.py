"""Entries that can't be understood: set aside, told to IT once, and forgotten once they are gone (law 14)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from calsync.domain.keys import visit_key
from calsync.domain.model import Act, Concern, PersonId, Unreadable
from calsync.domain.notices import Cause, about_entry
from calsync.engine.core import log
from calsync.engine.notices import clear_notice, raise_notice
from calsync.ports import Transaction

MOST = 50
"""Entries of one reading that are set aside one by one: a diary that somebody fills with odd ones holds up no scan."""
_NUMBER = re.compile(r"\d+")


def set_aside(tx: Transaction, entries: Sequence[Unreadable], at: datetime) -> None:
    """Keep each as a concern, and tell of each fault once, in the caller's unit of work; of very many the first fifty.

    The others are told as one: what is to be done about them is the same.
    """
    if not entries:
        return
    standing = tx.standing_notices()
    for each in {_about(each): each for each in _few(entries)}.values():
        key = visit_key(each.worker, each.id or each.why)
        tx.add_concern(Concern(visit_id=key, worker=each.worker, kind="unreadable", words=each.why, raised=at))
        # The notice and not the concern says whether it was told: the concern stays when the entry is long mended.
        if raise_notice(tx, Cause.ENTRY_UNREADABLE, _about(each), each.why, at, standing=standing):
            tx.add_acts([Act(at=at, what="entry-unreadable", visit_id=key)])
            log.error("mailbox %s: an entry is not read as it stands: %s", each.worker, each.why)


def forget(tx: Transaction, worker: PersonId, entries: Sequence[Unreadable], at: datetime) -> None:
    """Take back what was told of entries that are not among `entries`, all that can't be read in the days ahead.

    What is found afterwards is another entry, or another fault, and is told again.
    """
    still = {_about(each) for each in _few(entries)}
    for each in tx.standing_notices():
        mine = each.cause == Cause.ENTRY_UNREADABLE and each.about.startswith(about_entry(worker, ""))
        if mine and each.about not in still:
            clear_notice(tx, Cause.ENTRY_UNREADABLE, each.about, at)


def _few(entries: Sequence[Unreadable]) -> list[Unreadable]:
    if len(entries) <= MOST:
        return list(entries)
    # In one order at every reading, so that the same ones are told and stand.
    few = sorted(entries, key=lambda each: (each.id, each.why))[: MOST - 1]
    rest = len(entries) - len(few)
    return [*few, Unreadable(worker=few[0].worker, id="more", why=f"{rest} more entries can't be read.")]


def _about(entry: Unreadable) -> str:
    # A count in the sentence makes no other fault of it: it goes up and down as the window moves.
    fault = _NUMBER.sub("#", entry.why)
    return about_entry(entry.worker, visit_key(entry.worker, f"{entry.id}\x1f{fault}"))
