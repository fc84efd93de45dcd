"""[feeds] in calsync.toml: links are secrets, paths count from the file, and every mistake is told at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from calsync.config import Settings, load_settings
from calsync.errors import Problems

LINK = "https://outlook.example/owa/calendar/5f2c9d@centre.example/secret/calendar.ics"
OTHERS = """
[graph]
tenant = "centre.example.org"
client_id = "calsync"
client_secret = "a-secret-value"
group = "workers"
service_mailbox = "calsync@centre.example"

[policy]
use = "clarendon"

[roles]
out_of_hours = "duty@centre.example"
"""


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("CALSYNC_")]:
        monkeypatch.delenv(name)


def load(folder: Path, feeds: str) -> Settings:
    file = folder / "calsync.toml"
    file.write_text(f"{OTHERS}\n{feeds}", encoding="utf-8")
    return load_settings(file)


def problems(folder: Path, feeds: str) -> list[str]:
    with pytest.raises(Problems) as told:
        load(folder, feeds)
    assert "secret/calendar" not in str(told.value)
    return told.value.problems


def test_without_the_section_nobody_has_a_feed(tmp_path: Path) -> None:
    assert not load(tmp_path, "").feeds.any


def test_calendars_by_link_by_file_of_the_link_and_by_file(tmp_path: Path) -> None:
    (tmp_path / "link").write_text(f"{LINK}\n")
    feeds = load(
        tmp_path,
        f"""
[[feeds.calendar]]
worker = "sam@centre.example"
url = "{LINK}"
[[feeds.calendar]]
worker = "dee@centre.example"
url_file = "link"
zone = "Europe/Berlin"
[[feeds.calendar]]
worker = "sloane@centre.example"
file = "calendars/sloane.ics"
""",
    ).feeds
    assert feeds.any
    assert [each.url and each.url.get_secret_value() for each in feeds.calendar] == [LINK, LINK, None]
    assert feeds.calendar[2].file == tmp_path / "calendars" / "sloane.ics"
    assert "secret/calendar" not in repr(feeds) + str(feeds)


def test_the_environment_gives_calendars_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALSYNC_FEEDS__CALENDAR", f'[{{"worker": "sam@centre.example", "url": "{LINK}"}}]')
    monkeypatch.setenv("CALSYNC_FEEDS__FOLDER", ".")
    feeds = load(tmp_path, "").feeds
    assert (len(feeds.calendar), feeds.folder) == (1, tmp_path)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "needs either url (or url_file) or file"),
        (f'url = "{LINK}"\nfile = "x.ics"', "and not both"),
        (f'url = "{LINK.replace("https", "http")}"', "url must begin with https://, since whoever reads along"),
        (f'url = "{LINK.replace("https", "webcal")}"', "in place of webcal://"),
        (f'url = "{LINK.replace("https://", "https://sam:word@")}"', "must name no user"),
        ('url = "calendar.ics"', "must be a whole address"),
        ('url = "https://[secret/calendar"', "must be a whole address"),
        (f'url = "{LINK}"\nurl_file = "link"', "given twice"),
        ('url_file = "nowhere"', "nowhere can't be read"),
        ("url_file = 7", "must be the path of a file"),
        ('url_file = "empty"', "empty is empty"),
        ('file = "x.ics"\nzone = "Rivelin/Valley"', "must be a time zone"),
        ('file = "x.ics"\nlink = "y"', "unknown key"),
    ],
)
def test_each_mistake_of_a_calendar_is_told_once_with_its_place(tmp_path: Path, lines: str, words: str) -> None:
    (tmp_path / "empty").write_text("\n")
    (sentence,) = problems(tmp_path, f'[[feeds.calendar]]\nworker = "sam@centre.example"\n{lines}')
    assert sentence.startswith("feeds.calendar, entry 1")
    assert words in sentence


def test_two_calendars_of_one_worker_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    two = '[[feeds.calendar]]\nworker = "sam@centre.example"\nfile = "a.ics"\n'
    assert "more than one calendar" in problems(tmp_path, two + two.replace("sam@", "Sam@"))[0]
    assert f"there is no folder {tmp_path}" in problems(tmp_path, '[feeds]\nfolder = "calendars"')[0]
    assert problems(tmp_path, "[feeds]\ncalendar = 3") != []
