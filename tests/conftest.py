"""What every test may ask for: real services, started once for each test process."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from tests.services import NoService, postgres_server, redis_server


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
