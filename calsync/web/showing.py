"""Pages from templates: small, without scripts, and never kept by anybody on the way."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

STYLE = files("calsync.web").joinpath("static", "pages.css").read_text("utf-8")
"""The one stylesheet. It is read once: what a page needs is in memory before anybody asks for it."""

TEMPLATES = Environment(
    loader=PackageLoader("calsync.web", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""A value that a template does not get is a mistake, and everything that is not of a template is escaped."""


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page as it goes out. `Guard` sees to it that nothing on the way keeps it."""
    return HTMLResponse(TEMPLATES.get_template(template).render(values), status)


def sentence(title: str, *sentences: str, status: int = 200) -> HTMLResponse:
    """A page that says something, and asks nothing."""
    return page("sentence.html", status, title=title, sentences=sentences)


def nothing(words: str) -> HTMLResponse:
    """What stands behind a link that opens nothing, with what to do."""
    return sentence("Nothing is here", words, status=404)
