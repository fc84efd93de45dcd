"""Law 10: a refused or an expiring credential is told as the one cause that it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.it_house import ItHouse, signed_out


def test_a_refused_sign_in_is_told_at_once_and_as_the_one_cause_that_it_is():
    house = ItHouse(workers=20)
    house.live(1)
    house.mailbox.refusal = signed_out()
    house.directory.refusal = signed_out()
    house.refuse_all(lambda _: signed_out())
    with pytest.raises(Exception, match="AADSTS7000222"):
        house.read_mail()
    house.live(1)
    assert house.subjects == ["Microsoft refuses the sign-in, and no diary is being read"]
    assert "make a new one" in house.server.sent[0].text
    house.live(60)
    assert len(house.subjects) == 1
    assert [each.cause for each in house.standing] == ["sign-in-refused"]


def test_a_refused_sign_in_stands_until_no_diary_tells_of_it():
    house = ItHouse(workers=2)
    house.live(1)
    house.refuse_all(lambda _: signed_out())
    house.live(10)
    house.read_mail()
    assert [each.cause for each in house.standing] == ["sign-in-refused"]
    house.allow_all()
    house.live(10)
    house.read_mail()
    assert house.standing == []
    assert len(house.subjects) == 1


def test_a_credential_that_ends_is_told_at_each_of_its_days_once():
    house = ItHouse()
    house.ends = house.clock.now() + timedelta(days=31)
    house.live(5)
    assert house.subjects == ["a credential ends soon or has ended"]
    house.clock.go(60 * 24 * 2)
    house.live(90)
    assert len(house.subjects) == 2
    house.clock.go(60 * 24 * 2)
    house.live(90)
    assert len(house.subjects) == 2
    house.ends = house.clock.now() + timedelta(days=700)
    house.live(90)
    assert [each for each in house.standing if each.cause == "credential-expiring"] == []
