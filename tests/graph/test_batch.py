from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest
import responses

from calsync.domain.model import Snapshot
from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.batch import Get, read_answers
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.limits import LocalLimiter, Quota
from calsync.ports import DiaryWanted, Unchanged
from tests.graph.conftest import AUTHORITY

if TYPE_CHECKING:
    from tests.graph.conftest import Wire

T = TypeVar("T")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WISHES = 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=250'
PEOPLE = ["sam", "morgan", "dee"]


def row(id_: str, **fields: Any) -> dict[str, Any]:
    when = {"dateTime": "2026-03-02T09:30:00.0000000", "timeZone": "UTC"}
    return {"id": id_, "subject": "Visit", "start": when, "end": when} | fields


def page(*rows: Any, **fields: Any) -> dict[str, Any]:
    return {"value": list(rows)} | fields


@dataclass
class Item:
    """What one mailbox answers within a batch; without `body` there is none."""

    status: int = 200
    body: Any = None
    headers: dict[str, Any] = field(default_factory=dict)

    def told(self, id_: str) -> dict[str, Any]:
        return {"id": id_, "status": self.status, "headers": self.headers} | (
            {} if self.body is None else {"body": self.body}
        )


def no(status: int, code: str, **headers: str) -> Item:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Item(status, {"error": {"code": code, "message": "14 Elm Road"}}, told)


@dataclass
class Tenant:
    """Graph with one answer a mailbox, alone or in a batch; `whole` answers in place of a whole batch."""

    wire: Wire
    items: dict[str, Item | None] = field(default_factory=dict)
    whole: list[httpx.Response] = field(default_factory=list)
    twist: Callable[[list[Any]], list[Any]] = lambda told: told[::-1]
    batches: list[list[dict[str, Any]]] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)
    slots: int = 21

    def item(self, url: str) -> Item | None:
        who = url.partition("/users/")[2].partition("/")[0]
        return self.items.get(who, Item(body=page(row(f"{who}-1"))))

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if not request.url.path.endswith("/$batch"):
            item = self.item(str(request.url))
            if item is None:
                await asyncio.Event().wait()
            assert item is not None
            return httpx.Response(item.status, json=item.body, headers=item.headers)
        members = json.loads(request.content)["requests"]
        self.batches.append(members)
        if self.whole:
            return self.whole.pop(0)
        found = [self.item(each["url"]) for each in members]
        if None in found:
            await asyncio.Event().wait()
        told = [item.told(each["id"]) for each, item in zip(members, found, strict=True) if item is not None]
        return httpx.Response(200, json={"responses": self.twist(told)})

    def run(self, ask: Callable[[Graph], Awaitable[T]], **settings: Any) -> T:
        async def whole() -> T:
            limiter = LocalLimiter(self.slots, ceiling=self.slots)
            told = replace(self.wire.settings, **settings)
            graph = Graph(told, limiter=limiter, transport=httpx.MockTransport(self.handle))
            try:
                answer = await ask(graph)
                assert graph.quota.in_flight == 0
                return answer
            finally:
                await graph.aclose()

        return asyncio.run(whole())

    def read(self, *people: str, digest: str = "", **settings: Any) -> list[Snapshot | Unchanged | SourceError]:
        return self.run(lambda graph: GraphCalendars(graph).snapshots(wanted(*people, digest=digest)), **settings)


def wanted(*people: str, digest: str = "") -> list[DiaryWanted]:
    end = MONDAY + timedelta(hours=36)
    return [DiaryWanted(worker=who, start=MONDAY, end=end, digest=digest) for who in people or PEOPLE]


def ids(answer: Snapshot | Unchanged | SourceError) -> list[str]:
    assert isinstance(answer, Snapshot), answer
    return [event.id for event in answer.events]


@pytest.fixture
def tenant(wire: Wire) -> Tenant:
    return Tenant(wire)


def test_answers_that_arrive_in_any_order_find_their_diaries(tenant: Tenant) -> None:
    answers = tenant.read()
    assert [ids(each) for each in answers] == [["sam-1"], ["morgan-1"], ["dee-1"]]
    assert [len(batch) for batch in tenant.batches] == [3]
    assert len(tenant.asked) == 1


