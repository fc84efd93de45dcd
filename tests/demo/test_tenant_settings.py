"""What can be set while the tenant runs, by its page and over JSON."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
USUAL = {
    "latency": 0.0,
    "concurrency": 4,
    "retry_after": 1,
    "batch_parallel": 4,
    "date_skew": 0.0,
    "token_seconds": 3599,
    "mail_per_minute": 30,
}


@pytest.fixture
def sam(person):
    return person("Sam Visits")


def put(browser_like, **wanted):
    return browser_like.put("/_simulation/settings", json=wanted)


def test_settings_are_told_and_set_one_by_one(browser_like, tenant: Tenant):
    assert browser_like.get("/_simulation/settings").json() == USUAL
    assert put(browser_like, concurrency=16).json() == USUAL | {"concurrency": 16}
    assert tenant.concurrency == 16


@pytest.mark.parametrize(
    "wrong",
    [{"speed": 3}, {}, {"latency": -1}, {"latency": "long"}, {"concurrency": 1.5}, {"concurrency": None}],
)
def test_a_setting_that_makes_no_sense_is_refused_and_nothing_is_set(browser_like, wrong):
    answer = browser_like.put("/_simulation/settings", json={"batch_parallel": 20} | wrong if wrong else wrong)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert browser_like.get("/_simulation/settings").json() == USUAL


def test_settings_are_kept_from_the_page(browser_like, tenant: Tenant):
    form = {name: str(value) for name, value in USUAL.items()} | {"latency": "0.25", "retry_after": ""}
    assert "Settings kept." in browser_like.post("/outlook/settings", data=form).text
    assert (tenant.latency, tenant.throttle_seconds) == (0.25, None)
    answer = browser_like.post("/outlook/settings", data=form | {"concurrency": "0"})
    assert answer.status_code == 422
    assert "concurrency is a whole number between 1 and 1000" in answer.text


@pytest.mark.parametrize(("seconds", "header"), [(9, "9"), (None, None)])
def test_the_limit_in_flight_counts_for_as_long_as_answers_take(
    browser_like, server: TenantServer, sam, trust: ssl.SSLContext, token, seconds, header
):
    put(browser_like, latency=0.5, concurrency=2, retry_after=seconds)

    async def at_once() -> list[httpx.Response]:
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=server.graph_url, verify=trust, headers=headers) as client:
            return await asyncio.gather(*(client.get(f"/users/{sam.id}/events") for _ in range(5)))

    answers = asyncio.run(at_once())
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 3
    assert {answer.headers.get("Retry-After") for answer in refused} == {header}
    assert {answer.elapsed >= timedelta(seconds=0.5) for answer in answers if answer.status_code == 200} == {True}


@pytest.mark.parametrize(
    ("parallel", "statuses", "most"), [(4, {200: 20}, 4), (20, {200: 4, 429: 16}, 4), (1, {200: 20}, 1)]
)
def test_so_many_steps_of_a_batch_are_in_flight_at_once(
    browser_like, http, tenant: Tenant, sam, parallel, statuses, most
):
    put(browser_like, batch_parallel=parallel)
    steps = [{"id": str(n), "method": "GET", "url": f"/users/{sam.id}/events"} for n in range(20)]
    browser_like.delete("/_simulation/traffic")
    replies = http.post("/$batch", json={"requests": steps}).json()["responses"]
    assert Counter(reply["status"] for reply in replies) == statuses
    assert browser_like.get("/_simulation/traffic").json() == {
        "requests": 20,
        "batches": 1,
        "outlook": 20,
        "throttled": statuses.get(429, 0),
        "most_in_flight": most,
    }


def test_a_step_of_a_batch_meets_the_limit_when_other_requests_hold_the_slots(browser_like, http, sam):
    put(browser_like, concurrency=3)
    steps = [{"id": str(n), "method": "GET", "url": f"/users/{sam.id}/events"} for n in range(4)]
    replies = http.post("/$batch", json={"requests": steps}).json()["responses"]
    assert Counter(reply["status"] for reply in replies) == {200: 3, 429: 1}


def test_the_date_header_can_be_wrong(browser_like, http):
    put(browser_like, date_skew=-90)
    assert parsedate_to_datetime(http.get("/users").headers["Date"]) == NINE - timedelta(seconds=90)


def test_new_tokens_can_be_short_lived_and_all_tokens_revoked(browser_like, http, login):
    put(browser_like, token_seconds=2)
    assert login().acquire_token_for_client(["https://graph.microsoft.com/.default"])["expires_in"] == 2
    assert http.get("/users").status_code == 200
    assert browser_like.delete("/_simulation/tokens").status_code == 204
    assert http.get("/users").status_code == 401


def test_more_mail_than_the_limit_arrives_a_minute_later(browser_like, http, tenant: Tenant, hand_clock, person, sam):
    put(browser_like, mail_per_minute=2)
    desk = person("Check-in Desk")
    note = {"message": {"subject": "x", "toRecipients": [{"emailAddress": {"address": sam.mail}}]}}
    assert [http.post(f"/users/{desk.id}/sendMail", json=note).status_code for _ in range(3)] == [202, 202, 202]
    assert len(tenant.mail(sam.mail)) == 2
    hand_clock.at = NINE + timedelta(minutes=1)
    assert len(tenant.mail(sam.mail)) == 3
