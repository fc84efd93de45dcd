"""Switches that make a diary mislead: entries that are missing, pages that lie, odd entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from calsync.demo.fault_kinds import GROUPS
from calsync.demo.faults import Fault
from calsync.demo.recurrence import Recurrence
from calsync.demo.tenant import Tenant

DAY = {"startDateTime": "2026-03-02T00:00:00Z", "endDateTime": "2026-03-03T00:00:00Z"}
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def sam(person, tenant: Tenant):
    """Sam, with five visits after one another."""
    made = person("Sam Visits")
    for number in range(5):
        tenant.add_event(made.mail, f"Visit {number}", NINE + number * HOUR, NINE + (number + 1) * HOUR, "12 High St")
    return made


def pages(http, who, **options):
    page = http.get(f"/users/{who.id}/calendarView", params=DAY | options).json()
    while True:
        yield page
        if "@odata.nextLink" not in page:
            return
        page = http.get(page["@odata.nextLink"]).json()


def subjects(page):
    return [row["subject"] for row in page["value"]]


def test_every_page_can_be_preceded_by_an_empty_one(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("empty-page", sam.mail))
    sizes = [len(page["value"]) for page in pages(http, sam, **{"$top": "2"})]
    assert sizes == [0, 2, 0, 2, 0, 1]


def test_a_row_that_moves_between_two_pages_is_missed_and_another_comes_twice(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("moved-rows", sam.mail))
    found = [name for page in pages(http, sam, **{"$top": "3"}) for name in subjects(page)]
    assert found == ["Visit 0", "Visit 1", "Visit 2", "Visit 2", "Visit 4"]


def test_pages_can_go_on_without_end_with_ever_new_rows(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("endless-pages", sam.mail))
    some = list(islice(pages(http, sam, **{"$top": "1000"}), 4))
    assert len({row["id"] for page in some for row in page["value"]}) == 4000
    assert "@odata.nextLink" in some[-1]


def test_the_link_to_the_next_page_can_lead_to_another_host(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("foreign-link", sam.mail))
    page = http.get(f"/users/{sam.id}/calendarView", params=DAY).json()
    assert page["@odata.nextLink"].startswith("https://elsewhere.example/v1.0/users/")
    assert len(page["value"]) == 5


def test_an_emptied_diary_has_no_entry_by_id_either_until_it_is_restored(http, tenant: Tenant, sam):
    (page,) = pages(http, sam)
    one = f"/users/{sam.id}/events/{page['value'][0]['id']}"
    tenant.faults.set(Fault("emptied", sam.mail))
    assert subjects(next(pages(http, sam))) == []
    assert http.get(f"/users/{sam.id}/events").json()["value"] == []
    gone = [http.get(one), http.delete(one), http.patch(one, json={"subject": "x"})]
    assert {(answer.status_code, answer.json()["error"]["code"]) for answer in gone} == {(404, "ErrorItemNotFound")}
    tenant.faults.clear()
    assert len(subjects(next(pages(http, sam)))) == 5
    assert http.get(one).json()["subject"] == "Visit 0"


@pytest.mark.parametrize(("kind", "by_id"), [("entry-gone", 404), ("entry-left-out", 200)])
def test_one_entry_can_be_missing_while_the_others_stay(http, tenant: Tenant, sam, kind, by_id):
    (page,) = pages(http, sam)
    row = page["value"][1]
    tenant.faults.set(Fault(kind, sam.mail, entry="visit 1"))
    assert subjects(next(pages(http, sam))) == ["Visit 0", "Visit 2", "Visit 3", "Visit 4"]
    assert http.get(f"/users/{sam.id}/events/{row['id']}").status_code == by_id


def test_an_entry_can_be_named_by_its_id_too(http, tenant: Tenant, sam):
    (page,) = pages(http, sam)
    tenant.faults.set(Fault("entry-gone", sam.mail, entry=page["value"][2]["id"]))
    assert "Visit 2" not in subjects(next(pages(http, sam)))


def odd(row):
    """What is odd about a row, by kind of switch."""
    start, end = (row.get(name, {}).get("dateTime", "") for name in ("start", "end"))
    return {
        "odd-zone": row.get("originalStartTimeZone") == "tzone://Microsoft/Custom",
        "odd-values": row.get("type") == row.get("showAs") == "unknownFutureValue",
        "odd-missing": "subject" not in row and "type" not in row and bool(start),
        "odd-null": "subject" in row and row["subject"] is None and bool(start),
        "odd-no-times": not start,
        "odd-bad-times": "T25:61" in start,
        "odd-year-one": start.startswith("0001-01-01T") and end == start,
        "odd-reversed": end < start,
        "odd-long-subject": len(row.get("subject") or "") == 10_000,
        "odd-script": "👩‍👧‍👦" in (row.get("subject") or ""),
    }


ODD = [kind.name for kind in GROUPS["Odd entries"]]


@pytest.mark.parametrize("kind", ODD)
def test_one_entry_can_be_odd_in_the_view_and_by_its_id_while_the_others_are_not(http, tenant: Tenant, sam, kind):
    (page,) = pages(http, sam)
    tenant.faults.set(Fault(kind, sam.mail, entry="Visit 3"))
    (page,) = pages(http, sam)
    by_id = http.get(f"/users/{sam.id}/events/{page['value'][3]['id']}").json()
    assert [[name for name, is_so in odd(row).items() if is_so] for row in page["value"]] == [[], [], [], [kind], []]
    assert odd(by_id)[kind]
    tenant.faults.clear()
    (page,) = pages(http, sam)
    assert not any(any(odd(row).values()) for row in page["value"])


def test_one_entry_can_be_odd_in_every_way_at_once(http, tenant: Tenant, sam):
    for kind in ODD:
        tenant.faults.set(Fault(kind, sam.mail, entry="Visit 3"))
    (page,) = pages(http, sam)
    assert set(page["value"][3]) == {"@odata.etag", "id"}


def test_a_row_is_never_an_old_one(http, tenant: Tenant, sam):
    series = Recurrence.daily(NINE.date(), count=3)
    weekly = tenant.add_event(sam.mail, "Daily", NINE - HOUR, NINE, recurrence=series)
    occurrence = next(pages(http, sam))["value"][0]["id"]
    tenant.change_event(sam.mail, occurrence, end=NINE - HOUR / 2)
    assert next(pages(http, sam))["value"][0]["end"]["dateTime"] == "2026-03-02T08:30:00.0000000"
    # The exception keeps its own change key and shows its series' new subject.
    tenant.change_event(sam.mail, weekly, subject="Renamed")
    assert next(pages(http, sam))["value"][0]["subject"] == "Renamed"
    tenant.add_event(sam.mail, "Nobody's", NINE + 9 * HOUR, NINE + 10 * HOUR, organizer=None)
    assert next(pages(http, sam))["value"][-1]["organizer"]["emailAddress"]["name"] == "Sam Visits"
    tenant.change_person(sam.mail, name="Sam Renamed")
    assert next(pages(http, sam))["value"][-1]["organizer"]["emailAddress"]["name"] == "Sam Renamed"


def test_delta_is_not_served(http, sam):
    for name in ("delta", "delta()", "microsoft.graph.delta()"):
        assert http.get(f"/users/{sam.id}/calendarView/{name}", params=DAY).status_code == 400
