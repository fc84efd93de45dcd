"""A variable overrides the file, is named when it is wrong, and counts only when it is calsync's own."""

from __future__ import annotations

from datetime import UTC, datetime

from calsync.config import load_settings
from calsync.domain.contacts import Contact
from calsync.domain.model import Role
from tests.config.sound import problems


def test_a_variable_overrides_the_file(file, monkeypatch):
    monkeypatch.setenv("CALSYNC_GRAPH__SLOTS", "7")
    monkeypatch.setenv("CALSYNC_RULES__SITES", '["Town Hall, S60 1AE"]')
    monkeypatch.setenv("CALSYNC_ROLES__DEPUTY", "sloane@centre.example.org")
    monkeypatch.setenv("CALSYNC_POLL__WATCHED_FROM", "2026-12-01T09:00:00+01:00")
    monkeypatch.setenv("CALSYNC_SERVICE__ZONE", "")
    settings = load_settings(file)
    assert settings.graph.slots == 7
    assert settings.rules.sites == ("Town Hall, S60 1AE",)
    assert settings.contacts()[Role.DEPUTY] == (Contact(mail="sloane@centre.example.org"),)
    assert settings.poll.watched_from == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert settings.service.zone == "Europe/London"


def test_a_mistake_in_a_variable_is_told_with_its_name(file, monkeypatch):
    monkeypatch.setenv("CALSYNC_GRAPH__SLOTS", "many")
    monkeypatch.setenv("CALSYNC_GRAPH__TENAT", "centre.example.org")
    monkeypatch.setenv("CALSYNC_RULES__SITES", "[Town Hall]")
    monkeypatch.setenv("CALSYNC_POLICY", "clarendon")
    monkeypatch.setenv("CALSYNC_GRAPH_GROUP", "workers")
    monkeypatch.setenv("CALSYNC_STORE_URL_FILE", "url")
    monkeypatch.setenv("CALSYNC_WEB_SECRET_FILE", "web")  # of a section that may be left out
    assert problems(file) == [
        "CALSYNC_GRAPH_GROUP: unknown variable; did you mean CALSYNC_GRAPH__GROUP?",
        "CALSYNC_POLICY: names no key; write CALSYNC_POLICY__ and the key",
        'CALSYNC_RULES__SITES: begins like a list and is none; write it as JSON, like ["one", "two"]',
        "CALSYNC_STORE_URL_FILE: unknown variable; did you mean CALSYNC_STORE__URL_FILE?",
        "CALSYNC_WEB_SECRET_FILE: unknown variable; did you mean CALSYNC_WEB__SECRET_FILE?",
        "graph.slots (from CALSYNC_GRAPH__SLOTS): must be a whole number",
        "graph.tenat (from CALSYNC_GRAPH__TENAT): unknown key; did you mean graph.tenant?",
    ]


def test_other_programs_variables_mean_nothing_here(file, monkeypatch):
    for name in ("GRAPH", "STORE", "SERVICE__ZONE", "POLICY"):
        monkeypatch.setenv(name, "something else")
    assert load_settings(file).service.zone == "Europe/London"
