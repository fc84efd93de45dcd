from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.model import Turn
from calsync.graph.limits import REMEMBERED, Answers, LocalLimiter, any_pause
from tests.graph import virtual_time
from tests.graph.outlook import Outlook

Clock = Callable[[], float]
GOOD = Answers(seconds=0.25, good=1)


def throttled(retry_after: float | None = 5.0, seconds: float = 0.0) -> Answers:
    return Answers(seconds=seconds, throttled=1, retry_after=retry_after)


async def soon() -> None:
    """Lets everybody who can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def busy(clock: Clock, until: float, ask: Callable[[], Awaitable[object]], hands: int = 30) -> None:
    """So many hands that ask again and again until that moment."""

    async def hand() -> None:
        while clock() < until:
            await ask()

    await asyncio.gather(*(hand() for _ in range(hands)))


def a_limiter(clock: Clock, slots: int = 4, ceiling: int = 20) -> LocalLimiter:
    return LocalLimiter(slots, ceiling=ceiling, elapsed=clock, any_pause=lambda: 20.0)


def test_a_batch_takes_what_is_free_and_one_slot_is_kept_for_looks_and_alarm_mail() -> None:
    async def story(clock: Clock) -> list[int]:
        limiter = a_limiter(clock)
        return [await limiter.take(20, Turn.BEGUN), await limiter.take(20, Turn.LOOK)]

    assert virtual_time.run(story) == [3, 1]


@pytest.mark.parametrize("turn", [Turn.BEGUN, Turn.ORDINARY, Turn.WIDE])
def test_the_kept_slot_is_nobody_elses_however_long_they_wait(turn: Turn) -> None:
    async def story(clock: Clock) -> bool:
        limiter = a_limiter(clock)
        await limiter.take(20, turn)
        waiting = asyncio.create_task(limiter.take(1, turn))
        await asyncio.sleep(1000)
        done = waiting.done()
        limiter.give_back(1, turn)
        await waiting
        return done

    assert virtual_time.run(story) is False


def test_a_look_in_flight_takes_no_slot_from_the_diaries() -> None:
    async def story(clock: Clock) -> int:
        limiter = a_limiter(clock)
        await limiter.take(1, Turn.MAIL)
        return await limiter.take(20, Turn.ORDINARY)

    assert virtual_time.run(story) == 3


def test_of_one_slot_nothing_can_be_kept() -> None:
    async def story(clock: Clock) -> int:
        return await a_limiter(clock, slots=1, ceiling=1).take(5, Turn.WIDE)

    assert virtual_time.run(story) == 1


def test_the_lowest_turn_is_served_first_and_within_it_who_came_first() -> None:
    async def story(clock: Clock) -> list[str]:
        limiter, served = a_limiter(clock, slots=2, ceiling=2), []

        async def come(name: str, turn: Turn) -> None:
            await limiter.take(1, turn)
            served.append(name)
            limiter.give_back(1, turn)

        await limiter.take(1, Turn.ORDINARY)
        await limiter.take(1, Turn.MAIL)
        names = [
            ("wide", Turn.WIDE), ("Sam", Turn.ORDINARY), ("Dee", Turn.ORDINARY), ("begun", Turn.BEGUN),
            ("mail", Turn.MAIL), ("look", Turn.LOOK),
        ]  # fmt: skip
        coming = [asyncio.create_task(come(*each)) for each in names]
        await soon()
        limiter.give_back(1, Turn.MAIL)
        await soon()
        limiter.give_back(1, Turn.ORDINARY)
        await asyncio.gather(*coming)
        return served

    assert virtual_time.run(story) == ["look", "mail", "begun", "Sam", "Dee", "wide"]


def test_nothing_is_sent_until_retry_after_is_over_not_even_a_look() -> None:
    async def story(clock: Clock) -> float:
        limiter, began = a_limiter(clock), clock()
        await limiter.take(1, Turn.LOOK)
        limiter.give_back(1, Turn.LOOK, throttled(17.0))
        assert limiter.quota.paused == 17.0
        assert limiter.quota.room == 0
        await limiter.take(1, Turn.LOOK)
        return clock() - began

    assert virtual_time.run(story) == pytest.approx(17.0)


def test_without_retry_after_the_pause_is_drawn_once_for_a_volley() -> None:
    drawn = iter([20.0, 50.0])

    async def story(clock: Clock) -> float:
        limiter = LocalLimiter(elapsed=clock, any_pause=lambda: next(drawn))
        await limiter.take(2, Turn.ORDINARY)
        limiter.give_back(1, Turn.ORDINARY, throttled(None))
        limiter.give_back(1, Turn.ORDINARY, throttled(None, seconds=0.1))
        return limiter.quota.paused

    assert virtual_time.run(story) == 20.0
    assert all(10.0 <= any_pause() <= 60.0 for _ in range(100))


@pytest.mark.parametrize(("told", "made"), [(0.0, 1.0), (float("nan"), 1.0), (float("inf"), 30.0), (1e9, 30.0)])
def test_an_odd_retry_after_neither_ends_the_pause_nor_blinds_for_ever(told: float, made: float) -> None:
    async def story(clock: Clock) -> float:
        limiter = a_limiter(clock)
        await limiter.take(1, Turn.ORDINARY)
        limiter.give_back(1, Turn.ORDINARY, throttled(told))
        return limiter.quota.paused

    assert virtual_time.run(story) == made


def test_a_second_429_makes_a_running_pause_longer_and_never_shorter() -> None:
    async def story(clock: Clock) -> float:
        limiter, began = a_limiter(clock), clock()
        await limiter.take(3, Turn.ORDINARY)
        limiter.give_back(1, Turn.ORDINARY, throttled(5.0))
        waiting = asyncio.create_task(limiter.take(1, Turn.BEGUN))
        await soon()
        limiter.give_back(1, Turn.ORDINARY, throttled(30.0))
        limiter.give_back(1, Turn.ORDINARY, throttled(2.0))
        await waiting
        return clock() - began

    assert virtual_time.run(story) == pytest.approx(30.0)


def test_several_429_of_one_volley_halve_once_and_those_of_the_next_halve_again() -> None:
    async def story(clock: Clock) -> list[int]:
        limiter, seen = a_limiter(clock, slots=16), []
        for _ in range(6):
            taken = await limiter.take(3, Turn.ORDINARY)
            await asyncio.sleep(0.1)
            for _ in range(taken):
                limiter.give_back(1, Turn.ORDINARY, throttled(seconds=0.1))
            seen.append(limiter.quota.slots)
        return seen

    assert virtual_time.run(story) == [8, 4, 2, 1, 1, 1]


def test_slots_grow_by_one_for_twenty_good_answers_while_somebody_waits() -> None:
    async def story(clock: Clock) -> int:
        limiter, outlook = a_limiter(clock), Outlook(limit=100)
        hands = asyncio.create_task(busy(clock, clock() + 1000, lambda: outlook.ask(limiter)))
        while limiter.quota.slots < 20:
            await asyncio.sleep(0.01)
        hands.cancel()
        return outlook.answered

    assert 320 <= virtual_time.run(story) <= 400


def test_slots_do_not_grow_while_nobody_wants_more() -> None:
    async def story(clock: Clock) -> int:
        limiter, outlook = a_limiter(clock), Outlook(limit=100)
        for _ in range(500):
            await outlook.ask(limiter, wanted=3)
        return limiter.quota.slots

    assert virtual_time.run(story) == 4


def test_slots_grow_for_one_caller_whose_batches_are_cut_short() -> None:
    async def story(clock: Clock) -> int:
        limiter, outlook = a_limiter(clock), Outlook(limit=100)
        for _ in range(500):
            await outlook.ask(limiter, wanted=20)
        return limiter.quota.slots

    assert virtual_time.run(story) == 20


@pytest.mark.parametrize("limit", [4, 16])
@pytest.mark.parametrize("wanted", [1, 20])
def test_trap_15_no_storm_of_429_at_a_limit_that_nobody_told(limit: int, wanted: int) -> None:
    async def story(clock: Clock) -> tuple[Outlook, int]:
        limiter, outlook = a_limiter(clock), Outlook(limit)
        await busy(clock, clock() + REMEMBERED - 30, lambda: outlook.ask(limiter, wanted=wanted))
        return outlook, limiter.quota.slots

    outlook, slots = virtual_time.run(story)
    assert len({round(moment, 3) for moment in outlook.throttled}) <= 2
    assert slots == limit
    assert outlook.answered > 0.6 * (limit - 1) / outlook.latency * (REMEMBERED - 30)


def test_trap_15_looks_among_busy_diaries_are_not_throttled_at_the_wall() -> None:
    async def story(clock: Clock) -> list[float]:
        limiter, outlook = a_limiter(clock), Outlook(limit=16)

        async def looks() -> None:
            while clock() < 1550:
                await asyncio.sleep(1.7)
                await outlook.ask(limiter, Turn.LOOK)

        await asyncio.gather(busy(clock, 1550, lambda: outlook.ask(limiter)), looks())
        return outlook.throttled

    assert len({round(moment) for moment in virtual_time.run(story)}) <= 3


def test_after_ten_minutes_it_tries_beyond_the_place_where_it_was_throttled() -> None:
    async def story(clock: Clock) -> int:
        limiter, outlook = a_limiter(clock), Outlook(limit=6)
        await busy(clock, clock() + 300, lambda: outlook.ask(limiter))
        assert limiter.quota.slots == 6
        outlook.limit = 100
        await busy(clock, clock() + REMEMBERED, lambda: outlook.ask(limiter))
        return limiter.quota.slots

    assert virtual_time.run(story) == 20


@pytest.mark.parametrize("served", [False, True])
def test_who_leaves_the_queue_leaves_no_slot_behind(served: bool) -> None:
    async def story(clock: Clock) -> tuple[int, int]:
        limiter = a_limiter(clock)
        await limiter.take(3, Turn.ORDINARY)
        waiting = asyncio.create_task(limiter.take(2, Turn.ORDINARY))
        await soon()
        if served:
            # Served and cancelled before it has run again.
            limiter.give_back(3, Turn.ORDINARY)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return limiter.quota.in_flight, limiter.quota.waiting

    assert virtual_time.run(story) == (0 if served else 3, 0)


@given(st.integers(0, 2**32))
def test_whatever_comes_every_slot_comes_back_and_never_too_many_are_out(seed: int) -> None:
    async def story(clock: Clock) -> None:
        chance = random.Random(seed)
        limiter = a_limiter(clock, slots=chance.randint(1, 6), ceiling=8)
        out = dict.fromkeys(Turn, 0)

        async def come() -> None:
            turn, wanted = chance.choice(list(Turn)), chance.randint(1, 9)
            taken = await limiter.take(wanted, turn)
            out[turn] += taken
            quota = limiter.quota
            ordinary = sum(out[each] for each in (Turn.BEGUN, Turn.ORDINARY, Turn.WIDE))
            assert 1 <= taken <= wanted
            assert sum(out.values()) <= 8
            assert quota.slots == 1 or ordinary <= 7
            try:
                await asyncio.sleep(chance.random())
            finally:
                out[turn] -= taken
                answers = chance.choice([None, Answers(seconds=0.3, good=taken), throttled(2.0, 0.3)])
                limiter.give_back(taken, turn, answers)

        coming = []
        for _ in range(40):
            coming.append(asyncio.create_task(come()))
            await asyncio.sleep(chance.random() / 3)
            if chance.random() < 0.3:
                chance.choice(coming).cancel()
        for result in await asyncio.gather(*coming, return_exceptions=True):
            assert result is None or isinstance(result, asyncio.CancelledError), result
        assert (limiter.quota.in_flight, limiter.quota.waiting) == (0, 0)
        assert 1 <= limiter.quota.slots <= 8

    virtual_time.run(story)


def test_the_mean_follows_what_answers_take_and_not_what_was_refused_at_once() -> None:
    async def story(clock: Clock) -> tuple[float | None, float | None]:
        limiter = a_limiter(clock)
        before = limiter.quota.seconds
        for _ in range(50):
            limiter.give_back(await limiter.take(1, Turn.ORDINARY), Turn.ORDINARY, GOOD)
            limiter.give_back(await limiter.take(1, Turn.ORDINARY), Turn.ORDINARY, Answers(seconds=0.0))
        return before, limiter.quota.seconds

    before, mean = virtual_time.run(story)
    assert before is None
    assert mean == pytest.approx(0.25)
