"""Who is told of what keeps calsync from its work, and by which mail server: the sections [it] and [smtp]."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator

from calsync.config.kinds import HOST, AuthorityFile, MailAddress, is_loopback
from calsync.config.section import Section

MICROSOFTS = ("office365.com", "outlook.com", "office.com", "microsoft.com", "hotmail.com", "live.com", "azurecomm.net",
              "office365.us", "outlook.us", "microsoft.us", "outlook.cn", "office365.cn")  # fmt: skip
"""Where Microsoft's mail servers are, in its several clouds."""


def is_microsofts(host: str) -> bool:
    """Whether a mail server plainly is Microsoft's own, and so is away when Microsoft 365 is."""
    name = host.casefold().rstrip(".")
    return any(name == each or name.endswith(f".{each}") for each in MICROSOFTS)


def _several(value: object) -> object:
    """One mail address alone stands for a list of them."""
    return [value] if isinstance(value, str) else value


class ItSettings(Section):
    """Who is told of what keeps calsync from its work."""

    mail: Annotated[tuple[MailAddress, ...], BeforeValidator(_several)] = ()


class SmtpSettings(Section):
    """A mail server that does not depend on Microsoft: for IT, and for alarms that Microsoft does not take."""

    host: str = Field(min_length=1, description="the name of a mail server that has nothing to do with Microsoft 365")
    port: int | None = Field(default=None, ge=1, le=65535)
    security: str = "starttls"
    allow_plain: bool = False
    username: str = ""
    password: SecretStr | None = None
    sender: MailAddress = Field(description="the address that its mails come from")
    ca_file: AuthorityFile | None = None

    @field_validator("host")
    @classmethod
    def _a_mere_name(cls, host: str) -> str:
        if not HOST.fullmatch(host):
            raise ValueError('must be a name alone, like "mail.example.org", without a port or smtp:// before it')
        return host

    @field_validator("sender")
    @classmethod
    def _plain(cls, sender: str) -> str:
        if not sender.isascii():
            raise ValueError("must be plain ASCII: many mail servers take no other sender")
        return sender

    @field_validator("security")
    @classmethod
    def _known(cls, security: str) -> str:
        if security not in ("starttls", "tls", "none"):
            raise ValueError('must be "starttls", "tls" or "none"')
        return security

    @model_validator(mode="after")
    def _kept_from_being_read(self) -> Self:
        """Without encryption whoever stands on the way reads names and passwords."""
        if (self.password is None) == bool(self.username):
            raise ValueError("username and password go together: give both, or neither")
        if not f"{self.username}{self.password.get_secret_value() if self.password else ''}".isascii():
            raise ValueError("username and password must be plain ASCII: mail servers know no other")
        here = is_loopback(f"smtp://{self.host}")
        if self.security == "none" and not here and self.username:
            raise ValueError('a password never travels with security = "none": choose "starttls" or "tls"')
        if self.security == "none" and not here and not self.allow_plain:
            raise ValueError('security = "none" leads to this very machine alone, unless allow_plain = true')
        return self
