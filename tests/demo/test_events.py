"""Events one by one: made, changed, deleted, shared with those invited."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calsync.demo.event_body import event_fields
from calsync.demo.graph_error import GraphError
from calsync.demo.graph_mail import message_fields
from calsync.demo.tenant import Tenant

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
BODY = {
    "subject": "Family support visit",
    "start": {"dateTime": "2026-07-01T10:00:00", "timeZone": "GMT Standard Time"},
    "end": {"dateTime": "2026-07-01T11:00:00.0000000", "timeZone": "Europe/London"},
    "location": {"displayName": "12 High St, Bexley"},
    "categories": ["Home visit"],
}


@pytest.fixture
def sam(person):
    return person("Sam Visits")


@pytest.mark.parametrize("place", ["events", "calendar/events"])
def test_an_event_made_over_http_is_read_back_the_same(http, sam, place):
    made = http.post(f"/users/{sam.id}/{place}", json=BODY, headers=IMMUTABLE)
    assert made.status_code == 201
    found = http.get(f"/users/{sam.id}/events/{made.json()['id']}", headers=IMMUTABLE).json()
    assert found["start"]["dateTime"] == "2026-07-01T09:00:00.0000000"
    assert found["location"]["displayName"] == "12 High St, Bexley"
    assert found["originalStartTimeZone"] == "GMT Standard Time"


def test_each_edit_changes_the_etag_and_the_time_of_the_last_change(http, tenant: Tenant, hand_clock, sam):
    made = http.post(f"/users/{sam.id}/events", json=BODY, headers=IMMUTABLE).json()
    hand_clock.at += timedelta(minutes=5)
    changed = http.patch(f"/users/{sam.id}/events/{made['id']}", json={"categories": ["Visit done"]}).json()
    assert changed["categories"] == ["Visit done"]
    assert changed["subject"] == made["subject"]
    assert changed["changeKey"] != made["changeKey"]
    assert changed["@odata.etag"] != made["@odata.etag"]
    assert changed["createdDateTime"] == made["createdDateTime"]
    assert changed["lastModifiedDateTime"] == "2026-03-02T09:05:00.0000000Z"


def test_a_change_of_a_stale_copy_is_refused_when_the_etag_is_sent(http, sam):
    made = http.post(f"/users/{sam.id}/events", json=BODY).json()
    address = f"/users/{sam.id}/events/{made['id']}"
    fresh = {"If-Match": made["@odata.etag"]}
    assert http.patch(address, json={"subject": "one"}, headers=fresh).status_code == 200
    assert http.patch(address, json={"subject": "two"}, headers=fresh).status_code == 400


def test_a_deleted_event_is_not_found_any_more(http, sam):
    made = http.post(f"/users/{sam.id}/events", json=BODY, headers=IMMUTABLE).json()
    address = f"/users/{sam.id}/events/{made['id']}"
    assert http.delete(address).status_code == 204
    for answer in (http.get(address), http.patch(address, json={"subject": "x"}), http.delete(address)):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "ErrorItemNotFound")
        inner = answer.json()["error"]["innerError"]
        assert set(inner) == {"date", "request-id", "client-request-id"}
        assert inner["request-id"] == answer.headers["request-id"]


def test_ids_are_case_sensitive(http, sam):
    made = http.post(f"/users/{sam.id}/events", json=BODY, headers=IMMUTABLE).json()
    assert http.get(f"/users/{sam.id}/events/{made['id'].swapcase()}").status_code == 404


def test_a_repeated_transaction_makes_no_second_event(http, sam):
    body = BODY | {"transactionId": "7E163156-7762-4BEB-A1C6-729EA81755A7"}
    one, two = (http.post(f"/users/{sam.id}/events", json=body).json() for _ in range(2))
    assert one["id"] == two["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": {"dateTime": "2026-07-01T09:00:00", "timeZone": "GMT Standard Time"}},
        {"start": None},
        {"start": {"dateTime": "tomorrow", "timeZone": "UTC"}},
        {"start": {"dateTime": "2026-07-01T10:00:00", "timeZone": "Middle Earth"}},
        {"showAs": "sleeping"},
        {"categories": "Home visit"},
        {"isAllDay": True},
        {"attendees": [{"name": "Morgan"}]},
        {"attendees": "Morgan"},
        {"location": "12 High St"},
        {"reminderMinutesBeforeStart": "soon"},
    ],
)
def test_an_event_that_makes_no_sense_is_refused_and_not_kept(http, sam, wrong):
    answer = http.post(f"/users/{sam.id}/events", json=BODY | wrong)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["message"]
    assert http.get(f"/users/{sam.id}/events").json()["value"] == []


def test_a_body_that_is_not_json_is_refused(http, sam):
    answer = http.post(f"/users/{sam.id}/events", content=b"{subject", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_who_is_invited_gets_a_copy_under_another_id_and_sees_moves_and_the_cancellation(http, tenant, person, sam):
    dee = person("Dee Deputises")
    made = tenant.add_event(sam.mail, "Joint visit", NINE, NINE + timedelta(hours=1), attendees=[dee.mail])
    day = (NINE - timedelta(hours=1), NINE + timedelta(hours=12))
    (copy,) = tenant.events(dee.mail, *day)
    assert (copy.response, copy.organizer.mail) == ("notResponded", sam.mail)
    (row,) = http.get(f"/users/{dee.id}/events", headers=IMMUTABLE).json()["value"]
    assert row["id"] != made
    assert row["isOrganizer"] is False
    assert http.post(f"/users/{dee.id}/events/{row['id']}/accept", json={}).status_code == 202
    mine = http.get(f"/users/{sam.id}/events/{made}").json()
    assert mine["attendees"][0]["status"]["response"] == "accepted"
    tenant.change_event(sam.mail, made, end=NINE + timedelta(hours=2))
    assert tenant.events(dee.mail, *day)[0].end == NINE + timedelta(hours=2)
    tenant.delete_event(sam.mail, made)
    (left,) = tenant.events(dee.mail, *day)
    assert left.cancelled is True
    assert left.subject == "Canceled: Joint visit"


def test_listeners_are_told_whose_diary_changed(tenant: Tenant, sam):
    told: list[tuple[str, str]] = []
    tenant.on_change = lambda mailbox, what: told.append((mailbox, what))
    made = tenant.add_event(sam.mail, "Visit", NINE, NINE + timedelta(hours=1))
    tenant.change_event(sam.mail, made, subject="Visit, longer")
    tenant.delete_event(sam.mail, made)
    assert told == [(sam.mail, "diary")] * 3


def test_naive_times_are_refused(tenant: Tenant, sam):
    with pytest.raises(TypeError, match="aware"):
        tenant.add_event(sam.mail, "Visit", NINE.replace(tzinfo=None), NINE)


def test_a_change_of_something_an_entry_has_not_is_refused(tenant: Tenant, sam):
    made = tenant.add_event(sam.mail, "Visit", NINE, NINE + timedelta(hours=1))
    with pytest.raises(TypeError, match="colour"):
        tenant.change_event(sam.mail, made, colour="red")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["emailAddress", "address", "name", "dateTime", "timeZone", "type"]), inner)
    ),
    max_leaves=5,
)
NAMES = [
    *("subject", "start", "end", "location", "locations", "categories", "showAs", "body", "attendees", "recurrence"),
    *("isAllDay", "transactionId", "reminderMinutesBeforeStart", "toRecipients", "from", "internetMessageHeaders"),
    *("importance", "isRead"),
]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=4))
def test_a_body_of_any_shape_is_taken_or_refused_and_breaks_nothing(body):
    for read in (lambda: event_fields(BODY | body, None), lambda: message_fields(body)):
        with contextlib.suppress(GraphError):
            read()
