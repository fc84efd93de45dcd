"""What somebody declares in answer to a letter: that they read the policy, that their numbers are right, or wrong.

A closed list of phrases, and nothing else beside them: whatever else a mail says is read as any other mail, so that a
call for help in answer to a letter is heard.
"""

from __future__ import annotations

import re

from calsync.domain.model.letters import Declared, LetterKind
from calsync.parsers.visible_text import visible_text
from calsync.parsers.words import phrases

_READ = phrases(
    """
    read and understood, i have read and understood, i have read and understood it, i have read it and understood it
    i have read and understood the policy, i have read the policy and understood it, have read and understood
    read and understood the policy, policy read and understood, i read and understood it, yes read and understood
    """
)
_RIGHT = phrases(
    """
    yes, yes they are, they are right, yes they are right, all right, all correct, correct, right, still right
    yes still right, yes all correct, yes correct, they are correct, yes they are correct, no changes, no change
    """
)
_WRONG = phrases(
    """
    no, no they are not, they are not right, not right, wrong, one is wrong, it is wrong, not correct, incorrect
    no one is wrong, one is missing, no one is missing, the mobile is wrong, my mobile is wrong, out of date
    """
)
_POLITE = phrases(
    "ok, hi, hello, thanks, thank you, many thanks, cheers, regards, kind regards, best wishes, dear calsync, done"
)

_ASKED = {
    LetterKind.READ: ((_READ, Declared.READ),),
    LetterKind.NUMBERS: ((_RIGHT, Declared.RIGHT), (_WRONG, Declared.WRONG)),
}


def read_declared(text: str, kind: LetterKind, names: frozenset[str] = frozenset()) -> Declared | None:
    """What all of the text declares in answer to a letter of that kind; None when it says anything else.

    `names`, folded, may sign it.
    """
    folded = re.sub(r"\bi've\b", "i have", visible_text(text, names).casefold().replace("’", "'"))
    if kind not in _ASKED or "?" in folded:
        return None
    # A comma or a dash inside "yes, they are right" parts nothing; a line or a full stop does.
    parts = [tuple(re.findall(r"[\w']+", part)) for part in re.split(r"[\n.!;]+", folded)]
    said = [part for part in parts if part and part not in _POLITE and " ".join(part) not in names]
    for known, declared in _ASKED[kind]:
        if said and all(part in known for part in said):
            return declared
    return None
