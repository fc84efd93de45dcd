"""poll, visits, answer, doctor and audit verify against a simulated tenant."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from calsync.store import open_store
from tests.cli.conftest import AFTERNOON, Command, Joined
from tests.cli.test_bad_input import one_sentence

PLACE = "14 Elm Road, Leeds LS6 2AB"


@pytest.fixture
def deadline(calsync: Command, joined: Joined) -> str:
    """The open deadline of Sam's visit, which has begun and ends in 20 minutes."""
    start, end = AFTERNOON - timedelta(minutes=10), AFTERNOON + timedelta(minutes=20)
    joined.tenant.add_event(joined.mail("sam"), "HV", start, end, PLACE, ("Home visit",))
    told = calsync("poll")
    assert told.status == 0, told
    (watched,) = calsync("visits", "--json").facts
    return watched["deadline"]


def state(calsync: Command) -> list[dict[str, object]]:
    return calsync("visits", "--json").facts


def test_poll_reads_every_diary_and_says_what_it_found(calsync: Command, joined: Joined) -> None:
    joined.tenant.add_event(joined.mail("sam"), "HV", AFTERNOON, AFTERNOON + timedelta(hours=1), PLACE, ("Home visit",))
    facts = {fact["mailbox"]: fact for fact in calsync("poll", "--json").facts}
    assert set(facts) == {
        joined.mail(name) for name in ("sam", "robin", "alex", "jo", "pat", "lee", "kim", "chris", "noor")
    }
    sam = facts[joined.mail("sam")]
    assert sam == {"mailbox": joined.mail("sam"), "entries": 1, "changes": 1, "problem": ""}
    again = calsync("poll", "--mailbox", joined.mail("sam"))
    assert (again.status, again.out) == (0, f"{joined.mail('sam')}: 1 entries, 0 changes\n")


def test_a_diary_suddenly_empty_is_believed_when_somebody_says_so(calsync: Command, joined: Joined) -> None:
    sam = joined.mail("sam")
    made = [
        joined.tenant.add_event(sam, "HV", start, start + timedelta(hours=1), PLACE, ("Home visit",))
        for start in (AFTERNOON + timedelta(hours=hours) for hours in (1, 3, 5))
    ]
    calsync("poll")
    for each in made:
        joined.tenant.delete_event(sam, each)
    calsync("poll")
    assert len(state(calsync)) == 3
    assert calsync("poll", "--mailbox", sam, "--believe-empty").status == 0
    assert state(calsync) == []


def test_an_empty_diary_is_believed_for_nobody_in_particular_by_nobody(calsync: Command, joined: Joined) -> None:
    assert "--believe-empty needs --mailbox" in one_sentence(calsync("poll", "--believe-empty"))


def test_visits_shows_what_the_service_watches(calsync: Command, joined: Joined, deadline: str) -> None:
    (watched,) = state(calsync)
    assert watched == {
        "worker": "Sam Carter",
        "start": "2026-12-01T13:50:00Z",
        "end": "2026-12-01T14:20:00Z",
        "due": "2026-12-01T14:20:00Z",
        "kind": "visit-end",
        "deadline": deadline,
        "state": "open",
        "tag": "visit",
        "matched_by": "category",
        "reasons": ['Its category "Home visit" says that it is a visit.'],
        "concerns": [],
    }
    in_words = calsync("visits").out
    assert "13:50 to 14:20  Sam Carter" in in_words
    assert deadline in in_words


def test_what_only_may_be_a_visit_is_called_so_among_those_that_are_watched(calsync: Command, joined: Joined) -> None:
    soon = AFTERNOON + timedelta(hours=1)
    joined.tenant.add_event(joined.mail("sam"), "HV? K", soon, soon + timedelta(hours=1), PLACE, ())
    assert calsync("poll").status == 0
    assert [fact["tag"] for fact in state(calsync)] == ["possible"]
    assert "    Possibly a visit: the worker is asked whether it is one." in calsync("visits").out.splitlines()


