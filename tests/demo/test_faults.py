"""The fault switches, the limit on requests in flight, batches, the wrong clock."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from calsync.demo.faults import Fault
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant

DAY = {"startDateTime": "2026-03-02T00:00:00Z", "endDateTime": "2026-03-03T00:00:00Z"}
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def sam(person, tenant: Tenant):
    made = person("Sam Visits")
    tenant.add_event(made.mail, "Visit", NINE, NINE + timedelta(hours=1))
    return made


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("access-denied", 403, "ErrorAccessDenied"),
        ("no-mailbox", 404, "MailboxNotEnabledForRESTAPI"),
        ("throttled", 429, "ApplicationThrottled"),
    ],
)
def test_a_fault_of_one_mailbox_touches_no_other_and_not_the_directory(http, tenant, person, sam, kind, status, code):
    dee = person("Dee Deputises")
    tenant.faults.set(Fault(kind, sam.mail, 7))
    answer = http.get(f"/users/{sam.id}/calendarView", params=DAY)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.headers.get("Retry-After") == ("7" if status == 429 else None)
    assert http.get(f"/users/{dee.id}/calendarView", params=DAY).status_code == 200
    assert http.get(f"/users/{sam.id}").status_code == 200
    tenant.faults.clear(sam.mail, kind)
    assert http.get(f"/users/{sam.id}/calendarView", params=DAY).status_code == 200


def test_throttling_can_leave_out_retry_after(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("throttled", seconds=0))
    assert "Retry-After" not in http.get(f"/users/{sam.id}/events").headers


def test_an_outage_answers_html_and_a_timeout_nothing_at_all(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("unavailable"))
    answer = http.get("/users")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")
    tenant.faults.clear()
    tenant.faults.set(Fault("gateway-timeout", sam.mail))
    answer = http.get(f"/users/{sam.id}/events")
    assert (answer.status_code, answer.content) == (504, b"")


def test_a_diary_can_read_as_empty_while_its_entries_can_still_be_asked_for(http, tenant: Tenant, sam):
    (row,) = http.get(f"/users/{sam.id}/calendarView", params=DAY).json()["value"]
    tenant.faults.set(Fault("empty", sam.mail))
    assert http.get(f"/users/{sam.id}/calendarView", params=DAY).json()["value"] == []
    assert http.get(f"/users/{sam.id}/events/{row['id']}").status_code == 200


def test_pages_can_repeat_a_row(http, tenant: Tenant, sam):
    for number in range(3):
        tenant.add_event(sam.mail, f"Extra {number}", NINE, NINE + timedelta(hours=1))
    tenant.faults.set(Fault("repeated-rows", sam.mail))
    page, ids = http.get(f"/users/{sam.id}/calendarView", params=DAY | {"$top": "2"}).json(), []
    for _ in range(9):
        ids += [row["id"] for row in page["value"]]
        if "@odata.nextLink" not in page:
            break
        page = http.get(page["@odata.nextLink"]).json()
    assert len(set(ids)) == 4
    assert len(ids) > 4


def test_a_slow_mailbox_holds_back_its_own_answers(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("slow", sam.mail, 0.3))
    assert http.get(f"/users/{sam.id}/events").elapsed >= timedelta(seconds=0.3)
    # Ten minutes for the one mailbox; the client here gives up after 20 seconds.
    tenant.faults.set(Fault("slow", sam.mail, 600))
    assert http.get("/users").status_code == 200


def test_a_fifth_request_in_flight_is_throttled(
    server: TenantServer, tenant: Tenant, sam, trust: ssl.SSLContext, token
):
    tenant.latency = 1.0

    async def at_once(count: int) -> list[httpx.Response]:
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=server.graph_url, verify=trust, headers=headers) as client:
            return await asyncio.gather(*(client.get(f"/users/{sam.id}/events") for _ in range(count)))

    assert {answer.status_code for answer in asyncio.run(at_once(4))} == {200}
    answers = asyncio.run(at_once(6))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [429] * 2
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["error"]["code"] == "ApplicationThrottled"
    assert refused.headers["Retry-After"] == "1"


def batch(http, *steps):
    return http.post("/$batch", json={"requests": list(steps)})


def test_a_batch_of_more_than_the_free_slots_is_throttled_inside_a_200(http, tenant: Tenant, sam):
    tenant.batch_parallel = 20
    steps = [{"id": str(n), "method": "GET", "url": f"/users/{sam.id}/events"} for n in range(6)]
    answer = batch(http, *steps)
    assert answer.status_code == 200
    replies = answer.json()["responses"]
    assert {reply["id"] for reply in replies} == {step["id"] for step in steps}
    assert sorted(reply["status"] for reply in replies) == [200] * 4 + [429] * 2
    assert all("Retry-After" in reply["headers"] for reply in replies if reply["status"] == 429)


def test_each_step_of_a_batch_has_its_own_headers_and_status(http, sam):
    replies = batch(
        http,
        {"id": "a", "method": "GET", "url": f"/users/{sam.id}/events", "headers": {"Prefer": 'IdType="ImmutableId"'}},
        {"id": "b", "method": "GET", "url": "/users/nobody"},
    ).json()["responses"]
    by_id = {reply["id"]: reply for reply in replies}
    assert by_id["a"]["body"]["value"][0]["id"].startswith("AAkALg")
    assert by_id["b"]["status"] == 404


def test_steps_that_depend_go_in_order_and_fail_with_what_they_depend_on(http, sam):
    get = {"method": "GET", "url": f"/users/{sam.id}/events"}
    bad = {"method": "GET", "url": "/users/nobody"}
    replies = batch(
        http,
        {"id": "1"} | get,
        {"id": "2", "dependsOn": ["1"]} | bad,
        {"id": "3", "dependsOn": ["2"]} | get,
    ).json()["responses"]
    assert [(reply["id"], reply["status"]) for reply in replies] == [("1", 200), ("2", 404), ("3", 424)]


@pytest.mark.parametrize("wrong", ["too many", "same id", "no method", "absolute", "unknown dependency"])
def test_a_malformed_batch_is_refused_whole(http, wrong):
    step = {"id": "1", "method": "GET", "url": "/users"}
    steps = {
        "too many": [step | {"id": str(n)} for n in range(21)],
        "same id": [step, step],
        "no method": [{"id": "1", "url": "/users"}],
        "absolute": [step | {"url": "https://localhost/users"}],
        "unknown dependency": [step | {"dependsOn": ["9"]}],
    }[wrong]
    assert batch(http, *steps).status_code == 400


def test_switches_are_set_and_cleared_over_json(browser_like, http, sam):
    put = browser_like.put("/_simulation/faults", json={"mailbox": sam.mail, "kind": "access-denied"})
    assert put.json()["faults"] == [{"mailbox": sam.mail, "kind": "access-denied", "seconds": 5.0}]
    assert http.get(f"/users/{sam.id}/events").status_code == 403
    assert browser_like.delete("/_simulation/faults", params={"mailbox": sam.mail}).json() == {"faults": []}
    assert http.get(f"/users/{sam.id}/events").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "earthquake"},
        {"kind": ["slow"]},
        5,
        {"faults": 5},
        {"kind": "slow", "seconds": "long"},
        [],
        {"kind": "slow", "seconds": -1},
    ],
)
def test_a_switch_that_makes_no_sense_is_refused(browser_like, body):
    answer = browser_like.put("/_simulation/faults", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_the_clock_is_told(browser_like, hand_clock):
    assert browser_like.get("/_simulation/clock").json() == {"now": "2026-03-02T09:00:00.0000000Z", "speed": 1.0}


def test_the_date_header_is_the_tenants_clock_and_can_be_wrong(http, tenant: Tenant):
    assert parsedate_to_datetime(http.get("/users").headers["Date"]) == NINE
    tenant.date_skew = 45.0
    assert parsedate_to_datetime(http.get("/users").headers["Date"]) == NINE + timedelta(seconds=45)
