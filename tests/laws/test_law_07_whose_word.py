"""Law 7: a code word that a responder was told and writes in a mail of their own is heard, and never set aside."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import AlarmKind
from calsync.parsers.location import read_place
from tests.house import CAST, CODE_WORD, OAK_STREET, SAM, House

ROBIN = replace(SAM, id="robin", name="Robin Calls", mail="robin@clarendon.test", mobile="+44 7700 900102")


def a_house(*, two: bool = False, visit: bool = True) -> House:
    people = replace(CAST, persons=(*CAST.persons, ROBIN)) if two else CAST
    house = House(at="12:00", people=people)
    if visit:
        house.entry()
    if two:
        house.entry("r1", worker="robin", place=read_place(OAK_STREET))
    house.tick()
    house.dark_until("13:20")
    house.tick()
    return house


def whose(house: House) -> list[str]:
    """Whose visits have a code word's incident."""
    with house.store.transaction() as tx:
        return sorted(
            {each.visit.worker for each in tx.open_deadlines() for one in each.deadlines
             if one.is_open and one.alarm is AlarmKind.DURESS}
        )  # fmt: skip


def test_named_or_the_only_one_who_is_out_it_starts_their_emergency_steps():
    for who, words in (
        ("morgan", f"Sam rang and said {CODE_WORD}"),
        ("sloane", CODE_WORD),
        ("ash", f"Sam's word: {CODE_WORD}"),
    ):
        house = a_house()
        before = len(house.told("sam"))
        house.says(words, who=who)
        house.read_mail()
        house.scan()
        assert whose(house) == ["sam"], words
        assert len(house.told("sam")) == before
        assert "code word" in house.last("morgan").subject


def test_of_two_it_is_the_named_ones():
    house = a_house(two=True)
    house.says(f"I was told {CODE_WORD} on the phone by Robin", who="morgan")
    assert whose(house) == ["robin"]


def test_where_it_may_be_several_ones_the_writer_is_asked_and_all_of_them_are_rung():
    house = a_house(two=True)
    before = len(house.told("sam")) + len(house.told("robin"))
    house.says(f"I was told {CODE_WORD} on the phone", who="ash")
    house.read_mail()
    house.send()
    assert whose(house) == []
    asked = house.last("ash")
    assert asked.subject.startswith("Whose word was it?")
    assert "Sam Visits" in asked.text
    assert "Robin Calls" in asked.text
    assert sorted(each.subject.split(" now")[0] for each in house.told("morgan")[-2:]) == [
        "Please ring Robin Calls", "Please ring Sam Visits",
    ]  # fmt: skip
    assert all(CODE_WORD not in each.subject + each.text for each in house.mail.sent)
    house.says("It was Robin", who="ash", to=asked)
    house.send()
    assert whose(house) == ["robin"]
    assert len(house.told("sam")) + len(house.told("robin")) == before


def asked_whose(house: House, who: str) -> int:
    return sum(each.subject.startswith("Whose word was it?") for each in house.told(who))


def test_any_part_of_a_name_a_slip_in_one_and_all_count_as_an_answer():
    for words, theirs in (
        ("it was Ms Visits", ["sam"]),
        ("sams", ["sam"]),
        ("Visits", ["sam"]),
        ("Sma", ["sam"]),
        ("robbin", ["robin"]),
        ("both", ["robin", "sam"]),
        ("all of them", ["robin", "sam"]),
        ("all fine", []),
        ("not sure", []),
        ("nobody's answering", []),
    ):
        house = a_house(two=True)
        house.says(f"I was told {CODE_WORD} on the phone", who="ash")
        house.send()
        house.says(words, who="ash", to=house.last("ash"))
        house.send()
        assert whose(house) == theirs, words
        assert (house.last("ash").subject.startswith("Nothing was done")) is (not theirs), words


def test_until_somebody_answers_it_is_asked_again_of_one_more_each_time_and_what_names_nobody_is_asked_back():
    house = a_house(visit=False)
    house.says(f"someone rang and said {CODE_WORD}", who="morgan")
    house.send()
    question = house.last("morgan")
    for _ in range(4):
        house.says("the one in Elm Road", who="morgan", to=question)
        house.send()
    assert sum(each.subject.startswith("Nothing was done") for each in house.told("morgan")) == 3
    asked = []
    for moment in ("13:24", "13:26", "13:32", "13:38", "14:30", "14:36"):
        house.dark_until(moment)
        house.tick()
        asked.append([asked_whose(house, who) for who in ("morgan", "sloane", "dee", "ash", "sam")])
    assert asked[0] == [1, 1, 0, 0, 0]
    assert asked[1][:2] == [2, 2]
    assert sum(asked[1][2:]) == 1
    assert asked[2][2:] == [2, 1, 0]
    assert asked[5][0] > asked[4][0] > asked[3][0] > asked[2][0]
    house.says("nobody's, a mistake: it is what a group is called", who="dee", to=question)
    house.dark_until("15:30")
    house.tick()
    assert asked_whose(house, "morgan") == asked[5][0]
    assert whose(house) == []
    assert "whose-word-nobodys" in [each.what for each in house.acts()]


