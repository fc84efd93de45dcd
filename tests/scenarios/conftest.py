"""A tenant for the scenarios of a module, and a house over it for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.tenant_house import GraphHouse, Outlook, outlook_running


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outlook]:
    with outlook_running(tmp_path_factory.mktemp("certificates")) as outlook:
        yield outlook


@pytest.fixture
def outlook(running: Outlook) -> Iterator[Outlook]:
    yield running.emptied()
    running.emptied()


@pytest.fixture
def open_house(outlook: Outlook) -> Iterator[Callable[..., GraphHouse]]:
    """Opens a house; what it holds open is let go of at the end."""
    houses: list[GraphHouse] = []

    def opened(**changes: Any) -> GraphHouse:
        houses.append(GraphHouse(outlook, **changes))
        return houses[-1]

    yield opened
    for each in houses:
        each.close()


@pytest.fixture
def house(open_house: Callable[..., GraphHouse]) -> GraphHouse:
    return open_house()
