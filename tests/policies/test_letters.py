"""The table [letters] of a policy file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from calsync.domain.model import Role
from calsync.domain.model.letters import Letters
from calsync.policies.loader import check, load, presets, sketch

WITHOUT = files("calsync.demo").joinpath("clarendon_by_mail.toml").read_text(encoding="utf-8")
"""Clarendon's policy, without such a table."""


def a_policy(folder: Path, table: str) -> str:
    """Clarendon's policy with that table, as a file."""
    path = folder / "own.toml"
    path.write_text(f"{WITHOUT.rstrip()}\n\n{table}\n", encoding="utf-8")
    return str(path)


def test_without_the_table_the_workers_summary_alone_is_sent(tmp_path: Path) -> None:
    assert load(a_policy(tmp_path, "")).letters == Letters()
    assert Letters().summary


def test_every_key_says_who_gets_what(tmp_path: Path) -> None:
    table = """
[letters]
reminders = ["Your telephone is charged and with you."]
list = ["admin", "delivery_manager"]
week = "admin"
changes = ["delivery_manager"]
concerns = "line_manager"
named = true
no_visit_days = 10
outage_sheet = true
read_and_understood = "yearly"
numbers = "half-yearly"
report = ["line_manager"]
"""
    assert load(a_policy(tmp_path, table)).letters == Letters(
        reminders=("Your telephone is charged and with you.",),
        list=(Role.ADMIN, Role.DELIVERY_MANAGER),
        week=(Role.ADMIN,),
        changes=(Role.DELIVERY_MANAGER,),
        concerns=(Role.LINE_MANAGER,),
        named=True,
        no_visit_days=10,
        outage_sheet=True,
        read_and_understood=True,
        numbers=True,
        report=(Role.LINE_MANAGER,),
    )


def test_every_mistake_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    table = """
[letters]
summary = false
reminders = ["If in danger ring the police", "x"]
lists = ["admin"]
week = ["admins"]
changes = ["worker"]
outage_sheet = "yes"
read_and_understood = "monthly"
"""
    found = check(a_policy(tmp_path, table))
    assert found == [
        "letters: unknown key 'lists'; did you mean 'list'?",
        "letters: reminders: a line names 'police', and no message to a worker does: it may be read by others",
        "letters: reminders stand in the worker's summary: take out summary = false, or the reminders",
        "letters: unknown week 'admins'; did you mean 'admin'?",
        "letters: changes names the worker: a worker is told of their own visits alone, by the summary",
        "letters: outage_sheet must be true or false, without quotation marks",
        "letters: read_and_understood is \"yearly\", or is left out; not 'monthly'",
    ]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (
            'concerns = "admin"\nno_visit_days = 0',
            "letters: no_visit_days must be a whole number of working",
        ),
        ("no_visit_days = 10", "letters: no_visit_days stands in the list with concerns: say whose, like"),
    ],
)
def test_a_slip_in_the_days_without_a_visit_is_told(tmp_path: Path, table: str, problem: str) -> None:
    (found,) = check(a_policy(tmp_path, f"[letters]\n{table}"))
    assert found.startswith(problem)


@pytest.mark.parametrize("table", ['letters = "all"', "[[letters]]\nsummary = true"])
def test_what_is_no_table_is_refused(tmp_path: Path, table: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"{table}\n{WITHOUT}" if "=" in table.splitlines()[0] else f"{WITHOUT}\n{table}", encoding="utf-8")
    assert "letters must be written as [letters], with one bracket, and its keys below" in check(str(path))


@pytest.mark.parametrize("name", presets())
def test_no_preset_reminds_of_what_no_worker_is_told(name: str) -> None:
    assert sketch(name).policy.letters.reminders
    assert not [each for each in check(name) if "letters" in each]
