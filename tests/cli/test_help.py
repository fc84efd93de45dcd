"""Every command explains itself, with an example."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from typer.main import get_command

from calsync.cli import app
from tests.cli.conftest import Command


def _paths(command=None, before=()):
    command = command or get_command(app)
    inner = getattr(command, "commands", {})
    return [path for name, each in inner.items() for path in _paths(each, (*before, name))] if inner else [before]


def test_the_commands_of_this_version_are_all_there() -> None:
    named = {" ".join(path) for path in _paths()}
    assert named >= {
        "demo",
        "tenant",
        "run",
        "poll",
        "doctor",
        "answer",
        "drill",
        "visits",
        "events",
        "classify",
        "explain",
        "simulate",
        "replay",
        "policy list",
        "policy show",
        "policy check",
        "audit verify",
    }


@pytest.mark.parametrize("path", _paths(), ids=" ".join)
def test_every_command_has_help_with_an_example(calsync: Command, path) -> None:
    told = calsync(*path, "--help")
    assert (told.status, told.err) == (0, "")
    assert f"Example: calsync {' '.join(path)}" in told.out


@pytest.mark.parametrize("path", [(), ("policy",), ("audit",)], ids=lambda path: " ".join(path) or "calsync")
def test_a_command_that_is_none_by_itself_shows_what_there_is(calsync: Command, path) -> None:
    told = calsync(*path)
    assert "Commands" in told.out + told.err
    assert "Traceback" not in told.err


def test_the_version_is_that_of_the_package(calsync: Command) -> None:
    told = calsync("--version")
    assert (told.status, told.out) == (0, f"calsync {version('calsync')}\n")


def test_an_unknown_command_is_said_and_ends_with_status_two(calsync: Command) -> None:
    told = calsync("runn")
    assert (told.status, told.out) == (2, "")
    assert "runn" in told.err
