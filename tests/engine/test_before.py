"""The verb `check`: concerns, questions and single messages before a visit, and what is answered to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.daylight import sunset
from calsync.domain.model import Absence, AlarmKind, Place, Role
from calsync.domain.model.approvals import FlaggedPlace, Verdict
from calsync.domain.model.checks import Check, Checks, Rule
from calsync.engine import Engine
from calsync.engine.concerns import concerns_of_days, concerns_shown
from calsync.engine.places import flag, unflag
from calsync.parsers.location import read_place
from tests.house import CAST, CLARENDON, DEE, OAK_STREET, House, clock

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def checks(*rules, **changes):
    return Checks(rules=rules, **changes)


def rule(check, *, before=DAY, **changes):
    return check, Rule(before=before, **changes)


APPROVAL = rule(Check.APPROVAL, remind=240 * MINUTE, alert=60 * MINUTE, only=("home",))
TEAM = replace(
    CAST,
    persons=tuple(replace(DEE, works=True, manager="morgan") if each.id == "dee" else each for each in CAST.persons),
)


def house_with(*rules, at="09:00", people=CAST, entry=None, **changes):
    """A house under a policy with these checks, in which Sam's entry was read until nothing is left to be asked."""
    house = House(at=at, people=people, policy=replace(CLARENDON, checks=checks(*rules, **changes)))
    house.engine = Engine(replace(house.core, sunset=sunset))
    if entry is not None:
        house.entry(**{"subject": "Home visit: K", **entry})
    read(house)
    house.check()
    return house


def read(house):
    for _ in range(3):
        for state in house.mailboxes():
            house.poll(state.worker)


def minutes(house, until):
    """What is to come is looked at every five minutes, and last at that time; no diary is read."""
    while house.clock.now() < clock(until):
        house.clock.moment = min(house.clock.now() + 5 * MINUTE, clock(until))
        house.check()


def raised(house):
    with house.store.transaction() as tx:
        return [each.kind for each in tx.concerns() if each.cleared is None]


def approvals(house):
    watched = house.watched()
    with house.store.transaction() as tx:
        return [each for one in watched for each in tx.approvals_of("sam", one.visit.id, "")]


# --- concerns


def test_a_concern_is_raised_when_it_counts_and_told_once():
    house = house_with(rule(Check.TELEPHONE, before=120 * MINUTE), entry={})
    assert raised(house) == []
    minutes(house, "10:59")
    assert raised(house) == []
    minutes(house, "11:05")
    assert raised(house) == ["telephone"]
    assert [each.text[:28] for each in house.seen if each.what == "concern"] == ["It has no telephone number: "]
    assert house.mail.sent == []


def test_a_concern_that_was_mended_is_gone_and_comes_back_untold():
    house = house_with(rule(Check.TELEPHONE), entry={})
    assert raised(house) == ["telephone"]
    house.change(subject="Home visit: K 01709 336080")
    house.poll()
    house.check()
    assert (raised(house), shown(house)) == ([], [])
    house.change(subject="Home visit: K")
    house.poll()
    house.check()
    assert (raised(house), shown(house)) == (["telephone"], ["telephone"])
    assert len([each for each in house.seen if each.what == "concern"]) == 1


def shown(house):
    watched = house.watched()
    with house.store.transaction() as tx:
        found = concerns_shown(tx, watched, house.core.rules, house.core.zone, house.clock.now())
    return [each.kind for concerns in found.values() for each in concerns]


def test_where_a_policy_has_no_checks_nothing_is_looked_at():
    house = house_with(entry={})
    assert house.check() == 0
    assert raised(house) == []


def test_a_visit_is_looked_at_when_it_changed_or_the_time_has_come_and_else_not():
    house = house_with(rule(Check.TELEPHONE, before=120 * MINUTE), entry={})
    assert house.check() == 0
    house.clock.moment = clock("10:59")
    assert house.check() == 0
    house.clock.moment = clock("11:00")
    assert house.check() == 1
    house.change(end=clock("14:30"))
    house.poll()
    assert house.check() == 1


def test_the_checks_write_nothing_about_a_diary_and_have_it_judged_no_more_often():
    house = house_with(rule(Check.TELEPHONE), entry={})
    before = house.mailboxes()
    house.clock.go(1)
    house.check()
    assert house.mailboxes() == before


