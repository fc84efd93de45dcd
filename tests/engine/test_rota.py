"""The rotas in the store: what is read of them, what stays when they can't be read, and what IT is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import Event, Hours, OfficeHours, Person, Policy, Role, Step
from calsync.domain.rota import Rota
from calsync.engine import Engine
from calsync.errors import SourceRefused
from tests.fakes import FakeDirectory
from tests.house import CAST, CLARENDON, House, clock

DESK = "rota@clarendon.test"
ROTA = Rota(key=DESK, role=Role.DUTY_MANAGER, hours=Hours.OUT)
ROBIN = Person(id="robin", name="Robin Relieves", mail="robin@clarendon.test")


class WithRota(House):
    """A house with a rota in a shared mailbox."""

    def __init__(self, *rotas: Rota, policy: Policy = CLARENDON) -> None:
        super().__init__(policy=policy)
        self.core = replace(self.core, rotas=rotas or (ROTA,))
        self.engine = Engine(self.core)

    def names(self, subject: str, *, day: int = 0, attendees: tuple[str, ...] = ()) -> None:
        """The rota has an entry over the night of a day."""
        start, end = clock("18:00", day=day), clock("08:00", day=day + 1)
        self.calendars.put(Event(worker=DESK, id=f"r{day}", subject=subject, start=start, end=end, attendees=attendees))

    def read(self) -> None:
        """The people and the rotas are read."""
        asyncio.run(self.engine.refresh_people())

    @property
    def duties(self) -> list[tuple[str, str]]:
        """Who is on duty as which role."""
        with self.store.transaction() as tx:
            return [(each.person, each.role) for each in tx.people().rota]

    def notices(self) -> dict[str, str]:
        """What IT is told, by cause."""
        with self.store.transaction() as tx:
            return {each.cause: each.words for each in tx.standing_notices()}


def test_whom_an_entry_names_stands_in_the_store_and_an_alarm_asks_nobody() -> None:
    steps = (
        *CLARENDON.steps[:2],
        Step(after=timedelta(minutes=10), roles=(Role.DUTY_MANAGER,), ask=CLARENDON.steps[2].ask),
    )
    house = WithRota(policy=replace(CLARENDON, steps=steps))
    house.names("Duty: Dee Deputises")
    house.read()
    assert house.duties == [("dee", "duty_manager")]
    house.entry(start="20:00", end="21:00")
    house.poll()
    house.directory.refusal = SourceRefused("Microsoft is away.")
    house.calendars.refuse(DESK, SourceRefused("Microsoft is away."))
    house.go_to("21:10")
    assert house.last("dee").notification.role is Role.DUTY_MANAGER
    assert house.told("sloane") == []


def test_who_is_named_by_nobody_in_the_subject_is_who_is_on_the_entry() -> None:
    house = WithRota()
    house.names("Late duty", attendees=("ash@clarendon.test", DESK))
    house.read()
    assert house.duties == [("ash", "duty_manager")]


def test_somebody_of_the_directory_whom_nobody_knew_is_taken_in_and_stays() -> None:
    house = WithRota()
    house.directory.mailboxes["robin"] = ROBIN
    house.directory.everybody = CAST
    house.core = replace(house.core, directory=Knowing(CAST))
    house.engine = Engine(house.core)
    house.names("robin@clarendon.test")
    house.read()
    house.read()
    assert house.duties == [("robin", "duty_manager")]
    with house.store.transaction() as tx:
        robin = tx.people().get("robin")
    assert robin is not None
    assert (robin.mail, robin.works) == ("robin@clarendon.test", False)


class Knowing(FakeDirectory):
    """A directory that knows Robin when asked."""

    async def named(self, addresses: object) -> list[Person | SourceRefused | None]:  # type: ignore[override]
        """Robin, for their address."""
        return [ROBIN if each == ROBIN.mail else None for each in addresses]  # type: ignore[attr-defined]


def test_a_rota_that_can_not_be_read_keeps_what_it_said_and_is_told_until_it_can() -> None:
    house = WithRota()
    house.names("Dee Deputises")
    house.read()
    house.calendars.refuse(DESK, SourceRefused("Access to mailbox rota is denied: add it to the app's scope."))
    house.read()
    assert house.duties == [("dee", "duty_manager")]
    assert house.notices()["rota-unread"] == "Access to mailbox rota is denied: add it to the app's scope."
    house.calendars.allow(DESK)
    house.read()
    assert "rota-unread" not in house.notices()


def test_hours_for_which_a_rota_names_nobody_are_told_until_somebody_is_entered() -> None:
    house = WithRota()
    house.names("Dee Deputises")
    house.read()
    assert house.notices()["rota-gap"] == (
        "The rota rota@clarendon.test names nobody as duty manager from 18:00 on Tuesday 3 March to 08:00 on "
        "Wednesday 4 March."
    )
    house.names("Ash Administers", day=1)
    house.names("Dee Deputises", day=2)
    house.read()
    assert "rota-gap" not in house.notices()


def test_a_rota_taken_out_of_the_configuration_names_nobody_any_more() -> None:
    house = WithRota()
    house.names("Dee Deputises")
    house.read()
    house.core = replace(house.core, rotas=())
    house.engine = Engine(house.core)
    house.read()
    assert house.duties == []
    assert "rota-gap" not in house.notices()


def test_the_offices_hours_are_those_of_the_policy() -> None:
    office = OfficeHours(holidays=frozenset({clock("12:00").date()}))
    house = WithRota(policy=replace(CLARENDON, office=office))
    house.read()
    with house.store.transaction() as tx:
        assert tx.people().office == office
    assert "from 09:00 on Monday 2 March" in house.notices()["rota-gap"], "on a bank holiday the office is shut"


def test_reading_people_again_writes_nothing_where_nothing_changed() -> None:
    house = WithRota()
    house.names("Dee Deputises")
    house.read()
    with house.store.transaction() as tx:
        before = tx.people()
    house.read()
    with house.store.transaction() as tx:
        assert tx.people() is before