def test_trap_07_the_wishes_stand_in_each_member_and_the_address_is_relative(tenant: Tenant) -> None:
    tenant.read("sam", "a+b#EXT#@x/../..?", "dee")
    [batch] = tenant.batches
    assert {each["headers"]["Prefer"] for each in batch} == {WISHES}
    assert {each["method"] for each in batch} == {"GET"}
    window = "startDateTime=2026-03-02T09%3A00%3A00.000000Z&endDateTime=2026-03-03T21%3A00%3A00.000000Z"
    assert batch[0]["url"].startswith(f"/users/sam/calendarView?{window}&$select=id,type,")
    assert batch[0]["url"].endswith("&$top=250")
    assert batch[1]["url"].startswith("/users/a%2Bb%23EXT%23%40x%2F..%2F..%3F/calendarView?")


def test_a_batch_of_one_is_a_plain_get_of_the_same_address(tenant: Tenant) -> None:
    tenant.read("sam", "dee")
    [together] = tenant.batches
    tenant.read("sam")
    assert len(tenant.batches) == 1
    assert tenant.asked[-1].method == "GET"
    assert str(tenant.asked[-1].url) == tenant.wire.settings.base_url + together[0]["url"]
    assert tenant.asked[-1].headers["prefer"] == WISHES


def test_trap_15_a_batch_is_no_larger_than_the_free_slots_and_than_what_outlook_answers_at_once(
    tenant: Tenant,
) -> None:
    tenant.slots = 4
    answers = tenant.read(*[f"w{n}" for n in range(7)])
    assert [ids(each) for each in answers] == [[f"w{n}-1"] for n in range(7)]
    assert [len(batch) for batch in tenant.batches][:2] == [3, 3]
    tenant.slots, tenant.batches = 60, []
    tenant.read(*[f"w{n}" for n in range(45)])
    assert sorted(len(batch) for batch in tenant.batches) == [*[4] * 11]  # and one alone
    assert len(tenant.asked) == 3 + 12


def test_how_many_go_in_one_request_can_be_told_and_is_never_more_than_twenty(tenant: Tenant) -> None:
    tenant.slots = 60
    people = [f"w{n}" for n in range(45)]
    answers = tenant.run(lambda graph: GraphCalendars(graph, batch=50).snapshots(wanted(*people)))
    assert [ids(each) for each in answers] == [[f"{who}-1"] for who in people]
    assert sorted(len(batch) for batch in tenant.batches) == [5, 20, 20]


@pytest.mark.parametrize(("slots", "people"), [(17, 16), (17, 40), (20, 19), (4, 3)])
def test_trap_15_one_call_has_as_many_diaries_under_way_as_there_are_slots(
    tenant: Tenant, slots: int, people: int
) -> None:
    tenant.slots = slots
    who = [f"w{n}" for n in range(people)]
    tenant.items = dict.fromkeys(who)  # all of them hang

    async def ask(graph: Graph) -> int:
        reading = asyncio.create_task(GraphCalendars(graph).snapshots(wanted(*who)))
        while sum(map(len, tenant.batches)) < slots - 1:
            await asyncio.sleep(0.01)
        in_flight = graph.quota.in_flight
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return in_flight

    assert tenant.run(ask) == slots - 1
    assert max(map(len, tenant.batches)) <= 4


def test_one_refused_mailbox_harms_no_other(tenant: Tenant) -> None:
    tenant.items = {
        "sam": no(403, "ErrorAccessDenied"),
        "morgan": no(404, "MailboxNotEnabledForRESTAPI"),
        "ash": Item(503, "<html>"),
        "sloane": Item(504),
    }
    sam, morgan, dee, ash, sloane = tenant.read("sam", "morgan", "dee", "ash", "sloane")
    assert ids(dee) == ["dee-1"]
    for error, kind, status, code, who in (
        (sam, SourceRefused, 403, "ErrorAccessDenied", "sam"),
        (morgan, SourceRefused, 404, "MailboxNotEnabledForRESTAPI", "morgan"),
        (ash, SourceUnavailable, 503, "", "ash"),
        (sloane, SourceUnavailable, 504, "", "sloane"),
    ):
        assert isinstance(error, SourceError)
        assert (type(error), error.status, error.code) == (kind, status, code)
        assert f"the diary of mailbox {who}" in str(error)
        assert "Elm Road" not in str(error)


