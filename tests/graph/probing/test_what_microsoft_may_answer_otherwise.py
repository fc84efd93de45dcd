"""Answers that the simulated tenant does not give are told as what they are, and a draft is cleared away."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest

from calsync.errors import SignInRefused, SourceUnavailable
from tests.graph.probing.conftest import SAM, Line

DRAFT = {"id": "AAkA-draft", "internetMessageId": "<a@b>", "conversationId": "c"}


def test_the_token_names_microsofts_permissions_and_hides_others(line: Line) -> None:
    words = line.ask("token", lambda _request: httpx.Response(200, json={"id": SAM})).finding.words
    assert words == "The token is an app's own, and names 3 permissions: <permission 20>, Calendars.Read, Mail.Send."


def test_a_tenant_that_takes_no_token_is_told_as_a_refused_sign_in(line: Line) -> None:
    error = {"error": {"code": "InvalidAuthenticationToken", "message": "Access token validation failure."}}
    with pytest.raises(SignInRefused, match=r"does not take the app's token \(401 InvalidAuthenticationToken\)"):
        line.ask("clock", lambda _request: httpx.Response(401, json=error))


def test_a_host_that_does_not_answer_at_first_is_told_as_such(line: Line) -> None:
    def lost(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("lost", request=request)

    with pytest.raises(SourceUnavailable):
        line.ask("clock", lost)


def test_a_connection_lost_later_leaves_that_question_open(line: Line) -> None:
    def lost(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/mailboxSettings"):
            raise httpx.ConnectError("lost", request=request)
        return httpx.Response(200, json={"value": []})

    assert not line.ask("mailbox-settings", lost).finding.settled


def test_an_answer_that_is_no_json_is_no_row(line: Line) -> None:
    record = line.ask("paging", lambda _request: httpx.Response(200, content=b"<html>a proxy"))
    assert record.finding == replace(record.finding, settled=False)
    assert "proxy" not in str(record)


@pytest.mark.parametrize("wrong", ["IDS", "UPPER"])
def test_ids_that_differ_between_list_and_get_are_told(line: Line, wrong: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "/events/" in request.url.path:
            return httpx.Response(200, json={"id": "AAkAother" if wrong == "IDS" else "AAKAENTRY"})
        return httpx.Response(200, json={"value": [{"id": "AAkAentry"}]})

    words = line.ask("immutable-ids", answer).finding.words
    assert words.startswith(f"The list's id and the get's id {'differ.' if wrong == 'IDS' else 'differ in case.'}")


def test_only_the_draft_that_was_just_made_is_deleted_and_a_left_one_is_told(line: Line) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            return httpx.Response(403, json={"error": {"code": "ErrorAccessDenied", "message": ""}})
        return httpx.Response(201 if request.method == "POST" else 200, json=DRAFT)

    finding = line.ask("draft", answer).finding
    assert not finding.settled
    assert finding.words.endswith(
        "If a draft 'calsync probe: this draft can be deleted' is left in the service mailbox, delete it by hand."
    )
    made, *_, deleted = line.asked
    assert json.loads(made.content).keys() == {"subject", "body"}, "a draft without a recipient can't be sent"
    assert [each.url.path for each in line.asked if each.method == "DELETE"] == [deleted.url.path]
    assert deleted.url.path.endswith("/messages/AAkA-draft")


def test_a_draft_that_a_delete_only_moves_is_deleted_twice(line: Line) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        status = {"DELETE": 204, "POST": 201, "GET": 200}[request.method]
        return httpx.Response(status, json=None if status == 204 else DRAFT)

    words = line.ask("draft", answer).finding.words
    assert words.endswith("still found by its id (in Deleted Items); deleted again: 204.")
    assert [each.method for each in line.asked] == ["POST", "GET", "DELETE", "GET", "DELETE"]
