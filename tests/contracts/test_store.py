"""What every store promises: the fake in memory, SQLite and PostgreSQL alike."""

# ruff: noqa: PT012 - a refusal inside a transaction is what is tested, and its block has more than one line

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import (
    Absence,
    Concern,
    DeadlineState,
    Lane,
    Load,
    NotificationState,
    NotWatched,
    People,
    Remembered,
    Role,
    Tag,
    Turn,
    Unasked,
    VisitKind,
    VisitState,
)
from calsync.errors import Conflict
from calsync.ports import Store
from calsync.store import open_store
from tests.contracts.cast import (
    DEE,
    DUTIES,
    EVERYBODY,
    MINUTE,
    MORGAN,
    NOON,
    SAM,
    act,
    answer,
    deadline,
    diary,
    message,
    visit,
)
from tests.contracts.conftest import World

ONE = NOON + 60 * MINUTE


def test_every_store_keeps_to_the_port(world: World) -> None:
    store: Store = world.store  # checked by the types
    assert store.verify() == ""


class TestTransactions:
    def test_what_is_written_stands_in_the_next_transaction(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
        with world.store.transaction() as work:
            assert work.visit("v1") == visit()

    def test_a_failure_leaves_nothing_of_its_transaction_behind(self, world: World) -> None:
        with pytest.raises(RuntimeError), world.store.transaction() as work:
            work.put_visit(visit())
            work.put_people(EVERYBODY)
            work.add_acts([act()])
            raise RuntimeError
        with world.store.transaction() as work:
            assert work.visit("v1") is None
            assert work.people() == People()
        assert world.store.audit() == []


class TestPeople:
    def test_who_is_not_watched_and_why_is_kept(self, world: World) -> None:
        others = (
            NotWatched(person="guest", name="Robin", why="A guest has no mailbox here."),
            NotWatched(person="abc", name="", why="Switched off."),
        )
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, not_watched=others))
        with world.store.transaction() as work:
            assert work.people().not_watched == others
            work.put_people(EVERYBODY)
            assert work.people().not_watched == ()

    def test_further_calendars_are_kept_and_no_settings_change_them(self, world: World) -> None:
        both = replace(SAM, calendars=("Outreach", "Späte Dienste"))
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, persons=(both,)))
            work.put_settings([SAM])
        with world.store.transaction() as work:
            assert work.people().persons == (both,)

    def test_people_written_by_another_process_are_seen_at_once(self, sql_world: World) -> None:
        other = open_store(sql_world.engine.url.render_as_string(hide_password=False))
        with sql_world.store.transaction() as work:
            work.put_people(EVERYBODY)
        with other.transaction() as work:
            assert work.people() == EVERYBODY
            work.put_people(replace(EVERYBODY, persons=(SAM,)))
        other.close()
        with sql_world.store.transaction() as work:
            assert work.people().persons == (SAM,)

    def test_people_that_were_written_and_taken_back_are_not_remembered(self, world: World) -> None:
        with pytest.raises(RuntimeError), world.store.transaction() as work:
            work.put_people(EVERYBODY)
            assert work.people() == EVERYBODY
            raise RuntimeError
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, persons=(SAM,)))
        with world.store.transaction() as work:
            assert work.people().persons == (SAM,)

    def test_everybody_is_known_as_the_directory_told_in_its_order(self, world: World) -> None:
        with world.store.transaction() as work:
            assert work.people() == People()
            work.put_people(EVERYBODY)
        with world.store.transaction() as work:
            assert work.people() == EVERYBODY

    def test_a_new_reading_replaces_what_was_known(self, world: World) -> None:
        married = replace(SAM, name="Sam Wed", mail="wed@example.org")
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_people(People(persons=(MORGAN, married), roles=((Role.DEPUTY, ("morgan",)),)))
            people = work.people()
        assert people == People(persons=(MORGAN, married), roles=((Role.DEPUTY, ("morgan",)),))

    def test_who_left_is_forgotten_unless_a_visit_or_an_open_deadline_names_them(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_visit(visit())
            work.put_deadlines([deadline(owner="morgan", owned_until=ONE)])
            work.put_people(People(persons=(), roles=()))
            people = work.people()
        assert people.persons == (replace(MORGAN, works=False), replace(SAM, works=False))
        assert people.get(DEE.id) is None
        assert people.roles == ()

    def test_who_comes_back_is_at_work_again(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_visit(visit())
            work.put_people(People())
            work.put_people(EVERYBODY)
            assert work.people() == EVERYBODY

    def test_settings_change_hours_zone_and_absences_of_who_is_known_and_nothing_else(self, world: World) -> None:
        told = {"zone": "Europe/Paris", "hours": None, "absences": (Absence(start=NOON, end=ONE),)}
        read = replace(DEE, name="somebody else", works=not DEE.works, manager="sam", **told)
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
        with world.store.transaction() as work:
            assert work.people() == EVERYBODY
            work.put_settings([read, replace(read, id="a stranger")])
        with world.store.transaction() as work:
            persons = tuple(replace(each, **told) if each.id == DEE.id else each for each in EVERYBODY.persons)
            assert work.people() == replace(EVERYBODY, persons=persons)

    def test_whom_the_rotas_name_is_kept_whatever_becomes_of_the_people(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_rota(DUTIES)
            assert work.people() == replace(EVERYBODY, rota=DUTIES)
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, teams=(), shifts=()))
        with world.store.transaction() as work:
            assert work.people() == replace(EVERYBODY, teams=(), shifts=(), rota=DUTIES)
            work.put_rota(())
            assert work.people().rota == ()

    def test_a_rota_or_a_team_that_can_not_be_understood_counts_as_none(self, sql_world: World) -> None:
        with sql_world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_rota(DUTIES)
        sql_world.sql("""UPDATE contact_book SET value = '[["pigeon"' WHERE name = 'rota'""")
        sql_world.sql("""UPDATE contact_book SET value = '[[1,2,3,4]]' WHERE name = 'teams'""")
        with sql_world.store.transaction() as work:
            work.put_settings([SAM])  # so that it is read anew
        with sql_world.store.transaction() as work:
            assert work.people() == replace(EVERYBODY, teams=())


class TestDiaries:
    def test_a_diary_is_known_once_it_was_written(self, world: World) -> None:
        state = diary(last_read=NOON, failing_since=NOON - MINUTE, failures=3, last_error="ErrorAccessDenied")
        with world.store.transaction() as work:
            assert work.mailbox("sam") is None
            work.put_mailbox(state)
            work.put_mailbox(diary("ash"))
            assert work.mailbox("sam") == state
            assert work.mailboxes() == [diary("ash"), state]

    def test_diaries_whose_time_has_come_are_claimed_soonest_first(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_mailbox(diary("late", next_poll_at=NOON + timedelta(microseconds=1)))
            work.put_mailbox(diary("second", next_poll_at=NOON))
            work.put_mailbox(diary("first", next_poll_at=NOON - MINUTE))
        with world.store.transaction() as work:
            assert [each.worker for each in work.claim_mailboxes(NOON, 10)] == ["first", "second"]

    def test_no_more_are_claimed_than_asked_for(self, world: World) -> None:
        with world.store.transaction() as work:
            for name in ("a", "b", "c"):
                work.put_mailbox(diary(name))
            assert len(work.claim_mailboxes(NOON, 2)) == 2
            assert [each.worker for each in work.claim_mailboxes(NOON, 2)] == ["c"]

    def test_a_claimed_diary_is_nobody_elses_for_a_minute_of_real_time(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_mailbox(diary())
            work.claim_mailboxes(NOON, 10)
        world.let_pass(55)
        with world.store.transaction() as work:
            assert work.claim_mailboxes(NOON + timedelta(days=1), 10) == []
        world.let_pass(10)
        with world.store.transaction() as work:
            assert work.claim_mailboxes(NOON, 10) == [diary()]

    def test_writing_a_diary_ends_the_lease_on_it(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_mailbox(diary())
            work.claim_mailboxes(NOON, 10)
            work.put_mailbox(diary(failures=1))
            assert work.claim_mailboxes(NOON, 10) == [diary(failures=1)]

    def test_every_part_of_a_diarys_state_comes_back_as_it_was_written(self, world: World) -> None:
        state = diary(
            turn=Turn.BEGUN,
            pace=MINUTE / 2,
            fresh_until=NOON + MINUTE,
            wide_at=NOON,
            digest="a.b",
            quiet_until=NOON,
            ahead=4,
            ahead_until=NOON + 9 * MINUTE,
            emptied_since=NOON,
            unasked=(
                Unasked(key="a", since=NOON, read_before=NOON - MINUTE, refused=True, undecided=True),
                Unasked(key="b", since=NOON),
            ),
        )
        with world.store.transaction() as work:
            work.put_mailboxes([state, diary("ash")])
        with world.store.transaction() as work:
            assert work.mailboxes() == [diary("ash"), state]

    def test_diaries_with_a_begun_visit_are_claimed_before_any_that_has_waited_longer(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_mailbox(diary("waits", next_poll_at=NOON - 60 * MINUTE))
            work.put_mailbox(diary("begun", turn=Turn.BEGUN))
            assert [each.worker for each in work.claim_mailboxes(NOON, 10)] == ["begun", "waits"]

    def test_every_now_and_then_the_others_come_first_so_that_nobody_starves(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_mailbox(diary("begun", turn=Turn.BEGUN, next_poll_at=NOON - 60 * MINUTE))
            work.put_mailbox(diary("waits"))
            claimed = work.claim_mailboxes(NOON, 10, begun_first=False)
            assert [each.worker for each in claimed] == ["waits", "begun"]

    def test_a_visit_soon_comes_before_the_rest_and_when_the_others_come_first_by_when_it_is_due(
        self, world: World
    ) -> None:
        for begun_first, order in ((True, ["soon", "rest"]), (False, ["rest", "soon"])):
            with world.store.transaction() as work:
                work.put_mailbox(diary("rest", next_poll_at=NOON - 9 * MINUTE))
                work.put_mailbox(diary("soon", turn=Turn.SOON))
                claimed = work.claim_mailboxes(NOON, 10, begun_first=begun_first)
                assert [each.worker for each in claimed] == order

    def test_a_look_takes_a_diary_whose_turn_has_not_come_unless_somebody_holds_it(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_mailbox(diary("sam", next_poll_at=NOON + MINUTE))
            work.put_mailbox(diary("ash"))
            work.claim_mailboxes(NOON, 1)
            assert [each.worker for each in work.claim_these(["sam", "ash", "nobody"])] == ["sam"]
            assert work.claim_these(["sam"]) == []

    def test_the_load_counts_what_is_read_by_order_and_pace(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_mailboxes([diary(name, pace=5 * MINUTE) for name in "abc"])
            work.put_mailbox(diary("begun", turn=Turn.BEGUN, pace=MINUTE / 2))
            work.put_mailbox(diary("left", next_poll_at=NOON + timedelta(days=365)))
            assert work.poll_load(NOON) == [
                Load(turn=Turn.BEGUN, pace=MINUTE / 2, count=1),
                Load(turn=Turn.ORDINARY, pace=5 * MINUTE, count=3),
            ]

    def test_what_was_put_off_is_hastened_at_one_pace_alone_and_not_what_fails(self, world: World) -> None:
        late, soon = NOON + 90 * MINUTE, NOON + 5 * MINUTE
        put_off = {"pace": 5 * MINUTE, "next_poll_at": late, "fresh_until": late}
        states = [
            diary("put off", **put_off),
            diary("in time", **(put_off | {"next_poll_at": NOON})),
            diary("slow", **(put_off | {"pace": 15 * MINUTE})),
            diary("begun", **(put_off | {"turn": Turn.BEGUN})),
            diary("fails", **(put_off | {"failing_since": NOON})),
            diary("left", **(put_off | {"fresh_until": None})),
        ]
        with world.store.transaction() as work:
            work.put_mailboxes(states)
            work.hasten_mailboxes(Turn.ORDINARY, 5 * MINUTE, soon, soon + MINUTE)
            found = {each.worker: (each.next_poll_at, each.fresh_until) for each in work.mailboxes()}
        assert found.pop("put off") == (soon, soon + MINUTE)
        assert found.pop("in time") == (NOON, soon + MINUTE)
        assert found == {each.worker: (late, each.fresh_until) for each in states[2:]}

    def test_what_was_not_read_in_its_time_is_found_the_oldest_first(self, world: World) -> None:
        with world.store.transaction() as work:
            for name, minutes in (("fresh", 1), ("late", -1), ("later", -9)):
                work.put_mailbox(diary(name, fresh_until=NOON + minutes * MINUTE))
            work.put_mailbox(diary("never known"))
            assert [each.worker for each in work.unread(NOON)] == ["later", "late"]


class TestVisits:
    def test_a_visit_comes_back_as_it_was_written(self, world: World) -> None:
        changed = visit(state=VisitState.CANCELLED, left_diary=NOON, subject="", reasons=(), risk=False)
        with world.store.transaction() as work:
            assert work.visit("v1") is None
            work.put_visit(visit())
            assert work.visit("v1") == visit()
            work.put_visit(changed)
            assert work.visit("v1") == changed

    def test_the_watched_end_late_enough_or_have_an_open_deadline(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit("over", end=ONE - timedelta(microseconds=1)))
            work.put_visit(visit("touching", end=ONE, state=VisitState.CANCELLED))
            work.put_visit(visit("unanswered", start=NOON - MINUTE, end=NOON))
            work.put_visit(visit("answered", end=NOON))
            work.put_visit(visit("another's", worker="ash"))
            work.put_deadlines(
                [
                    deadline("d1", visit_id="unanswered"),
                    deadline("d2", visit_id="answered", state=DeadlineState.CLOSED, closed_at=ONE, closed_by="sam"),
                ]
            )
            watched = work.watched("sam", ONE)
        assert [each.visit.id for each in watched] == ["unanswered", "touching"]

    def test_a_visit_with_one_open_deadline_is_told_with_all_its_deadlines(self, world: World) -> None:
        closed = deadline("d0", due=NOON, state=DeadlineState.CLOSED)
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_visit(visit("v2"))
            work.put_visit(visit("v3", worker="ash"))
            work.put_deadlines([deadline("d1"), closed, deadline("d2", visit_id="v2", state=DeadlineState.CANCELLED)])
            work.put_deadlines([deadline("d3", visit_id="v3", worker="ash")])
            of_sam, of_all = work.deadlines_of("sam"), work.open_deadlines()
        assert [(each.visit.id, [one.id for one in each.deadlines]) for each in of_sam] == [("v1", ["d0", "d1"])]
        assert [each.visit.id for each in of_all] == ["v1", "v3"]


class TestDeadlines:
    def test_a_deadline_comes_back_as_it_was_written_with_its_version_counted_up(self, world: World) -> None:
        full = deadline(
            repeat_at=ONE,
            owner="dee",
            owned_until=ONE + timedelta(microseconds=3),
            closed_at=ONE,
            closed_by="morgan",
            reason="spoke to Sam",
            outside_body="L-7",
            taken=2,
            round=3,
            renewals=1,
            late_entry=True,
            risk=True,
            responders_asked=True,
        )
        with world.store.transaction() as work:
            work.put_visit(visit())
            assert work.deadline("d1") is None
            work.put_deadlines([full])
            assert work.deadline("d1") == replace(full, version=1)
            work.put_deadlines([replace(deadline(), version=1)])
            assert work.deadline("d1") == replace(deadline(), version=2)

    def test_writing_none_is_nothing(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_deadlines([])
            assert work.add_notifications([]) == []
            work.add_acts([])

    def test_who_read_an_older_version_may_not_write_and_nothing_of_theirs_stands(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline("d1"), deadline("d2")])
        with world.store.transaction() as work:
            first, second = work.deadline("d1"), work.deadline("d2")
            assert first is not None
            assert second is not None
            work.put_deadlines([replace(first, taken=1)])
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_deadlines([replace(second, taken=5), replace(first, taken=9)])
        with world.store.transaction() as work:
            assert [work.deadline(name) for name in ("d1", "d2")] == [replace(first, taken=1, version=2), second]

    def test_a_deadline_thought_new_may_not_overwrite_one_that_stands(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline()])
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_deadlines([deadline("d2"), deadline(taken=4)])
        with world.store.transaction() as work:
            assert work.deadline("d2") is None
            assert work.deadline("d1") == deadline(version=1)

    def test_a_deadline_that_vanished_can_not_be_written(self, world: World) -> None:
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline(version=3)])

    def test_the_same_deadline_twice_in_one_writing_is_a_conflict(self, world: World) -> None:
        with pytest.raises(Conflict), world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline(), deadline()])

    def test_a_deadline_needs_its_visit(self, world: World) -> None:
        with pytest.raises(LookupError, match="before its visit"), world.store.transaction() as work:
            work.put_deadlines([deadline()])

    def test_the_due_are_open_and_their_step_has_come_longest_overdue_first(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines(
                [
                    deadline("just", next_step_at=ONE),
                    deadline("long", next_step_at=ONE - timedelta(days=40)),
                    deadline("later", next_step_at=ONE + timedelta(microseconds=1)),
                    deadline("never", next_step_at=None),
                    deadline("closed", next_step_at=NOON, state=DeadlineState.CLOSED),
                    deadline("cancelled", next_step_at=NOON, state=DeadlineState.CANCELLED),
                    deadline("also", next_step_at=ONE),
                ]
            )
        with world.store.transaction() as work:
            assert [each.id for each in work.due(ONE, 10)] == ["long", "also", "just"]
            assert [each.id for each in work.due(ONE, 2)] == ["long", "also"]
            assert work.due(ONE, 1)[0] == deadline("long", next_step_at=ONE - timedelta(days=40), version=1)

    def test_one_set_aside_harms_no_other_and_comes_back_after_a_minute(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline("bad", next_step_at=NOON), deadline("good", next_step_at=ONE)])
            work.quarantine("bad", "no steps", ONE)
        with world.store.transaction() as work:
            assert [each.id for each in work.due(ONE, 1)] == ["good"]
            assert [each.id for each in work.due(ONE + MINUTE - timedelta(microseconds=1), 9)] == ["good"]
            assert [each.id for each in work.due(ONE + MINUTE, 9)] == ["bad", "good"]
            assert work.quarantined() == [("bad", "no steps")]

    def test_a_call_for_help_on_one_set_aside_waits_for_no_minute(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline()])
            work.quarantine("d1", "no steps", ONE)
            work.put_deadlines([deadline(version=1, next_step_at=ONE)])
            assert [each.id for each in work.due(ONE, 9)] == ["d1"]
            assert work.quarantined() == []


class TestOutbox:
    def test_a_message_comes_back_as_it_was_written(self, world: World) -> None:
        full = message(
            note="the service was down",
            repeat=True,
            attempts=2,
            not_before=ONE,
            message_id="<m@x>",
            conversation_id="c",
            sent=ONE,
            first_failed=NOON,
            gave_way=True,
            last_error="421",
            state=NotificationState.SENT,
        )
        with world.store.transaction() as work:
            assert work.add_notifications([full, message("n0", due=NOON)]) == [full, message("n0", due=NOON)]
            assert work.notifications_of("d1") == [message("n0", due=NOON), full]
            assert work.notifications_of("d2") == []

    def test_a_message_whose_identity_stands_is_told_no_second_time(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message("n1")])
        with world.store.transaction() as work:
            new = work.add_notifications([message("n2"), message("n1", note="again"), message("n0"), message("n0")])
            assert new == [message("n2"), message("n0")]
            assert [each.note for each in work.notifications_of("d1")] == ["", "", ""]

    def test_alarms_pass_every_queue_and_the_oldest_goes_first(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("bulk", lane=Lane.BULK, due=NOON - timedelta(days=9)),
                    message("stand-down", lane=Lane.STAND_DOWN, due=NOON),
                    message("reminder", lane=Lane.REMINDER, due=NOON),
                    message("alarm 2", lane=Lane.ALARM, due=ONE),
                    message("alarm 1", lane=Lane.ALARM, due=NOON),
                ]
            )
            assert [each.notification.id for each in work.claim_notifications(ONE, 3)] == [
                "alarm 1",
                "alarm 2",
                "reminder",
            ]
            assert [each.notification.id for each in work.claim_notifications(ONE, 9)] == ["stand-down", "bulk"]

    def test_only_waiting_messages_whose_time_has_come_are_claimed(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message(state.value, state=state) for state in NotificationState])
            work.add_notifications([message("now", not_before=ONE), message("soon", not_before=ONE + MINUTE)])
            assert {each.notification.id for each in work.claim_notifications(ONE, 9)} == {"waiting", "now"}

    def test_a_claimed_message_is_nobody_elses_for_a_minute_of_real_time(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message()])
            work.claim_notifications(ONE, 9)
        world.let_pass(55)
        with world.store.transaction() as work:
            assert work.claim_notifications(ONE + timedelta(days=1), 9) == []
        world.let_pass(10)
        with world.store.transaction() as work:
            assert [each.notification for each in work.claim_notifications(ONE, 9)] == [message()]

    def test_the_outcome_is_written_and_ends_the_lease(self, world: World) -> None:
        retry = message(attempts=1, not_before=ONE, first_failed=ONE, last_error="timed out")
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (claim,) = work.claim_notifications(ONE, 9)
            assert work.put_outcome(claim, retry)
        with world.store.transaction() as work:
            (again,) = work.claim_notifications(ONE, 9)
            assert again.notification == retry
            assert again.fence != claim.fence

    def test_who_lost_the_lease_to_another_writes_no_outcome(self, world: World) -> None:
        sent = message(state=NotificationState.SENT, sent=ONE)
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (slow,) = work.claim_notifications(ONE, 9)
        world.let_pass(61)
        with world.store.transaction() as work:
            (quick,) = work.claim_notifications(ONE, 9)
            assert not work.put_outcome(slow, message(state=NotificationState.FAILED))
            assert work.put_outcome(quick, sent)
            assert not work.put_outcome(quick, message(state=NotificationState.FAILED))
            assert not work.put_outcome(slow, message(state=NotificationState.FAILED))
            assert work.notifications_of("d1") == [sent]

    def test_who_was_merely_slow_still_writes_that_the_message_went_out(self, world: World) -> None:
        sent = message(state=NotificationState.SENT, sent=ONE)
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (claim,) = work.claim_notifications(ONE, 9)
        world.let_pass(300)
        with world.store.transaction() as work:
            assert work.cancel_waiting("d1", lanes=list(Lane), repeats_to_others_of=None) == 1
            assert work.put_outcome(claim, sent)
            assert work.notifications_of("d1") == [sent]

    def test_waiting_messages_of_a_deadline_are_cancelled_in_the_lanes_named(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("a", lane=Lane.ALARM),
                    message("r", lane=Lane.REMINDER),
                    message("b", lane=Lane.BULK),
                    message("sent", lane=Lane.ALARM, state=NotificationState.SENT),
                    message("other", lane=Lane.ALARM, deadline_id="d2"),
                ]
            )
            assert work.cancel_waiting("d1", lanes=[Lane.ALARM, Lane.REMINDER], repeats_to_others_of=None) == 2
            assert {each.id: each.state.value for each in work.notifications_of("d1")} == {
                "a": "cancelled",
                "r": "cancelled",
                "b": "waiting",
                "sent": "sent",
            }
            assert work.notifications_of("d2") == [message("other", lane=Lane.ALARM, deadline_id="d2")]

    def test_with_an_owner_only_repeats_to_others_are_cancelled(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("own", recipient="morgan", repeat=True),
                    message("others", recipient="dee", repeat=True),
                    message("first", recipient="dee"),
                ]
            )
            assert work.cancel_waiting("d1", lanes=list(Lane), repeats_to_others_of="morgan") == 1
            cancelled = [each.id for each in work.notifications_of("d1") if each.state is NotificationState.CANCELLED]
            assert cancelled == ["others"]

    def test_a_message_that_is_being_sent_is_left_to_its_sender(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message()])
            (claim,) = work.claim_notifications(ONE, 9)
            assert work.cancel_waiting("d1", lanes=list(Lane), repeats_to_others_of=None) == 0
            assert work.put_outcome(claim, message(state=NotificationState.CANCELLED))

    def test_a_reply_finds_its_message_by_message_id_else_token_else_conversation(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications(
                [
                    message("old", conversation_id="c", sent=ONE, message_id="<old>"),
                    message("new", conversation_id="c", sent=ONE + MINUTE, message_id="<new>"),
                    message("unsent", conversation_id="c", due=ONE + 9 * MINUTE),
                ]
            )

            def found(ids: list[str], conversation: str, token: str) -> str | None:
                each = work.notification_for(message_ids=ids, conversation_id=conversation, token=token)
                return each.id if each else None

            assert found(["<stranger>", "<old>", "<new>"], "c", "token-new") == "old"
            assert found(["<stranger>"], "c", "token-unsent") == "unsent"
            assert found([], "c", "") == "new"
            assert found(["<stranger>"], "x", "y") is None

    def test_a_reply_that_carries_nothing_answers_no_message(self, world: World) -> None:
        with world.store.transaction() as work:
            work.add_notifications([message(token="")])
            assert work.notification_for(message_ids=[""], conversation_id="", token="") is None


class TestAnswersAndConcerns:
    def test_an_answer_read_twice_is_kept_once(self, world: World) -> None:
        with world.store.transaction() as work:
            assert work.add_answer(answer())
        with world.store.transaction() as work:
            assert not work.add_answer(answer(words="again"))
            assert work.answers_of("d1") == [answer()]

    def test_answers_about_a_deadline_come_oldest_first(self, world: World) -> None:
        first = answer("z", sent=NOON)
        with world.store.transaction() as work:
            for each in (answer(), first, answer("b", deadline_id=None), answer("c", deadline_id="d2")):
                work.add_answer(each)
            assert work.answers_of("d1") == [first, answer()]

    def test_a_concern_is_raised_once(self, world: World) -> None:
        concern = Concern(visit_id="v1", worker="sam", kind="no-address", words="no address", raised=ONE)
        earlier = replace(concern, kind="after-dark", raised=NOON)
        with world.store.transaction() as work:
            assert work.add_concern(concern)
            assert not work.add_concern(replace(concern, words="still no address", raised=NOON))
            assert work.add_concern(earlier)
            assert work.concerns() == [earlier, concern]


class TestMarks:
    def test_a_part_is_known_to_live_since_its_last_beat(self, world: World) -> None:
        with world.store.transaction() as work:
            assert work.heartbeat("scan") is None
            work.beat("scan", NOON)
            work.beat("scan", ONE)
            work.beat("poll", NOON)
            assert (work.heartbeat("scan"), work.heartbeat("poll")) == (ONE, NOON)

    def test_a_cursor_is_no_heartbeat(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_cursor("mail", NOON)
            work.put_cursor("mail", ONE)
            assert work.cursor("mail") == ONE
            assert work.heartbeat("mail") is None
            assert work.cursor("other") is None


class TestWhatMayBeAVisit:
    def test_what_was_recognised_is_kept_whole(self, world: World) -> None:
        doubted = visit(
            tag=Tag.POSSIBLE,
            kind=VisitKind.SCHOOL,
            flags=("high-risk", "two-workers"),
            against=('its subject says "meeting"',),
            series_id="AAMkSeries=",
        )
        with world.store.transaction() as work:
            work.put_visit(doubted)
        with world.store.transaction() as work:
            assert work.visit("v1") == doubted

    def test_what_a_worker_said_of_a_kind_of_entry_is_kept_for_that_worker_alone(self, world: World) -> None:
        yes = Remembered(worker="sam", about="a1", is_visit=True, at=NOON)
        no = Remembered(worker="sam", about="b2", is_visit=False, at=NOON + MINUTE)
        with world.store.transaction() as work:
            work.remember([no, yes])
        with world.store.transaction() as work:
            assert work.remembered("sam") == [yes, no]
            assert work.remembered("dee") == []

    def test_of_one_kind_the_newest_word_counts_whenever_it_is_told(self, world: World) -> None:
        new = Remembered(worker="sam", about="a1", is_visit=False, at=NOON + MINUTE)
        with world.store.transaction() as work:
            work.remember([new])
            work.remember([replace(new, is_visit=True, at=NOON)])
        with world.store.transaction() as work:
            assert work.remembered("sam") == [new]
            work.remember([replace(new, is_visit=True)])
            assert work.remembered("sam") == [replace(new, is_visit=True)]

    def test_what_one_worker_is_asked_at_one_moment_comes_together(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_visit(visit())
            work.put_deadlines([deadline(f"d{each}", worker=who) for each, who in enumerate(("sam", "dee", "sam"))])
        with world.store.transaction() as work:
            assert [each.worker for each in work.due(ONE, 10)] == ["dee", "sam", "sam"]
