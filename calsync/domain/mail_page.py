"""The words of a mail -> the same words as HTML: a heading, short paragraphs, lists as lists, numbers to tap.

There is no second wording anywhere: what stands here is made from the plain text, line by line, so that two mails with
the same words are the same byte for byte (law 7). Nothing is fetched to show it: no picture, no style sheet, no script.

No colour is set but on the button, and there both of a pair: so a reader's own dark or large setting stays, and
contrast is theirs. Only what Outlook for Windows draws with Word is used: headings, paragraphs, lists, plain tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from calsync.domain.attempts import ATTEMPT
from calsync.domain.last_heard import FROM_A_STRANGER, LAST_HEARD, NOT_UNDERSTOOD, THEY_WROTE

LANGUAGE = "en-GB"
_TOKEN = re.compile(r"\s*\[[A-HJ-NP-Z2-9]{6}\]\s*$")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BETWEEN = "[ ()\u00a0\u2010-\u2015\u2212-]"
_NUMBER = re.compile(rf"(?<![\w+./-])\(?(?:\+\d|0)(?:{_BETWEEN}{{0,2}}\d){{9,13}}(?![\w/])", re.ASCII)
"""What may be a telephone number with its country or its area; whether it is one, and how it is dialled, is asked."""
_NOBODY_RINGS = re.compile(r"\b(?:do not ring|not be rung|ring nobody)\b", re.IGNORECASE)
_BEFORE_WORDS = "|".join(map(re.escape, (LAST_HEARD, FROM_A_STRANGER, NOT_UNDERSTOOD, ATTEMPT, THEY_WROTE)))
_QUOTED = re.compile(rf'^(?:{_BEFORE_WORDS}): .*|"[^"\n]*"', re.MULTILINE)
"""What somebody wrote: a "do not ring" in it is none of ours."""
_LOGGED = re.compile(r"\blog(?: numbers?)?[ :]+(?:[\w/-]{1,20}(?:,|;| and) ){0,4}$", re.IGNORECASE)
"""What a log number stands behind: it is nobody's telephone."""
_LABELLED = re.compile(r"([A-Z][^:.?!\"]{0,39}): (?=\S)")
_NUMBERED = re.compile(r"(\d{1,3})\. (?=\S)")
_BULLET = "- "
_LEAST_ROWS = 2
_BODY = "margin:0;padding:16px;font-family:'Segoe UI',Arial,sans-serif;font-size:16px;line-height:1.5"
_H1 = "margin:0 0 16px;font-size:22px;line-height:1.3"
_H2 = "margin:24px 0 8px;font-size:18px;line-height:1.3"
_P = "margin:0 0 16px"
_LIST = "margin:0 0 16px;padding-left:28px"
_ITEM = "margin:0 0 8px"
_TABLE = "margin:0 0 16px;border-collapse:collapse"
_CELL = "padding:6px 12px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid #808080"
_BUTTON = "padding:14px 24px;background-color:#1a4480"
_ON_BUTTON = "color:#ffffff;font-size:18px;font-weight:bold;text-decoration:none"
ON_BUTTON = ("#ffffff", "#1a4480")
"""The one pair of colours: white on dark blue, 9.4 to 1."""

Inline = Callable[[str], str]
Dial = Callable[[str], str]
"""A number as it is written -> as it is dialled from anywhere; empty for what nobody should ring by a tap."""


def page(subject: str, text: str, *, dial: Dial, pages: str = "") -> str:
    """A mail's plain text as a whole HTML document; the subject, without its token, is the heading.

    An address under `pages`, where staff reach calsync's own, is a large link with the address below it; no other
    address is a link. Where the words say not to ring somebody, no number is one: a thumb must not do it by itself.
    """
    heading = _clean(_TOKEN.sub("", subject)).strip()
    may_ring = not _NOBODY_RINGS.search(_QUOTED.sub(" ", f"{subject}\n{text}"))

    def inline(words: str) -> str:
        return _with_numbers(words, dial) if may_ring else escape(words)

    lines = [_clean(each).rstrip() for each in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    body = "\n".join(part for block in _blocks(lines) for part in _block(block, inline, pages.rstrip("/")))
    title = escape(heading)
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">\n'
        f'<title>{title}</title>\n</head>\n<body style="{_BODY}">\n<h1 style="{_H1}">{title}</h1>\n{body}\n'
        "</body>\n</html>\n"
    )


