"""Poll: a diary becomes visits and deadlines, in one request and one unit of work."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import Policies, VisitState
from calsync.engine.poll import OTHERS_FIRST
from calsync.errors import Conflict, SourceRefused, SourceUnavailable, StoreUnavailable
from calsync.parsers.location import read_place
from tests.house import CAST, DEE, OAK_STREET, SAM, House, clock, late


def state_of(house, worker="sam"):
    (state,) = [each for each in house.mailboxes() if each.worker == worker]
    return state


def test_a_visit_is_found_with_its_reasons_and_one_deadline_at_its_end():
    house = House()
    house.entry()
    house.poll()
    assert (house.visit.state, house.visit.matched_by) == (VisitState.PLANNED, "location")
    assert "S60 3AB" in house.visit.reasons[0]
    assert house.deadline.due == house.deadline.planned == house.deadline.next_step_at == clock("14:00")


def test_a_further_reading_of_the_same_diary_changes_nothing():
    house = House()
    house.entry()
    house.poll()
    house.poll()  # what only the single entry tells is asked for at the second
    before = house.watched(), house.acts()
    house.poll()
    assert (house.watched(), house.acts()) == before


def test_a_visit_is_asked_for_by_its_id_once_and_after_each_change():
    house = House()
    house.entry()
    for _ in range(3):
        house.poll()
    assert house.calendars.asked == ["e1"]
    house.change(subject="Another")
    house.poll()
    house.poll()
    assert house.calendars.asked == ["e1", "e1"]


def test_the_first_reading_of_a_diary_asks_for_no_entry_that_can_wait():
    house = House()
    house.entry()
    house.poll()
    assert house.calendars.asked == []
    assert len(house.open()) == 1


def test_the_first_reading_asks_for_a_visit_that_is_under_way():
    house = House(at="13:10")
    house.entry()
    house.poll()
    assert house.calendars.asked == ["e1"]


def test_entries_still_to_begin_are_asked_for_one_at_a_reading_and_the_soonest_first():
    house = House()
    for number, hour in enumerate(range(10, 15)):
        house.entry(f"e{number}", f"{hour}:00", f"{hour}:30")
    for _ in range(6):
        house.poll()
        house.clock.go(1)
    assert house.calendars.asked == ["e0", "e1", "e2", "e3", "e4"]


def test_what_only_the_single_entry_tells_is_kept():
    house = House()
    house.entry(attendees=("dee@clarendon.test",))
    house.poll()
    house.poll()
    assert house.visit.attendees == ("dee@clarendon.test",)
    assert house.visit.created == clock("09:00", day=-1)


def test_diaries_are_read_when_their_turn_has_come_and_not_before():
    house = House()
    assert len(asyncio.run(house.engine.poll())) == 1
    assert asyncio.run(house.engine.poll()) == []
    house.clock.go(5)
    assert len(asyncio.run(house.engine.poll())) == 1


@pytest.mark.parametrize(
    ("at", "entry", "wait"),
    [
        ("09:00", None, timedelta(minutes=5)),
        ("20:00", None, timedelta(minutes=15)),
        ("12:45", ("13:00", "14:00"), timedelta(seconds=30)),
        ("12:28", ("13:00", "14:00"), timedelta(minutes=2)),
        ("09:00", ("13:00", "14:00"), timedelta(minutes=5)),
    ],
)
def test_a_diary_is_read_often_around_a_visit_and_seldom_outside_working_hours(at, entry, wait):
    house = House(at=at)
    if entry:
        house.entry("e1", *entry)
    house.poll()
    assert state_of(house).next_poll_at - house.clock.now() == wait


def test_a_visit_that_is_over_and_open_is_read_often_until_it_is_closed():
    house = late(30)
    assert state_of(house).next_poll_at - house.clock.now() == timedelta(seconds=30)
    house.says("left, all fine", to=house.last("sam"))
    house.poll()
    assert state_of(house).next_poll_at - house.clock.now() == timedelta(minutes=5)


def test_a_refusal_is_kept_with_the_mailbox_and_told_to_the_audit_once():
    house = House()
    house.calendars.refuse("sam", SourceRefused("The mailbox is refused.", status=403))
    for _ in range(3):
        house.poll()
        house.clock.go(1)
    state = state_of(house)
    assert (state.failures, state.failing_since, state.last_read) == (3, clock("09:00"), None)
    assert [act.what for act in house.acts()].count("diary-unread") == 1


def test_what_was_said_about_waiting_is_obeyed():
    house = House()
    house.calendars.refuse("sam", SourceUnavailable("Slow down.", status=429, retry_after=120))
    house.poll()
    assert state_of(house).next_poll_at == clock("09:02")


def test_a_diary_that_can_be_read_again_forgets_its_failures():
    house = House()
    house.calendars.refuse("sam", SourceUnavailable("No answer."))
    house.poll()
    house.calendars.allow("sam")
    house.poll()
    state = state_of(house)
    assert (state.failures, state.failing_since, state.last_error) == (0, None, "")


def test_one_refused_diary_keeps_no_other_from_being_read():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test")
    house = House(people=replace(CAST, persons=(robin, *CAST.persons)))
    house.entry()
    house.entry(worker="robin")
    house.calendars.refuse("robin", SourceRefused("The mailbox is refused.", status=403))
    reads = asyncio.run(house.engine.poll())
    assert sorted((each.worker, bool(each.problem)) for each in reads) == [("robin", True), ("sam", False)]
    assert len(house.open("sam")) == 1


def test_an_entry_that_can_not_be_asked_for_is_decided_upon_at_a_later_poll():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    house.delete()
    house.calendars.refuse("sam", SourceUnavailable("No answer."), entries=True)
    house.poll()
    assert house.visit.left_diary is None
    house.calendars.allow("sam")
    house.poll()
    assert house.visit.left_diary == clock("13:10")


def test_the_window_reaches_back_over_a_long_darkness():
    house = House(at="09:00")
    house.poll()
    house.clock.moment = clock("09:00", day=2)
    house.entry("e1", "12:00", "13:00", created=clock("11:00"))
    house.poll()
    assert [each.due for each in house.open()] == [clock("13:00")]


def test_a_begun_visit_that_left_the_window_is_asked_for_by_its_id():
    house = House(at="12:00")
    house.entry()
    house.go_to("14:01")
    for _ in range(4):
        house.clock.moment += timedelta(hours=8)
        house.poll()
    assert house.calendars.asked[-1] == "e1"
    assert house.visit.left_diary is None


def test_a_diary_that_is_overtaken_five_times_says_so_and_changes_nothing():
    house = House()
    house.entry()
    (state,) = house.mailboxes()

    class Overtaken:
        def __init__(self, store):
            self.store, self.calls = store, 0

        def transaction(self):
            self.calls += 1
            if self.calls > 1:
                raise Conflict("somebody was faster")
            return self.store.transaction()

    store = house.store
    object.__setattr__(house.core, "store", Overtaken(store))
    with pytest.raises(Conflict):
        asyncio.run(house.engine.read(state))
    assert house.watched() == []


def test_two_visits_on_one_day_are_two():
    house = House()
    house.entry()
    house.entry("e2", "15:00", "16:00", place=read_place(OAK_STREET))
    house.poll()
    assert [each.due for each in house.open()] == [clock("14:00"), clock("16:00")]


def test_the_policy_as_it_is_now_is_followed_until_the_start_and_the_old_one_after_it():
    house = House(at="12:00")
    house.entry()
    house.poll()
    shorter = replace(house.core.policies.standing, steps=house.core.policies.standing.steps[-1:])
    object.__setattr__(house.core, "policies", Policies(standing=shorter))
    house.poll()
    assert len(house.deadline.steps) == 1
    house.go_to("13:01")
    object.__setattr__(
        house.core, "policies", Policies(standing=replace(shorter, steps=(*shorter.steps, *shorter.steps)))
    )
    house.poll()
    assert len(house.deadline.steps) == 1


def test_a_private_evening_at_an_address_is_asked_for_by_nobody():
    house = House(at="09:00")
    house.entry("dinner", "19:00", "21:00")
    house.tick()
    assert house.calendars.asked == []


def test_a_flood_of_begun_visits_starves_no_other_diary():
    dees = replace(DEE, works=True)
    house = House(at="13:30", people=replace(CAST, persons=(SAM, dees, *CAST.persons[3:])))
    house.entry()
    house.poll()
    read = []
    for _ in range(2 * OTHERS_FIRST):
        # Sam's diary is due again at once, whatever is done, and there is room for one at a time.
        with house.store.transaction() as tx:
            tx.put_mailbox(replace(tx.mailbox("sam"), next_poll_at=house.clock.now() - timedelta(hours=1)))
        read += [each.worker for each in asyncio.run(house.engine.poll(limit=1))]
    assert read.count("dee") >= 1
    assert read.count("sam") >= 2 * OTHERS_FIRST - 2


def test_a_colleague_who_accepts_is_known_also_where_several_entries_changed_at_once():
    """One entry is asked for at a reading, and what the others tell is not forgotten (law 5: who is on the visit)."""
    house = House()
    for number, hour in enumerate((11, 13, 15)):
        house.entry(f"e{number}", f"{hour}:00", f"{hour}:30")
    for _ in range(6):
        house.poll()
    for number in range(3):
        house.change(f"e{number}", subject="Together", attendees=("dee@clarendon.test",))
    for _ in range(6):
        house.poll()
        house.clock.go(1)
    assert [each.visit.attendees for each in house.watched()] == [("dee@clarendon.test",)] * 3


def test_diaries_that_were_read_in_the_future_by_a_wrong_clock_are_read_at_once():
    house = House(at="10:00")
    house.poll()
    later = House(at="09:00", store=house.store)
    later.entry("e1", "09:20", "09:40")
    later.go_to("09:21")
    assert [each.visit.event_id for each in later.watched()] == ["e1"]
    with later.store.transaction() as tx:
        assert [each.cause for each in tx.standing_notices()] == ["clock-off"]


def test_a_diary_that_was_read_in_the_future_and_is_not_read_again_is_no_fresh_one():
    house = House(at="10:00")
    house.poll()
    later = House(at="09:00", store=house.store)
    later.calendars.refuse("sam", SourceUnavailable("No answer."))
    later.poll()
    assert state_of(later).last_read is None
    assert state_of(later).failing_since == clock("09:00")
    assert state_of(later).fresh_until <= clock("09:15")


def test_diaries_that_were_read_in_the_future_are_brought_back_though_the_first_claim_fails():
    house = House(at="10:00")
    house.poll()
    later = House(at="09:00", store=house.store)
    whole = house.store.transaction

    @contextmanager
    def failing():
        with whole():
            raise StoreUnavailable("The disk is full.")
        yield

    house.store.transaction = failing
    with pytest.raises(StoreUnavailable):
        asyncio.run(later.engine.poll())
    house.store.transaction = whole
    later.poll()
    assert state_of(later).last_read == clock("09:00")


def test_a_reading_that_another_has_overtaken_changes_nothing():
    house = House(at="12:00")
    house.poll()
    house.entry()

    def meanwhile() -> None:
        """While this process waits, another one reads the diary and knows better."""
        house.calendars.before_snapshot = lambda: None
        house.clock.go(1)
        with house.store.transaction() as tx:
            state = tx.mailbox("sam")
            assert state is not None
            tx.put_mailbox(replace(state, last_read=house.clock.now()))

    house.calendars.before_snapshot = meanwhile
    house.poll()
    assert house.watched() == []
    house.poll()
    assert len(house.watched()) == 1
