from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from redis.asyncio import Redis

from calsync.domain.model import Turn
from calsync.graph.limits import Answers
from calsync.graph.shared_limits import ASK_AGAIN, RedisLimiter
from tests.graph.outlook import Outlook
from tests.services import free_port, redis_server


class Elapsed:
    """An elapsed clock that is moved on by hand; Redis has its own."""

    at = 100.0

    def __call__(self) -> float:
        return self.at


@dataclass
class World:
    """Worker processes of one app, as far as Redis can tell, and what Redis knows."""

    url: str
    app: str
    redis: Any
    made: list[RedisLimiter]
    elapsed: Elapsed

    def process(self, **options: Any) -> RedisLimiter:
        self.made.append(RedisLimiter(self.url, app=self.app, elapsed=self.elapsed, **options))
        return self.made[-1]

    async def put(self, **state: float) -> None:
        await self.redis.hset(f"calsync:limit:{{{self.app}}}:state", mapping=state)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[World]:
    world = World(url, secrets.token_hex(4), Redis.from_url(url), [], Elapsed())
    try:
        yield world
    finally:
        for limiter in world.made:
            await limiter.aclose()
        await world.redis.aclose()


def run(url: str, story: Callable[[World], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(10), opened(url) as world:
            await story(world)

    asyncio.run(whole())


async def waits(coming: asyncio.Task[int]) -> bool:
    done, _ = await asyncio.wait([coming], timeout=0.1)
    return not done


async def settled(limiter: RedisLimiter) -> None:
    """Until what was given back has reached Redis."""
    while limiter._tasks:
        await asyncio.sleep(0)


GOOD = Answers(seconds=0.25, good=1)


def test_all_processes_together_take_no_more_than_the_slots_of_the_app(redis_url: str) -> None:
    async def story(world: World) -> None:
        one, two = world.process(), world.process()
        assert await one.take(2, Turn.BEGUN) == 2
        assert await two.take(20, Turn.BEGUN) == 1
        assert await two.take(20, Turn.LOOK) == 1
        waiting = asyncio.create_task(two.take(1, Turn.LOOK))
        assert await waits(waiting)
        one.give_back(2, Turn.BEGUN, GOOD)
        assert await waiting == 1

    run(redis_url, story)


def test_the_lowest_turn_is_served_first_whichever_process_it_waits_in(redis_url: str) -> None:
    async def story(world: World) -> None:
        one, two, served = world.process(slots=2, ceiling=2), world.process(slots=2, ceiling=2), []

        async def come(limiter: RedisLimiter, name: str, turn: Turn) -> None:
            await limiter.take(1, turn)
            served.append(name)
            limiter.give_back(1, turn, GOOD)

        await one.take(1, Turn.ORDINARY)
        wide = asyncio.create_task(come(one, "wide", Turn.WIDE))
        await asyncio.sleep(0.1)
        begun = asyncio.create_task(come(two, "begun", Turn.BEGUN))
        late = asyncio.create_task(come(one, "ordinary", Turn.ORDINARY))
        await asyncio.sleep(0.2)
        one.give_back(1, Turn.ORDINARY, GOOD)
        await asyncio.gather(wide, begun, late)
        assert served == ["begun", "ordinary", "wide"]

    run(redis_url, story)


def test_one_process_that_is_throttled_halves_and_pauses_all(redis_url: str) -> None:
    async def story(world: World) -> None:
        one, two = world.process(slots=8), world.process(slots=8)
        taken = await one.take(5, Turn.ORDINARY)
        for _ in range(taken):
            one.give_back(1, Turn.ORDINARY, Answers(seconds=0.2, throttled=1, retry_after=30.0))
        await settled(one)
        look = asyncio.create_task(two.take(1, Turn.LOOK))
        assert await waits(look)
        quota = two.quota
        assert (quota.slots, quota.throttled, quota.room) == (4, 5, 0)
        assert 25.0 < quota.paused <= 30.0
        await world.put(paused=0)
        assert await look == 1

    run(redis_url, story)


def test_slots_grow_while_somebody_waits_and_stop_below_the_wall_until_it_is_forgotten(redis_url: str) -> None:
    async def story(world: World) -> None:
        one = world.process(slots=4, ceiling=8)

        async def answer_well(times: int) -> int:
            for _ in range(times):
                taken = await one.take(20, Turn.ORDINARY)
                one.give_back(taken, Turn.ORDINARY, Answers(seconds=0.1, good=taken))
                await settled(one)
            return one.quota.slots

        assert await answer_well(100) == 8
        taken = await one.take(20, Turn.ORDINARY)
        one.give_back(taken, Turn.ORDINARY, Answers(seconds=0.1, good=taken - 1, throttled=1, retry_after=1.0))
        await settled(one)
        assert one.quota.slots == 4
        await world.put(paused=0)
        assert await answer_well(100) == 6  # seven were in flight
        await world.put(wall_at=1)
        assert await answer_well(100) == 8

    run(redis_url, story)


def test_slots_do_not_grow_while_nobody_wants_more_in_any_process(redis_url: str) -> None:
    async def story(world: World) -> None:
        one = world.process()
        for _ in range(60):
            one.give_back(await one.take(3, Turn.ORDINARY), Turn.ORDINARY, Answers(seconds=0.1, good=3))
            await settled(one)
        assert one.quota.slots == 4
        assert one.quota.seconds == pytest.approx(0.1)
        assert one.quota.requests == 180

    run(redis_url, story)


def test_slots_of_a_process_that_was_killed_come_back(redis_url: str) -> None:
    async def story(world: World) -> None:
        killed, other = world.process(timeout=-4.9), world.process()
        assert await killed.take(3, Turn.BEGUN) == 3
        assert await other.take(3, Turn.BEGUN) == 3

    run(redis_url, story)


def test_who_leaves_while_redis_answers_leaves_no_slot_behind(redis_url: str) -> None:
    async def story(world: World) -> None:
        one = world.process()
        one.give_back(await one.take(1, Turn.LOOK), Turn.LOOK)
        await settled(one)
        for _ in range(20):
            leaving = asyncio.create_task(one.take(3, Turn.ORDINARY))
            await asyncio.sleep(0)
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)
        while one.quota.in_flight or one._tasks:
            await asyncio.sleep(0.01)
            one.give_back(await one.take(1, Turn.LOOK), Turn.LOOK)
            await settled(one)
        assert await one.take(20, Turn.ORDINARY) == 3

    run(redis_url, story)


def test_law_11_an_emptied_redis_loses_nothing_that_matters(redis_url: str) -> None:
    async def story(world: World) -> None:
        one = world.process()
        taken = await one.take(3, Turn.ORDINARY)
        await world.redis.delete(*[key async for key in world.redis.scan_iter(f"*{world.app}*")])
        one.give_back(taken, Turn.ORDINARY, GOOD)
        await settled(one)
        assert await one.take(3, Turn.ORDINARY) == 3

    run(redis_url, story)


def test_law_11_without_redis_each_process_goes_on_with_a_small_share_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story(world: World) -> None:
        one, two = world.process(), world.process(share=3)
        assert await one.take(20, Turn.ORDINARY) == 1
        assert await one.take(20, Turn.LOOK) == 1
        assert await two.take(20, Turn.ORDINARY) == 2
        waiting = asyncio.create_task(one.take(1, Turn.BEGUN))
        assert await waits(waiting)
        one.give_back(1, Turn.ORDINARY, GOOD)
        assert await waiting == 1
        assert one.quota.slots == 2
        world.elapsed.at += ASK_AGAIN + 1
        one.give_back(1, Turn.BEGUN, GOOD)
        assert await one.take(1, Turn.BEGUN) == 1  # Redis was tried again, in vain

    with caplog.at_level(logging.WARNING):
        run(f"redis://127.0.0.1:{free_port()}/0", story)
    assert len([each for each in caplog.messages if "Redis can't be asked" in each]) == 2  # once a process


def test_the_common_slots_are_taken_up_again_when_redis_is_back(caplog: pytest.LogCaptureFixture) -> None:
    async def story(world: World) -> None:
        one = world.process()
        await one.take(3, Turn.ORDINARY)
        await world.redis.config_set("maxclients", 1)
        await world.redis.client_kill_filter(skipme=True, _type="normal")
        one.give_back(3, Turn.ORDINARY, GOOD)
        await settled(one)
        assert await one.take(20, Turn.ORDINARY) == 1  # its own share
        await world.redis.config_set("maxclients", 100)
        world.elapsed.at += ASK_AGAIN + 1
        # Those three were not given back, and no process can know that they are: they come back in time.
        assert await one.take(20, Turn.LOOK) == 1
        assert one.quota.slots == 4
        one.give_back(1, Turn.ORDINARY, GOOD)

    with caplog.at_level(logging.WARNING), redis_server() as url:
        run(url, story)
    assert [each.split(" (")[0].split(";")[0] for each in caplog.messages if "Redis" in each] == [
        "Redis can't be asked", "Redis answers again",
    ]  # fmt: skip


def test_a_pause_that_redis_knew_of_is_kept_without_it() -> None:
    async def story(world: World) -> None:
        throttled, other = world.process(), world.process()
        other.give_back(await other.take(1, Turn.LOOK), Turn.LOOK, GOOD)
        await settled(other)
        taken = await throttled.take(3, Turn.ORDINARY)
        throttled.give_back(taken, Turn.ORDINARY, Answers(seconds=0.1, throttled=3, retry_after=40.0))
        await settled(throttled)
        looks = [asyncio.create_task(each.take(1, Turn.LOOK)) for each in (throttled, other)]
        await asyncio.wait(looks, timeout=0.1)
        await world.redis.config_set("maxclients", 1)
        await world.redis.client_kill_filter(skipme=True, _type="normal")
        done, _ = await asyncio.wait(looks, timeout=2.0)
        assert not done
        for each, look in zip((throttled, other), looks, strict=True):
            assert each.quota.slots == 2
            assert each.quota.paused > 25
            look.cancel()

    with redis_server() as url:
        run(url, story)


def test_a_clock_of_redis_that_is_set_back_stops_nothing_for_longer_than_a_pause_or_a_hold(redis_url: str) -> None:
    async def story(world: World) -> None:
        limiter, other = world.process(), world.process()
        assert await limiter.take(4, Turn.ORDINARY) == 3
        ahead = time.time() + 3600
        await world.put(paused=ahead)
        held = f"calsync:limit:{{{world.app}}}:ordinary"
        await world.redis.zadd(held, dict.fromkeys(await world.redis.zrange(held, 0, -1), ahead))
        look = asyncio.create_task(other.take(1, Turn.LOOK))
        await asyncio.wait([look], timeout=0.5)
        assert 0 < other.quota.paused <= 30
        assert max(score for _, score in await world.redis.zrange(held, 0, -1, withscores=True)) < time.time() + 60
        look.cancel()

    run(redis_url, story)


def test_trap_15_processes_together_make_no_storm_of_429(redis_url: str) -> None:
    async def story(world: World) -> None:
        outlook = Outlook(limit=6, latency=0.02, retry_after=1.0)
        processes = [world.process() for _ in range(3)]
        clock = asyncio.get_running_loop()
        until = clock.time() + 3.0

        async def hand(limiter: RedisLimiter) -> None:
            while clock.time() < until:
                await outlook.ask(limiter, wanted=4)

        await asyncio.gather(*(hand(each) for each in processes for _ in range(4)))
        assert len({round(moment, 1) for moment in outlook.throttled}) <= 2
        assert outlook.answered > 60

    run(redis_url, story)
