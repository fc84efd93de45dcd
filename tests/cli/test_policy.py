"""`calsync policy`: list, show, check."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

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


PRESETS = ("al-hasaniya", "bexley", "clarendon", "commence", "rotherham")


def test_list_names_all_five_presets_also_the_one_that_has_minutes_to_choose(calsync: Command) -> None:
    told = calsync("policy", "list")
    assert [line.split()[0] for line in told.out.splitlines()] == list(PRESETS)


def test_what_is_still_to_be_chosen_is_shown_and_stops_the_check(calsync: Command) -> None:
    shown = calsync("policy", "show", "al-hasaniya")
    assert (shown.status, shown.err) == (0, "")
    assert "     ?  worker: say whether they are out and safe, by text, mail (minutes to be chosen)  [AH4]" in shown.out
    told = calsync("policy", "check", "al-hasaniya")
    assert told.status == 1
    assert "al-hasaniya: step 1: after is still to be chosen: the policy names no minutes. AH4: " in told.out
    first = calsync("policy", "show", "al-hasaniya", "--json").facts[0]
    assert (first["minutes"], first["to_choose"]) == (None, ["after"])


def test_the_service_does_not_start_while_minutes_are_to_be_chosen(calsync: Command) -> None:
    scenario = EXAMPLE.parent / "scenarios" / "nobody-answers.toml"
    told = calsync("simulate", scenario, "--policy", "al-hasaniya")
    assert (told.status, told.out) == (2, "")
    assert len(told.err.splitlines()) == 5


def test_show_says_to_what_a_step_is_bound_and_for_what_it_waits(calsync: Command) -> None:
    told = calsync("policy", "show", "commence").out
    assert (
        "   +10  admin: ring the household, by text, mail (once it is logged what came of the step before, at the "
        "latest 5 minutes after it) (ordinary visits)  [CO11 (3.15)]"
    ) in told
    lines = calsync("policy", "show", "bexley").out.splitlines()
    assert any(
        "every 5 minutes until the next step (risk visits, out of office hours)  [BX6, BX8]" in each for each in lines
    )
    assert (
        "The ladder, in minutes from the return to the office, one for each outing"
        in calsync("policy", "show", "rotherham").out.splitlines()
    )


@pytest.mark.parametrize("name", PRESETS)
def test_the_picture_of_each_ladder_says_all_in_words_too(calsync: Command, tmp_path: Path, name: str) -> None:
    file = tmp_path / "ladder.svg"
    assert calsync("policy", "show", name, "--svg", file).status == 0
    svg = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    assert svg.get("role") == "img"
    title, described = svg[0].text or "", svg[1].text or ""
    assert title.endswith(": who is told when")
    labels = [each.text or "" for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    steps = [each for each in labels if " – " in each]
    assert steps
    assert all(each in described for each in steps)
    assert any("After a call for help" in each for each in labels)


def test_a_picture_has_a_lane_for_each_ladder_that_there_is(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "ladder.svg"
    calsync("policy", "show", "bexley", "--svg", file)
    drawn = file.read_text(encoding="utf-8")
    for risk in ("risk", "ordinary"):
        for hours in ("in", "out of"):
            assert f"From the end of the visit: {risk} visits, {hours} office hours" in drawn


def test_a_picture_that_cant_be_written_is_one_line_and_status_two(calsync: Command, tmp_path: Path) -> None:
    told = calsync("policy", "show", "bexley", "--svg", tmp_path / "gone" / "ladder.svg")
    assert (told.status, told.out) == (2, "")
    assert "--svg: " in told.err
