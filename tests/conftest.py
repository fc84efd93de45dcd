"""What every test may ask for: real services, started once for each test process. And which tests begin first."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.services import NoService, postgres_server, redis_server

# How long an example takes says nothing of a rule, and everything of what else the machine does.
settings.register_profile("calsync", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calsync")

LONGEST = (
    "scenarios/test_demo_story.py",
    "laws/test_law_07_what_may_be_a_visit.py",
    "worker/test_celery.py",
    "scenarios/test_state_machine_of_all_policies.py",
    "domain/test_state_machine.py",
    "simulation/test_play.py",
    "simulation/test_timelines.py",
    "cli/test_simulation.py",
)
"""The files with tests of many seconds: begun at the end, one of them would keep a single core busy alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with the longest tests come first, all else in its order."""
    first = {Path(__file__).parent / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: first.get(item.path, len(first)))


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    """The URL of a PostgreSQL database that all tests of this process share."""
    try:
        with postgres_server() as url:
            yield url
    except NoService as error:
        pytest.fail(str(error))


@pytest.fixture
def postgres_url(postgres_server_url: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL schema of this test's own."""
    import psycopg

    schema = f"test_{secrets.token_hex(6)}"
    plain = postgres_server_url.replace("postgresql+psycopg:", "postgresql:")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    mark = "&" if "?" in postgres_server_url else "?"
    yield f"{postgres_server_url}{mark}options=-csearch_path%3D{schema}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of an empty Redis that all tests of this process share."""
    try:
        with redis_server() as url:
            yield url
    except NoService as error:
        pytest.fail(str(error))
