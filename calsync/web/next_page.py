"""Where somebody goes on to after signing in: a page of this deployment, whatever was asked for."""

from __future__ import annotations

import re

HOME = "/me"
LONGEST = 500
_LOCAL = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
"""No backslash, no blank, no control character: browsers read "/\\evil" and "/<tab>/evil" as another site's address."""
_OWN = ("/sign-in", "/signed-in", "/sign-out")


def next_page(asked: str) -> str:
    """The path asked for, if it is a plain one of ours; else the page of whoever signed in."""
    path = asked.partition("?")[0]
    if len(asked) > LONGEST or _LOCAL.fullmatch(asked) is None or path.rstrip("/") in _OWN:
        return HOME
    return asked
