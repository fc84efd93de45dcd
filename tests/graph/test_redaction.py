"""What `calsync probe` shows of Microsoft's replies: their structure, Microsoft's own words, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calsync.graph import redaction_words as words
from calsync.graph.redaction import ROWS, Redactor, zone_names

ROOT = "https://graph.microsoft.com"
GUID = "11111111-2222-4333-8444-555555555555"
ID = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AAAAAAAAAAAAAAA="

SHAPES = (
    "text mail guid id etag time message-id link elsewhere key word number permission root date other deeper and more "
    "true false null"
)
ALLOWED = "\n".join(
    [
        *(words.KEYS | words.WORDS | words.PATH_WORDS | words.QUERY_WORDS | words.SHOWN_NUMBERS | words.ID_STARTS),
        *(value for values in words.VALUES.values() for value in values),
        *(zone_names() | words.PERMISSIONS),
        "0001-01-01T00:00:00.0000000Z 9999-99-99T99:99:99.9999999+99:99 T00:00:00.0000000",
        "IdType ImmutableId outlook.timezone outlook.body-content-type odata.maxpagesize odata.track-changes",
        "preference-applied prefer retry-after content-type application/json odata-version",
        SHAPES,
    ]
).lower()

secrets = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=4, max_size=30),
    st.from_regex(r"[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}", fullmatch=True),
    st.from_regex(r"[a-z]{4,9}\.[a-z]{4,9}@[a-z]{4,9}\.example", fullmatch=True),
    st.from_regex(r"07700 9\d{5}|\d{2} [A-Z][a-z]{4,9} Road", fullmatch=True),
    st.dates().map(lambda day: f"{day}T14:35:10.1234567"),
    st.uuids().map(str),
    st.from_regex(r"AAMk[A-Za-z0-9_-]{40,60}", fullmatch=True),
)


def is_a_persons(text: str) -> bool:
    """Whether a text has a word in it that is none of Microsoft's."""
    return any(word.lower() not in ALLOWED for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+", text))


def around(secret: str) -> st.SearchStrategy[str]:
    """A text that holds the secret: alone, in a sentence, in a link, in a code."""
    return st.sampled_from(
        [
            secret,
            f"Resource '{secret}' does not exist.",
            f"The mailbox of {secret} was not found",
            f"{ROOT}/v1.0/users/{secret}/calendarView?$top=1&{secret}={secret}",
            f"{ROOT}/v1.0/$metadata#users('{secret}')/events",
            f"Error{secret}NotFound",
            f'IdType="ImmutableId", outlook.timezone="{secret}", {secret}={secret}',
            f"application/json;charset={secret}",
        ]
    )


@st.composite
def replies(draw: st.DrawFn) -> tuple[str, Any]:
    """A secret and a reply of Microsoft's kind that holds it in many places."""
    secret = draw(secrets)
    keys = st.one_of(st.sampled_from(sorted(words.KEYS)), st.just(secret))
    leaves = st.one_of(around(secret), st.none(), st.booleans(), st.integers(0, 99), st.just(secret))
    inner = st.recursive(leaves, lambda more: st.lists(more, max_size=5) | st.dictionaries(keys, more, max_size=5))
    return secret, draw(st.dictionaries(keys, inner, min_size=1, max_size=6))


@given(replies())
def test_no_text_of_a_reply_survives_that_is_not_microsofts_own(drawn: tuple[str, Any]) -> None:
    secret, reply = drawn
    assume(is_a_persons(secret))
    told = json.dumps(Redactor(ROOT).json(reply), ensure_ascii=False)
    assert json.dumps(secret, ensure_ascii=False)[1:-1] not in told
    for piece in re.split(r"[\W_]+", secret):
        assert len(piece) < 4 or piece.lower() in ALLOWED or piece not in told


@given(secrets, st.data())
def test_no_header_survives_that_is_not_on_the_list(secret: str, data: st.DataObject) -> None:
    assume(is_a_persons(secret))
    names = st.sampled_from(
        ["Preference-Applied", "Retry-After", "Content-Type", "request-id", "Location", "Set-Cookie"]
    )
    headers = data.draw(st.dictionaries(names | st.just("x-ms-throttle-information"), around(secret), max_size=5))
    assert secret not in json.dumps(Redactor(ROOT).headers(headers), ensure_ascii=False)


EVENT = {
    "@odata.etag": 'W/"EZ9r3czxY0m2jz8c45czkwAAFXcvIQ=="',
    "id": ID,
    "subject": "Visit to the Anwar family",
    "isAllDay": False,
    "sensitivity": "private",
    "showAs": "busy",
    "type": "occurrence",
    "start": {"dateTime": "2026-03-02T09:30:00.0000000", "timeZone": "GMT Standard Time"},
    "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
    "location": {"displayName": "14 Elm Road", "locationType": "default", "coordinates": {"latitude": 53.8}},
    "organizer": {"emailAddress": {"name": "Sam Worker", "address": "sam@clarendon.example"}},
}


def test_an_entry_keeps_its_structure_and_microsofts_words() -> None:
    assert Redactor(ROOT).json(EVENT) == {
        "@odata.etag": "<etag 36 #1>",
        "id": f"<id {len(ID)} AAkA… #1>",
        "subject": "<text 25 #1>",
        "isAllDay": False,
        "sensitivity": "private",
        "showAs": "busy",
        "type": "occurrence",
        "start": {"dateTime": "<time 9999-99-99T99:99:99.9999999 #1>", "timeZone": "GMT Standard Time"},
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "location": {"displayName": "<text 11 #2>", "locationType": "default", "coordinates": {"latitude": "<number>"}},
        "organizer": {"emailAddress": {"name": "<text 10 #3>", "address": "<mail #1>"}},
    }


def test_what_is_a_word_of_microsofts_under_one_key_is_a_persons_under_another() -> None:
    told = Redactor(ROOT).json({"sensitivity": "private", "subject": "private", "timeZone": "UTC", "city": "UTC"})
    assert told == {"sensitivity": "private", "subject": "<text 7 #1>", "timeZone": "UTC", "city": "<text 3 #2>"}


def test_the_same_text_has_the_same_number_and_another_one_has_not() -> None:
    redactor = Redactor(ROOT)
    first, other, again = (redactor.text(each) for each in (ID, ID.swapcase().replace("aaK", "AAk"), ID))
    assert first == again
    assert first != other


def test_midnight_stays_and_the_day_and_every_other_hour_do_not() -> None:
    redactor = Redactor(ROOT)
    assert redactor.text("2026-03-02T00:00:00.0000000") == "<time 9999-99-99T00:00:00.0000000 #1>"
    assert redactor.text("2026-03-02T00:10:00.0000000") == "<time 9999-99-99T99:99:99.9999999 #2>"


@pytest.mark.parametrize(
    "sentence",
    [
        "The specified object was not found in the store.",
        "Application is over its MailboxConcurrency limit.",
        "Could not find a property named 'createdDateTime' on type 'microsoft.graph.event'.",
        "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        "Access is denied. Check credentials and try again.",
        "Insufficient privileges to complete the operation.",
        "ErrorItemNotFound",
        "Request_ResourceNotFound",
        "MailboxNotEnabledForRESTAPI",
        "RequestBroker--ParseUri",
        "ErrorInvalidIdMalformed",
    ],
)
def test_microsofts_refusals_stay_readable(sentence: str) -> None:
    assert Redactor(ROOT).sentence(sentence) == sentence


def test_a_refusal_that_names_somebody_names_nobody() -> None:
    told = Redactor(ROOT).sentence(
        f"Resource '{GUID}' of Sam Worker (sam@clarendon.example) does not exist since 14:30."
    )
    assert told == "Resource '<guid #1>' of <word 3> <word 6> (<mail #1>) does not exist <word 5> <word 2>:<word 2>."


def test_a_capital_within_a_sentence_makes_a_name_of_a_word_and_signs_of_anybodys_are_hidden() -> None:
    assert Redactor(ROOT).sentence("The store of Store was not found ♥♥") == "The store of <word 5> was not found ??"


def test_a_long_list_shows_its_first_rows_and_counts_the_others() -> None:
    told = Redactor(ROOT).json({"value": [{"id": GUID}] * 10})
    assert told == {"value": [{"id": "<guid #1>"}] * ROWS + ["<and 7 more>"]}


def test_the_link_to_the_next_page_shows_how_it_is_made() -> None:
    link = f"{ROOT}/v1.0/users/{GUID}/calendarView?startDateTime=2026-03-02&$skip=10&Sam=Worker"
    told = Redactor(ROOT).json({"@odata.nextLink": link})["@odata.nextLink"]
    assert told == "<root>/v1.0/users/<guid #1>/calendarView?startDateTime&$skip&<word 3>"
    assert Redactor(ROOT).json({"@odata.nextLink": "https://elsewhere.example/sam"}) == {
        "@odata.nextLink": "<link elsewhere #1>"
    }


def test_headers_that_tell_of_the_protocol_stay() -> None:
    sent = {
        "Preference-Applied": 'IdType="ImmutableId", outlook.timezone="GMT Standard Time", odata.maxpagesize=2',
        "Retry-After": "10",
        "Content-Type": "application/json; charset=utf-8",
        "Date": "Mon, 02 Mar 2026 09:00:00 GMT",
        "x-ms-ags-diagnostic": '{"ServerInfo":{"DataCenter":"UK South"}}',
        "Set-Cookie": "secret",
    }
    assert Redactor(ROOT).headers(sent) == {
        "preference-applied": sent["Preference-Applied"],
        "retry-after": "10",
        "content-type": "application/json; charset=utf-8",
        "date": "<date>",
    }


def test_only_permissions_of_microsofts_are_named() -> None:
    redactor = Redactor(ROOT)
    assert redactor.permission("Calendars.Read") == "Calendars.Read"
    assert redactor.permission("Clarendon.Visits.All") == "<permission 20>"
