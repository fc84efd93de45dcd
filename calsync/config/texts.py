"""[text]: by which carrier text messages go out and come in. Without the table nothing goes by text."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator

from calsync.config.kinds import BaseAddress, ExistingFile
from calsync.config.section import Section
from calsync.parsers.dialling import texted
from calsync.parsers.notify_key import read_notify_key

PROVIDERS = ("twilio", "notify")
_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_OF = {"twilio": ("account", "token", "sender"), "notify": ("key", "template", "sender_id")}
"""The keys of each provider; all but sender_id must be given."""

Words = Annotated[str, Field(min_length=1)]


class TextSettings(Section):
    """A carrier, and what it is reached by."""

    provider: str = Field(description='"twilio" or "notify"')
    account: Words | None = None
    token: SecretStr | None = None
    sender: Words | None = None
    key: SecretStr | None = None
    template: Words | None = None
    sender_id: Words | None = None
    root: BaseAddress | None = None
    ca_file: ExistingFile | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.provider not in PROVIDERS:
            raise ValueError('provider must be "twilio" or "notify"')
        given = {key for keys in _OF.values() for key in keys if getattr(self, key) is not None}
        own = _OF[self.provider]
        found = [f"{key} is missing" for key in own if key not in given and key != "sender_id"]
        found += [f"{key} belongs to the other provider: take it out" for key in sorted(given - set(own))]
        found += self._wrong()
        if found:
            raise ValueError("; ".join(found))
        return self

    def _wrong(self) -> list[str]:
        found = []
        if self.account is not None and not _ACCOUNT.fullmatch(self.account):
            found.append('account must be the Account SID, "AC" and 32 more letters and digits')
        if self.token is not None:
            token = self.token.get_secret_value()
            if not (token.isascii() and token.isprintable() and token.strip() == token and token):
                found.append("token must be the Auth Token as Twilio's console shows it: letters and digits, not empty")
        if self.sender is not None:
            try:
                texted(self.sender)
            except ValueError as error:
                found.append(f"sender {error}; a name as sender can't be answered")
        if self.key is not None and read_notify_key(self.key.get_secret_value()) is None:
            found.append("key is no API key of GOV.UK Notify: it is shown once, when it is made")
        for key in ("template", "sender_id"):
            value = getattr(self, key)
            if value is not None and not _UUID.fullmatch(value):
                found.append(f"{key} must be an id as GOV.UK Notify shows it")
        return found
