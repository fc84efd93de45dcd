"""[text]: by which carrier text messages and calls go out and come in. Without the table nothing goes by text."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator

from calsync.config.kinds import AuthorityFile, BaseAddress
from calsync.config.section import Section
from calsync.parsers.dialling import NOT_MOBILE, PREMIUM, SHORT, dialled, texted
from calsync.parsers.notify_key import read_notify_key

PROVIDERS = ("twilio", "notify")
_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_OF = {
    "twilio": ("account", "token", "sender", "voice_sender"),
    "notify": ("key", "template", "sender_id", "callback_token"),
}
"""The keys of each provider; all but the next must be given."""
_NOT_NEEDED = ("sender_id", "callback_token", "voice_sender")
_OF_THE_ACCOUNT = {
    SHORT: "is an emergency or short number, and no number of your account: write the one that Twilio's console shows",
    PREMIUM: "costs its caller extra, and staff answer to it: write another number of your account",
    NOT_MOBILE: "is no mobile number, so that nobody can answer it by text: write a mobile number of your account",
}
"""What is wrong with the number that calsync sends from, or is rung at, by what such a number is to `dialled`."""
SHORTEST = 20
"""Letters of the token that a carrier calls in with."""

Words = Annotated[str, Field(min_length=1)]


class TextSettings(Section):
    """A carrier, and what it is reached by."""

    provider: str = Field(description='"twilio" or "notify"')
    account: Words | None = None
    token: SecretStr | None = None
    sender: Words | None = None
    voice_sender: Words | None = Field(
        default=None, description="the number of the account that calls come from, and that staff ring"
    )
    key: SecretStr | None = None
    template: Words | None = None
    sender_id: Words | None = None
    callback_token: SecretStr | None = None
    root: BaseAddress | None = None
    ca_file: AuthorityFile | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.provider not in PROVIDERS:
            raise ValueError('provider must be "twilio" or "notify"')
        given = {key for keys in _OF.values() for key in keys if getattr(self, key) is not None}
        own = _OF[self.provider]
        found = [f"{key} is missing" for key in own if key not in given and key not in _NOT_NEEDED]
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
                name = "" if any(letter.isdigit() for letter in self.sender) else "; a name as sender can't be answered"
                found.append(f"sender {_of_the_account(error)}{name}")
        if self.voice_sender is not None:
            try:
                dialled(self.voice_sender)
            except ValueError as error:
                found.append(f"voice_sender {_of_the_account(error)}")
        if self.key is not None and read_notify_key(self.key.get_secret_value()) is None:
            found.append("key is no API key of GOV.UK Notify: it is shown once, when it is made")
        callback = self.callback_token.get_secret_value() if self.callback_token is not None else None
        if callback is not None and (
            len(callback) < SHORTEST or not callback.isascii() or callback.split() != [callback]
        ):
            found.append(
                f"callback_token must have {SHORTEST} or more letters and no space, and stand at GOV.UK Notify beside "
                "the callback's address; make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
            )
        for key in ("template", "sender_id"):
            value = getattr(self, key)
            if value is not None and not _UUID.fullmatch(value):
                found.append(f"{key} must be an id as GOV.UK Notify shows it")
        return found


def _of_the_account(error: ValueError) -> str:
    return _OF_THE_ACCOUNT.get(str(error), str(error))
