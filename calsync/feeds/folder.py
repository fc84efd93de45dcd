"""Calendars as files: a folder with one .ics for each worker, or single files that the configuration names."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

from calsync.errors import SourceRefused, SourceUnavailable
from calsync.feeds.fetching import MOST_BYTES


class CalendarFile:
    """One worker's calendar in a file, which somebody else may be writing at any moment."""

    def __init__(self, worker: str, file: Path) -> None:
        self._worker = worker
        self._file = file

    async def text(self, *, just_now: bool = False) -> bytes:  # noqa: ARG002  a file is always read anew
        """The file as it stands, which stood still while it was read.

        Raises SourceUnavailable while it is being written or its folder is away, SourceRefused when it is not there,
        lies outside its folder, is no plain file or too large.
        """
        return await asyncio.to_thread(_read, self._file, self._worker)


class CalendarFolder:
    """A folder in which each worker has a file by their name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def text_of(self, worker: str, *, only_by_address: bool) -> bytes:
        """The file of a worker, `sam@centre.example.org.ics` or `sam.ics`, in whatever case; the address goes first.

        `only_by_address`: somebody else's address begins in the same way, so the short name could be either's. Raises
        SourceError as `CalendarFile` does.
        """
        return await asyncio.to_thread(self._text_of, worker, only_by_address)

    def _text_of(self, worker: str, only_by_address: bool) -> bytes:
        try:
            names = [each.name for each in os.scandir(self._folder)]
        except OSError as error:
            raise _folder_away(self._folder, error) from None
        wanted = [f"{worker}.ics"] if only_by_address else [f"{worker}.ics", f"{worker.partition('@')[0]}.ics"]
        for name in wanted:
            found = [each for each in names if each.casefold() == name.casefold()]
            if len(found) > 1:
                raise SourceRefused(f"{self._folder} holds {' and '.join(sorted(found))}: keep one for {worker}.")
            if found:
                return _read(self._folder / found[0], worker)
        raise SourceRefused(
            f"{self._folder} holds no calendar of {worker}: put it there as {' or '.join(wanted)}, or take "
            f"{worker} out of those who are watched."
        )


def _folder_away(folder: Path, error: OSError) -> SourceUnavailable:
    why = error.strerror or type(error).__name__
    return SourceUnavailable(f"The folder of calendars {folder} can't be read ({why}): is its disk or share there?")


def _read(file: Path, worker: str) -> bytes:
    folder = file.parent
    if not folder.is_dir():
        raise _folder_away(folder, FileNotFoundError(2, os.strerror(2)))
    try:
        real = file.resolve(strict=True)
        if not real.is_relative_to(folder.resolve(strict=True)):
            raise SourceRefused(f"{file} leads out of its folder, so it was not read: put the calendar itself there.")
        # Not to wait for a pipe, and not to follow what was put in the file's place just now.
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise SourceRefused(f"There is no calendar {file} of {worker}: put it back, or correct its path.") from None
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its path leads nowhere"
        raise SourceRefused(f"{file}, the calendar of {worker}, can't be read ({why}): mend its rights.") from None
    before = os.fstat(handle)
    if not stat.S_ISREG(before.st_mode):
        os.close(handle)
        raise SourceRefused(f"{file} is no plain file: put the calendar of {worker} there.")
    with os.fdopen(handle, "rb") as opened:
        if before.st_size > MOST_BYTES:
            raise SourceRefused(f"{file} has more than {MOST_BYTES >> 20} MB; export a shorter time of the calendar.")
        try:
            text = opened.read(MOST_BYTES + 1)
            after, there = os.fstat(opened.fileno()), real.stat()
        except OSError as error:
            raise SourceUnavailable(
                f"{file}, the calendar of {worker}, could not be read to its end ({error.strerror})."
            ) from None
    if not _marks(before) == _marks(after) == _marks(there) or len(text) != after.st_size:
        raise SourceUnavailable(f"{file}, the calendar of {worker}, is being written; it will be read again.")
    if not text.strip():
        raise SourceUnavailable(f"{file} is empty, which no calendar is: perhaps it is being written.")
    return text


def _marks(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
