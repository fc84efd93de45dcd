"""Telephone calls by Twilio, against the shapes of its public documentation."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
import responses

from calsync.domain.spoken import Spoken, aloud
from calsync.errors import DeliveryFailed, SourceRefused, SourceUnavailable
from calsync.notify.twilio_asking import TwilioAccount
from calsync.notify.twilio_voice import TwilioVoice
from calsync.ports import CallEnd, Caller, PhoneCall
from tests.notify.carriers import ACCOUNT, AT, SAMS, SENDER, TOKEN, message, twilio_error

SID = "CA" + "1" * 32
ROOT = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}"
CALLS = f"{ROOT}/Calls.json"
PAGE = "https://safe.example.org/voice/call/abc"
CALL = PhoneCall(notification=message().notification, number=SAMS, spoken=Spoken(words="Press 1.", keys="1"), page=PAGE)


def twilio_call(sid: str = SID, **changes: Any) -> dict[str, Any]:
    """A Call as Twilio writes it."""
    return {
        "account_sid": ACCOUNT, "annotation": None, "answered_by": None, "api_version": "2010-04-01",
        "caller_name": None, "date_created": format_datetime(AT), "date_updated": None, "direction": "outbound-api",
        "duration": None, "end_time": None, "forwarded_from": None, "from": SENDER, "from_formatted": SENDER,
        "group_sid": None, "parent_call_sid": None, "phone_number_sid": None, "price": None, "price_unit": "USD",
        "queue_time": "0", "sid": sid, "start_time": None, "status": "queued", "to": SAMS, "to_formatted": SAMS,
        "trunk_sid": None, "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}.json", **changes,
    }  # fmt: skip


def calls(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"calls": list(rows), "next_page_uri": None, "page": 0, "page_size": 200}


def twilio() -> TwilioVoice:
    return TwilioVoice(TwilioAccount(account=ACCOUNT, token=TOKEN, sender=SENDER))


@responses.activate
def test_a_call_names_the_page_that_knows_what_to_say_and_says_nothing_itself() -> None:
    responses.post(CALLS, json=twilio_call(), status=201)
    caller: Caller = twilio()
    assert asyncio.run(caller.ring(CALL)).message_id == SID
    assert parse_qs(str(responses.calls[0].request.body)) == {
        "To": [SAMS], "From": [SENDER], "Url": [PAGE], "Method": ["POST"], "StatusCallback": [f"{PAGE}/ended"],
        "StatusCallbackMethod": ["POST"], "StatusCallbackEvent": ["completed"], "Timeout": ["25"],
        "TimeLimit": ["300"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        (400, 21211, True),  # no valid number
        (400, 13224, True),  # a number that can't be rung
        (400, 21215, False),  # the account may not ring that country: somebody mends it
        (400, 21210, False),  # the number to ring from is not the account's
        (401, 20003, False),
        (429, 20429, False),
        (503, 20503, False),
    ],
)
@responses.activate
def test_only_a_number_that_would_be_refused_again_is_permanent(status: int, code: int, permanent: bool) -> None:
    responses.post(CALLS, json=twilio_error(status, code), status=status)
    with pytest.raises(DeliveryFailed) as caught:
        asyncio.run(twilio().ring(CALL))
    assert caught.value.permanent is permanent
    assert str(code) in str(caught.value)
    assert SAMS not in str(caught.value)


@responses.activate
def test_a_call_that_an_earlier_try_made_after_all_is_taken_for_it_and_nobody_is_rung_twice() -> None:
    again = replace(CALL, tried_since=AT, others=frozenset({"CAother"}))
    rows = (
        twilio_call("CAother"),
        twilio_call("CAold", date_created=format_datetime(AT - timedelta(minutes=5))),
        twilio_call("CAin", direction="inbound"),
        twilio_call("CAlost", status="failed"),
        twilio_call("CAodd", date_created="yesterday"),
        twilio_call(SID),
    )
    responses.get(CALLS, json=calls(*rows))
    assert asyncio.run(twilio().ring(again)).message_id == SID
    assert [each.request.method for each in responses.calls] == ["GET"]


@responses.activate
def test_where_no_earlier_call_is_found_it_is_made_and_where_nobody_can_look_it_is_tried_again() -> None:
    again = replace(CALL, tried_since=AT)
    responses.get(CALLS, json=calls())
    responses.post(CALLS, json=twilio_call(), status=201)
    assert asyncio.run(twilio().ring(again)).message_id == SID
    responses.replace(responses.GET, CALLS, body=requests.ConnectionError())
    with pytest.raises(DeliveryFailed) as caught:
        asyncio.run(twilio().ring(again))
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("queued", CallEnd.GOING),
        ("ringing", CallEnd.GOING),
        ("in-progress", CallEnd.GOING),
        ("completed", CallEnd.UNANSWERED),  # whoever or whatever took it pressed no key, or the pages know
        ("busy", CallEnd.UNANSWERED),
        ("no-answer", CallEnd.UNANSWERED),
        ("canceled", CallEnd.UNANSWERED),
        ("failed", CallEnd.FAILED),
        ("something new", CallEnd.GOING),
    ],
)
@responses.activate
def test_no_end_of_a_call_says_that_somebody_heard_it(status: str, end: CallEnd) -> None:
    responses.get(f"{ROOT}/Calls/{SID}.json", json=twilio_call(status=status, answered_by="human"))
    assert asyncio.run(twilio().end_of(SID)) is end


@responses.activate
def test_the_account_is_looked_at_without_ringing_anybody() -> None:
    responses.get(f"{ROOT}.json", json={"sid": ACCOUNT, "status": "active"})
    assert asyncio.run(twilio().check()) == "Twilio, account active"
    responses.replace(responses.GET, f"{ROOT}.json", json=twilio_error(401, 20003), status=401)
    with pytest.raises(SourceRefused, match="refuses the sign-in"):
        asyncio.run(twilio().check())
    responses.get(f"{ROOT}/Calls/{SID}.json", status=503, json={})
    with pytest.raises(SourceUnavailable):
        asyncio.run(twilio().end_of(SID))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+447700900101", "0 7 7 0 0, 9 0 0, 1 0 1"),
        ("+35312345678", "plus, 3 5, 3 1 2, 3 4 5, 6 7 8"),
        ("", ""),
    ],
)
def test_a_number_is_said_digit_by_digit_in_groups(number: str, said: str) -> None:
    assert aloud(number) == said
