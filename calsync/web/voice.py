"""What Twilio asks during a telephone call: calls that calsync made, and calls to its number. POST alone (law 8)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from calsync.app import App
from calsync.domain.spoken import Spoken
from calsync.domain.voice_wording import NOBODY_THERE, NOT_NOW
from calsync.engine.voice_pin import Typed
from calsync.errors import Conflict, StoreUnavailable
from calsync.notify.twilio_voice import end_by_status
from calsync.parsers.dialling import dialled
from calsync.web import twiml
from calsync.web.signed import signed_form

log = logging.getLogger("calsync")

Form = Mapping[str, str]
Ids = Annotated[list[str] | None, Query()]
LONGEST_TYPED = 12
MOST_STEPS = 12
"""How many keys one call may press, whoever plays with them."""


class CallRoute(APIRoute):
    """Answers in words that are spoken, also where nothing can be taken: Twilio says an error of its own otherwise."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, which speaks of a store that is not there."""
        handler = super().get_route_handler()

        async def spoken(request: Request) -> Response:
            try:
                return await handler(request)
            except (StoreUnavailable, Conflict) as error:
                log.error("web: a call could not be answered: %s", type(error).__name__)
                return _xml(twiml.said(NOT_NOW))

        return spoken


def routes(app: App) -> APIRouter:
    """The hooks of telephone calls; none where nobody is rung."""
    router = APIRouter(prefix="/voice", route_class=CallRoute)
    if app.engine.core.caller is None or app.settings.web is None or app.settings.text is None:
        return router
    engine, address = app.engine, app.settings.web.address
    sender = dialled(app.settings.text.voice_sender or "")
    signed = Depends(signed_form(app))

    @router.post("/call/{token}")
    def answered(token: str, _: Form = signed) -> Response:
        return _said(_there(engine.voice.answered(token)), f"{address}/voice/call/{token}/key", 1)

    @router.post("/call/{token}/key")
    def keyed(
        token: str, told: Form = signed, step: int = 1, pin: int = 0, whom: Ids = None, seen: Ids = None
    ) -> Response:
        typed, of, said = _typed(told, pin), whom or (), seen or ()
        spoken = engine.voice.keyed(token, _call(told), step, _key(told), typed=typed, whom=of, seen=said)
        return _said(_there(spoken), f"{address}/voice/call/{token}/key", step + 1)

    @router.post("/call/{token}/ended")
    def ended(token: str, told: Form = signed) -> Response:
        engine.voice.ended(token, end_by_status(told.get("CallStatus", "")))
        return Response(status_code=204)

    @router.post("/in")
    def rung(told: Form = signed) -> Response:
        return _in(engine.voice_in.rung(_from(told)), 1)

    @router.post("/in/key")
    def keyed_in(
        told: Form = signed, step: int = 1, pin: int = 0, place: int = 0, whom: Ids = None, seen: Ids = None
    ) -> Response:
        typed, of, said = _typed(told, pin), whom or (), seen or ()
        spoken = engine.voice_in.keyed(_from(told), _call(told), step, _key(told), typed=typed, whom=of, seen=said)
        return _in(spoken, step + 1, place)

    @router.post("/in/through")
    def through(told: Form = signed, place: int = 0) -> Response:
        found = engine.voice_in.put_through(_from(told), place, told.get("CallSid", ""))
        if found is None:
            return _xml(twiml.said(NOBODY_THERE))
        introduced = f"{address}/voice/through?about={found.about}"
        then = f"{address}/voice/in/again?place={place + 1}"
        return _xml(twiml.put_through(found.number, sender=sender, introduced=introduced, then=then))

    @router.post("/in/again")
    def again(told: Form = signed, place: int = 1) -> Response:
        """Whether they spoke or nobody took it: the same menu once more, then the next person."""
        return _in(engine.voice_in.rung(_from(told)), place + 1, place)

    @router.post("/through")
    def introduced(_: Form = signed, about: str = "") -> Response:
        spoken = engine.voice_in.introduced(about)
        return _xml(twiml.said(spoken, keys_to=f"{address}/voice/through/key"))

    @router.post("/through/key")
    def accepted(told: Form = signed) -> Response:
        return _xml(twiml.nothing_more() if _key(told) == "1" else twiml.said(Spoken(words="Goodbye.")))

    def _in(spoken: Spoken, step: int, place: int = 0) -> Response:
        then = f"{address}/voice/in/through?place={place}" if spoken.to_a_person else ""
        return _said(spoken, f"{address}/voice/in/key", step, then, place)

    return router


def _said(spoken: Spoken, keys_to: str, step: int, then: str = "", place: int = 0) -> Response:
    if step > MOST_STEPS and spoken.keys and not spoken.to_a_person and not spoken.whom:
        spoken = Spoken(words="Goodbye.")
    if spoken.typed:  # nothing typed is an answer too: what the key before it said, without a PIN
        then = f"{keys_to}?step={step}&pin={spoken.typed}"
        return _xml(twiml.said(spoken, keys_to=then, then=then))
    # Whom a key means stands in the address, which is signed: what changes meanwhile moves nobody to another key.
    told = [("step", str(step)), *(("whom", each) for each in spoken.whom), *(("seen", each) for each in spoken.seen)]
    told += [("place", str(place))] if place else []
    keys_to = f"{keys_to}?{urlencode(told)}"
    return _xml(twiml.said(spoken, keys_to=keys_to, then=(keys_to if spoken.whom else then) if spoken.keys else ""))


def _there(spoken: Spoken | None) -> Spoken:
    if spoken is None:
        raise HTTPException(404, "There is no such call.")
    return spoken


def _call(told: Mapping[str, str]) -> str:
    """The call's id, by which its keys act once."""
    if not told.get("CallSid"):
        raise HTTPException(422, "A key without its call. Nothing was changed.")
    return told["CallSid"]


def _key(told: Mapping[str, str]) -> str:
    return told.get("Digits", "")[:1]


def _typed(told: Mapping[str, str], pin: int) -> Typed | None:
    """What was typed where a PIN was asked for, so many times; None where none was."""
    return Typed(digits=told.get("Digits", "")[:LONGEST_TYPED], times=pin) if pin > 0 else None


def _from(told: Mapping[str, str]) -> str:
    return told.get("From", "")


def _xml(words: str) -> Response:
    return Response(words, media_type="text/xml")
