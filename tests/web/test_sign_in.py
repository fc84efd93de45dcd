"""Signing in by the real msal, against a simulated tenant on loopback: who is let in, and who is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from calsync.config.sign_in import SIGNED_IN
from calsync.demo.people import AppRegistration
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.errors import StaffRefused
from calsync.graph.staff import AT_ONCE, StaffSignIn
from tests.web.sign_in_house import REDIRECT, Browser, SignInHouse, asked, graph_settings, register

SESSION, FLOW = "__Host-calsync-session", "__Host-calsync-sign-in"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TenantServer]:
    """The tenant, with the cast in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        patch.delenv("CURL_CA_BUNDLE", raising=False)
        tenant = Tenant(lambda: datetime.now(UTC))
        with TenantServer(tenant, certificates_folder=tmp_path_factory.mktemp("certificates")) as running:
            yield running


@pytest.fixture(scope="module")
def registered(server: TenantServer) -> AppRegistration:
    """The app that signs people in."""
    return register(server)


@pytest.fixture(scope="module")
def staff(server: TenantServer, registered: AppRegistration) -> Iterator[StaffSignIn]:
    """Our side of it."""
    ours = StaffSignIn(graph_settings(server, registered), REDIRECT)
    yield ours
    ours.close()


@pytest.fixture
def house(staff: StaffSignIn, server: TenantServer) -> Iterator[SignInHouse]:
    """The pages; what was odd about the tenant is put right afterwards."""
    usual = server.tenant.staff.code_seconds
    yield SignInHouse(staff)
    server.tenant.staff.otherwise, server.tenant.staff.foreign_key = {}, False
    server.tenant.staff.code_seconds = usual


def test_a_manager_signs_in_and_goes_on_to_the_page_that_was_wanted(house: SignInHouse, server: TenantServer) -> None:
    browser = Browser(house)
    sent = browser.get("/notes?day=2026-03-02")
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=/notes%3Fday%3D2026-03-02")
    begun = browser.get(sent.headers["location"])
    told = asked(begun.headers["location"])
    assert begun.status_code == 303
    assert (told["response_type"], told["response_mode"], told["code_challenge_method"]) == (
        "code",
        "form_post",
        "S256",
    )
    assert sorted(told["scope"].split()) == ["openid", "profile"]
    let_in = browser.post(SIGNED_IN, browser.answer_of(server, "morgan", begun), site="cross-site")
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/notes?day=2026-03-02")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(browser.given[SESSION].split("; "))
    assert "Domain" not in browser.given[SESSION]
    assert [name for name in browser.cookies if name.startswith(FLOW)] == []
    assert browser.get("/notes").text.startswith("morgan ")
    (act,) = house.audited("signed-in")
    assert (act.who, act.details) == ("morgan", (("roles", "Manager"),))


def test_the_page_about_me_shows_my_role_and_those_in_my_care(house: SignInHouse, server: TenantServer) -> None:
    browser = Browser(house)
    browser.signs_in(server, "morgan")
    page = browser.get("/me")
    assert page.headers["cache-control"] == "no-store"
    for words in ("You are Morgan Manages", "Manager: alarms", "Line manager of everybody", "Sam Visits", "audit"):
        assert words in page.text
    assert [dict(each.details) for each in house.audited("viewed")] == [{"page": "me", "worker": "sam"}]


def test_who_has_no_role_is_refused_and_told_what_to_ask_for(house: SignInHouse, server: TenantServer) -> None:
    browser = Browser(house)
    refused = browser.signs_in(server, "sam")
    assert refused.status_code == 403
    assert "You have no role in calsync. Ask IT" in refused.text
    assert SESSION not in browser.cookies
    assert house.why_refused() == ["no-role"]


def test_a_role_that_is_none_of_ours_lets_nobody_in(house: SignInHouse, server: TenantServer) -> None:
    server.tenant.staff.otherwise = {"roles": ["Administrator", "manager"]}
    assert Browser(house).signs_in(server, "morgan").status_code == 403


