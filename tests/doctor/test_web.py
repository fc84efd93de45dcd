"""What `calsync doctor` says of the pages."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import responses

from calsync.doctor.web import pages
from tests.doctor.conftest import Examined

OURS, HERE = "https://safe.clarendon.test/live", "http://127.0.0.1:8080/live"


def found(**web: Any) -> list[tuple[str, str]]:
    told = {"address": "https://safe.clarendon.test", "secret": "s" * 32, **web}
    examined = Examined(web=told)
    return [(str(each.light), each.words) for each in examined.found(pages(examined.app))]


def test_nothing_is_said_where_there_are_no_pages() -> None:
    examined = Examined()
    assert examined.found(pages(examined.app)) == []


@responses.activate
def test_an_address_that_leads_to_calsync_is_green() -> None:
    responses.get(OURS, body="answers")
    assert found() == [("green", "https://safe.clarendon.test leads to calsync")]


@responses.activate
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"body": "Welcome to nginx"}, "what answers at https://safe.clarendon.test is not calsync (status 200)"),
        ({"status": 302, "headers": {"Location": "/sign-in"}}, "is not calsync (status 302)"),
        ({"body": requests.ConnectionError()}, "can't be reached (ConnectionError)"),
        ({"body": requests.exceptions.SSLError()}, "the certificate of https://safe.clarendon.test is not one"),
    ],
)
def test_a_dead_address_of_pages_that_are_served_is_red_with_the_fix(answer: dict[str, Any], words: str) -> None:
    responses.get(OURS, **answer)
    responses.get(HERE, body="answers")
    ((light, said),) = found(host="0.0.0.0")
    assert light == "red"
    assert words in said
    assert "Every link in a message is dead: check [web] address" in said


@responses.activate
def test_before_the_service_runs_it_says_what_to_start() -> None:
    ((light, said),) = found()
    assert light == "amber"
    assert "start `calsync run`, which serves them, and try again" in said
