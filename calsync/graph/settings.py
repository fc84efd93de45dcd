"""What must be known to speak to one tenant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from calsync.errors import Problems
from calsync.graph.credentials import Credential, ManagedIdentity

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphSettings:
    """One tenant, the app registered in it, and the addresses to ask. Raises Problems, all of them at once."""

    tenant: str
    """The tenant's id or one of its domains."""
    credential: Credential
    """By what the app proves that it is itself."""
    client_id: str = ""
    """The app's; a managed identity needs none."""
    service_mailbox: str
    """The mailbox that sends and reads; its domain is the organisation's own."""
    group: str = ""
    """The object id of the group of those whose diaries are read; empty: nobody's."""
    authority: str = "https://login.microsoftonline.com"
    root: str = "https://graph.microsoft.com"
    ca_file: str | None = None
    """A PEM file of authorities to trust in place of the usual ones; None: the usual ones."""
    slots: int = 4
    """Requests in flight at once; Outlook allows one app four."""
    timeout: float = 10.0
    """Real seconds until an answer has to be there."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "authority", self.authority.rstrip("/"))
        object.__setattr__(self, "root", self.root.rstrip("/"))
        if problems := list(_problems(self)):
            raise Problems("graph", problems)

    @property
    def base_url(self) -> str:
        """Graph's v1.0, without a slash at its end, which the SDK would double."""
        return f"{self.root}/v1.0"

    @property
    def scope(self) -> str:
        """What a token is asked for: everything that was granted to the app."""
        return f"{self.root}/.default"

    @property
    def host(self) -> str:
        """Graph's host, as sentences name it."""
        return urlsplit(self.root).hostname or ""

    @property
    def sign_in_host(self) -> str:
        """The host that gives tokens, as sentences name it."""
        return urlsplit(self.authority).hostname or ""

    @property
    def domain(self) -> str:
        """The organisation's mail domain, lower case: that of the service mailbox; empty when it is an object id."""
        return self.service_mailbox.rpartition("@")[2].lower() if "@" in self.service_mailbox else ""

    def is_graph(self, url: str) -> bool:
        """Whether a link leads to the configured root: the same scheme, host and port, and no user in front."""
        try:
            asked, own = urlsplit(url), urlsplit(self.root)
            return asked.username is None and _origin(asked) == _origin(own)
        except ValueError:
            return False


def _origin(url: object) -> tuple[str, str, int | None]:
    scheme, host, port = getattr(url, "scheme", ""), getattr(url, "hostname", None), getattr(url, "port", None)
    return scheme.lower(), (host or "").lower(), port or {"https": 443, "http": 80}.get(scheme.lower())


def _problems(settings: GraphSettings) -> list[str]:
    found = []
    if settings.tenant.lower() in ("common", "organizations", "consumers"):
        found.append(f"tenant: {settings.tenant!r} is everybody's; give your own tenant's id (Entra, Overview).")
    elif not (_GUID.fullmatch(settings.tenant) or _DOMAIN.fullmatch(settings.tenant)):
        found.append("tenant: give the tenant's id, or a domain such as council.onmicrosoft.com (Entra, Overview).")
    by_machine = isinstance(settings.credential, ManagedIdentity)
    if not (_GUID.fullmatch(settings.client_id) or (by_machine and not settings.client_id)):
        found.append("client_id: give the Application (client) ID of the app registration, which is a GUID.")
    found += settings.credential.problems()
    if not (_MAIL.fullmatch(settings.service_mailbox) or _GUID.fullmatch(settings.service_mailbox)):
        found.append("service_mailbox: give the address of the mailbox that calsync sends from.")
    if settings.group and not _GUID.fullmatch(settings.group):
        found.append("group: give the Object ID of the group of lone workers, which is a GUID.")
    found += _address_problems("authority", settings.authority, plain=False)
    found += _address_problems("root", settings.root, plain=True)
    if not 1 <= settings.slots <= 100:
        found.append("slots: give a number from 1 to 100; Outlook allows one app 4 requests at once.")
    if not 0 < settings.timeout <= 120:
        found.append("timeout: give real seconds, more than 0 and at most 120.")
    return found


def _address_problems(name: str, address: str, *, plain: bool) -> list[str]:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return [f"{name}: {address!r} is not an address such as https://graph.microsoft.com."]
    if not host or parts.path or parts.query or parts.username is not None:
        return [f"{name}: give scheme and host alone, such as https://graph.microsoft.com."]
    if parts.scheme == "https" or (plain and parts.scheme == "http" and host in _LOOPBACK):
        return []
    return [f"{name}: the address has to begin with https://, since tokens and secrets travel there."]
