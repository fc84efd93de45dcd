"""The words of a mail that came as HTML, as the person saw them: lines kept, quotes marked, hidden words apart."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from calsync.parsers.style_rules import STRUCK, UNSEEN, StyleRules, read_styles
from calsync.parsers.visible_text import says_whose_quote
from calsync.parsers.words import words

LONGEST = 2_000_000
"""Characters of HTML that are read: Outlook puts a hundred thousand of styles above one word."""
UNREAD = "[...]"
"""Stands for what could not be read; it is part of no plain answer."""
RULE = "________________________________"

_BLOCKS = words(
    "p div table tr ul ol li h1 h2 h3 h4 h5 h6 blockquote pre section article header footer center dl dt dd"
)
_OF_MACHINES = words("head style script title")
_IN_A_HEAD = words("style script title template noscript object meta link base")
_RAW = words("style script")
_HIDDEN = words("template noscript object svg")
"""What some programs show and others do not."""
_STRUCK = words("s strike del")
_EMPTY = words("br hr img meta link input area base col embed source track wbr")
_BORDERLESS = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_LINE_AT_LEFT = re.compile(r"border-left\s*:[^;]*(?:solid|dashed|dotted|double)", re.IGNORECASE)
_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9:]{0,30})[^<>]*>")
_LONGEST_TAG = 4000
_DEEPEST_INDENT = 3
_LONGEST_ALT = 4


class _Reader(HTMLParser):
    def __init__(self, styles: StyleRules) -> None:
        super().__init__(convert_charrefs=True)
        self._styles = styles
        self.lines: list[str] = []
        self._line = ""
        self._open: list[tuple[str, bool]] = []
        """The open tags, and whether what is in them is unseen."""
        self._count: Counter[str] = Counter()
        self._unseen = 0
        self._hidden = ""
        """What stands unseen in this line. Somebody may have written it all the same, or been made to hide it."""
        self._raw = ""
        self._quoted = 0
        self._indented: list[int | None] = []
        """For each open blockquote that is no quote for certain the line at which it begins, for the others None."""
        self._kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._count["head"] and tag not in _IN_A_HEAD:
            self.handle_endtag("head")  # a head that is never closed hides nothing of the body
        if tag in _EMPTY:
            self._empty(tag, dict(attrs))
            return
        struck = tag in _STRUCK or _is_struck(dict(attrs)) or self._styles.strikes(tag, dict(attrs))
        if struck and not self._unseen:
            self._line += UNREAD
        unseen = tag in _HIDDEN or tag in _OF_MACHINES or struck or _is_unseen(dict(attrs))
        unseen = unseen or self._styles.hides(tag, dict(attrs))
        self._open.append((tag, unseen))
        self._count[tag] += 1
        self._unseen += unseen
        if tag in _BLOCKS:
            self.end_line()
        elif tag in ("td", "th"):
            self._line += " "
        if tag == "blockquote":
            self._begin_quote(dict(attrs))
        self._kept += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY:
            self._empty(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if not self._count[tag]:
            return
        if tag in _RAW:
            self._raw = ""
        while self._open:
            name, unseen = self._open.pop()
            self._count[name] -= 1
            self._unseen -= unseen
            if name == "blockquote":
                self._end_quote()
            self._kept -= name == "pre"
            if name == tag:
                return

    def _begin_quote(self, attrs: dict[str, str | None]) -> None:
        """What is only indented is the writer's own, unless a quote is open or the lines above say whose it is."""
        above = [each for each in self.lines[-8:] if each.strip()]
        quoted = bool(self._quoted) or _is_quote(attrs) or says_whose_quote([each.strip(" >") for each in above])
        self._indented.append(None if quoted else len(self.lines))
        self._quoted += quoted

    def _end_quote(self) -> None:
        begins = self._indented.pop()
        if begins is None:
            self._quoted -= 1
            return
        if len(self._indented) > _DEEPEST_INDENT:
            return
        inside = [each for each in self.lines[begins : begins + 12] if each.strip()]
        if any(says_whose_quote(inside[:height]) for height in range(1, 6)):
            # Its own first lines say that it is a quote. What follows it is read: unmarked, all below would be cut.
            self.lines[begins:] = [f"> {each}".rstrip() for each in self.lines[begins:]]

    def handle_data(self, data: str) -> None:
        if self._unseen:
            self._unseen_data(data)
            return
        if self._kept:
            first, *rest = data.split("\n")
            self._line += first
            for each in rest:
                self.end_line()
                self._line = each
            return
        self._line += re.sub(r"[ \t\r\n\f]+", " ", data)

    def _unseen_data(self, data: str) -> None:
        if any(self._count[each] for each in _RAW):
            self._raw += data
        elif not any(self._count[each] for each in _OF_MACHINES):
            self._hidden += re.sub(r"[ \t\r\n\f]+", " ", data)

    def _empty(self, tag: str, attrs: dict[str, str | None]) -> None:
        if self._unseen:
            self._hidden += " "
            return
        if tag in ("br", "hr"):
            self.end_line(always=tag == "br")
        if tag == "hr":
            self._line = RULE
            self.end_line()
        alt = (attrs.get("alt") or "").strip()
        if tag == "img" and 0 < len(alt) <= _LONGEST_ALT:
            self._line += alt  # mail programs send a smiley as a picture

    def end_line(self, *, always: bool = False) -> None:
        line, self._line = self._line.strip(), ""
        hidden, self._hidden = self._hidden.strip(), ""
        quoted = "> " * min(self._quoted, 3)
        if line or always:
            self.lines.append(f"{quoted}{line}".rstrip())
        if any(letter.isalnum() for letter in hidden):  # what mails begin with for a preview's sake has no letter
            self.lines.append(f"{quoted}{UNREAD} {hidden}")

    def end(self) -> None:
        """The last line, and what stands in a style or script that is never closed."""
        if any(self._count[each] for each in _RAW):
            self._hidden += _TAG.sub(" ", self._raw + self.rawdata)
        self.end_line()


