"""A roster file -> its roster, or every mistake in it at once."""

from __future__ import annotations

from pathlib import Path

from calsync.errors import Problems
from calsync.roster.csv_file import read_csv
from calsync.roster.entries import Roster
from calsync.roster.reading import Gathering
from calsync.roster.toml_file import read_toml

MAX_BYTES = 8 * 1024 * 1024
"""Ten thousand people take one; what is larger is something else."""


def load_roster(path: Path, *, replaces: bool = False) -> Roster:
    """The roster of a .csv or .toml file. Raises Problems with every mistake at once, each with its place.

    With `replaces` it stands in place of the directory, and has to name everybody.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = error.strerror or "it can't be opened"
        raise Problems(str(path), [f"it can't be read ({why}): name a file that calsync may read"]) from None
    if len(data) > MAX_BYTES:
        raise Problems(str(path), [f"it is larger than {MAX_BYTES // 1024 // 1024} MB, and so no list of people"])
    gathered = Gathering()
    (read_toml if path.suffix.lower() == ".toml" else read_csv)(data, gathered)
    # Of a file that is no table at all nothing more can be said.
    unreadable = any(not problem.startswith(("line ", "person ", "team ")) for problem in gathered.problems)
    roster = gathered.finished(replaces=replaces and not unreadable)
    if gathered.problems:
        raise Problems(str(path), list(dict.fromkeys(gathered.problems)))
    return roster
