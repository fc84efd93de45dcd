"""What `calsync doctor` says of text messages."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from calsync.app import App
from calsync.doctor.finding import Finding, Light
from calsync.doctor.mail import carrier, it_channel, shared_numbers, telephone
from calsync.domain.model import Policies
from calsync.errors import SourceRefused
from tests.calls import BY_CALL, CallHouse
from tests.house import CAST, CLARENDON
from tests.texts import BY_TEXT, STAFF, TextHouse


def found(house: TextHouse, policy: Any, *, texts: bool = True) -> list[Finding]:
    core = SimpleNamespace(carrier=house.carrier if texts else None)
    app = SimpleNamespace(
        engine=SimpleNamespace(core=core), policies=Policies(standing=policy), clock=house.clock, store=house.store
    )

    async def listed() -> list[Finding]:
        return [each async for each in carrier(cast(App, app))]

    return asyncio.run(listed())


def test_a_carrier_that_can_be_asked_is_green_and_a_refused_one_red():
    house = TextHouse()
    assert [each.light for each in found(house, BY_TEXT)] == [Light.GREEN]
    house.carrier.refusal = SourceRefused("Twilio refuses the sign-in (401).", status=401)
    (only,) = found(house, BY_TEXT)
    assert (only.light, only.words) == (Light.RED, "Twilio refuses the sign-in (401).")


def test_a_policy_by_text_without_a_carrier_is_amber_and_one_by_mail_says_nothing():
    house = TextHouse()
    assert [each.light for each in found(house, BY_TEXT, texts=False)] == [Light.AMBER]
    assert found(house, CLARENDON, texts=False) == []


def test_a_number_that_two_people_have_is_told_by_their_names():
    assert shared_numbers(STAFF) == []
    one = {"mobile": "07700 900101"}
    both = replace(CAST, persons=(replace(CAST.persons[0], **one), replace(CAST.persons[1], **one), *CAST.persons[2:]))
    assert shared_numbers(both) == [["Morgan Manages", "Sam Visits"]]


def test_whether_people_can_be_rung_and_what_is_still_to_be_set():
    house = CallHouse()

    def said(address: str, *, rings: bool = True) -> list[Finding]:
        core = SimpleNamespace(caller=house.caller if rings else None)
        web = SimpleNamespace(web=SimpleNamespace(address=address))
        app = SimpleNamespace(engine=SimpleNamespace(core=core), policies=Policies(standing=BY_CALL), settings=web)

        async def listed() -> list[Finding]:
            return [each async for each in telephone(cast(App, app))]

        return asyncio.run(listed())

    (good,) = said("https://safe.example.org")
    assert (good.light, "https://safe.example.org/voice/in" in good.words) == (Light.GREEN, True)
    assert [each.light for each in said("http://127.0.0.1:8080")] == [Light.AMBER]
    assert [each.light for each in said("", rings=False)] == [Light.AMBER]


def test_a_mail_server_that_answers_and_is_microsofts_is_amber_with_the_fix():
    class Answers:
        async def check(self) -> None:
            return None

    def said(host: str) -> Finding:
        core = SimpleNamespace(it=("it@elsewhere.test",), smtp=Answers())
        told = SimpleNamespace(it=SimpleNamespace(mail=core.it), smtp=SimpleNamespace(host=host))
        app = SimpleNamespace(engine=SimpleNamespace(core=core), settings=told)

        async def listed() -> list[Finding]:
            return [each async for each in it_channel(cast(App, app))]

        return asyncio.run(listed())[-1]

    assert said("mail.example.org").light is Light.GREEN
    theirs = said("smtp.office365.com")
    assert theirs.light is Light.AMBER
    assert "smtp.office365.com is Microsoft's" in theirs.words
    assert "name one that has nothing to do with Microsoft 365" in theirs.words
