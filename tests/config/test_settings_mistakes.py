"""Every mistake in the file is told at once, with its place and the fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from calsync.config import load_settings
from calsync.errors import CalsyncError
from tests.config.sound import SOUND, changed, problems


def test_without_a_file_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CalsyncError) as caught:
        load_settings()
    assert str(caught.value) == (
        "There is no calsync.toml here: run `calsync demo` to look around, or write one as in docs/configuration.md."
    )
    with pytest.raises(CalsyncError, match=r"There is no ours\.toml in elsewhere"):
        load_settings(Path("elsewhere/ours.toml"))


def test_a_folder_in_the_files_place_is_told(tmp_path):
    with pytest.raises(CalsyncError, match="can't be read"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[graph\n", "(at line 1, column 7)"),
        (
            b'[graph]\ntenant = "a"\ntenant = "b"\n',
            "line 3: 'tenant' stands here for the second time (first on line 2)",
        ),
        (b"\xef\xbb\xbf[graph]\n", "byte order mark"),
        (b'name = "\xe9"\n', "not UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_place(file, content, problem):
    file.write_bytes(content)
    (found,) = problems(file)
    assert problem in found


def test_an_empty_file_is_told_all_that_must_be_there(file):
    assert [each.split(":")[0] for each in problems(file, "")] == [
        "graph",
        "graph.tenant",
        "graph.client_id",
        "graph.group",
        "graph.service_mailbox",
        "policy.use",
        "roles.out_of_hours",
    ]


def test_mistakes_are_told_together_with_the_nearest_key(file):
    text = changed("tenant =", "tenat =").replace("out_of_hours", "out_of_hour").replace("deputy", "deputi")
    found = problems(file, text + '[pol]\nworking = "soon"\n[service]\nslots = 3\n')
    assert "graph.tenat: unknown key; did you mean graph.tenant?" in found
    assert "graph.tenant: missing; it is the id or domain of your Entra tenant" in found
    assert "roles.deputi: unknown key; did you mean roles.deputy?" in found
    assert "roles.out_of_hour: unknown key; did you mean roles.out_of_hours?" in found
    assert "pol: unknown key; did you mean poll?" in found
    assert "service.slots: unknown key; did you mean graph.slots?" in found


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"centre.example.org"', '"common"', "graph.tenant: must be your own tenant's id or domain"),
        ('"centre.example.org"', '"our tenant"', "graph.tenant: must be the tenant's id or a domain of it"),
        ('"centre.example.org"', "5", "graph.tenant: must be text in quotation marks"),
        ('"centre.example.org"', "\"'centre.example.org'\"", "graph.tenant: has quotation marks inside the value"),
        ('"centre.example.org"', '" centre.example.org"', "graph.tenant: has spaces around it"),
        ('"centre.example.org"', '"<tenant>"', "graph.tenant: is still the placeholder"),
        ('"calsync@centre.example.org"', '"calsync"', "graph.service_mailbox: must be a mail address"),
        ("[policy]", "slots = 0\n[policy]", "graph.slots: must be at least 1"),
        ("[policy]", "slots = 2.5\n[policy]", "graph.slots: must be a whole number"),
        ("[policy]", 'ca_file = "gone.pem"\n[policy]', "graph.ca_file: there is no file"),
        ("[policy]", 'root = "http://graph.microsoft.com"\n[policy]', "graph.root: must begin with https://"),
        ("[policy]", 'root = "https://graph.microsoft.com/v1.0"\n[policy]', "graph.root: must end after the host"),
        ("[policy]", 'authority = "login"\n[policy]', "graph.authority: must be a whole address"),
        ("[policy]", 'cloud = "uk"\n[policy]', "graph.cloud: must be one of global, usgov, usgov-dod, china"),
        ("[policy]", 'client_secret_expires = "soon"\n[policy]', "graph.client_secret_expires: must be a day, like"),
        ("[policy]", "client_secret_expires = 2027\n[policy]", "graph.client_secret_expires: must be a day, like"),
        (
            "[policy]",
            "client_secret_expires = 2027-03-01T00:00:00Z\n[policy]",
            "graph.client_secret_expires: must be a day, like 2027-03-01",
        ),
        ("[policy]", 'out_of_scope_mailbox = "Sloane"\n[policy]', "graph.out_of_scope_mailbox: must be a mail address"),
        ('use = "clarendon"', "", "policy.use: missing"),
        ('[policy]\nuse = "clarendon"', "", "policy.use: missing"),
        ('"duty@centre.example.org"', "[]", "roles.out_of_hours: is empty"),
        ('"duty@centre.example.org"', '{ phone = "01709 000000" }', "roles.out_of_hours: at least one contact needs"),
        ('"duty@centre.example.org"', '{ phone = "999" }', "roles.out_of_hours, entry 1, phone: must be a whole"),
        ('"duty@centre.example.org"', "{ name = 'Ash' }", "roles.out_of_hours, entry 1: needs a mail or a phone"),
        (
            '"duty@centre.example.org"',
            '{ mail = "duty@centre.example.org", always_at_work = false }',
            "roles.out_of_hours: always_at_work = false can't be",
        ),
        ("deputy =", "worker =", "roles.worker: unknown key"),
        ("[policy]", '[rules]\nsites = "Town Hall"\n[policy]', "rules.sites: must be a list"),
        ("[policy]", '[rules]\ndone_categories = ["home visit"]\n[policy]', "rules: 'home visit' stands in done_"),
        ("[policy]", "[poll]\nworking = 1\n[policy]", "poll.working: must be at least 5"),
        ("[policy]", "[poll]\nwatched_from = 2026-12-01T09:00:00\n[policy]", "poll.watched_from: needs its zone"),
        ("[policy]", "[poll]\nwatched_from = 2026-12-01\n[policy]", "poll.watched_from: must be a date and a time"),
        ("[policy]", "[poll]\nwatched_from = 5\n[policy]", "poll.watched_from: must be a date and a time"),
        ("[policy]", '[service]\nzone = "London"\n[policy]', "service.zone: must be a time zone by its name"),
        ("[policy]", '[service]\nzone = "../etc/passwd"\n[policy]', "service.zone: must be a time zone by its name"),
        ("[policy]", "[service]\ntick = nan\n[policy]", "service.tick: must be"),
        ("[policy]\nuse", "[store]\nurl = ''\n[policy]\nuse", "store.url: is empty"),
    ],
)
def test_a_wrong_value_is_told_with_its_place_and_the_fix(file, old, new, problem):
    found = problems(file, changed(old, new))
    assert any(each.startswith(problem) for each in found), found


@pytest.mark.parametrize("section", ["graph", "policy", "roles", "store", "poll", "simulation"])
def test_a_section_written_as_a_value_is_told(file, section):
    text = SOUND.replace(f"[{section}]", f"[other_{section}]")
    assert f"{section}: must be a table with keys of its own" in problems(file, f'{section} = "clarendon"\n' + text)