def test_a_visit_whose_checks_fail_harms_no_other():
    house = house_with(rule(Check.AFTER_DARK), entry={})
    house.entry("e2", "15:00", "19:00")

    def broken(north, east, day):
        raise RuntimeError("no sun")

    house.engine = Engine(replace(house.core, sunset=broken))
    read(house)
    assert house.engine.check() == 1
    assert [each.what for each in house.acts()].count("checks-failed") == 1
    assert house.engine.check() == 0
    house.engine = Engine(replace(house.core, sunset=sunset))
    house.clock.go(10)
    house.check()
    assert raised(house) == ["after-dark"]


def test_CL7_a_visit_that_ends_after_sunset_stands_on_the_list():
    house = house_with(rule(Check.AFTER_DARK), entry={"start": "17:00", "end": "18:00"})
    assert (raised(house), shown(house)) == (["after-dark"], ["after-dark"])
    assert house.mail.sent == []


def test_CL18_no_time_for_the_way_is_raised_for_the_later_visit():
    house = House(policy=replace(CLARENDON, checks=checks(rule(Check.TRAVEL), way=15 * MINUTE)))
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "14:05", "15:00", place=read_place(OAK_STREET))
    read(house)
    house.check()
    with house.store.transaction() as tx:
        (found,) = tx.concerns()
    assert found.words == (
        "It begins 5 minutes after another visit at another address ends: leave at least 15 minutes for the way."
    )


def test_CO15_a_visit_that_is_moved_on_its_own_day_is_told_as_changed_and_the_evening_before_is_not():
    house = house_with(rule(Check.CHANGED_TODAY), entry={"start": "13:00"})
    house.change(start=clock("13:30"))
    house.poll()
    house.check()
    assert raised(house) == ["changed-today"]
    tomorrow = house_with(rule(Check.CHANGED_TODAY, before=2 * DAY))
    tomorrow.entry(start="13:00")
    tomorrow.change(start=clock("13:00", day=1), end=clock("14:00", day=1))
    read(tomorrow)
    tomorrow.check()
    tomorrow.change(start=clock("13:30", day=1), end=clock("14:00", day=1))
    tomorrow.poll()
    tomorrow.check()
    assert raised(tomorrow) == []


def test_AH1_an_address_still_missing_two_hours_before_is_told_the_manager_once():
    house = house_with(rule(Check.ADDRESS, alert=120 * MINUTE), entry={"place": Place()})
    minutes(house, "10:59")
    assert house.mail.sent == []
    minutes(house, "11:30")
    (told,) = house.mail.sent
    assert (told.notification.recipient, told.notification.role) == ("morgan", Role.LINE_MANAGER)
    assert told.subject.startswith("Before a visit of Sam Visits [")
    assert "It has no location: write the address" in told.text
    assert raised(house) == ["no-address"]


def test_law_15_no_subject_names_whom_or_what_is_visited():
    house = house_with(APPROVAL, entry={"subject": "Home visit: Mrs Whitcombe"})
    for each in house.mail.sent:
        assert "Whitcombe" not in each.subject
        assert "Elm" not in each.subject


# --- two workers


def two_workers(**changes):
    house = house_with(
        rule(Check.ALONE_NOW, before=120 * MINUTE, only=("two-workers",)),
        people=TEAM,
        entry={"categories": ("Two workers",), "attendees": ("dee@clarendon.test",), **changes},
    )
    house.calendars.put(replace(house.entry(), worker="dee", id="d1", attendees=("sam@clarendon.test",)))
    house.change(categories=("Two workers",), attendees=("dee@clarendon.test",))
    read(house)
    house.check()
    return house


def test_AH5_AH7_CO2_two_proven_workers_are_told_nothing():
    house = two_workers()
    minutes(house, "12:55")
    assert (shown(house), house.mail.sent) == ([], [])


def test_AH5_AH7_CO2_a_second_worker_who_declines_is_told_the_worker_and_the_manager_at_once():
    house = two_workers()
    minutes(house, "12:00")
    house.change(attendees=())
    read(house)
    house.check()
    assert sorted(each.notification.recipient for each in house.mail.sent) == ["morgan", "sam"]
    assert "nobody should go alone" in house.last("sam").text
    assert "alone-now" in raised(house)
    house.clock.go(30)
    house.check()
    assert len(house.mail.sent) == 2


def test_AH7_a_second_worker_who_is_away_is_found_within_five_minutes():
    house = two_workers()
    minutes(house, "12:00")
    away = Absence(start=clock("12:00"))
    with house.store.transaction() as tx:
        persons = tuple(replace(each, absences=(away,)) if each.id == "dee" else each for each in TEAM.persons)
        tx.put_people(replace(TEAM, persons=persons))
    minutes(house, "12:05")
    assert "the colleague who agreed to come is away" in house.last("sam").text


