"""Mail bodies: HTML to plain text and back, and the reply with its quoted original as Outlook writes it."""

from __future__ import annotations

import html
from html.parser import HTMLParser

RULE = "________________________________"
_BLOCKS = {"p", "div", "table", "tr", "ul", "ol", "li", "h1", "h2", "h3", "h4", "blockquote", "pre"}
_HIDDEN = {"head", "style", "script", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own signature
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "hr":
            self.parts.append(f"\n{RULE}\n")
        elif tag in _BLOCKS:
            self._new_line()
            self._pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._new_line()
            self._pre -= tag == "pre" and self._pre > 0

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if not self._pre:
            lead, trail = data[:1].isspace(), data[-1:].isspace()
            data = " " * lead + " ".join(data.split()) + " " * trail if data.strip() else ""
        self.parts.append(data)

    def _new_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")


def to_text(markup: str) -> str:
    """The plain text of an HTML body, lines kept, nothing hidden shown."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).replace("\xa0", " ").split("\n")]
    return "\n".join(lines).strip()


def to_html(text: str) -> str:
    """The HTML body that Exchange makes of a plain text."""
    return (
        '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        f"<body>\r\n{paragraph(text)}\r\n</body></html>"
    )


def paragraph(text: str) -> str:
    """A plain text as HTML with its line ends."""
    return html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>\r\n")


def inner(markup: str) -> str:
    """What stands inside the body element of an HTML document; the whole of it when there is none."""
    lower = markup.lower()
    start = lower.find("<body")
    if start < 0:
        return markup
    start = markup.find(">", start) + 1
    end = lower.rfind("</body>")
    return markup[start : end if end >= start else len(markup)].strip()


def reply_html(text: str, *, sender: str, sent: str, to: str, subject: str, original: str) -> str:
    """The HTML of an answer above its quoted original, with the markers that Outlook puts between them."""
    header = "<br>\r\n".join(
        f"<b>{name}:</b> {html.escape(value, quote=False)}"
        for name, value in (("From", sender), ("Sent", sent), ("To", to), ("Subject", subject))
    )
    return (
        '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>\r\n'
        f'<div class="elementToProof">{paragraph(text)}</div>\r\n'
        '<div id="appendonsend"></div>\r\n<hr style="display:inline-block;width:98%" tabindex="-1">\r\n'
        f'<div id="divRplyFwdMsg" dir="ltr">{header}</div>\r\n<div>&nbsp;</div>\r\n'
        f"<div>{inner(original)}</div>\r\n</body></html>"
    )
