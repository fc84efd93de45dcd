"""What every store promises to the checks before a visit: the fake in memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from calsync.domain.model import Concern
from calsync.domain.model.approvals import Approval, CheckDue, FlaggedPlace, Verdict
from calsync.domain.model.checks import Check
from tests.contracts.cast import MINUTE, NOON, ONE, SAM, visit
from tests.contracts.conftest import World


def approval(name: str = "a1", **changes: Any) -> Approval:
    """Morgan approves Sam's visit."""
    values: dict[str, Any] = {
        "id": name, "worker": SAM.id, "check": Check.APPROVAL, "verdict": Verdict.YES, "visit_id": "v1",
        "about": "h", "who": "morgan", "at": NOON,
    }  # fmt: skip
    return Approval(**{**values, **changes})


def concern(kind: str = "telephone", **changes: Any) -> Concern:
    """Something stands about the first visit."""
    values: dict[str, Any] = {"visit_id": "v1", "worker": SAM.id, "kind": kind, "words": "w", "raised": NOON}
    return Concern(**{**values, **changes})


class TestChecksDue:
    def test_a_visit_that_is_written_is_due_and_what_was_seen_of_it_is_kept(self, world: World) -> None:
        one = visit(last_seen=NOON)
        with world.store.transaction() as work:
            work.put_visit(one)
            assert work.checks_due(NOON - MINUTE, 9) == []
            assert work.checks_due(NOON, 9) == [CheckDue(visit_id="v1", worker=one.worker, seen_as="")]
            assert work.next_check_at() == NOON
            work.put_checked(CheckDue(visit_id="v1", worker=one.worker, seen_as="h", changed=NOON), None)
            assert work.checks_due(ONE, 9) == []
            assert work.next_check_at() is None
        with world.store.transaction() as work:
            work.put_visit(replace(one, last_seen=ONE))
            assert work.checks_due(ONE, 9) == [CheckDue(visit_id="v1", worker=one.worker, seen_as="h", changed=NOON)]

    def test_the_longest_overdue_come_first_and_no_more_than_wanted(self, world: World) -> None:
        with world.store.transaction() as work:
            for name, minutes in (("v1", 3), ("v2", 1), ("v3", 2)):
                work.put_visit(visit(name, last_seen=NOON + minutes * MINUTE))
            assert [each.visit_id for each in work.checks_due(ONE, 2)] == ["v2", "v3"]

    def test_it_is_looked_at_again_when_asked_for(self, world: World) -> None:
        with world.store.transaction() as work:
            for name in ("v1", "v2", "v3"):
                work.put_visit(visit(name, last_seen=NOON))
                again = ONE if name == "v2" else None
                work.put_checked(CheckDue(visit_id=name, worker=SAM.id, seen_as=""), again)
            work.check_again(["v1", "unknown"], NOON)
            assert [each.visit_id for each in work.checks_due(NOON, 9)] == ["v1"]
            work.check_all_again(NOON)
            assert [each.visit_id for each in work.checks_due(NOON, 9)] == ["v1", "v2"]
            work.check_again([], NOON)


class TestConcerns:
    def test_of_some_kinds_exactly_those_stand_that_are_found(self, world: World) -> None:
        kinds = ("telephone", "after-dark")
        with world.store.transaction() as work:
            assert work.add_concern(concern("late-entry"))
            assert work.settle_concerns("v1", kinds, [concern()], NOON) == [concern()]
            assert work.settle_concerns("v1", kinds, [concern(words="other")], ONE) == []
            assert work.settle_concerns("v1", kinds, [concern("after-dark")], ONE) == [concern("after-dark")]
        with world.store.transaction() as work:
            kept = {each.kind: each for each in work.concerns_of(["v1", "v2"])}
            assert kept["telephone"] == concern(words="other", cleared=ONE)
            assert (kept["late-entry"].cleared, kept["after-dark"].cleared) == (None, None)
            assert work.settle_concerns("v1", kinds, [concern(words="again")], ONE) == []
            kept = {each.kind: each for each in work.concerns_of(["v1"])}
            assert (kept["telephone"].cleared, kept["telephone"].words) == (None, "again")
            assert work.concerns_of([]) == []


class TestApprovals:
    def test_an_approval_is_kept_once(self, world: World) -> None:
        one = approval(until=ONE, family="f", reason="why", verdict=Verdict.NO)
        with world.store.transaction() as work:
            assert work.add_approval(one)
            assert not work.add_approval(one)
        with world.store.transaction() as work:
            assert work.approvals_of(SAM.id, "v1", "") == [one]

    def test_what_stands_for_a_family_is_found_by_its_worker_and_a_risk_by_all(self, world: World) -> None:
        theirs = approval("a1", family="f", until=ONE, at=ONE)
        assessed = approval("a2", check=Check.RISK_ASSESSMENT, family="f", until=ONE)
        with world.store.transaction() as work:
            work.add_approval(theirs)
            work.add_approval(assessed)
            assert work.approvals_of(SAM.id, "other", "f") == [assessed, theirs]
            assert work.approvals_of("dee", "other", "f") == [assessed]
            assert work.approvals_of("dee", "other", "g") == []
            assert work.approvals_of("dee", "other", "") == []


class TestFlaggedPlaces:
    def test_a_place_is_flagged_until_its_incident_is_closed(self, world: World) -> None:
        one, two = (FlaggedPlace(place=name, since=NOON, incident="i") for name in ("p", "q"))
        other = FlaggedPlace(place="p", since=ONE, incident="j")
        with world.store.transaction() as work:
            work.flag_places([one, two, other])
            work.flag_places([replace(one, since=ONE)])
            assert work.flagged(["p", "x"]) == [one, other]
            assert work.unflag_places("i", "morgan", ONE) == 2
            assert work.unflag_places("i", "morgan", ONE) == 0
        with world.store.transaction() as work:
            assert work.flagged(["p", "q"]) == [other]
            assert work.flagged([]) == []


def test_a_key_is_made_once(world: World) -> None:
    with world.store.transaction() as work:
        assert work.key("places", "first") == "first"
    with world.store.transaction() as work:
        assert work.key("places", "second") == "first"
