"""What everybody in the organisation may do with a diary is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import Person
from calsync.graph.openness import GraphOpenness
from tests.graph.over_https.conftest import House


@pytest.mark.parametrize(
    ("shared", "told"),
    [("freeBusyRead", ""), ("none", ""), ("limitedRead", "limitedRead"), ("read", "read"), ("write", "write")],
)
def test_RO4_what_everybody_may_do_with_a_diary_is_read(house: House, shared: str, told: str) -> None:
    house.tenant.people[house.sam] = replace(house.tenant.people[house.sam], shared_as=shared)
    assert house.run(lambda graph: GraphOpenness(graph).open_to_all(Person(id=house.sam, name="Sam"))) == told
