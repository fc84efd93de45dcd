"""What is said, and what is asked -> TwiML, the XML by which Twilio leads a call. Pure; every word is escaped.

Sources: Twilio's reference of <Gather>, <Say>, <Dial>, <Number>, <Redirect> and <Hangup>. Without a key <Gather> goes
on to what follows it, so that a menu stands twice; speech is not asked for (`input="dtmf"`).
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from calsync.domain.spoken import Spoken

WAITS = 6
"""Seconds in which a key can be pressed after the words."""
RINGS_FOR = 20
"""Seconds for which somebody is rung to whom a caller is put through: most voicemail takes longer."""


def said(spoken: Spoken, *, keys_to: str = "", then: str = "") -> str:
    """The words; with keys they are said twice, and a key goes to `keys_to`. Without one the call goes on at `then`."""
    if not spoken.keys:
        return _response(_say(spoken.words) + _end(then))
    keys = 'finishOnKey="#"' if spoken.typed else 'numDigits="1"'
    menu = f'<Gather input="dtmf" {keys} timeout="{WAITS}" method="POST" action={quoteattr(keys_to)}>'
    menu += f"{_say(spoken.words)}</Gather>"
    return _response(menu + menu + (_end(then) if then else _say("Goodbye.") + _end("")))


def put_through(number: str, *, sender: str, introduced: str, then: str) -> str:
    """The caller is connected to a number, once whoever answers has pressed a key; then the call goes on at `then`."""
    dial = (
        f'<Dial timeout="{RINGS_FOR}" answerOnBridge="true" callerId={quoteattr(sender)} method="POST" '
        f"action={quoteattr(then)}>"
    )
    return _response(
        f'{_say("Please hold the line.")}{dial}<Number url={quoteattr(introduced)} method="POST">{escape(number)}'
        "</Number></Dial>"
    )


def nothing_more() -> str:
    """Nothing is said: the call goes on as it was to, which joins somebody who accepted to the caller."""
    return _response("")


def _end(then: str) -> str:
    return f'<Redirect method="POST">{escape(then)}</Redirect>' if then else "<Hangup/>"


def _say(words: str) -> str:
    return f'<Say language="en-GB">{escape(words)}</Say>'


def _response(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inner}</Response>'
