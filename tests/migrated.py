"""An SQLite database with its tables made: the migrations are run once in a process, and their outcome is copied."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from calsync.store.opening import open_store


def migrated(folder: Path, name: str = "calsync.sqlite") -> str:
    """The URL of a database of the test's own in that folder, empty and up to date."""
    file = folder / name
    file.touch(mode=0o600)
    file.write_bytes(_empty())
    return f"sqlite:///{file}"


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "calsync.sqlite"
        open_store(f"sqlite:///{file}").close()
        return file.read_bytes()
