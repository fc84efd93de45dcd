"""Laws 5 and 7: ordinary words name nobody, another team's word is theirs, and no order beside it is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import AlarmKind, TeamPolicy
from calsync.domain.naming import meant_by, named_in
from tests.house import CAST, CLARENDON, CODE_WORD, House
from tests.laws.test_law_07_whose_word import ROBIN, a_house, standing, whose

WORDS = ("Will", "May", "Mark", "Grace", "Hope", "Rob", "Art", "Dawn")
NAMED = [replace(ROBIN, id=each, name=f"{each} Jones") for each in WORDS]


@pytest.mark.parametrize(
    "text",
    [
        "I will go", "Will go now", "It may rain", "May I go?", "back in May", "MARK IT DONE", "mark it", "I hope so",
        "Hope all is well", "by the grace of God",
        "they would rob her", "art therapy", "at dawn", "I will. Grace period starts",
    ],
)  # fmt: skip
def test_ordinary_words_name_nobody(text: str) -> None:
    assert named_in(text, NAMED) == []
    assert meant_by(text, NAMED) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("it was Will", ["Will"]),
        ("Will Jones rang", ["Will"]),
        ("Will rang and said so", ["Will"]),
        ("I was told by Grace", ["Grace"]),
        ("Mark's word", ["Mark"]),
        ("May Jones rang", ["May"]),
    ],
)
def test_where_they_are_written_as_names_they_name_somebody(text: str, names: list[str]) -> None:
    assert [each.id for each in named_in(text, NAMED)] == names


@pytest.mark.parametrize("text", ["will", "Will", "it was will", "Hope"])
def test_an_answer_that_is_nothing_else_names_them(text: str) -> None:
    assert [each.id.casefold() for each in meant_by(text, NAMED)] == [text.casefold().split()[-1]]


def test_a_word_of_another_team_with_nobody_named_is_asked_about_and_not_taken_for_that_of_whoever_is_out() -> None:
    team = replace(CLARENDON, name="north", code_words=("purple file",))
    people = replace(CAST, persons=(*CAST.persons, replace(ROBIN, department="North")))
    house = House(at="12:00", people=people, teams=(TeamPolicy(departments=("North",), policy=team),))
    house.entry()
    house.go_to("13:20")
    house.says("somebody rang and said purple file", who="morgan")
    house.send()
    assert whose(house) == []
    assert any(each.subject.startswith("Whose word was it?") for each in house.told("morgan"))
    assert any(each.subject.startswith("Please ring Sam Visits") for each in house.told("morgan"))
    house.says(f"somebody rang and said {CODE_WORD}", who="morgan")
    assert whose(house) == ["sam"]


def under_sams_alarm(words: str) -> House:
    house = a_house(two=True)
    house.dark_until("14:35")
    house.tick()
    alarm = next(each for each in reversed(house.told("morgan")) if "Sam Visits" in each.subject)
    house.says(words, who="morgan", to=alarm)
    house.send()
    return house


def test_an_order_beside_anothers_code_word_is_done_or_its_sender_is_told() -> None:
    house = under_sams_alarm(f"I have it, Robin said {CODE_WORD}")
    assert whose(house) == ["robin"]
    assert [each.owner for each in house.open("sam")] == ["morgan"]
    house = under_sams_alarm(f"close: safe and well, I spoke to them. Robin said {CODE_WORD}")
    assert whose(house) == ["robin"]
    assert [each.owner for each in house.open("sam")] == [None]
    assert house.last("morgan").text.startswith("The emergency steps of Robin Calls were started. Of this alarm")


def test_a_cry_that_names_nobody_under_an_open_alarm_starts_the_emergency_steps_of_whom_it_is_about() -> None:
    house = under_sams_alarm("somebody rang for help")
    assert standing(house) == {"sam": [AlarmKind.HELP], "robin": [AlarmKind.SILENCE]}
    for words in ("can somebody help me with this", "she is not there, wrong number", "I can't help"):
        assert standing(under_sams_alarm(words))["sam"] == [AlarmKind.SILENCE], words
