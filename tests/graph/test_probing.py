"""`calsync probe` over the simulated tenant, and over a wire where Microsoft answers otherwise."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import responses

from calsync.demo.faults import Fault
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.errors import SignInRefused, SourceUnavailable
from calsync.graph.asking import LONGEST_WAIT, Asking, Session
from calsync.graph.client import Graph
from calsync.graph.credentials import ClientSecret
from calsync.graph.probes import ALL, CONCURRENCY, DIARIES, chosen
from calsync.graph.probing import Record, run
from calsync.graph.settings import GraphSettings
from tests.graph.conftest import AUTHORITY

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAM, DEE = "sam@clarendon.example", "dee@clarendon.example"
PERSONAL = ["Anwar", "Elm Road", "Sam", "Dee", "Morgan", "Worker", "clarendon.example", "checkin", "Lone workers"]


@dataclass
class House:
    """A tenant with two workers, and what a run of `calsync probe` finds there."""

    tenant: Tenant
    settings: GraphSettings
    slept: list[float] = field(default_factory=list)
    spent: int = 0
    all_sent_after: float = 0.0

    def ask(
        self, *names: str, out_of_scope: str = "", without: str = "", settings: GraphSettings | None = None
    ) -> dict[str, Record]:
        """The records, by the name of their question; without names all are asked."""

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        async def whole() -> dict[str, Record]:
            graph = Graph(replace(settings or self.settings, slots=8))
            session = Session(
                graph=graph,
                now=lambda: MONDAY,
                out_of_scope=out_of_scope,
                sleep=sleep,
                all_sent_after=self.all_sent_after,
            )
            try:
                probes = chosen(frozenset(names), frozenset(without.split()))
                return {record.probe.name: record async for record in run(session, probes)}
            finally:
                self.spent = session.spent
                await graph.aclose()

        return asyncio.run(whole())

    def finds(self, name: str, *, settled: bool = True, **options: str) -> str:
        """What one question finds."""
        finding = self.ask(name, **options)[name].finding
        assert finding.settled is settled, finding
        return finding.words


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture
def house(certificates: Path) -> Iterator[House]:
    tenant = Tenant(lambda: MONDAY, seed=7)
    tenant.throttle_seconds = 7
    app = tenant.add_app()
    morgan = tenant.add_person("Morgan Manager")
    people = [tenant.add_person(name, manager=morgan.mail) for name in ("Sam Worker", "Dee Deputy")]
    tenant.add_person("Check In", "checkin@clarendon.example")
    group = tenant.add_group("Lone workers", [person.id for person in people])
    for number in range(12):
        tenant.add_event(
            SAM, "Visit to the Anwar family", MONDAY + number * HOUR, MONDAY + (number + 1) * HOUR, "14 Elm Road",
            attendees=[DEE],
        )  # fmt: skip
    with TenantServer(tenant, certificates_folder=certificates) as server:
        settings = GraphSettings(
            tenant=tenant.id,
            client_id=app.client_id,
            credential=ClientSecret(value=app.secret),
            service_mailbox="checkin@clarendon.example",
            group=group.id,
            authority=server.base_url,
            root=server.base_url,
            ca_file=str(server.ca_file),
        )
        yield House(tenant, settings)


def whole_day(house: House) -> None:
    day = MONDAY.replace(hour=0)
    house.tenant.add_event(DEE, "Leave", day, day + timedelta(days=1), all_day=True)


def private(house: House) -> None:
    house.tenant.add_event(DEE, "Anwar", MONDAY, MONDAY + HOUR, "14 Elm Road", sensitivity="private")


# --- a whole run ---------------------------------------------------------------------------------------------


def test_every_question_is_answered_within_its_budget_and_names_nobody(house: House) -> None:
    whole_day(house)
    private(house)
    records = house.ask(out_of_scope="morgan@clarendon.example")
    assert list(records) == [probe.name for probe in ALL]
    assert [name for name, record in records.items() if not record.finding.settled] == []
    assert house.spent <= sum(probe.most for probe in ALL)
    told = json.dumps([(record.finding.words, [str(each) for each in record.exchanges]) for record in records.values()])
    known = [person.id for person in house.tenant.people.values()]
    assert [
        word
        for word in [*PERSONAL, *known, house.settings.group, house.tenant.apps[house.settings.client_id].secret]
        if word in told
    ] == []


def test_nothing_is_written_unless_it_was_asked_for(house: House) -> None:
    records = house.ask(without="draft out-of-scope")
    methods = {
        each.request.split()[0] + " " + each.request.split("/")[2] for r in records.values() for each in r.exchanges
    }
    assert {method for method in methods if not method.startswith("GET ")} == {"POST $batch"}


def test_a_question_that_asks_more_than_it_said_is_a_fault_and_is_stopped(house: House) -> None:
    async def greedy() -> None:
        asking = Asking(Session(graph=Graph(house.settings), now=lambda: MONDAY), 3)
        await asking.at_once("users/{}", [SAM] * 4)

    with pytest.raises(AssertionError, match="asks more than it said"):
        asyncio.run(greedy())


def test_diaries_are_looked_at_only_for_questions_that_rest_on_them() -> None:
    assert [probe.name for probe in chosen(frozenset({"token"}), frozenset())] == ["token"]
    assert [probe.name for probe in chosen(frozenset({"prefer"}), frozenset())] == ["diaries", "prefer"]


# --- each question -------------------------------------------------------------------------------------------


def test_the_diaries_that_cannot_be_read_are_counted_with_microsofts_code(house: House) -> None:
    house.tenant.faults.set(Fault("access-denied", mailbox=DEE))
    words = house.finds("diaries")
    assert words.startswith("1 of 2 diaries can be read. They hold 12 entries")
    assert words.endswith("1 answered 403 ErrorAccessDenied.")


def test_without_any_diary_the_questions_stay_open(house: House) -> None:
    house.tenant.faults.set(Fault("access-denied"))
    assert house.finds("prefer", settled=False) == "No diary could be read."
    assert house.finds("concurrency", settled=False) == "No diary could be read."


def test_an_empty_diary_leaves_the_question_open_and_says_what_helps(house: House) -> None:
    house.tenant.faults.set(Fault("empty"))
    assert "--mailbox" in house.finds("immutable-ids", settled=False)


def test_a_refused_select_is_quoted_in_microsofts_words(house: House) -> None:
    words = house.finds("select-created")
    assert words.startswith(
        "It is refused: 400 ErrorInvalidProperty. Microsoft says: The property 'createdDateTime' does"
    )


def test_an_id_with_letters_in_another_case_is_not_found(house: House) -> None:
    assert house.finds("item-not-found").startswith("An id with letters in another case: 404 ErrorItemNotFound.")


def test_the_immutable_id_is_the_same_in_the_list_and_by_itself(house: House) -> None:
    records = house.ask("immutable-ids")
    assert records["immutable-ids"].finding.words.startswith("The list's id and the get's id are the same.")
    listed, got, moving = (each.body for each in records["immutable-ids"].exchanges)
    assert listed["value"][0]["id"] == got["id"] != moving["id"]
    assert got["id"].startswith("<id ")


def test_wishes_joined_by_commas_are_seen_to_be_obeyed(house: House) -> None:
    words = house.finds("prefer")
    assert "the zone is obeyed, another form of id is obeyed, the size of a page is obeyed" in words
    assert 'Preference-Applied says: IdType="ImmutableId"' in words


def test_the_size_of_a_page_and_its_bounds(house: House) -> None:
    words = "Without $top a page has 10 rows. $top=1000: taken. $top=1001: 400 ErrorInvalidUrlQuery."
    assert house.finds("paging") == words


def test_midnight_of_an_all_day_entry_floats(house: House) -> None:
    assert "all-day entry" in house.finds("all-day", settled=False)
    whole_day(house)
    assert house.finds("all-day").endswith("Midnight floats.")


def test_a_private_entry_is_told_as_what_the_app_is_given_of_it(house: House) -> None:
    assert "private" in house.finds("private", settled=False)
    private(house)
    assert house.finds("private") == "The app is given the subject of a private entry and its location."


def test_a_response_that_was_never_given_has_a_time_in_year_1(house: House) -> None:
    assert house.finds("year-1").endswith("have the time 0001-01-01T00:00:00Z.")


def test_a_person_who_is_not_there_and_the_end_of_the_chain_of_managers(house: House) -> None:
    assert house.finds("person-not-found").startswith("A person who is not there: 404 Request_ResourceNotFound.")
    words = "Above somebody came #microsoft.graph.user, and at the end: 404 Request_ResourceNotFound."
    assert house.finds("manager") == words


@pytest.mark.parametrize(
    ("skew", "words"), [(0, "agree to within a second"), (-90, "90 seconds behind"), (90, "90 seconds ahead")]
)
def test_the_clocks_are_compared(house: House, skew: float, words: str) -> None:
    house.tenant.date_skew = skew
    told = house.finds("clock")
    assert words in told
    assert ("NTP" in told) is (skew != 0)


def test_a_mailbox_that_the_app_can_open_against_its_scope_is_told(house: House) -> None:
    assert "CAN" in house.finds("out-of-scope", out_of_scope="morgan@clarendon.example")
    house.tenant.faults.set(Fault("access-denied", mailbox="morgan@clarendon.example"))
    words = house.finds("out-of-scope", out_of_scope="morgan@clarendon.example")
    assert words == "It can't: 403 ErrorAccessDenied. The scope holds."
    assert "name a mailbox that is there" in house.finds("out-of-scope", settled=False, out_of_scope="nobody@x.example")


def test_the_draft_is_made_deleted_and_never_sent(house: House) -> None:
    records = house.ask("draft")
    assert "has internetMessageId and conversationId" in records["draft"].finding.words
    assert [each.request.split()[0] for each in records["draft"].exchanges] == ["POST", "GET", "DELETE", "GET"]
    assert house.tenant.mail("checkin@clarendon.example", "drafts") == []
    assert house.tenant.mail("checkin@clarendon.example", "sentitems") == []


# --- how many at once ----------------------------------------------------------------------------------------


def test_no_more_than_sixty_requests_try_how_many_may_be_in_flight(house: House) -> None:
    house.tenant.concurrency = 100
    words = house.finds("concurrency")
    assert words.startswith("No refusal was met: 8 against 2 mailboxes were all answered, and 8 against one mailbox")
    assert house.spent - DIARIES.most <= CONCURRENCY.most <= 60


def test_what_is_answered_at_once_proves_nothing_about_how_many_may_be_in_flight(house: House) -> None:
    house.tenant.concurrency = 100
    house.all_sent_after = 60
    assert "too quickly to be sure" in house.finds("concurrency", settled=False)


def test_a_tenant_that_asks_for_a_pause_is_given_it_before_the_next_question(house: House) -> None:
    house.tenant.faults.set(Fault("throttled", mailbox=DEE, seconds=5))
    house.ask("diaries", "paging")
    assert house.slept == [5]


def test_a_pause_longer_than_a_run_ends_it(house: House) -> None:
    house.tenant.faults.set(Fault("throttled", mailbox=DEE, seconds=LONGEST_WAIT + 1))
    records = house.ask("diaries", "paging", "year-1")
    assert "run this again later" in records["paging"].finding.words
    assert (records["paging"].finding.settled, records["year-1"].exchanges) == (False, ())
    assert house.slept == []


# --- answers that the simulated tenant does not give ---------------------------------------------------------

Answer = Callable[[httpx.Request], httpx.Response]
DRAFT = {"id": "AAkA-draft", "internetMessageId": "<a@b>", "conversationId": "c"}


@dataclass
class Line:
    """Graph answered by a function, with Sam's and Dee's diaries in it; every request is kept."""

    settings: GraphSettings
    asked: list[httpx.Request] = field(default_factory=list)
    in_flight: Counter[str] = field(default_factory=Counter)
    together: bool = False
    """Whether answers wait until all requests that were sent at once have come."""

    def ask(self, name: str, answer: Answer) -> Record:
        """What one question finds over these answers; the members of the group come first."""

        async def handle(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            if "/transitiveMembers/" in request.url.path:
                return httpx.Response(200, json={"value": [{"id": SAM}, {"id": DEE}]})
            self.in_flight[request.url.path] += 1
            for _ in range(200 if self.together else 0):
                await asyncio.sleep(0)  # gives way to the others
            response = answer(request)
            self.in_flight[request.url.path] -= 1
            return response

        async def no_sleep(_seconds: float) -> None:
            raise AssertionError("nothing asked to wait")

        async def whole() -> Record:
            graph = Graph(self.settings, transport=httpx.MockTransport(handle))
            session = Session(graph=graph, now=lambda: MONDAY, sleep=no_sleep, all_sent_after=0)
            try:
                return [record async for record in run(session, chosen(frozenset({name}), frozenset()))][-1]
            finally:
                await graph.aclose()

        return asyncio.run(whole())


@pytest.fixture
def line(settings: GraphSettings, login: responses.RequestsMock) -> Line:
    def token(_request: object) -> tuple[int, dict[str, str], str]:
        claims = {"idtyp": "app", "roles": ["Mail.Send", "Calendars.Read", "Clarendon.Secret.All"]}
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        answer = {"token_type": "Bearer", "expires_in": 3599, "access_token": f"head.{payload}.signature"}
        return 200, {}, json.dumps(answer)

    login.add_callback("POST", f"{AUTHORITY}/oauth2/v2.0/token", token, content_type="application/json")
    return Line(settings)


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


OVER = {"error": {"code": "ApplicationThrottled", "message": "Application is over its MailboxConcurrency limit."}}


def test_the_first_refusal_ends_the_tries_and_is_told_with_its_wait(line: Line) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        in_flight = sum(count for path, count in line.in_flight.items() if path.endswith("/calendarView"))
        if in_flight > 4:
            return httpx.Response(429, json=OVER, headers={"Retry-After": "7"})
        return httpx.Response(200, json={"value": []})

    line.together = True
    record = line.ask("concurrency", answer)
    assert record.finding.words.startswith(
        "5 in flight are too many: 1 of 5 were 429 ApplicationThrottled (Application is over its MailboxConcurrency "
        "limit; Retry-After: 7), against 2 mailboxes"
    )
    assert [(each.times, each.status) for each in record.exchanges] == [(8, 200), (4, 200), (4, 200), (1, 429)]
    assert "<2 in turn>" in record.exchanges[-1].request


def test_a_limit_on_each_mailbox_is_told_from_one_on_the_app(line: Line) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/calendarView") and line.in_flight[request.url.path] > 4:
            return httpx.Response(429, json=OVER)
        return httpx.Response(200, json={"value": []})

    line.together = True
    words = line.ask("concurrency", answer).finding.words
    assert "8 against 2 mailboxes were all answered. So each mailbox's requests are counted by themselves." in words
    assert words.startswith("5 in flight are too many: 1 of 5 were 429 ApplicationThrottled")
    assert "no Retry-After" in words


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
