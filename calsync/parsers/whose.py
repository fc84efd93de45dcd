"""An answer to "Whose word was it?" that is no name -> everybody's, or nobody's and why."""

from __future__ import annotations

import re

from calsync.parsers.cries import folded, needs_help
from calsync.parsers.responder_reply import settles

_ALL = re.compile(
    r"\b(?:both|(?<!at )(?<!after )(?<!not )all|everybody|everyone|each)\b"
    r"(?!(?: of them| are| is|'s)? (?:(?:quite |very |all )?(?:fine|well|safe|ok|okay|good|right|clear)|i|we)\b)"
)
_NOBODY = re.compile(
    r"^(?:it (?:is|was) )?(?:nobody|no one|noone)'?s?(?: word)?[\s,.;:]+"
    r"(?:it was |by )?(?:an? )?mistake[\s,.;:]+(?P<why>.+)$"
)


def is_everybodys(text: str) -> bool:
    """Whether somebody says that all who were listed may have said it ("both", "all"); not "all fine"."""
    return _ALL.search(folded(text)) is not None


def is_mistake(text: str) -> bool:
    """Whether somebody says that nobody said it, and why: "nobody's, a mistake: it is the name of a group".

    Without a reason, with a doubt or a cry beside it, it is not: then the question stands.
    """
    found = _NOBODY.match(folded(text))
    return found is not None and settles(found["why"]) and not needs_help(text)
