"""`calsync policy`: list, show, check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_calendars import no_clock

__all__ = ["no_clock"]

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "examples" / "clarendon-by-mail.toml"


def test_list_names_each_preset_with_its_title(calsync: Command) -> None:
    told = calsync("policy", "list")
    assert told.status == 0
    assert any(line.split() == ["clarendon", *TITLE.split()] for line in told.out.splitlines())
    assert {"name": "clarendon", "title": TITLE} in calsync("policy", "list", "--json").facts


TITLE = "Clarendon Children's Centre lone worker and home visiting policy"


def test_show_prints_the_ladder_and_how_each_requirement_is_met(calsync: Command) -> None:
    told = calsync("policy", "show", "clarendon")
    assert (told.status, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == TITLE
    assert (
        "   +20  line manager: inform the emergency services, by text, mail, every 5 minutes until somebody closes it"
        "  [CL2]" in lines
    )
    codes = [line.split()[0] for line in lines if line.startswith("  CL")]
    assert codes == [f"CL{number}" for number in range(1, 19)]


def test_show_as_json_has_each_step_and_each_requirement(calsync: Command) -> None:
    facts = calsync("policy", "show", "clarendon", "--json").facts
    ladder = [(fact["minutes"], fact["roles"], fact["ask"]) for fact in facts if fact["kind"] == "step"]
    assert ladder == [
        (0, ["worker"], "check-in"),
        (10, ["worker"], "check-in"),
        (10, ["deputy", "admin"], "call-worker"),
        (20, ["line_manager"], "inform-emergency-services"),
    ]
    assert len([fact for fact in facts if fact["kind"] == "row"]) == 18
    assert [fact for fact in facts if fact["kind"] == "emergency"]


def test_check_says_that_a_preset_can_be_used(calsync: Command) -> None:
    told = calsync("policy", "check", "clarendon")
    assert (told.status, told.out, told.err) == (0, "clarendon: can be used.\n", "")


def test_check_says_when_mail_alone_was_signed_for(calsync: Command) -> None:
    told = calsync("policy", "check", EXAMPLE)
    assert told.status == 0
    assert "mail alone: signed for the demonstration" in told.out
    (note,) = calsync("policy", "check", EXAMPLE, "--json").facts
    assert note == {"kind": "note", "text": "mail alone: signed for the demonstration"}


def test_check_tells_three_mistakes_at_once_each_with_its_place(calsync_process: Command, tmp_path: Path) -> None:
    text = EXAMPLE.read_text()
    text = text.replace("max_extension =", "max_extention =")  # an unknown key, and a missing one
    text = text.replace('ask = "call-worker"', 'ask = "ring-worker"')
    text = text.replace('role = "line_manager"', 'role = "boss"')
    ours = tmp_path / "ours.toml"
    ours.write_text(text)
    told = calsync_process("policy", "check", ours)
    assert (told.status, told.err) == (1, "")
    lines = told.out.splitlines()
    assert len(lines) >= 3
    assert all(line.startswith(f"{ours}: ") for line in lines)
    for mistake in ("max_extention", "ring-worker", "boss"):
        assert any(mistake in line for line in lines), mistake
    assert "can be used" not in told.out


@pytest.mark.parametrize("which", ["missing.toml", "no-such-preset"])
@pytest.mark.parametrize("command", ["check", "show"])
def test_a_policy_that_is_not_there_is_one_line_and_status_two(calsync: Command, command, which) -> None:
    told = calsync("policy", command, which)
    assert (told.status, told.out) == (2, "")
    (sentence,) = told.err.splitlines()
    assert which in sentence


def test_each_sentence_about_an_unknown_preset_ends_before_the_next_begins(calsync: Command) -> None:
    told = calsync("policy", "check", "no-such-preset")
    assert "clarendon An" not in told.err


def test_a_review_that_is_past_on_the_day_given_is_told(calsync: Command, tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    ours.write_text("review_by = 2027-01-31\n" + EXAMPLE.read_text())
    assert "reviewed" not in calsync("policy", "check", ours, "--at", "2027-01-31").out
    assert "was to be reviewed by 2027-01-31" in calsync("policy", "check", ours, "--at", "2027-02-01").out


@pytest.mark.usefixtures("no_clock")
def test_with_at_given_nothing_reads_the_clock(calsync: Command) -> None:
    assert calsync("policy", "check", EXAMPLE, "--at", "2026-12-01").status == 0
