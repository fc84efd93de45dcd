"""By what the app proves to Entra that it is itself: one of four kinds of credential.

Each kind answers `problems()` (sentences, every one of them a reason not to start) and `expires()`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from calsync.errors import Problems
from calsync.graph.key_pair import KeyPair, problem, read_file, read_key_pair

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_OTHERS = 0o077


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecret:
    """A password of the app's own."""

    value: str = field(repr=False)
    last_day: date | None = None
    """The day on which it ends, as Entra shows it; None: nobody wrote it down, and Microsoft does not tell the app."""

    def problems(self) -> list[str]:
        """Why it can't be used; empty when it can."""
        return [] if self.value.strip() else ["client_secret: it is empty; give the secret's Value, not its ID."]

    def expires(self) -> datetime | None:
        """The first moment (UTC) of its last day; None when nobody wrote that day down."""
        return datetime.combine(self.last_day, time(), UTC) if self.last_day is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate whose public part is registered in Entra, with its private key here."""

    file: Path
    """PEM with the certificate and perhaps the private key, or a PFX."""
    key_file: Path | None = None
    """PEM with the private key, where it has a file of its own."""
    password: str = field(default="", repr=False)
    """Opens the private key or the PFX; empty when they are not encrypted."""

    def read(self) -> KeyPair:
        """The pair as it stands in the files now, so that a renewed one is used without a restart. Raises Problems."""
        return read_key_pair(self.file, self.key_file, self.password)

    def problems(self) -> list[str]:
        """Why it can't be used; empty when it can. One that has expired can be read, and is told at the sign-in."""
        try:
            self.read()
        except Problems as error:
            return error.problems
        return []

    def expires(self) -> datetime | None:
        """Until when the certificate in the file is valid (UTC), read anew. Raises Problems when it can't be read."""
        return self.read().expires

    def exposed(self) -> Path | None:
        """The file of the private key, when others than its owner may read it; None when they may not."""
        place = self.key_file or self.file
        try:
            return place if os.name == "posix" and place.stat().st_mode & _OTHERS else None
        except OSError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedToken:
    """Workload identity federation: a token of the platform's, which Entra was told to trust for this app."""

    file: Path
    """Where the platform puts the token; it puts a new one there every hour or so."""

    def read(self) -> str:
        """The token as it stands in the file now: one that was kept would be past its life. Raises Problems."""
        token = read_file("federated_token_file", self.file).decode("ascii", errors="replace").strip()
        if len(token.split(".")) != 3 or not token.isprintable():
            raise problem("federated_token_file", f"{self.file} holds no token; name the file that the platform fills")
        return token

    def problems(self) -> list[str]:
        """Why it can't be used; empty when it can."""
        try:
            self.read()
        except Problems as error:
            return error.problems
        return []

    def expires(self) -> None:
        """None: the platform renews it."""
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedIdentity:
    """The identity that Azure gives to the machine or the app service itself."""

    client_id: str = ""
    """That of a user-assigned identity; empty: the system-assigned one."""

    def problems(self) -> list[str]:
        """Why it can't be used; empty when it can."""
        if not self.client_id or _GUID.fullmatch(self.client_id):
            return []
        return ['managed_identity: give "system", or the client id of a user-assigned identity, which is a GUID.']

    def expires(self) -> None:
        """None: Azure renews it."""
        return


Credential = ClientSecret | Certificate | FederatedToken | ManagedIdentity
