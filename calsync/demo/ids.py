"""Identifiers as Outlook makes them: opaque, case-sensitive, in an immutable and in a moving form."""

from __future__ import annotations

import base64
import hashlib
import random
import re
import uuid
from datetime import date

_IMMUTABLE = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A"
_MUTABLE = "AAMkAGE1M2IyNGNmLTI5MTktNDUxMi04ODFkAEYAAAAAA"
_FOLDERS = {
    "calendar": "BCAL",
    "inbox": "BINB",
    "drafts": "BDRA",
    "sentitems": "BSEN",
    "deleteditems": "BDEL",
}
_FOLDER_OF = {code: folder for folder, code in _FOLDERS.items()}
_FORM = re.compile(
    rf"(?:(?P<immutable>{_IMMUTABLE})|{_MUTABLE}(?P<folder>B[A-Z]{{3}}))"
    r"(?P<key>[A-Za-z0-9_-]{22})(?:OCC(?P<day>\d{8}))?AAA="
)


class IdMaker:
    """Makes keys, change keys and GUIDs; the same seed makes the same ones again."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - names things in a simulation, guards nothing

    def guid(self) -> str:
        """A new GUID."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def key(self) -> str:
        """A new internal key of 22 characters, which both forms of an id carry."""
        return base64.urlsafe_b64encode(self._random.randbytes(16)).decode().rstrip("=")

    def change_key(self) -> str:
        """A new change key, as it stands in etags."""
        return base64.b64encode(self._random.randbytes(16) + b"\0\0\x15\x77/!").decode()

    def secret(self) -> str:
        """A new client secret."""
        return base64.urlsafe_b64encode(self._random.randbytes(30)).decode()


def outlook_id(key: str, folder: str, *, immutable: bool, original: date | None = None) -> str:
    """The id of an item in the form that the request asked for; an occurrence's carries its original date."""
    day = "" if original is None else f"OCC{original:%Y%m%d}"
    front = _IMMUTABLE if immutable else _MUTABLE + _FOLDERS[folder]
    return f"{front}{key}{day}AAA="


def read_id(text: str) -> tuple[str, date | None, str | None] | None:
    """The key, the original date and (moving form only) the folder of an id; None when it is no id at all."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    day = match["day"]
    try:
        original = None if day is None else date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    folder = None if match["immutable"] else _FOLDER_OF.get(match["folder"], "")
    return match["key"], original, folder


def conversation_id(mailbox: str, thread: str) -> str:
    """The conversation's id, which differs from mailbox to mailbox as Exchange's does."""
    digest = hashlib.sha256(f"{mailbox}\n{thread}".encode()).digest()[:16]
    return "AAQkAGE1M2IyNGNmLTI5MTktNDUxMi04ODFkABAA" + base64.urlsafe_b64encode(digest).decode()


def conversation_index(thread: str) -> str:
    """The conversation's index: 22 bytes that begin as Exchange's do, in plain base64, which the SDK decodes."""
    return base64.b64encode(b"\x01\x01" + hashlib.sha256(thread.encode()).digest()[:20]).decode()
