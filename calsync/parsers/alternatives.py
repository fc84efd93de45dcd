"""One mail written twice, as plain text and as HTML -> its text, also where the two say different things (law 6).

Mail programs make one out of the other. Where they part, nobody knows which one the writer saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.visible_text import unquoted

_ANY_TIME = datetime(2000, 1, 3, 12, tzinfo=UTC)
"""Both are read as of one moment; which one it is makes no difference to whether they say the same."""


def of_alternatives(texts: Sequence[str], names: Sequence[str] = ()) -> str:
    """The first text, and above it the other lines of each that says something else: then the gravest word counts.

    One that only says "safe" adds nothing. `names` are the writer's own.
    """
    first, *others = texts
    said, known, above = _said(first, names), set(_lines(first)), list[str]()
    for other in others:
        says = _said(other, names)
        if says[0] is not Intent.SAFE and (says != said or says[0] is Intent.UNKNOWN):
            above += [each for each in _lines(unquoted(other)) if each not in known]
    return "\n".join([*above, first])


def _said(text: str, names: Sequence[str]) -> tuple[Intent, int | None, str | None]:
    reply = read_reply(text, sent=_ANY_TIME, names=names)
    return reply.intent, reply.minutes, reply.until_text


def _lines(text: str) -> list[str]:
    return [line for each in text.split("\n") if (line := " ".join(each.split()))]