def test_the_wrong_role_opens_the_way_in_and_not_the_page(house: SignInHouse, server: TenantServer) -> None:
    browser = Browser(house)
    browser.signs_in(server, "ash")
    assert browser.get("/notes").status_code == 403
    page = browser.get("/me").text
    assert "nothing of anybody" in page
    assert "Sam" not in page


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"aud": "00000000-0000-4000-8000-000000000000"}, "audience"),
        ({"aud": ["00000000-0000-4000-8000-000000000000"]}, "audience"),
        ({"iss": "https://login.microsoftonline.com/another/v2.0"}, "issuer"),
        ({"exp": int(time.time()) - 900}, "token-time"),
        ({"nbf": int(time.time()) + 3600}, "token-time"),
        ({"oid": None}, "token"),
        ({"exp": None}, "token"),
    ],
)
def test_an_id_token_that_is_not_for_us_from_there_and_now_is_refused(
    house: SignInHouse, server: TenantServer, otherwise: dict[str, object], why: str
) -> None:
    server.tenant.staff.otherwise = otherwise
    browser = Browser(house)
    assert browser.signs_in(server, "morgan").status_code == 400
    assert (SESSION in browser.cookies, house.why_refused()) == (False, [why])


@pytest.mark.parametrize("nonce", [None, "another"])
def test_an_id_token_of_another_sign_in_is_refused(house: SignInHouse, server: TenantServer, nonce: str | None) -> None:
    server.tenant.staff.otherwise = {"nonce": nonce}
    assert Browser(house).signs_in(server, "morgan").status_code == 400
    assert house.why_refused()[0] in ("odd-answer", "nonce", "token")


def test_an_id_token_that_the_tenant_did_not_sign_is_refused(house: SignInHouse, server: TenantServer) -> None:
    server.tenant.staff.foreign_key = True
    assert Browser(house).signs_in(server, "morgan").status_code == 400
    assert house.why_refused() == ["signature"]


def test_an_expired_code_is_refused(house: SignInHouse, server: TenantServer) -> None:
    server.tenant.staff.code_seconds = 0.0
    refused = Browser(house).signs_in(server, "morgan")
    assert refused.status_code == 400
    assert "took too long. Sign in again." in refused.text
    assert house.why_refused() == ["code-70008"]


def test_a_code_that_was_used_is_refused_also_with_all_that_came_with_it(
    house: SignInHouse, server: TenantServer
) -> None:
    browser = Browser(house)
    answer = browser.answer_of(server, "morgan", browser.get("/sign-in"))
    stolen = dict(browser.cookies)
    assert browser.post(SIGNED_IN, answer, site="cross-site").status_code == 303
    assert browser.post(SIGNED_IN, answer, site="cross-site").status_code == 400
    thief = Browser(house)
    thief.cookies, thief.given = stolen, dict.fromkeys(stolen, "SameSite=none")
    assert thief.post(SIGNED_IN, answer, site="cross-site").status_code == 400
    assert SESSION not in thief.cookies
    assert house.why_refused() == ["no-flow", "code-54005"]


def test_a_code_of_another_sign_in_is_refused(house: SignInHouse, server: TenantServer) -> None:
    mine, theirs = Browser(house), Browser(house)
    mine.get("/sign-in")
    answer = theirs.answer_of(server, "morgan", theirs.get("/sign-in"))
    assert mine.post(SIGNED_IN, answer, site="cross-site").status_code == 400
    assert Browser(house).post(SIGNED_IN, answer, site="cross-site").status_code == 400
    assert set(house.why_refused()) <= {"state", "no-flow"}


def test_two_windows_that_sign_in_at_once_hinder_each_other_in_one_case_of_four_at_most(
    house: SignInHouse, server: TenantServer
) -> None:
    browser = Browser(house)
    begun = [browser.get("/sign-in") for _ in range(8)]
    assert len([name for name in browser.cookies if name.startswith(FLOW)]) <= 4
    by_state = {sum(asked(each.headers["location"])["state"].encode()) % 4: each for each in begun}
    answers = [browser.answer_of(server, "morgan", each) for each in by_state.values()]
    assert [browser.post(SIGNED_IN, each, site="cross-site").status_code for each in answers] == [303] * len(answers)


