"""`calsync parse-reply`: what an answer means, by the code that reads the service mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import msgspec
import typer

from calsync.cli.output import aside, fact, known_zone, moment
from calsync.cli.recognition import LONGEST_LINE, ZONE, lines_of, opened
from calsync.errors import CalsyncError
from calsync.parsers.answer_mail import read_answer
from calsync.parsers.json_text import decoded
from calsync.parsers.mime_mail import MimeMail, header_text, mail_of, read_mime

LARGEST = 32 * 1024 * 1024
"""Bytes of a mail; Exchange takes none that is larger."""
_SHAPE = 'write {"headers": {"From": "..."}, "text": "..."} on one line'


def parse_reply(
    file: Annotated[str, typer.Argument(metavar="FILE or -", help="A mail as it travels (.eml), or JSON lines.")] = "-",
    code_words: Annotated[
        list[str] | None, typer.Option("--code-word", help="A code word agreed beforehand; give it once for each.")
    ] = None,
    sent: Annotated[
        str | None, typer.Option(help="When it was sent, for words like 'until 4pm'; else its Date, else now.")
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help='One answer a line: {"headers": {}, "text": ""}.')] = False,
    zone: Annotated[str, typer.Option("--zone", help="On whose clocks a time of day is told.")] = ZONE,
) -> None:
    """What an answer means: one JSON object with its intent, the minutes or the time that it asks for, and its words.

    With --lines one object a line is read and printed; a line that is none is told, the others are still printed, and
    the exit status is 2.

    Example: calsync parse-reply --code-word "blue folder" --sent 2026-12-01T15:10 answer.eml
    """
    words, at = [each for each in code_words or () if each.strip()], moment(sent, "--sent")
    known_zone(zone)
    well = True
    for place, mail in _mails(file, lines=lines):
        if isinstance(mail, str):
            well = False
            aside(f"{'standard input' if file == '-' else file}: {place}{mail}")
            continue
        _print(mail, words, at or mail.sent or datetime.now(UTC), zone)
    if not well:
        raise typer.Exit(2)


def _print(mail: MimeMail, code_words: list[str], sent: datetime, zone: str) -> None:
    reply = read_answer(
        mail.text,
        headers=mail.headers,
        subject=mail.subject,
        sender=mail.sender,
        sent=sent,
        zone=zone,
        code_words=code_words,
        names=mail.names,
    )
    # A half of a character pair can stand in JSON and in no output.
    text = reply.text.encode("utf-8", "replace").decode("utf-8")
    fact(intent=reply.intent, minutes=reply.minutes, until=reply.until_text, text=text)


def _mails(file: str, *, lines: bool) -> Iterator[tuple[str, MimeMail | str]]:
    """Each mail with its place, or what is wrong with it. Raises CalsyncError when nothing can be read."""
    try:
        with opened(file) as stream:
            if lines:
                for number, line in lines_of(stream):
                    yield f"line {number}: ", _line(line)
                return
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise CalsyncError(f"{file} can't be read ({error.strerror}): name a mail's file, or - .") from None
    yield "", _whole(raw)


def _whole(raw: bytes) -> MimeMail | str:
    if len(raw) > LARGEST:
        return "the mail is larger than 32 MB, as no mail is: give one mail as it travels (.eml)."
    if not raw.strip():
        return "there is no mail in it: give one as it travels (.eml), or objects one a line with --lines."
    mail = read_mime(raw.lstrip(b"\xef\xbb\xbf\r\n"))
    if not mail.headers:
        return "it has no headers, so it is no mail: give one as it travels (.eml), or objects one a line with --lines."
    return mail


def _line(line: bytes) -> MimeMail | str:
    """The mail of a line, or what is wrong with it; the sentence quotes nothing of it."""
    if len(line) > LONGEST_LINE:
        return f"the line is longer than 4 MB, as no answer is; {_SHAPE}."
    try:
        row = decoded(msgspec.json.decode, line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return f"the line is no JSON; {_SHAPE}."
    if not isinstance(row, dict):
        return f"the line is no object in braces; {_SHAPE}."
    text = row.get("text")
    if not isinstance(text, str):
        return f'"text" is missing or no text; {_SHAPE}.'
    headers = _headers(row.get("headers", {}))
    return mail_of(headers, text) if headers is not None else f'"headers" are no names with a text each; {_SHAPE}.'


def _headers(said: object) -> tuple[tuple[str, str], ...] | None:
    """The headers of an object, each a text or several; None for what is none."""
    if not isinstance(said, dict):
        return None
    found: list[tuple[str, str]] = []
    for name, value in said.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in values):
            return None
        found += ((name, header_text(each)) for each in values)
    return tuple(found)
