"""The four kinds of credential: what can serve, and the sentence with the fix for what can't."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from calsync.errors import Problems
from calsync.graph.credentials import Certificate, ClientSecret, FederatedToken, ManagedIdentity
from tests.certificates import DAY, made, rsa_key

PASSWORD = "made-up~password"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"


def told(credential: Certificate | FederatedToken) -> str:
    """The one problem of a credential that can't serve."""
    (problem,) = credential.problems()
    assert PASSWORD not in problem
    assert problem.endswith(".")
    with pytest.raises(Problems) as caught:
        credential.read()
    assert caught.value.problems == [problem]
    return problem


# --- a certificate -----------------------------------------------------------------------------------------


def test_a_certificate_and_its_key_stand_in_one_file_or_in_two(tmp_path: Path) -> None:
    pair = made()
    both = Certificate(file=pair.both(tmp_path / "both.pem"))
    (tmp_path / "public.pem").write_text(pair.public)
    (tmp_path / "private.pem").write_text(pair.private())
    two = Certificate(file=tmp_path / "public.pem", key_file=tmp_path / "private.pem")
    assert both.read() == two.read()
    assert both.problems() == two.problems() == []
    assert both.expires() == pair.certificate.not_valid_after_utc
    assert both.read().certificate == pair.public


def test_a_certificate_as_windows_writes_it_serves_with_its_key_beside_it(tmp_path: Path) -> None:
    pair = made()
    (tmp_path / "public.cer").write_bytes(pair.certificate.public_bytes(Encoding.DER))
    (tmp_path / "private.pem").write_text(pair.private())
    credential = Certificate(file=tmp_path / "public.cer", key_file=tmp_path / "private.pem")
    assert credential.read().certificate == pair.public
    assert "holds the public certificate alone" in told(Certificate(file=tmp_path / "public.cer"))


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_a_pfx_serves_as_well(tmp_path: Path, password: str) -> None:
    pair = made()
    credential = Certificate(file=pair.pfx(tmp_path / "ours.pfx", password), password=password)
    assert credential.problems() == []
    assert credential.read() == Certificate(file=pair.both(tmp_path / "both.pem")).read()


def test_an_encrypted_key_opens_with_its_password_alone(tmp_path: Path) -> None:
    file = made().both(tmp_path / "ours.pem", PASSWORD)
    assert Certificate(file=file, password=PASSWORD).problems() == []
    assert told(Certificate(file=file)).startswith(
        f"certificate_password: the private key in {file} is encrypted: give its password"
    )
    assert "does not open the private key" in told(Certificate(file=file, password="another"))


def test_a_password_that_is_left_over_harms_no_key_without_one(tmp_path: Path) -> None:
    assert Certificate(file=made().both(tmp_path / "ours.pem"), password=PASSWORD).problems() == []


def test_of_a_chain_the_certificate_of_the_key_is_taken(tmp_path: Path) -> None:
    ours, above = made(), made(key=rsa_key("authority"))
    file = tmp_path / "chain.pem"
    file.write_text(above.public + ours.public + ours.private())
    assert Certificate(file=file).read().certificate == ours.public


def test_a_pfx_that_does_not_open_is_told(tmp_path: Path) -> None:
    file = made().pfx(tmp_path / "ours.pfx", PASSWORD)
    assert "opens without a password" in told(Certificate(file=file))
    assert "opens with the password that is given" in told(Certificate(file=file, password="another"))
    assert "take this key out" in told(Certificate(file=file, key_file=file, password=PASSWORD))
    bare = made().pfx(tmp_path / "bare.pfx", PASSWORD, key=False)
    assert "holds no private key; export the PFX again" in told(Certificate(file=bare, password=PASSWORD))


def test_a_file_that_is_not_there_or_holds_something_else_is_told(tmp_path: Path) -> None:
    assert told(Certificate(file=tmp_path / "gone.pem")) == (
        f"certificate_file: there is no file {tmp_path / 'gone.pem'}; correct its path."
    )
    assert "there is no file" in told(Certificate(file=tmp_path))
    (tmp_path / "note.txt").write_text("the certificate is in the safe")
    assert "is neither PEM nor a PFX" in told(Certificate(file=tmp_path / "note.txt"))
    (tmp_path / "empty.pem").write_text("")
    assert "is neither PEM nor a PFX" in told(Certificate(file=tmp_path / "empty.pem"))
    (tmp_path / "huge.pem").write_bytes(b"-----BEGIN " * 100_000)
    assert "far too large" in told(Certificate(file=tmp_path / "huge.pem"))


