"""Calendars as files, which somebody else may be writing, moving or taking away at any moment."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from calsync.errors import SourceRefused, SourceUnavailable
from calsync.feeds.fetching import MOST_BYTES
from calsync.feeds.folder import CalendarFile, CalendarFolder
from tests.feeds.conftest import calendar, entry

SAM = "sam@centre.example"
TEXT = calendar(entry("one", "20261201T140000Z"))


def read(file: Path) -> bytes:
    return asyncio.run(CalendarFile(SAM, file).text())


def from_folder(folder: Path, worker: str = SAM, *, only_by_address: bool = False) -> bytes:
    return asyncio.run(CalendarFolder(folder).text_of(worker, only_by_address=only_by_address))


def test_a_file_is_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "sam.ics"
    file.write_bytes(TEXT)
    assert read(file) == TEXT
    file.write_bytes(calendar())
    assert read(file) == calendar()


@pytest.mark.parametrize("name", ["sam@centre.example.ics", "sam.ics", "Sam.ICS", "SAM@Centre.example.ics"])
def test_a_worker_has_the_file_of_their_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TEXT)
    (tmp_path / "samantha.ics").write_bytes(b"not theirs")
    assert from_folder(tmp_path) == TEXT


def test_the_whole_address_goes_before_the_short_name(tmp_path: Path) -> None:
    (tmp_path / "sam.ics").write_bytes(b"somebody else's")
    (tmp_path / f"{SAM}.ics").write_bytes(TEXT)
    assert from_folder(tmp_path) == TEXT


def test_a_short_name_that_could_be_anothers_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "sam.ics").write_bytes(TEXT)
    with pytest.raises(SourceRefused, match=r"put it there as sam@centre\.example\.ics,"):
        from_folder(tmp_path, only_by_address=True)


def test_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    for name in ("sam.ics", "SAM.ics"):
        (tmp_path / name).write_bytes(TEXT)
    with pytest.raises(SourceRefused, match="keep one"):
        from_folder(tmp_path)


@pytest.mark.parametrize("worker", ["../sam@centre.example", "/etc/passwd", "", "..", "a\0b"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, worker: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "sam.ics").write_bytes(TEXT)
    with pytest.raises(SourceRefused):
        from_folder(inner, worker)


def test_a_missing_file_is_no_empty_diary(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="put it back"):
        read(tmp_path / "sam.ics")
    with pytest.raises(SourceRefused, match="holds no calendar of sam"):
        from_folder(tmp_path)


def test_a_folder_that_has_vanished_may_come_back(tmp_path: Path) -> None:
    for reading in (lambda: read(tmp_path / "share" / "sam.ics"), lambda: from_folder(tmp_path / "share")):
        with pytest.raises(SourceUnavailable, match="is its disk or share there"):
            reading()


def test_an_empty_file_is_perhaps_being_written(tmp_path: Path) -> None:
    file = tmp_path / "sam.ics"
    for body in (b"", b"\r\n \r\n"):
        file.write_bytes(body)
        with pytest.raises(SourceUnavailable, match="is empty"):
            read(file)


def test_a_file_that_changes_while_it_is_read_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "sam.ics"
    file.write_bytes(TEXT)
    real, looks = os.fstat, list[int]()

    def fstat(handle: int) -> os.stat_result:
        # Between the first look at the open file and the second, somebody writes on.
        if len(looks) == 1:
            with file.open("ab") as more:
                more.write(b"BEGIN:VCALENDAR\r\n")
        looks.append(handle)
        return real(handle)

    monkeypatch.setattr(os, "fstat", fstat)
    with pytest.raises(SourceUnavailable, match="is being written"):
        read(file)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(TEXT)
    (folder / "sam.ics").symlink_to(tmp_path / "secret")
    for reading in (lambda: read(folder / "sam.ics"), lambda: from_folder(folder)):
        with pytest.raises(SourceRefused, match="leads out of its folder"):
            reading()


def test_a_link_within_the_folder_is_followed_and_one_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "2026.ics").write_bytes(TEXT)
    (tmp_path / "sam.ics").symlink_to("2026.ics")
    (tmp_path / "loop.ics").symlink_to("loop.ics")
    assert read(tmp_path / "sam.ics") == TEXT
    with pytest.raises(SourceRefused, match="can't be read"):
        read(tmp_path / "loop.ics")


def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sam.ics")
    (tmp_path / "folder.ics").mkdir()
    for name in ("sam.ics", "folder.ics"):
        with pytest.raises(SourceRefused):
            read(tmp_path / name)


def test_a_file_of_more_than_the_bound_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "sam.ics").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(SourceRefused, match="more than 16 MB"):
        read(tmp_path / "sam.ics")
