"""The way back follows the visits that are left, and goes with them to the colleague."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.model import Ask, DeadlineKind, Role, Step
from calsync.parsers.location import read_place
from tests.engine.away_house import ALL_DAY, asked, people, titles
from tests.house import CLARENDON, OAK_STREET, House, clock


class TestTheWayBack:
    def a_house(self) -> House:
        """Under a policy with a return, the two visits are of one outing."""
        back = Step(
            after=timedelta(minutes=10), roles=(Role.LINE_MANAGER,), ask=Ask.CALL_WORKER, deadline=DeadlineKind.RETURN
        )
        policy = replace(CLARENDON, steps=(*CLARENDON.steps, back))
        house = House(at="07:50", people=people(absences=(ALL_DAY,)), policy=policy)
        house.entry("e1", "10:00", "11:00")
        house.entry("e2", "12:00", "13:00", place=read_place(OAK_STREET))
        house.go_to("08:05")
        return house

    def returns(self, house: House, worker: str = "sam") -> list[tuple[str, Any]]:
        return [(each.visit_id, each.due) for each in house.open(worker) if each.kind is DeadlineKind.RETURN]

    def test_it_follows_the_visits_that_are_left(self) -> None:
        house = self.a_house()
        first, second = (each.visit.id for each in house.watched())
        assert self.returns(house) == [(first, clock("13:30"))]
        house.says("call off 1", who="morgan", to=asked(house))
        house.send()
        assert self.returns(house) == [(second, clock("13:30"))]
        house.says("undo", who="morgan", to=house.last("morgan"))
        assert self.returns(house) == [(first, clock("13:30"))]

    def test_it_goes_with_the_visit_to_the_colleague(self) -> None:
        house = self.a_house()
        house.says("hand 1 and 2 to Dee", who="morgan", to=asked(house))
        house.send()
        assert self.returns(house) == []
        assert [due for _, due in self.returns(house, "dee")] == [clock("13:30")]
        house.says("undo", who="morgan", to=house.last("morgan"))
        assert self.returns(house, "dee") == []
        assert [due for _, due in self.returns(house)] == [clock("13:30")]

    def test_with_all_called_off_nobody_is_expected_back(self) -> None:
        house = self.a_house()
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        house.go_to("15:00")
        assert self.returns(house) == []
        assert not any("ALARM" in each for each in titles(house, "morgan"))
