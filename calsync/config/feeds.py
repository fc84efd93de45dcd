"""The paths and secret links of [feeds], which stand one level deeper than those of every other section."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_UNREAD = "https://unread.invalid/"


def link_problem(url: str) -> str:
    """What is wrong with a calendar's link, in words that show nothing of it; empty when nothing is."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole or any(each.isspace() for each in url):
        return "url must be a whole address: copy the ICS link from Outlook"
    if parts.scheme.lower() == "webcal":
        return "url must begin with https:// in place of webcal://"
    if parts.scheme.lower() != "https":
        return "url must begin with https://, since whoever reads along can read the diary"
    return "url must name no user and no password" if "@" in parts.netloc else ""


def place_feeds(found: dict[str, Any], folder: Path) -> list[str]:
    """Makes the paths of [feeds] count from the folder of calsync.toml, and reads each link that has a file of its own.

    What went wrong, as sentences with their places; nothing for a section that is no table, which is told elsewhere.
    """
    section = found.get("feeds")
    if not isinstance(section, dict):
        return []
    for key in ("folder", "ca_file"):
        _anchor(section, key, folder)
    calendars = section.get("calendar")
    problems: list[str] = []
    for number, calendar in enumerate(calendars if isinstance(calendars, list) else (), start=1):
        if isinstance(calendar, dict):
            _anchor(calendar, "file", folder)
            if "url_file" in calendar:
                problems += (f"feeds.calendar, entry {number}, {each}" for each in _read_link(calendar, folder))
    return problems


def place_rotas(found: dict[str, Any], folder: Path) -> list[str]:
    """The same for the calendars of [[rota]]."""
    rotas = found.get("rota")
    problems: list[str] = []
    for number, rota in enumerate(rotas if isinstance(rotas, list) else (), start=1):
        if isinstance(rota, dict):
            _anchor(rota, "file", folder)
            if "url_file" in rota:
                problems += (f"rota, entry {number}, {each}" for each in _read_link(rota, folder))
    return problems


def _anchor(table: dict[str, Any], key: str, folder: Path) -> None:
    if isinstance(table.get(key), str) and table[key]:
        table[key] = str(folder / table[key])


def _read_link(calendar: dict[str, Any], folder: Path) -> list[str]:
    given = calendar.pop("url_file")
    if "url" in calendar:
        return ["url: given twice, as itself and as url_file; keep one"]
    # Told here, so that nobody is told as well that there is no link.
    calendar["url"] = _UNREAD
    if not isinstance(given, str):
        return ["url_file: must be the path of a file, in quotation marks"]
    try:
        link = (folder / given).read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return [f"url_file: {given} can't be read ({why}): name a file that calsync may read"]
    if not link:
        return [f"url_file: {given} is empty"]
    calendar["url"] = link
    return []
