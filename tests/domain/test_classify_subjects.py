"""What a subject says: a visit, work about one, a meeting, an errand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.classify import recognise
from calsync.domain.classify.subject_words import ERRAND, IDLE, SUBJECTS
from calsync.domain.model import Place, Tag
from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, RULES, an_entry


def tag_of(subject: str, place: str = "") -> Tag:
    return recognise(an_entry(subject=subject, place=read_place(place) if place else Place()), RULES).tag


@pytest.mark.parametrize(
    "subject",
    [
        "HV", "h/v - K", "H.V. K", "HV K.", "HV: Smith", "HV 14 Elm Rd", "K HV", "HV Smith family", "HV x 2",
        "home visit", "HOME VISIT", "CIN visit", "stat visit - JS", "s47 visit", "welfare visit", "visit to K",
        "Visits",
        "Initial visit Smith family", "Home visit with student", "CIN plan visit", "Door knock - Smiths",
        "Welfare check JS", "see K at home", "see K at school", "K at mum's house", "14 Elm Road - K", "ＨＶ Ｋ",
    ],
)  # fmt: skip
def test_a_subject_that_says_visit_needs_no_location(subject):
    assert tag_of(subject) is Tag.VISIT


@pytest.mark.parametrize("subject", ["home vist", "hme visit", "hoem visti K", "Vsit K", "Stat vist w/ JS", "homevist"])
def test_a_slip_of_the_fingers_hides_no_visit(subject):
    assert tag_of(subject) is Tag.VISIT


@pytest.mark.parametrize("subject", ["Visitor parking", "Vista house plans", "Visa", "List", "Digit"])
def test_a_word_that_looks_like_a_visit_is_none(subject):
    assert tag_of(subject) is Tag.NONE


@pytest.mark.parametrize(
    "subject",
    [
        "write up visit", "visit notes", "prep for HV", "book visits", "discuss visits", "phone call re visit",
        "visit report", "visit planning", "debrief", "supervision", "team meeting", "team meeting re home visits",
        "HV write-up", "Email re home visit", "Reschedule HV", "Plan CIN visit", "Book in HV for K", "TC mum re visit",
        "Home visit training", "Reminder: book HV for JS", "Report for court", "s47 strategy meeting",
    ],
)  # fmt: skip
def test_work_about_a_visit_is_none_and_at_an_address_it_is_asked_about(subject):
    assert tag_of(subject) is Tag.NONE
    assert tag_of(subject, ELM_ROAD) is Tag.POSSIBLE


@pytest.mark.parametrize(
    "subject",
    [
        "HV and write up", "HV + write up", "Home visit, then write up", "Call mum then home visit",
        "HV K (call first)", "Supervision, HV K",
    ],
)  # fmt: skip
def test_a_visit_with_other_work_before_or_behind_it_is_a_visit(subject):
    assert tag_of(subject) is Tag.VISIT


@pytest.mark.parametrize("subject", ["virtual home visit", "HV by phone", "phone HV", "Home visit via Teams"])
def test_a_visit_on_a_screen_or_by_telephone_is_none(subject):
    assert tag_of(subject) is Tag.NONE


@pytest.mark.parametrize(
    ("subject", "tag"),
    [
        ("HV Sue", Tag.VISIT),
        ("HV Sue re K", Tag.POSSIBLE),
        ("HV recruitment panel", Tag.NONE),
        ("meeting with HV", Tag.NONE),
        ("call HV", Tag.NONE),
        ("HV team meeting", Tag.NONE),
        ("liaise with HV", Tag.NONE),
        ("Core group (SW, HV, school)", Tag.POSSIBLE),
        ("joint HV with HV", Tag.VISIT),
    ],
)
def test_a_health_visitor_is_told_from_a_home_visit(subject, tag):
    assert tag_of(subject) is tag


@pytest.mark.parametrize(
    "subject", ["site visit", "visit from Ofsted", "Office visit", "Prep - HV K", "See K", "Meet mum"]
)
def test_what_may_be_a_visit_is_asked_about(subject):
    assert tag_of(subject) is Tag.POSSIBLE


@pytest.mark.parametrize(
    "subject",
    [
        "dentist", "GP appt", "haircut", "MOT", "vet", "school run", "lunch", "collect parcel", "house viewing",
        "solicitor", "birthday", "Travel", "annual leave", "TOIL", "drive time", "keep free", "admin", "sick",
    ],
)  # fmt: skip
def test_own_errands_and_idle_time_are_none_also_at_an_address(subject):
    assert tag_of(subject) is Tag.NONE
    assert tag_of(subject, ELM_ROAD) is Tag.NONE


def test_somebody_taken_on_an_errand_is_work():
    assert tag_of("Take K to dentist") is Tag.POSSIBLE


@pytest.mark.parametrize("subject", ["Cancelled: HV K", "CXL HV", "canx - HV", "N/A HV", "Canceled: Home visit"])
def test_a_visit_called_off_by_hand_is_none_also_at_an_address(subject):
    assert tag_of(subject) is Tag.NONE
    assert tag_of(subject, ELM_ROAD) is Tag.NONE


@pytest.mark.parametrize("subject", ["Interview panel", "Training", "Core group", "Conference", "CIN meeting"])
def test_a_meeting_at_an_address_of_others_is_asked_about(subject):
    assert tag_of(subject, ELM_ROAD) is Tag.POSSIBLE
    assert tag_of(subject) is Tag.NONE


@pytest.mark.parametrize("subject", ["", "K", "Mrs Whitcombe", "Family support", "مقابلة", "Assessment", "HV Sue"])
def test_an_address_is_a_visit_whatever_its_subject_unless_it_speaks_against(subject):
    assert tag_of(subject, ELM_ROAD) is Tag.VISIT


@pytest.mark.parametrize(
    "subject",
    [
        "JHV with Dee - K", "IHV K", "HV2 K", "hv jones", "H V Jones", "Stat v - K", "statvisit K", "NBV", "Reg 44",
        "Ymweliad cartref K", "K @ home", "MCA at home - K", "Ruby at nan's", "See kids' rooms, HV", "MAPPA visit K",
    ],
)  # fmt: skip
def test_a_visit_said_in_few_letters_is_a_visit(subject):
    assert tag_of(subject) is Tag.VISIT


@pytest.mark.parametrize(
    "subject",
    [
        "HV tbc K", "HV? K", "poss visit K", "HV or office K", "HV K (if time)", "visit K - to be confirmed",
        "HV K - cancelled by mum", "ring or visit K", "HV re online safety", "complete CP visit K", "booking visit K",
    ],
)  # fmt: skip
def test_a_visit_that_is_not_settled_or_not_surely_made_is_asked_about(subject):
    assert tag_of(subject) is Tag.POSSIBLE


def test_what_is_open_of_a_settled_visit_is_no_doubt():
    assert tag_of("HV K, time tbc") is Tag.VISIT


@pytest.mark.parametrize("subject", ["Ofsted monitoring visit", "Mum visiting", "Santa visit", "uni visit day"])
def test_somebody_elses_visit_is_no_more_than_possible(subject):
    assert tag_of(subject) is Tag.POSSIBLE


@pytest.mark.parametrize(
    "subject",
    ["no HV this week", "NO VISITS", "p/c with dad re visit", "t/c mum re HV", "home visiting standards launch"],
)
def test_a_visit_denied_or_only_spoken_of_is_none(subject):
    assert tag_of(subject) is Tag.NONE


@pytest.mark.parametrize("subject", ["Al Hussein", "A.L.", "N.A.", "Bloods - Mrs K", "Form F session 2", "JS bloods"])
def test_a_name_or_work_that_looks_like_leave_or_an_errand_hides_no_address(subject):
    assert tag_of(subject, ELM_ROAD) is Tag.VISIT


@pytest.mark.parametrize("subject", ["kids - Turner", "Boiler service", "Block C flat 7", "Smiths, dad on sick leave"])
def test_an_errand_that_may_be_work_is_asked_about_at_an_address(subject):
    assert tag_of(subject, ELM_ROAD) is not Tag.NONE


def test_a_visit_put_off_from_an_earlier_day_is_a_visit_now():
    assert tag_of("Postponed from Tues: HV K") is Tag.VISIT


@pytest.mark.parametrize("subject", ["insulin - Mr Batty", "Check on Mrs Foss", "Home - K", "void inspection"])
def test_work_with_somebody_that_says_no_place_is_asked_about(subject):
    assert tag_of(subject) is Tag.POSSIBLE


@pytest.mark.parametrize(
    "subject",
    [
        "HV Mr Rees - no telephone", "Visit Mr Rees - telephone not working", "HV Price - WhatsApp mum before",
        "CP visit Evans (whatsapp group concerns)", "Home visit Mrs Lane - take remote", "HV Mrs Lane re tele care",
        "CIN visit Evans - zoom link broken so going out", "HV Price - no answer by phone",
    ],
)  # fmt: skip
def test_a_telephone_or_screen_in_a_note_beside_a_visit_does_not_hide_it(subject):
    assert tag_of(subject) is Tag.POSSIBLE


@pytest.mark.parametrize("subject", ["HV K - Teams", "Home visit K (virtual)", "HV K - by phone", "HV K via Teams"])
def test_a_visit_that_says_how_it_is_made_without_going_there_is_none(subject):
    assert tag_of(subject) is Tag.NONE


@pytest.mark.parametrize("subject", ["DO NOT BOOK - HV Price", "keep free - HV Price", "Call Donna - visit"])
def test_a_visit_behind_words_that_keep_time_free_is_asked_about(subject):
    assert tag_of(subject) is Tag.POSSIBLE


def test_no_errand_and_no_idle_time_hides_what_a_home_visit_is_about():
    own = [phrase for each in SUBJECTS.values() for phrase, mark in each if mark in (ERRAND, IDLE)]
    hidden = [
        said
        for phrase in own
        for place in ("", ELM_ROAD)
        if tag_of(said := f"HV Price re {' '.join(phrase)}", place) is Tag.NONE
    ]
    assert len(own) > 100
    assert hidden == []


@pytest.mark.parametrize("subject", ["dentist with Kai", "Flat viewing with Jordan", "shopping w/ K"])
def test_an_errand_with_somebody_by_name_is_asked_about(subject):
    assert tag_of(subject) is tag_of(subject, ELM_ROAD) is Tag.POSSIBLE


@pytest.mark.parametrize("subject", ["Lunch with Sarah", "Haircut with Jo", "Dr Patel 3pm", "Dentist"])
def test_an_errand_that_nobody_is_taken_on_stays_the_workers_own(subject):
    assert tag_of(subject) is tag_of(subject, ELM_ROAD) is Tag.NONE


def test_an_errand_with_a_clients_name_and_address_is_a_visit():
    assert tag_of("Mrs Haq - GP there", ELM_ROAD) is Tag.VISIT
    assert tag_of("Mrs Haq - telephone review by GP", ELM_ROAD) is Tag.POSSIBLE
    assert tag_of("Mrs Haq GP") is Tag.POSSIBLE


@pytest.mark.parametrize("subject", ["hold - Price", "duty - Price", "busy: Price"])
def test_time_kept_for_somebody_at_an_address_is_asked_about(subject):
    assert tag_of(subject, ELM_ROAD) is Tag.POSSIBLE


@pytest.mark.parametrize("subject", ["assessment w/ Dr Khan", "Joint w/ Dr Khan - Mr Lewis home", "Dr Khan joint"])
def test_a_doctor_who_comes_along_is_no_errand(subject):
    assert tag_of(subject, ELM_ROAD) is Tag.VISIT


@pytest.mark.parametrize(
    "subject",
    [
        "call Mr T in person", "review at Turners", "Elm Rd 12", "joint w police Price", "stat - Kai", "f2f Price",
        "RHI Kai", "Gweld Elin", "placement move Kai", "Visit at office Price", "Visits - add to Mosaic",
    ],
)  # fmt: skip
def test_work_with_somebody_wherever_it_is_is_asked_about(subject):
    assert tag_of(subject) is Tag.POSSIBLE


@pytest.mark.parametrize("subject", ["Lunch at Nandos", "f2f team meeting", "Stats", "Strategy - Rowan"])
def test_what_only_looks_like_work_with_somebody_is_none(subject):
    assert tag_of(subject, "MS Teams" if "Rowan" in subject else "") is Tag.NONE


def test_an_own_word_for_what_is_no_visit_hides_none_beside_it():
    rules = replace(RULES, not_visit_words=("Tuesday huddle",))
    said = {each: recognise(an_entry(subject=each, place=Place()), rules).tag for each in HUDDLES}
    assert said == dict(zip(HUDDLES, (Tag.NONE, Tag.POSSIBLE, Tag.POSSIBLE), strict=True))


HUDDLES = ("Tuesday huddle", "Tuesday huddle, then HV K", "HV K (missed Tuesday huddle)")


@pytest.mark.parametrize("subject", ["10.30 Aisha - 14 Elm Drv", "K, 7 Ash Tce", "14 Elm Cresent"])
def test_a_street_in_a_subject_is_known_by_short_and_slipped_words_too(subject):
    assert tag_of(subject) is Tag.VISIT


@pytest.mark.parametrize("subject", ["2 hour drive to Leeds", "20 min walk", "3 new drivers"])
def test_what_is_counted_is_no_house(subject):
    assert tag_of(subject) is Tag.NONE


@pytest.mark.parametrize(
    "subject",
    [
        "HV Bhatti w telephone interpreter", "visit Bhatti with Teams interpreter", "Teams interpreter HV Bhatti",
        "HV Mrs Foy check telephone", "phone call - HV Bhatti", "flu jab HV Mr Uttley", "blood test visit Mr Uttley",
        "Lunch visit - Mrs Foy", "birthday visit Rio", "scan visit Chelsea",
    ],
)  # fmt: skip
def test_what_is_done_or_used_on_a_visit_does_not_hide_it(subject):
    assert tag_of(subject) is not Tag.NONE


@pytest.mark.parametrize("subject", ["Dentist visit", "dentist visit 3pm", "phone call mum re visit", "Teams visit K"])
def test_a_visit_to_the_dentist_and_one_by_telephone_stay_none(subject):
    assert tag_of(subject) is Tag.NONE


@pytest.mark.parametrize("own", ["duty", "hold", "catch up", "delivery", "personal"])
def test_an_own_word_that_is_idle_time_too_hides_no_visit(own):
    rules = replace(RULES, not_visit_words=(own,))
    for subject in (f"{own}: home visit", f"HV K ({own})"):
        assert recognise(an_entry(subject=subject, place=Place()), rules).tag is not Tag.NONE, subject


def test_a_doubtful_visit_outside_working_hours_is_asked_about_and_a_place_alone_is_none():
    def in_the_evening(subject: str) -> Tag:
        return recognise(an_entry(subject=subject, place=read_place(ELM_ROAD)), RULES, in_hours=False).tag

    assert in_the_evening("Home visit Bhatti with online interpreter") is Tag.POSSIBLE
    assert in_the_evening("HV Sue re K") is Tag.POSSIBLE
    assert in_the_evening("Bhatti") is in_the_evening("dinner") is Tag.NONE
