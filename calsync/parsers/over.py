"""Whether a reason to close says that the visit is over: whoever called for help and goes on with it is watched on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WHO = (
    r"(?:^|[,;.:–-] ?|\b(?:and|that|says|said) )(?:(?:they|she|he|both|all|everybody|{names})(?:'ve|'s|'re)? )?"
    r"(?:(?:has|have|is|are|was|were|got) )?(?:(?:now|already|safely|just|both) )*"
)
"""The worker, or nobody named: that somebody else of the household has left says nothing of them."""
_OUT = (
    r"(?:left|out(?! of)|out of (?:it|there|the (?:visit|house|home|property|flat|building|premises))"
    r"|back (?:home|at (?:the )?(?:office|base|centre|center))|home(?! visit)|gone home|went home"
    r"|on (?:the|their|her|his) way (?:home|back)|finished the visit|did not go in|didn't go in)\b"
)
_OVER = re.compile(r"\b(?:visit|meeting) (?:is |has |was )?(?:over|ended|finished|done)\b")
_GOES_ON = re.compile(
    r"\b(?:not|no|never|still|until|till|unless|if|before|when|while|once|will|shall|going to|about to|soon|later"
    r"|stays?|staying|remains?|remaining|continu\w*|carr(?:y|ies|ying) on|go(?:es|ing)? on|another|minutes?|mins?)\b"
    r"|n't\b|\?"
)
_NOT_GONE_IN = re.compile(r"\b(?:did not|didn't) go in\b")


def says_over(reason: str, names: Sequence[str] = ()) -> bool:
    """Whether the reason says plainly that they are out of the visit; False wherever it leaves a doubt (law 6).

    `names` are the worker's.
    """
    plain = " ".join(unicodedata.normalize("NFKC", reason).casefold().replace("’", "'").split())
    theirs = "|".join(re.escape(each.casefold()) for each in sorted(names, key=len, reverse=True) if each) or "they"
    said = re.search(_WHO.format(names=theirs) + _OUT, plain) or _OVER.search(plain)
    return said is not None and _GOES_ON.search(_NOT_GONE_IN.sub(" ", plain)) is None
