"""Text messages by Twilio, against the shapes of its public documentation."""

from __future__ import annotations

import asyncio
import base64
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs

import pytest
import requests
import responses

from calsync.domain.model import Receipt
from calsync.errors import DeliveryFailed, SourceRefused, SourceUnavailable
from calsync.notify.twilio import Twilio
from calsync.notify.twilio_asking import TwilioAccount, moment_of
from calsync.ports import Carrier
from tests.notify.carriers import (
    ACCOUNT,
    AT,
    MESSAGES,
    SAMS,
    SENDER,
    TOKEN,
    WORDS,
    message,
    twilio_error,
    twilio_text,
)

SID = "SM" + "1" * 32


def twilio() -> Twilio:
    return Twilio(TwilioAccount(account=ACCOUNT, token=TOKEN, sender=SENDER))


def failed(carrier: Twilio) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        asyncio.run(carrier.send(message()))
    return caught.value


@responses.activate
def test_a_text_goes_out_from_the_configured_number_and_has_twilios_id() -> None:
    responses.post(MESSAGES, json=twilio_text(SID), status=201)
    carrier: Carrier = twilio()
    assert asyncio.run(carrier.send(message())).message_id == SID
    request = responses.calls[0].request
    assert parse_qs(str(request.body)) == {"To": [SAMS], "From": [SENDER], "Body": [WORDS]}
    signed = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert request.headers["Authorization"] == f"Basic {signed}"


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        (400, 21211, True),  # no valid number
        (400, 21614, True),  # no mobile
        (400, 21610, True),  # they wrote STOP
        (400, 21606, False),  # the sender's number is not right: somebody mends it
        (401, 20003, False),
        (429, 20429, False),
        (500, 20500, False),
        (503, 20503, False),
    ],
)
@responses.activate
def test_only_what_would_be_refused_again_is_permanent_and_no_error_quotes_anything(
    status: int, code: int, permanent: bool
) -> None:
    responses.post(MESSAGES, json=twilio_error(status, code), status=status)
    error = failed(twilio())
    assert error.permanent is permanent
    assert str(code) in str(error)
    for secret in (SAMS, TOKEN, WORDS, "not valid"):
        assert secret not in str(error)


@pytest.mark.parametrize("body", ["", "<html>", "[]", "null", '{"sid": 7}'])
@responses.activate
def test_an_answer_that_is_none_is_a_failure_to_be_tried_again(body: str) -> None:
    responses.post(MESSAGES, body=body, status=201)
    assert not failed(twilio()).permanent


@responses.activate
def test_after_an_outcome_that_nobody_knows_the_text_is_looked_for_and_not_sent_twice() -> None:
    responses.post(MESSAGES, body=requests.ReadTimeout("slow"))
    carrier = twilio()
    assert not failed(carrier).permanent
    made = format_datetime(datetime.now(UTC))
    responses.get(MESSAGES, json={"messages": [twilio_text(SID, date_created=made)], "next_page_uri": None})
    assert asyncio.run(carrier.send(message())).message_id == SID
    assert [call.request.method for call in responses.calls] == ["POST", "GET"]


@responses.activate
def test_after_a_fault_of_the_carriers_own_the_text_is_looked_for_too() -> None:
    responses.post(MESSAGES, status=502, body="Bad Gateway")
    carrier = twilio()
    assert not failed(carrier).permanent
    made = format_datetime(datetime.now(UTC))
    responses.get(MESSAGES, json={"messages": [twilio_text(SID, date_created=made)], "next_page_uri": None})
    assert asyncio.run(carrier.send(message())).message_id == SID
    assert [call.request.method for call in responses.calls] == ["POST", "GET"]


@responses.activate
def test_a_list_that_is_none_is_no_empty_list() -> None:
    responses.get(MESSAGES, body="<html>maintenance</html>")
    with pytest.raises(SourceUnavailable, match="can't be understood"):
        asyncio.run(twilio().received_since(AT))


@responses.activate
def test_where_the_first_try_left_nothing_it_is_sent_again() -> None:
    responses.post(MESSAGES, body=requests.ReadTimeout("slow"))
    carrier = twilio()
    failed(carrier)
    hour_ago = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    old = [twilio_text(date_created=hour_ago), twilio_text(body="another"), twilio_text(direction="inbound")]
    responses.get(MESSAGES, json={"messages": old})
    responses.replace(responses.POST, MESSAGES, json=twilio_text(SID), status=201)
    assert asyncio.run(carrier.send(message())).message_id == SID


@responses.activate
def test_a_carrier_that_was_never_reached_needs_no_look() -> None:
    responses.post(MESSAGES, body=requests.ConnectTimeout("no way"))
    carrier = twilio()
    failed(carrier)
    responses.replace(responses.POST, MESSAGES, json=twilio_text(SID), status=201)
    asyncio.run(carrier.send(message()))
    assert [call.request.method for call in responses.calls] == ["POST", "POST"]


