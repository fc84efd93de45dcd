"""The one stylesheet: small, and readable by whoever sees badly."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI

from calsync.web.showing import STYLE, TEMPLATES
from calsync.web.static_files import routes
from tests.pages import Pages

DAY, NIGHT = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", part)) for part in STYLE.split("* {")[0].split("@media (prefers")
)
TEXT = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("quiet", "ground"),
    ("quiet", "paper"),
    ("main", "paper"),
    ("main", "ground"),
    ("on-main", "main"),
    ("on-urgent", "urgent"),
]
SHAPES = [("line", "paper"), ("focus", "ground"), ("focus", "paper"), ("good", "paper"), ("urgent", "paper")]


def _light(colour: str) -> float:
    """How light a colour is, as WCAG 2.2 reckons it."""
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
def test_words_have_a_contrast_of_4_5_and_shapes_of_3_by_day_and_by_night(colours: dict[str, str]) -> None:
    assert {pair: _contrast(*(colours[each] for each in pair)) for pair in TEXT if _of(colours, pair) < 4.5} == {}
    assert {pair: _contrast(*(colours[each] for each in pair)) for pair in SHAPES if _of(colours, pair) < 3} == {}


def _of(colours: dict[str, str], pair: tuple[str, str]) -> float:
    return _contrast(colours[pair[0]], colours[pair[1]])


def test_the_frame_and_the_stylesheet_are_small_and_ask_for_nothing_from_elsewhere() -> None:
    assert TEMPLATES.loader is not None
    frame = TEMPLATES.loader.get_source(TEMPLATES, "base.html")[0]
    assert len(STYLE) + len(frame) < 8_000
    assert not re.findall(r"url\(|@import|@font-face|https?:|<script", STYLE + frame)


def test_the_stylesheet_is_served_and_may_be_kept() -> None:
    web = FastAPI()
    web.include_router(routes(None))  # type: ignore[arg-type]
    answer = Pages(web).get("/static/pages.css")
    assert (answer.status_code, answer.text) == (200, STYLE)
    assert answer.headers["content-type"].startswith("text/css")
    assert "max-age" in answer.headers["cache-control"]