def test_a_code_is_worth_nothing_without_the_verifier_that_its_sign_in_kept(
    staff: StaffSignIn, house: SignInHouse, server: TenantServer
) -> None:
    browser = Browser(house)
    answer = browser.answer_of(server, "morgan", browser.get("/sign-in"))
    begun = staff.begin()
    with pytest.raises(StaffRefused) as refused:
        staff.finish({**begun.kept, "code_verifier": "x" * 43}, answer["code"])
    assert refused.value.why == "code-501481"


@pytest.mark.parametrize("fields", [{}, {"state": "x"}, {"error": "access_denied"}, {"code": "x" * 60_000}])
def test_an_answer_without_a_code_of_ours_is_refused(house: SignInHouse, fields: dict[str, str]) -> None:
    browser = Browser(house)
    state = asked(browser.get("/sign-in").headers["location"])["state"]
    answer = browser.post(SIGNED_IN, {"state": state, **fields}, site="cross-site")
    assert answer.status_code == 400
    assert "You are not signed in" in answer.text
    assert SESSION not in browser.cookies


def test_opening_the_page_to_which_microsoft_sends_people_back_lets_nobody_in(house: SignInHouse) -> None:
    browser = Browser(house)
    browser.get("/sign-in")
    assert browser.get(f"{SIGNED_IN}?code=x&state=y").status_code == 400
    assert SESSION not in browser.cookies


def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_before(
    house: SignInHouse, server: TenantServer
) -> None:
    browser = Browser(house)
    browser.cookies[SESSION] = planted = "planted-by-somebody"
    browser.given[SESSION] = "SameSite=lax"
    browser.signs_in(server, "morgan")
    first = dict(browser.cookies)
    assert first[SESSION] != planted
    browser.signs_in(server, "morgan")
    assert browser.cookies[SESSION] != first[SESSION]
    assert browser.get("/me").status_code == 200
    former = Browser(house)
    former.cookies = first
    assert former.get("/me").status_code == 303


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.test",
        "/\\evil.test",
        "https://evil.test/",
        "/%09/evil.test",
        "/%5Cevil.test",
        "javascript:alert(1)",
        "me",
    ],
)
def test_no_sign_in_leads_to_another_site(house: SignInHouse, server: TenantServer, wanted: str) -> None:
    browser = Browser(house)
    let_in = browser.signs_in(server, "morgan", path=f"/sign-in?next={wanted}")
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/me")


def test_who_signs_in_too_often_waits_and_is_told_how_long(house: SignInHouse) -> None:
    browser = Browser(house)
    refused = [answer for _ in range(35) if (answer := browser.post(SIGNED_IN, {})).status_code == 429]
    assert len(refused) == 5
    assert 0 < int(refused[0].headers["retry-after"]) <= 60
    assert len(house.why_refused()) == 20, "and the audit is not filled with it"


def test_where_microsoft_can_not_be_asked_that_is_said(server: TenantServer, registered: AppRegistration) -> None:
    away = replace(graph_settings(server, registered), authority="https://localhost:1")
    house = SignInHouse(staff := StaffSignIn(away, REDIRECT))
    answer = Browser(house).get("/sign-in")
    staff.close()
    assert answer.status_code == 503
    assert "Microsoft can&#39;t be asked just now" in answer.text


def test_where_microsoft_hangs_others_are_told_at_once_and_hold_no_thread(
    server: TenantServer, registered: AppRegistration
) -> None:
    staff = StaffSignIn(graph_settings(server, registered), REDIRECT)
    for _ in range(AT_ONCE):
        staff._room.acquire()
    with pytest.raises(StaffRefused) as refused:
        staff.begin()
    assert refused.value.why == "busy"
    staff._room.release()
    assert staff.begin().address.startswith(server.base_url)
    staff.close()
