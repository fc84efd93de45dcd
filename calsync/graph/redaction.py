"""A reply of Microsoft's with its structure kept and every text in it replaced by its shape.

An allow-list: what is not known to be Microsoft's own word is hidden. The same text gets the same number wherever it
stands, so that "the same id" can be seen and the id can't.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from calsync.graph import redaction_words as shown

Json = Any  # what json.loads gives

ROWS = 3
"""How many rows of a list are shown; the rest is counted."""
_DEPTH = 24
_GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_MAIL = r"[^\s@<>'\"(),;:]+@[^\s@<>'\"(),;:]+"
_TIME = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?)?(?:Z|[+-]\d\d:?\d\d)?"
_YEAR_1 = re.compile(r"0001-01-01T00:00:00(?:\.0+)?Z?")
_KINDS = [
    ("guid", re.compile(_GUID)),
    ("message-id", re.compile(r"<[^<>\s]+@[^<>\s]+>")),
    ("mail", re.compile(_MAIL)),
    ("id", re.compile(r"A[AQ][A-Za-z0-9]{2}[A-Za-z0-9+/_=-]{30,}")),
    ("etag", re.compile(r'W/"[^"]*"')),
]
_DAY_TIME = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?", re.ASCII)
_IN_SENTENCE = re.compile(
    rf"(?P<guid>{_GUID})|(?P<mail>{_MAIL})|(?P<time>{_TIME})|(?P<word>[^\W_]+)|(?P<other>.)", re.S
)
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_MARKS = frozenset(" .,:;'\"()[]{}/\\-_=+*?!#$%&|<>@\n")
_WISH = re.compile(r'\s*([\w.-]+)(?:=(?:"([^"]*)"|([^,\s]+)))?\s*')
_CONTENT = re.compile(
    r"(?:application/json|text/html|text/plain)(?:;\s*(?:odata\.metadata=(?:minimal|full|none)|odata\.streaming=true|"
    r"IEEE754Compatible=(?:true|false)|charset=(?:utf-8|us-ascii)))*",
    re.IGNORECASE,
)
_SMALL = re.compile(r"\d{1,6}", re.ASCII)
# Headers that are recorded at all; what the pattern does not fit is shown as its shape.
_HEADERS: dict[str, re.Pattern[str] | None] = {
    "content-type": _CONTENT,
    "odata-version": re.compile(r"4\.0\d?", re.ASCII),
    "retry-after": _SMALL,
    "ratelimit-limit": _SMALL,
    "ratelimit-remaining": _SMALL,
    "ratelimit-reset": _SMALL,
    "x-ms-resource-unit": _SMALL,
    "x-ms-throttle-limit-percentage": re.compile(r"\d\.\d{1,6}", re.ASCII),
    "x-ms-throttle-scope": None,
    "x-ms-throttle-information": None,
    "www-authenticate": None,
    "date": None,
    "request-id": None,
    "location": None,
}


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every name of a time zone that Windows or IANA has."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # 60 ms, which other commands should not pay

    return frozenset(WINDOWS_TO_OLSON) | zoneinfo.available_timezones() | shown.ZONES_BESIDE


class Redactor:
    """Hides what one run's replies say, and numbers what it hides."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._numbers: dict[str, dict[str, int]] = {}

    def json(self, value: Json, key: str = "", depth: int = 0) -> Json:
        """The same structure; of a long list the first rows and how many more there were."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return value if key in shown.NUMBERS else "<number>"
        if isinstance(value, str):
            return self.text(value, key)
        if depth >= _DEPTH:
            return "<deeper>"
        if isinstance(value, dict):
            if key == "headers":
                return self.headers({str(name): str(each) for name, each in value.items()})
            return {self._key(str(name)): self.json(each, str(name), depth + 1) for name, each in value.items()}
        if isinstance(value, list):
            rows = [self.json(each, key, depth + 1) for each in value[:ROWS]]
            return rows if len(value) <= ROWS else [*rows, f"<and {len(value) - ROWS} more>"]
        return "<other>"

    def text(self, text: str, key: str = "") -> str:
        """One text, under the key where it stood: kept when it is a word of Microsoft's there, else its shape."""
        if text == "" or text in shown.VALUES.get(key, ()):
            return text
        if key in shown.ZONE_KEYS and text in zone_names():
            return text
        if key in ("code", "message"):
            return self.sentence(text)
        if key in ("@odata.nextLink", "location"):
            return self._link(text)
        if _YEAR_1.fullmatch(text):
            return text
        if re.fullmatch(_TIME, text, re.ASCII) or _DAY_TIME.fullmatch(text):
            return self._shape("time", text, self._digits(text))
        for kind, pattern in _KINDS:
            if pattern.fullmatch(text):
                return self._shape(kind, text, self._about(kind, text))
        return self._shape("text", text, str(len(text)))

    def sentence(self, text: str) -> str:
        """A code or a sentence of refusal: the words that Microsoft's refusals are made of, the rest as shapes."""
        told = []
        for found in _IN_SENTENCE.finditer(text):
            word = found[0]
            kind = found.lastgroup or ""
            if kind in ("guid", "mail"):
                told.append(self._shape(kind, word))
            elif kind == "time":
                told.append("<time>")
            elif kind == "word":
                told.append(word if _is_known(word, first=not found.start()) else f"<word {len(word)}>")
            else:
                told.append(word if word in _MARKS else "?")
        return "".join(told)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Those headers that may be recorded, in lower case, with their values where these are Microsoft's own."""
        told = {}
        for name, value in headers.items():
            low = name.lower()
            if low in ("preference-applied", "prefer"):
                told[low] = self.wishes(value)
            elif low in _HEADERS:
                pattern = _HEADERS[low]
                kept = pattern is not None and pattern.fullmatch(value)
                in_words = low.startswith("x-ms-throttle") or low == "www-authenticate"
                shape = self.sentence(value) if in_words and pattern is None else self.text(value, low)
                told[low] = value if kept else "<date>" if low == "date" else shape
        return told

    def wishes(self, value: str) -> str:
        """A Prefer or Preference-Applied header: the wishes that calsync knows, and others as shapes."""
        return ", ".join(self._wish(each) for each in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', value))

    def permission(self, name: object) -> str:
        """The name of a permission of Microsoft's; the shape of any other."""
        return name if isinstance(name, str) and name in shown.PERMISSIONS else f"<permission {len(str(name))}>"

    def _wish(self, text: str) -> str:
        found = _WISH.fullmatch(text)
        name, value = (found[1].lower(), found[2] or found[3] or "") if found else ("", "")
        known = (
            (name == "idtype" and value == "ImmutableId")
            or (name == "outlook.timezone" and value in zone_names())
            or (name == "outlook.body-content-type" and value in ("text", "html"))
            or (name == "odata.maxpagesize" and _SMALL.fullmatch(value))
            or (name == "odata.track-changes" and not value)
        )
        return text.strip() if known else self._shape("text", text, str(len(text)))

    def _key(self, name: str) -> str:
        return name if name in shown.KEYS else self._shape("key", name, str(len(name)))

    def _link(self, text: str) -> str:
        if not text.startswith(self._root + "/"):
            return self._shape("link elsewhere", text)
        try:
            parts = urlsplit(text)
        except ValueError:
            return self._shape("link", text)
        path = "/".join(
            part if part in shown.PATH_WORDS else self.text(unquote(part)) for part in parts.path.split("/")
        )
        names = [
            name if name.lower() in shown.QUERY_WORDS else f"<word {len(name)}>"
            for name, _ in parse_qsl(parts.query, keep_blank_values=True)
        ]
        return f"<root>{path}?{'&'.join(names)}"

    @staticmethod
    def _about(kind: str, text: str) -> str:
        if kind != "id":
            return "" if kind in ("guid", "mail") else str(len(text))
        return f"{len(text)} {text[:4] if text[:4] in shown.ID_STARTS else '????'}…"

    @staticmethod
    def _digits(text: str) -> str:
        # Midnight is what is asked about all-day entries, and tells nothing of anybody's day.
        clock = text[11:] if len(text) > 10 and text[10] in "T " else ""
        midnight = bool(clock) and not re.search(r"[1-9]", clock)
        hidden = re.sub(r"\d", "9", text, flags=re.ASCII)
        return hidden[:11] + clock if midnight else hidden

    def _shape(self, kind: str, text: str, about: str = "") -> str:
        numbers = self._numbers.setdefault(kind, {})
        number = numbers.setdefault(text, len(numbers) + 1)
        return f"<{kind}{' ' if about else ''}{about} #{number}>"


@lru_cache(maxsize=2048)
def _is_known(word: str, *, first: bool) -> bool:
    if word in shown.WORDS or word in shown.KEYS or word in shown.SHOWN_NUMBERS:
        return True
    pieces = _PIECE.findall(word)
    if "".join(pieces) != word:
        return False
    # A capital alone makes a name of many a word; codes are several words in one, and sentences begin with one.
    if len(pieces) == 1 and not first:
        return False
    return all(piece.lower() in shown.WORDS or piece in shown.WORDS for piece in pieces)
