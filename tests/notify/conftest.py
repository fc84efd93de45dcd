"""Certificates for the servers of these tests, and what a mail server was told."""

from __future__ import annotations

from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest

from calsync.demo.certificates import Certificates, make_certificates
from tests.notify.post_office import PostOffice


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates of an authority made for these tests."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def tls(certificates: Certificates) -> SSLContext:
    """What a server on this machine shows of them."""
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.cert_file, certificates.key_file)
    return context


@pytest.fixture
def office() -> PostOffice:
    """A mail server that takes everything."""
    return PostOffice()
