"""What becomes of watched visits when their mailbox answers with an error, with nonsense, or with nothing.

A mailbox that can't be read decides nothing, before a visit's start and after it (law 1). One that is suddenly empty of
all that lay ahead is told and not believed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from calsync.demo.faults import Fault
from tests.house import OAK_STREET, clock
from tests.tenant_house import SAMS, CannedRows, GraphHouse, Outlook
from tests.watched_visit import (
    HOME_VISIT,
    asked,
    awaited,
    check_that_the_ladder_runs_where_an_end_is_awaited,
    opened,
)

WATCHED = {
    "subject": "Home visit",
    "categories": HOME_VISIT,
    "start": {"dateTime": "2026-03-02T13:00:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-02T14:00:00.0000000", "timeZone": "UTC"},
}


@pytest.mark.parametrize("at", ["12:00", "13:29"], ids=["before", "after"])
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("access-denied", "403 ErrorAccessDenied"),
        ("no-mailbox", "404 MailboxNotEnabledForRESTAPI"),
        ("gone", "410 Gone"),
        ("throttled", "429 ApplicationThrottled"),
        ("unavailable", "503"),
        ("unavailable-empty", "503"),
        ("gateway-timeout", "504"),
        ("gateway-timeout-html", "504"),
        ("endless-pages", "no end of pages"),
        ("foreign-link", "leads away from"),
        ("hanging", "did not answer within"),
    ],
)
def test_a_mailbox_that_can_not_be_read_changes_nothing_and_the_alarm_says_since_when(
    open_house: Callable[..., GraphHouse], outlook: Outlook, at: str, kind: str, said: str
) -> None:
    # Pages without end are counted, which takes a busy machine a while; what hangs is waited for.
    timeout = 5.0 if kind == "endless-pages" else 0.4
    house, _ = opened(open_house, at, settings=replace(outlook.settings(), timeout=timeout))
    house.tenant.faults.set(Fault(kind, SAMS, seconds=1))
    house.poll()
    assert said in house.problem()
    assert awaited(house) == ("14:00",)
    house.clock.moment = clock("14:19")
    house.scan()
    house.clock.moment = clock("14:20")
    house.scan()
    assert awaited(house) == ("14:00",)
    assert f"Diary: not read since {at}" in house.last("morgan").text
    assert asked(house) == []
    house.tenant.faults.clear()
    house.poll()
    assert (house.problem(), awaited(house)) == ("", ("14:00",))


@pytest.mark.parametrize("at", ["12:00", "13:29"], ids=["before", "after"])
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<html><body>Please sign in to the proxy</body></html>"),
        httpx.Response(200, content=b""),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"value": None}),
        httpx.Response(200, json={"value": {}}),
        httpx.Response(200, json=[]),
        httpx.Response(200, content=b'{"value": [{"id": "e1"'),
        httpx.Response(204),
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        httpx.Response(404, json={"error": {"code": "Request_ResourceNotFound"}}),
        httpx.Response(404, json={"error": {"code": "ErrorItemNotFound"}}),
        httpx.Response(410, json={"error": {"code": "SyncStateNotFound"}}),
        httpx.Response(404, content=b""),
    ],
    ids=lambda answer: f"{answer.status_code}-{answer.content[:24].decode()}",
)
def test_what_is_no_diary_is_never_an_empty_one(
    open_house: Callable[..., GraphHouse], at: str, answer: httpx.Response
) -> None:
    rows = CannedRows()
    house = open_house(at=at, transport=rows.transport)
    rows.put("e1", **WATCHED)
    house.read()
    rows.view = answer
    house.poll()
    assert house.problem()
    assert awaited(house) == ("14:00",)
    house.clock.moment = clock("14:20")
    house.scan()
    assert house.told_at("morgan") == ["14:20"]


@pytest.mark.parametrize("at", ["12:00", "13:29"], ids=["before", "after"])
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(403, json={"error": {"code": "ErrorAccessDenied"}}),
        httpx.Response(404, json={"error": {"code": "MailboxNotEnabledForRESTAPI"}}),
        httpx.Response(404, html="<html>not found</html>"),
        httpx.Response(410, json={"error": {"code": "Gone"}}),
        httpx.Response(503, html="<html>later</html>"),
        httpx.Response(200, content=b""),
        httpx.Response(200, json={"id": "e1"}),
    ],
    ids=lambda answer: f"{answer.status_code}-{answer.content[:24].decode()}",
)
def test_an_entry_missing_from_the_diary_is_gone_by_its_own_404_alone(
    open_house: Callable[..., GraphHouse], at: str, answer: httpx.Response
) -> None:
    rows = CannedRows()
    house = open_house(at=at, transport=rows.transport)
    rows.put("e1", **WATCHED)
    house.read()
    rows.view, rows.entry = httpx.Response(200, json={"value": []}), answer
    house.poll()
    house.send()
    assert awaited(house) == ("14:00",)
    assert house.told("sam") == []
    rows.entry = httpx.Response(404, json={"error": {"code": "ErrorItemNotFound"}})
    house.poll()
    house.send()
    assert awaited(house) == (() if at == "12:00" else ("14:00",))
    assert len(asked(house)) == (at == "13:29")


# --- a mailbox suddenly empty


def a_full_day(house: GraphHouse) -> None:
    """Two more visits, later that day."""
    house.writes_entry("Home visit", "15:00", "15:30", OAK_STREET, HOME_VISIT)
    house.writes_entry("Home visit", "16:00", "16:30", OAK_STREET, HOME_VISIT)


@pytest.mark.parametrize("how", ["emptied", "deleted one by one"])
def test_a_diary_emptied_of_all_that_lay_ahead_is_not_believed(
    open_house: Callable[..., GraphHouse], outlook: Outlook, how: str
) -> None:
    house, _ = opened(open_house, "12:00")
    a_full_day(house)
    house.read()
    if how == "emptied":
        house.tenant.faults.set(Fault("emptied", SAMS))
    else:
        outlook.emptied()
    house.until("12:12")
    assert awaited(house) == ("14:00", "15:30", "16:30")
    assert [act.what for act in house.acts()].count("diary-emptied") == 1
    assert house.notices() == ["diary-emptied"]
    assert house.told("sam") == house.told("morgan") == []
    check_that_the_ladder_runs_where_an_end_is_awaited(house)


def test_in_a_diary_emptied_after_its_start_the_begun_visit_is_asked_about_and_the_others_wait(
    open_house: Callable[..., GraphHouse],
) -> None:
    house, _ = opened(open_house, "12:58")
    a_full_day(house)
    house.writes_entry("Office", "17:00", "17:30")
    house.until("13:30")
    house.tenant.faults.set(Fault("emptied", SAMS))
    house.until("13:31")
    assert awaited(house) == ("14:00", "15:30", "16:30")
    assert len(asked(house)) == 1
    house.tenant.faults.clear()
    house.until("13:32")
    assert awaited(house) == ("14:00", "15:30", "16:30")
    assert [each.visit.left_diary for each in house.watched()] == [None, None, None]


def test_an_empty_page_before_the_entries_is_no_emptied_diary(open_house: Callable[..., GraphHouse]) -> None:
    house, _ = opened(open_house, "12:00")
    a_full_day(house)
    house.read()
    for kind in ("empty-page", "repeated-rows"):
        house.tenant.faults.set(Fault(kind, SAMS))
        house.read()
        assert awaited(house) == ("14:00", "15:30", "16:30")
    assert "diary-emptied" not in [act.what for act in house.acts()]
