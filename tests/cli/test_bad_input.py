"""What a command can't do it says in one sentence with the fix, on standard error, with exit status 2."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from calsync.demo.faults import Fault
from tests.cli.conftest import AFTERNOON, Command, Ended, Joined

COMMANDS = ["run", "poll", "doctor", "visits", "audit verify", "answer x safe --by sam@clarendon.example"]
LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARNING) ")


def one_sentence(told: Ended) -> str:
    """The one sentence with which a command ended, after what it logged before; status 2 and no traceback."""
    assert told.status == 2, told
    assert "Traceback" not in told.err
    lines = [line for line in told.err.splitlines() if not LOG_LINE.match(line)]
    assert len(lines) == 1, lines
    assert lines[0].endswith(".")
    return lines[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_configuration_a_command_says_what_to_do(calsync: Command, command: str) -> None:
    told = calsync(*command.split())
    assert told.out == ""
    said = one_sentence(told)
    assert said.startswith("There is no calsync.toml here:")
    assert "calsync demo" in said


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("visits", "--at"),
        ("visits", "--from"),
        ("visits", "--to"),
        ("visits", "--zone"),
        ("visits none.ics", "--at"),
        ("events none.ics", "--zone"),
        ("explain none.ics x", "--at"),
        ("explain none.ics x", "--zone"),
        ("explain sam@clarendon.example x", "--from"),
        ("replay --policy clarendon", "--at"),
        ("replay none.ics --policy clarendon", "--zone"),
        ("pause ask --all --reason x --by sam@clarendon.example", "--until"),
        ("answer x extend --by sam@clarendon.example", "--until"),
        ("policy check clarendon", "--at"),
        ("tenant", "--epoch"),
    ],
)
@pytest.mark.parametrize("value", ["nonsense", "0001-01-01"])
def test_a_value_that_is_no_time_and_no_zone_is_told_before_anything_is_looked_for(
    calsync: Command, command: str, option: str, value: str
) -> None:
    told = calsync(*command.split(), option, value)
    assert told.out == ""
    assert one_sentence(told).startswith((f"{option}: ", "--hours, --zone", "--zone is"))


def test_what_goes_with_calendars_alone_is_told_without_them(calsync: Command) -> None:
    for options in (["--policy", "clarendon"], ["--site", "1 Elm Road"], ["--all"]):
        assert one_sentence(calsync("visits", *options)).startswith("--policy, --site and --all go with calendars")


def test_run_without_a_configuration_is_the_same_as_a_process(calsync_process: Command) -> None:
    told = calsync_process("run")
    assert "There is no calsync.toml here:" in one_sentence(told)
    assert told.out == ""


@pytest.mark.parametrize("command", ["run", "poll"])
def test_a_wrong_secret_is_told_with_the_fix(calsync_process: Command, joined: Joined, command: str) -> None:
    joined.rewrite(joined.people.app.secret, "another-secret-than-entra-knows")
    told = calsync_process(command)
    said = one_sentence(told)
    assert "AADSTS7000215" in said
    assert "give the secret's Value" in said
    assert "another-secret-than-entra-knows" not in told.err


@pytest.mark.parametrize("command", ["run", "poll"])
def test_a_tenant_that_cannot_be_reached_is_told_with_the_fix(calsync: Command, joined: Joined, command: str) -> None:
    joined.rewrite(joined.server.base_url, "https://localhost:9")
    said = one_sentence(calsync(command))
    assert "localhost" in said
    assert "Check the address" in said


@pytest.mark.parametrize("wrong", ["secret", "tenant"])
def test_the_doctor_shows_a_red_line_with_the_fix_and_ends_with_status_one(
    calsync: Command, joined: Joined, wrong: str
) -> None:
    if wrong == "secret":
        joined.rewrite(joined.people.app.secret, "another-secret-than-entra-knows")
    else:
        joined.rewrite(joined.server.base_url, "https://localhost:9")
    told = calsync("doctor")
    assert told.status == 1
    red = [line for line in told.out.splitlines() if line.startswith("RED")]
    assert len(red) == 1
    assert ("give the secret's Value" if wrong == "secret" else "Check the address") in red[0]
    assert "Traceback" not in told.err


def test_a_mailbox_asked_for_by_name_that_is_not_there_is_told_with_the_fix(calsync: Command, joined: Joined) -> None:
    joined.tenant.change_person(joined.mail("sam"), has_mailbox=False)
    said = one_sentence(calsync("poll", "--mailbox", joined.mail("sam")))
    assert "There is no Exchange Online mailbox behind it: check the licence" in said


def test_one_mailbox_that_is_not_there_keeps_no_other_from_being_read(calsync: Command, joined: Joined) -> None:
    joined.tenant.change_person(joined.mail("sam"), has_mailbox=False)
    told = calsync("poll", "--json")
    assert told.status == 1
    problems = {fact["mailbox"]: fact["problem"] for fact in told.facts}
    assert len(problems) == 9
    assert problems.pop(joined.mail("sam"))
    assert set(problems.values()) == {""}


def test_what_was_watched_stays_watched_when_its_mailbox_is_gone(calsync: Command, joined: Joined) -> None:
    start, end = AFTERNOON - timedelta(minutes=10), AFTERNOON + timedelta(minutes=20)
    joined.tenant.add_event(joined.mail("sam"), "HV", start, end, "14 Elm Road, Leeds LS6 2AB", ("Home visit",))
    assert calsync("poll").status == 0
    for kind in ("no-mailbox", "access-denied", "unavailable"):
        joined.tenant.faults.set(Fault(kind))
        assert calsync("poll").status != 0
        (watched,) = calsync("visits", "--json").facts
        assert watched["state"] == "open"
        joined.tenant.faults.clear()


@pytest.mark.parametrize("address", ["nobody@clarendon.example", "morgan@clarendon.example"])
def test_polling_somebody_who_is_not_watched_says_so(calsync: Command, joined: Joined, address: str) -> None:
    assert address in one_sentence(calsync("poll", "--mailbox", address))


def test_the_doctor_shows_a_service_mailbox_that_is_not_there(calsync: Command, joined: Joined) -> None:
    joined.tenant.change_person(joined.mail("calsync"), has_mailbox=False)
    told = calsync("doctor", "--json")
    assert told.status == 1
    assert [fact["part"] for fact in told.facts if fact["light"] == "red"] == ["service mailbox"]


@pytest.mark.parametrize("command", ["run", "poll", "doctor", "visits", "audit verify"])
def test_a_database_below_a_regular_file_is_told_with_the_fix(
    calsync: Command, joined: Joined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    file = tmp_path / "a-file"
    file.write_text("")
    monkeypatch.setenv("CALSYNC_STORE__URL", f"sqlite:///{file}/calsync.sqlite")
    told = calsync(*command.split())
    assert told.out == ""
    assert str(file) in one_sentence(told)


def test_a_database_that_can_only_be_read_is_told_with_the_fix(
    calsync_process: Command, joined: Joined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "read-only.sqlite"
    sqlite3.connect(file).close()
    monkeypatch.setenv("CALSYNC_STORE__URL", f"sqlite:///file:{file}?mode=ro&uri=true")
    said = one_sentence(calsync_process("run"))
    assert str(file) in said
    assert "calsync" in said


def test_every_mistake_of_the_configuration_is_told_at_once(calsync: Command, joined: Joined) -> None:
    joined.rewrite("client_id = ", "clientid = ")
    joined.rewrite('out_of_hours = ["sloane@clarendon.example"]', "out_of_hours = []")
    joined.rewrite("speed = 1", 'speed = "fast"')
    told = calsync("run")
    assert (told.status, told.out) == (2, "")
    assert "Traceback" not in told.err
    for place in ("graph.client_id", "roles.out_of_hours", "simulation.speed"):
        assert place in told.err


def test_a_policy_that_needs_a_channel_which_is_not_there_keeps_the_service_from_running(
    calsync: Command, joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALSYNC_POLICY__USE", "clarendon")
    told = calsync("run")
    assert told.status == 2
    assert "mail_alone" in told.err
    assert "Traceback" not in told.err
