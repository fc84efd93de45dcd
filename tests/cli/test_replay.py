"""`calsync replay` on exported calendars and on the diaries of a service: numbers, and nothing kept or sent."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from pathlib import Path

import pytest

from calsync.demo.faults import Fault
from tests.cli.conftest import AFTERNOON, CALENDARS, Command, Joined
from tests.cli.test_bad_input import one_sentence

RIVELIN, MANVERS, QUAYSIDE = (CALENDARS / f"replay_{name}.ics" for name in ("rivelin", "manvers", "quayside"))
SVG = "{http://www.w3.org/2000/svg}"
NOVEMBER = ("--policy", "clarendon", "--from", "2026-11-02", "--to", "2026-11-30")


def test_each_team_and_week_has_its_visits_and_what_only_may_be_one(calsync: Command) -> None:
    told = calsync("replay", RIVELIN, QUAYSIDE, *NOVEMBER, "--json")
    assert (told.status, told.err) == (0, "")
    assert [(fact["team"], fact["week"], fact["visits"], fact["possible"]) for fact in told.facts] == [
        ("replay_quayside", "2026-11-02", 3, 0),
        ("replay_quayside", "2026-11-09", 3, 0),
        ("replay_quayside", "2026-11-16", 4, 0),
        ("replay_rivelin", "2026-11-02", 3, 0),
        ("replay_rivelin", "2026-11-09", 1, 0),
        ("replay_rivelin", "2026-11-16", 2, 1),
    ]
    assert told.facts[-1]["doubts"] == {"tentative": 1}
    assert told.facts[-1]["all_day"] == 1


def test_alerts_depend_on_how_soon_workers_answer(calsync: Command) -> None:
    first, *_ = calsync("replay", QUAYSIDE, *NOVEMBER, "--answers", "never,15,0", "--json").facts
    assert first["told"] == [
        {"answered_after_minutes": 0, "questions": 3, "alerts": {}, "repeats": 0},
        {"answered_after_minutes": 15, "questions": 6, "alerts": {"deputy": 3, "admin": 3}, "repeats": 0},
        {
            "answered_after_minutes": None,
            "questions": 6,
            "alerts": {"deputy": 3, "admin": 3, "line_manager": 3},
            "repeats": 0,
        },
    ]


def test_the_calendars_of_a_folder_are_one_team(calsync: Command, tmp_path: Path) -> None:
    north = tmp_path / "north"
    north.mkdir()
    for file in (RIVELIN, MANVERS):
        (north / file.name).write_bytes(file.read_bytes())
    (north / "notes.txt").write_text("no calendar")
    facts = calsync("replay", north, QUAYSIDE, *NOVEMBER, "--json").facts
    assert [(fact["team"], fact["visits"]) for fact in facts if fact["week"] == "2026-11-02"] == [
        ("north", 5),
        ("replay_quayside", 3),
    ]


def test_the_table_adds_the_teams_up_and_says_whom_it_would_have_told(calsync: Command) -> None:
    told = calsync("replay", RIVELIN, MANVERS, QUAYSIDE, *NOVEMBER, "--answers", "0,20")
    assert told.status == 0
    lines = [line.split() for line in told.out.splitlines()]
    assert ["all", "all", "20", "2", "1", "1", "24", "/", "0", "47", "/", "57"] in lines
    assert ["20", "min", "47", "19", "19", "19", "0", "14.2"] in lines


def test_the_picture_is_well_formed_and_says_in_words_what_it_shows(calsync: Command, tmp_path: Path) -> None:
    odd = tmp_path / "a < b & c"
    odd.mkdir()
    (odd / "one.ics").write_bytes(QUAYSIDE.read_bytes())
    assert calsync("replay", odd, RIVELIN, *NOVEMBER, "--svg", tmp_path / "out.svg").status == 0
    root = ElementTree.parse(tmp_path / "out.svg").getroot()
    words = "\n".join(root.itertext())
    assert "a < b & c: 10 visits and 0 possible ones; alerts by habit of answering: 0 (at once)" in words
    assert "23 Nov" in words  # a week without visits has its place too


def test_the_picture_has_the_questions_and_the_alerts_of_each_team_and_week(calsync: Command, tmp_path: Path) -> None:
    asked = (QUAYSIDE, RIVELIN, *NOVEMBER, "--answers", "0,15")
    assert calsync("replay", *asked, "--svg", tmp_path / "out.svg").status == 0
    words = [each.strip() for each in ElementTree.parse(tmp_path / "out.svg").getroot().itertext() if each.strip()]
    assert words.count("Questions to workers by week") == 3
    assert words.count("Alerts to others by week") == 3
    quayside = words[words.index("replay_quayside") : words.index("replay_rivelin")]
    cells = [each for each in quayside if each.startswith(("02 Nov, ", "23 Nov, "))]
    assert cells == [
        "02 Nov, at once: 3",
        "23 Nov, at once: 0",
        "02 Nov, 15 min: 6",
        "23 Nov, 15 min: 0",
        "02 Nov, at once: 0",
        "23 Nov, at once: 0",
        "02 Nov, 15 min: 6",
        "23 Nov, 15 min: 0",
    ]


def test_all_teams_are_drawn_to_one_scale_and_their_sum_says_that_it_has_its_own(
    calsync: Command, tmp_path: Path
) -> None:
    assert calsync("replay", QUAYSIDE, RIVELIN, *NOVEMBER, "--svg", tmp_path / "out.svg").status == 0
    root = ElementTree.parse(tmp_path / "out.svg").getroot()
    blue = [each for each in root.iter(f"{SVG}rect") if each.get("fill") == "#1d70b8" and each.get("width") != "13.0"]
    tall = [float(each.get("height", "")) for each in blue][3:]
    # Three visits in each of the first weeks of quayside, which has four in its third; three and one in rivelin's.
    assert tall[0] == tall[1] == tall[3] == pytest.approx(3 * tall[4], abs=0.2)
    assert "All teams together (on a scale of its own)" in list(root.itertext())


def test_a_week_in_which_nothing_was_stands_in_the_table_too(calsync: Command) -> None:
    lines = [line.split() for line in calsync("replay", QUAYSIDE, *NOVEMBER, "--answers", "0").out.splitlines()]
    assert ["replay_quayside", "23", "Nov", "2026", "0", "0", "0", "0", "0", "/", "0"] in lines


def test_a_summer_week_begins_on_its_monday_in_local_time(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "summer.ics"
    file.write_text(EVENING.replace("20261103", "20260602"))
    told = calsync("replay", file, "--policy", "clarendon", "--from", "2026-06-01", "--to", "2026-06-15")
    assert "01 Jun 2026" in told.out
    assert "08 Jun 2026" in told.out
    assert "25 May 2026" not in told.out


def test_nobody_visited_and_no_address_stands_in_what_comes_out(calsync: Command, tmp_path: Path) -> None:
    said = calsync("replay", RIVELIN, MANVERS, QUAYSIDE, *NOVEMBER, "--svg", tmp_path / "out.svg").out
    said += calsync("replay", RIVELIN, MANVERS, QUAYSIDE, *NOVEMBER, "--json").out
    said += (tmp_path / "out.svg").read_text()
    for word in ("Elm", "Mill", "Quay Road", "S60", "HU1", "JS", "HV"):
        assert word not in said


def test_the_four_whole_weeks_before_now_are_looked_at_unless_told_otherwise(calsync: Command) -> None:
    told = calsync("replay", QUAYSIDE, "--policy", "clarendon", "--at", "2026-12-03")
    assert "from Mon 02 Nov 2026 up to Mon 30 Nov 2026" in told.out


def test_outside_the_hours_that_are_given_a_place_alone_makes_no_visit(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "evening.ics"
    file.write_text(EVENING)
    assert [fact["visits"] for fact in calsync("replay", file, *NOVEMBER, "--json").facts] == [1]
    assert calsync("replay", file, *NOVEMBER, "--hours", "09:00-17:00", "--json").facts == []


def test_a_diary_without_visits_is_said_to_have_none(calsync: Command) -> None:
    told = calsync("replay", QUAYSIDE, "--policy", "clarendon", "--from", "2026-01-05", "--to", "2026-02-02")
    assert told.status == 0
    assert "Nothing there is a visit" in told.out


def test_a_file_that_cannot_be_read_leaves_the_others_counted(calsync: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.ics").write_text("no calendar")
    (tmp_path / "empty").mkdir()
    told = calsync("replay", "bad.ics", "gone.ics", "empty", QUAYSIDE, *NOVEMBER, "--json")
    assert told.status == 1
    assert [line.split(":")[0] for line in told.err.splitlines()] == ["bad.ics", "gone.ics", "empty"]
    assert len(told.facts) == 3
    assert calsync("replay", "gone.ics", *NOVEMBER).status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (QUAYSIDE,),
        (QUAYSIDE, "--policy", "nobodys"),
        (QUAYSIDE, *NOVEMBER[:4], "--to", "2026-11-01"),
        (QUAYSIDE, "--policy", "clarendon", "--from", "2020-01-01"),
        (QUAYSIDE, *NOVEMBER, "--answers", "soon"),
        (QUAYSIDE, *NOVEMBER, "--answers", "99999"),
        (QUAYSIDE, *NOVEMBER, "--answers", ""),
        (QUAYSIDE, *NOVEMBER, "--svg", "no/such/folder.svg"),
        (QUAYSIDE, *NOVEMBER, "--zone", "Mars/Base"),
        ("--zone", "Europe/London"),
        ("--config", "gone.toml"),
    ],
)
def test_what_cannot_be_replayed_is_one_sentence(calsync: Command, arguments) -> None:
    one_sentence(calsync("replay", *arguments))


def test_without_files_the_diaries_of_the_watched_are_counted_by_department(calsync: Command, joined: Joined) -> None:
    sam, began = joined.mail("sam"), AFTERNOON - timedelta(days=7)
    joined.tenant.add_event(sam, "HV - K", began, began + timedelta(hours=1), "14 Elm Road, Leeds LS6 2AB", ())
    told = calsync("replay", "--at", "2026-12-01T14:00", "--answers", "30", "--json")
    assert told.status == 0, told
    (fact,) = told.facts
    assert (fact["week"], fact["visits"], fact["told"][0]["questions"]) == ("2026-11-23", 1, 2)
    assert not joined.tenant.mail(joined.mail("calsync"), None)
    assert not joined.tenant.mail(sam, None)
    assert not list(joined.config.parent.glob("*.sqlite*"))


def test_a_diary_that_is_refused_is_named_and_the_others_count(calsync: Command, joined: Joined) -> None:
    sam = joined.mail("sam")
    joined.tenant.faults.set(Fault("access-denied", sam))
    told = calsync("replay", "--at", "2026-12-01T14:00", "--json")
    assert told.status == 1
    assert sam in told.err


def test_a_rules_file_and_another_policy_can_be_tried_on_the_services_diaries(
    calsync: Command, joined: Joined, tmp_path: Path
) -> None:
    sam, began = joined.mail("sam"), AFTERNOON - timedelta(days=7)
    joined.tenant.add_event(sam, "Keeping in touch", began, began + timedelta(hours=1), "", ())
    (tmp_path / "mine.toml").write_text('[words]\nvisit = ["keeping in touch"]\n')
    asked = ("replay", "--at", "2026-12-01T14:00", "--json")
    assert calsync(*asked).facts == []
    told = calsync(*asked, "--rules", "mine.toml", "--policy", "clarendon")
    assert [fact["visits"] for fact in told.facts] == [1], json.dumps(told.facts)


EVENING = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sam//EN
BEGIN:VEVENT
UID:one
DTSTAMP:20261101T000000Z
DTSTART:20261103T190000Z
DTEND:20261103T200000Z
SUMMARY:K
LOCATION:14 Elm Road\\, Leeds LS6 2AB
END:VEVENT
END:VCALENDAR
"""
