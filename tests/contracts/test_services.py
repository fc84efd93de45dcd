"""The services that the tests start answer, and are the test's own."""

from __future__ import annotations

import psycopg
import redis


def test_a_test_gets_an_empty_schema_of_its_own(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        rows = connection.execute(
            "SELECT current_schema(), count(*) FROM pg_tables WHERE schemaname = current_schema()"
        )
        schema, tables = rows.fetchone() or ("", -1)
    assert str(schema).startswith("test_")
    assert tables == 0


def test_a_test_gets_a_redis_that_answers(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as connection:
        assert connection.ping()
