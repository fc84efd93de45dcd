"""[web]: the pages that staff open from a message. Without the table no message has a link."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator

from calsync.config.kinds import BaseAddress
from calsync.config.section import Section

SHORTEST = 32
LIVE, LIVE_ANSWERS = "/live", "answers"
"""The page that tells whether the web side is there, and what it says."""


class WebSettings(Section):
    """Where the pages are served, and by what address staff reach them."""

    address: BaseAddress = Field(
        description='the address by which staff reach calsync, like "https://safe.example.org"'
    )
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=0, le=65535)
    proxy: list[str] = Field(default_factory=list, description="the addresses or networks of the proxy in front")
    secret: SecretStr = Field(description=f"what links are made with: {SHORTEST} or more random letters")
    previous_secret: SecretStr | None = None

    @field_validator("proxy")
    @classmethod
    def _addresses(cls, told: list[str]) -> list[str]:
        """A name, or everybody, would let a caller say who they are."""
        for each in told:
            try:
                ip_network(each)
            except ValueError:
                raise ValueError(f'"{each}" is no address or network: name the proxy\'s own') from None
        return told

    @model_validator(mode="after")
    def _secrets_hold(self) -> Self:
        """A short secret could be found by trying, and then every link with it."""
        for name in ("secret", "previous_secret"):
            value: SecretStr | None = getattr(self, name)
            if value is not None and len(value.get_secret_value()) < SHORTEST:
                raise ValueError(
                    f"{name} must have {SHORTEST} or more letters; make one: "
                    "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
                )
        return self
