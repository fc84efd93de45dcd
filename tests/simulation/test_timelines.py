"""The timelines of docs/policies.md are what `calsync simulate` plays: made anew here, and compared with the page."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from calsync.cli.simulate_markdown import markdown
from calsync.simulation.play import Play
from tests.simulation.scenes import CLARENDON, DOCS, ELM_ROAD, happens, scenario

PAGE = (DOCS.parent / "policies.md").read_text(encoding="utf-8")


def _maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_timelines", DOCS.parent / "make_timelines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MAKER = _maker()


def rows(*parts: str, until: datetime | None = None) -> list[str]:
    read = scenario(*parts)
    return markdown(asyncio.run(Play(read, CLARENDON, until=until).played()), read)[2:]


@pytest.mark.parametrize("section", MAKER.SECTIONS, ids=[each.own for each in MAKER.SECTIONS])
def test_the_page_says_what_the_command_brings(section: Any) -> None:
    made = "\n".join(MAKER.timelines(section))
    assert f"{made}\n\n" in PAGE, "docs/policies.md is not what is played: make docs"


def test_the_page_has_each_sections_heading_once_and_nothing_else_between_the_markers() -> None:
    between = PAGE.split(MAKER.MARKER)[1]
    headings = [line.removeprefix("### ") for line in between.splitlines() if line.startswith("#")]
    assert headings == [each.title for each in MAKER.SECTIONS]


def test_every_policy_has_every_scenario_of_its_own_or_the_common_one() -> None:
    for section in MAKER.SECTIONS:
        part = PAGE.split(f"### {section.title}\n")[1].split("\n### ")[0]
        assert [part.count(f"**{title}**: `calsync simulate ") for title in MAKER.TITLES.values()] == [1] * 8


def test_what_is_told_again_and_again_is_told_once_with_its_pace() -> None:
    found = rows(ELM_ROAD, until=datetime(2026, 12, 1, 17, tzinfo=UTC))
    assert found[-2:] == [
        '| 15:20 | 20 | visit-end | "ALARM: Sam is 20 minutes late" | line manager | inform the emergency services |',
        "| 15:25 | 25 | visit-end | again, every 5 minutes until closed | line manager "
        "| inform the emergency services |",
    ]


def test_repeats_that_end_before_another_step_say_when() -> None:
    found = rows(ELM_ROAD, until=datetime(2026, 12, 1, 18, 20, tzinfo=UTC))
    assert "again, every 5 minutes until 17:55" in found[-3]
    assert "line manager, out of hours" in found[-2]
    assert "again, every 5 minutes until closed" in found[-1]


def test_another_day_is_named_and_a_bar_in_somebodys_words_breaks_no_table() -> None:
    found = rows(
        ELM_ROAD,
        "created = 2026-11-30T09:00:00Z",
        happens("15:02", "worker", "reply", text='"left | all fine"'),
    )
    assert found[0].startswith("| Mon 09:00 |  |  | Sam makes the entry")
    assert '| 15:02 | 2 | visit-end | says "left \\| all fine" | worker |  |' in found


def test_nothing_that_happens_is_one_sentence() -> None:
    read = scenario(ELM_ROAD, happens("12:00", "worker", "delete"))
    played = asyncio.run(Play(read, CLARENDON).played())
    assert markdown(played, read)[2:] == ["| 12:00 |  |  | Sam deletes the entry |  |  |"]
    assert markdown(type(played)(happened=(), ended=played.ended, closed=True), read) == [
        "Nothing happens: nobody is asked, and nobody is told."
    ]
