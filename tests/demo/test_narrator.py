"""The demo's lines come out in the order of its clock, however late one of them is heard of."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta

from calsync.demo.narrator import A_LOOK, HELD, Narrator, Steady
from calsync.engine import Happened
from tests.values import a_visit

VISIT = a_visit()


@dataclass
class Stage:
    """A narrator whose real time the test passes."""

    moment: float = 0.0
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steady = Steady(elapsed=lambda: self.moment)
        self.narrator = Narrator({}, str, as_json=True, out=self.lines.append, steady=self.steady)

    def happens(self, minute: float, words: str) -> None:
        self.narrator(Happened(at=VISIT.end + timedelta(minutes=minute), what="notify", visit=VISIT, text=words))

    def passes(self, seconds: float) -> None:
        while seconds > 0:
            self.moment += min(seconds, A_LOOK)
            seconds -= A_LOOK
            self.steady.look()

    def told(self, before: float = 60.0) -> list[str]:
        self.narrator.tell(before=VISIT.end + timedelta(minutes=before))
        return [json.loads(line)["text"] for line in self.lines]


def test_what_is_heard_late_holds_back_what_lies_after_it():
    stage = Stage()
    stage.happens(0, "the call")
    stage.happens(2, "the text")
    stage.passes(HELD / 2)
    stage.happens(1, "the mail, that was slow")
    stage.passes(HELD / 2)
    assert stage.told() == ["the call"]
    stage.passes(HELD / 2)
    assert stage.told() == ["the call", "the mail, that was slow", "the text"]


def test_what_may_still_be_told_holds_back_what_lies_after_it():
    stage = Stage()
    stage.happens(0, "first")
    stage.happens(5, "second")
    stage.passes(HELD)
    assert stage.told(before=5) == ["first"]
    assert stage.told(before=6) == ["first", "second"]


def test_a_machine_that_stalls_brings_nothing_forward():
    stage = Stage()
    stage.happens(1, "later")
    stage.moment += 60.0
    stage.steady.look()
    assert stage.told() == []
    stage.happens(0, "earlier, told as the machine goes on")
    stage.passes(HELD)
    assert stage.told() == ["earlier, told as the machine goes on", "later"]
    assert not stage.narrator.waiting


def test_at_the_end_all_of_it_is_told():
    stage = Stage()
    stage.happens(1, "b")
    stage.happens(0, "a")
    stage.narrator.tell(all_of_it=True)
    assert [json.loads(line)["text"] for line in stage.lines] == ["a", "b"]
