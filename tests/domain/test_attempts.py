"""What was tried: the ledger of those who were told, as the next alarm's sheet has it."""

from __future__ import annotations

from tests.house import late


def test_the_next_alarm_says_who_rang_when_and_what_came_of_it_and_nothing_of_what_was_only_taken():
    house = late(11)
    house.says("no answer", who="dee", to=house.last("dee"))
    house.clock.go(1)
    house.says("call: they left at 3, the family says", who="ash", to=house.last("ash"))
    house.says("I have it", who="ash", to=house.last("ash"))
    house.go_to("14:21")
    text = house.last("morgan").text
    assert "Attempt: 14:11 Dee Deputises: rang, and nobody answered" in text
    assert 'Attempt: 14:12 Ash Administers: logged a call: "call: they left at 3, the family says"' in text
    assert text.count("Attempt:") == 2
    assert "Attempt" not in "".join(each.text for each in house.told("sam"))
