"""Which entry somebody means, and what would make it count otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calsync.domain.classify import Rules, recognise
from calsync.domain.model import Event, Place, Tag
from calsync.domain.otherwise import otherwise
from calsync.domain.picking import picked

SUMMER = datetime(2026, 7, 1, 13, 0, tzinfo=UTC)  # two o'clock in London


def entry(name: str, start: datetime = SUMMER, **said) -> Event:
    return Event(worker="sam", id=name, start=start, end=start + timedelta(hours=1), **said)


VISIT = entry("one", subject="HV - K")
NEXT = entry("two", SUMMER + timedelta(days=1), subject="HV - L")
PRIVATE = entry("three", SUMMER + timedelta(hours=3), subject="HV dentist", private=True)
DIARY = [NEXT, VISIT, PRIVATE]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("two", ["two"]),
        ("hv", ["one", "two"]),
        ("hv - l", ["two"]),
        ("2026-07-01T14:00", ["one"]),
        ("2026-07-01 14:20", ["one"]),
        ("2026-07-01", ["one", "three"]),
        ("14:00", ["one", "two"]),
        ("13:00", []),
        ("dentist", []),
        ("17:00", ["three"]),
        (" ", []),
    ],
)
def test_an_entry_is_meant_by_id_by_time_or_by_words(wanted, found):
    assert [each.id for each in picked(DIARY, wanted, "Europe/London")] == found


def told(event: Event, rules: Rules | None = None) -> dict[str, Tag]:
    rules = rules or Rules()
    return {each.act: each.then for each in otherwise(event, rules, lambda each: recognise(each, rules))}


def test_what_is_no_visit_becomes_one_by_a_category_or_an_address():
    assert told(entry("one"))['Give it the category "Home visit"'] is Tag.VISIT


def test_a_visit_by_its_place_is_none_by_a_category():
    event = entry("one", place=Place(text="14 Elm Road", street="14 elm road"))
    assert told(event)['Give it the category "Not a visit"'] is Tag.NONE


def test_a_visit_by_its_category_is_none_only_without_it():
    changes = told(entry("one", categories=("Home visit",)))
    assert changes == {'Take its category "Home visit" away': Tag.NONE}


def test_what_was_cancelled_is_not_mended_by_a_category():
    assert set(told(entry("one", cancelled=True, categories=("Home visit",)))) == {"Put it back into the diary"}


def test_the_organisations_own_names_are_proposed():
    rules = Rules(home_categories=("Hausbesuch",))
    assert 'Give it the category "Hausbesuch"' in told(entry("one"), rules)
