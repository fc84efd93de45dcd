"""The distributed engine's seam: tasks by name, a real Redis, a real Celery worker in a process of its own."""

from __future__ import annotations

import ast
import inspect
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from celery import Celery
from redis import Redis

import worker
from calsync.clocks import ScaledClock
from calsync.demo.cast import Cast, cast
from calsync.demo.joining import toml
from calsync.demo.letters import Letter
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant, message_id
from calsync.domain.model import Deadline, Notification, Turn
from calsync.graph.limits import Answers, LocalLimiter
from calsync.store import open_store
from worker.celery_app import app
from worker.process import CONFIG, Process

TWO = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
END = TWO - timedelta(minutes=22)
"""The manager's step, at 20 minutes, is owed already; its first repeat is minutes away in real time too."""
QUEUES = {
    "people": "poll",
    "settings": "poll",
    "poll": "poll",
    "look": "look",
    "escalate": "alarm",
    "dispatch": "mail",
    "mail": "mail",
    "notice": "mail",
    "check": "mail",
    "openness": "poll",
    "letters": "mail",
}
PATIENCE = 30.0

T = TypeVar("T")


def until(look: Callable[[], T], what: str) -> T:
    """What `look` gives as soon as it gives something."""
    pause, end = threading.Event(), time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"{what}: did not come within {PATIENCE:g} seconds"
        pause.wait(0.05)
    return found


@dataclass(frozen=True, slots=True)
class Engine:
    """The distributed engine as the test sees it: a client of the broker, the tenant, and the database."""

    client: Celery
    people: Cast
    database: Path
    log: Path

    def send(self, name: str, times: int = 1) -> None:
        """Put a task into its queue, by name."""
        for _ in range(times):
            self.client.send_task(f"calsync.{name}", queue=QUEUES[name])

    def inbox(self, who: str, about: str) -> list[Letter]:
        inbox = self.people.tenant.mail(self.people.mail(who))
        return [letter for letter in inbox if about in letter.subject]

    def watched(self) -> list[Deadline]:
        store = open_store(f"sqlite:///{self.database}")
        try:
            with store.transaction() as tx:
                return [deadline for each in tx.open_deadlines() for deadline in each.deadlines]
        finally:
            store.close()

    def recorded(self, deadline_id: str) -> list[Notification]:
        store = open_store(f"sqlite:///{self.database}")
        try:
            with store.transaction() as tx:
                return tx.notifications_of(deadline_id)
        finally:
            store.close()

    def done(self, name: str) -> int:
        """How many times a task has succeeded, as the worker's log tells."""
        return sum(
            f"Task calsync.{name}[" in line and " succeeded in " in line for line in self.log.read_text().splitlines()
        )

    def in_turn(self, name: str, times: int = 1) -> None:
        """Send a task and wait until it has been done so many times more."""
        wanted = self.done(name) + times
        self.send(name, times)
        until(lambda: self.done(name) >= wanted, f"{times} times {name}")


@pytest.fixture
def engine(tmp_path: Path, redis_url: str) -> Iterator[Engine]:
    """A tenant in this process, whose Sam is late, and a Celery worker process that is ready."""
    clock = ScaledClock(epoch=TWO, started=datetime.now(UTC), speed=1)
    shown = [lambda: TWO - timedelta(hours=5)]  # Sam writes the entry in the morning
    people = cast(Tenant(lambda: shown[0]()))
    people.tenant.add_event(
        people.mail("sam"),
        "HV JS",
        END - timedelta(hours=1),
        END,
        "14 Elm Road, Leeds LS6 2AB",
        ("Home visit",),
    )
    shown[0] = clock.now
    log = tmp_path / "worker.log"
    config = tmp_path / "calsync.toml"
    client = Celery("test", broker=redis_url)
    with TenantServer(people.tenant, certificates_folder=tmp_path) as server, log.open("wb") as output:
        config.write_text(toml(people, server, clock) + "\n[poll]\nwatched_from = 2026-12-01T08:00:00Z\n")
        taken = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CALSYNC_")}
        environment = {name: value for name, value in kept.items() if name not in taken}
        program = [sys.executable, "-m", "celery", "-A", "worker.celery_app", "worker"]
        process = subprocess.Popen(
            [*program, "-P", "solo", "-Q", "alarm,look,poll,mail", "--loglevel", "INFO", "-n", "test@localhost"],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
            env=environment | {"CALSYNC_CONFIG": str(config), "CALSYNC_BROKER": redis_url},
        )
        try:
            until(lambda: "ready." in log.read_text() or process.poll() is not None, "the worker's start")
            assert process.poll() is None, log.read_text()
            yield Engine(client, people, tmp_path / "calsync.sqlite", log)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            client.close()