def test_a_file_whose_name_is_too_long_for_the_disk_can_not_be_read(tmp_path: Path) -> None:
    assert "can't be read (File name too long)" in told(Certificate(file=tmp_path / ("x" * 400)))


@pytest.mark.parametrize("which", ["public", "private"])
def test_a_damaged_file_is_told(tmp_path: Path, which: str) -> None:
    file = made().both(tmp_path / "ours.pem")
    head = "-----BEGIN CERTIFICATE-----\n" if which == "public" else "-----BEGIN PRIVATE KEY-----\n"
    file.write_text(file.read_text().replace(head, head + "AAAA"))
    assert "is damaged; copy it anew" in told(Certificate(file=file))


def test_half_of_a_pair_is_told_with_the_half_that_is_missing(tmp_path: Path) -> None:
    pair = made()
    (tmp_path / "public.pem").write_text(pair.public)
    (tmp_path / "private.pem").write_text(pair.private())
    assert "holds the public certificate alone; name the file of its private key as certificate_key_file" in told(
        Certificate(file=tmp_path / "public.pem")
    )
    assert "holds a private key and no certificate" in told(Certificate(file=tmp_path / "private.pem"))
    assert told(Certificate(file=tmp_path / "public.pem", key_file=tmp_path / "public.pem")).startswith(
        "certificate_key_file:"
    )


def test_a_certificate_that_does_not_belong_to_the_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "public.pem").write_text(made(key=rsa_key("other")).public)
    (tmp_path / "private.pem").write_text(made().private())
    credential = Certificate(file=tmp_path / "public.pem", key_file=tmp_path / "private.pem")
    assert "belongs to the private key in" in told(credential)


def test_a_key_that_entra_does_not_take_is_told(tmp_path: Path) -> None:
    for key in (ec.generate_private_key(ec.SECP256R1()), rsa_key("short", 1024)):
        assert "no RSA key of 2048 bits or more" in told(Certificate(file=made(key=key).both(tmp_path / "a.pem")))


def test_a_renewed_file_tells_its_new_end(tmp_path: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    credential = Certificate(file=made(now=now, life=20 * DAY).both(tmp_path / "ours.pem"))
    assert credential.expires() == now + 19 * DAY
    made(now=now, life=300 * DAY).both(tmp_path / "ours.pem")
    assert credential.expires() == now + 299 * DAY


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_private_key_that_others_may_read_is_known(tmp_path: Path, mode: int) -> None:
    pair = made()
    credential = Certificate(file=pair.both(tmp_path / "both.pem"))
    assert credential.exposed() is None
    (tmp_path / "both.pem").chmod(mode)
    assert credential.exposed() == tmp_path / "both.pem"
    (tmp_path / "private.pem").write_text(pair.private())
    (tmp_path / "private.pem").chmod(0o600)
    assert Certificate(file=tmp_path / "both.pem", key_file=tmp_path / "private.pem").exposed() is None


# --- the others --------------------------------------------------------------------------------------------


def test_a_client_secret_ends_with_the_first_moment_of_its_last_day() -> None:
    assert ClientSecret(value="x", last_day=date(2027, 3, 1)).expires() == datetime(2027, 3, 1, tzinfo=UTC)
    assert ClientSecret(value="x").expires() is None
    assert ClientSecret(value=" ").problems() == ["client_secret: it is empty; give the secret's Value, not its ID."]


def test_a_federated_token_is_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    credential = FederatedToken(file=file)
    assert (credential.read(), credential.problems(), credential.expires()) == (TOKEN, [], None)
    file.write_text(TOKEN + "2")
    assert credential.read() == TOKEN + "2"
    for nothing in ("", "not a token", "a.b", "a.b.\x00c"):
        file.write_text(nothing)
        assert "holds no token" in told(credential)
    file.unlink()
    assert told(credential) == f"federated_token_file: there is no file {file}; correct its path."


def test_a_managed_identity_is_the_machines_own_or_one_with_a_client_id() -> None:
    assert ManagedIdentity().problems() == []
    assert ManagedIdentity(client_id="99999999-2222-4333-8444-555555555555").problems() == []
    assert '"system"' in ManagedIdentity(client_id="systm").problems()[0]
    assert ManagedIdentity().expires() is None


def test_nothing_secret_stands_in_a_representation(tmp_path: Path) -> None:
    pair = made()
    credential = Certificate(file=pair.both(tmp_path / "both.pem", PASSWORD), password=PASSWORD)
    assert PASSWORD not in repr(credential)
    assert "PRIVATE KEY" not in repr(credential.read())
    assert PASSWORD not in repr(ClientSecret(value=PASSWORD))
