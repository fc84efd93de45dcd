"""What an answer about the visits of somebody away orders: to call off, to leave standing, to hand to a colleague.

A closed grammar: whatever is not plain orders nothing, since what it takes off is nobody's watch any more (law 6).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from calsync.parsers.visible_text import visible_text
from calsync.parsers.words import phrases

MOST_WORDS = 60
_LONGEST_NAME = 6


class Order(StrEnum):
    """What is to be done with visits."""

    CALL_OFF = "call-off"
    STAND = "stand"
    """They are watched, as ever or again."""
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One order, and of which visits."""

    order: Order
    numbers: tuple[int, ...] = ()
    """By their numbers in the list, counted from 1; empty: all of it."""
    to: str = ""
    """To whom they are handed, as it was written: a name or a mail address."""


_CALL_OFF = phrases(
    "call off, called off, please call off, cancel, please cancel, call them off, cancel them, call it off"
)
_STAND = phrases(
    """
    they stand, it stands, stand, stands, still stand, still stands, they still stand, it still stands, undo, undo it
    undo that, undo all, they are on, it is on, they go ahead, it goes ahead, keep, keep them, leave them
    """
)
_ONE_STANDS = phrases("stands, still stands")
_HAND = phrases("hand, please hand, hand over, please hand over, give, please give")
_ALL = phrases("all, both, all of them, both of them, all two, all three, them, everything")
_YES = phrases(
    "yes, yes please, yep, yeah, yes all, yes both, yes all of them, yes both of them, please do, yes please do, yes do"
)
_NO = phrases("no, nope, no thanks, no thank you, no please, please do not, please don't")
"""What stands for an order where one question was asked, "Call off today's two?", and nothing else was said."""
_BESIDES = phrases(
    "hi, hello, thanks, thank you, many thanks, cheers, regards, kind regards, please, good morning, morning, ok, yes"
)
_JOINS = ("and", "&", "number", "numbers", "no.", "visit", "visits", ",")
_STOPS = (",", ";", ".", "\n", "and")
_TOKEN = re.compile(r"[^\W_][\w.+'-]*@[\w.-]+\w|\d+|[^\W\d_]+(?:['-][^\W\d_]+)*|\n|[^\s]")
_SIGNS = frozenset(",;.:!-–—()\n")


def read_away_reply(
    text: str, *, numbers: Collection[int], names: frozenset[str] = frozenset(), asked: bool = False
) -> tuple[Ordered, ...] | None:
    """What is ordered, in the order of the words; None for what is not plain.

    Not plain is a question, a number that the list does not have, a visit that is named twice, and every word that is
    no part of an order. `names` are the writer's own, one of which may stand below. `asked`: the mail answers the
    question whether to call all of it off, so that a mere yes or no is an order too.
    """
    visible = visible_text(text, names).replace("’", "'")
    if "?" in visible or "¿" in visible:
        return None
    tokens = _unsigned(_TOKEN.findall(visible), names)
    if not tokens or len(tokens) > MOST_WORDS:
        return None
    if asked and (order := _yes_or_no(tokens)) is not None:
        return (Ordered(order=order),)
    found: list[Ordered] = []
    at = 0
    while at < len(tokens):
        if tokens[at] in _SIGNS or tokens[at].casefold() == "and":
            at += 1
            continue
        read = _order(tokens, at)
        if read is not None:
            found.append(read[0])
            at = read[1]
            continue
        length = _phrase(tokens, at, _BESIDES)
        if not length:
            return None
        at += length
    return tuple(found) if _is_plain(found, numbers) else None


def _yes_or_no(tokens: list[str]) -> Order | None:
    """What a mere yes or no orders, with nothing but politeness around it; None for whatever else is said."""
    verdicts: list[Order] = []
    at = 0
    while at < len(tokens):
        if tokens[at] in _SIGNS:
            at += 1
        elif length := _phrase(tokens, at, _YES):
            verdicts.append(Order.CALL_OFF)
            at += length
        elif length := _phrase(tokens, at, _NO):
            verdicts.append(Order.STAND)
            at += length
        elif length := _phrase(tokens, at, _BESIDES):
            at += length
        else:
            return None
    return verdicts[0] if len(verdicts) == 1 else None


def _is_plain(found: list[Ordered], numbers: Collection[int]) -> bool:
    named = [number for each in found for number in each.numbers]
    of_all = [each for each in found if not each.numbers]
    known = all(number in numbers for number in named) and len(set(named)) == len(named)
    return bool(found) and known and (not of_all or len(found) == 1)


def _order(tokens: list[str], at: int) -> tuple[Ordered, int] | None:
    """The order that begins there, and where it ends; None when none does."""
    for order, verbs in ((Order.CALL_OFF, _CALL_OFF), (Order.STAND, _STAND), (Order.HAND, _HAND)):
        if length := _phrase(tokens, at, verbs):
            numbers, end = _numbers(tokens, at + length)
            if order is Order.HAND:
                return _handed(tokens, numbers, end)
            if len(numbers) > 1 and _phrase(tokens, end, _ONE_STANDS):
                # "Call off 1, 2 stands" leaves the second; of "call off 1, 2 stand" nobody knows which stand.
                numbers, end = numbers[:-1], end - 1
            return Ordered(order=order, numbers=numbers), end
    numbers, end = _numbers(tokens, at)
    if numbers and (length := _phrase(tokens, end, _STAND)):
        return Ordered(order=Order.STAND, numbers=numbers), end + length  # "1 and 2 stand"
    return None


def _numbers(tokens: list[str], at: int) -> tuple[tuple[int, ...], int]:
    """The numbers that stand there, and where they end; none after "all"."""
    if length := _phrase(tokens, at, _ALL):
        return (), at + length
    found: list[int] = []
    end = at
    while at < len(tokens):
        if tokens[at].isdecimal():
            found.append(int(tokens[at][:9]))
            at += 1
            end = at
        elif tokens[at].casefold() in _JOINS:
            at += 1
        else:
            break
    return tuple(found), end


def _handed(tokens: list[str], numbers: tuple[int, ...], at: int) -> tuple[Ordered, int] | None:
    if at >= len(tokens) or tokens[at].casefold() != "to":
        return None
    end = at + 1
    while end < len(tokens) and tokens[end].casefold() not in _STOPS and end - at <= _LONGEST_NAME:
        end += 1
    to = " ".join(tokens[at + 1 : end])
    return (Ordered(order=Order.HAND, numbers=numbers, to=to), end) if to and not to[0].isdigit() else None


def _phrase(tokens: list[str], at: int, known: frozenset[tuple[str, ...]]) -> int:
    """How many tokens the longest known phrase takes there; 0 when none stands there."""
    for length in range(min(max(map(len, known)), len(tokens) - at), 0, -1):
        if tuple(token.casefold() for token in tokens[at : at + length]) in known:
            return length
    return 0


def _unsigned(tokens: list[str], names: frozenset[str]) -> list[str]:
    """Without signs at the end, and without the writer's own name on a line of its own below."""
    signed = {part for name in names for part in name.casefold().split()}
    while tokens and tokens[-1] in _SIGNS:
        tokens = tokens[:-1]
    begins = max((at for at, each in enumerate(tokens) if each == "\n"), default=None)
    below = tokens[begins + 1 :] if begins is not None else []
    if below and all(token.casefold() in signed for token in below):
        tokens = tokens[:begins]
    while tokens and tokens[-1] in _SIGNS:
        tokens = tokens[:-1]
    return tokens
