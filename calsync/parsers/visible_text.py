"""What a person wrote, out of all that a mail program adds to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from mailparser_reply.parser import EmailMessage

from calsync.parsers.boilerplate import without_boilerplate
from calsync.parsers.signature import RULER, without_signature
from calsync.parsers.words import words

LONGEST = 20_000
"""Characters that are looked at. An answer is short; what is longer is read in part, and never as safe."""
_LONGEST_LINE = 400
_MOST_LINES = 600
_KEPT = 16
"""Of how many texts the last outcomes are kept: of one mail several readers ask, and the newest are read again."""

_UNREAD = "[...]"

_ORIGINAL = re.compile(
    r"^[\s\-_>]*(?:original message|forwarded message|begin forwarded message|ursprüngliche nachricht|"
    r"message d'origine|message original|neges wreiddiol|original appointment)[\s\-_:]*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^[\s*>]*(?:from|von|de|oddi wrth|gan)\s?\**\s?:\**\s*\S", re.IGNORECASE)
_HEADER = re.compile(
    r"^[\s*>]*(?:sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|anfonwyd|dyddiad|at|pwnc)\s?\**\s?:",
    re.IGNORECASE,
)
_WROTE_BEGINS = re.compile(r"^\s*(?:on|am|le|ar|ysgrifennodd|den)\b.{3,}", re.IGNORECASE)
_WROTE_BY = re.compile(r"^\s*\S.{0,150}<\S+@\S+>", re.IGNORECASE)
_WROTE_ENDS = re.compile(
    r"(?:\bwrote|\bschrieb\b.{0,150}|\ba écrit|\bysgrifennodd\b.{0,150}|\bhat geschrieben)\s*:\s*$", re.IGNORECASE
)
_DATED = re.compile(r"\d")

_FOOTER = re.compile(
    r"^(?:sent (?:from|via|using|with)|get (?:outlook|gmail|yahoo mail)|download outlook|von meinem|"
    r"gesendet (?:von|mit)|holen sie sich outlook|outlook für|envoyé (?:de|depuis|à partir)|obtenez outlook|"
    r"télécharge[rz] outlook|anfonwyd o|wedi'i anfon o|cael outlook|diese nachricht wurde von)\b(.*)$",
    re.IGNORECASE,
)
_FOOTER_WORDS = words(
    "my mon meinem meiner fy ffôn symudol a an the for für pour ar on using via with from de von iphone ipad ios apple "
    "watch mac android samsung galaxy mobile phone smartphone tablet device handset huawei pixel google nokia lumia "
    "windows blackberry motorola moto oneplus xiaomi redmi sony xperia htc lg oppo outlook mail email app gmail yahoo "
    "aol hotmail proton protonmail bt virgin media o2 ee vodafone three network wireless portable téléphone mobil "
    "handy gesendet gesandt herunterladen geschickt appareil symudol three's ultra plus pro max mini note fold flip se "
    "outlook.com office work personal secure sky talktalk thunderbird workspace one boxer nine edison spark boîte"
)
_LINK = re.compile(
    r"<?\b(?:https?://|www\.|aka\.ms/|mailto:|cid:)[^\s>]*>?|\[(?:image|cid|logo)[^\]\s]*\]", re.IGNORECASE
)

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\u00ad\u180e"))


def visible_text(text: str, names: Collection[str] = ()) -> str:
    """What the person wrote, without quotes, signatures and device footers; empty when nothing of it is theirs.

    In doubt a line stays: what is left in can only make an answer unclear, what is cut could have been "not". `names`
    are the writer's own: at one of them a signature may begin that has no sign-off.
    """
    lines = [line for line in unquoted(text).split("\n") if not _is_footer(line)]
    return "\n".join(without_signature(without_boilerplate(lines), names)).strip()


@lru_cache(maxsize=_KEPT)
def unquoted(text: str) -> str:
    """The text without the mail that it answers, signatures still in it: where a code word is looked for."""
    cut_short = len(text) > LONGEST
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("\u00a0", " ").replace("\u202f", " ")
    lines = _without_marked_quotes(text.split("\n"))
    for at in range(len(lines)):
        if _quote_begins(lines, at):
            return _by_library(lines[:at])
    if cut_short:
        lines.append(_UNREAD)  # what was not looked at may be an answer below a long quote
    return _by_library(lines)


@lru_cache(maxsize=_KEPT)
def doubtful_quotes(text: str) -> str:
    """The lines marked as quoted above which nothing says whose words they are; empty when there are none.

    A mail program may have marked what its writer only indented, so they are looked at for cries and code words.
    """
    doubtful: list[str] = []
    seen: list[str] = []
    for line in text[:LONGEST].splitlines():
        quoted = line.lstrip().startswith(">")
        bare = line.strip(" >\t")
        if bare:
            seen.append(bare)
            if (":" in bare or _ORIGINAL.match(bare[:_LONGEST_LINE])) and says_whose_quote(seen[-5:]):
                break
        if quoted:
            doubtful.append(bare)
    return "\n".join(doubtful)


def says_whose_quote(lines: list[str]) -> bool:
    """Whether the last of these lines say that another mail begins: "On that day, such a one wrote:" or "From:"."""
    last = lines[-5:]
    headed = any(_FROM.match(each[:_LONGEST_LINE]) for each in last)
    return bool(last) and (
        bool(_ORIGINAL.match(last[-1][:_LONGEST_LINE]))
        or _wrote_above(last[-4:]) > 0
        or (headed and sum(bool(_HEADER.match(each[:_LONGEST_LINE])) for each in last) >= 2)
    )


def is_interleaved(text: str) -> bool:
    """Whether something was written below a quoted line, so that where it stands may be what it means."""
    lines = [line.strip() for line in text[:LONGEST].splitlines()]
    first = next((number for number, line in enumerate(lines) if line.startswith(">")), len(lines))
    written = {line.strip() for line in visible_text(text).splitlines() if line.strip()}
    return not written.isdisjoint(lines[first:])


def _without_marked_quotes(lines: list[str]) -> list[str]:
    """Without lines that begin with ">", and without the line above them that says who wrote them.

    What stands between and below such lines stays: some people answer there.
    """
    kept: list[str] = []
    for line in lines:
        if not line.lstrip().startswith(">"):
            kept.append(line)
            continue
        above = len(kept)
        while above and not kept[above - 1].strip():
            above -= 1
        del kept[above - _wrote_above(kept[max(0, above - 4) : above]) : above]
    return kept


def _wrote_above(lines: list[str]) -> int:
    """How many of the last lines together say "On that day, such a one wrote:"; 0 when they do not.

    The nearest beginning counts, so that a line of the answer that begins with "On" is not taken along.
    """
    for begins in (_WROTE_BEGINS, _WROTE_BY):
        for height in range(1, len(lines) + 1):
            if begins.match(lines[-height][:_LONGEST_LINE]) and _is_wrote(lines[-height:]):
                return height
    return 0


def _is_wrote(lines: list[str]) -> bool:
    """Whether these lines end like such a header, in English, German, French or Welsh, and name a day or a sender."""
    if any(not line.strip() for line in lines):
        return False
    joined = " ".join(line.strip() for line in lines)[: 2 * _LONGEST_LINE]
    return bool(_WROTE_ENDS.search(joined) and (_DATED.search(joined) or "@" in joined))


def _quote_begins(lines: list[str], at: int) -> bool:
    line = lines[at][:_LONGEST_LINE]
    if _ORIGINAL.match(line):
        return True
    if RULER.match(line):
        below = [each for each in lines[at + 1 :] if each.strip()]
        return not below or bool(_FROM.match(below[0][:_LONGEST_LINE]) or _ORIGINAL.match(below[0][:_LONGEST_LINE]))
    if _FROM.match(line):
        below = [each for each in lines[at + 1 : at + 8] if each.strip()]
        return sum(bool(_HEADER.match(each[:_LONGEST_LINE])) for each in below[:4]) >= 2
    return any(_wrote_above(lines[at : at + height]) == height for height in range(1, 5) if at + height <= len(lines))


def _by_library(lines: list[str]) -> str:
    """What mail-parser-reply leaves of it: it knows more languages' quotes than stand above.

    Only its cut at a header is used. What it takes for signatures ("- but she is not") may be the answer itself, so
    that part is done here. Long lines and long texts are kept from it, since its patterns go quadratic on them.
    """
    text = "\n".join(lines)
    if len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines) or not text.strip():
        return text
    try:
        mail = EmailMessage(text=text, languages=["de", "fr", "en"], keep_hyphen_lists=True)
        replies = mail.read().replies  # type: ignore[no-untyped-call]
    except Exception:
        return text  # it may raise what it likes: then the whole text is taken, which is never too little
    if not replies or replies[0].headers:
        return ""
    first = replies[0].content
    return first if isinstance(first, str) else text


def _is_footer(line: str) -> bool:
    """Whether a device or an app wrote this line; every word of it must be one that such lines are made of."""
    bare = " ".join(_LINK.sub(" ", line[:_LONGEST_LINE]).strip(" .*_|[]()").split())
    if not bare:
        return bool(line.strip()) and bool(_LINK.search(line))
    found = _FOOTER.match(bare)
    if not found:
        return False
    rest = re.findall(r"[\w'’.]*\w", found[1].casefold())
    return len(rest) <= 12 and all(
        word in _FOOTER_WORDS or (any(map(str.isdigit, word)) and len(word) < 8) for word in rest
    )
