"""A tenant in one process and the service in another: the same effects as in the demo, and a SIGKILL at the worst time.

Everything people do here is a plain Graph call, as one would make it with curl.
"""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest

from calsync.demo.joining import POLICY
from calsync.domain.model import Deadline, Notification
from tests.faults.joined import Row, Town, minutes, until, word_of

pytestmark = pytest.mark.faults

SPEED = 60
HOME = "14 Elm Road, Leeds LS6 2AB"
MANAGER_AT = 40
"""Minutes after which the manager is told where the kill has to come before that: half a minute of real time after the
reminder at 10, which a busy machine may need to send and note four messages."""


def alarms(town: Town, who: str, about: str) -> list[Row]:
    return town.inbox(who, f"ALARM: {about}")


def watched(town: Town) -> dict[str, Deadline]:
    """The open deadlines, by the worker's name, as the service's database has them."""
    with town.store() as store, store.transaction() as tx:
        people = tx.people()
        return {people.get(each.visit.worker).name: each.deadlines[0] for each in tx.open_deadlines()}


def recorded(town: Town, deadline: str) -> list[Notification]:
    """Every message that the service has recorded for a deadline."""
    with town.store() as store, store.transaction() as tx:
        return tx.notifications_of(deadline)


def with_a_later_manager(town: Town) -> None:
    """The town's own policy with the manager's step at its later minute; nothing else of it changes."""
    written = POLICY.read_text("utf-8")
    assert written.count("after = 20\n") == 1
    town.folder.joinpath("later.toml").write_text(written.replace("after = 20\n", f"after = {MANAGER_AT}\n"), "utf-8")
    settings, changed = re.subn(r'(?m)^use = "[^"]*"', 'use = "later.toml"', town.config.read_text("utf-8"))
    assert changed == 1
    town.config.write_text(settings, "utf-8")


def test_entries_and_mails_by_plain_graph_calls_have_the_effects_of_the_demo(tmp_path: Path) -> None:
    with Town(tmp_path, speed=SPEED) as town:
        service = town.run()
        town.await_scan()
        now = town.now()
        town.enter("sam", "HV JS", now - minutes(20), now + minutes(7), HOME, "Home visit")
        robins = town.enter("robin", "Visit", now - minutes(20), now + minutes(14), "8 Brook Street, Leeds LS9 7TR")
        town.enter("alex", "HV KM", now - minutes(20), now + minutes(7), "27 Garden Terrace, Leeds LS11 5JD")
        jos = town.enter("jo", "HV", now - minutes(20), now + minutes(14), "3 Mill Lane, Leeds LS13 3NA", "Home visit")
        until(lambda: len(watched(town)) == 4, "the four visits")
        town.move_end("robin", robins, now + minutes(20))
        town.delete("jo", jos)
        town.enter("pat", "HV, written up", now - minutes(50), now, HOME, "Home visit")
        until(lambda: town.inbox("jo", "Are you not going, or have you finished?"), "the question to Jo")

        town.reply("pat", town.mail("pat", "Have you left, and are you safe?"), "Back at the office, all fine.")
        town.reply("sam", town.mail("sam", "Have you left?"), "Left, all fine.")
        asked = town.mail("robin", "Have you left?")
        assert f"{now + minutes(20):%H:%M}" in asked["body"]["content"]
        town.reply("robin", asked, "All done, heading back now.")

        # Only now: on a busy machine a command takes longer than Sam has before others are told.
        shown = town.command("visits", "--json")
        assert (shown.returncode, shown.stderr) == (0, "")
        assert {"worker": "Alex Reid", "matched_by": "location"}.items() <= _of("Alex Reid", shown.stdout).items()

        told = until(lambda: alarms(town, "morgan", "Alex Reid"), "the alarm for Alex")[0]
        assert "27 Garden Terrace, Leeds LS11 5JD" in told["body"]["content"]
        town.reply("morgan", told, "Close: safe and well, I spoke to Alex.")
        for_jo = until(lambda: alarms(town, "morgan", "Jo Mensah"), "the alarm for Jo")[0]
        assert "the entry was taken out or moved" in for_jo["body"]["content"]
        town.reply("jo", town.inbox("jo")[-1], "Left, all fine.")
        until(lambda: not watched(town), "the end of every visit")

        about = {mail["subject"].split(" is ")[0].removeprefix("ALARM: ") for mail in alarms(town, "morgan", "")}
        assert about == {"Alex Reid", "Jo Mensah"}
        assert [mail["subject"].split(" [")[0] for mail in town.inbox("pat")] == ["Have you left, and are you safe?"]
        assert [mail["subject"].split(" [")[0] for mail in town.inbox("sam")] == ["Have you left?"]
        assert service.end() == 0, service.said
        assert "Traceback" not in service.said
        assert town.command("audit", "verify").returncode == 0


