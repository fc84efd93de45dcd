"""What every store promises of links."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.links import Link
from tests.contracts.cast import NOON
from tests.contracts.conftest import World

LINK = Link(digest="d" * 64, notification_id="n1", deadline_id="v1.visit-end", who="sam", made=NOON, key="12345678")


def test_a_link_is_found_by_its_hash_alone(world: World) -> None:
    with world.store.transaction() as work:
        work.put_link(LINK)
        work.put_link(LINK)
        work.put_link(replace(LINK, digest="e" * 64, who="morgan"))
    with world.store.transaction() as work:
        assert work.link(LINK.digest) == LINK
        assert work.link("f" * 64) is None