def test_a_responder_closes_a_deadline_with_a_reason(calsync: Command, joined: Joined, deadline: str) -> None:
    by = ("--by", joined.mail("morgan"))
    refused = calsync("answer", deadline, "close", *by)
    assert refused.status == 1
    assert "reason" in refused.out + refused.err
    assert [each["state"] for each in state(calsync)] == ["open"]
    closed = calsync("answer", deadline, "close", *by, "--reason", "safe and well, Sam rang")
    assert (closed.status, closed.out) == (0, "Closed.\n")
    assert state(calsync) == []
    assert calsync("visits").out == "No visit is open.\n"


def test_the_worker_says_that_they_have_left(calsync: Command, joined: Joined, deadline: str) -> None:
    assert calsync("answer", deadline, "safe", "--by", joined.mail("sam")).status == 0
    assert state(calsync) == []


def test_the_worker_has_more_time(calsync: Command, joined: Joined, deadline: str) -> None:
    assert calsync("answer", deadline, "extend", "--by", joined.mail("sam"), "--minutes", "15").status == 0
    (watched,) = state(calsync)
    assert watched["due"] == "2026-12-01T14:35:00Z"
    until = ("--until", "2026-12-01T14:50")
    assert calsync("answer", deadline, "extend", "--by", joined.mail("sam"), *until).status == 0
    (watched,) = state(calsync)
    assert watched["due"] == "2026-12-01T14:50:00Z"


def test_a_worker_cannot_take_their_own_alarm(calsync: Command, joined: Joined, deadline: str) -> None:
    told = calsync("answer", deadline, "acknowledge", "--by", joined.mail("sam"))
    assert "acknowledged" not in told.out
    assert [each["state"] for each in state(calsync)] == ["open"]


def test_a_call_for_help_stands_beside_the_deadline_which_stays_open(
    calsync: Command, joined: Joined, deadline: str
) -> None:
    assert calsync("answer", deadline, "help", "--by", joined.mail("sam")).status == 0
    found = {each["deadline"]: each["state"] for each in state(calsync)}
    assert (len(found), found[deadline], set(found.values())) == (2, "open", {"open"})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no-such-deadline", "safe", "--by", "sam@clarendon.example"), "There is no deadline no-such-deadline"),
        (("DEADLINE", "fine", "--by", "sam@clarendon.example"), "'fine' is no answer; say one of safe, extend"),
        (("DEADLINE", "safe", "--by", "stranger@clarendon.example"), "Nobody is known by stranger@clarendon.example"),
        (("DEADLINE", "extend", "--by", "sam@clarendon.example"), "extend needs --minutes or --until"),
        (("DEADLINE", "extend", "--by", "sam@clarendon.example", "--until", "late"), "'late' is no time"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_told_in_one_sentence(
    calsync: Command, joined: Joined, deadline: str, arguments, words: str
) -> None:
    told = calsync("answer", *(deadline if each == "DEADLINE" else each for each in arguments))
    assert words in one_sentence(told)
    assert [each["state"] for each in state(calsync)] == ["open"]


def test_the_doctor_finds_every_part_of_a_good_deployment_well(calsync_process: Command, joined: Joined) -> None:
    told = calsync_process("doctor")
    assert (told.status, told.err) == (0, "")
    lights = {line.split()[0] for line in told.out.splitlines()}
    assert lights <= {"GREEN", "AMBER"}
    assert "GREEN  diaries: all 9 can be read" in told.out
    assert "mail alone: signed for the demonstration" in told.out


def test_the_audit_is_whole_until_somebody_changes_it(calsync: Command, joined: Joined, deadline: str) -> None:
    calsync("answer", deadline, "close", "--by", joined.mail("morgan"), "--reason", "safe and well")
    told = calsync("audit", "verify")
    assert (told.status, told.out) == (0, "The audit's chain is whole.\n")
    database = joined.config.with_name("calsync.sqlite")
    store = open_store(f"sqlite:///{database}")
    assert store.seal() == 0, "an answer given by hand is sealed when the command ends"
    store.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE acts SET who = 'nobody' WHERE number = (SELECT max(number) FROM acts)")
    told = calsync("audit", "verify")
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith("The audit is broken at act ")
