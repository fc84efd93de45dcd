"""A diary that could not be read is an error that says why, and never an empty diary."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from calsync.errors import SignInRefused, SourceRefused, SourceUnavailable
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.credentials import ClientSecret
from tests.graph.over_https.conftest import DAY, MONDAY, House


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("access-denied", 403, "ErrorAccessDenied"), ("no-mailbox", 404, "MailboxNotEnabledForRESTAPI")],
)
def test_trap_18_a_refused_mailbox_is_no_empty_diary(house: House, kind: str, status: int, code: str) -> None:
    error = house.blind(kind)
    assert isinstance(error, SourceRefused)
    assert (error.status, error.code) == (status, code)
    assert house.sam in str(error)


def test_somebody_whom_the_directory_does_not_know_is_no_empty_diary(house: House) -> None:
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot("nobody", MONDAY, MONDAY + DAY))
    assert (type(error), error.status, error.code) == (SourceRefused, 404, "Request_ResourceNotFound")


def test_a_throttled_request_says_how_long_to_wait_and_is_not_repeated_inside_a_slot(house: House) -> None:
    error = house.blind("throttled", seconds=17)
    assert isinstance(error, SourceUnavailable)
    assert (error.status, error.code, error.retry_after) == (429, "ApplicationThrottled", 17.0)


@pytest.mark.parametrize(("kind", "status"), [("unavailable", 503), ("gateway-timeout", 504)])
def test_a_page_of_html_or_nothing_at_all_is_an_error_with_its_status(house: House, kind: str, status: int) -> None:
    error = house.blind(kind)
    assert isinstance(error, SourceUnavailable)
    assert (error.status, error.code, error.retry_after) == (status, "", None)


def test_a_slow_answer_is_given_up_in_time(house: House) -> None:
    error = house.blind("slow", seconds=0.6, timeout=0.2)
    assert isinstance(error, SourceUnavailable)
    assert "did not answer within 0.2 seconds" in str(error)


def test_a_wrong_secret_is_told_as_one(house: House) -> None:
    settings = replace(house.settings, credential=ClientSecret(value="something else"))
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY), settings)
    assert (type(error), error.code) == (SignInRefused, "AADSTS7000215")


def test_a_server_that_is_not_there_is_named(house: House) -> None:
    settings = replace(house.settings, root="http://localhost:9")
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY), settings)
    assert isinstance(error, SourceUnavailable)
    assert str(error).startswith("No answer from localhost: the connection failed.")


def test_a_certificate_of_an_authority_that_nobody_named_is_not_trusted(house: House) -> None:
    settings = replace(house.settings, ca_file=None)
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY), settings)
    assert "its certificate is not trusted here" in str(error)


def test_tokens_that_were_revoked_are_replaced_at_once(house: House) -> None:
    async def ask(graph: Graph) -> int:
        calendars = GraphCalendars(graph)
        await calendars.snapshot(house.sam, MONDAY, MONDAY + DAY)
        house.tenant.tokens.revoke_all()
        return len((await calendars.snapshot(house.sam, MONDAY, MONDAY + DAY)).events)

    assert house.run(ask) == 0


def test_trap_15_no_more_requests_are_in_flight_than_there_are_slots(house: House) -> None:
    house.tenant.latency = 0.02

    async def ask(graph: Graph) -> None:
        calendars = GraphCalendars(graph)
        await asyncio.gather(*(calendars.snapshot(house.sam, MONDAY, MONDAY + DAY) for _ in range(16)))

    try:
        house.run(ask)  # the tenant refuses the fifth at once with 429
    finally:
        house.tenant.latency = 0.0


def test_microsofts_clock_is_noted(house: House) -> None:
    async def ask(graph: Graph) -> datetime:
        assert graph.server_date is None
        await GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY)
        assert graph.server_date is not None
        return graph.server_date[0]

    assert house.run(ask) == MONDAY
