"""Series: occurrences in full, through changes of the clocks, moved, deleted and split."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.demo.graph_error import GraphError
from calsync.demo.recurrence import Recurrence
from calsync.demo.tenant import Tenant

LONDON = {"Prefer": 'outlook.timezone="Europe/London", IdType="ImmutableId"'}
MARCH = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-04-30T00:00:00Z", "$top": "100"}


@pytest.fixture
def sam(person):
    return person("Sam Visits")


@pytest.fixture
def weekly(tenant: Tenant, sam):
    """Thursdays at 14:00 in London, five times from 12 March 2026 on, over the change of the clocks."""
    start = datetime(2026, 3, 12, 14, 0, tzinfo=UTC)
    return tenant.add_event(
        sam.mail,
        "Weekly visit",
        start,
        start + timedelta(hours=1),
        "12 High St, Bexley",
        ["Home visit"],
        Recurrence.weekly(date(2026, 3, 12), count=5),
    )


def rows(http, sam, **options):
    return http.get(f"/users/{sam.id}/calendarView", params=MARCH | options, headers=LONDON).json()["value"]


def test_each_occurrence_comes_in_full_at_the_same_time_of_day_through_the_change_of_the_clocks(http, sam, weekly):
    found = rows(http, sam)
    assert [row["start"]["dateTime"][:16] for row in found] == [
        "2026-03-12T14:00",
        "2026-03-19T14:00",
        "2026-03-26T14:00",
        "2026-04-02T14:00",
        "2026-04-09T14:00",
    ]
    assert {row["type"] for row in found} == {"occurrence"}
    assert {row["seriesMasterId"] for row in found} == {weekly}
    assert {row["location"]["displayName"] for row in found} == {"12 High St, Bexley"}
    assert len({row["id"] for row in found}) == 5
    utc = http.get(f"/users/{sam.id}/events/{found[3]['id']}").json()
    assert utc["start"]["dateTime"] == "2026-04-02T13:00:00.0000000"


def test_occurrences_keep_their_ids_from_one_reading_to_the_next(http, sam, weekly):
    assert [row["id"] for row in rows(http, sam)] == [row["id"] for row in rows(http, sam)]


def test_moving_one_occurrence_makes_an_exception_that_keeps_its_id(http, tenant: Tenant, sam, weekly):
    second = rows(http, sam)[1]
    start = {"dateTime": "2026-03-20T09:00:00", "timeZone": "Europe/London"}
    end = {"dateTime": "2026-03-20T10:00:00", "timeZone": "Europe/London"}
    answer = http.patch(f"/users/{sam.id}/events/{second['id']}", json={"start": start, "end": end})
    assert answer.json()["type"] == "exception"
    found = rows(http, sam)
    assert [row["type"] for row in found] == ["occurrence", "exception", "occurrence", "occurrence", "occurrence"]
    assert found[1]["id"] == second["id"]
    assert found[1]["start"]["dateTime"] == "2026-03-20T09:00:00.0000000"
    assert found[1]["originalStart"] == "2026-03-19T14:00:00Z"
    assert found[1]["@odata.etag"] != second["@odata.etag"]


def test_deleting_one_occurrence_leaves_the_others(http, sam, weekly):
    first = rows(http, sam)[0]
    assert http.delete(f"/users/{sam.id}/events/{first['id']}").status_code == 204
    assert len(rows(http, sam)) == 4
    gone = http.get(f"/users/{sam.id}/events/{first['id']}")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "ErrorItemNotFound")
    master = http.get(f"/users/{sam.id}/events/{weekly}", params={"$select": "cancelledOccurrences"}).json()
    assert master["cancelledOccurrences"] == [f"OID.{master['id']}.2026-03-12"]


def test_an_occurrence_that_was_moved_out_of_the_window_leaves_it_and_one_moved_in_comes(
    http, tenant: Tenant, sam, weekly
):
    first, far = rows(http, sam)[0], datetime(2026, 9, 1, 9, tzinfo=UTC)
    tenant.change_event(sam.mail, first["id"], start=far, end=far + timedelta(hours=1))
    assert first["id"] not in [row["id"] for row in rows(http, sam)]
    window = {"startDateTime": "2026-09-01T00:00:00Z", "endDateTime": "2026-09-02T00:00:00Z"}
    assert [row["id"] for row in rows(http, sam, **window)] == [first["id"]]


def test_a_change_of_the_series_reaches_its_occurrences_but_not_what_an_exception_says_itself(
    http, tenant: Tenant, sam, weekly
):
    tenant.change_event(sam.mail, rows(http, sam)[0]["id"], subject="Only here")
    tenant.change_event(sam.mail, weekly, subject="Everywhere", location="1 Elm Road")
    found = rows(http, sam)
    assert [row["subject"] for row in found] == ["Only here"] + ["Everywhere"] * 4
    assert {row["location"]["displayName"] for row in found} == {"1 Elm Road"}


def test_deleting_the_series_takes_every_occurrence(http, tenant: Tenant, sam, weekly):
    tenant.delete_event(sam.mail, weekly)
    assert rows(http, sam) == []


def test_this_and_following_ends_the_old_series_and_gives_the_rest_new_ids(http, tenant: Tenant, sam, weekly):
    before = rows(http, sam)
    tenant.split_series(sam.mail, before[2]["id"], subject="New round")
    after = rows(http, sam)
    assert [row["subject"] for row in after] == ["Weekly visit"] * 2 + ["New round"] * 3
    assert [row["start"] for row in after] == [row["start"] for row in before]
    assert [row["id"] for row in after[:2]] == [row["id"] for row in before[:2]]
    assert not {row["id"] for row in after[2:]} & {row["id"] for row in before}


def test_a_series_is_listed_as_its_master_and_its_instances_can_be_asked_for(http, sam, weekly):
    (master,) = http.get(f"/users/{sam.id}/events", headers=LONDON).json()["value"]
    assert (master["id"], master["type"]) == (weekly, "seriesMaster")
    assert master["recurrence"]["pattern"]["daysOfWeek"] == ["thursday"]
    found = http.get(f"/users/{sam.id}/events/{weekly}/instances", params=MARCH).json()["value"]
    assert len(found) == 5


def test_a_series_can_be_made_over_http(http, sam):
    body = {
        "subject": "Every other day",
        "start": {"dateTime": "2026-03-02T09:00:00", "timeZone": "GMT Standard Time"},
        "end": {"dateTime": "2026-03-02T10:00:00", "timeZone": "GMT Standard Time"},
        "recurrence": {
            "pattern": {"type": "daily", "interval": 2},
            "range": {"type": "endDate", "startDate": "2026-03-02", "endDate": "2026-03-08"},
        },
    }
    assert http.post(f"/users/{sam.id}/events", json=body).json()["type"] == "seriesMaster"
    assert [row["start"]["dateTime"][:10] for row in rows(http, sam)] == [f"2026-03-0{day}" for day in (2, 4, 6, 8)]


@pytest.mark.parametrize(
    "recurrence",
    [
        {"pattern": {"type": "weekly", "interval": 0, "daysOfWeek": ["monday"]}},
        {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["funday"]}},
        {"pattern": {"type": "weekly", "interval": 1}},
        {"pattern": {"type": "relativeYearly", "interval": 1}},
        {"pattern": {"type": "daily", "interval": 1}, "range": {"type": "noEnd"}},
        {
            "pattern": {"type": "daily"},
            "range": {"type": "endDate", "startDate": "2026-03-02", "endDate": "2026-03-01"},
        },
        "weekly",
    ],
)
def test_a_recurrence_that_cannot_be_kept_is_refused(recurrence):
    if isinstance(recurrence, dict) and "range" not in recurrence:
        recurrence = recurrence | {"range": {"type": "noEnd", "startDate": "2026-03-02"}}
    with pytest.raises(GraphError) as refusal:
        Recurrence.from_json(recurrence, "UTC")
    assert refusal.value.status == 400


def test_every_other_week_counts_weeks_from_their_first_day():
    # Monday and Sunday, fortnightly, from Monday 2 March 2026: with weeks from Sunday the 1st has gone by.
    series = Recurrence.weekly(date(2026, 3, 2), "monday", "sunday", interval=2, count=4)
    assert [day.day for day in series.dates(date.min, date.max)] == [2, 15, 16, 29]


def test_the_thirty_first_of_a_short_month_is_its_last_day():
    series = Recurrence(pattern="absoluteMonthly", first=date(2026, 1, 31), day_of_month=31, count=4)
    assert [str(day) for day in series.dates(date.min, date.max)] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
weekdays = st.sets(
    st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]), min_size=1
)


@settings(deadline=None)
@given(first=days, named=weekdays, interval=st.integers(1, 5), count=st.integers(1, 40), skip=st.integers(-90, 400))
def test_a_window_of_a_series_is_the_part_of_the_whole_that_lies_in_it(first, named, interval, count, skip):
    series = Recurrence.weekly(first, *named, interval=interval, count=count)
    every = series.dates(date.min, date.max)
    assert len(every) == count
    assert list(every) == sorted(set(every))
    low, high = first + timedelta(days=skip), first + timedelta(days=skip + 30)
    assert list(series.dates(low, high)) == [day for day in every if low <= day <= high]


@settings(deadline=None)
@given(first=days, interval=st.integers(1, 9), count=st.integers(1, 60))
def test_a_series_comes_back_from_its_json_the_same(first, interval, count):
    series = Recurrence.daily(first, interval=interval, count=count)
    assert Recurrence.from_json(series.to_json(), "UTC") == series
