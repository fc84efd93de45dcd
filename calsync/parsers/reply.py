"""What a worker's answer means: a closed grammar over everything they wrote (law 6).

The worst of all errors is to call safe what is not. So no word is ever read over: an answer means something only if
all of it is made of phrases that are known; otherwise it is unknown, is kept, and is asked back once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from calsync.domain.model import Told, utc
from calsync.parsers.amounts import LEAST, MOST, Clock, Marked, bare_clock, mark, next_moment
from calsync.parsers.boilerplate import without_boilerplate
from calsync.parsers.code_words import says_code_word
from calsync.parsers.cries import cries_for_help
from calsync.parsers.cries import folded as as_heard
from calsync.parsers.ics_zones import local_zone
from calsync.parsers.phrases import LONGEST_PHRASE, MISREAD, ONLY_WHEN_LONGER, PHRASES, WISHES, Says
from calsync.parsers.signature import is_name, is_own_name
from calsync.parsers.visible_text import LONGEST, doubtful_quotes, unquoted, visible_text

MOST_WORDS = 60
"""Words of the longest answer that can be plain; who writes more says more than a phrase."""

_KIND_SIGNS = dict.fromkeys(map(ord, "👍👌🙂😊😀😃😄☺✅✔🙏❤\ufe0f\u200d🏻🏼🏽🏾🏿"), " ")
"""Signs that only underline what the words say. Alone they say nothing."""
_UNHAPPY = re.compile(r"[:;=]['’]?-?[(\[/\\|<@]")
_SCARE_QUOTES = re.compile(r"[\"“”„«]\s*\w+[.!]?\s*[\"“”»]")
"""One word in quotation marks is not meant; all of an answer may be the question's example, copied marks and all."""
_JOINS = str.maketrans({"&": " and ", "*": " ", '"': " ", "“": " ", "”": " ", "<": " , ", ">": " , "})
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_NUMBER = re.compile(r"(?<![\w+])(?:\+|\(?0)\d[\d ()-]{7,16}\d(?!\w)")
_OFFER = re.compile(r"^-? ?[\"“]call me[\"”]: something is wrong, and you want a call now$", re.MULTILINE)
"""The one line of our own questions in which a cry stands: quoted, it is none."""
_BREAKS = re.compile(r"[.,!;:\-–—()/|\n]+")
_STOP = ","
"""Where one phrase ends and none goes on: "Left, home now" has left and is home; "left home" has set out."""
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_SHORT_FORMS = {
    "i'm": "i am", "im": "i am", "i've": "i have", "ive": "i have", "we're": "we are", "we've": "we have",
    "weve": "we have", "i'll": "i will", "it's": "it is", "everything's": "everything is", "all's": "all is",
    "visit's": "visit is", "haven't": "have not", "havent": "have not", "that's": "that is", "till": "until",
    "didn't": "did not", "didnt": "did not", "wasn't": "was not", "wasnt": "was not", "weren't": "were not",
    "werent": "were not", "won't": "will not", "there's": "there is", "i'd": "i would",
    "til": "until", "'til": "until", "untill": "until", "its": "it is", "iam": "i am", "mins": "mins",
}  # fmt: skip
_GREETING = re.compile(
    r"^\s*((?i:hi|hello|hey|dear|good morning|good afternoon|good evening))\s+([^\W\d_][\w'’-]*)\s*(?=[,.!\n])"
)
_SIGNED = re.compile(
    r"(?<=[\s.,!])((?i:thanks|thank you|regards|cheers|thx|diolch))[ ,]+([^\W\d_][\w'’-]*)\s*[.!]?\s*$"
)
_SAID_TO = re.compile(r"\s*(?!regards)[\w ]+ \S+\s*$", re.IGNORECASE)
_TOKEN = re.compile(r"<[ntb]>|\+|[^\W_]+(?:'[^\W_]+)*|[.,!;:\-–—()/|\n]+|\S")


class Intent(StrEnum):
    """What an answer says."""

    SAFE = "safe"
    """The visit is over and all is well."""
    CONTACT = "contact"
    """Well, but still there or only arrived."""
    EXTEND = "extend"
    HELP = "help"
    DURESS = "duress"
    AUTOMATIC = "automatic"
    """No person wrote it. Told by the mail's headers, so never by `read_reply`."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as read. Of `minutes` and `until`, one is set when the intent is extend, and none otherwise."""

    intent: Intent
    minutes: int | None = None
    until: datetime | None = None
    """Aware and in UTC."""
    until_text: str | None = None
    """The same moment as HH:MM in the zone that was asked for."""
    leaving: bool = False
    """Whether a safe one says that the worker has left (law 6)."""
    back: bool = False
    """Whether a safe one says that the worker is back at base, or has done for the day: the outing is over."""
    home: bool = False
    """Whether a safe one says that the worker is at home; then they are back too."""
    told: tuple[Told, ...] = ()
    """What a safe one tells besides."""
    text: str = ""
    """What the person wrote."""


