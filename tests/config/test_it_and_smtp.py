"""Who is told when calsync can't do its work, and by which mail server."""

from __future__ import annotations

from pathlib import Path

import pytest

from calsync.config import ItSettings, Settings, SmtpSettings, load_settings
from calsync.config.it import is_microsofts
from calsync.errors import Problems
from calsync.sending import make_smtp
from tests.certificates import made
from tests.config.sound import DOCUMENT, SOUND

NO_CERTIFICATE = "{folder}/calsync.toml holds no certificate in PEM form"
PASSWORD = "open-sesame-of-the-centre"
SMTP = '\n[smtp]\nhost = "mail.example.org"\nsender = "calsync@example.org"\n'


def loaded(file: Path, more: str) -> Settings:
    file.write_text(SOUND + more, encoding="utf-8")
    return load_settings(file)


def problems(file: Path, more: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        loaded(file, more)
    return caught.value.problems


def test_it_is_told_and_without_it_those_who_administer_and_without_them_who_is_there_out_of_hours(file):
    assert loaded(file, '\n[it]\nmail = "it@elsewhere.test"\n').it_addresses() == ("it@elsewhere.test",)
    both = loaded(file, '\n[it]\nmail = ["it@elsewhere.test", "second@elsewhere.test"]\n')
    assert both.it_addresses() == ("it@elsewhere.test", "second@elsewhere.test")
    assert loaded(file, "").it_addresses() == ("ash@centre.example.org",)
    without = SOUND.replace("admin =", "buddy =")
    file.write_text(without, encoding="utf-8")
    assert load_settings(file).it_addresses() == ("duty@centre.example.org",)


def test_a_mail_server_needs_no_more_than_its_name_and_a_sender(file):
    smtp = loaded(file, SMTP).smtp
    assert smtp is not None
    assert (smtp.security, smtp.username, smtp.password) == ("starttls", "", None)
    assert loaded(file, "").smtp is None


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_is_the_usual_one_unless_named(file, security, port):
    more = f'{SMTP}security = "{security}"\nallow_plain = true\n'
    for told, expected in ((more, port), (f"{more}port = 2525\n", 2525)):
        smtp = loaded(file, told).smtp
        assert smtp is not None
        assert make_smtp(smtp)._server.port == expected


def test_the_password_may_stand_in_a_file_or_a_variable_and_is_shown_nowhere(file, monkeypatch):
    (file.parent / "smtp").write_text(PASSWORD + "\n")
    smtp = loaded(file, f'{SMTP}username = "calsync"\npassword_file = "smtp"\n').smtp
    assert smtp is not None
    assert smtp.password is not None
    assert smtp.password.get_secret_value() == PASSWORD
    assert PASSWORD not in repr(smtp)
    assert PASSWORD not in repr(make_smtp(smtp)._server)
    monkeypatch.setenv("CALSYNC_SMTP__PASSWORD_FILE", str(file.parent / "smtp"))
    again = loaded(file, f'{SMTP}username = "calsync"\n').smtp
    assert again is not None
    assert again.password == smtp.password
    told = problems(file, f'{SMTP}username = "calsync"\npassword = ["{PASSWORD}"]\n')
    assert PASSWORD not in "".join(told)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("\n[smtp]\n", "smtp.host: missing; it is the name of a mail server that has nothing to do with Microsoft"),
        ("\n[smtp]\n", "smtp.sender: missing; it is the address that its mails come from"),
        (SMTP.replace("mail.ex", "smtp://mail.ex"), "smtp.host: must be a name alone"),
        (SMTP.replace("example.org", "example.org:25", 1), "smtp.host: must be a name alone"),
        (SMTP.replace('"mail.example.org"', '"mail example"'), "smtp.host: must be a name alone"),
        (SMTP + "port = 0\n", "smtp.port: must be at least 1"),
        (SMTP + 'security = "ssl"\n', 'smtp.security: must be "starttls", "tls" or "none"'),
        (SMTP + 'security = "none"\n', 'smtp: security = "none" leads to this very machine alone'),
        (SMTP + f'username = "calsync"\npassword = "{PASSWORD}"\nsecurity = "none"\nallow_plain = true\n',
         'smtp: a password never travels with security = "none"'),
        (SMTP + 'username = "calsync"\n', "smtp: username and password go together"),
        (SMTP + f'password = "{PASSWORD}"\n', "smtp: username and password go together"),
        (SMTP + 'username = "calsync"\npassword = "geh€im"\n', "smtp: username and password must be plain ASCII"),
        (SMTP + 'ca_file = "none.pem"\n', "smtp.ca_file: there is no file"),
        (SMTP + 'ca_file = "calsync.toml"\n', f"smtp.ca_file: {NO_CERTIFICATE}"),
        (SMTP.replace("calsync@example.org", "calsync"), "smtp.sender: must be a mail address"),
        (SMTP.replace("calsync@example.org", "a..b@example.org"), "smtp.sender: must be a mail address"),
        (SMTP.replace("calsync@example.org", ".a@example.org"), "smtp.sender: must be a mail address"),
        (SMTP.replace("calsync@example.org", "a@example..org"), "smtp.sender: must be a mail address"),
        (SMTP.replace("calsync@example.org", "a@-example.org"), "smtp.sender: must be a mail address"),
        (SMTP.replace("calsync@example.org", "a" * 65 + "@example.org"), "smtp.sender: must be a mail address"),
        (SMTP.replace("calsync@example.org", "büro@example.org"), "smtp.sender: must be plain ASCII"),
        (SMTP + 'user = "calsync"\n', "smtp.user: unknown key; did you mean smtp.username?"),
        (SMTP + 'pasword_file = "smtp"\n', "smtp.pasword_file: unknown key; did you mean smtp.password_file?"),
        ('\n[it]\nmail = "ash"\n', "it.mail, entry 1: must be a mail address"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_place_and_the_fix(file, more, problem):
    found = problems(file, more)
    assert any(each.startswith(problem.replace("{folder}", str(file.parent))) for each in found), found


@pytest.mark.parametrize("sender", ["o'brien+calsync@example.org", "c@mail-1.example.co.uk", "calsync@localhost"])
def test_an_unusual_sender_that_is_an_address_is_taken(file, sender):
    smtp = loaded(file, SMTP.replace("calsync@example.org", sender)).smtp
    assert smtp is not None


@pytest.mark.parametrize(
    ("host", "is_theirs"),
    [
        ("smtp.office365.com", True),
        ("SMTP.Office365.com.", True),
        ("centre-example-org.mail.protection.outlook.com", True),
        ("smtp.azurecomm.net", True),
        ("mail.example.org", False),
        ("notoutlook.com", False),
    ],
)
def test_a_mail_server_of_microsofts_is_known_by_its_name(host, is_theirs):
    assert is_microsofts(host) is is_theirs


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_relay_on_this_very_machine_needs_no_encryption(file, host):
    smtp = loaded(file, SMTP.replace("mail.example.org", host) + 'security = "none"\n').smtp
    assert smtp is not None


def test_a_relative_file_of_authorities_counts_from_the_folder_of_the_file(file, monkeypatch):
    monkeypatch.chdir("/")
    (file.parent / "ca.pem").write_text(made().public)
    smtp = loaded(file, SMTP + 'ca_file = "ca.pem"\n').smtp
    assert smtp is not None
    assert smtp.ca_file == file.parent / "ca.pem"


def test_every_key_is_documented():
    keys = {*ItSettings.model_fields, *SmtpSettings.model_fields, "password_file"}
    assert [key for key in sorted(keys) if f"`{key}`" not in DOCUMENT] == []