def _clean(words: str) -> str:
    """The words without control characters, which no HTML may hold."""
    return _CONTROLS.sub("", words)


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """The lines between blank ones."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [each for each in blocks if each]


def _block(lines: Sequence[str], inline: Inline, pages: str) -> list[str]:
    """One block: a table of labels, or headings, paragraphs and lists in their order."""
    if _is_sheet(lines):
        return [_sheet(lines, inline)]
    made: list[str] = []
    at = 0
    while at < len(lines):
        marker = _marker(lines[at])
        ends = at + 1
        if marker:
            while ends < len(lines) and (_marker(lines[ends]) == marker or lines[ends].startswith("  ")):
                ends += 1
            made.append(_list(lines[at:ends], marker, inline))
        elif _is_heading(lines[at]):
            made.append(f'<h2 style="{_H2}">{inline(lines[at].strip())}</h2>')
        elif (link := _own_link(lines[at], pages)) is not None:
            made.append(_button(*link))
        else:
            while ends < len(lines) and not (
                _marker(lines[ends]) or _is_heading(lines[ends]) or _own_link(lines[ends], pages)
            ):
                ends += 1
            words = "<br>\n".join(inline(each.strip()) for each in lines[at:ends])
            made.append(f'<p style="{_P}">{words}</p>')
        at = ends
    return made


def _marker(line: str) -> str:
    """Of which kind of list the line is an item; empty for none."""
    if line.startswith(_BULLET):
        return "ul"
    return "ol" if _NUMBERED.match(line) else ""


def _is_heading(line: str) -> bool:
    """Whether it is one of a list's headings, which stand in capitals."""
    return line.isupper() and sum(map(str.isalpha, line)) >= len("NEW") and ": " not in line


def _is_sheet(lines: Sequence[str]) -> bool:
    """Whether the block is made of labels and values, such as the call sheet."""
    labelled = [bool(_LABELLED.match(each)) for each in lines]
    return labelled[0] and sum(labelled) >= _LEAST_ROWS and not any(map(_marker, lines))


def _sheet(lines: Sequence[str], inline: Inline) -> str:
    """A table with a label before each value; a line without one goes on with the value above it."""
    rows: list[tuple[str, list[str]]] = []
    for line in lines:
        if label := _LABELLED.match(line):
            rows.append((label[1], [line[label.end() :]]))
        else:
            rows[-1][1].append(line.strip())
    cells = "\n".join(
        f'<tr><th scope="row" style="{_CELL}">{escape(label)}:</th>'
        f'<td style="{_CELL}">{"<br>".join(map(inline, values))}</td></tr>'
        for label, values in rows
    )
    return f'<table style="{_TABLE}">\n{cells}\n</table>'


def _list(lines: Sequence[str], marker: str, inline: Inline) -> str:
    """A list; an indented line goes on with the item above it, and numbers stay what they are."""
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        number = _NUMBERED.match(line)
        if number and marker == "ol":
            items.append((f' value="{int(number[1])}"', [line[number.end() :]]))
        elif line.startswith(_BULLET) and marker == "ul":
            items.append(("", [line.removeprefix(_BULLET)]))
        else:
            items[-1][1].append(line.strip())
    made = "\n".join(f'<li{value} style="{_ITEM}">{"<br>".join(map(inline, words))}</li>' for value, words in items)
    return f'<{marker} style="{_LIST}">\n{made}\n</{marker}>'


def _own_link(line: str, pages: str) -> tuple[str, str] | None:
    """The words and the address of a line that ends with an address of calsync's own pages; None for any other."""
    before, _, address = line.strip().rpartition(" ")
    if not pages or not address.startswith(f"{pages}/") or not pages.startswith(("https://", "http://")):
        return None
    return before.rstrip(" :"), address


def _button(words: str, address: str) -> str:
    """A large link, and below it the address for whoever wants to see where it leads, or to type it."""
    to = escape(address)
    return (
        f'<table role="presentation" style="margin:0 0 8px"><tr><td bgcolor="{ON_BUTTON[1]}" style="{_BUTTON}">'
        f'<a href="{to}" style="{_ON_BUTTON}">{escape(words) or to}</a></td></tr></table>\n<p style="{_P}">{to}</p>'
    )


def _with_numbers(words: str, dial: Dial) -> str:
    """The words with each telephone number as one that is rung by a tap; what can't be dialled stays words."""
    made, at = [], 0
    for found in _NUMBER.finditer(words):
        # A bracket that closes behind the number is the sentence's.
        number = found[0].removeprefix("(") if found[0].count("(") > found[0].count(")") else found[0]
        if not _LOGGED.search(words[max(0, found.start() - 120) : found.start()]) and (dialled := dial(number)):
            begins = found.end() - len(number)
            made += [escape(words[at:begins]), f'<a href="tel:{escape(dialled)}">{escape(number)}</a>']
            at = found.end()
    return "".join([*made, escape(words[at:])])
