"""Law 7, on the telephone: whoever passes a code word on hears by name whose it is taken for, and none is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import AlarmKind, Role
from calsync.domain.notices import Cause
from calsync.domain.voice_wording import gave_code_word, nobody_named
from calsync.parsers.location import read_place
from tests.calls import CallHouse
from tests.house import SAM, an_entry
from tests.texts import STAFF

NAMES = ("Ann", "Bob", "Cas", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Zoe")


def a_house(*names: str, late: str = "", apart: bool = False, visits: bool = False) -> CallHouse:
    """Some who visit from 13:00 to 16:00, and one who was to be out at 14:00."""
    workers = tuple(
        replace(SAM, id=name.lower(), name=f"{name} Visits", mail=f"{name}@clarendon.test", mobile=f"07700 9002{at:02}")
        for at, name in enumerate(names)
    )
    staff = tuple(replace(each, works=each.works or visits) for each in STAFF.persons)
    house = CallHouse(people=replace(STAFF, persons=(*staff, *workers)))
    for at, name in enumerate(names):
        place = {"place": read_place(f"{at + 3} Oak Street, Rotherham S6{at % 9} {at % 9}XY")} if apart else {}
        end = "14:00" if late in ("", name) else "16:00"
        house.calendars.put(an_entry(f"e{name}", "13:00", end, worker=name.lower(), **place))
    return house


def duress(house: CallHouse) -> list[str]:
    with house.store.transaction() as tx:
        return sorted(
            {each.visit.worker for each in tx.open_deadlines() for one in each.deadlines
             if one.is_open and one.alarm is AlarmKind.DURESS}
        )  # fmt: skip


def test_whose_visit_was_closed_by_a_safe_under_threat_is_named_before_who_is_merely_out():
    house = a_house("Ann", "Bob", late="Ann", apart=True)
    house.go_to("14:01")
    house.texts("left, all fine", who="ann", number="+447700900200")
    house.go_to("14:03")
    line = house.rings_us("morgan").press("3")
    said = "Who gave you the code word? For Ann Visits, press 1. For Bob Visits, press 2. For somebody else, press 9."
    assert line.words == said
    assert duress(house) == []
    assert line.press("1").words == gave_code_word("Ann Visits").words
    assert duress(house) == ["ann"]


def test_a_call_about_several_asks_by_name_whose_it_was_and_takes_it_for_nobody_before():
    house = a_house("Ann", "Bob")
    house.go_to("14:22")
    line = house.answers_call("morgan")
    assert line.words.startswith("This is calsync, with an alarm about a colleague. Ann Visits and Bob Visits have not")
    line.press("1")
    assert "Ring Ann Visits: 0 7 7 0 0, 9 0 0, 2 0 0. Once more:" in line.words
    assert "Ring Bob Visits: 0 7 7 0 0, 9 0 0, 2 0 1. Once more:" in line.words
    line.press("3")
    assert line.words.startswith("Who gave you the code word? For Ann Visits, press 1. For Bob Visits, press 2.")
    assert duress(house) == []
    assert line.press("2").words == gave_code_word("Bob Visits").words
    assert duress(house) == ["bob"]


def test_of_more_than_a_page_who_is_late_comes_first_and_9_leads_to_everybody():
    house = a_house(*NAMES, late="Zoe")
    house.go_to("14:32")
    line = house.rings_us("morgan").press("3")
    assert line.words.startswith("Who gave you the code word? For Zoe Visits, press 1. For Ann Visits, press 2.")
    said = line.words + line.press("9").words
    assert [name for name in NAMES if f"For {name} Visits, press" not in said] == []
    for _ in range(3):  # who is not out comes after who is
        if line.is_over:
            break
        line.press("9")
    assert line.words == nobody_named(mailed=True).words
    assert duress(house) == []
    house.send()
    for who in ("morgan", "ash", "sloane"):
        assert "Whose word was it? Answer with the name now" in " ".join(each.subject for each in house.told(who))


def test_what_changes_between_the_names_and_the_key_makes_no_key_mean_somebody_else():
    house = a_house("Ann", "Bob", "Cas", apart=True)
    house.go_to("13:58")
    line = house.rings_us("morgan").press("3")
    house.texts("left, all fine", who="ann", number="+447700900200")
    assert line.press("2").words == gave_code_word("Bob Visits").words
    assert duress(house) == ["bob"]


def test_names_that_nobody_chooses_from_are_asked_for_by_mail_once():
    house = a_house("Ann")
    house.go_to("13:58")
    line = house.rings_us("morgan").press("3").wait()
    assert line.words == nobody_named(mailed=True).words
    house.send()
    (mail,) = house.told("morgan")
    assert mail.text.startswith("Morgan Manages has pressed, on the telephone, the key for a code word")
    assert "- Ann Visits" in mail.text


def asked_whose(house: CallHouse, who: str) -> list[str]:
    return [each.subject for each in house.told(who) if "Whose word was it?" in each.subject]


def test_who_presses_3_and_hangs_up_before_naming_anybody_leaves_a_trace_and_the_question():
    house = a_house("Ann", "Bob", late="Ann", apart=True)
    house.go_to("13:58")
    house.rings_us("morgan").press("3")
    assert [each.who for each in house.acts() if each.what == "code-word-key-pressed"] == ["morgan"]
    house.clock.moment += timedelta(seconds=40)
    house.scan()
    assert asked_whose(house, "morgan") == []  # names are still being said
    house.go_to("14:00")
    assert [len(asked_whose(house, who)) for who in ("morgan", "ash", "sloane")] == [1, 1, 1]
    assert "- Ann Visits\n- Bob Visits" in house.told("morgan")[-1].text
    assert house.texts_to("sloane")[-1].text.startswith("calsync: please look into your mail now.")
    assert duress(house) == []
    house.go_to("14:04")
    assert len(asked_whose(house, "sloane")) == 2  # until somebody answers


def test_whoever_names_somebody_brings_no_question():
    house = a_house("Ann", "Bob", late="Ann", apart=True)
    house.go_to("13:50")
    house.rings_us("morgan").press("3").press("7").press("1")
    assert duress(house) == ["ann"]
    house.go_to("13:56")
    assert [asked_whose(house, who) for who in ("morgan", "ash", "sloane")] == [[], [], []]


def test_somebody_who_visits_is_not_written_to_about_it_and_their_manager_is():
    house = a_house("Ann", "Bob", apart=True, visits=True)
    house.go_to("13:50")
    house.rings_us("dee").press("3").wait().press("2")  # a key too late may be a slip, and is taken for none
    house.go_to("13:52")
    assert asked_whose(house, "dee") == []
    assert [len(asked_whose(house, who)) for who in ("ash", "sloane")] == [1, 1]


def alone(*, deputy: bool) -> CallHouse:
    """Sam visits; Sloane is on call and visits too, and but for Dee, who deputises, there is nobody else."""
    roles = tuple(each for each in STAFF.roles if each[0] is Role.OUT_OF_HOURS or (deputy and each[0] is Role.DEPUTY))
    persons = [
        replace(each, works=each.works or each.id == "sloane", manager=None, contacts=()) for each in STAFF.persons
    ]
    house = CallHouse(people=replace(STAFF, persons=tuple(persons), roles=roles))
    house.entry()
    house.go_to("13:30")
    house.rings_us("sloane").press("3")
    house.go_to("13:33")
    return house


def test_with_nobody_on_call_but_the_caller_the_deputy_is_asked_and_the_caller_is_not():
    house = alone(deputy=True)
    assert (len(asked_whose(house, "dee")), asked_whose(house, "sloane")) == (1, [])
    house.go_to("13:39")
    assert len(asked_whose(house, "dee")) == 2


def test_with_nobody_else_at_all_the_caller_is_asked_and_it_hears_of_it():
    house = alone(deputy=False)
    assert len(asked_whose(house, "sloane")) == 1
    with house.store.transaction() as tx:
        assert [each.about.split()[0] for each in tx.standing_notices() if each.cause == Cause.WHOSE_UNASKED] == [
            "sloane"
        ]


def test_while_it_is_open_whose_word_it_was_nobody_is_asked_to_ring_who_may_be_held():
    house = a_house("Ann", "Bob", apart=True)
    house.go_to("14:10")
    house.rings_us("dee").press("3")
    house.go_to("14:20")
    words = house.answers_call("morgan").press("1").words
    assert "A code word was given at 14:10, and it may be that of Bob Visits. Do not ring them before" in words
    assert "Ring Bob" not in words
    alarm = next(each for each in reversed(house.told("morgan")) if each.notification.step.isdigit())
    assert "must NOT be rung before that is settled" in alarm.text
    assert "Please ring Ann" not in alarm.text
    assert "Ring Bob" not in alarm.text
