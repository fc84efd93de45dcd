"""What every store promises of messages folded into others, of visits of long ago, and of what moves next."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import AlarmKind, DeadlineState, Lane, NotificationState
from tests.contracts.cast import MINUTE, NOON, deadline, message, visit
from tests.contracts.conftest import World

CARRIED = NotificationState.CARRIED


def put_folded(world: World) -> None:
    """One message to Morgan carries one about another deadline and an older step of its own; Dee has one besides."""
    carrier = message("carrier", deadline_id="robin", recorded=NOON)
    with world.store.transaction() as work:
        work.add_notifications(
            [
                carrier,
                replace(carrier, id="other", deadline_id="sam", state=CARRIED),
                replace(carrier, id="own", step="1", state=NotificationState.FOLDED),
                replace(carrier, id="dees", deadline_id="sam", recipient="dee", state=CARRIED),
                replace(carrier, id="later", deadline_id="sam", recorded=NOON + MINUTE, state=CARRIED),
            ]
        )


def states(world: World) -> dict[str, NotificationState]:
    with world.store.transaction() as work:
        rows = [*work.notifications_of("sam"), *work.notifications_of("robin")]
    return {row.id: row.state for row in rows}


def test_a_message_carries_what_the_same_scan_owed_the_same_person_about_other_deadlines(world: World) -> None:
    put_folded(world)
    with world.store.transaction() as work:
        carrier = next(row for row in work.notifications_of("robin") if row.id == "carrier")
        assert [row.id for row in work.carried_by(carrier)] == ["other"]


def test_what_a_cancelled_message_carried_is_woken(world: World) -> None:
    put_folded(world)
    with world.store.transaction() as work:
        assert work.cancel_waiting("robin", lanes=tuple(Lane), repeats_to_others_of=None) == 1
    woken = [name for name, state in states(world).items() if state is NotificationState.WAITING]
    assert woken == ["other"]


def test_unfolding_twice_wakes_nothing_twice(world: World) -> None:
    put_folded(world)
    with world.store.transaction() as work:
        carrier = next(row for row in work.notifications_of("robin") if row.id == "carrier")
        assert (work.unfold(carrier), work.unfold(carrier)) == (1, 0)


def test_a_visit_of_long_ago_is_found_by_the_entry_that_it_came_of(world: World) -> None:
    old = replace(visit(), event_id="entry", end=NOON - 90 * 24 * 60 * MINUTE)
    with world.store.transaction() as work:
        work.put_visit(old)
        assert [each.visit.id for each in work.watched_under("sam", ["entry", "another"])] == [old.id]
        assert work.watched_under("morgan", ["entry"]) == []
        assert work.watched("sam", NOON) == []


def test_the_calls_for_help_on_several_visits_are_found_at_once(world: World) -> None:
    with world.store.transaction() as work:
        work.put_visit(visit())
        work.put_visit(replace(visit(), id="other", event_id="other"))
        silent = replace(deadline(), id="silent", visit_id="other")
        word = replace(deadline(), id="word", visit_id="other", alarm=AlarmKind.DURESS)
        over = replace(word, id="over", alarm=AlarmKind.HELP, state=DeadlineState.CLOSED, next_step_at=None)
        work.put_deadlines([deadline(), silent, word, over])
    with world.store.transaction() as work:
        assert [each.id for each in work.alarms_on([visit().id, "other"])] == ["over", "word"]
        assert work.alarms_on([visit().id]) == work.alarms_on([]) == []


def test_what_moves_next_is_the_soonest_open_ladder(world: World) -> None:
    with world.store.transaction() as work:
        assert work.next_step_at() is None
        work.put_visit(visit())
        work.put_deadlines(
            [
                deadline("closed", next_step_at=NOON, state=DeadlineState.CLOSED),
                deadline("soon", next_step_at=NOON + MINUTE),
                deadline("still", next_step_at=None),
            ]
        )
    with world.store.transaction() as work:
        assert work.next_step_at() == NOON + MINUTE