def test_tasks_sent_by_name_take_a_late_visit_to_the_managers_mailbox_and_ten_of_each_give_one_message(
    engine: Engine,
) -> None:
    engine.in_turn("people")
    engine.in_turn("settings")
    engine.in_turn("poll", 10)
    (late,) = engine.watched()
    engine.in_turn("look", 2)
    engine.in_turn("notice")
    engine.in_turn("escalate", 10)
    assert engine.inbox("morgan", "ALARM") == []
    engine.in_turn("dispatch", 10)

    (alarm,) = engine.inbox("morgan", "ALARM: Sam Carter is 22 minutes late")
    assert "14 Elm Road, Leeds LS6 2AB" in alarm.text
    assert [len(engine.inbox(who, "")) for who in ("sam", "dee", "ash", "morgan", "sloane")] == [1, 1, 1, 1, 0]
    rows = engine.recorded(late.id)
    assert len({(row.step, row.round, row.recipient, row.channel) for row in rows}) == len(rows)

    engine.people.tenant.reply(engine.people.mail("morgan"), message_id(alarm), "Close: safe and well, I spoke to Sam.")
    engine.in_turn("mail", 10)
    assert engine.watched() == []
    engine.in_turn("dispatch", 10)
    assert [len(engine.inbox(who, "Stand down")) for who in ("dee", "ash", "morgan")] == [1, 1, 0]

    said = engine.log.read_text()
    assert "Traceback" not in said
    assert "14 Elm Road" not in said


def slots_taken(redis_url: str, people: Cast) -> tuple[float, int]:
    """How many requests all processes of the app have sent, and how many slots are held, as Redis knows."""
    app = f"{people.tenant.id}/{people.app.client_id}"
    with Redis.from_url(redis_url) as client:
        sent = client.hget(f"calsync:limit:{{{app}}}:state", "requests")
        held = [client.zcard(f"calsync:limit:{{{app}}}:{name}") for name in ("urgent", "ordinary")]
    assert isinstance(sent, bytes | None)
    return float(sent or 0), sum(each for each in held if isinstance(each, int))


def test_worker_processes_share_the_slots_for_graph_through_the_broker(engine: Engine, redis_url: str) -> None:
    engine.in_turn("people")
    engine.in_turn("poll", 3)
    sent, held = slots_taken(redis_url, engine.people)
    assert sent >= 2
    assert held == 0


def test_between_tasks_a_process_holds_no_slot_from_the_others(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ScaledClock(epoch=TWO, started=datetime.now(UTC), speed=1)
    people, config = cast(Tenant(clock.now)), tmp_path / "calsync.toml"
    with TenantServer(people.tenant, certificates_folder=tmp_path) as server:
        config.write_text(toml(people, server, clock))
    monkeypatch.setenv(CONFIG, str(config))
    process = Process(redis_url)
    limiter = process.app.graph.limiter

    async def task() -> None:
        limiter.give_back(await limiter.take(2, Turn.ORDINARY), Turn.ORDINARY, Answers(seconds=0.1, good=2))

    process.wait_for(task())
    assert slots_taken(redis_url, people) == (2.0, 0)
    process.close()


@pytest.mark.parametrize("broker", ["amqp://127.0.0.1", "memory://", ""])
def test_a_broker_that_is_no_redis_shares_no_slots(
    tmp_path: Path, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ScaledClock(epoch=TWO, started=datetime.now(UTC), speed=1)
    people, config = cast(Tenant(clock.now)), tmp_path / "calsync.toml"
    with TenantServer(people.tenant, certificates_folder=tmp_path) as server:
        config.write_text(toml(people, server, clock))
    monkeypatch.setenv(CONFIG, str(config))
    process = Process(broker)
    assert isinstance(process.app.graph.limiter, LocalLimiter)
    process.close()


TASKS = {name: task for name, task in app.tasks.items() if name.startswith("calsync.")}


def test_there_is_one_task_a_verb() -> None:
    assert set(TASKS) == {f"calsync.{name}" for name in QUEUES}


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_task_carries_ids_alone_and_comes_by_its_own_queue(name: str) -> None:
    parameters = inspect.signature(TASKS[name].run).parameters.values()
    assert all(each.annotation in (str, "str") for each in parameters)
    assert app.conf.task_routes[name] == {"queue": QUEUES[name.removeprefix("calsync.")]}
    assert not getattr(TASKS[name], "autoretry_for", ())


def test_no_task_is_put_off_or_tried_again_by_the_broker() -> None:
    assert worker.__file__
    for file in Path(worker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword):
                assert node.arg not in ("eta", "countdown", "autoretry_for", "retry_backoff", "max_retries"), file
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("retry", "apply_async"), file
    for entry in app.conf.beat_schedule.values():
        assert set(entry.get("options", {})) <= {"expires", "queue"}
        assert not entry.get("args")
        assert not entry.get("kwargs")


def test_a_task_lost_with_its_worker_comes_again_and_none_outlives_the_time_in_which_it_is_hidden() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
    assert app.conf.accept_content == ["json"]
