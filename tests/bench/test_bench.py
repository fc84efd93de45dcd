"""The bench counts what it says that it counts; how long things take is looked at by `make bench` alone."""

from __future__ import annotations

import argparse
import json
import math
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import fleet
import made_up
import own
import peers
import poll
import pytest
from service import Sample
from serving import Other, Served, Server

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Server("--people", "30", "--latency", "0") as running:
        yield running


def sample(at: float, stretch: float) -> Sample:
    return Sample(
        at=at,
        slots=4,
        in_flight=0,
        throttled=0,
        stretch_begun=1.0,
        stretch_others=stretch,
        met=4,
        unread=0,
        cpu=0,
        peak_mb=1,
        lag=0,
    )


def get(served: Served, path: str) -> bytes:
    with urllib.request.urlopen(served.root + path, timeout=10) as answer:
        body: bytes = answer.read()
        return body


class TestTheServer:
    def test_two_of_a_hundred_diaries_change_each_time(self, served: Served) -> None:
        paths = [f"/v1.0/users/{made_up.person_id(n)}/calendarView" for n in range(100)]
        before = [get(served, path) for path in paths]
        served.ask("next")
        after = [get(served, path) for path in paths]
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 2
        assert len({len(body) for body in (*before, *after)}) == 1

    def test_every_diary_is_of_its_size_and_its_entries_are_its_own(self) -> None:
        made = made_up.diary("http://127.0.0.1:1", NOON, entries=50, kind="begun")
        rows = [json.loads(made.body(n, 0))["value"] for n in (1, 2)]
        assert [len(each) for each in rows] == [50, 50]
        assert not {row["id"] for row in rows[0]} & {row["id"] for row in rows[1]}

    def test_an_id_says_whose_diary_it_is(self) -> None:
        assert made_up.told_by(made_up.person_id(7, entries=50, kind="soon")) == (7, 50, "soon")
        with pytest.raises(ValueError, match="not somebody"):
            made_up.told_by(made_up.SERVICE)

    def test_more_than_the_limit_in_flight_are_told_to_wait(self) -> None:
        with Server("--latency", "300", "--in-flight", "2") as narrow, ThreadPoolExecutor(4) as several:
            path = f"/v1.0/users/{made_up.person_id(1)}/calendarView"

            def ask(_: int) -> str | None:
                try:
                    get(narrow, path)
                except urllib.error.HTTPError as refused:
                    with refused:
                        return refused.headers["Retry-After"]
                return None

            said = list(several.map(ask, range(4)))
            assert sorted(said, key=str) == ["5", "5", None, None]
            assert narrow.ask("state")["fullest"] == 2

    def test_everybody_in_the_group_is_told_on_pages_with_their_manager(self, served: Served) -> None:
        link = f"{served.root}/v1.0/groups/{made_up.GROUP}/transitiveMembers?$top=20&$expand=manager($select=id)"
        found = []
        while link:
            page = json.loads(get(served, link.removeprefix(served.root)))
            found += page["value"]
            link = page.get("@odata.nextLink", "")
        assert len({each["id"] for each in found}) == 30
        assert all(each["manager"] for each in found)


class TestTheContenders:
    def test_what_has_not_changed_is_told_as_unchanged_on_the_poll_path(self, served: Served) -> None:
        with Other(own.poll_path, served) as path:
            first = path(10, 100, 20, True, False)
            served.ask("next")
            second = path(10, 100, 20, True, True)
        assert (first.read, first.unchanged) == (100, 0)
        assert (second.read, second.unchanged) == (100, 98)
        assert second.peak_mb > 0

    def test_the_whole_poll_reads_each_diary_once(self, served: Served) -> None:
        with Other(own.whole_poll, served, 20, 20) as whole:
            assert [whole(False).read for _ in range(2)] == [20, 20]

    def test_the_floor_reads_every_body_to_its_end(self, served: Served) -> None:
        with Other(peers.floor, served, 2000) as floor:
            assert floor(50, 3) > 0

    def test_a_contender_that_fails_ends_the_run_with_its_reason(self, served: Served) -> None:
        with Other(peers.plain_requests, served) as plain, pytest.raises(SystemExit, match="KeyError"):
            plain(100, 1)


class TestTheVerdict:
    def test_a_ratio_is_taken_within_each_round(self) -> None:
        floor, mine = poll.Row("floor", 10, [1.0, 10.0, 2.0]), poll.Row("mine", 10, [3.0, 30.0, 8.0])
        assert math.isclose(mine.times(floor), 3.0)

    def test_a_budget_is_kept_up_to_its_very_limit(self) -> None:
        assert poll.Budget("steady", 6.0, 6.0, "x").kept
        assert not poll.Budget("steady", 6.0, 6.01, "x").kept


class TestTheFleet:
    def test_intervals_are_told_by_kind_and_only_those_that_end_in_the_measured_time(self) -> None:
        told = argparse.Namespace(people=4, begun=0.25, soon=0.25)
        reads = [(at, 0) for at in (0.0, 30.0, 60.0, 90.0, 120.0)] + [(10.0, 1), (110.0, 1), (40.0, 2), (95.0, 3)]
        begun, soon, rest = fleet._kinds(told, reads, [sample(100.0, 2.0)], 50.0, 130.0, {"rest": 35.0})
        assert (begun.name, begun.diaries, begun.readings, begun.longest) == ("begun", 1, 3, 30.0)
        assert (soon.median, soon.stretched) == (100.0, 60.0)
        assert (rest.diaries, rest.readings, rest.median, rest.oldest) == (2, 1, None, 35.0)