ALONE_OR_APPROVED = (
    rule(Check.ALONE_NOW, before=120 * MINUTE, only=("home",)),
    rule(Check.APPROVAL, remind=240 * MINUTE, alert=60 * MINUTE, only=("home",)),
)


def test_CO2_a_manager_who_accepted_comes_along_though_nobody_reads_their_diary_unless_they_are_away():
    house = house_with(*ALONE_OR_APPROVED, entry={"attendees": ("morgan@clarendon.test",)})
    minutes(house, "11:55")
    assert (raised(house), house.mail.sent) == ([], [])
    away = tuple(
        replace(each, absences=(Absence(start=clock("11:00")),)) for each in CAST.persons if each.id == "morgan"
    )
    with house.store.transaction() as tx:
        tx.put_people(replace(CAST, persons=(*(each for each in CAST.persons if each.id != "morgan"), *away)))
    minutes(house, "12:05")
    assert {each.notification.recipient for each in house.mail.sent} == {"dee", "sam"}
    assert "the colleague who agreed to come is away" in house.last("sam").text
    assert any("it is not sure that they come along" in each.text for each in house.told("dee"))


def test_law_4_law_16_a_deputy_at_work_is_told_what_the_line_manager_who_is_the_worker_could_not_be_asked():
    people = replace(
        CAST, persons=tuple(replace(each, manager="sam") if each.id == "sam" else each for each in CAST.persons)
    )
    roles = tuple((role, ids) for role, ids in CAST.roles if role is not Role.LINE_MANAGER)
    house = house_with(APPROVAL, people=replace(people, roles=roles), entry={})
    assert [each.notification.recipient for each in house.mail.sent] == ["dee"]
    minutes(house, "12:05")
    assert {each.notification.recipient for each in house.mail.sent if each.notification.step == "concern"} == {
        "dee",
        "sam",
    }
    nobody = tuple((role, ids) for role, ids in roles if role is not Role.DEPUTY)
    house = house_with(APPROVAL, people=replace(people, roles=nobody), entry={})
    assert house.mail.sent == []
    with house.store.transaction() as tx:
        (found,) = tx.concerns()
    assert "Nobody is known who could be asked" in found.words
    minutes(house, "12:05")
    assert [each.notification.recipient for each in house.mail.sent] == ["sloane", "sam"]


# --- questions


def test_CO1_the_manager_is_asked_and_an_approval_settles_it():
    house = house_with(APPROVAL, entry={})
    (asked,) = house.mail.sent
    assert asked.notification.recipient == "morgan"
    assert "May Sam Visits go alone?" in asked.text
    assert raised(house) == ["approval"]
    house.says("Approved\nMorgan", who="morgan", to=asked)
    house.check()
    (kept,) = approvals(house)
    assert (kept.who, kept.verdict, kept.check, kept.until) == ("morgan", Verdict.YES, Check.APPROVAL, None)
    assert raised(house) == []
    minutes(house, "12:59")
    assert len(house.mail.sent) == 1
    assert [each.who for each in house.acts() if each.what == "approved"] == ["morgan"]


def test_CO1_who_does_not_answer_is_reminded_once_and_then_it_is_told_once():
    house = house_with(APPROVAL, at="08:30", entry={})
    assert len(house.mail.sent) == 1
    minutes(house, "09:00")
    assert [each.notification.step for each in house.mail.sent] == ["ask", "remind"]
    assert house.last("morgan").text.startswith("You were asked before")
    minutes(house, "12:00")
    assert sorted(each.notification.recipient for each in house.mail.sent[2:]) == ["morgan", "sam"]
    assert "your line manager has not approved that" in house.last("sam").text
    minutes(house, "12:59")
    assert len(house.mail.sent) == 4


def test_CO1_a_reminder_is_answered_as_the_question_is():
    house = house_with(APPROVAL, at="08:30", entry={})
    minutes(house, "09:00")
    house.says("yes", who="morgan", to=house.last("morgan"))
    house.check()
    assert raised(house) == []


def test_CO1_a_refusal_is_told_the_worker_with_its_reason():
    house = house_with(APPROVAL, entry={})
    house.says("Not approved: wait for Dee", who="morgan", to=house.last("morgan"))
    house.check()
    told = house.last("sam")
    assert 'Your line manager has not approved that you make it alone. They say: "wait for Dee"' in told.text
    assert raised(house) == ["approval"]
    house.says("Approved", who="morgan", to=house.last("morgan"))
    house.check()
    assert raised(house) == []


