"""A JSON list of the organisation's own sites, as another program may hold it ready."""

from __future__ import annotations

import json
from pathlib import Path

from calsync.domain.model import Place
from calsync.errors import CalsyncError, Problems
from calsync.parsers.sites import read_site


def load_sites(path: Path) -> tuple[Place, ...]:
    """The places of a JSON list of texts, or of objects with "name" and "address".

    Raises Problems with every entry that is no place, with its number and line, and CalsyncError when the file can't
    be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CalsyncError(f"There is no list of sites {path}; look at its path.") from None
    except UnicodeDecodeError:
        raise CalsyncError(f"The list of sites {path} is not UTF-8 text; save it as UTF-8.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CalsyncError(f"The list of sites {path} can't be read: {why}.") from None
    try:
        written = json.loads(text)
    except json.JSONDecodeError as error:
        sentence = f"line {error.lineno}, column {error.colno}: it is no JSON there ({error.msg.lower()})"
        raise Problems(str(path), [sentence]) from None
    except RecursionError:
        raise Problems(str(path), ["lists stand too deep inside each other to be read"]) from None
    if not isinstance(written, list):
        raise Problems(str(path), ['it must be a JSON list, like ["Town Hall, 1 High Street, S60 1AE"]'])
    places: list[Place] = []
    problems: list[str] = []
    for number, each in enumerate(written, 1):
        try:
            places.append(read_site(each))
        except ValueError as error:
            problems.append(f"entry {number}{_line(text, each)}: {error}")
    if problems:
        raise Problems(str(path), problems)
    return tuple(places)


def _line(text: str, written: object) -> str:
    """The line on which a text of the entry stands, in brackets; empty when it is not found as it is written."""
    words = next(iter(written.values()), None) if isinstance(written, dict) else written
    if not isinstance(words, str):
        return ""
    at = max(text.find(json.dumps(words, ensure_ascii=False)), text.find(json.dumps(words)))
    return f" (line {text.count(chr(10), 0, at) + 1})" if at >= 0 else ""
