"""A mail as it travels (RFC 5322 and MIME) -> its headers and the words in it; whatever is broken in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import (
    CloseBoundaryNotFoundDefect,
    MultipartInvariantViolationDefect,
    StartBoundaryNotFoundDefect,
)
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from calsync.parsers.alternatives import of_alternatives
from calsync.parsers.html_text import UNREAD, html_text
from calsync.parsers.visible_text import doubtful_quotes

_MOST_PARTS = 200
_LONGEST_PART = 4_000_000
_DEEPEST = 20
_TORN = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect, MultipartInvariantViolationDefect)
_SEALED = re.compile(r"ms-tnef|pkcs7-mime|pgp-encrypted|octet-stream;.*smime", re.IGNORECASE)
_CHARSETS = {
    "ansi": "cp1252",
    "unicode": "utf-16",
    "cp-850": "cp850",
    "x-unknown": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MimeMail:
    """A mail as read."""

    headers: tuple[tuple[str, str], ...]
    subject: str
    sender: str | None
    """As it stands in From; None without one."""
    names: tuple[str, ...]
    """The writer's own name, as their mail program gives it."""
    sent: datetime | None
    """In UTC; None where no date can be read."""
    text: str


def read_mime(raw: bytes) -> MimeMail:
    """The mail; what can't be decoded, is sealed or is cut off leaves a mark in the text, so that it is never plain.

    Never raises.
    """
    mail = message_from_bytes(raw)
    headers = tuple((name, header_text(value)) for name, value in mail.raw_items())
    parts = list(_parts(mail))
    calendar = next((each for each in parts if each.get_content_type() == "text/calendar"), None)
    if calendar is not None:
        # A response to an invitation has words beside its calendar; only the calendar says what it is.
        headers += (("Content-Class", "urn:content-classes:calendarmessage"),)
    text = "\n".join(each for each in _texts(mail, _names(headers)) if each.strip())
    return _with(headers, f"{text}\n{UNREAD}".strip() if any(map(_is_unread, parts)) else text)


def mail_of(headers: tuple[tuple[str, str], ...], text: str) -> MimeMail:
    """A mail of whose wire only its headers and its text are known, the text in HTML where Content-Type says so."""
    kind = next((value for name, value in headers if name.strip().casefold() == "content-type"), "")
    return _with(headers, html_text(text) if "text/html" in kind.casefold() else whole(text))


def whole(text: str) -> str:
    """The text without NULs, of which none stands in a text that a person wrote: a mark says that some were there."""
    return f"{text.replace(chr(0), '')}\n{UNREAD}" if "\0" in text else text


def _is_unread(part: Message) -> bool:
    """Whether a part holds words that can't be read here, or is cut off."""
    if _SEALED.search(f"{part.get_content_type()};{part.get_filename('')}"):
        return True
    torn = any(isinstance(each, _TORN) for each in part.defects)
    return part.get_content_maintype() == "multipart" and (torn or not part.is_multipart())


def _with(headers: tuple[tuple[str, str], ...], text: str) -> MimeMail:
    by_name = {name.strip().casefold(): value for name, value in reversed(headers)}
    sender = by_name.get("from")
    return MimeMail(
        headers=headers,
        subject=by_name.get("subject", ""),
        sender=sender,
        names=_names(headers),
        sent=_moment(by_name.get("date", "")),
        text=text,
    )


def _names(headers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    sender = next((value for name, value in headers if name.strip().casefold() == "from"), "")
    name = parseaddr(sender.replace("\n", " "))[0]
    return (name,) if name and "@" not in name else ()


def header_text(value: str) -> str:
    """A header's value with its encoded words decoded and its lines joined."""
    # Some programs write letters as they are; the library hands their bytes over as surrogates.
    written = _decoded(value.encode("utf-8", "surrogateescape"), "utf-8")
    words: list[str] = []
    try:
        for part, charset in decode_header(written):
            words.append(_decoded(part, charset or "utf-8") if isinstance(part, bytes) else part)
    except (ValueError, LookupError):
        return " ".join(written.split())
    return " ".join("".join(words).split())


def _moment(date: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(date)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parts(mail: Message) -> Iterator[Message]:
    """The parts, without those of mails that are attached."""
    waiting, seen = [mail], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        waiting[:0] = _inner(part)


def _inner(part: Message) -> list[Message]:
    """The parts of a part; none of a mail that is attached."""
    inner = part.get_payload()
    if part.get_content_maintype() != "multipart" or not isinstance(inner, list):
        return []
    return [each for each in inner[:_MOST_PARTS] if isinstance(each, Message)]


def _texts(part: Message, names: tuple[str, ...], depth: int = 0) -> list[str]:
    """What there is to read, in its order; of alternatives the plain text, or where that is empty the HTML.

    What the other alternatives say otherwise stands above it.
    """
    inner = _inner(part)
    if inner and depth < _DEEPEST:
        told = [_texts(each, names, depth + 1) for each in inner]
        if part.get_content_subtype() != "alternative":
            return [text for texts in told for text in texts]
        kinds = [each.get_content_type() for each in inner]
        plain_first = sorted(range(len(kinds)), key=lambda at: (kinds[at] != "text/plain", at))
        written = [at for at in plain_first if any(text.strip() for text in told[at])]
        if len(written) > 1 and doubtful_quotes("\n".join(told[written[0]])):
            written = written[1:]  # some programs mark in the plain text as quoted what is only indented in the HTML
        texts = ["\n".join(told[at]) for at in written]
        return [of_alternatives(texts, names)] if texts else []
    if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return []
    if part.get_content_subtype() in ("plain", "html", "enriched") or part.get("Content-Type") is None:
        return [_text(part)]
    return []


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    raw = raw if isinstance(raw, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    charset = part.get_content_charset("utf-8")
    text = _decoded(raw[:_LONGEST_PART], charset)
    if len(raw) > _LONGEST_PART or any("Base64" in type(each).__name__ for each in part.defects):
        text = f"{text}\n{UNREAD}"
    return html_text(text) if part.get_content_subtype() == "html" else whole(text)


def _decoded(raw: bytes, charset: str) -> str:
    """The text in its own characters, else in those that most mails have; never an error."""
    for each in (_CHARSETS.get(charset.lower(), charset), "utf-8", "cp1252"):
        try:
            return raw.decode(each)
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace")