@pytest.mark.parametrize(
    ("status", "receipt"),
    [
        ("queued", Receipt.WAITING),
        ("sent", Receipt.WAITING),
        ("delivered", Receipt.DELIVERED),
        ("undelivered", Receipt.FAILED),
        ("failed", Receipt.FAILED),
        ("something new", Receipt.WAITING),
    ],
)
@responses.activate
def test_only_what_the_network_said_is_delivered(status: str, receipt: Receipt) -> None:
    responses.get(MESSAGES.replace("Messages.json", f"Messages/{SID}.json"), json=twilio_text(SID, status=status))
    assert asyncio.run(twilio().receipt(SID)) is receipt


@responses.activate
def test_texts_that_came_in_are_read_page_by_page_back_to_the_moment() -> None:
    def came(sid: str, minute: int, **changes: object) -> dict[str, object]:
        made = f"Mon, 02 Mar 2026 14:{minute:02}:00 +0000"
        return twilio_text(sid, **{"direction": "inbound", "from": SAMS, "to": SENDER, "body": "OK",
                                   "date_created": made, "status": "received", **changes})  # fmt: skip

    following = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?PageSize=200&Page=1"
    first = {"messages": [came("c", 9), came("x", 8, direction="outbound-api")], "next_page_uri": following}
    second = {"messages": [came("b", 5), {"sid": "odd"}, "odd", came("a", 1)], "next_page_uri": following}
    responses.get(MESSAGES, json=first)
    responses.get(f"https://api.twilio.com{following}", json=second)
    found = asyncio.run(twilio().received_since(AT + timedelta(minutes=5)))
    readable = [each for each in found if not each.unreadable]
    assert [(each.id, each.number, each.words) for each in readable] == [("b", SAMS, "OK"), ("c", SAMS, "OK")]
    assert len(found) == 4  # both that can't be read are told, the one that is no row at all among them
    assert found[0].received == AT + timedelta(minutes=5)


@responses.activate
def test_a_next_page_on_another_host_is_never_asked_with_the_credential() -> None:
    page = {"messages": [twilio_text(direction="inbound")], "next_page_uri": "https://evil.example/2010-04-01/"}
    responses.get(MESSAGES, json=page)
    assert len(asyncio.run(twilio().received_since(AT))) == 1
    assert len(responses.calls) == 1


@pytest.mark.parametrize(
    ("status", "error"), [(401, SourceRefused), (503, SourceUnavailable), (429, SourceUnavailable)]
)
@responses.activate
def test_a_refused_question_is_told_with_the_fix(status: int, error: type[Exception]) -> None:
    responses.get(MESSAGES, json=twilio_error(status, 20003), status=status)
    with pytest.raises(error, match="Twilio"):
        asyncio.run(twilio().received_since(AT))


def test_no_secret_shows_in_what_is_printed() -> None:
    assert TOKEN not in repr(TwilioAccount(account=ACCOUNT, token=TOKEN, sender=SENDER))


@responses.activate
def test_a_suspended_account_is_told() -> None:
    address = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}.json"
    responses.get(address, json={"status": "active"})
    assert asyncio.run(twilio().check()) == "Twilio, account active"
    responses.replace(responses.GET, address, json={"status": "suspended"})
    with pytest.raises(SourceRefused, match="suspended"):
        asyncio.run(twilio().check())


@responses.activate
def test_receipts_that_hang_keep_no_text_from_going_out_and_none_from_being_read() -> None:
    over = threading.Event()

    def hangs(_: object) -> tuple[int, dict[str, str], str]:
        over.wait(5)
        return 200, {}, "{}"

    responses.add_callback(responses.GET, f"{MESSAGES[:-5]}/{SID}.json", callback=hangs)
    responses.post(MESSAGES, json=twilio_text(), status=201)
    responses.get(MESSAGES, json={"messages": []})

    async def both() -> None:
        carrier = twilio()
        receipts = [asyncio.create_task(carrier.receipt(SID)) for _ in range(6)]
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(3):
                await carrier.send(message())
                assert await carrier.received_since(AT) == []
        finally:
            over.set()
        await asyncio.gather(*receipts)

    asyncio.run(both())


def test_what_is_no_date_of_twilios_is_none():
    assert moment_of("Mon, 02 Mar 2026 14:00:00 +0000") == datetime(2026, 3, 2, 14, tzinfo=UTC)
    assert [moment_of(each) for each in (None, 7, "", "yesterday", "Mon, 02 Mar 2026 14:00:00 -0000")] == [None] * 5
