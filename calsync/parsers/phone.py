"""A telephone number in what somebody typed, as it can be dialled and as it was written.

The library behind it knows each country's numbers. It is asked whether a number is possible, not whether it was given
out: the numbers that Ofcom keeps for drama (07700 900xxx, 01632 960xxx) are found too, and so are new ranges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

LONGEST = 1000
"""Characters of a text that are read."""

_RUN = re.compile(r"(?<![\w+.,:£$€-])(?:\+|\(?)[0-9][0-9 \u00a0\u202f\t().\-–]{5,26}", re.ASCII)
"""A run of digits in groups; which of its groups are the number is told by their count."""
_GROUP = re.compile(r"[0-9]+", re.ASCII)
_TRUNK = re.compile(r"\([ ]?0[ ]?\)")
"""The nought of a number at home, in brackets behind the country: "+44 (0)1632". It is not dialled."""
_REFERENCE = re.compile(
    r"\b(?:ref|reference|case|nhs|id|mosaic|liquidlogic|urn|upn|crime)\b"
    r"[ .:#]{0,3}(?:(?:no|num|number)\b)?[ .:#]{0,3}$",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{4}[-. ][0-9]{1,2}[-. ][0-9]{1,2}|[0-9]{1,2}[-. ][0-9]{1,2}[-. ][0-9]{2,4}", re.ASCII)
_BRITISH = re.compile(r"0?(?:1[0-9]{8,9}|2[0-9]{9}|3[0-9]{9}|5[56][0-9]{8}|7[0-9]{9}|8[0-9]{8,9})")
"""Numbers that a household can have: no short codes, no 09 and none without its area."""
_BRITAIN = 44
_LEAST_AT_HOME, _LEAST_ABROAD, _MOST = 7, 8, 15


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: how it is dialled from anywhere, and how somebody wrote it."""

    e164: str
    written: str


def find_phone(text: str, region: str = "GB") -> Phone | None:
    """The first telephone number in the text; None when there is none. Never raises.

    `region` is the country (ISO 3166, two letters) of numbers without a country code. Emergency and short numbers are
    none, and neither is what stands behind "ref", "case" or the like.
    """
    text = text[:LONGEST]
    for run in _RUN.finditer(text):
        if _REFERENCE.search(text[max(0, run.start() - 30) : run.start()]):
            continue
        # Where it goes on as a word, its last group belongs to that: "2pm", or a reference that ends in a letter.
        goes_on = text[run.end() : run.end() + 1].isalnum() and run[0][-1].isdigit()
        found = _number(run[0], region, without_last=goes_on)
        if found is not None:
            return found
    return None


def _number(run: str, region: str, *, without_last: bool) -> Phone | None:
    """The number in the first groups of a run, the longest that can be dialled; behind it may stand a time of day."""
    dialled = _TRUNK.sub(lambda found: " " * len(found[0]), run) if run.startswith(("+", "00")) else run
    groups = list(_GROUP.finditer(dialled))
    for last in range(len(groups) - without_last, 0, -1):
        digits = "".join(group[0] for group in groups[:last])
        written = run[: groups[last - 1].end()].strip()
        if (
            len(digits) <= _MOST + 2
            and not _DATE.fullmatch(written)
            and (e164 := _dialled(digits, region, plus=run.startswith("+")))
        ):
            return Phone(e164=e164, written=written)
    return None


def _dialled(digits: str, region: str, *, plus: bool) -> str:
    abroad = plus or digits.startswith("00")
    if not abroad and not digits.startswith("0") and _begins_with_nought(region):
        return ""
    try:
        number = phonenumbers.parse(f"+{digits}" if plus else digits, region)
    except phonenumbers.NumberParseException:
        return ""
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = e164.removeprefix(f"+{number.country_code}")
    if number.country_code == _BRITAIN:
        well = bool(_BRITISH.fullmatch(national)) and phonenumbers.is_possible_number(number)
    elif abroad:
        well = len(e164) > _LEAST_ABROAD and phonenumbers.is_possible_number(number)
    else:
        # Without a country's code a date or a sum has the shape of a number: there it has to be one that was given out.
        well = len(digits) >= _LEAST_AT_HOME and phonenumbers.is_valid_number(number)
    return e164 if well else ""


def _begins_with_nought(region: str) -> bool:
    """Whether every number that is dialled inside that country from another area begins with a nought."""
    country = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
    return country is not None and country.national_prefix == "0"