def html_text(markup: str) -> str:
    """The visible text; what is struck out, cut off or not readable leaves a mark that makes it no plain answer.

    Only what a mail program or the lines above or in it call a quote is marked as one; what is merely indented is not.

    So does what is hidden: it stands behind the mark in a line of its own, and is looked at for cries and code words.
    """
    reader = _Reader(read_styles(markup[:LONGEST]))
    try:
        reader.feed(_mended(markup[:LONGEST]))
        reader.close()
        reader.end()
        lines = reader.lines
    except (AssertionError, ValueError, RecursionError):
        # The library gives up on some broken declarations: then the tags alone are taken out.
        lines = [*_TAG.sub("\n", markup[:LONGEST]).split("\n"), UNREAD]
    if len(markup) > LONGEST:
        lines.append(UNREAD)
    return "\n".join(lines).replace("\xa0", " ").strip()


def _mended(markup: str) -> str:
    """The markup without comments and declarations, with every tag whole.

    The library's parser takes time in the square of what is never closed, and swallows text behind an open quote.
    """
    parts: list[str] = []
    at = 0
    while (begins := markup.find("<", at)) >= 0:
        parts.append(markup[at:begins])
        if markup.startswith(("<!", "<?"), begins):
            closing = "-->" if markup.startswith("<!--", begins) else ">"
            ends = markup.find(closing, begins + 2)
            if ends < 0:
                return "".join([*parts, UNREAD])
            at = ends + len(closing)
        elif tag := _TAG.match(markup, begins):
            odd = tag[0].count('"') % 2 or tag[0].count("'") % 2 or len(tag[0]) > _LONGEST_TAG
            parts.append(f"<{tag[1]}>" if odd else tag[0])
            at = tag.end()
        else:
            parts.append("&lt;")
            at = begins + 1
    return "".join([*parts, markup[at:]])


def _is_unseen(attrs: dict[str, str | None]) -> bool:
    return "hidden" in attrs or bool(UNSEEN.search(attrs.get("style") or ""))


def _is_struck(attrs: dict[str, str | None]) -> bool:
    return bool(STRUCK.search(attrs.get("style") or ""))


def _is_quote(attrs: dict[str, str | None]) -> bool:
    """Whether a mail program says of a blockquote that it holds another's words; a mere indentation says nothing."""
    if "cite" in attrs or (attrs.get("type") or "").casefold() == "cite":
        return True
    style = attrs.get("style") or ""
    indented = _BORDERLESS.search(style) and not _LINE_AT_LEFT.search(style)
    return not indented and "quote" in (attrs.get("class") or "").casefold()
