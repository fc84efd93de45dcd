"""The window on a diary: what is in it, in which form, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calsync.demo.tenant import Tenant

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = {"startDateTime": "2026-03-02T00:00:00Z", "endDateTime": "2026-03-03T00:00:00Z"}
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


@pytest.fixture
def sam(person):
    return person("Sam Visits")


def view(http, who, headers=None, **options):
    answer = http.get(f"/users/{who.id}/calendarView", params=DAY | options, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_entry_is_written_as_microsoft_documents_it(http, tenant: Tenant, sam):
    where = "12 High St, Bexley"
    made = tenant.add_event(sam.mail, "Family support visit", NINE, NINE + timedelta(hours=1), where, ["Home visit"])
    (row,) = view(http, sam, IMMUTABLE)["value"]
    assert row["id"] == made
    assert row["start"] == {"dateTime": "2026-03-02T09:00:00.0000000", "timeZone": "UTC"}
    assert row["end"] == {"dateTime": "2026-03-02T10:00:00.0000000", "timeZone": "UTC"}
    assert row["location"]["displayName"] == row["locations"][0]["displayName"] == where
    assert row["categories"] == ["Home visit"]
    assert row["type"] == "singleInstance"
    assert row["responseStatus"] == {"response": "organizer", "time": "0001-01-01T00:00:00Z"}
    assert row["@odata.etag"] == f'W/"{row["changeKey"]}"'
    assert row["organizer"]["emailAddress"]["address"] == sam.mail
    assert row["createdDateTime"] == "2026-03-02T09:00:00.0000000Z"


def test_the_window_holds_what_overlaps_it_and_nothing_that_only_touches_it(http, tenant: Tenant, sam):
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    for name, start, end in (
        ("ends as it begins", -60, 0),
        ("over its start", -60, 1),
        ("whole", 60, 120),
        ("over its end", 1439, 1500),
        ("begins as it ends", 1440, 1500),
    ):
        tenant.add_event(sam.mail, name, midnight + timedelta(minutes=start), midnight + timedelta(minutes=end))
    assert [row["subject"] for row in view(http, sam)["value"]] == ["over its start", "whole", "over its end"]


def test_offsets_of_the_window_count(http, tenant: Tenant, sam):
    tenant.add_event(sam.mail, "at nine", NINE, NINE + timedelta(minutes=30))
    inside = {"startDateTime": "2026-03-02T10:00:00+01:00", "endDateTime": "2026-03-02T10:30:00+01:00"}
    outside = {"startDateTime": "2026-03-02T09:00:00-01:00", "endDateTime": "2026-03-02T10:30:00-01:00"}
    assert len(view(http, sam, **inside)["value"]) == 1
    assert view(http, sam, **outside)["value"] == []


def test_names_of_query_options_are_read_in_any_case_and_doubled_slashes_as_one(http, server, tenant: Tenant, sam):
    tenant.add_event(sam.mail, "at nine", NINE, NINE + timedelta(minutes=30))
    answer = http.get(
        f"{server.graph_url}//users/{sam.mail.upper()}/CalendarView"
        "?startdatetime=2026-03-02T00:00:00Z&ENDDATETIME=2026-03-03T00:00:00Z&%24Select=subject"
    )
    (row,) = answer.json()["value"]
    assert set(row) == {"@odata.etag", "id", "subject"}


def test_a_window_is_needed(http, sam):
    answer = http.get(f"/users/{sam.id}/calendarView")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "ErrorInvalidParameter"


@pytest.mark.parametrize("name", ["createdDateTime", "lastModifiedDateTime"])
def test_the_times_of_making_and_changing_cannot_be_selected(http, sam, name):
    answer = http.get(f"/users/{sam.id}/calendarView", params=DAY | {"$select": f"id,{name}"})
    assert answer.status_code == 400
    assert name in answer.json()["error"]["message"]


def test_an_unknown_property_cannot_be_selected(http, tenant: Tenant, sam):
    tenant.add_event(sam.mail, "at nine", NINE, NINE + timedelta(minutes=30))
    answer = http.get(f"/users/{sam.id}/calendarView", params=DAY | {"$select": "subjekt"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "RequestBroker--ParseUri"


def test_pages_follow_absolute_links_on_the_clients_own_base_until_every_row_came_once(http, tenant: Tenant, sam):
    for number in range(23):
        start = NINE + timedelta(minutes=number)
        tenant.add_event(sam.mail, f"Visit {number}", start, start + timedelta(minutes=1))
    page = view(http, sam, {"Prefer": 'IdType="ImmutableId"'}, **{"$select": "subject"})
    sizes, subjects = [], []
    while True:
        sizes.append(len(page["value"]))
        subjects += [row["subject"] for row in page["value"]]
        if "@odata.nextLink" not in page:
            break
        assert page["@odata.nextLink"].startswith(str(http.base_url))
        page = http.get(page["@odata.nextLink"]).json()
        assert all(set(row) == {"@odata.etag", "id", "subject"} for row in page["value"])
    assert sizes == [10, 10, 3]
    assert subjects == [f"Visit {number}" for number in range(23)]


@pytest.mark.parametrize(
    ("headers", "options"), [({}, {"$top": "1000"}), ({"Prefer": "odata.maxpagesize=50"}, {})], ids=["$top", "Prefer"]
)
def test_the_size_of_a_page_can_be_asked_for(http, tenant: Tenant, sam, headers, options):
    for _ in range(12):
        tenant.add_event(sam.mail, "Visit", NINE, NINE + timedelta(minutes=1))
    page = view(http, sam, headers, **options)
    assert len(page["value"]) == 12
    assert "@odata.nextLink" not in page


def test_a_preference_that_was_not_obeyed_is_not_said_to_be_applied(http, sam):
    many = {"Prefer": 'odata.maxpagesize=many, IdType="ImmutableId"'}
    assert http.get(f"/users/{sam.id}/events", headers=many).headers["Preference-Applied"] == 'IdType="ImmutableId"'
    top = http.get(f"/users/{sam.id}/events", params={"$top": "5"}, headers={"Prefer": "odata.maxpagesize=2"})
    assert "Preference-Applied" not in top.headers


def test_an_unknown_property_is_refused_of_an_empty_diary_too(http, sam):
    answer = http.get(f"/users/{sam.id}/calendarView", params=DAY | {"$select": "subjekt"})
    assert answer.json()["error"]["code"] == "RequestBroker--ParseUri"


def test_a_page_of_more_than_a_thousand_is_refused(http, sam):
    answer = http.get(f"/users/{sam.id}/calendarView", params=DAY | {"$top": "1001"})
    assert answer.status_code == 400


def test_times_come_in_the_zone_that_was_asked_for_and_the_server_says_what_it_obeyed(http, tenant: Tenant, sam):
    summer = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    tenant.add_event(sam.mail, "Summer visit", summer, summer + timedelta(hours=1))
    answer = http.get(
        f"/users/{sam.id}/calendarView",
        params={"startDateTime": "2026-07-01T00:00:00Z", "endDateTime": "2026-07-02T00:00:00Z"},
        headers={"Prefer": 'outlook.timezone="GMT Standard Time", IdType="ImmutableId",odata.maxpagesize=5'},
    )
    start = answer.json()["value"][0]["start"]
    assert start == {"dateTime": "2026-07-01T10:00:00.0000000", "timeZone": "GMT Standard Time"}
    for obeyed in ('outlook.timezone="GMT Standard Time"', 'IdType="ImmutableId"', "odata.maxpagesize=5"):
        assert obeyed in answer.headers["Preference-Applied"]


def test_an_unknown_zone_is_refused(http, sam):
    answer = http.get(f"/users/{sam.id}/calendarView", params=DAY, headers={"Prefer": 'outlook.timezone="Mars"'})
    assert answer.status_code == 400


def test_an_all_day_entry_is_midnight_in_whichever_zone_is_asked_for(http, tenant: Tenant, sam):
    day = datetime(2026, 7, 1, 12, tzinfo=UTC)
    tenant.add_event(sam.mail, "Training", day, day + timedelta(days=1), all_day=True)
    window = {"startDateTime": "2026-07-01T00:00:00Z", "endDateTime": "2026-07-02T00:00:00Z"}
    for zone in ("UTC", "GMT Standard Time"):
        (row,) = view(http, sam, {"Prefer": f'outlook.timezone="{zone}"'}, **window)["value"]
        assert row["isAllDay"] is True
        assert row["start"] == {"dateTime": "2026-07-01T00:00:00.0000000", "timeZone": zone}


def test_ids_have_two_forms_and_both_open_the_entry(http, tenant: Tenant, sam):
    tenant.add_event(sam.mail, "at nine", NINE, NINE + timedelta(minutes=30))
    moving, lasting = view(http, sam)["value"][0]["id"], view(http, sam, IMMUTABLE)["value"][0]["id"]
    assert moving != lasting
    for name in (moving, lasting):
        assert http.get(f"/users/{sam.id}/events/{name}").json()["subject"] == "at nine"


def test_rows_are_filtered_and_ordered_when_asked(http, tenant: Tenant, sam):
    for name, hours in (("b", 0), ("a", 1), ("c", 2)):
        tenant.add_event(sam.mail, name, NINE + timedelta(hours=hours), NINE + timedelta(hours=hours + 1))
    by_name = view(http, sam, **{"$orderby": "subject desc", "$filter": "subject ne 'c'"})
    assert [row["subject"] for row in by_name["value"]] == ["b", "a"]
    by_start = view(http, sam, **{"$orderby": "start/dateTime desc"})
    assert [row["subject"] for row in by_start["value"]] == ["c", "a", "b"]


def test_an_empty_first_page_still_leads_to_the_rows(http, tenant: Tenant, sam):
    from calsync.demo.faults import Fault

    tenant.add_event(sam.mail, "at nine", NINE, NINE + timedelta(minutes=30))
    tenant.faults.set(Fault("empty-page", sam.mail))
    first = view(http, sam)
    assert first["value"] == []
    assert [row["subject"] for row in http.get(first["@odata.nextLink"]).json()["value"]] == ["at nine"]


def test_the_calendar_has_an_id_under_which_its_view_is_found_too(http, tenant: Tenant, sam):
    tenant.add_event(sam.mail, "at nine", NINE, NINE + timedelta(minutes=30))
    (calendar,) = http.get(f"/users/{sam.id}/calendars").json()["value"]
    for place in ("calendar", f"calendars/{calendar['id']}"):
        assert len(http.get(f"/users/{sam.id}/{place}/calendarView", params=DAY).json()["value"]) == 1
    assert http.get(f"/users/{sam.id}/calendars/other/calendarView", params=DAY).status_code == 404
