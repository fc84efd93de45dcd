"""A certificate with its private key, read from PEM files or a PFX, or the sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calsync.errors import Problems

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_PEM = b"-----BEGIN "
_PRIVATE = b"PRIVATE KEY-----"
_PUBLIC = b"-----BEGIN CERTIFICATE-----"
_MOST_BYTES = 200_000
_LEAST_BITS = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """What signs the app in: a private key, and the certificate that Entra knows."""

    private_key: str = field(repr=False)
    """PEM, in the clear; it stands in memory alone."""
    certificate: str
    """PEM: that one certificate of the file to which the key belongs."""
    starts: datetime
    """From when the certificate is valid, in UTC."""
    expires: datetime
    """Until when it is valid, in UTC."""


def read_key_pair(file: Path, key_file: Path | None, password: str) -> KeyPair:
    """The certificate and its private key, from one file or from two. Raises Problems with the place and the fix.

    Entra takes RSA alone: Microsoft's page "Microsoft identity platform application authentication certificate
    credentials". Whether the certificate is valid at this moment is for the caller to judge.
    """
    content = read_file("certificate_file", file)
    if _PEM in content:
        key, certificates = _from_pem(file, content, key_file, password)
    else:
        key, certificates = _from_binary(file, content, key_file, password)
    return _matched(file, key_file or file, key, certificates)


def read_file(name: str, path: Path) -> bytes:
    """What a file of the configuration holds. Raises Problems; `name` is the key by which it was named."""
    try:
        if not path.is_file():
            raise problem(name, f"there is no file {path}; correct its path")
        if path.stat().st_size > _MOST_BYTES:
            raise problem(name, f"{path} is far too large for what it should hold; correct its path")
        return path.read_bytes()
    except OSError as error:
        raise problem(name, f"{path} can't be read ({error.strerror or error}): let calsync's user read it") from None


def problem(name: str, words: str) -> Problems:
    """The error about one key of the section graph."""
    return Problems("graph", [f"{name}: {words}."])


def _from_pem(file: Path, content: bytes, key_file: Path | None, password: str) -> tuple[Any, list[Certificate]]:
    from cryptography import x509

    certificates = []
    if _PUBLIC in content:
        try:
            certificates = x509.load_pem_x509_certificates(content)
        except ValueError:
            raise problem("certificate_file", f"the certificate in {file} is damaged; copy it anew") from None
    if key_file is not None:
        return _separate_key(key_file, password), certificates
    if _PRIVATE not in content:
        raise _public_alone(file)
    return _private_key(file, content, password), certificates


def _from_binary(file: Path, content: bytes, key_file: Path | None, password: str) -> tuple[Any, list[Certificate]]:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        certificate = x509.load_der_x509_certificate(content)
    except ValueError:
        pass
    else:
        if key_file is None:
            raise _public_alone(file)
        return _separate_key(key_file, password), [certificate]
    try:
        key, own, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except (ValueError, UnsupportedAlgorithm):
        given = "with the password that is given" if password else "without a password"
        raise problem(
            "certificate_file",
            f"{file} is neither PEM nor a PFX that opens {given}: correct the path, or certificate_password",
        ) from None
    if key_file is not None:
        raise problem("certificate_key_file", "a PFX holds its private key itself; take this key out")
    if key is None:
        raise problem("certificate_file", f"{file} holds no private key; export the PFX again together with it")
    return key, [each for each in (own, *others) if each is not None]


def _separate_key(key_file: Path, password: str) -> Any:
    content = read_file("certificate_key_file", key_file)
    if _PRIVATE not in content:
        raise problem(
            "certificate_key_file", f"{key_file} holds no private key in PEM form; name the one of the certificate"
        )
    return _private_key(key_file, content, password)


def _private_key(place: Path, content: bytes, password: str) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        # First as it stands: a password that is left over from the key before this one harms nothing.
        return load_pem_private_key(content, None)
    except TypeError:
        pass
    except (ValueError, UnsupportedAlgorithm):
        raise problem("certificate_file", f"the private key in {place} is damaged; copy it anew") from None
    if not password:
        raise problem(
            "certificate_password",
            f"the private key in {place} is encrypted: give its password, or its file as certificate_password_file",
        )
    try:
        return load_pem_private_key(content, password.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise problem("certificate_password", f"it does not open the private key in {place}; correct it") from None


def _matched(file: Path, key_place: Path, key: Any, certificates: list[Certificate]) -> KeyPair:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    if not isinstance(key, RSAPrivateKey) or key.key_size < _LEAST_BITS:
        raise problem(
            "certificate_file",
            f"the private key in {key_place} is no RSA key of {_LEAST_BITS} bits or more, which is all that Entra "
            "takes; make a new certificate",
        )
    if not certificates:
        raise problem(
            "certificate_file",
            f"{file} holds a private key and no certificate; name the file of the certificate here, and that of the "
            "key as certificate_key_file",
        )
    own = next((each for each in certificates if each.public_key() == key.public_key()), None)
    if own is None:
        raise problem(
            "certificate_file",
            f"no certificate in {file} belongs to the private key in {key_place}; give the two that were made together",
        )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(
        private_key=private.decode(),
        certificate=own.public_bytes(Encoding.PEM).decode(),
        starts=own.not_valid_before_utc,
        expires=own.not_valid_after_utc,
    )


def _public_alone(file: Path) -> Problems:
    return problem(
        "certificate_file",
        f"{file} holds the public certificate alone; name the file of its private key as certificate_key_file",
    )
