"""Whether a worker says that they do not work today: a closed grammar, every word of it known (law 6).

It is no word of safety: it calls off what has not begun, and nothing else.
"""

from __future__ import annotations

import re

from calsync.parsers.visible_text import visible_text
from calsync.parsers.words import phrases

MOST_WORDS = 40

_TODAY = phrases(
    """
    not working today, not working at all today, off sick today, off ill today, off work today, off today, sick today
    ill today, unwell today, poorly today, not in today, not in work today, not at work today, not coming in today
    on leave today, on annual leave today, off on leave today, on sick leave today, today off sick
    today i am off sick, today i am not working, today i am on leave, today i am off, today i am ill
    today i am not in, will not be in today, will not be working today, will not be coming in today
    can not come in today, can not work today, calling in sick today, phoning in sick today, taking today off
    having today off, off sick, calling in sick
    """
)
"""What says it. Illness alone ("I am ill") does not: it may be said in the middle of a visit."""
_BESIDES = phrases(
    """
    hi, hello, hi all, good morning, morning, sorry, apologies, i am afraid, unfortunately, thanks
    thank you, many thanks, cheers, regards, kind regards, i am, i am ill, i am sick, i am unwell, i am poorly, ill
    sick, unwell, poorly, and, so, please, i have a cold, i have covid, i have flu, just to let you know, i
    please cancel my visits, please call off my visits, cancel my visits, call off my visits, all my visits are off
    """
)
_STARTS = (
    (),
    ("i", "am"),
    ("i",),
    ("am",),
    ("so", "i", "am"),
    ("and", "i", "am"),
    ("sorry", "i", "am"),
    ("sorry", "but", "i", "am"),
)
_SHORT_FORMS = (
    ("i'm", "i am"), ("im", "i am"), ("i'll", "i will"), ("won't", "will not"), ("wont", "will not"),
    ("can't", "can not"), ("cant", "can not"), ("cannot", "can not"), ("i've", "i have"), ("ive", "i have"),
)  # fmt: skip
_SAYS = frozenset(start + phrase for start in _STARTS for phrase in _TODAY)
_LONGEST = max(map(len, _SAYS | _BESIDES))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\s\w.,;:!()\-–—/]|_")


def says_not_working_today(text: str, names: frozenset[str] = frozenset()) -> bool:
    """Whether all that was written is that the writer does not work today; `names` may sign it. A question is none."""
    folded = visible_text(text, names).casefold().replace("’", "'").replace("‘", "'")
    for short, full in _SHORT_FORMS:
        folded = re.sub(rf"\b{short}\b", full, folded)
    if "?" in folded or "¿" in folded:
        return False
    words = _WORD.findall(folded)
    signed = {part for name in names for part in name.casefold().split()}
    while words and words[-1] in signed:
        words.pop()
    if not words or len(words) > MOST_WORDS:
        return False
    reached: list[set[bool]] = [{False}] + [set() for _ in words]
    for at in range(len(words)):
        for length in range(1, min(_LONGEST, len(words) - at) + 1):
            phrase = tuple(words[at : at + length])
            if phrase in _SAYS and reached[at]:
                reached[at + length].add(True)
            elif phrase in _BESIDES:
                reached[at + length] |= reached[at]
    return True in reached[-1]
