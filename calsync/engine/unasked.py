"""Entries that can't be asked for by their ids: told to IT once, and taken back when they can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from calsync.domain.model import MailboxState, Unasked
from calsync.domain.notices import Cause, about_entry
from calsync.engine.core import log
from calsync.engine.notices import clear_notice, raise_notice
from calsync.ports import Transaction


def tell_unasked(
    tx: Transaction, state: MailboxState, unasked: Sequence[Unasked], why: Mapping[str, str], at: datetime
) -> None:
    """Raise and clear the notices about one diary, in the caller's unit of work.

    `state` is the diary as it was before this reading, `unasked` what could not be asked for at it, and `why` the
    sentences about those that are to be told, by their keys.
    """
    for key, words in why.items():
        if raise_notice(tx, Cause.ENTRY_UNASKED, about_entry(state.worker, key), words, at):
            log.error("mailbox %s: an entry is judged by what its diary shows of it alone: %s", state.worker, words)
    still = {each.key for each in unasked}
    for each in state.unasked:
        if each.key not in still:
            clear_notice(tx, Cause.ENTRY_UNASKED, about_entry(state.worker, each.key), at)
