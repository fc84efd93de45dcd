"""A whole telephone number as people write it -> as it is dialled from anywhere (E.164), or why it may not be.

Nothing here ever rings or writes to an emergency service, a short number or one that costs its caller extra. As in
`parsers/phone.py` the library is asked whether a number is possible, not whether it was given out: the numbers that
Ofcom keeps for drama count, and so do new ranges.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType

REGION = "GB"
"""The country of numbers without a country's code."""
SHORT = "is an emergency or short number, which calsync never rings: write a person's own number"
PREMIUM = "costs its caller extra, and calsync never rings such a number: write a person's own number"
NOT_WHOLE = "is no whole telephone number: write it like +44 7700 900123"
NOT_MOBILE = "is no mobile number, so that it can't be sent a text message"

_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_CODE_IN_BRACKETS = re.compile(r"^\s*\(\s*(\+\s?[0-9]{1,3}|00[0-9]{1,3})\s*\)")
_WRITTEN = re.compile(r"\+?[0-9 ()./\u00a0-]+", re.ASCII)
_SHORT_OF_ALL = frozenset({"999", "112", "911", "101", "105", "111", "119", "000", "116000", "116123"})
_BRITAIN = 44
_BRITISH_COSTLY = ("9", "70", "118", "871", "872", "873")
_BRITISH_MOBILE = re.compile(r"7[1-57-9][0-9]{8}|7624[0-9]{6}")
"""07 without the personal numbers (070) and the pagers (076), of which 07624 is the Isle of Man's mobiles."""
_BRITISH_LONG = 10
_TEXTED = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN)
_LONGEST = 40


@lru_cache(maxsize=4096)
def dialled(text: str, region: str = REGION) -> str:
    """The number in E.164, such as "+447700900123". Raises ValueError with the rest of a sentence about the number."""
    return _e164(_parsed(text, region))


def texted(text: str, region: str = REGION) -> str:
    """The same of a mobile number. Raises ValueError as `dialled`, and for a number that no text reaches."""
    e164 = dialled(text, region)
    number = phonenumbers.parse(e164, None)
    if number.country_code == _BRITAIN:
        mobile = bool(_BRITISH_MOBILE.fullmatch(str(number.national_number)))
    else:
        mobile = phonenumbers.number_type(number) in _TEXTED
    if not mobile:
        raise ValueError(NOT_MOBILE)
    return e164


def same_number(text: str, region: str = REGION) -> str:
    """The number in E.164; empty for what is none. For comparing who it was that wrote."""
    try:
        return dialled(text, region)
    except ValueError:
        return ""


def _typed(text: str) -> str:
    """The number as a keyboard writes it: without marks that nobody sees, and with plain hyphens and spaces."""
    seen = (letter for letter in text if unicodedata.category(letter) not in ("Cf", "Mn"))
    plain = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in seen)
    return _CODE_IN_BRACKETS.sub(r"\1 ", plain.translate(_HYPHENS))


def _parsed(written: str, region: str) -> phonenumbers.PhoneNumber:
    text = _typed(written)
    digits = "".join(letter for letter in text if letter in "0123456789")
    if digits in _SHORT_OF_ALL or (region == "GB" and digits.startswith("118") and len(digits) <= 6):
        raise ValueError(SHORT)
    if not _WRITTEN.fullmatch(text) or len(text) > _LONGEST:
        raise ValueError(NOT_WHOLE)
    plain = re.sub(r"\([ ]?0[ ]?\)", " ", text) if text.lstrip().startswith(("+", "00")) else text
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        raise ValueError(SHORT if 0 < len(digits) < 6 else NOT_WHOLE) from None
    national = str(number.national_number)
    if national in _SHORT_OF_ALL or len(national) < 6:
        raise ValueError(SHORT)
    short_of_one = number.country_code == _BRITAIN and national.startswith("7") and len(national) != _BRITISH_LONG
    if short_of_one or not phonenumbers.is_possible_number(number):
        raise ValueError(NOT_WHOLE)
    british = number.country_code == _BRITAIN and national.startswith(_BRITISH_COSTLY)
    if british or phonenumbers.number_type(number) is PhoneNumberType.PREMIUM_RATE:
        raise ValueError(PREMIUM)
    return number


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
