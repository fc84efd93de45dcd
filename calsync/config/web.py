"""[web]: the pages that staff open from a message. Without the table no message has a link."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

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
    secret: SecretStr = Field(description=f"what links are made with: {SHORTEST} or more random letters")
    previous_secret: SecretStr | None = None

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
