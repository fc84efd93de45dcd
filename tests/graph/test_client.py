from __future__ import annotations

import asyncio
import gzip
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.model import Turn
from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.client import Graph, Held
from calsync.graph.limits import Answers
from calsync.graph.refusals import retry_after
from calsync.graph.settings import GraphSettings
from calsync.graph.transport import OneHost

if TYPE_CHECKING:
    from tests.graph.conftest import Wire


def said(status: int, code: str = "", **headers: str) -> httpx.Response:
    body = {"error": {"code": code, "message": "14 Elm Road"}} if code else None
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()}, json=body)


async def get(graph: Graph) -> bytes:
    return await graph.read_bytes(graph.client.users.by_user_id("sam").to_get_request_information(), "a person")


async def post(graph: Graph) -> bytes:
    send = graph.client.users.by_user_id("sam").messages.by_message_id("m").send
    return await graph.read_bytes(send.to_post_request_information(), "a mail")


def refused(wire: Wire, *answers: httpx.Response | Exception) -> SourceError:
    wire.answers = list(answers)
    with pytest.raises(SourceError) as caught:
        wire.run(get)
    assert "Elm Road" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "BadRequest", SourceRefused),
        (403, "ErrorAccessDenied", SourceRefused),
        (403, "Authorization_RequestDenied", SourceRefused),
        (404, "ErrorItemNotFound", SourceRefused),
        (410, "SyncStateNotFound", SourceRefused),
        (423, "Locked", SourceUnavailable),
        (429, "ApplicationThrottled", SourceUnavailable),
        (500, "InternalServerError", SourceUnavailable),
        (503, "UnknownError", SourceUnavailable),
        (504, "", SourceUnavailable),
        (507, "QuotaExceeded", SourceUnavailable),
        (403, "", SourceRefused),
    ],
)
def test_trap_18_every_refusal_has_its_kind_status_and_code(
    wire: Wire, status: int, code: str, kind: type[SourceError]
) -> None:
    error = refused(wire, said(status, code))
    assert (type(error), error.status, error.code) == (kind, status, code)
    assert "a person" in str(error)
    assert len(wire.asked) == 1


def test_trap_16_nothing_is_retried_by_the_sdk(wire: Wire) -> None:
    wire.answers = [said(503), said(503), said(429, Retry_After="1")]
    for ask in (get, post):
        with pytest.raises(SourceUnavailable):
            wire.run(ask)
    assert [request.method for request in wire.asked] == ["GET", "POST"]


def test_a_get_is_asked_once_more_with_a_new_token_after_401(wire: Wire) -> None:
    wire.answers = [said(401, "InvalidAuthenticationToken"), httpx.Response(200, content=b"{}")]
    assert wire.run(get) == b"{}"
    assert [request.headers["authorization"] for request in wire.asked] == ["Bearer token-1", "Bearer token-2"]


def test_a_second_401_is_a_refused_sign_in(wire: Wire) -> None:
    error = refused(wire, said(401, "InvalidAuthenticationToken"))
    assert (type(error), error.status) == (SignInRefused, 401)
    assert len(wire.asked) == 2


def test_trap_16_a_post_is_never_repeated_not_even_after_401(wire: Wire) -> None:
    wire.answers = [said(401, "InvalidAuthenticationToken")]
    with pytest.raises(SignInRefused):
        wire.run(post)
    assert len(wire.asked) == 1


def test_an_answer_without_a_body_is_empty(wire: Wire) -> None:
    wire.answers = [httpx.Response(202)]
    assert wire.run(post) == b""


def test_the_address_has_no_doubled_slash(wire: Wire) -> None:
    wire.answers = [httpx.Response(200, content=b"{}")]
    wire.run(get)
    assert str(wire.asked[0].url) == "https://graph.microsoft.com/v1.0/users/sam"


LEADING_AWAY = ["https://evil.example/v1.0/users/sam", "http://graph.microsoft.com/v1.0/users/sam"]


@pytest.mark.parametrize("link", LEADING_AWAY)
def test_trap_21_a_link_off_the_root_is_told_before_anything_is_asked(settings: GraphSettings, link: str) -> None:
    with pytest.raises(SourceRefused, match="next page leads away"):
        Graph(settings).check_link(link)


