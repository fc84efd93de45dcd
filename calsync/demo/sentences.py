"""What happened -> the sentence of the demo's terminal: who, by what, and what came of it."""

from __future__ import annotations

import re
from textwrap import shorten

from calsync.domain.model import AlarmKind, Channel, Via
from calsync.engine import Happened
from calsync.engine.telling import words

WIDEST = 100
"""Letters of a message in one line: the whole of it stands in the stand-in."""
_SENT = {Channel.VOICE: "calsync rings the {role}", Channel.TEXT: "the {role} is texted"}
_SAID = {Via.TEXT: "texts", Via.VOICE: "presses a key in a call:", Via.LINK: "presses, behind the link,"}
_TOKEN = re.compile(r" \[[A-Z0-9]{6}\]$")
_GREETING = re.compile(r"^This is calsync[^.]*\. ")


def sentence(happened: Happened, worker: str) -> str:
    """Half a sentence about one thing that happened; `worker` is the name of whose visit it is."""
    role, first = str(happened.role).replace("_", " "), _first(happened.text)
    match happened.what:
        case "notify":
            sent = _SENT.get(Channel(happened.channel), "the {role} is sent").format(role=role)
            return f'{sent}: "{first}"' if happened.channel == Channel.VOICE else f'{sent} "{first}"'
        case "answer" if happened.channel in _SAID:
            return f'the {role} {_SAID[Via(happened.channel)]} "{first}"'
        case "incident":
            return _incident(happened, worker)
        case _:
            return words(happened)


def _incident(happened: Happened, worker: str) -> str:
    if happened.deadline is not None and happened.deadline.alarm is AlarmKind.DURESS:
        theirs = f"nothing in {worker}'s mail or on their telephone shows it"
        return f"THE CODE WORD: the emergency steps start now, and {theirs}"
    return "A CALL FOR HELP: the emergency steps start now"


def _first(text: str) -> str:
    """The first line, without what only a mailbox needs, short enough for one line of a terminal."""
    line = _GREETING.sub("", _TOKEN.sub("", text.splitlines()[0] if text else ""))
    whole, *more = re.split(r"(?<=[.?!]) ", line)
    for each in more:
        if len(whole) + len(each) >= WIDEST:
            return f"{shorten(whole, WIDEST, placeholder=' ...')} ..."
        whole += f" {each}"
    return whole
