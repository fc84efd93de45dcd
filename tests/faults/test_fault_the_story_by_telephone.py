"""`calsync demo --texts` and `--calls` from outside: who says it by text, by the link, and by a key."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from calsync.demo.story import ANSWERED, CODE_WORD, DELETED, FORGOTTEN, HELP, MORE_TIME, NAMES, PERHAPS
from tests.faults.joined import PROGRAM, Row, environment

pytestmark = pytest.mark.faults

SPEED = 100
PATIENCE = 170.0
"""Real seconds; on an idle machine the story takes 40."""


@dataclass(frozen=True)
class Told:
    """What one run of the demo told."""

    facts: list[Row]
    aside: str

    def of(self, visit: str, what: str) -> list[Row]:
        """What happened to a visit, in order."""
        return [fact for fact in self.facts if (fact["visit"], fact["what"]) == (visit, what)]

    def ways(self, visit: str, what: str) -> set[str]:
        """By what it happened."""
        return {fact["channel"] for fact in self.of(visit, what)}


@pytest.fixture(scope="module", params=["--texts", "--calls"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Told]:
    folder: Path = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [PROGRAM, "demo", "--speed", str(SPEED), "--until-quiet", "--json", request.param],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environment(),
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return request.param, Told([json.loads(line) for line in done.stdout.splitlines()], done.stderr)


def test_the_story_by_telephone_keeps_every_promise(told: tuple[str, Told]) -> None:
    flag, demo = told
    assert "Traceback" not in demo.aside
    assert {fact["visit"] for fact in demo.facts} == set(NAMES)
    for visit in NAMES:
        assert demo.of(visit, "closed"), visit

    # Left by text: where it rings first, nobody but Sam takes the call.
    assert demo.ways(DELETED, "closed") == {"text"}
    assert demo.ways(FORGOTTEN, "closed") == {"text"}
    assert demo.ways(FORGOTTEN, "contact") == {"text"}
    # More time and left by the link that stands in the text.
    assert demo.ways(MORE_TIME, "extended") == {"link"}
    assert demo.ways(MORE_TIME, "closed") == {"link"}
    # Help, and the code word: nothing comes to the worker's telephone after it.
    assert demo.ways(HELP, "incident") == {"voice" if flag == "--calls" else "text"}
    (cry,) = demo.of(CODE_WORD, "incident")
    assert cry["channel"] == "text"
    assert not [row for row in demo.of(CODE_WORD, "notify") if row["role"] == "worker" and row["at"] > cry["at"]]
    ways = {row["channel"] for row in demo.of(CODE_WORD, "notify") if row["role"] == "line_manager"}
    if flag == "--texts":
        assert not [row for row in demo.facts if row["channel"] == "voice"]
        assert demo.ways(ANSWERED, "closed") == {"text"}
        assert {"text", "mail"} <= ways
    else:
        # Of three calls to Sam one may be missed on a busy machine, and then the text that follows is answered.
        assert "voice" in demo.ways(ANSWERED, "closed") | demo.ways(PERHAPS, "closed")
        assert "voice" in ways
        assert any("call" in line for line in demo.aside.splitlines() if "Sam Carter" in line)


def test_no_text_and_no_call_names_whom_or_what_is_visited(told: tuple[str, Told]) -> None:
    _, demo = told
    said = [row["text"] for row in demo.facts if row["what"] == "notify" and row["channel"] in ("text", "voice")]
    assert said
    for words in said:
        assert not any(each in words for each in ("Road", "Street", "Terrace", "Lane", "Row", "Parade", "Close,", "LS"))