@pytest.mark.parametrize("name", ["Retry-After", "retry-after", "RETRY-AFTER"])
def test_a_429_inside_says_how_long_to_wait_and_is_told_to_the_limiter(tenant: Tenant, name: str) -> None:
    tenant.items = {"morgan": no(429, "ApplicationThrottled", **{name: "17"})}

    async def ask(graph: Graph) -> tuple[list[Any], Quota]:
        return await GraphCalendars(graph).snapshots(wanted()), graph.quota

    (sam, morgan, _dee), quota = tenant.run(ask)
    assert ids(sam) == ["sam-1"]
    assert isinstance(morgan, SourceUnavailable)
    assert (morgan.status, morgan.code, morgan.retry_after) == (429, "ApplicationThrottled", 17.0)
    assert (quota.requests, quota.throttled, quota.slots) == (3, 1, 10)
    assert 16.0 < quota.paused <= 17.0


def test_a_failed_dependency_is_worth_another_try(tenant: Tenant) -> None:
    tenant.items = {"sam": no(424, "FailedDependency")}
    sam = tenant.read()[0]
    assert isinstance(sam, SourceUnavailable)
    assert (sam.status, sam.code) == (424, "FailedDependency")


@pytest.mark.parametrize(
    "item",
    [
        Item(),
        Item(body=base64.b64encode(b'{"value": []}').decode()),
        Item(body={}),
        Item(body={"value": None}),
        Item(body=[]),
        Item(body=7),
        Item(status=302, headers={"Location": "https://evil.example"}),
        Item(status=204),
    ],
)
def test_what_is_no_page_is_an_error_of_that_diary_alone_and_never_empty(tenant: Tenant, item: Item) -> None:
    tenant.items = {"morgan": item}
    sam, morgan, dee = tenant.read()
    assert (ids(sam), ids(dee)) == (["sam-1"], ["dee-1"])
    assert isinstance(morgan, SourceUnavailable)


@pytest.mark.parametrize(
    "twist",
    [
        lambda told: told[1:],
        lambda told: [*told, told[0]],
        lambda told: [told[0] | {"id": 0}, *told[1:]],
        lambda told: [told[0] | {"status": "200"}, *told[1:]],
        lambda told: [None, *told[1:]],
        lambda told: [told[0] | {"id": "99"}, *told[1:]],
    ],
)
def test_an_answer_that_is_missing_doubled_or_odd_is_an_error_of_that_diary_alone(
    tenant: Tenant, twist: Callable[[list[Any]], list[Any]]
) -> None:
    tenant.twist = twist
    sam, morgan, dee = tenant.read()
    assert isinstance(sam, SourceUnavailable)
    assert "mailbox sam can't be read" in str(sam)
    assert (ids(morgan), ids(dee)) == (["morgan-1"], ["dee-1"])


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (httpx.Response(503), 503),
        (httpx.Response(429, headers={"retry-after": "9"}), 429),
        (httpx.Response(403, json={"error": {"code": "Forbidden"}}), 403),
        (httpx.Response(200, content=b"<html>Please sign in to the Wi-Fi</html>"), None),
        (httpx.Response(200, json={"responses": None}), None),
        (httpx.Response(200), None),
    ],
)
def test_what_meets_the_whole_batch_stands_in_all(tenant: Tenant, answer: httpx.Response, status: int | None) -> None:
    tenant.whole = [answer]
    answers = tenant.read()
    assert [each.status for each in answers if isinstance(each, SourceError)] == [status] * 3
    assert len(tenant.asked) == 1


@pytest.mark.parametrize("answer", [httpx.Response(400), httpx.Response(413)])
def test_law_14_a_batch_that_one_member_may_have_spoilt_is_asked_member_by_member(
    tenant: Tenant, answer: httpx.Response
) -> None:
    tenant.whole, tenant.items = [answer], {"sam": no(400, "BadRequest")}
    sam, morgan, dee = tenant.read()
    assert isinstance(sam, SourceRefused)
    assert (ids(morgan), ids(dee)) == (["morgan-1"], ["dee-1"])
    assert len(tenant.asked) == 4


def test_law_14_a_diary_of_50_mb_harms_no_other_of_its_batch(tenant: Tenant) -> None:
    tenant.items = {"sam": Item(body=page(row("sam-1", subject="x" * (50 << 20))))}
    sam, morgan, dee = tenant.read()
    assert isinstance(sam, SourceRefused)
    assert sam.code == "TooLarge"
    assert (ids(morgan), ids(dee)) == (["morgan-1"], ["dee-1"])


