"""What Twilio tells by itself: a form, signed, about a text that came in or one on its way.

Facts from Twilio's documentation ("Webhooks Security", "Twilio's request to your incoming message Webhook URL", "Track
the Message Status of Outbound Messages"): a POST of application/x-www-form-urlencoded fields in UTF-8, to which more
are added without notice; a text has MessageSid, AccountSid, From, To and Body, a status MessageSid and MessageStatus.
The signature is over the address as it was called, and whether a usual port stands in that is not the same everywhere.
An answer of empty TwiML sends nothing back. Nothing in it tells when the text came, so an old one that is played again
is known by its id alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from calsync.domain.model import Receipt
from calsync.errors import NotFromCarrier, NotUnderstood
from calsync.notify.twilio import receipt_of
from calsync.notify.twilio_signature import is_signed
from calsync.ports import IncomingText

TEXT_PATH, RECEIPT_PATH = "/hooks/twilio/text", "/hooks/twilio/receipt"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
FIELDS = 200
"""The most that a form can have; Twilio sends some twenty."""
_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
_USUAL = {"https": 443, "http": 80}

Form = Sequence[tuple[str, str]]


def read_form(body: bytes) -> Form:
    """The fields of a form, in their order. Raises NotUnderstood: it is no such form, or a field stands twice."""
    try:
        form = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=FIELDS
        )
    except (ValueError, RecursionError):
        raise NotUnderstood("no-form") from None
    names = [name for name, _ in form]
    if len(set(names)) < len(names):
        raise NotUnderstood("field-twice")
    return form


def check_signature(given: str, token: str, address: str, form: Form) -> None:
    """Do nothing where Twilio signed it, called at this address. Raises NotFromCarrier."""
    if not any(is_signed(given, token, each, form) for each in _as_called(address)):
        raise NotFromCarrier("signature")


def check_account(form: Form, account: str) -> None:
    """Do nothing where it is of our account. Raises NotUnderstood."""
    if dict(form).get("AccountSid") != account:
        raise NotUnderstood("other-account")


def _as_called(address: str) -> Iterator[str]:
    """The address with the usual port and without it."""
    yield address
    parts = urlsplit(address)
    usual = _USUAL.get(parts.scheme)
    if parts.port is None:
        yield parts._replace(netloc=f"{parts.netloc}:{usual}").geturl()
    elif parts.port == usual:
        yield parts._replace(netloc=parts.netloc.removesuffix(f":{usual}")).geturl()


def read_text(form: Form, *, number: str, at: datetime) -> IncomingText:
    """The text that came in, to our `number`. Raises NotUnderstood."""
    fields = dict(form)
    if fields.get("To") != number:
        raise NotUnderstood("other-number")
    if "Body" not in fields or not fields.get("From"):
        raise NotUnderstood("field-missing")
    return IncomingText(id=_sid(fields), number=fields["From"], words=fields["Body"].replace("\x00", ""), received=at)


def read_receipt(form: Form) -> tuple[str, Receipt]:
    """The id of a text that went out, and what became of it. Raises NotUnderstood."""
    fields = dict(form)
    if not fields.get("MessageStatus"):
        raise NotUnderstood("field-missing")
    return _sid(fields), receipt_of(fields["MessageStatus"])


def _sid(fields: dict[str, str]) -> str:
    if not _SID.fullmatch(sid := fields.get("MessageSid", "")):
        raise NotUnderstood("no-id")
    return sid
