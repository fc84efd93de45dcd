"""Certificates for the tests, in the forms in which people have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@cache
def rsa_key(which: str = "ours", bits: int = 2048) -> rsa.RSAPrivateKey:
    """The key of that name, made once for all tests of the process."""
    return rsa.generate_private_key(65537, bits)


@dataclass(frozen=True)
class Made:
    """A certificate and its key."""

    key: Any
    certificate: x509.Certificate

    @property
    def public(self) -> str:
        """PEM, as it is uploaded to Entra."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def private(self, password: str = "") -> str:
        """PEM, encrypted if there is a password."""
        how = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how).decode()

    def both(self, path: Path, password: str = "") -> Path:
        """A PEM file with the certificate and then its key, which only its owner can read."""
        path.write_text(self.public + self.private(password))
        path.chmod(0o600)
        return path

    def pfx(self, path: Path, password: str = "", *, key: bool = True) -> Path:
        """A PFX file."""
        how = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(b"calsync", self.key if key else None, self.certificate, None, how)
        )
        path.chmod(0o600)
        return path


def made(
    *, key: Any = None, starts: timedelta = -DAY, life: timedelta = 400 * DAY, now: datetime | None = None
) -> Made:
    """A self-signed certificate whose validity begins at so long from now."""
    key = key or rsa_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calsync")])
    begin = (now or datetime.now(UTC)).replace(microsecond=0) + starts
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    return Made(key, builder.not_valid_before(begin).not_valid_after(begin + life).sign(key, hashes.SHA256()))