def test_a_batch_that_brought_no_answer_at_all_is_asked_member_by_member(tenant: Tenant) -> None:
    whole = tenant.handle

    async def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/$batch"):
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        return await whole(request)

    tenant.handle = handle  # type: ignore[method-assign]
    assert [ids(each) for each in tenant.read()] == [["sam-1"], ["morgan-1"], ["dee-1"]]


def test_a_mailbox_that_hangs_costs_the_others_one_delay_and_never_their_reading(tenant: Tenant) -> None:
    tenant.items = {"morgan": None}
    sam, morgan, dee = tenant.read(timeout=0.1)
    assert (ids(sam), ids(dee)) == (["sam-1"], ["dee-1"])
    assert isinstance(morgan, SourceUnavailable)
    assert "did not answer within 0.1 seconds for the diary of mailbox morgan" in str(morgan)


def test_a_token_that_is_not_taken_any_more_costs_one_more_round(tenant: Tenant) -> None:
    tenant.whole = [httpx.Response(401, json={"error": {"code": "InvalidAuthenticationToken"}})]
    assert [ids(each) for each in tenant.read()] == [["sam-1"], ["morgan-1"], ["dee-1"]]
    assert tenant.wire.tokens == ["token-1", "token-2"]


def test_a_token_that_is_refused_inside_a_batch_costs_those_members_one_more_round(tenant: Tenant) -> None:
    tenant.twist = lambda told: [told[0], no(401, "InvalidAuthenticationToken").told(told[1]["id"]), told[2]]
    assert [ids(each) for each in tenant.read()] == [["sam-1"], ["morgan-1"], ["dee-1"]]
    assert tenant.wire.tokens == ["token-1", "token-2"]
    assert len(tenant.asked) == 2


def test_a_refused_sign_in_stands_in_all_and_is_not_tried_for_each(
    tenant: Tenant, login: responses.RequestsMock
) -> None:
    answer = {"error": "invalid_client", "error_codes": [7000215], "error_description": "AADSTS7000215: no"}
    login.replace("POST", f"{AUTHORITY}/oauth2/v2.0/token", json=answer, status=401)
    answers = tenant.read(*[f"w{n}" for n in range(50)])
    assert [each.code for each in answers if isinstance(each, SignInRefused)] == ["AADSTS7000215"] * 50
    assert len([call for call in login.calls if call.request.method == "POST"]) <= 2
    assert not tenant.asked


def test_the_answers_are_matched_by_id_whatever_else_is_in_them() -> None:
    gets = [Get(path="/a", what="a"), Get(path="/b", what="b")]
    told = {"responses": [{"id": "1", "status": 200, "body": {"n": 1}, "new": 7}, {"id": "x", "status": 200}]}
    missing, body = read_answers(json.dumps(told | {"@odata.nextLink": "?"}).encode(), gets, "two requests")
    assert isinstance(missing, SourceUnavailable)
    assert not isinstance(body, SourceError)
    assert json.loads(bytes(body)) == {"n": 1}


def test_all_pages_are_read_when_the_first_came_in_a_batch(tenant: Tenant) -> None:
    link = f"{tenant.wire.settings.base_url}/users/more/calendarView?$skip=1"
    tenant.items = {
        "sam": Item(body=page(**{"@odata.nextLink": link})),
        "more": Item(body=page(row("sam-1"))),
    }
    sam, morgan, _dee = tenant.read()
    assert (ids(sam), ids(morgan)) == (["sam-1"], ["morgan-1"])
    assert tenant.asked[-1].headers["prefer"] == WISHES
    tenant.items["more"] = Item(503)
    sam, morgan, _dee = tenant.read()
    assert isinstance(sam, SourceUnavailable)
    assert ids(morgan) == ["morgan-1"]


def test_half_a_letter_in_one_diary_costs_the_others_of_its_batch_nothing() -> None:
    told = [Item(body=page(row("e1", subject="HV \ud83d"))).told("0"), Item(body=page(row("e2"))).told("1")]
    gets = [Get(path=f"/users/{name}/calendarView", what=name) for name in ("sam", "morgan")]
    answers = read_answers(json.dumps({"responses": told}).encode(), gets, "a batch")
    assert not any(isinstance(each, SourceError) for each in answers)
