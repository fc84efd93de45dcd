"""[sign_in]: what is refused, with the fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from calsync.config import Settings, load_settings
from calsync.errors import Problems

WHOLE = """
[graph]
tenant = "clarendon.example"
client_id = "11111111-1111-4111-8111-111111111111"
client_secret = "made-up"
group = "22222222-2222-4222-8222-222222222222"
service_mailbox = "calsync@clarendon.example"
[policy]
use = "clarendon"
[roles]
out_of_hours = ["sloane@clarendon.example"]
"""
WEB = '[web]\naddress = "https://safe.clarendon.example"\nsecret = "ssssssssssssssssssssssssssssssssssss"\n'
OWN = 'client_id = "33333333-3333-4333-8333-333333333333"\n'


def _read(folder: Path, more: str, whole: str = WHOLE) -> Settings:
    file = folder / "calsync.toml"
    file.write_text(whole + more)
    return load_settings(file)


def test_an_empty_table_signs_people_in_by_the_app_of_graph_for_an_hour_and_eight_at_most(tmp_path: Path) -> None:
    told = _read(tmp_path, WEB + "[sign_in]\n").sign_in
    assert told is not None
    assert (told.client_id, told.idle_minutes, told.at_most_hours) == (None, 60, 8)
    assert _read(tmp_path, WEB).sign_in is None


def test_the_secret_of_an_app_of_its_own_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of-its-own\n")
    told = _read(tmp_path, f'{WEB}[sign_in]\n{OWN}client_secret_file = "secret"\n').sign_in
    assert told is not None
    assert told.client_secret is not None
    assert told.client_secret.get_secret_value() == "of-its-own"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("[sign_in]\n", "sign_in: the pages need an address; add [web], or take [sign_in] out"),
        (WEB + "[sign_in]\n" + OWN, "client_id and client_secret belong together"),
        (WEB + '[sign_in]\nclient_id = "calsync"\nclient_secret = "x"\n', "which is a GUID"),
        (WEB + "[sign_in]\nidle_minutes = 1\n", "sign_in.idle_minutes: must be at least 5"),
        (WEB + "[sign_in]\nat_most_hours = 48\n", "sign_in.at_most_hours: must be at most 24"),
        (WEB + "[sign_in]\nlocal = true\n", "sign_in.local: unknown key"),
        (WEB.replace("https", "http") + "[sign_in]\n", "web.address: must begin with https://"),
    ],
)
def test_what_would_let_nobody_in_or_everybody_is_refused(tmp_path: Path, more: str, words: str) -> None:
    with pytest.raises(Problems) as refused:
        _read(tmp_path, more)
    assert words in str(refused.value)


def test_a_managed_identity_needs_an_app_of_its_own_for_people(tmp_path: Path) -> None:
    by_machine = WHOLE.replace('client_secret = "made-up"', 'managed_identity = "system"').replace("client_id", "# id")
    with pytest.raises(Problems, match="a managed identity signs no people in"):
        _read(tmp_path, WEB + "[sign_in]\n", by_machine)
    more = f'{WEB}[sign_in]\n{OWN}client_secret = "x"\n'
    assert _read(tmp_path, more, by_machine).sign_in is not None
