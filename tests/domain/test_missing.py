"""What is missing in the entries of visits, or can't be as it stands, in a sentence that says what to mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.classify import Rules, recognise
from calsync.domain.missing import COMPUTED, Looked, as_visit, concern, missing, shown
from calsync.domain.model import Place, Tag, VisitKind, VisitState, Watched
from calsync.parsers.location import read_place
from calsync.parsers.said import read_said
from tests.house import ELM_ROAD, MINUTE, OAK_STREET, RULES, an_entry, clock
from tests.values import a_deadline, a_visit

ZONE = "Europe/London"
AT = clock("09:00")
LEEDS = read_place("3 Mill Lane, Leeds LS6 2BB")


def looked(**changes):
    visit = a_visit(state=VisitState.PLANNED, **changes)
    return Looked(visit=visit, said=read_said(visit.subject, visit.place.text, visit.start, visit.end, ZONE))


def kinds(*visits, rules=RULES, zone=ZONE):
    return [each.kind for each in missing(visits, rules, zone, AT)]


def words(*visits, rules=RULES, zone=ZONE):
    (only,) = missing(visits, rules, zone, AT)
    return only.words


def lasting(minutes, **changes):
    return looked(end=clock("13:00") + minutes * MINUTE, **changes)


def test_a_visit_with_an_address_an_end_and_one_meaning_lacks_nothing():
    assert kinds(looked()) == []
    assert missing((), RULES, ZONE, AT) == ()


def test_a_concern_says_whose_visit_it_is_about_and_since_when_it_is_known():
    (found,) = missing([looked(id="v7", place=Place())], RULES, ZONE, AT)
    assert (found.visit_id, found.worker, found.raised) == ("v7", "sam", AT)


# --- the place


@pytest.mark.parametrize("text", ["", "  "])
def test_a_visit_without_a_location_has_no_address(text):
    assert kinds(looked(place=Place(text=text))) == ["no-address"]


def test_a_postcode_in_the_subject_is_an_address_for_a_visit_without_a_location():
    assert kinds(looked(subject="HV K, S60 3AB", place=Place())) == []


@pytest.mark.parametrize("text", ["Rotherham", "her house", "Mrs W's"])
def test_the_location_of_a_home_visit_must_name_a_house_or_a_postcode(text):
    found = looked(place=read_place(text))
    assert kinds(found) == ["unclear-place"]
    assert "write the whole address" in words(found)


@pytest.mark.parametrize("kind", [VisitKind.SCHOOL, VisitKind.OTHER])
def test_the_name_of_a_school_or_a_hall_is_enough_to_find_it(kind):
    assert kinds(looked(kind=kind, place=read_place("Wath Comprehensive"))) == []
    assert kinds(looked(kind=kind, place=Place())) == ["no-address"]


@pytest.mark.parametrize(("subject", "text"), [("HV K", "S60"), ("HV K S60", ""), ("HV K S60", "her house")])
def test_half_a_postcode_is_told_as_that(subject, text):
    assert "half a postcode" in words(looked(subject=subject, place=read_place(text)))


def test_half_a_postcode_beside_an_address_is_no_concern():
    assert kinds(looked(subject="HV K S60", place=read_place("14 Elm Road"))) == []


@pytest.mark.parametrize("text", [f"{ELM_ROAD} / {OAK_STREET}", "S60 3AB or S61 1XY", "14 Elm Road or 27 Oak Street"])
def test_with_two_addresses_nobody_knows_which_is_meant(text):
    found = looked(place=read_place(text))
    assert kinds(found) == ["unclear-place"]
    assert "two addresses" in words(found)


def test_the_organisations_own_address_beside_that_of_a_home_is_not_a_second_one():
    text = f"{ELM_ROAD}; from Clarendon Children's Centre, 1 Clarendon Road, Leeds LS2 9NN"
    assert kinds(looked(place=read_place(text))) == []
    assert kinds(looked(place=read_place(text)), rules=Rules()) == ["unclear-place"]


def test_a_visit_at_the_organisations_own_site_needs_no_address():
    assert kinds(looked(place=read_place("Clarendon Children's Centre"))) == []
    assert kinds(looked(place=read_place("Clarendon Children's Centre")), rules=Rules()) == ["unclear-place"]


# --- the end and the longest time


def test_an_entry_that_ends_as_it_begins_has_no_end():
    assert kinds(lasting(0)) == ["no-end"]
    assert kinds(lasting(1)) == []


@pytest.mark.parametrize(("minutes", "found"), [(45, []), (46, ["longer-than-said"]), (60, ["longer-than-said"])])
def test_a_visit_longer_than_its_own_longest_time_is_told(minutes, found):
    assert kinds(lasting(minutes, subject="HV K max 45 min")) == found


def test_it_is_told_how_long_it_is_and_how_long_it_may_be():
    assert "lasts 60 minutes" in words(looked(subject="HV K max 45 min"))
    assert "45 are the most" in words(looked(subject="HV K max 45 min"))


@pytest.mark.parametrize(("minutes", "found"), [(20 * 60 - 1, ["longer-than-said"]), (20 * 60, [])])
def test_what_lasts_all_day_is_no_longer_than_said_since_it_has_no_times(minutes, found):
    assert kinds(lasting(minutes, subject="HV K max 45 min")) == found


# --- categories that contradict each other


@pytest.mark.parametrize("yes", ["Home visit", "home  VISIT", "School visit", "Two workers", "High risk"])
def test_a_category_that_says_visit_beside_one_that_says_none_is_a_contradiction(yes):
    found = words(looked(categories=("Not a visit", yes)))
    assert " ".join(yes.casefold().split()) in " ".join(found.casefold().split())
    assert '"Not a visit"' in found


@pytest.mark.parametrize("categories", [("Home visit",), ("Not a visit",), ("Not a visit", "Lives alone"), ()])
def test_one_meaning_is_no_contradiction(categories):
    assert kinds(looked(categories=categories)) == []


def test_the_organisations_own_names_for_categories_count():
    rules = Rules(home_categories=("Hausbesuch",), not_visit_categories=("Kein Besuch",))
    assert kinds(looked(categories=("hausbesuch", "kein besuch")), rules=rules) == ["categories"]
    assert kinds(looked(categories=("Home visit", "Not a visit")), rules=rules) == []


# --- two visits that nobody makes in time


def second(start="13:30", end="14:30", **changes):
    return looked(id="v2", event_id="e2", start=clock(start), end=clock(end), **{"place": LEEDS, **changes})


def test_two_visits_at_once_at_two_addresses_are_impossible():
    found = words(looked(), second())
    assert "begins at 13:30" in found
    assert "lasts until 14:00" in found


def test_the_later_one_has_the_concern_in_whatever_order_they_come():
    for pair in ((looked(), second()), (second(), looked())):
        assert [each.visit_id for each in missing(pair, RULES, ZONE, AT)] == ["v2"]


def test_two_visits_that_begin_at_one_moment_are_impossible_too():
    assert kinds(looked(), second("13:00", "14:00")) == ["impossible-travel"]
    assert sorted(kinds(lasting(0), second("13:00", "13:30", place=read_place(OAK_STREET)))) == [
        "impossible-travel",
        "no-end",
    ]


def test_one_that_begins_as_the_other_ends_in_another_postcode_area_leaves_no_time_for_the_way():
    found = words(looked(), second("14:00", "15:00"))
    assert "leave time for the way" in found
    assert "S and LS" in found


def test_within_one_postcode_area_nobody_knows_how_long_the_way_is():
    assert kinds(looked(), second("14:00", "15:00", place=read_place(OAK_STREET))) == []
    assert kinds(looked(), second("13:59", "15:00", place=read_place(OAK_STREET))) == ["impossible-travel"]


def test_a_minute_between_two_visits_is_time_for_the_way():
    assert kinds(looked(), second("14:01", "15:00")) == []


def test_two_entries_for_one_door_are_one_way():
    assert kinds(looked(), second(place=read_place("14 Elm Rd, Rotherham S60 3AB"), subject="HV K")) == []


def test_where_one_of_them_has_no_address_nobody_knows():
    assert kinds(looked(kind=VisitKind.SCHOOL, place=read_place("Wath Comprehensive")), second()) == []
    assert kinds(looked(), second("14:00", "15:00", place=read_place("3 Mill Lane, Leeds"))) == []


def test_a_postcode_in_the_subject_counts_for_the_way():
    assert kinds(looked(subject="HV K S60 3AB", place=Place()), second()) == ["impossible-travel"]


def test_a_long_visit_clashes_with_one_that_does_not_follow_it_at_once():
    between = looked(id="v3", event_id="e3", start=clock("13:10"), end=clock("13:20"))
    found = missing([lasting(120), between, second("14:30", "15:30")], RULES, ZONE, AT)
    assert [(each.visit_id, each.kind) for each in found] == [("v2", "impossible-travel")]


def test_what_lasts_all_day_clashes_with_nothing():
    assert kinds(lasting(24 * 60), second()) == []


def test_the_times_are_those_of_the_clocks_there():
    assert "begins at 14:30" in words(looked(), second(), zone="Europe/Berlin")


# --- which visits are judged, and what is shown


@pytest.mark.parametrize(
    "changes", [{"tag": Tag.POSSIBLE}, {"state": VisitState.CANCELLED}, {"left_diary": clock("10:00")}]
)
def test_what_may_be_none_was_cancelled_or_left_the_diary_raises_nothing(changes):
    lacking = looked(place=Place(), subject="HV max 45 min", categories=("Home visit", "Not a visit"))
    assert len(kinds(lacking)) == 3
    assert kinds(replace(lacking, visit=replace(lacking.visit, **changes))) == []
    clashing = looked()
    assert kinds(clashing, second()) == ["impossible-travel"]
    assert kinds(replace(clashing, visit=replace(clashing.visit, **changes)), second()) == []


def test_no_sentence_names_who_is_visited_or_a_place():
    lacking = {"subject": "HV Mrs Whitcombe, S60, 07700 900123, max 45 min", "categories": ("Visit", "Not a visit")}
    both = read_place(f"{ELM_ROAD} / {OAK_STREET}")
    found = missing([looked(place=both, **lacking), second("13:00", "13:00", **lacking)], RULES, ZONE, AT)
    assert {each.kind for each in found} >= {"unclear-place", "longer-than-said", "categories", "no-end"}
    for each in found:
        assert not [name for name in ("Whitcombe", "Elm", "Oak", "Mill", "S60", "LS6", "900123") if name in each.words]


def test_an_entry_that_is_only_looked_at_is_judged_like_a_watched_one():
    event = an_entry(place=Place(), subject="Home visit K")
    visit = as_visit(event, recognise(event, RULES), key="7", at=AT)
    (found,) = missing([Looked(visit=visit, said=read_said("", "", visit.start, visit.end))], RULES, ZONE, AT)
    assert (found.visit_id, found.kind) == ("7", "no-address")
    cancelled = as_visit(replace(event, cancelled=True), recognise(event, RULES), key="7", at=AT)
    assert kinds(Looked(visit=cancelled, said=read_said("", "", visit.start, visit.end))) == []


def test_what_was_mended_is_not_shown_any_more_and_what_is_true_now_is():
    watched = Watched(visit=a_visit(), deadlines=(a_deadline(),))
    raised = [concern(watched.visit, kind, "Then.", AT) for kind in sorted(COMPUTED)]
    now = concern(watched.visit, "no-address", "Now.", AT + timedelta(hours=1))
    elsewhere = concern(a_visit(id="v2"), "no-end", "Elsewhere.", AT)
    assert shown(watched, [*raised, elsewhere], [now, elsewhere]) == (now,)
    assert shown(watched, raised, []) == ()


@pytest.mark.parametrize(
    ("tag", "late_entry", "stands"), [(Tag.POSSIBLE, False, True), (Tag.VISIT, True, True), (Tag.VISIT, False, False)]
)
def test_what_happened_once_is_shown_as_long_as_somebody_is_asked_about_it(tag, late_entry, stands):
    watched = Watched(visit=a_visit(tag=tag), deadlines=(a_deadline(late_entry=late_entry),))
    told = concern(watched.visit, "entered-late", "It was entered after its own end.", AT)
    assert shown(watched, [told], []) == ((told,) if stands else ())
