"""BX11: where calsync may write, a visit told in one line of mail stands in the diary too, and is one visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from calsync.engine import Engine
from calsync.graph.writing import GraphDiaryWriter
from calsync.ports import DiaryWriter
from tests.house import clock
from tests.tenant_house import SAMS, GraphHouse, PersonId, SourceError

LINE = "visiting 12 Elm Road, Rotherham until 15:30"


class Over(DiaryWriter):
    """GraphDiaryWriter on the loop on which its client lives; with `mute` the id of the entry never comes back."""

    def __init__(self, house: GraphHouse) -> None:
        self.house, self.asked = house, 0
        self.mute = False

    async def add(self, worker: PersonId, **fields) -> str:
        self.asked += 1
        made = self.house.outlook.run(GraphDiaryWriter(self.house.graph).add(worker, **fields))
        return "" if self.mute else made


def writing(house: GraphHouse) -> Over:
    over = Over(house)
    house.core = replace(house.core, diary_writer=over)
    house.engine = Engine(house.core)
    house.read()
    return over


def entries(house: GraphHouse) -> list:
    return house.tenant.diaries.masters(house.tenant.mailbox(SAMS).id)


def tell(house: GraphHouse, line: str = LINE) -> None:
    house.says(line)
    house.send()


def test_it_becomes_one_entry_and_stays_one_visit(open_house: Callable[..., GraphHouse]):
    house = open_house(at="14:02")
    writing(house)
    tell(house)
    (entry,) = entries(house)
    assert (entry.subject, entry.start, entry.end) == ("Visit told by mail", clock("14:02"), clock("15:30"))
    before = house.visit.id
    house.until("14:20")
    assert (house.visit.id, house.due()) == (before, [clock("15:30")])
    assert house.visit.left_diary is None
    house.read_mail()
    assert len(entries(house)) == 1
    house.until("15:52")
    assert "12 Elm Road, Rotherham" in house.last("dee").text


def test_once_written_taking_it_out_after_its_start_asks_the_worker(open_house: Callable[..., GraphHouse]):
    house = open_house(at="14:02")
    writing(house)
    tell(house)
    house.until("14:10")
    house.tenant.delete_event(SAMS, house.visit.event_id)
    house.until("14:15")
    assert house.last("sam").subject.startswith("Are you not going, or have you finished?")
    assert house.due() == [clock("15:30")]


def test_a_reading_joins_an_entry_whose_id_never_came_back(open_house: Callable[..., GraphHouse]):
    for line in (LINE, "visiting 12 Elm Road, Rotherham from 15:00 until 16:00"):
        house = open_house(at="14:02")
        over = writing(house)
        over.mute = True
        tell(house, line)
        house.until("14:20")
        assert len(house.due()) == 1
        house.outlook.emptied()


def test_answered_before_it_is_written_it_is_not_asked_again(open_house: Callable[..., GraphHouse]):
    house = open_house(at="14:02")
    writing(house)
    tell(house)
    house.says("left, all fine", to=house.last("sam"))
    house.until("15:50")
    assert (house.due(), len(house.told("sam"))) == ([], 1)


def test_a_diary_that_refuses_leaves_it_watched_and_is_tried_again(open_house: Callable[..., GraphHouse]):
    house = open_house(at="14:02")
    over = writing(house)

    async def refuse(worker: PersonId, **fields) -> str:
        over.asked += 1
        raise SourceError("Microsoft Graph refused it.")

    house.core = replace(house.core, diary_writer=type("Refusing", (), {"add": staticmethod(refuse)})())
    house.engine = Engine(house.core)
    tell(house)
    assert (house.due(), over.asked) == ([clock("15:30")], 1)
    house.read_mail()
    assert over.asked == 1
    house.clock.go(1)
    house.read_mail()
    assert over.asked == 2
    house.until("14:30")
    assert house.due() == [clock("15:30")]