@pytest.mark.parametrize("link", LEADING_AWAY)
def test_trap_21_the_wire_reaches_no_other_host_whoever_asks_it(settings: GraphSettings, link: str) -> None:
    reached: list[httpx.Request] = []

    async def handle(request: httpx.Request) -> httpx.Response:
        reached.append(request)
        return httpx.Response(200)

    wire = OneHost(settings, httpx.MockTransport(handle))
    with pytest.raises(SourceRefused, match="no token was sent"):
        asyncio.run(wire.handle_async_request(httpx.Request("GET", link)))
    assert not reached


@pytest.mark.parametrize("link", LEADING_AWAY)
def test_trap_21_a_link_off_the_root_is_refused_and_no_token_leaves(wire: Wire, link: str) -> None:
    wire.answers = [httpx.Response(200, content=b"{}")]

    async def follow(graph: Graph) -> bytes:
        request = graph.client.users.by_user_id("sam").with_url(link).to_get_request_information()
        return await graph.read_bytes(request, "a person")

    with pytest.raises(SourceRefused, match="leads away"):
        wire.run(follow)
    assert not wire.asked


@pytest.mark.parametrize("where", ["https://evil.example/", "https://graph.microsoft.com/v1.0/elsewhere"])
def test_a_redirect_is_not_followed(wire: Wire, where: str) -> None:
    error = refused(wire, said(302, location=where))
    assert isinstance(error, SourceUnavailable)
    assert len(wire.asked) == 1


def fetch(settings: GraphSettings, body: bytes, **headers: str) -> httpx.Response:
    """What comes over a wire that takes a megabyte, for an answer with this body."""

    async def handle(_request: httpx.Request) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.Response(200, headers=sent, stream=httpx.ByteStream(body))

    async def whole() -> httpx.Response:
        wire = OneHost(settings, httpx.MockTransport(handle), max_body=1 << 20)
        async with httpx.AsyncClient(transport=wire) as client:
            return await client.get(settings.base_url)

    return asyncio.run(whole())


def test_an_answer_without_end_is_cut_off(settings: GraphSettings) -> None:
    with pytest.raises(SourceRefused, match="more than 1 MB"):
        fetch(settings, b" " * ((1 << 20) + 1))


def test_a_packed_answer_is_measured_unpacked(settings: GraphSettings) -> None:
    with pytest.raises(SourceRefused, match="more than 1 MB"):
        fetch(settings, gzip.compress(b" " * (4 << 20)), content_encoding="gzip")


def test_what_stands_behind_the_end_of_a_packed_answer_is_left_out_and_bounded(settings: GraphSettings) -> None:
    packed = gzip.compress(b'{"id":"sam"}')
    assert fetch(settings, packed + b"x" * 1000, content_encoding="gzip").json() == {"id": "sam"}
    with pytest.raises(SourceRefused, match="more than 1 MB"):
        fetch(settings, packed + b"x" * (2 << 20), content_encoding="gzip")


def test_an_answer_packed_twice_or_in_another_way_is_not_unpacked_at_all(settings: GraphSettings) -> None:
    for packing in ("gzip, gzip", "br", "deflate"):
        with pytest.raises(SourceUnavailable, match="not asked for"):
            fetch(settings, gzip.compress(gzip.compress(b"{}")), content_encoding=packing)


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(b'{"id":"sam"}')[:-9]], ids=["no gzip", "cut off"])
def test_a_packed_answer_that_is_broken_is_no_answer(settings: GraphSettings, body: bytes) -> None:
    with pytest.raises(SourceUnavailable):
        fetch(settings, body, content_encoding="gzip")


def test_a_packed_answer_is_unpacked_once(settings: GraphSettings) -> None:
    assert fetch(settings, gzip.compress(b'{"id":"sam"}'), content_encoding="gzip").json() == {"id": "sam"}


def test_a_lost_connection_names_the_host_alone(wire: Wire) -> None:
    error = refused(wire, httpx.ConnectError("[Errno -2] 10.1.2.3 sam@clarendon.example"))
    assert isinstance(error, SourceUnavailable)
    assert str(error).startswith("No answer from graph.microsoft.com: the connection failed.")
    assert "10.1.2.3" not in str(error)


