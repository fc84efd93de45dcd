"""Why a responder says that an entry is no visit: nothing is closed without a reason (law 1)."""

from __future__ import annotations

import re

from calsync.parsers.responder_reply import settles
from calsync.parsers.visible_text import visible_text
from calsync.parsers.yes_no import read_yes_no

LONGEST = 500
_SEPARATOR = re.compile(r"[:;,.–—-][ \t]*(?=\S)")
"""What stands between the verdict and its reason, on one line: a name below is no reason."""


def read_why_no_visit(text: str, *, names: frozenset[str] = frozenset()) -> str:
    """The reason behind "not a visit: ..." as it was typed; empty when that is not what is said, or it gives none.

    The visit must be named, since "No, ..." says no to anything. `names` are the writer's own.
    """
    visible = visible_text(text, names).strip()
    if read_yes_no(visible, names=names) is not None:
        return ""  # nothing but the verdict
    for found in reversed(list(_SEPARATOR.finditer(visible))):
        said = read_yes_no(visible[: found.start()])
        if said is not None and said.of_all is False and said.names_the_visit:
            why = " ".join(visible[found.end() :].split())
            return why[:LONGEST] if settles(why) else ""
    return ""
