"""What carriers call: what it does, and what of it does nothing."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.model import DeadlineState, Receipt
from calsync.engine.hooks import A_MINUTE
from calsync.engine.hooks import RECEIPT as RECEIPTS
from calsync.engine.hooks import TEXT as TEXTS
from calsync.notify.twilio_signature import signature
from calsync.ports import IncomingText
from calsync.web.hooks import LOOKS
from tests.house import CODE_WORD
from tests.notify.carriers import SAMS, TOKEN
from tests.texts import late_by_text
from tests.web.hook_house import (
    ADDRESS,
    CALLBACK_TOKEN,
    NOTIFY,
    SID,
    HookHouse,
    notify_receipt,
    notify_text,
    twilio_status,
    twilio_text,
)


def test_a_text_that_twilio_calls_in_closes_the_deadline_and_asks_twilio_to_say_nothing():
    hooks = HookHouse()
    begun = time.monotonic()
    answer = hooks.twilio("text", twilio_text())
    assert time.monotonic() - begun < 1.0
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert answer.text.endswith("<Response/>")
    assert hooks.house.deadline.state is DeadlineState.CLOSED
    assert hooks.refusals() == []


def test_a_text_that_comes_by_hook_twice_and_by_asking_too_acts_once():
    hooks = HookHouse()
    house = hooks.house
    for _ in range(2):
        assert hooks.twilio("text", twilio_text(Body="30")).status_code == 200
    due = house.deadline.due
    house.carrier.received.append(IncomingText(id=SID, number=SAMS, words="30", received=house.clock.now()))
    assert house.read_texts() == 0
    assert house.deadline.due == due
    about = house.deadline.id
    with house.store.transaction() as tx:
        assert len(tx.answers_of(about)) == 1


def test_while_its_hook_is_called_the_carrier_is_asked_less_until_asking_finds_what_the_hook_did_not_bring():
    hooks = HookHouse()
    house, engine = hooks.house, hooks.house.engine
    assert not engine.hooks.work(TEXTS)
    hooks.twilio("text", twilio_text(Body="30"))
    assert engine.hooks.work(TEXTS)
    assert not engine.hooks.work(RECEIPTS)
    house.clock.moment += timedelta(minutes=1)
    house.texts("OK")
    assert not engine.hooks.work(TEXTS)
    house.clock.moment += timedelta(minutes=1)
    hooks.twilio("text", twilio_text(Body="30", MessageSid="SM" + "8" * 32))
    assert engine.hooks.work(TEXTS)
    house.clock.moment += timedelta(hours=25)
    assert not engine.hooks.work(TEXTS)


@pytest.mark.parametrize("port", ["", ":443"])
def test_twilios_signature_holds_with_the_usual_port_and_without(port: str):
    hooks = HookHouse()
    form = twilio_text()
    signed = signature(TOKEN, f"{ADDRESS}{port}/hooks/twilio/text?a=1", list(form.items()))
    assert hooks.twilio("text", form, signed=signed, query="?a=1").status_code == 200


def test_what_is_forged_broken_or_of_somebody_else_is_refused_audited_and_changes_nothing(caplog):
    hooks = HookHouse()
    house, form = hooks.house, twilio_text(Body="Left, Mrs Whitcombe was fine")
    before = house.deadline
    good = urlencode(form).encode()
    own = signature(TOKEN, f"{ADDRESS}/hooks/twilio/text", list(form.items()))
    path = "/hooks/twilio/text"

    def signed(form: dict[str, str]) -> int:
        return hooks.twilio("text", form).status_code

    assert hooks.twilio("text", form, signed="").status_code == 403
    assert hooks.twilio("text", form | {"Body": "OK"}, signed=own).status_code == 403
    assert hooks.raw(path, good + b"&Body=OK", signed=own).status_code == 400
    assert hooks.raw(path, good[:-20], signed=own).status_code == 400
    assert hooks.raw(path, b"Body=%ff%fe&From=x", signed=own).status_code == 400
    assert hooks.raw(path, "Body=ü".encode(), signed=own).status_code == 400
    assert hooks.raw(path, b"", signed=own).status_code == 403
    assert hooks.raw(path, b"a=1" + b"&a" * 70_000, signed=own).status_code == 413
    assert hooks.raw(path, b"{}", signed=own, kind="application/json").status_code == 415
    assert signed(form | {"AccountSid": "AC" + "9" * 32}) == 400
    assert signed(form | {"To": "+447700900111"}) == 400
    assert signed(form | {"MessageSid": "../x"}) == 400
    assert signed(form | {"From": "+447700900555"}) == 422
    assert (hooks.pages.get(path).status_code, house.deadline) == (405, before)
    assert sorted(hooks.refusals()) == sorted(
        ["signature"] * 3 + ["field-twice", "no-form", "no-form", "no-form", "too-long", "content-type"]
        + ["other-account", "other-number", "no-id", "unknown-number"]
    )  # fmt: skip
    everything = str(house.acts()) + caplog.text
    for secret in (TOKEN, own, "Whitcombe", SAMS, "7700900555"):
        assert secret not in everything


def test_a_flood_of_forged_calls_does_not_flood_the_audit_and_keeps_no_true_one_out():
    hooks = HookHouse()
    answers = [hooks.twilio("text", twilio_text(), signed="x").status_code for _ in range(A_MINUTE + 3)]
    assert answers == [403] * A_MINUTE + [429] * 3
    assert len(hooks.refusals()) == A_MINUTE
    assert hooks.twilio("text", twilio_text()).status_code == 200
    assert not hooks.house.deadline.is_open


def test_what_became_of_a_text_is_taken_as_if_it_had_been_asked_for():
    hooks = HookHouse()
    hooks.question(SID)
    assert hooks.twilio("receipt", twilio_status(SID, "sent")).status_code == 200
    assert hooks.question(SID).receipt is Receipt.WAITING
    assert hooks.twilio("receipt", twilio_status(SID, "undelivered", ErrorCode="30003")).status_code == 200
    hooks.house.send()
    assert len(hooks.house.told("sam")) == 1, "what did not arrive by text goes by mail"
    assert hooks.twilio("receipt", twilio_status(SID, "delivered")).status_code == 200
    assert hooks.question(SID).receipt is Receipt.FAILED, "a late word overwrites nothing"
    assert hooks.twilio("receipt", twilio_status("SM" + "9" * 32, "failed")).status_code == 404
    assert hooks.twilio("receipt", twilio_status(SID, "failed"), signed="x").status_code == 403
    assert hooks.refusals() == ["unknown-text", "signature"]


def test_notifys_texts_and_receipts_are_taken_with_the_token_alone(caplog):
    hooks = HookHouse(text=NOTIFY)
    house, before = hooks.house, hooks.house.deadline
    own = hooks.question("8a5c4b0d-7a17-4b64-8a5c-9f7e6d3e8c22").message_id
    assert hooks.notify("text", notify_text(), token="x").status_code == 403
    assert hooks.notify("text", notify_text(), token="").status_code == 403
    assert hooks.notify("receipt", notify_receipt(own, "delivered"), token="ü").status_code == 403
    assert hooks.notify("text", json.dumps(notify_text()).encode()[:-9]).status_code == 400
    assert hooks.notify("text", b"[" * 60_000).status_code == 400
    assert hooks.notify("text", b'{"id": 1, "id": 2}').status_code == 400
    assert hooks.notify("text", b"\xff\xfe").status_code == 400
    assert hooks.notify("text", b'"' + b"x" * 70_000 + b'"').status_code == 413
    assert hooks.notify("text", notify_text(message="\ud800")).status_code == 400
    assert hooks.notify("text", notify_text(message=None)).status_code == 400
    assert hooks.notify("text", notify_text(date_received="yesterday")).status_code == 400
    assert hooks.notify("text", notify_text(date_received="2026-03-02T01:00:00Z")).status_code == 422
    assert hooks.notify("text", notify_text(date_received="2026-03-02T15:00:00Z")).status_code == 422
    assert hooks.notify("text", notify_text(source_number="447700900555")).status_code == 422
    old = notify_receipt(own, "delivered", completed_at="2026-03-01T14:00:00Z")
    assert hooks.notify("receipt", old).status_code == 422
    assert (house.deadline, hooks.question(own).receipt) == (before, Receipt.WAITING)
    assert len(hooks.refusals()) == 15
    assert hooks.notify("receipt", notify_receipt(own, "delivered")).status_code == 204
    assert hooks.question(own).receipt is Receipt.DELIVERED
    assert hooks.notify("text", notify_text()).status_code == 204
    assert not house.deadline.is_open
    assert CALLBACK_TOKEN not in caplog.text + str(house.acts())
    assert hooks.twilio("text", twilio_text()).status_code == 404, "the other carrier has no hook here"


def test_a_code_word_that_is_called_in_is_answered_byte_for_byte_as_a_plain_word():
    answers = []
    for words in ("OK", f"OK {CODE_WORD}"):
        answer = HookHouse().twilio("text", twilio_text(Body=words))
        answers.append((answer.status_code, dict(answer.headers), answer.content))
    assert answers[0] == answers[1]


_FUZZED = HookHouse(late_by_text())
_FUZZED_NOTIFY = HookHouse(late_by_text(), text=NOTIFY)


@settings(max_examples=25, deadline=None)
@given(
    body=st.binary(max_size=300),
    signed=st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=40),
)
def test_no_bytes_without_a_signature_bring_more_than_a_refusal(body: bytes, signed: str):
    before = _FUZZED.house.deadline
    for what in ("text", "receipt"):
        headers = {"X-Twilio-Signature": signed.encode("latin-1"), "Content-Type": "application/x-www-form-urlencoded"}
        status = _FUZZED.pages.post(f"/hooks/twilio/{what}", content=body, headers=headers).status_code
        assert 400 <= status < 500
    assert _FUZZED.house.deadline == before


_VALUES = st.one_of(st.none(), st.integers(), st.text(max_size=30), st.lists(st.none(), max_size=2))
_FIELDS = st.sampled_from(["AccountSid", "From", "To", "Body", "MessageSid", "MessageStatus"])
_KEYS = st.sampled_from(["id", "source_number", "message", "date_received", "status", "completed_at", "x"])


@settings(max_examples=25, deadline=None)
@given(
    changes=st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=4),
    signed=st.dictionaries(_FIELDS, st.text(st.characters(codec="utf-8"), max_size=30), min_size=1, max_size=3),
)
def test_no_field_even_with_a_good_signature_makes_a_call_fail(changes: dict[str, object], signed: dict[str, str]):
    house = _FUZZED_NOTIFY.house
    for what, told in (("text", notify_text(message="hello")), ("receipt", notify_receipt("x", "delivered"))):
        assert _FUZZED_NOTIFY.notify(what, told | changes).status_code < 500
    assert house.deadline.is_open
    assert _FUZZED.twilio("text", twilio_text(Body="hello") | signed).status_code < 500
    assert _FUZZED.twilio("receipt", twilio_status(SID, "x") | signed).status_code < 500


def test_a_receipt_that_comes_before_its_text_is_written_is_looked_up_again_while_texts_go_out(monkeypatch):
    monkeypatch.setattr("calsync.web.hooks.A_MOMENT", 0.0)
    hooks, looks = HookHouse(), list[str]()

    def one_is_going_out() -> bool:
        looks.append("again")
        if len(looks) == 2:
            hooks.question(SID)
        return True

    hooks.house.engine.hooks.sends = one_is_going_out
    assert hooks.twilio("receipt", twilio_status(SID, "delivered")).status_code == 200
    assert (len(looks), hooks.refusals()) == (2, [])
    assert hooks.question(SID).receipt is Receipt.DELIVERED
    assert hooks.twilio("receipt", twilio_status("SM" + "9" * 32, "failed")).status_code == 404
    assert (len(looks), hooks.refusals()) == (2 + LOOKS, ["unknown-text"]), "one that is nobody's is refused in the end"
