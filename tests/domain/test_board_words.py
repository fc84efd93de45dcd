"""What the board says, in words that a frightened manager understands at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from calsync.domain.board import Urgency
from calsync.domain.board_words import NOBODY, TITLES, LineWords, Strip, line_words, nobody, strip, summary
from calsync.domain.model import AlarmKind, DeadlineKind, Pause, PauseFor, Tag, Watched
from tests.domain.test_board import at_hours, seen, the_visit
from tests.house import clock
from tests.values import a_deadline

LONDON = ZoneInfo("Europe/London")
AT_TWO = clock("14:00")
WORD = a_deadline(id="d2", alarm=AlarmKind.DURESS, base=clock("13:20"))


def words(*watched: Watched, at: str) -> list[LineWords]:
    return [line_words(line, clock(at), LONDON) for line in seen(*watched, at=at).lines]


def the_words(*watched: Watched, at: str) -> LineWords:
    (line,) = words(*watched, at=at)
    return line


def test_who_is_out_is_read_with_since_when_and_by_when() -> None:
    line = the_words(the_visit(), at="13:30")
    assert (line.name, line.expected, line.state) == ("Sam Visits", "13:00 · Out by 14:00", "")
    assert line.next == "At 14:10: Dee Deputises and Ash Administers to ring the worker"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DeadlineKind.RETURN, "13:00 · Back by 14:00"),
        (DeadlineKind.HOME_SAFE, "13:00 · Home by 14:00"),
        (DeadlineKind.INTERVAL, "13:00 · Next word by 14:00"),
    ],
)
def test_by_when_says_what_is_expected_then(kind: DeadlineKind, expected: str) -> None:
    assert the_words(the_visit(a_deadline(kind=kind)), at="13:30").expected == expected


def test_how_late_is_said_in_hours_and_minutes_and_who_has_it_until_when() -> None:
    theirs = a_deadline(responders_asked=True, owner="dee", owned_until=clock("15:30"))
    assert the_words(the_visit(theirs), at="15:05").state == "1 h 05 min late. Dee Deputises has it until 15:30"


def test_a_call_for_help_and_a_code_word_are_said_in_capitals() -> None:
    help_ = a_deadline(id="d2", alarm=AlarmKind.HELP, base=clock("13:20"))
    assert the_words(the_visit(help_), at="13:25").state == "Called for HELP at 13:20"
    assert the_words(the_visit(WORD), at="13:25").state == "CODE WORD given at 13:20: do not ring them"


def test_nobody_is_said_to_ring_while_a_code_word_of_that_worker_stands_on_another_visit() -> None:
    """Law 7: a ringing telephone may give the captive away."""
    late = the_visit(a_deadline(), id="v2")
    _, line = words(the_visit(WORD), late, at="14:05")
    assert line.state == "5 min late. Their CODE WORD stands: do not ring them"
    assert line.next == "At 14:10: Dee Deputises and Ash Administers to take it, and to ring nobody"


def test_tomorrow_and_risk_and_what_only_may_be_a_visit_are_said() -> None:
    assert the_words(at_hours("10:00", "11:00", day=1), at="09:00").expected == "10:00 · Out by 11:00"
    assert the_words(the_visit(risk=True, tag=Tag.POSSIBLE), at="13:30").state == (
        "High risk. May be a visit: nobody has said so"
    )


def test_the_first_sentence_says_whether_anybody_has_to_act() -> None:
    late = the_visit(a_deadline(responders_asked=True))
    well = "obody is late without somebody looking after it."
    assert summary(seen(the_visit(), at="13:30"), of_itself()) == f"N{well}"
    assert summary(seen(the_visit(), at="13:30"), of_itself(None)) == f"As far as calsync has seen, n{well}"
    assert summary(seen(late, at="14:30"), of_itself()) == "1 visit is late, and nobody has it."
    assert summary(seen(late, the_visit(a_deadline(id="d3"), id="v3"), at="14:30"), of_itself()) == (
        "2 visits are late, and nobody has them."
    )


def test_a_code_word_and_a_call_for_help_are_not_announced_as_lateness() -> None:
    help_ = the_visit(a_deadline(id="d3", alarm=AlarmKind.HELP, base=clock("13:20")), id="v3")
    found = seen(the_visit(WORD), help_, the_visit(id="v4"), at="14:05")
    assert summary(found, of_itself()) == (
        "1 CODE WORD stands, and nobody has it. 1 call for HELP, and nobody has it. 1 visit is late, and nobody has it."
    )


def test_below_somebody_who_is_late_nobody_else_is_late_or_out() -> None:
    found = seen(the_visit(a_deadline(responders_asked=True)), at="14:30")
    assert [nobody(each, found) for each in (Urgency.LATE, Urgency.DUE_SOON, Urgency.OUT)] == [
        "Nobody else is late.", "Nobody else is due.", "Nobody else is out.",
    ]  # fmt: skip
    assert nobody(Urgency.OUT, seen(at="09:00")) == "Nobody is out."


def test_what_a_pause_holds_is_said_to_be_not_watched_and_who_is_asked_after_it() -> None:
    pause = Pause(
        id="P", whom=PauseFor.ALL, until=clock("18:00"), reason="training", asked_by="morgan", asked_at=clock("12:30"),
        agreed_by="dee", agreed_at=clock("12:30"), covered=("sam",),
    )  # fmt: skip
    for at, state in (("13:30", ""), ("14:30", ". 30 min late")):
        (line,) = seen(the_visit(), at=at, pauses=[pause]).lines
        said = line_words(line, clock(at), LONDON)
        assert said.state == f"NOT WATCHED: paused until 18:00{state}"
        assert said.next == "At 18:10: Sloane On Call, Dee Deputises and Ash Administers to ring the worker"
    itself = of_itself(pauses=["PAUSED: visits of Sam Visits"])
    assert summary(seen(at="13:30"), itself) == "Nobody who is watched is late without somebody looking after it."


def test_every_urgency_has_a_title_and_a_sentence_for_nobody() -> None:
    assert set(TITLES) == set(NOBODY) == set(Urgency)


def of_itself(scanned: datetime | None = AT_TWO, **changes: Any) -> Strip:
    told: dict[str, Any] = {"unread": (), "pauses": (), "kept_from_work": 0, "tick": timedelta(seconds=2)}
    return strip(at=clock("14:00:03"), scanned=scanned, zone=LONDON, **{**told, **changes})


def test_the_board_says_when_deadlines_were_last_looked_at() -> None:
    assert of_itself() == Strip(
        sentences=("Deadlines were last looked at 3 seconds ago.", "Every diary was read in time."),
        warnings=(),
        stale=False,
        paused=False,
    )
    assert "looked at 1 second ago." in of_itself(clock("14:00:02")).sentences[0]


@pytest.mark.parametrize("scanned", [None, clock("13:59:58"), clock("12:00")])
def test_a_scan_that_is_older_than_two_ticks_makes_the_board_out_of_date(scanned: datetime | None) -> None:
    found = of_itself(scanned)
    assert found.stale
    assert "no alarm is raised" in found.warnings[0]
    assert "Ring IT" in found.warnings[0]


def test_the_oldest_unread_diary_is_named_and_one_that_was_never_read_is_the_oldest() -> None:
    unread = [("Sam Visits", clock("13:20")), ("Robin Roams", clock("13:10"))]
    assert of_itself(unread=unread).stale
    assert of_itself(unread=unread).warnings == (
        "2 diaries were not read in time; the oldest is that of Robin Roams, last read at 13:10: "
        "what changed there is not seen.",
    )
    assert of_itself(unread=[("Sam Visits", None)]).warnings == (
        "The diary of Sam Visits was not read in time (never read): what changed there is not seen.",
    )


def test_pauses_and_what_keeps_calsync_from_its_work_are_said() -> None:
    found = of_itself(pauses=["PAUSED: visits of everybody"], kept_from_work=2)
    assert found.warnings == ("PAUSED: visits of everybody",)
    assert found.sentences[2:] == ("2 things keep calsync from its work: IT was told.",)


def test_a_line_of_a_diary_that_was_not_read_in_time_says_so() -> None:
    line = seen(the_visit(), at="13:30").lines[0]
    assert line_words(line, clock("13:30"), LONDON).read == ""
    (old,) = seen(the_visit(), at="13:30", mailboxes={}).lines
    assert line_words(old, clock("13:30"), LONDON).read == "Diary never read"
