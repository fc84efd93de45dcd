"""`calsync simulate` as a user types it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_bad_input import one_sentence
from tests.simulation.scenes import DOCS, ELM_ROAD, happens

BY_MAIL = DOCS / "clarendon-by-mail.toml"
NOBODY = DOCS / "scenarios" / "nobody-answers.toml"
FIELDS = ["at", "late_minutes", "deadline", "what", "role", "ask", "channel", "text"]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A scenario in which Sam answers twelve minutes late, and which names no policy."""
    file = tmp_path / "scenario.toml"
    file.write_text(ELM_ROAD + happens("15:12", "worker", "reply", text='"Left, all fine"'))
    return file


def test_json_is_one_promised_object_a_line_in_time_order(calsync: Command, written: Path) -> None:
    told = calsync("simulate", written, "--policy", BY_MAIL, "--json")
    assert (told.status, told.err) == (0, "")
    assert [list(each) for each in told.facts] == [FIELDS] * 8
    assert [each["at"] for each in told.facts] == sorted(each["at"] for each in told.facts)
    assert told.facts[0] == {**told.facts[0], "at": "2026-12-01T15:00:00Z", "late_minutes": 0, "channel": "mail"}


def test_several_visits_are_told_apart_by_their_names(calsync: Command) -> None:
    told = calsync("simulate", DOCS / "scenarios" / "three-in-a-row.toml", "--policy", BY_MAIL, "--json")
    assert {each["visit"] for each in told.facts} == {"first", "second", "third"}


def test_two_runs_print_the_same(calsync: Command, written: Path) -> None:
    runs = [calsync("simulate", written, "--policy", BY_MAIL, "--json").out for _ in range(2)]
    assert runs[0] == runs[1]


def test_people_read_a_table_with_local_time_and_minutes(calsync: Command, tmp_path: Path) -> None:
    summer = tmp_path / "summer.toml"
    summer.write_text(ELM_ROAD.replace("-12-", "-07-") + happens("15:12", "worker", "reply", text='"safe"').replace(
        "-12-", "-07-"
    ))  # fmt: skip
    told = calsync("simulate", summer, "--policy", BY_MAIL)
    assert told.status == 0
    assert "Wed 01 Jul 2026" in told.out
    assert "16:10     10  deputy is told by mail to ring the worker" in told.out
    assert '16:12     12  the worker says "safe" (reply)' in told.out
    assert told.out.endswith("16:12: all is closed.\n")


def test_a_message_that_comes_again_and_again_is_folded_in_the_table(calsync: Command) -> None:
    told = calsync("simulate", NOBODY, "--policy", BY_MAIL)
    assert told.status == 0
    assert len(told.out.splitlines()) < 20
    assert "and so on: " in told.out
    assert "Not closed by Tue 01 Dec 2026 21:00" in told.err


def test_what_is_folded_stays_in_the_order_of_time(calsync: Command) -> None:
    told = calsync("simulate", NOBODY, "--policy", "bexley", "--until", "2026-12-01T15:46")
    times = [line[:5] for line in told.out.split("Tue 01 Dec 2026")[1].splitlines() if line[2:3] == ":"]
    assert times == sorted(times)
    assert "15:20     20  worker is told by mail" in told.out


def test_a_markdown_table_can_be_printed_from_a_moment_on(calsync: Command) -> None:
    span = ("--since", "2026-12-01T15:15", "--until", "2026-12-01T16:00")
    told = calsync("simulate", NOBODY, "--policy", BY_MAIL, "--markdown", *span)
    assert told.status == 0
    assert told.out.splitlines() == [
        "| time | late | deadline | what | who | ask |",
        "| -- | -- | -- | -- | -- | -- |",
        '| 15:20 | 20 | visit-end | "ALARM: Sam is 20 minutes late" | line manager | inform the emergency services |',
        "| 15:25 | 25 | visit-end | again, every 5 minutes until closed | line manager "
        "| inform the emergency services |",
    ]


