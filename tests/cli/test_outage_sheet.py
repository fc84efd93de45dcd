"""calsync outage-sheet: what is needed when everything is dark, from the database alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import AFTERNOON, Command, Joined
from tests.cli.test_bad_input import one_sentence

PLACE = "14 Elm Road, Leeds LS6 2AB"


@pytest.fixture
def dark(calsync: Command, joined: Joined) -> Joined:
    """Sam's visit was read, and then the tenant went away."""
    start = AFTERNOON + timedelta(hours=1)
    joined.tenant.add_event(joined.mail("sam"), "HV <b>JS</b>", start, start + timedelta(hours=1), PLACE)
    assert calsync("poll").status == 0
    joined.server.stop()
    return joined


def test_BX13_BX15_the_sheet_is_made_while_everything_is_dark(calsync: Command, dark: Joined, tmp_path: Path) -> None:
    page, text = tmp_path / "sheet.html", tmp_path / "sheet.txt"
    assert calsync("outage-sheet", "--out", page).out == (
        f"Written to {page}. It is confidential: it names people and addresses.\n"
    )
    assert calsync("outage-sheet", "--out", text, "--json").facts == [{"file": str(text)}]
    assert page.read_text().startswith("<!doctype html>")
    assert "<b>JS" not in page.read_text()
    for file in (page, text):
        assert PLACE in file.read_text()
        assert "CONFIDENTIAL" in file.read_text()
        assert file.stat().st_mode & 0o077 == 0


def test_without_a_file_it_is_printed(calsync: Command, dark: Joined) -> None:
    told = calsync("outage-sheet")
    assert told.status == 0
    assert PLACE in told.out


def test_a_file_that_can_not_be_written_is_told_in_a_sentence(calsync: Command, dark: Joined, tmp_path: Path) -> None:
    sentence = one_sentence(calsync("outage-sheet", "--out", tmp_path / "nowhere" / "sheet.html"))
    assert "can't be written: No such file or directory. Name another file with --out." in sentence
