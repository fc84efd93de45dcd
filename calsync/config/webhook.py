"""[webhook]: where the steps whose policy says `webhook` are posted. Without the table nothing is posted."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

import httpx
from pydantic import Field, SecretStr, model_validator

from calsync.config.kinds import AuthorityFile
from calsync.config.section import Section

SHORTEST = 32


class WebhookSettings(Section):
    """An address of the organisation's own, and the secret by which it knows calsync."""

    url: SecretStr = Field(description="the https address that each message is posted to")
    secret: SecretStr = Field(description=f"what messages are signed with: {SHORTEST} or more random letters")
    allow_private: bool = False
    ca_file: AuthorityFile | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        found = [_problem(self.url.get_secret_value()) or _inside(self.url.get_secret_value(), self.allow_private)]
        if len(self.secret.get_secret_value()) < SHORTEST:
            found.append(
                f"secret must have {SHORTEST} or more letters; make one: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
            )
        if words := "; ".join(each for each in found if each):
            raise ValueError(words)
        return self


def _inside(url: str, allowed: bool) -> str:
    """What is wrong with an address that plainly leads into one's own network or machine; empty elsewhere."""
    host = httpx.URL(url).host
    try:
        own = not ip_address(host).is_global
    except ValueError:
        own = host == "localhost" or host.endswith(".localhost")
    return "url leads into your own network: set allow_private = true if it is to" if own and not allowed else ""


def _can_be_asked(url: str) -> bool:
    """Whether whatever posts it takes the address too: a number or a name that is none, or a path without end."""
    try:
        return bool(httpx.URL(url).host)
    except (httpx.InvalidURL, UnicodeError):
        return False


def _problem(url: str) -> str:
    """What is wrong with the address, without a word of it; empty where it is right."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0) and url.isascii() and url.isprintable()
    except ValueError:
        whole = False
    if not whole or url.split() != [url] or not _can_be_asked(url):
        return 'url must be a whole address, like "https://alarms.example.org/calsync"'
    if parts.scheme != "https":
        return "url must begin with https://, since whoever reads along can see who is overdue"
    return "url must name no user and no password" if "@" in parts.netloc else ""
