"""What stands before a visit at which moment, what is asked of whom, and when it is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.before.applies import applies
from calsync.domain.before.asking import ask_from, open_question, standing_as
from calsync.domain.before.looking import look_again, looked
from calsync.domain.before.places import family_hash, flag_hashes, look_hashes
from calsync.domain.before.sight import Second
from calsync.domain.model import OfficeHours, Place, Role, Tag, VisitKind, VisitState
from calsync.domain.model.approvals import Approval, Verdict
from calsync.domain.model.checks import Check, Checks, Rule
from calsync.parsers.location import read_place
from tests.domain.test_before_entry import sight
from tests.house import ELM_ROAD, OAK_STREET, clock

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BOTH = (Role.LINE_MANAGER, Role.WORKER)


def checks(check, *, before=DAY, **changes):
    return Checks(rules=((check, Rule(before=before, **changes)),))


def kinds(one, at):
    return [each.check for each in looked(one, at)]


def word(visit, check=Check.APPROVAL, verdict=Verdict.YES, **changes):
    values = {
        "id": "a1", "worker": "sam", "check": check, "verdict": verdict, "visit_id": visit.id,
        "about": standing_as(visit), "who": "morgan", "at": clock("09:00"),
    }  # fmt: skip
    return Approval(**{**values, **changes})


# --- from when on a check counts


def test_a_check_that_is_off_finds_nothing():
    assert looked(sight(), clock("12:00")) == ()


def test_each_check_counts_from_its_own_time_before_the_start():
    one = sight(checks=checks(Check.TELEPHONE, before=120 * MINUTE))
    assert kinds(one, clock("10:59")) == []
    assert kinds(one, clock("11:00")) == [Check.TELEPHONE]


@pytest.mark.parametrize(
    "changes", [{"tag": Tag.POSSIBLE}, {"state": VisitState.BEGUN}, {"state": VisitState.CANCELLED}]
)
def test_what_may_be_no_visit_has_begun_or_was_cancelled_has_no_concern(changes):
    assert looked(sight(visit=changes, checks=checks(Check.TELEPHONE)), clock("12:00")) == ()
    assert looked(sight(checks=checks(Check.TELEPHONE)), clock("13:00")) == ()


def test_they_are_read_in_the_order_of_what_may_keep_a_visit_from_taking_place():
    rules = tuple((check, Rule(before=DAY)) for check in (Check.TELEPHONE, Check.APPROVAL, Check.OUT_OF_HOURS))
    late = {"start": clock("18:30"), "end": clock("19:00")}
    one = sight(visit=late, checks=Checks(rules=rules), second=Second.LACKING)
    assert kinds(one, clock("18:00")) == [Check.APPROVAL, Check.OUT_OF_HOURS, Check.TELEPHONE]


@pytest.mark.parametrize(
    ("only", "visit", "true"),
    [
        ((), {}, True),
        (("risk",), {}, False),
        (("risk",), {"risk": True}, True),
        (("home",), {}, True),
        (("school", "home"), {"kind": VisitKind.OTHER}, False),
        (("unknown-family+high-risk",), {"flags": ("unknown-family",)}, False),
        (("unknown-family+high-risk",), {"flags": ("unknown-family", "high-risk")}, True),
        (("out-of-hours",), {"end": clock("18:30")}, True),
        (("alone",), {"attendees": ("dee@clarendon.test",)}, False),
        (("alone+home",), {}, True),
        (("ordinary+not school",), {}, True),
        (("ordinary",), {"risk": True}, False),
        (("not home",), {}, False),
    ],
)
def test_a_check_is_for_the_visits_that_its_words_name(only, visit, true):
    assert applies(Rule(before=DAY, only=only), sight(visit=visit)) is true


# --- single messages (law 16)


def test_a_concern_is_told_by_itself_from_its_alert_on_and_never_without_one():
    one = sight(checks=checks(Check.TELEPHONE, alert=90 * MINUTE))
    assert [each.tell for each in looked(one, clock("11:29"))] == [()]
    assert [each.tell for each in looked(one, clock("11:30"))] == [(Role.LINE_MANAGER,)]
    assert [each.tell for each in looked(sight(checks=checks(Check.TELEPHONE)), clock("12:59"))] == [()]


@pytest.mark.parametrize(
    ("visit", "told"),
    [({}, False), ({"risk": True}, True), ({"end": clock("18:30")}, True)],
)
def test_law_16_more_than_two_hours_before_only_risk_and_out_of_hours_visits_bring_one(visit, told):
    one = sight(visit=visit, checks=checks(Check.TELEPHONE, alert=DAY))
    assert bool(looked(one, clock("10:59"))[0].tell) is told
    assert looked(one, clock("11:00"))[0].tell


@pytest.mark.parametrize("second", [Second.LACKING, Second.AWAY])
def test_AH5_AH7_CO2_alone_now_goes_to_the_worker_and_the_manager_at_once(second):
    two = checks(Check.ALONE_NOW, before=120 * MINUTE, only=("two-workers",))
    one = sight(visit={"flags": ("two-workers",)}, checks=two, second=second)
    assert kinds(one, clock("10:59")) == []
    (found,) = looked(one, clock("11:00"))
    assert (found.check, found.tell) == (Check.ALONE_NOW, BOTH)


def test_AH7_whether_the_second_worker_still_comes_is_looked_at_every_five_minutes():
    two = checks(Check.ALONE_NOW, before=120 * MINUTE, only=("two-workers",))
    one = sight(visit={"flags": ("two-workers",)}, checks=two, second=Second.PROVEN)
    assert look_again(one, clock("09:00")) == clock("11:00")
    assert look_again(one, clock("11:00")) == clock("11:05")
    assert look_again(sight(checks=two), clock("11:00")) == clock("12:30")


# --- questions


def test_CO1_going_alone_is_asked_and_stands_until_it_is_approved():
    one = sight(checks=checks(Check.APPROVAL), second=Second.LACKING)
    (found,) = looked(one, clock("09:00"))
    assert (found.ask, found.tell) == (True, ())
    assert looked(replace(one, approvals=(word(one.visit),)), clock("09:00")) == ()


def test_CO1_two_workers_need_no_approval():
    assert looked(sight(checks=checks(Check.APPROVAL), second=Second.PROVEN), clock("12:00")) == ()


def test_CO1_while_nobody_knows_who_comes_along_it_is_not_asked_until_it_is_late():
    one = sight(checks=checks(Check.APPROVAL, alert=90 * MINUTE), second=Second.UNKNOWN)
    assert kinds(one, clock("11:29")) == []
    assert kinds(one, clock("11:30")) == [Check.APPROVAL]


def test_CO1_an_approval_is_of_the_visit_as_it_stood():
    one = sight(checks=checks(Check.APPROVAL), second=Second.LACKING)
    said = word(one.visit)
    moved = replace(one, visit=replace(one.visit, start=clock("12:45")), approvals=(said,))
    elsewhere = replace(one, visit=replace(one.visit, place=read_place(OAK_STREET)), approvals=(said,))
    assert [looked(each, clock("12:00"))[0].ask for each in (moved, elsewhere)] == [True, True]


def test_CO1_a_standing_approval_counts_for_every_visit_until_it_ends():
    one = sight(checks=checks(Check.APPROVAL), second=Second.LACKING)
    stands = word(one.visit, visit_id="another", about="", family="f", until=clock("13:01"))
    assert open_question(replace(one, approvals=(stands,)), Check.APPROVAL) == ""
    ended = replace(stands, until=clock("13:00"))
    assert open_question(replace(one, approvals=(ended,)), Check.APPROVAL)


def test_CO1_what_was_not_approved_is_told_the_worker_at_once():
    one = sight(checks=checks(Check.APPROVAL), second=Second.LACKING)
    denied = replace(one, approvals=(word(one.visit, verdict=Verdict.NO),))
    (found,) = looked(denied, clock("09:00"))
    assert (found.ask, found.tell, found.words) == (
        False,
        (Role.WORKER,),
        "The line manager has not approved that it is made alone.",
    )


def test_CO1_a_category_approves_an_ordinary_visit_and_no_risk_visit():
    rule = checks(Check.APPROVAL)
    marked = {"flags": ("approved-alone",)}
    assert looked(sight(visit=marked, checks=rule, second=Second.LACKING), clock("12:00")) == ()
    assert looked(sight(visit={**marked, "risk": True}, checks=rule, second=Second.LACKING), clock("12:00"))


def test_AH6_AH8_BX1_RO6_a_risk_assessment_is_asked_for_until_it_is_marked():
    rule = checks(Check.RISK_ASSESSMENT, only=("risk",))
    risky = sight(visit={"risk": True}, checks=rule)
    assert kinds(risky, clock("09:00")) == [Check.RISK_ASSESSMENT]
    assert looked(sight(visit={"risk": True, "flags": ("risk-assessed",)}, checks=rule), clock("09:00")) == ()
    assert looked(sight(checks=rule), clock("09:00")) == ()


def test_BX3_what_was_not_talked_over_is_asked_asked_again_and_then_told():
    rule = checks(Check.DISCUSSED, remind=240 * MINUTE, alert=60 * MINUTE)
    one = sight(checks=rule)

    def now(at):
        (found,) = looked(one, clock(at))
        return found.ask, found.remind, found.tell

    assert now("07:30") == (True, False, ())
    assert now("08:00") == (True, True, ())
    assert now("12:00") == (True, True, BOTH)


def test_CL5_both_sides_confirm_and_neither_stands_for_the_other():
    both = Checks(rules=((Check.DISCUSSED, Rule(before=DAY)), (Check.CONFIRMED, Rule(before=DAY))))
    one = sight(checks=both)
    assert kinds(one, clock("12:00")) == [Check.DISCUSSED, Check.CONFIRMED]
    said = word(one.visit, check=Check.CONFIRMED, who="sam")
    assert kinds(replace(one, approvals=(said,)), clock("12:00")) == [Check.DISCUSSED]


def test_CL4_a_worker_who_asks_for_company_is_told_to_the_manager_at_once():
    one = sight(checks=checks(Check.CONFIRMED))
    asked = replace(one, approvals=(word(one.visit, check=Check.CONFIRMED, verdict=Verdict.ACCOMPANY),))
    (found,) = looked(asked, clock("09:00"))
    assert found.tell == (Role.LINE_MANAGER,)
    assert found.words.startswith("The worker asks for company")


def test_what_is_asked_of_one_day_is_asked_in_one_mail_as_the_office_opens():
    rule, office = Rule(before=DAY), OfficeHours()
    morning, evening = (sight(visit={"start": clock(at, day=2)}).visit for at in ("09:00", "17:00"))
    assert ask_from(morning, rule, office) == ask_from(evening, rule, office) == clock("08:00", day=1)


def test_what_would_be_asked_at_the_weekend_is_asked_on_friday():
    monday = sight(visit={"start": clock("10:00", day=7)}).visit
    assert ask_from(monday, Rule(before=DAY), OfficeHours()) == clock("08:00", day=4)


def test_an_office_that_never_opens_asks_when_the_time_comes():
    shut = OfficeHours(holidays=frozenset(clock("12:00", day=-n).date() for n in range(30)))
    visit = sight().visit
    assert ask_from(visit, Rule(before=DAY), shut) == clock("13:00", day=-1)


def test_it_is_looked_at_again_when_time_makes_a_difference_and_not_before():
    rules = Checks(
        rules=(
            (Check.TELEPHONE, Rule(before=180 * MINUTE, alert=100 * MINUTE)),
            (Check.DISCUSSED, Rule(before=DAY, remind=200 * MINUTE, alert=45 * MINUTE)),
        )
    )
    one, at, moments = sight(checks=rules), clock("09:00", day=-5), []
    while (at := look_again(one, at)) is not None:
        moments.append(f"{at:%d %H:%M}")
    assert moments == [
        "27 08:00", "02 08:00", "02 09:40", "02 10:00", "02 11:00", "02 11:20", "02 12:15", "02 12:30", "02 13:00",
    ]  # fmt: skip


def test_whatever_has_begun_is_not_looked_at_again():
    assert look_again(sight(checks=checks(Check.TELEPHONE)), clock("13:00")) is None


# --- places


def test_AH16_a_place_is_known_again_by_its_hash_however_it_is_written():
    key, elm = b"secret", read_place(ELM_ROAD)
    again = read_place("14 Elm Road  S60 3AB")
    assert family_hash(key, elm) == family_hash(key, again) != family_hash(b"another", elm)
    assert "elm" not in family_hash(key, elm)
    assert family_hash(key, Place()) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ELM_ROAD, "14 Elm Road, Rotherham S60 3AB", True),
        (ELM_ROAD, "S60 3AB", True),
        ("S60 3AB", ELM_ROAD, True),
        ("14 Elm Road", ELM_ROAD, True),
        (ELM_ROAD, "14 Elm Road", True),
        (ELM_ROAD, "16 Elm Road, Rotherham S60 3AB", False),
        (ELM_ROAD, OAK_STREET, False),
        ("her house", "Her  house", True),
        ("her house", "his house", False),
        ("", "", False),
    ],
)
def test_AH16_half_an_address_means_the_flagged_door_and_the_next_house_does_not(one, other, same):
    flagged, sought = (set(each) for each in (flag_hashes(b"k", read_place(one)), look_hashes(b"k", read_place(other))))
    assert bool(flagged & sought) is same