def test_CO1_approved_always_for_this_family_stands_for_the_next_visit_there_and_nowhere_else():
    house = house_with(APPROVAL, entry={})
    house.says("approved always for this family", who="morgan", to=house.last("morgan"))
    house.entry("e2", "15:00", "16:00")
    house.entry("e3", "16:30", "17:30", place=read_place(OAK_STREET))
    read(house)
    house.check()
    assert len(house.told("morgan")) == 2
    assert "16:30" in house.last("morgan").text
    assert "15:00" not in house.last("morgan").text


def test_CO1_several_visits_are_asked_in_one_mail_and_answered_by_their_numbers():
    house = house_with(APPROVAL)
    for number, start in enumerate(("11:00", "13:00", "16:00"), 1):
        house.entry(f"e{number}", start, f"{start[:2]}:45", place=read_place(f"{number} Elm Road S60 3AB"))
    read(house)
    house.check()
    (asked,) = house.mail.sent
    assert asked.subject.startswith("3 questions about visits [")
    numbers = {line[:1]: line for line in asked.text.splitlines() if line[:2] in ("1.", "2.", "3.")}
    assert set(numbers) == {"1", "2", "3"}
    house.says("1 approved, 2 not approved: ring me, 3 approved", who="morgan", to=asked)
    house.says("1 approved\n2 not approved: ring me\n3 approved", who="morgan", to=asked)
    house.check()
    (denied,) = [each for each in approvals(house) if each.verdict is Verdict.NO][-1:]
    with house.store.transaction() as tx:
        assert tx.visit(denied.visit_id).start.strftime("%H:%M") in numbers["2"]


def test_law_16_what_is_still_open_in_the_morning_and_what_is_new_by_then_is_one_mail_of_the_day():
    house = house_with(APPROVAL)
    house.clock.moment = clock("09:00")
    for number, (start, day) in enumerate((("13:00", 1), ("15:30", 1), ("08:30", 2)), 1):
        visit = house.entry(f"e{number}", start, place=read_place(f"{number} Elm Road S60 3AB"))
        house.change(f"e{number}", start=visit.start + day * DAY, end=visit.start + day * DAY + 30 * MINUTE)
    read(house)
    while house.clock.now() < clock("12:00", day=1):
        house.clock.moment += 10 * MINUTE
        if house.clock.now() == clock("07:50", day=1):
            read(house)
        house.check()
    first, second, near = house.told("morgan")
    assert [f"{each.notification.recorded:%d %H:%M}" for each in (first, second, near)] == [
        "02 09:30", "03 08:00", "03 12:00",
    ]  # fmt: skip
    assert second.text.count("You were asked before") == 2
    assert "08:30" in second.text
    assert near.notification.step == "concern"


def test_CO1_what_is_asked_late_is_asked_the_manager_alone_and_told_the_worker_at_once():
    house = house_with(APPROVAL, at="12:15", entry={})
    assert [(each.notification.recipient, each.notification.step) for each in house.mail.sent] == [
        ("sam", "concern"),
        ("morgan", "ask"),
    ]


def test_law_16_approve_all_answers_a_whole_list():
    house = house_with(APPROVAL)
    house.entry("e1", "10:00", "11:00")
    house.entry("e2", "13:00", "14:00", place=read_place(OAK_STREET))
    read(house)
    house.check()
    house.says("approve all", who="morgan", to=house.last("morgan"))
    house.check()
    assert (len(approvals(house)), raised(house)) == (2, [])


def test_CO1_a_visit_that_moves_is_asked_about_anew():
    house = house_with(APPROVAL, entry={"start": "14:00", "end": "15:00"})
    house.says("approved", who="morgan", to=house.last("morgan"))
    house.change(start=clock("14:30"))
    house.poll()
    house.check()
    assert len(house.told("morgan")) == 2
    assert raised(house) == ["approval"]


@pytest.mark.parametrize("who", ["sam", "ash", "dee"])
def test_CO1_only_a_manager_who_is_not_on_the_visit_can_approve_it(who):
    house = house_with(APPROVAL, entry={})
    house.says("approved", who=who, to=house.last("morgan"))
    house.check()
    assert raised(house) == ([] if who == "dee" else ["approval"])


