"""A mail's HTML as the stand-in shows it: in a frame of its own, without scripts, forms, or anything fetched.

The frame is sandboxed, so that no script of a mail runs and none of its forms is sent; a policy in the document keeps
it from fetching pictures, as Outlook does until it is asked. Links open in a new tab.
"""

from __future__ import annotations

import re

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_HEAD = (
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><base target="_blank">'
    '<meta name="color-scheme" content="light"><style>body { overflow-wrap: anywhere }</style>'
)
_COLOURS = re.compile(r'<meta name="(?:color-scheme|supported-color-schemes)"[^>]*>', re.IGNORECASE)
_START = re.compile(r"<head[^>]*>", re.IGNORECASE)
NARROW, WIDE = 30, 110
"""Letters in one line of a frame in a telephone's window, and on a desk."""
LINE, GAP, EDGES, MOST = 1.5, 0.95, 5.0, 130.0
"""Heights in rem: a line, its share of what stands between paragraphs, the edges, and the most."""


def in_a_frame(markup: str) -> str:
    """The document for the frame. The stand-in is light, so a mail that adapts itself is told so."""
    plain = _COLOURS.sub("", markup)
    found = _START.search(plain)
    if found is None:
        return f"<head>{_HEAD}</head>{plain}"
    return f"{plain[: found.end()]}{_HEAD}{plain[found.end() :]}"


def height_of(text: str, letters: int) -> float:
    """About how high its frame should be where a line has so many letters: nothing measures it without a script, so
    what does not fit after all is scrolled."""
    lines = [1 + len(line) // letters for line in text.splitlines() if line.strip()]
    return min(round(EDGES + LINE * sum(lines) + GAP * len(lines), 1), MOST)
