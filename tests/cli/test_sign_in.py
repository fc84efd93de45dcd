"""Signing in as a deployment does, over https against a simulated tenant, and what the doctor says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from calsync.demo.faults import Fault
from calsync.demo.people import Federation
from tests.certificates import DAY, made, rsa_key
from tests.cli.conftest import AFTERNOON, Command, Ended, Joined
from tests.cli.test_bad_input import one_sentence

PASSWORD = "made-up~password"


@dataclass(frozen=True)
class Deployment:
    """A service that joins the tenant by a certificate."""

    joined: Joined
    calsync: Command

    @property
    def file(self) -> Path:
        return self.joined.config.with_name("ours.pem")

    def sign_in_by(self, lines: str) -> None:
        """Put other lines in the place of the client secret."""
        text = self.joined.config.read_text().splitlines(keepends=True)
        rest = "".join(line for line in text if not line.startswith("client_secret"))
        self.joined.config.write_text(rest.replace("[graph]\n", f"[graph]\n{lines}"))

    def register(self, *public: str, federations: tuple[Federation, ...] = ()) -> None:
        """What Entra knows of the app, beside a secret that nobody has."""
        client_id = self.joined.people.app.client_id
        self.joined.tenant.add_app(client_id=client_id, certificates=public, federations=federations)

    def doctor(self) -> dict[str, tuple[str, str]]:
        """What the doctor found of each part: its light and its words; the last of a part counts."""
        return {each["part"]: (each["light"], each["text"]) for each in self.calsync("doctor", "--json").facts}


@pytest.fixture
def deployment(joined: Joined, calsync: Command) -> Deployment:
    # Valid by this machine's clock, by which signatures are checked, and for long by the simulation's too.
    ours = made(life=3650 * DAY)
    made_by = Deployment(joined, calsync)
    ours.both(made_by.file)
    made_by.register(ours.public)
    made_by.sign_in_by('certificate_file = "ours.pem"\n')
    return made_by


def test_a_deployment_signs_in_by_its_certificate_alone(deployment: Deployment, calsync_process: Command) -> None:
    told = calsync_process("doctor")
    assert (told.status, told.err) == (0, "")
    assert "GREEN  diaries: all 9 can be read" in told.out
    assert "GREEN  credential: the certificate can be used until" in told.out


@pytest.mark.parametrize("form", ["pfx", "encrypted", "two files"])
def test_a_deployment_signs_in_by_a_certificate_in_any_form(deployment: Deployment, form: str) -> None:
    ours, folder = made(), deployment.file.parent
    deployment.register(ours.public)
    if form == "pfx":
        ours.pfx(deployment.file, PASSWORD)
        deployment.sign_in_by(f'certificate_password = "{PASSWORD}"\n')
    elif form == "encrypted":
        ours.both(deployment.file, PASSWORD)
        deployment.sign_in_by(f'certificate_password = "{PASSWORD}"\n')
    else:
        deployment.file.write_text(ours.public)
        (folder / "ours.key").write_text(ours.private())
        deployment.sign_in_by('certificate_key_file = "ours.key"\n')
    assert deployment.calsync("poll").status == 0


def test_a_deployment_signs_in_by_the_token_of_its_platform(deployment: Deployment) -> None:
    key = rsa_key("platform")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    trusted = Federation(issuer="https://oidc.example/", subject="system:serviceaccount:a:b", public_key=public)
    deployment.register(federations=(trusted,))
    claims = {"iss": trusted.issuer, "aud": trusted.audience, "sub": trusted.subject, "exp": 4_000_000_000}
    text = deployment.joined.config.read_text().replace(
        'certificate_file = "ours.pem"', 'federated_token_file = "token"'
    )
    deployment.joined.config.write_text(text)
    token = deployment.file.with_name("token")
    token.write_text(jwt.encode(claims, key, algorithm="RS256"))
    assert deployment.doctor()["credential"] == ("green", "is renewed by the platform")
    assert deployment.calsync("poll").status == 0
    token.write_text(jwt.encode({**claims, "sub": "system:serviceaccount:a:c"}, key, algorithm="RS256"))
    assert "AADSTS700213" in one_sentence(deployment.calsync("poll"))


@pytest.mark.parametrize("command", ["run", "poll"])
def test_a_certificate_that_entra_does_not_know_is_told_with_the_fix(deployment: Deployment, command: str) -> None:
    deployment.register(made().public)
    said = one_sentence(deployment.calsync(command))
    assert "AADSTS700027" in said
    assert "upload the public part of the one in certificate_file" in said


@pytest.mark.parametrize("command", ["run", "poll"])
def test_an_expired_certificate_is_told_at_the_first_start(deployment: Deployment, command: str) -> None:
    old = made(starts=-10 * DAY, life=9 * DAY)
    old.both(deployment.file)
    assert "The app's certificate expired on" in one_sentence(deployment.calsync(command))


def test_with_an_expired_certificate_a_manager_can_still_close_an_alarm(deployment: Deployment) -> None:
    """Its alarms are in the database: a credential that Microsoft takes no longer must not stand in their way."""
    joined = deployment.joined
    start, end = AFTERNOON - timedelta(minutes=10), AFTERNOON + timedelta(minutes=20)
    joined.tenant.add_event(joined.mail("sam"), "HV", start, end, "14 Elm Road, Leeds LS6 2AB", ("Home visit",))
    assert deployment.calsync("poll").status == 0
    made(starts=-10 * DAY, life=9 * DAY).both(deployment.file)
    (watched,) = deployment.calsync("visits", "--json").facts
    told = deployment.calsync(
        "answer", watched["deadline"], "close", "--by", joined.mail("morgan"), "--reason", "safe and well, she rang"
    )
    assert told.status == 0, told


@pytest.mark.parametrize("command", ["run", "poll", "doctor"])
def test_a_certificate_that_can_not_serve_is_told_before_anything_is_asked(
    deployment: Deployment, command: str
) -> None:
    for spoil, words in (
        (lambda: made().both(deployment.file, PASSWORD), "is encrypted: give its password"),
        (lambda: deployment.file.write_text(made().public), "holds the public certificate alone"),
        (deployment.file.unlink, "there is no file"),
    ):
        spoil()
        told = deployment.calsync(command)
        assert words in one_sentence_of_the_configuration(told)
        assert told.out == ""


def one_sentence_of_the_configuration(told: Ended) -> str:
    """As one_sentence; sentences about calsync.toml end without a full stop."""
    assert told.status == 2, told
    assert "Traceback" not in told.err
    (line,) = told.err.splitlines()
    return line


def test_the_doctor_counts_the_days_of_a_certificate(deployment: Deployment) -> None:
    for days, light in ((61, "green"), (59, "amber"), (0, "amber")):
        ours = made(now=AFTERNOON, starts=-300 * DAY, life=(300 + days) * DAY + timedelta(hours=1))
        ours.both(deployment.file)
        found = deployment.doctor()["credential"]
        assert (found[0], f"for {days} more days" in found[1]) == (light, True)


def test_the_doctor_tells_a_private_key_that_others_may_read(deployment: Deployment) -> None:
    deployment.file.chmod(0o644)
    told = deployment.calsync("doctor")
    assert told.status == 0
    assert "AMBER  credential: ours.pem holds the private key, and others than its owner may read it" in told.out
    assert "chmod 600 ours.pem" in told.out


def test_the_doctor_asks_for_the_day_of_a_client_secret(joined: Joined, calsync: Command) -> None:
    deployment = Deployment(joined, calsync)
    told = deployment.doctor()["credential"]
    assert told == ("green", "the client secret can be used until 01 December 2027, for 364 more days")
    day = next(line for line in joined.config.read_text().splitlines() if line.startswith("client_secret_expires"))
    joined.rewrite(day, "client_secret_expires = 2026-11-30")
    light, words = deployment.doctor()["credential"]
    assert (light, words.startswith("the client secret ended on 30 November 2026: make a new one")) == ("red", True)
    joined.rewrite("client_secret_expires = 2026-11-30\n", "")
    light, words = deployment.doctor()["credential"]
    assert (light, "give its day as client_secret_expires" in words) == ("amber", True)


@pytest.mark.parametrize(
    ("fault", "light", "words"),
    [
        ("access-denied", "green", "the app is kept out"),
        ("no-mailbox", "amber", "there is no such mailbox"),
        ("unavailable", "amber", "could not answer"),
        (None, "red", "the app can read a mailbox that is out of its scope, and so perhaps the whole tenant"),
    ],
)
def test_trap_20_the_doctor_tries_a_mailbox_that_the_app_must_not_read(
    joined: Joined, calsync: Command, fault: str | None, light: str, words: str
) -> None:
    address = joined.mail("sloane")
    joined.rewrite("[graph]\n", f'[graph]\nout_of_scope_mailbox = "{address}"\n')
    if fault is not None:
        joined.tenant.faults.set(Fault(fault, address))
    found = Deployment(joined, calsync).doctor()["scope"]
    assert found[0] == light
    assert words in found[1]


def test_no_scope_is_judged_where_no_mailbox_is_named(joined: Joined, calsync: Command) -> None:
    assert "scope" not in Deployment(joined, calsync).doctor()


def test_the_day_in_the_tenants_own_configuration_is_a_year_away(joined: Joined) -> None:
    assert f"client_secret_expires = {date(2027, 12, 1)}" in joined.config.read_text()