def test_an_answer_that_is_not_clear_approves_nothing_and_is_asked_back_once():
    house = house_with(APPROVAL, entry={})
    house.says("approved if the dog is away", who="morgan", to=house.last("morgan"))
    house.send()
    assert house.last("morgan").text.startswith("Your answer was not clear")
    house.says("hmm, maybe", who="morgan", to=house.last("morgan"))
    house.send()
    assert len(house.told("morgan")) == 2
    assert raised(house) == ["approval"]
    house.says("approved", who="morgan", to=house.last("morgan"))
    house.check()
    assert raised(house) == []


def test_AH6_AH8_BX1_RO6_that_a_risk_was_assessed_stands_for_whoever_goes_there():
    house = house_with(rule(Check.RISK_ASSESSMENT), people=TEAM, entry={})
    assert "the individuals, the history, the environment" in house.last("morgan").text
    house.says("yes", who="morgan", to=house.last("morgan"))
    house.calendars.put(replace(house.entry(), worker="dee", id="d1", start=clock("15:00"), end=clock("16:00")))
    read(house)
    house.check()
    assert raised(house) == []
    assert len(house.told("morgan")) == 1


def test_CL5_the_worker_confirms_by_a_word():
    house = house_with(rule(Check.CONFIRMED, alert=60 * MINUTE), entry={})
    asked = house.last("sam")
    assert asked.subject.startswith("Are you happy to go? [")
    assert "alarm" not in f"{asked.subject}{asked.text}".casefold()
    house.says("Yes, happy to go.", to=asked)
    house.check()
    minutes(house, "12:59")
    assert (raised(house), len(house.mail.sent)) == ([], 1)


def test_CL5_what_nobody_confirmed_is_told_the_manager_before_the_start():
    house = house_with(rule(Check.CONFIRMED, alert=60 * MINUTE), entry={})
    minutes(house, "12:05")
    assert [each.notification.recipient for each in house.mail.sent] == ["sam", "morgan"]


def test_CL4_accompany_me_mails_the_manager_who_is_free_then():
    house = house_with(rule(Check.CONFIRMED), people=TEAM, entry={})
    house.says("Please accompany me", to=house.last("sam"))
    house.check()
    told = house.last("morgan")
    assert "The worker asks for company" in told.text
    assert "At work then, and on no visit: Dee Deputises." in told.text


def test_CL4_another_word_of_the_worker_is_told_the_manager_too():
    house = house_with(rule(Check.CONFIRMED), people=TEAM, entry={})
    asked = house.last("sam")
    for words in ("no: the dog", "accompany me"):
        house.says(words, to=asked)
        house.check()
        house.send()
    first, second = house.told("morgan")
    assert 'They say: "the dog"' in first.text
    assert "The worker asks for company" in second.text


def test_CL4_who_is_on_a_visit_then_is_not_free():
    house = house_with(rule(Check.CONFIRMED), people=TEAM, entry={})
    house.calendars.put(replace(house.entry(), worker="dee", id="d1", place=read_place(OAK_STREET)))
    read(house)
    house.says("accompany me", to=house.last("sam"))
    house.check()
    assert "Nobody is known to be free then." in house.last("morgan").text


def test_law_7_a_code_word_under_a_question_before_a_visit_is_heard():
    house = house_with(rule(Check.CONFIRMED), at="12:45", entry={})
    house.says("yes, pineapple", to=house.last("sam"))
    assert house.alarms == [AlarmKind.DURESS]
    assert [each.is_believed for each in approvals(house)] == [False]


def test_law_6_a_call_for_help_under_a_question_before_a_visit_is_heard():
    house = house_with(rule(Check.CONFIRMED), at="12:45", entry={})
    house.says("call me", to=house.last("sam"))
    assert house.alarms == [AlarmKind.HELP]


def test_law_6_a_yes_before_the_visit_is_nothing_that_was_heard_of_it_later():
    house = house_with(rule(Check.CONFIRMED), APPROVAL, entry={})
    house.says("yes", to=house.last("sam"))
    house.go_to("14:21")
    sheet = house.last("morgan").text
    assert "Last heard: nothing since the visit began" in sheet
    assert "Morgan Manages told at 09:00" not in sheet


def test_law_16_nobody_asked_before_a_visit_is_told_when_it_is_closed():
    house = house_with(APPROVAL, entry={})
    house.go_to("14:01")
    before = len(house.told("morgan"))
    house.says("left, all fine", to=house.last("sam"))
    house.send()
    assert len(house.told("morgan")) == before


