"""The checks before a visit, one by one: what is found in an entry, by the hour, and of who goes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.daylight import sunset
from calsync.domain.before import company, entry, hours
from calsync.domain.before.areas import area, where
from calsync.domain.before.sight import Second, Sight
from calsync.domain.model import OfficeHours, Place, Series, VisitKind, VisitState
from calsync.domain.model.checks import Checks
from calsync.domain.model.said import Said
from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, MONDAY, OAK_STREET, SAM, clock
from tests.values import a_visit

ZONE = "Europe/London"
NONE = Checks()


def sight(*, visit=None, checks=NONE, **changes):
    """Sam's planned visit of 13:00 to 14:00, made the day before, as the checks see it."""
    values = {
        "visit": a_visit(**{"state": VisitState.PLANNED, "created": clock("09:00", day=-1), **(visit or {})}),
        "said": Said(),
        "worker": SAM,
        "checks": checks,
        "office": OfficeHours(),
        "zone": ZONE,
    }
    return Sight(**{**values, **changes})


# --- the entry


def test_AH1_an_address_that_is_missing_or_vague_is_told_in_the_words_of_what_is_missing():
    assert entry.address(sight()) == ""
    assert entry.address(sight(lacking={"no-address": "Write it.", "categories": "Other."})) == "Write it."
    assert entry.address(sight(lacking={"unclear-place": "Which?"})) == "Which?"


def test_CL1_a_visit_without_a_telephone_number_is_a_concern():
    assert entry.telephone(sight()).startswith("It has no telephone number")
    assert entry.telephone(sight(said=Said(phone="+441632960123"))) == ""


@pytest.mark.parametrize(("minutes", "found"), [(59, True), (1, True), (60, False), (-5, False)])
def test_BX11_a_visit_made_shortly_before_it_begins_is_unplanned(minutes, found):
    made = clock("13:00") - timedelta(minutes=minutes)
    assert bool(entry.unplanned(sight(visit={"created": made}))) is found


def test_BX11_a_visit_that_is_marked_unplanned_is_and_one_of_an_unknown_age_is_not():
    assert entry.unplanned(sight(visit={"flags": ("unplanned",), "created": None}))
    assert entry.unplanned(sight(visit={"created": None})) == ""


@pytest.mark.parametrize(
    ("start", "created", "found"),
    [
        ("08:00", clock("17:01", day=-1), True),
        ("08:00", clock("17:00", day=-1), False),
        ("08:00", clock("07:30"), True),
        ("08:29", clock("07:30"), True),
        ("08:30", clock("07:30"), False),
        ("13:00", clock("07:30"), False),
        ("08:00", None, False),
    ],
)
def test_RO16_a_visit_before_reporting_in_is_in_the_diary_by_five_the_day_before(start, created, found):
    early = sight(visit={"start": clock(start), "end": clock("14:00"), "created": created})
    assert bool(entry.reporting_in(early)) is found


def test_RO16_whoever_was_on_a_visit_before_does_not_report_in_before_the_next():
    first = a_visit(id="v0", start=clock("07:00"), end=clock("07:30"))
    late = {"start": clock("08:00"), "created": clock("07:45")}
    assert entry.reporting_in(sight(visit=late, before=(first,))) == ""


def test_RO16_five_o_clock_is_local_time():
    summer = MONDAY + timedelta(days=120)  # the clocks are one hour ahead
    visit = {"start": summer + timedelta(hours=7), "end": summer + timedelta(hours=8)}
    by = summer - timedelta(days=1) + timedelta(hours=16)
    assert entry.reporting_in(sight(visit={**visit, "created": by})) == ""
    assert entry.reporting_in(sight(visit={**visit, "created": by + timedelta(minutes=1)}))


def test_CO15_a_visit_that_was_changed_on_its_own_day_is_a_concern():
    assert "seen at 09:30" in entry.changed_today(sight(changed=clock("09:30")))
    assert entry.changed_today(sight(changed=clock("23:30", day=-1))) == ""
    assert entry.changed_today(sight()) == ""


@pytest.mark.parametrize(
    ("series", "state", "changed", "found"),
    [
        (Series.SINGLE, VisitState.CANCELLED, clock("09:00"), False),
        (Series.OCCURRENCE, VisitState.PLANNED, None, False),
        (Series.OCCURRENCE, VisitState.PLANNED, clock("09:00"), True),
        (Series.EXCEPTION, VisitState.PLANNED, None, True),
        (Series.OCCURRENCE, VisitState.CANCELLED, None, True),
    ],
)
def test_CO14_one_date_of_a_series_that_was_moved_or_taken_out_is_a_concern(series, state, changed, found):
    assert bool(entry.series_changed(sight(visit={"series": series, "state": state}, changed=changed))) is found


