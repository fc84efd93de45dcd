"""Switches that touch a whole mailbox, signing in or the directory: errors, answers late or never, delays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from calsync.demo.fault_kinds import KINDS
from calsync.demo.faults import Fault
from calsync.demo.tenant import Tenant

DAY = {"startDateTime": "2026-03-02T00:00:00Z", "endDateTime": "2026-03-03T00:00:00Z"}
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCOPE = ["https://graph.microsoft.com/.default"]


@pytest.fixture
def sam(person, tenant: Tenant):
    made = person("Sam Visits")
    tenant.add_event(made.mail, "Visit", NINE, NINE + timedelta(hours=1))
    return made


def view(http, who, **options):
    return http.get(f"/users/{who.id}/calendarView", params=DAY | options)


def test_a_mailbox_that_is_gone_answers_410(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("gone", sam.mail))
    answer = view(http, sam)
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "Gone")


@pytest.mark.parametrize(
    ("kind", "status", "html"),
    [
        ("unavailable", 503, True),
        ("unavailable-empty", 503, False),
        ("gateway-timeout", 504, False),
        ("gateway-timeout-html", 504, True),
    ],
)
def test_an_outage_answers_a_page_of_html_or_nothing_also_within_a_batch(http, tenant: Tenant, sam, kind, status, html):
    tenant.faults.set(Fault(kind, sam.mail))
    answer = view(http, sam)
    assert (answer.status_code, answer.content.startswith(b"<html>")) == (status, html)
    step = {"id": "1", "method": "GET", "url": f"/users/{sam.id}/events"}
    (inner,) = http.post("/$batch", json={"requests": [step]}).json()["responses"]
    assert (inner["status"], inner["body"].startswith("<html>")) == (status, html)


def test_a_hanging_mailbox_never_answers_and_gives_its_slot_back_when_the_client_goes(
    http, tenant: Tenant, person, sam
):
    tenant.concurrency = 1
    dee = person("Dee Deputises")
    tenant.faults.set(Fault("hanging", sam.mail))
    with pytest.raises(httpx.ReadTimeout):
        http.get(f"/users/{sam.id}/events", timeout=0.3)
    # The server sees within a fraction of a second that the client has gone.
    tried = (http.get(f"/users/{dee.id}/events").status_code for _ in range(200))
    assert next(status for status in tried if status != 429) == 200


def test_a_hanging_mailbox_answers_once_it_is_switched_off(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("hanging", sam.mail))
    tenant.faults.set(Fault("slow", sam.mail, 600))
    with pytest.raises(httpx.ReadTimeout):
        http.get(f"/users/{sam.id}/events", timeout=0.3)
    tenant.faults.clear()
    assert http.get(f"/users/{sam.id}/events").status_code == 200


def test_a_trickling_mailbox_begins_its_answer_and_sends_it_byte_by_byte(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("trickling", sam.mail))
    with http.stream("GET", f"/users/{sam.id}/events") as answer:
        assert answer.status_code == 200
        assert "Content-Length" not in answer.headers
        came = answer.iter_raw()
        assert [next(came), next(came)] == [b"{", b'"']


def test_a_huge_answer_is_fifty_megabytes_and_does_not_say_so_beforehand(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("huge-body", sam.mail))
    with http.stream("GET", f"/users/{sam.id}/calendarView", params=DAY) as answer:
        assert "Content-Length" not in answer.headers
        size = sum(len(piece) for piece in answer.iter_raw())
    assert size > 50_000_000


def test_mail_can_be_down_while_diaries_are_read(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("mail-unavailable", sam.mail))
    assert view(http, sam).status_code == 200
    assert http.get(f"/users/{sam.id}/mailFolders/inbox/messages").status_code == 503
    note = {"message": {"subject": "x", "toRecipients": [{"emailAddress": {"address": sam.mail}}]}}
    assert http.post(f"/users/{sam.id}/sendMail", json=note).status_code == 503
    assert tenant.mail(sam.mail) == []


def test_the_directory_can_be_denied_while_diaries_are_read(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("directory-denied"))
    answer = http.get("/users")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "Authorization_RequestDenied")
    assert view(http, sam).status_code == 200


def test_every_token_can_be_refused(http, tenant: Tenant, sam):
    tenant.faults.set(Fault("token-refused"))
    answer = view(http, sam)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "InvalidAuthenticationToken")


@pytest.mark.parametrize(("kind", "number"), [("sign-in-refused", 7000215), ("sign-in-expired", 7000222)])
def test_signing_in_is_refused_as_entra_words_it(tenant: Tenant, login, kind, number):
    tenant.faults.set(Fault(kind))
    answer = login().acquire_token_for_client(SCOPE)
    assert (answer["error"], answer["error_codes"]) == ("invalid_client", [number])
    tenant.faults.clear()
    assert "access_token" in login().acquire_token_for_client(SCOPE)


def test_the_sign_in_service_can_throttle_or_be_down(browser_like, tenant: Tenant):
    path = f"/{tenant.id}/oauth2/v2.0/token"
    tenant.faults.set(Fault("sign-in-throttled", seconds=7))
    answer = browser_like.post(path, data={})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    tenant.faults.clear()
    tenant.faults.set(Fault("sign-in-unavailable"))
    for answer in (
        browser_like.post(path, data={}),
        browser_like.get(f"/{tenant.id}/v2.0/.well-known/openid-configuration"),
    ):
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=us-ascii")


def test_a_fault_begins_and_ends_by_the_tenants_clock(browser_like, http, tenant: Tenant, hand_clock, sam):
    fault = {"mailbox": sam.mail, "kind": "access-denied", "begins_in": 600, "ends_in": 7200}
    (told,) = browser_like.put("/_simulation/faults", json=fault).json()["faults"]
    assert (told["begins"], told["ends"]) == ("2026-03-02T09:10:00Z", "2026-03-02T11:00:00Z")
    seen = []
    for minutes in (0, 9, 10, 119, 120):
        hand_clock.at = NINE + timedelta(minutes=minutes)
        seen.append(view(http, sam).status_code)
    assert seen == [200, 200, 403, 403, 200]
    assert browser_like.get("/_simulation/faults").json() == {"faults": []}


def test_a_fault_of_the_whole_tenant_is_never_one_mailboxs(browser_like, sam):
    put = browser_like.put("/_simulation/faults", json={"mailbox": sam.mail, "kind": "token-refused"})
    assert put.json()["faults"][0]["mailbox"] == "*"


def test_every_kind_of_fault_can_be_switched_on_and_off_from_the_page(browser_like, tenant: Tenant, sam):
    text = browser_like.get("/outlook/faults").text
    for kind in KINDS:
        assert f'value="{kind}"' in text
        browser_like.post("/outlook/faults", data={"act": "on", "kind": kind, "mailbox": sam.mail, "entry": "x"})
    assert {fault.kind for fault in tenant.faults.all()} == set(KINDS)
    told = browser_like.get("/outlook/faults").text
    assert told.count(">Switch off<") == len(KINDS)
    for fault in tenant.faults.all():
        form = {"act": "off", "kind": fault.kind, "mailbox": fault.mailbox, "entry": fault.entry}
        assert browser_like.post("/outlook/faults", data=form).status_code == 200
    assert tenant.faults.all() == []


def test_everything_is_switched_off_with_one_button(browser_like, tenant: Tenant, sam):
    for kind in ("gone", "slow"):
        tenant.faults.set(Fault(kind, sam.mail))
    browser_like.post("/outlook/faults", data={"act": "all-off"})
    assert tenant.faults.all() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "gone", "mailbox": "nobody@clarendon.example"}, "There is nobody of the address"),
        ({"kind": "slow", "mailbox": "*", "seconds": "soon"}, "The seconds of a fault is a number"),
        ({"kind": "slow", "mailbox": "*", "begins_in": "9", "ends_in": "3"}, "A fault ends after it begins"),
    ],
)
def test_a_switch_that_makes_no_sense_is_told_in_a_sentence(browser_like, tenant: Tenant, wrong, sentence):
    answer = browser_like.post("/outlook/faults", data={"act": "on"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert tenant.faults.all() == []