def read_reply(
    text: str, *, sent: datetime, zone: str = "Europe/London", code_words: Sequence[str] = (), names: Sequence[str] = ()
) -> Reply:
    """What the answer means, UNKNOWN for whatever is not plain; only an unknown `zone` or a `sent` not in UTC raises.

    A code word wins over all (law 7), then a cry for help; then the answer must be made of known phrases alone, with
    no question (law 6). `sent` (UTC) tells which 4 o'clock is meant; more time is 1 to 480 minutes. `names` are the
    worker's own, one of which may stand below.
    """
    utc(sent)
    local = local_zone(zone)
    visible = visible_text(text, names)
    if says_code_word(unquoted(text), code_words) or says_code_word(doubtful_quotes(text), code_words):
        return Reply(intent=Intent.DURESS, text=visible)
    # A cry is heard in any letters; a plain word must be written in plain ones.
    folded = _fold(unicodedata.normalize("NFKC", visible))
    if cries_for_help(as_heard(visible)):
        return Reply(intent=Intent.HELP, text=visible)
    if (
        _cries_elsewhere(text)
        or _UNHAPPY.search(visible)
        or _is_not_meant(visible)
        or "?" in folded
        or "¿" in folded
        or len(visible) >= LONGEST // 2
    ):
        return Reply(intent=Intent.UNKNOWN, text=visible)
    marked = mark(_spelled_out(_fold(_without_names(visible, names))))
    return _understood(marked, sent, local, visible)


def _cries_elsewhere(text: str) -> bool:
    """Whether a cry stands in what is taken for a signature, a footer or, without a sign whose it is, a quote.

    An office's closed sentences alone may.
    """
    written = "\n".join(without_boilerplate(unquoted(text).split("\n")))
    quoted = _OFFER.sub(" ", doubtful_quotes(text))
    return any(cries_for_help(as_heard(_NUMBER.sub(" ", each))) for each in (written, quoted))


def _is_not_meant(visible: str) -> bool:
    quoted = _SCARE_QUOTES.search(visible)
    return quoted is not None and quoted[0] != visible.strip(" \n.!")


def _fold(visible: str) -> str:
    return visible.casefold().translate(_APOSTROPHES).replace("½", "1/2")


def _without_names(visible: str, names: Sequence[str]) -> str:
    """Without the name behind a greeting, behind closing thanks, and, when it is the worker's own, at the end."""
    for pattern in (_GREETING, _SIGNED):
        found = pattern.search(visible)
        # "Thanks Morgan" is said to somebody; "Thanks, Cornered" may be meant.
        if found and (is_own_name(found[2], names) or (_SAID_TO.match(found[0]) and is_name(found[2]))):
            visible = f"{visible[: found.end(1)]}{visible[found.end() :]}"
    own = {part for name in names for part in (name.casefold(), *name.casefold().split()) if part}
    for name in sorted(own, key=len, reverse=True):
        head = visible.rstrip(" \n.,!-")
        if head.casefold().endswith(name) and not head[: -len(name)][-1:].isalnum():
            return head[: -len(name)]
    return visible


def _spelled_out(folded: str) -> str:
    folded = _HYPHEN.sub(" ", folded.translate(_KIND_SIGNS).translate(_JOINS))
    return re.sub(r"[^\W\d_']*'?[^\W\d_]+(?:'[^\W\d_]+)?", lambda found: _SHORT_FORMS.get(found[0], found[0]), folded)


def _understood(marked: Marked, sent: datetime, zone: ZoneInfo, visible: str) -> Reply:
    unknown = Reply(intent=Intent.UNKNOWN, text=visible)
    # A new line mostly ends a phrase, and sometimes only the width of a screen.
    for text in (marked.text, marked.text.replace("\n", " ")):
        tokens = tuple(_STOP if _BREAKS.fullmatch(token) else token for token in _TOKEN.findall(text))
        said = says(tokens) if len(tokens) <= 2 * MOST_WORDS else None
        if said is not None:
            break
    else:
        return unknown
    if said & _UNTOLD and said & (Says.LONGER | Says.THERE):
        return unknown  # something happened, and they are still there: no plain word
    if Says.LONGER in said:
        return _extended(tokens, marked, sent, zone, visible) or unknown
    if Says.THERE in said:
        return Reply(intent=Intent.CONTACT, text=visible)
    if Says.ONLY_NOW in said and not said & _AWAY:
        return unknown
    if Says.ON_THE_WAY in said and not said & _FROM_THERE:
        return unknown
    if said & (Says.SAFE | Says.LEFT | Says.NOBODY_HOME | Says.NOT_GONE_IN):
        return _safe(said, visible)
    return unknown