def test_CO22_another_venue_needs_somebody_who_can_be_rung():
    school = {"kind": VisitKind.SCHOOL}
    assert "nobody there who can be rung" in entry.venue(sight(visit=school))
    assert entry.venue(sight(visit=school, said=Said(phone="+441632960123"))) == ""
    assert entry.venue(sight()) == ""


def test_CO26_public_transport_only_after_its_risk_was_assessed():
    assert entry.public_transport(sight(visit={"flags": ("public-transport",)}))
    assert entry.public_transport(sight(visit={"flags": ("public-transport", "risk-assessed")})) == ""
    assert entry.public_transport(sight()) == ""


@pytest.mark.parametrize(("ends", "found"), [("12:55", True), ("13:00", True), ("12:50", False), ("13:30", False)])
def test_CL18_no_time_for_the_way_between_two_places_is_a_concern(ends, found):
    other = a_visit(id="v0", start=clock("12:00"), end=clock(ends), place=read_place(OAK_STREET))
    assert bool(entry.travel(sight(before=(other,)))) is found


def test_CL18_nobody_needs_a_way_within_one_house_and_no_distance_is_made_up():
    same = a_visit(id="v0", start=clock("12:00"), end=clock("13:00"), place=read_place(ELM_ROAD))
    nowhere = replace(same, place=Place(text="office"))
    assert entry.travel(sight(before=(same, nowhere))) == ""


# --- the hour


def test_CL7_a_visit_that_ends_after_sunset_is_a_concern():
    dusk = sunset(*where(read_place(ELM_ROAD), None), MONDAY.date())
    assert clock("17:40") < dusk < clock("17:55")
    words = hours.after_dark(sight(visit={"end": dusk + timedelta(minutes=1)}, sunset=dusk))
    assert "the sun sets at 17:4" in words
    assert hours.after_dark(sight(visit={"end": dusk}, sunset=dusk)) == ""
    assert hours.after_dark(sight(visit={"end": clock("23:00")})) == ""


def test_CL7_an_organisation_may_allow_so_many_minutes_of_dusk():
    dusk = Checks(after_sunset=timedelta(minutes=30))
    at_dusk = sight(visit={"end": clock("17:20")}, sunset=clock("17:00"), checks=dusk)
    assert hours.after_dark(at_dusk) == ""
    assert hours.after_dark(replace(at_dusk, sunset=clock("16:45")))


def test_CL7_the_sun_sets_where_the_postcode_is_else_where_the_organisation_is():
    near = (51.5, -0.1)
    assert where(Place(postcode="ZE1 0AA"), near)[0] > 60
    assert where(Place(postcode="D02 AF30"), near) == near
    assert where(Place(), None) is None
    assert area("S60 3AB") == "S"


def test_CL7_where_the_sun_does_not_set_nobody_is_warned():
    assert sunset(80.0, 20.0, MONDAY.date().replace(month=6)) is None


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [("08:00", "09:00", False), ("07:59", "09:00", True), ("17:00", "17:59", False), ("17:30", "18:30", True)],
)
def test_BX6_a_visit_while_the_office_is_shut_is_out_of_hours(start, end, found):
    assert bool(hours.out_of_hours(sight(visit={"start": clock(start), "end": clock(end)}))) is found


# --- company


@pytest.mark.parametrize(
    ("second", "close", "found"),
    [
        (Second.PROVEN, True, ""),
        (Second.LACKING, False, "no colleague who accepted it"),
        (Second.AWAY, False, "is away"),
        (Second.UNKNOWN, False, ""),
        (Second.UNKNOWN, True, "no colleague who accepted it"),
    ],
)
def test_AH5_AH7_CO2_a_visit_for_two_without_a_proven_second_worker_is_a_concern(second, close, found):
    words = company.alone_now(sight(second=second), close=close)
    assert found in words if found else words == ""


def test_AH16_nobody_goes_alone_to_a_place_where_an_incident_is_open():
    assert company.flagged_place(sight(flagged=True, second=Second.UNKNOWN))
    assert company.flagged_place(sight(flagged=True, second=Second.PROVEN)) == ""
    assert company.flagged_place(sight()) == ""
