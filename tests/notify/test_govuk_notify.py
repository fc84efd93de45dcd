"""Text messages by GOV.UK Notify, against the shapes of its public documentation."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import jwt
import pytest
import requests
import responses
from responses import matchers

from calsync.domain.model import Receipt
from calsync.errors import DeliveryFailed, SourceRefused
from calsync.notify.govuk_notify import GovukNotify, NotifyService
from calsync.ports import Carrier
from tests.notify.carriers import AT, KEY, NOTIFY, SAMS, TEMPLATE, WORDS, message, notify_error

ID = "740e5834-3a29-46b4-9a6f-16142fde533a"
SMS, TEXTS = f"{NOTIFY}/v2/notifications/sms", f"{NOTIFY}/v2/received-text-messages"
SENT = {
    "id": ID, "reference": "n1", "content": {"body": WORDS, "from_number": "Centre"},
    "uri": f"{NOTIFY}/v2/notifications/{ID}",
    "template": {"id": TEMPLATE, "version": 1, "uri": f"{NOTIFY}/v2/template/{TEMPLATE}"},
}  # fmt: skip


def notify() -> GovukNotify:
    return GovukNotify(NotifyService(key=KEY, template=TEMPLATE))


def failed(attempts: int = 0) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        asyncio.run(notify().send(message(attempts=attempts)))
    return caught.value


@responses.activate
def test_a_text_goes_out_by_the_template_with_its_reference_and_a_signed_token() -> None:
    responses.post(SMS, json=SENT, status=201)
    carrier: Carrier = notify()
    assert asyncio.run(carrier.send(message())).message_id == ID
    request = responses.calls[0].request
    told = json.loads(request.body or b"")
    assert told == {
        "phone_number": SAMS, "template_id": TEMPLATE, "personalisation": {"message": WORDS}, "reference": "n1",
    }  # fmt: skip
    token = request.headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, KEY[-36:], algorithms=["HS256"])
    assert claims["iss"] == "26785a09-ab16-4eb0-8407-a37497a57506"


@pytest.mark.parametrize(
    ("status", "error", "permanent"),
    [
        (400, "ValidationError", True),
        (400, "BadRequestError", False),  # trial mode, a team key: somebody mends it
        (403, "AuthError", False),
        (429, "RateLimitError", False),
        (429, "TooManyRequestsError", False),
        (500, "Exception", False),
    ],
)
@responses.activate
def test_only_what_would_be_refused_again_is_permanent_and_no_error_quotes_anything(
    status: int, error: str, permanent: bool
) -> None:
    responses.post(SMS, json=notify_error(status, error), status=status)
    said = failed()
    assert said.permanent is permanent
    for secret in (SAMS, KEY[-36:], WORDS):
        assert secret not in str(said)


@responses.activate
def test_after_a_failed_try_the_text_is_looked_for_by_its_reference_and_not_sent_twice() -> None:
    responses.post(SMS, body=requests.ReadTimeout("slow"))
    assert not failed().permanent
    by_reference = [matchers.query_param_matcher({"reference": "n1"})]
    listed = {"notifications": [{"id": ID, "status": "sending"}], "links": {"current": "x"}}
    responses.get(f"{NOTIFY}/v2/notifications", json=listed, match=by_reference)
    assert asyncio.run(notify().send(message(attempts=1))).message_id == ID
    assert [call.request.method for call in responses.calls] == ["POST", "GET"]


@responses.activate
def test_where_the_first_try_left_nothing_it_is_sent_again() -> None:
    technical = [{"id": "other", "status": "technical-failure"}]
    responses.get(f"{NOTIFY}/v2/notifications", json={"notifications": technical, "links": {}})
    responses.post(SMS, json=SENT, status=201)
    assert asyncio.run(notify().send(message(attempts=2))).message_id == ID


@pytest.mark.parametrize(
    ("status", "receipt"),
    [
        ("created", Receipt.WAITING),
        ("sending", Receipt.WAITING),
        ("pending", Receipt.WAITING),
        ("delivered", Receipt.DELIVERED),
        ("sent", Receipt.DELIVERED),
        ("permanent-failure", Receipt.FAILED),
        ("temporary-failure", Receipt.FAILED),
        ("technical-failure", Receipt.FAILED),
    ],
)
@responses.activate
def test_a_receipt_is_what_notify_says(status: str, receipt: Receipt) -> None:
    responses.get(f"{NOTIFY}/v2/notifications/{ID}", json={"id": ID, "status": status})
    assert asyncio.run(notify().receipt(ID)) is receipt


@responses.activate
def test_texts_that_came_in_are_read_page_by_page_with_whole_numbers() -> None:
    def came(name: str, minute: int) -> dict[str, str]:
        return {"id": name, "created_at": f"2026-03-02T14:{minute:02}:00.000000Z", "service_id": "s",
                "notify_number": "07700900999", "user_number": "447700900101", "content": "OK"}  # fmt: skip

    older = [matchers.query_param_matcher({"older_than": "b"})]
    responses.get(
        TEXTS, json={"received_text_messages": [came("c", 9), came("b", 7)], "links": {"current": "x", "next": "y"}},
        match=[matchers.query_param_matcher({})],
    )  # fmt: skip
    rows = [came("a", 6), {"id": "odd"}, came("z", 1)]
    responses.get(TEXTS, json={"received_text_messages": rows, "links": {"current": "x", "next": "y"}}, match=older)
    found = asyncio.run(notify().received_since(AT + timedelta(minutes=5)))
    odd, *readable = found
    assert [(each.id, each.number) for each in readable] == [("a", SAMS), ("b", SAMS), ("c", SAMS)]
    assert (odd.id, bool(odd.unreadable)) == ("odd", True)


@responses.activate
def test_the_template_has_to_have_its_one_placeholder() -> None:
    address = f"{NOTIFY}/v2/template/{TEMPLATE}"
    responses.get(address, json={"id": TEMPLATE, "type": "sms", "body": "((message))"})
    assert "template found" in asyncio.run(notify().check())
    responses.replace(responses.GET, address, json={"id": TEMPLATE, "body": "Hello ((name))"})
    with pytest.raises(SourceRefused, match=r"no \(\(message\)\)"):
        asyncio.run(notify().check())


@responses.activate
def test_a_refused_sign_in_is_told_with_the_fix() -> None:
    responses.get(TEXTS, json=notify_error(403, "AuthError"), status=403)
    with pytest.raises(SourceRefused, match=r"check the account and its secret under \[text\]"):
        asyncio.run(notify().received_since(AT))


def test_no_secret_shows_in_what_is_printed_and_what_is_no_key_is_refused() -> None:
    assert KEY not in repr(NotifyService(key=KEY, template=TEMPLATE))
    with pytest.raises(ValueError, match="no API key"):
        GovukNotify(NotifyService(key="nonsense", template=TEMPLATE))