_AWAY = Says.LEFT | Says.NOBODY_HOME | Says.NOT_GONE_IN
_FROM_THERE = _AWAY | Says.BESIDES | Says.RETURNING | Says.HOMEWARD | Says.HOME | Says.BACK
_UNTOLD = Says.INCIDENT | Says.VIOLENCE | Says.SAFEGUARDING | Says.ADVICE
_TOLD = (
    (Says.NOBODY_HOME, Told.NOBODY_HOME),
    (Says.NOT_GONE_IN, Told.NOT_GONE_IN),
    (Says.INCIDENT, Told.INCIDENT),
    (Says.VIOLENCE, Told.VIOLENCE),
    (Says.SAFEGUARDING, Told.SAFEGUARDING),
    (Says.ADVICE, Told.ADVICE),
)


def _safe(said: Says, visible: str) -> Reply:
    """A safe answer, with where the worker is as far as no reading of the words leaves a doubt of it."""
    on_the_way = said & (Says.BESIDES | Says.ON_THE_WAY | Says.RETURNING)
    home = Says.HOME in said and not on_the_way and not said & (Says.HOMEWARD | Says.ELSEWHERE)
    back = bool(said & (Says.HOMEWARD | Says.HOME)) if Says.RETURNING in said else Says.HOMEWARD in said
    back = back or (bool(said & (Says.BACK | Says.HOME)) and not on_the_way)
    back = back and Says.ELSEWHERE not in said
    told = [each for flag, each in _TOLD if flag in said]
    if back and said & (Says.HOMEWARD | Says.HOME):
        told.append(Told.GOING_HOME)
    return Reply(
        intent=Intent.SAFE,
        leaving=bool(said & (Says.LEFT | Says.BESIDES | Says.NOBODY_HOME | Says.NOT_GONE_IN)),
        back=back,
        home=home,
        told=tuple(told),
        text=visible,
    )


_MISREAD_LENGTHS = sorted({len(phrase) for phrase in MISREAD})


def says(tokens: tuple[str, ...]) -> Says | None:
    """All that any reading of the words says, together; None when some word belongs to no phrase.

    Readings are added up, so that one cautious reading is enough to make a hopeful one void.
    """
    if any(tokens[at : at + length] in MISREAD for at in range(len(tokens)) for length in _MISREAD_LENGTHS):
        return None
    readings: list[Says | None] = [Says.NOTHING] + [None] * len(tokens)
    asked = False
    for at in range(len(tokens)):
        so_far = readings[at]
        if so_far is None:
            continue
        if tokens[at] == _STOP:
            readings[at + 1] = (readings[at + 1] or Says.NOTHING) | so_far
            continue
        for length in range(1, min(LONGEST_PHRASE, len(tokens) - at) + 1):
            phrase = tokens[at : at + length]
            added = PHRASES.get(phrase)
            if added is not None:
                asked = asked or phrase in ONLY_WHEN_LONGER
                readings[at + length] = (readings[at + length] or Says.NOTHING) | so_far | added
    said = readings[-1]
    if tokens and [token for token in tokens if token != _STOP][-1:] in (["and"], ["also"]):
        return None  # "safe and" breaks off before what matters
    if said is None or (asked and not said & WISHES):
        return None
    return said


def _extended(tokens: tuple[str, ...], marked: Marked, sent: datetime, zone: ZoneInfo, visible: str) -> Reply | None:
    """The one length or time that the answer names; None when it names several, none, or one beyond the bounds."""
    named = [token for token in tokens if token in ("<n>", "<t>", "<b>")]
    if len(named) != 1:
        return None
    before = tokens[: tokens.index(named[0])]
    clock: Clock | None = None
    if named[0] == "<n>":
        minutes = marked.lengths[0]
    elif named[0] == "<t>":
        clock = marked.times[0]
    elif before[-2:] == ("extend", "by") or not {"until", "by", "to", "around", "about"}.intersection(before[-2:]):
        minutes = int(marked.bare[0])
    else:
        clock = bare_clock(marked.bare[0])
        if clock is None:
            return None
    if clock is None:
        return Reply(intent=Intent.EXTEND, minutes=minutes, text=visible) if LEAST <= minutes <= MOST else None
    until = next_moment(clock, sent, zone)
    if until is None:
        return None
    return Reply(intent=Intent.EXTEND, until=until, until_text=f"{until.astimezone(zone):%H:%M}", text=visible)
