"""Links: one to a message, made anew the same, and kept as nothing that opens it."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.links import LinkMaker, digest_of, has_link
from calsync.domain.model import Role
from tests.contracts.cast import NOON, message

MAKER = LinkMaker(address="https://safe.clarendon.test", secret="a" * 32)
ROW = message("n1")


def token(maker: LinkMaker) -> str:
    return maker.shown(ROW).address.rpartition("/")[2]


def test_a_message_that_is_sent_twice_carries_the_same_link() -> None:
    assert MAKER.shown(ROW) == MAKER.shown(ROW)
    assert MAKER.shown(ROW) != MAKER.shown(replace(ROW, id="n2"))


def test_what_is_kept_of_a_link_opens_nothing() -> None:
    kept = MAKER.made_for(ROW, NOON)
    assert kept.digest == digest_of(token(MAKER))
    assert token(MAKER) not in repr(kept)
    assert MAKER.secret not in repr(kept)


def test_a_link_says_nothing_of_whom_or_what_it_is_about() -> None:
    address = MAKER.shown(ROW).address
    assert not any(each in address for each in (ROW.id, ROW.deadline_id, ROW.recipient))


def test_after_a_change_of_secret_an_old_link_still_knows_its_digits() -> None:
    kept, digits = MAKER.made_for(ROW, NOON), MAKER.shown(ROW).digits
    newer = LinkMaker(address=MAKER.address, secret="b" * 32, previous=(MAKER.secret,))
    assert newer.digits(kept) == digits
    assert token(newer) != token(MAKER)


def test_once_its_secret_is_gone_a_link_has_no_digits() -> None:
    assert LinkMaker(address=MAKER.address, secret="b" * 32).digits(MAKER.made_for(ROW, NOON)) is None


def test_what_is_asked_has_a_link_and_what_is_told_beside_has_none() -> None:
    told = replace(ROW, step="stood-down", role=Role.LINE_MANAGER)
    assert not has_link(told)
    assert has_link(replace(told, step="2"))
    assert has_link(replace(told, role=Role.WORKER))
