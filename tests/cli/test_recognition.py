"""`calsync classify` on streams of entries, and `calsync explain` on one."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import AFTERNOON, CALENDARS, Command, Joined
from tests.cli.test_bad_input import one_sentence

ELM = {"displayName": "14 Elm Road, S60 3AB"}


def row(name: str, hour: int = 14, **said) -> str:
    times = {key: {"dateTime": f"2026-12-01T{hour}:{minute}", "timeZone": "UTC"} for key, minute in TIMES.items()}
    return json.dumps({"id": name, **times, **said})


TIMES = {"start": "00:00", "end": "45:00"}


@pytest.fixture
def entries(tmp_path: Path):
    def written(*lines: str, name: str = "entries.jsonl") -> Path:
        file = tmp_path / name
        file.write_text("".join(f"{each}\n" for each in lines))
        return file

    return written


def test_each_entry_is_answered_in_the_same_order(calsync: Command, entries) -> None:
    told = calsync("classify", entries(row("b", location=ELM), row("a", subject="Lunch")))
    assert (told.status, told.err) == (0, "")
    assert [list(fact) for fact in told.facts] == [
        ["id", "tag", "kind", "matched_by", "reasons", "against", "flags"] for _ in range(2)
    ]
    assert [(fact["id"], fact["tag"], fact["kind"]) for fact in told.facts] == [
        ("b", "visit", "home"),
        ("a", "none", None),
    ]


def test_a_line_that_is_no_entry_keeps_its_place_and_harms_no_other(calsync: Command, entries) -> None:
    told = calsync("classify", entries("nope", row("a", location=ELM), '{"id": "x", "start": 3}', "[]", "", row("b")))
    assert told.status == 1
    assert [(fact["id"], fact["tag"], "error" in fact) for fact in told.facts] == [
        (None, None, True),
        ("a", "visit", False),
        ("x", None, True),
        (None, None, True),
        ("b", "none", False),
    ]
    assert [line.split("line ")[1][0] for line in told.err.splitlines()] == ["1", "3", "4"]


def test_what_is_wrong_with_a_line_quotes_nothing_of_it(calsync: Command, entries) -> None:
    told = calsync("classify", entries('{"id": "x", "subject": "HV Smith", "categories": "Smith"}', "Smith"))
    assert "Smith" not in told.err + told.out


def test_own_sites_come_from_a_list(calsync: Command, entries, tmp_path: Path) -> None:
    sites = tmp_path / "sites.json"
    sites.write_text('["Elm House, S60 3AB"]')
    file = entries(row("a", location=ELM))
    assert calsync("classify", file).facts[0]["tag"] == "visit"
    inside = entries(row("a", location={"displayName": "Elm House S60 3AB"}), name="inside.jsonl")
    (fact,) = calsync("classify", "--sites", sites, inside).facts
    assert (fact["tag"], fact["matched_by"]) == ("none", "own-site")
    sites.write_text('["Elm House",\n 3]')
    refused = calsync("classify", "--sites", sites, file)
    assert (refused.status, refused.out) == (2, "")
    assert f"{sites}: entry 2" in refused.err


def test_a_rules_file_of_ones_own_names_the_categories(calsync: Command, entries, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[categories]\nschool = ["PEP"]\n')
    (fact,) = calsync("classify", "--rules", rules, entries(row("a", categories=["pep"]))).facts
    assert (fact["tag"], fact["kind"]) == ("visit", "school")
    rules.write_text("wat = 1")
    refused = calsync("classify", "--rules", rules, entries(row("a")))
    assert (refused.status, refused.out) == (2, "")
    assert f"{rules}: line 1, wat" in refused.err


def test_outside_working_hours_a_place_alone_is_no_visit(calsync: Command, entries) -> None:
    file = entries(row("a", 20, location=ELM))
    assert calsync("classify", file).facts[0]["tag"] == "visit"
    assert calsync("classify", "--hours", "09:00-17:00", file).facts[0]["tag"] == "none"
    night = calsync("classify", "--hours", "09:00-17:00", "--zone", "America/New_York", file)
    assert night.facts[0]["tag"] == "visit"


def test_hours_that_end_before_they_begin_are_a_night_that_belongs_to_the_day_it_begins(
    calsync: Command, entries
) -> None:
    def at(day: int, hour: int) -> str:
        entry = json.loads(row("a", hour, location=ELM))
        for each in TIMES:
            entry[each]["dateTime"] = entry[each]["dateTime"].replace("-01T", f"-{day:02}T").replace("T6:", "T06:")
        return json.dumps(entry)

    tuesday, saturday, monday = 1, 5, 7
    told = calsync(
        "classify", "--hours", "17:00-09:00",
        entries(
            at(tuesday, 14), at(tuesday, 20), at(tuesday, 10), at(saturday, 20), at(saturday, 6),
            at(monday, 6),
        ),
    )  # fmt: skip
    assert [fact["tag"] for fact in told.facts] == ["none", "visit", "none", "none", "visit", "none"]


@pytest.mark.parametrize("wrong", [("--hours", "nine"), ("--hours", "09:00-09:00"), ("--zone", "Europe/London")])
def test_hours_that_are_none_are_told(calsync: Command, entries, wrong) -> None:
    one_sentence(calsync("classify", *wrong, entries(row("a"))))


def test_a_file_that_cannot_be_read_is_told(calsync: Command, tmp_path: Path) -> None:
    assert "can't be read" in one_sentence(calsync("classify", tmp_path / "gone.jsonl"))
    assert "can't be read" in one_sentence(calsync("classify", tmp_path))


def test_explain_says_rule_by_rule_why_and_what_would_change_it(calsync: Command) -> None:
    told = calsync("explain", CALENDARS / "weekly_series.ics", "2026-11-03T10:00", "--at", "2026-11-02")
    assert told.status == 0
    assert "Tue 03 Nov 2026 10:00 to" in told.out
    assert "the rule that decided:" in told.out


def test_what_decided_is_never_said_to_speak_for_a_visit_that_it_prevents(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "sam.ics"
    file.write_text(PRIVATE.replace("CLASS:PRIVATE\nSUMMARY:HV oncology", "SUMMARY:Write up visit"))
    told = calsync("explain", file, "2026-12-01T14:00", "--at", "2026-12-01", "--hours", "09:00-10:00")
    lines = [line.strip() for line in told.out.splitlines()]
    assert "No visit: it is left out." in lines
    assert "because: It is outside the person's working hours, where a place alone makes no visit." in lines
    assert any(line.startswith("although: Its location") for line in lines)
    assert "for it:" not in told.out
    assert "against it:" not in told.out


def test_several_entries_that_match_are_listed_with_their_times(calsync: Command) -> None:
    told = calsync("explain", CALENDARS / "weekly_series.ics", "10:00", "--from", "2026-11-01", "--to", "2026-12-15")
    assert told.status == 1
    assert "entries match" in told.err
    assert "Tue 03 Nov 2026 10:00" in told.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody", "HV"),
        ("gone.ics", "HV"),
        (CALENDARS / "weekly_series.ics", "no such words", "--at", "2026-11-02"),
        (CALENDARS / "weekly_series.ics", "HV", "--from", "2026-12-01", "--to", "2026-11-01"),
        ("sam@centre.example.org", "HV", "--hours", "09:00-17:00"),
    ],
)
def test_what_cannot_be_explained_is_one_sentence(calsync: Command, arguments) -> None:
    one_sentence(calsync("explain", *arguments))


def test_explain_reads_a_diary_through_graph_as_the_service_judges_it(calsync: Command, joined: Joined) -> None:
    sam, soon = joined.mail("sam"), AFTERNOON + timedelta(hours=1)
    joined.tenant.add_event(sam, "HV - K", soon, soon + timedelta(hours=1), "14 Elm Road, Leeds LS6 2AB", ())
    told = calsync("explain", sam, "hv", "--json")
    assert told.status == 0, told
    (fact,) = told.facts
    assert (fact["tag"], fact["kind"], fact["start"]) == ("visit", "home", "2026-12-01T15:00:00Z")
    assert {"act": 'Give it the category "Not a visit"', "then": "none"} in fact["otherwise"]
    assert calsync("explain", sam, fact["id"]).status == 0


def test_a_private_entrys_words_are_never_shown_or_searched(calsync: Command, tmp_path: Path) -> None:
    file = tmp_path / "sam.ics"
    file.write_text(PRIVATE)
    told = calsync("explain", file, "2026-12-01T14:00", "--at", "2026-12-01")
    assert told.status == 0
    assert "It is private" in told.out
    for word in ("oncology", "Hospital"):
        assert word not in told.out + told.err
    one_sentence(calsync("explain", file, "oncology", "--at", "2026-12-01"))
    (fact,) = calsync("explain", file, "2026-12-01T14:00", "--at", "2026-12-01", "--json").facts
    assert (fact["subject"], fact["private"]) == (None, True)


def test_somebody_unknown_or_not_watched_is_told(calsync: Command, joined: Joined) -> None:
    assert "Nobody is known by" in one_sentence(calsync("explain", "x@elsewhere.example", "HV"))
    assert "is not watched" in one_sentence(calsync("explain", joined.mail("morgan"), "HV"))


PRIVATE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sam//EN
BEGIN:VEVENT
UID:one
DTSTAMP:20261101T000000Z
DTSTART:20261201T140000Z
DTEND:20261201T150000Z
CLASS:PRIVATE
SUMMARY:HV oncology
LOCATION:Hospital, 1 Elm Road
END:VEVENT
END:VCALENDAR
"""
