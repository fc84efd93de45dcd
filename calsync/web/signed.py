"""Whether a request really comes from Twilio, and from our account: each of its hooks asks this before anything else.

What does not is a refusal: a status of 4xx, and one line of the audit that says why, without a word of what was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from calsync.app import App
from calsync.errors import NotFromCarrier, NotUnderstood
from calsync.notify.twilio_hooks import Form, check_account, check_signature, read_form
from calsync.notify.twilio_signature import HEADER

REFUSED = "This was not taken. Nothing was changed."
VOICE = "twilio-voice"
TOO_MANY = 429


class Refused(Exception):
    """A call that is not taken: with which status, and in one word why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def refusal(error: NotFromCarrier | NotUnderstood) -> Refused:
    """The refusal of what is not signed, or can't be understood."""
    return Refused(403 if isinstance(error, NotFromCarrier) else 400, str(error))


def signed(app: App) -> Callable[[Request, bytes], Form]:
    """What gives a hook the form that Twilio sent it. It raises NotFromCarrier, or NotUnderstood."""
    text, web = app.settings.text, app.settings.web
    token = text.token.get_secret_value() if text is not None and text.token is not None else ""
    account = text.account or "" if text is not None else ""
    own_address = web.address if web is not None else ""

    def form(request: Request, body: bytes) -> Form:
        query = request.url.query
        address = f"{own_address}{request.url.path}" + (f"?{query}" if query else "")
        fields = read_form(body)
        check_signature(request.headers.get(HEADER, ""), token, address, fields)
        check_account(fields, account)
        return fields

    return form


async def _content(request: Request) -> bytes:
    return await request.body()


def signed_form(app: App) -> Callable[[Request, bytes], Mapping[str, str]]:
    """The same as a dependency of a page that is spoken: it raises HTTPException for what is refused."""
    gate, hooks = signed(app), app.engine.hooks

    def form(request: Request, content: Annotated[bytes, Depends(_content)]) -> Mapping[str, str]:
        try:
            return dict(gate(request, content))
        except (NotFromCarrier, NotUnderstood) as error:
            refused = refusal(error)
        raise HTTPException(refused.status if hooks.refused(VOICE, str(refused)) else TOO_MANY, REFUSED)

    return form