def test_json_and_markdown_at_once_are_refused(calsync: Command) -> None:
    told = calsync("simulate", NOBODY, "--json", "--markdown")
    assert told.status == 2
    assert "--json and --markdown: choose one of both." in told.err


def test_a_policy_that_rings_is_told_by_mail_and_that_is_said(calsync: Command) -> None:
    told = calsync("simulate", NOBODY, "--until", "2026-12-01T15:21", "--json")
    assert told.status == 0
    assert {each["channel"] for each in told.facts if each["what"] == "notify"} == {"mail"}
    assert "A simulation sends by mail alone" in told.err


def test_a_policy_beside_the_scenario_is_found_from_anywhere(calsync: Command, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "ours.toml").write_text(BY_MAIL.read_text())
    (folder / "scenario.toml").write_text('policy = "ours.toml"\n' + ELM_ROAD)
    assert calsync("simulate", folder / "scenario.toml", "--until", "2026-12-01T15:11").status == 0


def test_a_return_is_said_to_bring_nobody_under_a_policy_that_asks_for_none(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(ELM_ROAD + "return = 2026-12-01T15:30:00Z")
    told = calsync("simulate", file, "--policy", BY_MAIL, "--until", "2026-12-01T15:31", "--json")
    assert told.status == 0
    assert "visit, return: the policy clarendon-by-mail has no deadline for it, so nobody is told by it" in told.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "names no policy"),
        (("--policy", "clarendn"), "did you mean 'clarendon'?"),
        (("--policy", "missing.toml"), "There is no policy file missing.toml"),
        (("--policy", str(BY_MAIL), "--until", "soon"), "--until: 'soon' is no time"),
        (("--policy", str(BY_MAIL), "--until", "2026-11-01"), "--until: the scenario begins only at"),
        (("--policy", str(BY_MAIL), "--until", "2027-11-01"), "--until: at most 31 days"),
    ],
)
def test_what_it_can_not_do_is_one_sentence(
    calsync: Command, written: Path, options: tuple[str, ...], said: str
) -> None:
    told = calsync("simulate", written, *options)
    assert said in told.err
    assert (told.status, told.out) == (2, "")
    assert "Traceback" not in told.err


def test_a_file_that_is_not_there_and_a_folder_are_one_sentence(calsync: Command, tmp_path: Path) -> None:
    assert "There is no scenario file" in one_sentence(calsync("simulate", tmp_path / "missing.toml"))
    assert "can't be read" in one_sentence(calsync("simulate", tmp_path))


def test_every_problem_of_a_file_is_a_line_with_its_place(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text('[visit]\nstart = 2026-12-01T14:00:00\nend = "x"\nlokation = "y"')
    told = calsync("simulate", file, "--policy", "clarendon")
    assert (told.status, told.out, len(told.err.splitlines())) == (2, "", 3)
    assert all(each.startswith(f"{file}: visit: ") for each in told.err.splitlines())


def test_a_day_of_visits_is_played_within_seconds(calsync: Command, tmp_path: Path) -> None:
    day = tmp_path / "day.toml"
    day.write_text(
        "\n".join(
            f'[[visit]]\nname = "{hour}"\nstart = 2026-12-01T{hour:02}:00:00Z\nend = 2026-12-01T{hour:02}:45:00Z\n'
            f'location = "{hour} Elm Road, Rotherham S60 3AB"'
            + happens(f"{hour:02}:46", "worker", "reply", visit=f'"{hour}"', text='"Left, all fine"')
            for hour in range(8, 17)
        )
    )
    began = time.process_time()
    told = calsync("simulate", day, "--policy", BY_MAIL, "--json")
    assert time.process_time() - began < 5
    assert [json.dumps(each["late_minutes"]) for each in told.facts if each["what"] == "closed"] == ["1"] * 9