def test_killed_between_the_reminder_and_the_managers_alert_it_still_tells_the_manager_once_and_why_so_late(
    tmp_path: Path,
) -> None:
    with Town(tmp_path, speed=SPEED) as town:
        with_a_later_manager(town)
        first = town.run("first")
        town.await_scan()
        now = town.now()
        end = now + minutes(10)
        town.enter("alex", "HV KM", now - minutes(20), end, HOME, "Home visit")
        town.mail("alex", "Have you left?")
        until(lambda: len(town.inbox("alex", "Have you left?")) == 2, "the reminder to Alex")
        assert alarms(town, "morgan", "") == []
        deadline = watched(town)["Alex Reid"].id
        # Twice to Alex, once to Dee and Ash, all of it noted as sent: a crash before that may send a message again.
        until(lambda: [row.state for row in recorded(town, deadline)] == ["sent"] * 4, "the end of sending")
        first.kill()
        assert first.process.returncode == -signal.SIGKILL

        # The manager's step falls due while nothing runs.
        until(lambda: town.now() > end + minutes(MANAGER_AT + 1), "the minute after the manager's")
        assert alarms(town, "morgan", "") == []
        second = town.run("second")
        alarm = town.mail("morgan", "ALARM: Alex Reid")
        told = re.search(r"calsync was not running from (\d\d:\d\d) to (\d\d:\d\d)", alarm["body"]["content"])
        assert told, alarm["body"]["content"]
        assert f"{end + minutes(9):%H:%M}" <= told.group(1) < f"{end + minutes(MANAGER_AT):%H:%M}" < told.group(2)
        assert HOME in alarm["body"]["content"]

        # It is repeated, as the policy says, each repeat being a message of its own, until Morgan closes it.
        until(lambda: len(alarms(town, "morgan", "Alex Reid")) == 2, "the repeat five minutes later")
        town.reply("morgan", alarm, "Close: safe and well, I spoke to Alex.")
        until(lambda: not watched(town), "the end of the visit")
        for who in ("dee", "ash"):
            town.mail(who, "Stand down: Alex Reid")

        # A mail stands in an inbox a moment before its row says so.
        until(lambda: all(row.state != "waiting" for row in recorded(town, deadline)), "the end of sending")
        rows = [row for row in recorded(town, deadline) if row.state == "sent"]
        identities = [(row.step, row.round, row.recipient, row.channel) for row in rows]
        assert len(identities) == len(set(identities))
        every = [mail for who in ("alex", "morgan", "dee", "ash", "sloane") for mail in town.inbox(who)]
        # What a busy machine has to tell IT of itself is about no visit, and no message of one.
        words = [word_of(mail) for mail in every if not mail["subject"].startswith("calsync for IT")]
        assert len(words) == len(set(words))
        assert sorted(words) == sorted(row.token for row in rows)
        steps_to_morgan = [(row.step, row.round) for row in rows if row.role == "line_manager"]
        assert steps_to_morgan[0] == ("4", 0)

        assert second.end() == 0, second.said
        assert "Traceback" not in second.said
        assert town.command("audit", "verify").returncode == 0


def test_started_again_while_the_tenant_is_down_it_keeps_running_and_goes_on_watching(tmp_path: Path) -> None:
    with Town(tmp_path, speed=SPEED) as town:
        first = town.run("first")
        town.await_scan()
        now = town.now()
        town.enter("alex", "HV KM", now - minutes(20), now + minutes(7), HOME, "Home visit")
        town.mail("alex", "Have you left?")
        first.kill()
        assert town.tenant.end() == 0

        second = town.run("second")
        deadline = until(lambda: watched(town), "the visit")["Alex Reid"].id

        def owed() -> list[Notification]:
            return [row for row in recorded(town, deadline) if row.role == "line_manager"]

        # The scan goes on: the manager's message is recorded, and waits for a tenant that takes it.
        rows = until(owed, "the manager's message")
        assert {row.state for row in rows} == {"waiting"}
        assert second.runs, second.said
        assert watched(town)["Alex Reid"].state == "open"
        told = town.command("doctor")
        assert told.returncode == 1
        assert "Traceback" not in told.stderr
        assert second.runs, second.said
        assert second.end() == 0, second.said


def _of(worker: str, lines: str) -> Row:
    """What `calsync visits --json` printed of one worker."""
    return next(row for row in map(json.loads, lines.splitlines()) if row["worker"] == worker)
