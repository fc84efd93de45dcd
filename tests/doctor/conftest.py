"""A deployment to be examined: the house's fakes behind a real configuration."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest

from calsync.app import App, graph_settings
from calsync.config import Settings
from calsync.doctor import Finding
from calsync.domain.model import MailboxState, People
from calsync.graph.client import Graph
from tests.house import House
from tests.it_house import staff

Facts = list[tuple[str, str, str]]


class Examined:
    """A house with Sam and so many others who visit, all of them known to the database."""

    def __init__(self, others: int = 0, **sections: Any) -> None:
        self.people: People = staff(others)
        self.house = House(people=self.people)
        told = {
            "graph": {
                "tenant": "contoso.example",
                "client_id": "8c1f2f5e-0000-4000-8000-000000000001",
                "client_secret": "made-up",
                "group": "8c1f2f5e-0000-4000-8000-000000000002",
                "service_mailbox": "checkin@clarendon.test",
            },
            "policy": {"use": "clarendon"},
            "roles": {"out_of_hours": [{"mail": "sloane@clarendon.test"}]},
        }
        settings = Settings.model_validate({**told, **sections})
        self.app = App(
            settings=settings,
            clock=self.house.clock,
            store=self.house.store,
            graph=Graph(graph_settings(settings)),
            directory=self.house.directory,
            policies=self.house.core.policies,
            engine=self.house.engine,
        )

    def found(self, findings: AsyncIterator[Finding]) -> list[Finding]:
        """All that a part says."""

        async def all_of_it() -> list[Finding]:
            return [each async for each in findings]

        return asyncio.run(all_of_it())

    def state(self, worker: str, **changes: Any) -> None:
        """Write how far a diary was read: a minute ago, on its pace, unless the test says otherwise."""
        at = self.house.clock.now()
        values: dict[str, Any] = {
            "watched_from": at - timedelta(days=1),
            "last_read": at - timedelta(minutes=1),
            "next_poll_at": at + timedelta(minutes=4),
            "fresh_until": at + timedelta(minutes=14),
        }
        with self.house.store.transaction() as tx:
            tx.put_mailbox(MailboxState(worker=worker, **{**values, **changes}))


@pytest.fixture
def examined() -> Callable[..., Examined]:
    """Makes one."""
    return Examined


def told(findings: list[Finding]) -> Facts:
    """Parts, lights and words."""
    return [(each.part, str(each.light), each.words) for each in findings]
