"""A secret may stand in a file of its own, and shows nowhere."""

from __future__ import annotations

import re

from calsync.config import load_settings
from tests.config.sound import DOCUMENT, SECRET, SOUND, changed, load_settings_of, problems


def test_the_secrets_id_in_place_of_its_value_is_told_and_never_shown(file):
    text = changed(SECRET, "11111111-2222-3333-4444-555555555555")
    assert problems(file, text) == [
        "graph: client_secret looks like the secret's id; Entra wants its value, shown once when made"
    ]


def test_secrets_stand_in_no_repr_and_in_no_error(file):
    file.write_text(SOUND + '[store]\nurl = "postgresql://calsync:hunter22@db/calsync"\n')
    settings = load_settings(file)
    assert settings.graph.client_secret.get_secret_value() == SECRET
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert "hunter22" not in repr(settings)
    told = "\n".join(problems(file, changed(f'"{SECRET}"', f'["{SECRET}"]') + "[service]\nzone = 3\n"))
    assert SECRET not in told


def test_a_secret_may_stand_in_a_file_of_its_own(file, monkeypatch):
    file.write_text(changed(f'client_secret = "{SECRET}"', ""))
    (file.parent / "secret").write_text(SECRET + "\n")
    (file.parent / "url").write_text("postgresql://calsync:hunter22@db/calsync\n")
    monkeypatch.setenv("CALSYNC_GRAPH__CLIENT_SECRET_FILE", str(file.parent / "secret"))
    monkeypatch.setenv("CALSYNC_STORE__URL_FILE", "url")
    settings = load_settings(file)
    assert settings.graph.client_secret.get_secret_value() == SECRET
    assert settings.store.url == "postgresql://calsync:hunter22@db/calsync"


def test_every_file_of_a_secret_that_the_documents_name_is_taken(file, monkeypatch):
    named = re.findall(r"`(CALSYNC_[A-Z_]+_FILE)`", DOCUMENT)
    assert {"CALSYNC_WEB__SECRET_FILE", "CALSYNC_WEB__PREVIOUS_SECRET_FILE"} <= set(named)
    for name in named:
        monkeypatch.setenv(name, "not-there")
    told = problems(file, changed(f'client_secret = "{SECRET}"', ""))
    assert sum("not-there can't be read" in each for each in told) == len(named)
    assert [each for each in told if "unknown" in each] == []


def test_web_secrets_are_read_from_their_files(file):
    (file.parent / "web").write_text("w" * 40 + "\n")
    files = 'secret_file = "web"\nprevious_secret_file = "web"\n'
    web = load_settings_of(file, f'{SOUND}[web]\naddress = "https://safe.example.org"\n{files}').web
    assert web.secret.get_secret_value() == web.previous_secret.get_secret_value() == "w" * 40


def test_a_secret_file_that_is_not_there_or_empty_or_doubled_is_told_once(file):
    text = changed(f'client_secret = "{SECRET}"', 'client_secret_file = "secret"')
    (told,) = problems(file, text)
    assert told.startswith("graph.client_secret_file: secret can't be read (No such file or directory): name a file")
    (file.parent / "secret").write_text("\n")
    assert problems(file, text) == ["graph.client_secret_file: secret is empty"]
    twice = changed("[policy]", 'client_secret_file = "secret"\n[policy]')
    assert problems(file, twice) == ["graph.client_secret: given twice, as itself and as client_secret_file; keep one"]
