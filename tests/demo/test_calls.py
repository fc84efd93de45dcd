"""The simulated telephone exchange: calls as Twilio leads them, and the buttons on each telephone's page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from calsync.demo.calls import COMPLETED, NO_ANSWER, RINGING, SPEAKING, Exchange, ask_page
from calsync.demo.cast import cast
from calsync.demo.hands import A_MOMENT
from calsync.demo.kept import by_call_first
from calsync.demo.phones import ACCOUNT, SENDER, TOKEN
from calsync.demo.server import TenantServer
from calsync.demo.story import EPOCH, Story
from calsync.demo.tenant import Tenant
from calsync.demo.twiml_reading import read_twiml
from calsync.domain.model import Channel
from calsync.domain.spoken import Spoken
from calsync.notify.twilio_asking import TwilioAccount
from calsync.notify.twilio_voice import TwilioVoice
from calsync.policies.loader import load
from calsync.ports import CallEnd
from calsync.web import twiml
from tests.fakes import At
from tests.notify.carriers import SAMS
from tests.notify.test_twilio_voice import CALL

AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MENU = twiml.said(Spoken(words="Press 1.", keys="1"), keys_to="http://127.0.0.1:1/key")
MORGANS = "+447700900102"


class Pages:
    """calsync's pages, as a test says."""

    def __init__(self, **pages: str) -> None:
        self.pages = {"page": MENU, "key": twiml.said(Spoken(words="Thank you.")), **pages}
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def __call__(self, url: str, form: Mapping[str, str]) -> str:
        self.asked.append((url, form))
        return self.pages.get(url.rpartition("/")[2].partition("?")[0], "")


def exchange(pages: Pages, at: At | None = None) -> Exchange:
    return Exchange((at or At(AT)).now, ask=pages)


def test_whoever_answers_hears_the_words_and_their_key_is_brought_back():
    pages = Pages()
    here = exchange(pages)
    call = here.place(SAMS, "http://127.0.0.1:1/page", "http://127.0.0.1:1/ended")
    assert (call.status, pages.asked) == (RINGING, [])
    here.take(call)
    assert (call.status, call.heard) == (SPEAKING, ["Press 1."])
    here.press(call, "1")
    assert (call.status, call.heard[-1]) == (COMPLETED, "Thank you.")
    assert [url.rpartition("/")[2] for url, _ in pages.asked] == ["page", "key", "ended"]
    assert pages.asked[1][1]["Digits"] == "1"
    assert pages.asked[2][1]["CallStatus"] == COMPLETED


def test_a_call_rings_out_by_itself_and_an_answering_machine_hears_all_and_presses_nothing():
    pages, clock = Pages(), At(AT)
    here = exchange(pages, clock)
    first = here.place(SAMS, "http://127.0.0.1:1/page", "")
    clock.moment += timedelta(seconds=30)
    assert here.get(first.sid) is first
    assert first.status == NO_ANSWER
    second = here.place(SAMS, "http://127.0.0.1:1/page", "")
    here.machine(second)
    assert (second.status, second.heard, second.pressed) == (COMPLETED, ["Press 1.", "Press 1.", "Goodbye."], "")


def test_a_caller_is_put_through_to_another_telephone_and_both_speak_until_one_hangs_up():
    through = twiml.put_through(
        MORGANS, sender=SENDER, introduced="http://127.0.0.1:1/whisper", then="http://127.0.0.1:1/page"
    )
    pages = Pages(**{"in": through, "whisper": MENU, "key": twiml.nothing_more()})
    here = exchange(pages)
    here.page = "http://127.0.0.1:1/in"
    caller = here.ring(SAMS)
    assert caller is not None
    (theirs,) = here.of(MORGANS)
    here.take(theirs)
    here.press(theirs, "1")
    assert theirs.joined
    assert caller.joined
    here.hang_up(theirs)
    assert pages.asked[-1][1]["DialCallStatus"] == COMPLETED
    assert (caller.status, caller.heard[-1]) == (SPEAKING, "Press 1.")


def test_the_exchange_asks_this_machine_alone_and_a_page_that_says_nothing_ends_the_call():
    with pytest.raises(ValueError, match="this machine alone"):
        ask_page("https://example.org/voice/in", {})
    for odd in ("", "<Response", "<html/>", "<!DOCTYPE a><Response/>"):
        with pytest.raises(ValueError, match=r"."):
            read_twiml(odd)
    here = exchange(Pages(page="<html/>"))
    call = here.place(SAMS, "http://127.0.0.1:1/page", "")
    here.take(call)
    assert call.status == COMPLETED


def test_calsyncs_own_client_has_the_simulated_carrier_ring_and_is_told_how_it_ended(
    over_http: TenantServer,
) -> None:
    caller = TwilioVoice(TwilioAccount(account=ACCOUNT, token=TOKEN, sender=SENDER, root=over_http.base_url))

    async def both() -> None:
        sent = await caller.ring(CALL)
        assert (await caller.ring(replace(CALL, tried_since=AT))).message_id == sent.message_id
        assert await caller.end_of(sent.message_id) is CallEnd.GOING
        call = over_http.tenant.exchange.get(sent.message_id)
        assert call is not None
        call.ended_page = ""
        over_http.tenant.exchange.hang_up(call)
        assert await caller.end_of(sent.message_id) is CallEnd.UNANSWERED
        assert await caller.check()

    asyncio.run(both())


def test_a_telephones_page_shows_a_call_that_rings_and_its_buttons(over_http: TenantServer) -> None:
    exchange_, person = over_http.tenant.exchange, next(iter(over_http.tenant.people.values()))
    call = exchange_.place(SAMS, "http://127.0.0.1:1/page", "")
    page = f"{over_http.base_url}/outlook/people/{person.id}/phone"
    shown = httpx.get(page).text
    assert "calsync rings" in shown
    assert 'value="take"' in shown
    headers = {"Origin": over_http.base_url}
    done = httpx.post(f"{page}/calls", data={"act": "hang-up", "call": call.sid}, headers=headers)
    assert done.status_code == 303
    assert call.status == NO_ANSWER
    again = httpx.post(f"{page}/calls", data={"act": "take", "call": call.sid}, headers=headers)
    assert "That call has ended." in again.text


def test_sam_takes_the_call_about_their_visit_and_the_policy_rings_before_each_text():
    clock = At(EPOCH)
    tenant = Tenant(clock.now)
    people, pages = cast(tenant), Pages()
    tenant.exchange = exchange(pages, clock)
    policy = by_call_first(load("clarendon"))
    assert all(step.channels[:2] == (Channel.VOICE, Channel.TEXT) for step in policy.steps)
    story = Story(people, policy)
    number = tenant.person(people.mail("sam")).mobile or ""
    clock.moment = EPOCH + timedelta(minutes=13)
    call = tenant.exchange.place(number.replace(" ", ""), "http://127.0.0.1:1/page", "")
    clock.moment += A_MOMENT
    story.play()
    assert call.pressed == "1"