def test_a_timeout_says_how_long_was_waited(wire: Wire) -> None:
    assert "did not answer within 10 seconds" in str(refused(wire, httpx.ReadTimeout("")))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "-1"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, 86_400.0),
        ({"retry-after": "99999999999999999"}, 86_400.0),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:40 GMT", "date": "Mon, 02 Mar 2026 09:00:00 GMT"}, 40.0),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:40 GMT"}, None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_retry_after_of_an_html_page_is_read_too(wire: Wire) -> None:
    page = httpx.Response(503, headers={"Retry-After": "120", "content-type": "text/html"}, content=b"<html>")
    assert refused(wire, page).retry_after == 120.0


def test_a_client_that_asked_nothing_has_nothing_to_close_and_knows_no_date(wire: Wire) -> None:
    async def nothing(graph: Graph) -> None:
        assert graph.server_date is None

    wire.run(nothing)
    assert not wire.tokens


def test_a_ca_file_that_is_not_there_is_told(wire: Wire) -> None:
    with pytest.raises(SourceUnavailable, match="CA file"):
        OneHost(replace(wire.settings, ca_file="/nowhere/ca.pem"))


# --- slots -------------------------------------------------------------------------------------------------


def test_a_429_halves_the_slots_and_nothing_is_sent_until_retry_after_is_over(wire: Wire) -> None:
    wire.answers = [said(429, "ApplicationThrottled", Retry_After="30"), httpx.Response(200, content=b"{}")]

    async def ask(graph: Graph) -> None:
        with pytest.raises(SourceUnavailable):
            await get(graph)
        assert (graph.quota.requests, graph.quota.throttled, graph.quota.slots) == (1, 1, 2)
        assert 29.0 < graph.quota.paused <= 30.0
        look = asyncio.create_task(graph.call(graph.ready, "a person", turn=Turn.LOOK))
        await asyncio.wait([look], timeout=0.05)
        assert not look.done()
        look.cancel()

    wire.run(ask)
    assert len(wire.asked) == 1


@pytest.mark.parametrize("answer", [httpx.Response(200, content=b"{}"), said(403), said(503), httpx.ReadTimeout("")])
def test_every_slot_comes_back_whatever_was_answered(wire: Wire, answer: httpx.Response | Exception) -> None:
    wire.answers = [answer]

    async def ask(graph: Graph) -> tuple[int, int]:
        await asyncio.gather(*(get(graph) for _ in range(6)), return_exceptions=True)
        return graph.quota.in_flight, graph.quota.requests

    assert wire.run(ask) == (0, 6)


def test_a_request_that_somebody_lost_patience_with_gives_its_slot_back(wire: Wire) -> None:
    async def ask(graph: Graph) -> int:
        await graph.ready()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await graph.call(asyncio.Event().wait, "a person")
        return graph.quota.in_flight

    assert wire.run(ask) == 0


def test_a_refusal_is_an_answer_and_a_silence_is_not(wire: Wire) -> None:
    held = Held()
    for error in (None, SourceRefused("", status=403), SignInRefused("", status=401), SourceRefused("")):
        held.note(error)
    held.note(SourceUnavailable("", status=503))
    held.note(SourceUnavailable("", status=429, retry_after=9.0), 2)
    held.note(SourceUnavailable("", status=429))
    assert held.answers(1.0) == Answers(seconds=1.0, good=3, throttled=3, retry_after=9.0)
    assert Held().answers(1.0) is None


def test_trap_17_one_loop_serves_many_requests_and_a_second_client_another(wire: Wire) -> None:
    wire.answers = [httpx.Response(200, content=b"{}")]

    async def ask(graph: Graph) -> list[bytes]:
        return [await get(graph) for _ in range(3)]

    assert [wire.run(ask) for _ in range(3)] == [[b"{}"] * 3] * 3


def test_no_cookie_is_kept(wire: Wire) -> None:
    wire.answers = [httpx.Response(200, headers={"set-cookie": "who=sam; Path=/"}, content=b"{}")]

    async def ask(graph: Graph) -> None:
        await get(graph)
        await get(graph)

    wire.run(ask)
    assert "cookie" not in wire.asked[1].headers


def test_trap_22_the_wire_of_the_sdk_is_faked_where_msal_does_not_pass(wire: Wire, login: Any) -> None:
    wire.answers = [httpx.Response(200, content=b"{}")]
    wire.run(get)
    assert len(wire.asked) == 1
    assert all("graph.microsoft.com" not in call.request.url for call in login.calls)
