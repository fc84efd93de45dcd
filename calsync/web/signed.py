"""Whether a request really comes from Twilio: every hook asks this before it does anything.

What is not signed is refused and noted in the audit, at most once a minute: whoever knocks without end fills no disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from calsync.app import App
from calsync.domain.model import Act
from calsync.errors import NotFromCarrier, NotUnderstood
from calsync.notify.twilio_hooks import check_signature, read_form
from calsync.notify.twilio_signature import HEADER

NOTED_EVERY = timedelta(minutes=1)
UNSIGNED = "This was not signed by Twilio. Nothing was changed."


async def _content(request: Request) -> bytes:
    return await request.body()


def signed_form(app: App) -> Callable[[Request, bytes], Mapping[str, str]]:
    """What gives a hook the form that Twilio sent it; it raises HTTPException 403 for anybody else's."""
    settings = app.settings
    token = settings.text.token.get_secret_value() if settings.text is not None and settings.text.token else ""
    address = settings.web.address if settings.web is not None else ""
    noted: list[datetime] = []

    def form(request: Request, content: Annotated[bytes, Depends(_content)]) -> Mapping[str, str]:
        query = request.url.query
        called = f"{address}{request.url.path}{f'?{query}' if query else ''}"
        try:
            fields = read_form(content)
            check_signature(request.headers.get(HEADER, ""), token, called, fields)
        except (NotUnderstood, NotFromCarrier):
            at = app.clock.now()
            if not noted or not timedelta(0) <= at - noted[-1] < NOTED_EVERY:
                noted[:] = [at]
                with app.store.transaction() as tx:
                    tx.add_acts([Act(at=at, what="hook-unsigned")])
            raise HTTPException(403, UNSIGNED) from None
        return dict(fields)

    return form