def test_a_manager_who_is_away_is_passed_over_for_the_deputy():
    away = replace(CAST.get("morgan"), absences=(Absence(start=clock("00:00")),))
    people = replace(CAST, persons=tuple(away if each.id == "morgan" else each for each in CAST.persons))
    house = house_with(APPROVAL, people=people, entry={})
    assert [each.notification.recipient for each in house.mail.sent] == ["dee"]


def test_law_13_a_question_is_a_row_before_it_is_a_message():
    house = house_with(APPROVAL)
    house.entry()
    read(house)
    house.mail.fail()
    house.check()
    assert house.mail.sent == []
    house.mail.recover()
    house.clock.go(2)
    house.send()
    assert len(house.mail.sent) == 1


# --- places


def test_AH16_a_place_with_an_open_incident_is_for_two_until_it_is_closed():
    house = house_with(rule(Check.FLAGGED_PLACE, alert=120 * MINUTE), entry={"start": "10:30", "end": "11:00"})
    visit = house.visit
    with house.store.transaction() as tx:
        flag(house.core, tx, visit, "the-incident", house.clock.now())
    house.entry("e2", "14:00", "15:00")
    house.entry("e3", "16:00", "17:00", place=read_place(OAK_STREET))
    read(house)
    house.check()
    assert raised(house) == ["flagged-place", "flagged-place"]
    minutes(house, "12:00")
    assert "An incident at this place is not settled" in house.last("sam").text
    with house.store.transaction() as tx:
        unflag(tx, "the-incident", "morgan", house.clock.now())
    minutes(house, "12:01")
    assert raised(house) == ["flagged-place"]  # of the first visit, which has begun with it


def test_law_15_the_store_keeps_a_flagged_place_as_a_hash_alone():
    house = house_with(entry={})
    visit = house.visit
    with house.store.transaction() as tx:
        flag(house.core, tx, visit, "the-incident", house.clock.now())
    kept: list[FlaggedPlace] = list(house.store._state.flagged.values())
    assert kept
    assert not any("elm" in repr(each).casefold() or "s60" in repr(each).casefold() for each in kept)


# --- the list


def test_the_list_of_a_day_names_each_visit_with_its_concerns_in_order():
    house = house_with(rule(Check.TELEPHONE), rule(Check.OUT_OF_HOURS), entry={"place": Place()})
    house.entry("e2", "18:30", "19:00", subject="Home visit: L")
    read(house)
    house.check()
    with house.store.transaction() as tx:
        found = concerns_of_days(tx, ["sam"], clock("00:00"), clock("00:00", day=1), house.core, house.clock.now())
    assert [(each.visit.event_id, [one.kind for one in concerns]) for each, concerns in found] == [
        ("e1", ["no-address", "telephone"]),
        ("e2", ["nobody-to-reach", "out-of-hours", "telephone"]),
    ]


@pytest.mark.parametrize(
    ("named", "check"), [("CO1", Check.APPROVAL), ("RO6", Check.RISK_ASSESSMENT), ("BX3, AH7", Check.DISCUSSED)]
)
def test_after_a_managers_no_what_still_stands_is_told_once_more_at_its_alert_and_no_more(named, check):
    house = house_with(rule(check, alert=60 * MINUTE), entry={})
    house.says("Not approved: wait for Dee", who="morgan", to=house.last("morgan"))
    house.check()
    told = len(house.mail.sent)
    minutes(house, "11:59")
    assert len(house.mail.sent) == told, named
    minutes(house, "12:00")
    last = house.mail.sent[told:]
    assert sorted(each.notification.recipient for each in last) == ["morgan", "sam"]
    assert all('They say: "wait for Dee" It still stands in the diary.' in each.text for each in last)
    minutes(house, "12:59")
    assert len(house.mail.sent) == told + 2


def test_AH10_who_is_to_ring_before_they_go_is_not_sent_to_a_manager_who_is_away():
    away = Absence(start=clock("00:00"), end=clock("09:00", day=2))
    asks = rule(Check.APPROVAL, alert=60 * MINUTE)
    gone = tuple(replace(each, absences=(away,)) if each.id == "morgan" else each for each in CAST.persons)
    house = house_with(asks, entry={}, people=replace(CAST, persons=gone))
    minutes(house, "12:00")
    assert "Please ring Dee Deputises before you go: Morgan Manages is away." in house.last("sam").text
    here = ("sam", "sloane")
    everybody = tuple(each if each.id in here else replace(each, absences=(away,)) for each in CAST.persons)
    house = house_with(asks, entry={}, people=replace(CAST, persons=everybody))
    minutes(house, "12:00")
    assert "Please ring your team before you go: Morgan Manages is away." in house.last("sam").text
