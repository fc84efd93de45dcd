"""A small sound policy file, and changes to it."""

from __future__ import annotations

WORKER = """
[[step]]
after = 0
role = "worker"
ask = "check-in"
"""
MANAGER = """
[[step]]
after = 20
role = "line_manager"
ask = "call-worker"
channels = ["text", "mail"]
"""
EMERGENCY = """
[[emergency]]
after = 0
role = "line_manager"
ask = "call-police"
channels = ["voice"]
"""
TITLE = 'title = "Morgan\'s policy"\n'
SOUND = TITLE + WORKER + MANAGER + EMERGENCY


def changed(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new)
