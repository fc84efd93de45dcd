"""`calsync probe` as an administrator types it, against a simulated tenant."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import AFTERNOON, Command, Joined
from tests.cli.test_bad_input import one_sentence

HOUR = timedelta(hours=1)


@pytest.fixture
def entries(joined: Joined) -> None:
    """Sam's and Robin's diaries, with an entry of each kind that a question is about."""
    for number in range(12):
        start = AFTERNOON + number * HOUR
        joined.tenant.add_event(joined.mail("sam"), "Anwar", start, start + HOUR, "14 Elm Road, Leeds LS6 2AB")
    day = AFTERNOON.replace(hour=0)
    joined.tenant.add_event(joined.mail("robin"), "Leave", day, day + timedelta(days=1), all_day=True)
    joined.tenant.add_event(
        joined.mail("robin"), "Anwar", AFTERNOON, AFTERNOON + HOUR, "14 Elm Road, Leeds LS6 2AB", sensitivity="private"
    )


@pytest.mark.usefixtures("entries")
def test_all_is_answered_the_budget_comes_first_and_the_record_is_for_its_owner_alone(
    calsync_process: Command, joined: Joined
) -> None:
    told = calsync_process("probe", "--output", "record.jsonl", "--write", "--skip", "concurrency")
    assert (told.status, told.err) == (0, ""), told
    first, *_, last = told.out.splitlines()
    assert "questions, by at most" in first
    assert "It makes one draft without a recipient" in told.out
    assert "OPEN" not in told.out
    assert last == "The record is in record.jsonl. Look through it before you pass it on."
    record = Path("record.jsonl")
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    facts = [json.loads(line) for line in record.read_text().splitlines()]
    assert set(facts[1]) == {"probe", "asks", "settled", "finding", "exchanges"}
    assert set(facts[1]["exchanges"][0]) == {
        "request", "sent", "status", "milliseconds", "headers", "body", "times",
    }  # fmt: skip
    everything = told.out + record.read_text()
    people = [
        word
        for person in joined.tenant.people.values()
        for word in (person.id, person.mail, person.name)
        if word != "calsync"
    ]
    for word in ["Anwar", "Elm Road", *people, joined.people.app.client_id, joined.people.group.id]:
        assert word not in everything


def test_a_question_that_stays_open_ends_with_status_one(calsync: Command, joined: Joined) -> None:
    told = calsync("probe", "--only", "private", "--json")
    assert told.status == 1
    assert [fact.get("settled") for fact in told.facts] == [None, True, False]
    assert told.err.startswith("calsync probe asks localhost:")
    assert told.err.endswith("1 of 2 questions are settled, 1 stay open.\n")


@pytest.mark.usefixtures("entries")
def test_one_question_about_one_persons_diary(calsync: Command, joined: Joined) -> None:
    told = calsync("probe", "--only", "all-day", "--mailbox", joined.mail("robin"))
    assert told.status == 0
    assert "1 of 1 diaries can be read." in told.out
    assert "SETTLED" in told.out
    assert "Nothing is written or sent." in told.out


def test_a_question_is_left_out(calsync: Command, joined: Joined) -> None:
    told = calsync("probe", "--skip", "concurrency")
    assert "concurrency" not in told.out
    assert "batch" in told.out


def test_a_mailbox_out_of_scope(calsync: Command, joined: Joined) -> None:
    told = calsync("probe", "--only", "out-of-scope", "--out-of-scope", joined.mail("sloane"))
    assert told.status == 0
    assert "The app CAN open it" in told.out


def test_the_questions_are_listed_without_a_configuration(calsync: Command) -> None:
    told = calsync("probe", "--list", "--json")
    assert told.status == 0
    assert [fact["probe"] for fact in told.facts if fact["writes"]] == ["draft"]
    assert len(calsync("probe", "--list").out.splitlines()) == len(told.facts)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--only", "nothing"), "--only: there is no question 'nothing'"),
        (("--skip", "nothing"), "--skip: there is no question 'nothing'"),
        (("--only", "draft"), "--only draft: this question needs --write as well."),
        (("--only", "out-of-scope"), "this question needs --out-of-scope MAIL as well."),
        (("--only", "token", "--skip", "token"), "leave no question"),
        (("--only", "token", "--output", "calsync.toml"), "calsync.toml is there already"),
        (("--only", "token", "--output", "no/folder"), "no/folder can't be made (No such file or directory)"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_sentence(calsync: Command, joined: Joined, arguments, words) -> None:
    told = calsync("probe", *arguments)
    assert words in one_sentence(told)
    assert told.out == ""


def test_without_a_configuration_it_says_what_to_do(calsync: Command) -> None:
    assert one_sentence(calsync("probe")).startswith("There is no calsync.toml here:")


@pytest.mark.parametrize("wrong", ["secret", "address"])
def test_a_tenant_that_cannot_be_asked_is_told_with_the_fix(calsync: Command, joined: Joined, wrong: str) -> None:
    if wrong == "secret":
        joined.rewrite(joined.people.app.secret, "another-secret-than-entra-knows")
    else:
        joined.rewrite(joined.server.base_url, "https://localhost:9")
    said = one_sentence(calsync("probe", "--skip", "concurrency", "--output", "record.jsonl"))
    assert not Path("record.jsonl").exists(), "the same command can be given again"
    assert ("AADSTS7000215" if wrong == "secret" else "Check the address") in said
