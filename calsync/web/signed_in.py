"""The dependencies of every page that needs a sign-in.

`signed_in` gives a page whoever looks at it, or sends them to sign in. `signed_in_form` gives a POST its fields, once
it is known that the form is of a page of theirs; where nobody is signed in any more, it keeps the form for its writer.
A form posts to the address of its own page, to which `/held` leads back, and asks for no secret: it is shown again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from calsync.domain.app_roles import Reach, Right
from calsync.domain.model import PersonId
from calsync.domain.sessions import HELD_FOR, HeldForm, Session, digest
from calsync.web.cookies import HELD
from calsync.web.door import Door, door_of
from calsync.web.forms import fields_of
from calsync.web.instead import Instead
from calsync.web.next_page import next_page
from calsync.web.seal import seal_by
from calsync.web.showing import page, sentence

MARK = "mark"
"""The hidden field of every form: `{{ mark }}`, as `SignedIn.mark` gives it."""
HELD_PAGE = "/held"
NOT_OURS = (
    "This form did not come from a page of calsync that you signed in to. Nothing was changed. Open the page anew."
)
NOT_YOURS = "Your role in calsync does not open this page. If you need it, ask IT for the role."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Whoever looks at a page."""

    session: Session
    reach: Reach
    mark: str
    """For the hidden field `mark` of each form on the page."""
    _door: Door

    @property
    def who(self) -> PersonId:
        """Them."""
        return self.session.who

    def viewed(self, page: str, workers: Iterable[PersonId]) -> None:
        """Personal data of these workers is shown to them: each view stands in the audit. Call it before showing."""
        self._door.engine.viewed(self.who, page, workers)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedForm:
    """A form of a page of theirs, and whoever sent it."""

    by: SignedIn
    fields: Mapping[str, str]


def signed_in(request: Request) -> SignedIn:
    """Whoever is signed in; everybody else is sent to sign in, and from there to where they wanted to go."""
    door = door_of(request)
    session = door.session(request)
    if session is None:
        raise Instead(RedirectResponse(sign_in_for(_path(request)), 303))
    return _signed_in(door, session)


async def _content(request: Request) -> bytes:
    return await request.body()


def signed_in_form(request: Request, content: Annotated[bytes, Depends(_content)]) -> SignedForm:
    """A form of theirs; what is not is refused, or kept until they have signed in again. Nothing is changed then."""
    door = door_of(request)
    fields = dict(fields_of(content))
    marked = door.marked(request, fields.pop(MARK, ""))
    session = door.session(request)
    if marked and session is not None and session.digest == marked:
        return SignedForm(by=_signed_in(door, session), fields=fields)
    typed_by = door.engine.session(marked) if marked else None
    if typed_by is None:
        # Nothing is kept of a form that may be anybody's: it would be shown to somebody as what they typed.
        door.engine.refused("form-not-ours", session.who if session is not None else "")
        raise Instead(sentence("Not done", NOT_OURS, status=403))
    raise Instead(_kept(request, door, typed_by, fields, again=session is not None and session.who == typed_by.who))


def needing(right: Right) -> Callable[[SignedIn], SignedIn]:
    """The dependency of a page that only some roles open: whoever looks, if theirs does."""

    def allowed(by: Annotated[SignedIn, Depends(signed_in)]) -> SignedIn:
        if not by.reach.may(right):
            raise Instead(sentence("Not your page", NOT_YOURS, status=403))
        return by

    return allowed


def sign_in_for(path: str) -> str:
    """The address of the sign-in that leads back to a page."""
    return f"/sign-in?next={quote(next_page(path), safe='/')}"


def _signed_in(door: Door, session: Session) -> SignedIn:
    return SignedIn(session=session, reach=door.engine.reach(session), mark=door.mark(session), _door=door)


def _kept(request: Request, door: Door, typed_by: Session, fields: dict[str, str], *, again: bool) -> Response:
    """The form, kept under a key that this browser alone holds; and the way on."""
    key = secrets.token_urlsafe(32)
    sealed = seal_by(key, _path(request), fields)
    door.engine.hold(HeldForm(digest=digest(key), who=typed_by.who, sealed=sealed, held=door.now()))
    # A link and no redirect: a browser follows none from a form to another site (form-action of the page's policy).
    response: Response = (
        RedirectResponse(HELD_PAGE, 303) if again else page("signed_out.html", 401, way=sign_in_for(HELD_PAGE))
    )
    door.cookies.give(response, HELD, key, int(HELD_FOR.total_seconds()))
    return response


def _path(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")
