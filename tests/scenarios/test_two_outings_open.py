"""Two outings of one worker of whom nobody has heard: one alarm about one person, and true words on the way there."""

from __future__ import annotations

from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, OAK_STREET, House
from tests.scenarios.presets import house_of, subjects


def a_house() -> House:
    """Sam goes out, is to be back by 10:30, and goes out again until 12:00."""
    house = house_of("rotherham", at="08:30")
    house.entry("e1", "09:00", "10:00", place=read_place(ELM_ROAD), subject="Home visit: K back 10:30")
    house.entry("e2", "11:30", "12:00", place=read_place(OAK_STREET), subject="Home visit: L back 12:30")
    return house


def test_law_16_whoever_is_told_of_both_hears_of_one_person_in_one_message():
    house = a_house()
    house.go_to("12:30")
    first, back = house.told("sam")[0], house.last("sam")
    assert first.text.rstrip().endswith("If no word comes, you are asked again when you are to be back.")
    assert back.text.rstrip().endswith("If no word comes, a colleague rings you.")
    house.says("hm, well", to=back)
    house.send()
    asked_back = house.last("sam")
    assert asked_back.subject.startswith("Are you back? [")
    assert "whether you are back and safe" in asked_back.text
    assert '"back at the office"' in asked_back.text
    house.go_to("14:32")
    moments = [each.notification.recorded for each in house.told("sloane")]
    assert len(moments) == len(set(moments)) > 0
    assert "There is more." in house.last("sloane").text
    assert set(subjects(house, "sloane")) == {
        s for s in subjects(house, "sloane") if s.startswith("ALARM: Sam Visits is ")
    }
    assert "Next: at 14:" in house.last("ash").text
    assert "the named colleague" not in house.last("ash").text


def test_a_return_that_a_reply_moves_is_told_as_moved_by_that_reply():
    house = a_house()
    house.go_to("10:01")
    house.says("+60", to=house.last("sam"))
    (moved,) = [each for each in house.seen if each.what == "extended" and each.text.startswith("expected back")][:1]
    assert moved.channel == "reply"
