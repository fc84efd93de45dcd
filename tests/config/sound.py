"""A configuration in which nothing is wrong, and what is told of one in which something is."""

from __future__ import annotations

from pathlib import Path

import pytest

from calsync.config import Settings, load_settings
from calsync.errors import Problems

SECRET = "s3cret~of.the-centre"
SOUND = f"""
[graph]
tenant = "centre.example.org"
client_id = "11111111-2222-3333-4444-555555555555"
client_secret = "{SECRET}"
group = "66666666-7777-8888-9999-000000000000"
service_mailbox = "calsync@centre.example.org"

[policy]
use = "clarendon"

[roles]
deputy = ["dee@centre.example.org"]
admin = {{ mail = "ash@centre.example.org", name = "Ash", phone = "01709 000000" }}
out_of_hours = "duty@centre.example.org"
"""
DOCUMENT = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")


def problems(path: Path, text: str | None = None) -> list[str]:
    """What is wrong with a configuration, which must be wrong; the text is written into it first if there is one."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as caught:
        load_settings(path)
    assert caught.value.where == str(path)
    return caught.value.problems


def changed(old: str, new: str) -> str:
    """The sound configuration with other words in one place."""
    assert old in SOUND
    return SOUND.replace(old, new)


def by_hand(**more: object) -> Settings:
    """Sound settings without a file."""
    graph = {
        "tenant": "centre.example.org",
        "client_id": "calsync",
        "client_secret": SECRET,
        "group": "workers",
        "service_mailbox": "calsync@centre.example.org",
    }
    return Settings(graph=graph, policy={"use": "clarendon"}, roles={"out_of_hours": "duty@centre.example.org"}, **more)


def load_settings_of(path: Path, text: str) -> Settings:
    """The settings of a file with this text."""
    path.write_text(text, encoding="utf-8")
    return load_settings(path)
