"""Letters of other alphabets that look like Latin ones -> these: what is read by eye is written "pineapple" either way.

A small table of Cyrillic, Greek, Armenian and barred letters. It is for finding a code word or a cry, never for calling
an answer plain.
"""

from __future__ import annotations

_SEEN_AS = (
    ("АаΑα", "a"), ("ВвΒβЬьЪъ", "b"), ("СсϹϲ", "c"), ("ԀԁĐđ", "d"), ("ЕеΕεЄє", "e"), ("Ϝϝ", "f"), ("ɡցԌԍ", "g"),
    ("НнҺһΗհĦħ", "h"), ("ІіΙιıӀӏ", "i"), ("ЈјϳЈ", "j"), ("КкΚκ", "k"), ("Łł", "l"), ("МмΜμ", "m"),
    ("ΝПпηոռ", "n"), ("ОоΟοσՕօØø", "o"), ("РрΡρ", "p"), ("Ԛԛզ", "q"), ("Гг", "r"), ("Ѕѕ", "s"), ("ТтΤτŦŧ", "t"),
    ("υսυЦц", "u"), ("νѴѵ", "v"), ("ԜԝѠѡωшШ", "w"), ("ХхΧχ", "x"), ("УуΥγҮү", "y"), ("Ζζ", "z"),
)  # fmt: skip
_LATIN = {ord(letter): latin for letters, latin in _SEEN_AS for letter in letters}


def as_latin(text: str) -> str:
    """The text with each letter that looks like a Latin one as that one, in small; as long as it was."""
    return text if text.isascii() else text.translate(_LATIN)
