"""What a database refuses, as one sentence that names the file or server and the fix."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from calsync.errors import Conflict, StoreUnavailable

# Two transactions that wait for each other: PostgreSQL ends one, whose work is simply decided again.
_TRY_AGAIN = {"40001", "40P01"}

_NO_SUCH_TABLE = {"42P01", "42703", "42P07", "3F000"}


@contextmanager
def said(url: URL) -> Iterator[None]:
    """A block in which a refusal of the database becomes StoreUnavailable, or Conflict where trying again helps."""
    try:
        yield
    except IntegrityError as error:
        if "foreign key" in str(error.orig).casefold():
            raise LookupError("a deadline can't be written before its visit") from error
        raise
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _TRY_AGAIN:
            raise Conflict("the database ended this work in favour of another") from error
        if not _operational(error.orig):
            raise
        raise StoreUnavailable(sentence(url, error.orig)) from error
    except PoolTimeout as error:
        raise StoreUnavailable(
            f"Every connection to the database {shown(url)} is in use: look for work that never ends, and restart it."
        ) from error
    except sqlite3.DatabaseError as error:
        # What fails before SQLAlchemy holds the connection, a pragma, comes unwrapped.
        raise StoreUnavailable(sentence(url, error)) from error


def _operational(error: BaseException | None) -> bool:
    if getattr(error, "sqlstate", None) in _NO_SUCH_TABLE:
        return True
    names = {each.__name__ for each in type(error).__mro__}
    # A plain DatabaseError is what sqlite3 raises for a file that is no database, or a damaged one.
    return bool(names & {"OperationalError", "InterfaceError", "InternalError"}) or type(error) is sqlite3.DatabaseError


def shown(url: URL) -> str:
    """The database as a person may read it: the file's path, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.set(query={}).render_as_string(hide_password=True)


def file_of(url: URL) -> Path:
    """The file of an SQLite database."""
    return Path((url.database or "").removeprefix("file:").partition("?")[0])


def sentence(url: URL, error: BaseException | None) -> str:
    """What is wrong and what mends it."""
    words = " ".join(str(error).split()) or type(error).__name__
    if url.get_backend_name() == "sqlite":
        return _sqlite(file_of(url), words)
    return _postgres(shown(url), words, getattr(error, "sqlstate", None) or "")


def _sqlite(file: Path, words: str) -> str:
    folded = words.casefold()
    if file.is_dir():
        return f"{file} is a folder, not a database file: name a file in it."
    if not file.parent.is_dir():
        return f"The database {file} can't be made, for {file.parent} is not a folder: make it, or name another file."
    if "readonly" in folded or "read-only" in folded:
        return f"The database {file} can't be written: make its file, folder and disk writable for calsync."
    if "locked" in folded or "busy" in folded:
        return f"The database {file} is held by another program for too long: find and end that program."
    if "full" in folded or "no space" in folded:
        return f"The disk that holds the database {file} is full: free some space on it."
    if "not a database" in folded or "malformed" in folded:
        return f"{file} is not a database, or a damaged one: name another file, or restore a backup."
    if "no such table" in folded or "no such column" in folded or "already exists" in folded:
        return f"{file} is not a database of this calsync ({words}): name another file."
    if "unable to open" in folded or "permission" in folded:
        return f"The database {file} can't be opened: let calsync read and write its file and folder."
    return f"The database {file} can't be used: name a file on a local disk that calsync may write, or mend that disk."


def _postgres(where: str, words: str, code: str) -> str:
    if code == "53100":
        return f"The disk of the PostgreSQL server at {where} is full: free some space on it."
    if code in {"25006", "42501"}:
        return f"The database {where} refuses to be written: connect to its primary, as the owner of its tables."
    if code in _NO_SUCH_TABLE:
        return f"{where} is not a database of this calsync ({words}): name another one."
    if code in {"55P03", "57014"}:
        return f"The database {where} is held by another program for too long: find and end that program."
    return f"The PostgreSQL server at {where} can't be used: start it, or correct its address ({words})."