def test_what_names_somebody_ends_the_question():
    house = a_house(visit=False)
    house.says(CODE_WORD, who="morgan")
    house.send()
    house.says("it was Ms Visits", who="morgan", to=house.last("morgan"))
    house.dark_until("13:40")
    house.tick()
    assert whose(house) == ["sam"]
    assert asked_whose(house, "morgan") == 1


def standing(house: House) -> dict[str, list[AlarmKind]]:
    return {who: [each.alarm for each in house.open(who)] for who in ("sam", "robin")}


def test_under_a_message_about_one_worker_it_is_that_of_another_whom_it_names():
    for words, theirs, own in (
        (f"Robin rang me and said {CODE_WORD}", AlarmKind.DURESS, None),
        ("Robin is in danger, call the police", AlarmKind.HELP, None),
        ("999 called, Robin is in danger, log 1234", AlarmKind.HELP, None),
        (f"{CODE_WORD}\n\nKind regards\nMorgan Manages\nPA: Robin Calls", AlarmKind.DURESS, AlarmKind.DURESS),
        ("Robin gave the code word", AlarmKind.DURESS, None),
        (f"they rang and said {CODE_WORD}", None, AlarmKind.DURESS),
        (f"Sam and Robin said {CODE_WORD}", AlarmKind.DURESS, AlarmKind.DURESS),
    ):
        house = a_house(two=True)
        house.dark_until("14:35")
        house.tick()
        alarm = next(each for each in reversed(house.told("morgan")) if "Sam Visits" in each.subject)
        before = len(house.told("robin"))
        house.says(words, who="morgan", to=alarm)
        assert house.read_mail() == 0
        found = standing(house)
        assert (theirs in found["robin"]) is (theirs is not None), words
        assert AlarmKind.DURESS in found["sam"] if own else found["sam"] == [AlarmKind.SILENCE], words
        assert AlarmKind.DURESS not in found["robin"] or theirs is AlarmKind.DURESS, words
        house.scan()
        assert len(house.told("robin")) == before


def test_under_a_closed_visit_it_is_that_of_whom_it_names_as_well():
    house = a_house(two=True)
    house.dark_until("14:35")
    house.tick()
    house.says("left, all fine")
    house.tick()
    down = next(each for each in reversed(house.told("morgan")) if "Sam Visits" in each.subject)
    house.says("Robin is in danger, call the police", who="morgan", to=down)
    assert AlarmKind.HELP in standing(house)["robin"]
    assert standing(house)["sam"] == []
    house.says("she is in danger, call the police", who="morgan", to=down)
    assert standing(house)["sam"] == [AlarmKind.HELP]


def test_where_nobody_is_out_the_writer_and_who_is_on_call_are_asked():
    house = a_house(visit=False)
    house.says(CODE_WORD, who="morgan")
    house.send()
    assert [house.last(who).subject.split("?")[0] for who in ("morgan", "sloane")] == ["Whose word was it"] * 2
    house.says("Sam Visits", who="sloane", to=house.last("sloane"))
    assert whose(house) == ["sam"]


def with_colleagues(*names: str) -> House:
    more = [
        replace(ROBIN, id=each, name=each, mail=f"{each.replace(' ', '.').lower()}@clarendon.test") for each in names
    ]
    house = House(at="12:00", people=replace(CAST, persons=(*CAST.persons, *more)))
    house.entry()
    house.go_to("14:01")
    return house


def test_a_workers_own_word_is_heard_whoever_of_their_name_works_there_and_their_telephone_shows_nothing_of_it():
    for names in (("Sam Smith", "Sam Jones"), ("Sam Smith",)):
        for words in (f"left, all fine, {CODE_WORD}\n\nSam", f"{CODE_WORD} Sam"):
            house = with_colleagues(*names)
            house.says(words)
            house.scan()
            assert whose(house) == ["sam"], (names, words)
            assert not [each for each in house.told("sam") if "Whose" in each.subject]
            assert not [each for each in house.told("morgan") if each.subject.startswith("Please ring")]


def test_who_is_plainly_named_is_heard_beside_a_word_that_is_two_others_name():
    house = with_colleagues("Will Smith", "Will Jones")
    house.says(f"Sam rang and said {CODE_WORD}. I will go there now", who="morgan")
    house.scan()
    assert whose(house) == ["sam"]
