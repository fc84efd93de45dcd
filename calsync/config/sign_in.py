"""[sign_in]: the pages for which staff sign in. Without the table there are none, and links in messages work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, SecretStr, model_validator

from calsync.config.kinds import is_guid
from calsync.config.section import Section

if TYPE_CHECKING:
    from calsync.config.settings import GraphSettings
    from calsync.config.web import WebSettings


SIGNED_IN = "/signed-in"
"""The page to which Microsoft sends people back: it has to be registered, behind the address of [web]."""


class SignInSettings(Section):
    """Which app registration signs people in, and how long that lasts."""

    client_id: Annotated[str, Field(min_length=1)] | None = None
    """None: the app of [graph], with its credential."""
    client_secret: SecretStr | None = None
    idle_minutes: int = Field(default=60, ge=5, le=480)
    at_most_hours: int = Field(default=8, ge=1, le=24)

    @model_validator(mode="after")
    def _app_of_its_own_is_whole(self) -> Self:
        if (self.client_id is None) != (self.client_secret is None):
            raise ValueError(
                "client_id and client_secret belong together: give both for an app registration of its own, or "
                "neither for that of [graph]"
            )
        if self.client_id is not None and not is_guid(self.client_id):
            raise ValueError("client_id must be the Application (client) ID of the app registration, which is a GUID")
        return self


def sign_in_problem(told: SignInSettings | None, web: WebSettings | None, graph: GraphSettings) -> str:
    """What is wrong with it beside the other tables, in a sentence; empty when nothing is."""
    if told is None:
        return ""
    if web is None:
        return "sign_in: the pages need an address; add [web], or take [sign_in] out"
    if told.client_id is None and graph.managed_identity is not None:
        return (
            "sign_in: a managed identity signs no people in; give client_id and client_secret (or "
            "client_secret_file) of an app registration"
        )
    return ""
