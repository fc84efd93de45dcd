"""What leaves the server and comes back: sealed, so that nobody can read or make it; and marks on forms (CSRF)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_MARK = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{64})")


class Seals:
    """Seals and opens under the secrets of the deployment: the first seals, all of them open."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secrets)
        self._fernet = MultiFernet([Fernet(_fernet_key(each, "cookie")) for each in self._secrets])

    def seal(self, told: Mapping[str, Any]) -> str:
        """The same, as text that only we can open."""
        return self._fernet.encrypt(json.dumps(told).encode()).decode()

    def opened(self, text: str, *, seconds: int) -> dict[str, Any] | None:
        """What was sealed at most so many seconds of elapsed time ago; None for everything else."""
        try:
            told = json.loads(self._fernet.decrypt(text.encode("utf-8", "replace"), ttl=seconds))
        except (InvalidToken, ValueError):
            return None
        return told if isinstance(told, dict) else None

    def mark(self, session: str) -> str:
        """What every form of a signed-in page carries: of which session's page it is, and that it is ours.

        `session` is the session's hash.
        """
        return f"{session}.{_keyed(self._secrets[0], 'form', session)}"

    def marked(self, mark: str) -> str:
        """Of which session's page a form is, by the session's hash; empty for a form that is none of ours."""
        found = _MARK.fullmatch(mark)
        if found is None:
            return ""
        right = [hmac.compare_digest(_keyed(each, "form", found[1]), found[2]) for each in self._secrets]
        return found[1] if any(right) else ""


def seal_by(key: str, where: str, fields: Mapping[str, str]) -> str:
    """A form, and of which page it is, as text that opens by that key alone, which the browser has and no store."""
    return Fernet(_fernet_key(key, "held")).encrypt(json.dumps([where, dict(fields)]).encode()).decode()


def opened_by(key: str, sealed: str) -> tuple[str, dict[str, str]] | None:
    """Of which page it is, and the form; None where the key is another one."""
    try:
        where, fields = json.loads(Fernet(_fernet_key(key, "held")).decrypt(sealed.encode()))
    except (InvalidToken, ValueError):
        return None
    return str(where), {str(name): str(value) for name, value in fields.items()}


def _keyed(secret: str, what: str, about: str) -> str:
    return hmac.new(secret.encode(), f"{what}|{about}".encode(), hashlib.sha256).hexdigest()


def _fernet_key(secret: str, what: str) -> bytes:
    return base64.urlsafe_b64encode(hmac.new(secret.encode(), what.encode(), hashlib.sha256).digest())
