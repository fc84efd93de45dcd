"""Which words of a mail are its answer, and what they mean: the same for the mailbox and for `calsync parse-reply`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from calsync.parsers.automatic import is_automatic
from calsync.parsers.code_words import says_code_word
from calsync.parsers.cries import cries_for_help, folded
from calsync.parsers.reply import Intent, Reply, read_reply
from calsync.parsers.visible_text import visible_text

TOKEN = re.compile(r"\[([A-HJ-NP-Z2-9]{6})\]")
"""The word in the subjects of our own mails by which an answer is told."""
_PREFIXES = re.compile(r"^(?:\s*(?:re|aw|sv|fw|fwd|wg|antw|ateb|tr|réf|rv)\s*:)+", re.IGNORECASE)


def answer_text(text: str, subject: str, names: Collection[str] = (), code_words: Sequence[str] = ()) -> str:
    """What was written; of a mail without any text its subject above it, where somebody in a hurry puts it all.

    A code word counts in the subject too (law 7): it alone is put above the text, so that without it the text is as it
    would be. So does a cry for help in a subject that the writer made themselves.
    """
    own = _PREFIXES.sub("", TOKEN.sub("", subject)).strip()
    fresh = own == subject.strip()
    if own and ((fresh and cries_for_help(folded(own))) or not visible_text(text, names).strip()):
        return f"{own}\n\n{text}"
    word = next((each for each in code_words if says_code_word(own, [each])), None)
    return f"{word}\n\n{text}" if word is not None else text


def read_answer(
    text: str,
    *,
    headers: Sequence[tuple[str, str]],
    subject: str,
    sender: str | None,
    sent: datetime,
    zone: str = "Europe/London",
    code_words: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Reply:
    """What a worker's mail means, AUTOMATIC where no person wrote it; raises as `read_reply` does.

    `sender` is None where nobody knows it, and empty for the null sender of a bounce.
    """
    if is_automatic(headers, subject, sender):
        return Reply(intent=Intent.AUTOMATIC)
    said = answer_text(text, subject, names, code_words)
    return read_reply(said, sent=sent, zone=zone, code_words=code_words, names=names)
