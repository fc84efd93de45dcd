"""An order about people who are named -> the same order without the names, and whether a closing speaks of each.

"I have it: Cleo and Dan" is "I have it" of two; "close: Cleo and Dan are safe, I spoke to them" closes both. A closing
in which the names stand apart may say something else of each, and is none of several (law 6).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply

TAKEN = "I have it"
_ALL_MINE = re.compile(
    r"(?:ok(?:ay)?[ ,]+)?(?:(?:(?:i )?(?:have|take|am taking|will take|have got)|i'?ve got|i'm taking|i'll take) )?"
    r"(?:them all|all of them|all of it|it all|both of them|them both|both|all|them)(?: is mine| are mine)?"
    r"(?:[ ,]+(?:now|thanks|thank you))?[.!]*"
)
_MINE_ALL = re.compile(r"(?:all(?: of them)?|both) (?:is |are )?mine[.!]*|i have (?:them all|everybody|everyone)[.!]*")
_OF_ALL = re.compile(r"\b(?:all|both|everybody|everyone|each|every|whole team|the others|the rest)\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|except|excepting|excluding|bar|apart from|other than|without|instead of)\b", re.IGNORECASE)
ALL = ("all of them", "them all", "all", "everybody", "everyone")
"""What stands for the names of all of several."""
_LIST_ENDS = r"(?:\s*(?:,|&|\+|/|\band\b|\bboth\b)\s*)+"
_JOINING = re.compile(r"(?:[\s,&+/:;]|\b(?:and|both|for|from|of)\b)+$")
_NAME = "\ue000"


def takes_all(said: str) -> bool:
    """Whether somebody writes that they have all of several."""
    plain = " ".join(said.casefold().replace("\u2019", "'").split())
    spoken = _ALL_MINE.fullmatch(plain) is not None and bool(
        re.match(r"(?:ok(?:ay)?[ ,]+)?(?:i|ive|have|take)\b", plain)
    )
    return spoken or _MINE_ALL.fullmatch(plain) is not None


def speaks_of_all(reason: str) -> bool:
    """Whether a reason to close may be meant of more than one, though it names nobody."""
    return _OF_ALL.search(reason) is not None


def leaves_out(said: str) -> bool:
    """Whether it speaks of all but some: those whom it names may be just those who are not safe."""
    return _BUT.search(said) is not None


def order_without(said: str, names: Sequence[str]) -> str:
    """The order of whoever names these people, as the grammar of answers knows it; empty where it is none.

    It is one of taking, of a call in vain and of handing over. `names` are all that may stand for the people named.
    """
    marked = _marked(said, names)
    if "?" in said or _NAME not in marked:
        return ""
    if (
        given := re.fullmatch(r"(.*?\b(?:hand|pass|give)\b.*?)\s+(?:on |over )?to\s+(\S.*)", marked, re.DOTALL)
    ) is not None:
        plain = re.sub(r"\s+(?:over|on)\s*$", "", _without(given[1]))
        order = f"{plain} over to {given[2]}" if _NAME not in given[2] else ""
        return order if read_responder_reply(order).kind is ResponderIntent.HAND_OVER else ""
    if not _in_one_list(marked):
        return ""  # "I have it: Ada, no answer from Ben" says something else of each
    plain = _without(marked)
    if takes(plain):
        return TAKEN
    return plain if read_responder_reply(plain).kind is ResponderIntent.NO_ANSWER else ""


def takes(words: str) -> bool:
    """Whether the words, with nothing else, take an alarm."""
    return words.strip(" \n,.:;!-") == "1" or read_responder_reply(words).kind is ResponderIntent.ACKNOWLEDGE


def closes_each(said: str, names: Sequence[str]) -> bool:
    """Whether a closing speaks of all whom it names together: their names stand in one list, and no more than once."""
    return _in_one_list(_marked(said, names))


def _in_one_list(marked: str) -> bool:
    one_list = rf"[^{_NAME}]*{_NAME}(?:{_LIST_ENDS}{_NAME})*[^{_NAME}]*"
    return re.fullmatch(one_list, marked, re.DOTALL) is not None


def _marked(said: str, names: Sequence[str]) -> str:
    """The words with each name as one mark."""
    for name in sorted(names, key=len, reverse=True):
        said = re.sub(rf"\b{re.escape(name)}\b(?:['\u2019]s\b)?", _NAME, said, flags=re.IGNORECASE)
    return said


def _without(marked: str) -> str:
    """The words without the marks, and without what only joined them."""
    plain = re.sub(rf"{_NAME}(?:{_LIST_ENDS}{_NAME})*", " ", marked)
    plain = " ".join(re.sub(r"\s+([,.:;!])", r"\1", plain).split()).strip(" \n,.:;!-")
    return _JOINING.sub("", plain)
