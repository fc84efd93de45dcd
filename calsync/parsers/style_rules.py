"""What the style sheets in a mail's HTML strike out or hide: a class may say what a tag's own style would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SHEET = re.compile(r"<style\b[^<>]*>(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_LAST = re.compile(r"(?P<tag>[a-z][a-z0-9]*|\*)?(?P<marks>(?:[.#][\w-]+)*)(?::.*)?$", re.IGNORECASE)
_LONGEST = 200_000
"""Characters of style sheets that are read."""
_LONGEST_RULE = 4000
_MOST_RULES = 200
UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0*\.?0+\s*(?:px|pt|em|rem|%)?)\s*(?:!\s*important\s*)?(?:;|$)",
    re.IGNORECASE,
)
STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)

Marks = tuple[str, frozenset[str]]
"""A tag, empty for any, and the classes (".x") and ids ("#x") that it must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleRules:
    """The tags that are struck out, and those that are unseen."""

    struck: tuple[Marks, ...] = ()
    unseen: tuple[Marks, ...] = ()

    def strikes(self, tag: str, attrs: Mapping[str, str | None]) -> bool:
        """Whether a tag with these attributes is struck out by one of the sheets."""
        return _any_meets(self.struck, tag, attrs)

    def hides(self, tag: str, attrs: Mapping[str, str | None]) -> bool:
        """Whether a tag with these attributes is unseen by one of the sheets."""
        return _any_meets(self.unseen, tag, attrs)


def read_styles(markup: str) -> StyleRules:
    """The rules of every sheet in the HTML, as far as they go by tags, classes and ids; never raises.

    Of "td.x p" the last part counts alone: rather is too much taken as struck out than too little.
    """
    struck, unseen = list[Marks](), list[Marks]()
    text = _COMMENT.sub(" ", "\n".join(_SHEET.findall(markup))[:_LONGEST])
    for rule in text.split("}"):
        before, _, declared = rule[-_LONGEST_RULE:].rpartition("{")
        for found, pattern in ((struck, STRUCK), (unseen, UNSEEN)):
            if pattern.search(declared):
                selectors = before.rpartition("{")[2].split(",")
                found += [marks for each in selectors if (marks := _marks(each)) is not None]
    return StyleRules(struck=tuple(struck[:_MOST_RULES]), unseen=tuple(unseen[:_MOST_RULES]))


def _marks(selector: str) -> Marks | None:
    last = re.split(r"[\s>+~]+", selector.strip())[-1]
    found = _LAST.match(last)
    if not last or found is None or not (found["tag"] or found["marks"]):
        return None
    tag = (found["tag"] or "").casefold()
    return "" if tag == "*" else tag, frozenset(re.findall(r"[.#][\w-]+", found["marks"]))


def _any_meets(rules: tuple[Marks, ...], tag: str, attrs: Mapping[str, str | None]) -> bool:
    if not rules:
        return False
    own = {f".{each}" for each in (attrs.get("class") or "").split()} | {f"#{(attrs.get('id') or '').strip()}"}
    return any(name in ("", tag) and marks <= own for name, marks in rules)
