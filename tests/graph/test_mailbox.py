from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx
import pytest

from calsync.domain.mail_page import page
from calsync.errors import SourceUnavailable
from calsync.graph.mailbox import GraphMailbox
from calsync.parsers.automatic import is_automatic
from calsync.parsers.dialling import same_number
from calsync.ports import IncomingMail, OutgoingMail

if TYPE_CHECKING:
    from tests.graph.conftest import Wire

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAIL = OutgoingMail(to="sam@clarendon.example", subject="Are you safe?", text="Please reply.", reference="n-1")
DRAFT = {"id": "AAk=", "internetMessageId": "<a@clarendon.example>", "conversationId": "AAQ="}


def small(value: Any) -> Any:
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: small(each) for name, each in value.items()}
    return [small(each) for each in value] if isinstance(value, list) else value


def test_a_mail_is_drafted_and_then_sent_so_that_its_ids_are_known(wire: Wire) -> None:
    wire.answers = [httpx.Response(201, json=DRAFT), httpx.Response(202)]
    sent = wire.run(lambda graph: GraphMailbox(graph).send(MAIL))
    assert (sent.message_id, sent.conversation_id) == ("<a@clarendon.example>", "AAQ=")
    draft, send = wire.asked
    assert (draft.method, draft.url.path) == ("POST", "/v1.0/users/checkin@clarendon.example/messages")
    assert (send.method, send.url.path) == ("POST", f"{draft.url.path}/AAk=/send")
    assert {request.headers["prefer"] for request in wire.asked} == {'IdType="ImmutableId"'}
    body = small(json.loads(draft.content))
    assert body["body"] == {"content": page(MAIL.subject, MAIL.text, dial=same_number), "contentType": "html"}
    assert body["importance"] == "normal"
    assert body["toRecipients"] == [{"emailAddress": {"address": "sam@clarendon.example"}}]
    assert body["internetMessageHeaders"] == [{"name": "x-calsync-reference", "value": "n-1"}]


@pytest.mark.parametrize("answers", [[httpx.Response(504)], [httpx.Response(201, json=DRAFT), httpx.Response(504)]])
def test_trap_16_neither_request_is_repeated(wire: Wire, answers: list[httpx.Response]) -> None:
    wire.answers = [*answers]
    with pytest.raises(SourceUnavailable):
        wire.run(lambda graph: GraphMailbox(graph).send(MAIL))
    assert len(wire.asked) == len(answers)


def test_a_draft_without_ids_is_not_sent(wire: Wire) -> None:
    wire.answers = [httpx.Response(201, json={"id": "AAk="})]
    with pytest.raises(SourceUnavailable):
        wire.run(lambda graph: GraphMailbox(graph).send(MAIL))
    assert len(wire.asked) == 1


def received(wire: Wire, *rows: Any) -> list[IncomingMail]:
    wire.answers = [httpx.Response(200, json={"value": list(rows)})]
    return wire.run(lambda graph: GraphMailbox(graph).received_since(MONDAY))


def test_the_inbox_is_asked_by_time_for_plain_text_with_its_headers(wire: Wire) -> None:
    received(wire)
    asked = parse_qs(wire.asked[0].url.query.decode())
    assert wire.asked[0].url.path == "/v1.0/users/checkin@clarendon.example/mailFolders/inbox/messages"
    assert asked["$filter"] == ["receivedDateTime ge 2026-03-02T09:00:00Z"]
    assert asked["$orderby"] == ["receivedDateTime"]
    assert "internetMessageHeaders" in asked["$select"][0].split(",")
    assert 'outlook.body-content-type="text"' in wire.asked[0].headers["prefer"]


def test_the_headers_name_what_a_mail_answers_even_when_they_are_folded(wire: Wire) -> None:
    headers = [
        {"name": "IN-REPLY-TO", "value": " <a@x>\r\n"},
        {"name": "References", "value": "<z@x>\r\n <a@x>"},
        {"name": "Auto-Submitted", "value": "auto-replied"},
    ]
    [mail] = received(
        wire,
        {
            "id": "1",
            "receivedDateTime": "2026-03-02T09:05:00Z",
            "sentDateTime": "2026-03-02T09:04:00Z",
            "from": {"emailAddress": {"name": "Sam", "address": "Sam@Clarendon.example"}},
            "internetMessageHeaders": headers,
        },
    )
    assert (mail.in_reply_to, mail.references) == ("<a@x>", ("<z@x>", "<a@x>"))
    assert mail.sender == "sam@clarendon.example"
    assert ("Auto-Submitted", "auto-replied") in mail.headers
    assert (mail.sent.minute, mail.received.minute) == (4, 5)


def test_a_mail_with_odd_or_missing_fields_is_kept_with_what_it_has(wire: Wire) -> None:
    odd = {
        "id": "1",
        "from": None,
        "body": 7,
        "internetMessageHeaders": [None],
        "receivedDateTime": "0001-01-01T00:00:00Z",
    }
    [mail] = received(wire, odd)
    assert (mail.id, mail.sender, mail.text, mail.received) == ("1", "", "", MONDAY)


def test_a_body_that_comes_as_html_all_the_same_is_read_as_its_words(wire: Wire) -> None:
    html = "<head><style>p {}</style></head><body><p>Left,<br>all fine</p>"
    html += "<blockquote type=cite>safe?</blockquote></body>"
    [mail] = received(wire, {"id": "1", "body": {"contentType": "html", "content": html}})
    assert mail.text == "Left,\nall fine\n> safe?"


def test_a_response_to_an_invitation_is_told_by_its_kind(wire: Wire) -> None:
    [mail] = received(wire, {"id": "1", "@odata.type": "#microsoft.graph.eventMessageResponse"})
    assert is_automatic(mail.headers, mail.subject, "sam@clarendon.example")


def test_mails_come_oldest_first_and_each_once(wire: Wire) -> None:
    rows = [{"id": id_, "receivedDateTime": f"2026-03-02T09:0{n}:00Z"} for id_, n in (("b", 2), ("a", 1), ("b", 2))]
    assert [mail.id for mail in received(wire, *rows)] == ["a", "b"]
