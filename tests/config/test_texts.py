"""[text]: a carrier, whole and right, or every mistake at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from calsync.app import channels, make_caller, make_carrier
from calsync.config.loading import load_settings
from calsync.domain.model import Channel
from calsync.errors import Problems
from calsync.notify.govuk_notify import GovukNotify
from calsync.notify.twilio import Twilio
from tests.notify.carriers import ACCOUNT, KEY, SENDER, TEMPLATE, TOKEN

BASE = """
[graph]
tenant = "centre.example.org"
client_id = "app"
client_secret = "shh"
group = "group"
service_mailbox = "calsync@centre.example.org"
[policy]
use = "clarendon"
[roles]
out_of_hours = "duty@centre.example.org"
"""
TWILIO = f'[text]\nprovider = "twilio"\naccount = "{ACCOUNT}"\nsender = "{SENDER}"\n'
NOTIFY = f'[text]\nprovider = "notify"\ntemplate = "{TEMPLATE}"\n'


def load(tmp_path: Path, text: str):
    file = tmp_path / "calsync.toml"
    file.write_text(BASE + text, encoding="utf-8")
    return load_settings(file)


def problems(tmp_path: Path, text: str) -> str:
    with pytest.raises(Problems) as caught:
        load(tmp_path, text)
    return str(caught.value)


def test_the_token_stands_in_a_file_and_shows_nowhere(tmp_path, monkeypatch):
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    settings = load(tmp_path, TWILIO + 'token_file = "token"\n')
    assert TOKEN not in repr(settings)
    assert settings.text is not None
    assert isinstance(make_carrier(settings.text), Twilio)
    monkeypatch.setenv("CALSYNC_TEXT__TOKEN", TOKEN)
    assert load(tmp_path, TWILIO).text is not None


def test_notify_by_its_key(tmp_path):
    settings = load(tmp_path, NOTIFY + f'key = "{KEY}"\n')
    assert settings.text is not None
    assert isinstance(make_carrier(settings.text), GovukNotify)
    assert channels(settings) == {Channel.MAIL, Channel.TEXT}


def test_without_the_table_nothing_goes_by_text(tmp_path):
    assert channels(load(tmp_path, "")) == {Channel.MAIL}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[text]\nprovider = "pigeon"\n', 'text: provider must be "twilio" or "notify"'),
        (TWILIO, "token is missing"),
        (NOTIFY, "key is missing"),
        (TWILIO + 'token = "t"\nkey = "k"\n', "key belongs to the other provider"),
        (NOTIFY + 'key = "nonsense"\n', "key is no API key of GOV.UK Notify"),
        (TWILIO.replace(SENDER, "Centre") + 'token = "t"\n', "a name as sender can't be answered"),
        (
            TWILIO.replace(SENDER, "999") + 'token = "t"\n',
            "sender is an emergency or short number, and no number of your account: write the one that Twilio's",
        ),
        (TWILIO.replace(SENDER, "0113 496 0000") + 'token = "t"\n', "sender is no mobile number, so that nobody can"),
        (NOTIFY + f'key = "{KEY}"\ncallback_token = "{"t" * 30}"\n', "text.callback_token: GOV.UK Notify calls in at"),
        (
            TWILIO + 'token = "t"\nca_file = "calsync.toml"\n',
            "text.ca_file: {folder}/calsync.toml holds no certificate",
        ),
        (TWILIO.replace(ACCOUNT, "AC1") + 'token = "t"\n', "account must be the Account SID"),
        (TWILIO + 'token = "t"\nroot = "http://carrier.example"\n', "text.root: must begin with https://"),
        (TWILIO + 'token = ""\n', "text: token must be the Auth Token as Twilio's console shows it"),
        (TWILIO + 'token = "tok\u0142en"\n', "text: token must be the Auth Token as Twilio's console shows it"),
        (TWILIO + 'token_file = "gone"\n', "text.token_file: gone can't be read"),
        (TWILIO + 'tokn = "t"\n', "unknown key; did you mean text.token?"),
    ],
)
def test_every_mistake_is_a_sentence_with_its_place(tmp_path, text, why):
    assert why.replace("{folder}", str(tmp_path)) in problems(tmp_path, text)


def test_calls_need_a_number_that_may_be_rung_and_pages(tmp_path):
    told = TWILIO + f'token = "{TOKEN}"\nvoice_sender = "{{}}"\n'
    web = '[web]\naddress = "https://safe.example.org"\nsecret = "' + "x" * 40 + '"\n'
    assert "calls need pages, since Twilio asks one for what is said" in problems(tmp_path, told.format(SENDER))
    assert "voice_sender costs its caller extra" in problems(tmp_path, told.format("0906 100 1000") + web)
    settings = load(tmp_path, told.format("0113 496 0000") + web)
    assert channels(settings) == {Channel.MAIL, Channel.TEXT, Channel.VOICE}
    assert settings.text is not None
    assert make_caller(settings.text) is not None
    assert "belongs to the other provider" in problems(tmp_path, NOTIFY + f'key = "{KEY}"\nvoice_sender = "{SENDER}"\n')
