"""What every store promises of diaries: each is claimed in its turn, by one reader at a time."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.model import Load, Turn, Unasked
from tests.contracts.cast import MINUTE, NOON, diary
from tests.contracts.conftest import World


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
