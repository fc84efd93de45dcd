"""What GOV.UK Notify tells by itself: JSON with a bearer token, about a text that came in or one on its way.

Facts from docs.notifications.service.gov.uk (alphagov/notifications-tech-docs, "Callbacks"): a POST of one JSON object
whose values are strings; a received text has `id`, `source_number`, `destination_number`, `message` and
`date_received`; a receipt has `id`, `status` and `created_at`, `sent_at`, `completed_at`. The token is the one that was
typed in beside the callback's address; what fails is sent again every 5 minutes, up to 5 times.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from calsync.domain.model import Receipt
from calsync.errors import NotFromCarrier, NotUnderstood
from calsync.notify.govuk_notify import plus_sign, receipt_of
from calsync.ports import IncomingText

TEXT_PATH, RECEIPT_PATH = "/hooks/notify/text", "/hooks/notify/receipt"
MOST = 40
"""Letters of a telephone number, however it is written."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def check_token(authorization: str, token: str) -> None:
    """Do nothing where the request holds our token. Raises NotFromCarrier, in a time that gives nothing away."""
    scheme, _, given = authorization.partition(" ")
    same = hmac.compare_digest(given.strip().encode(), token.encode())
    if not token or scheme.casefold() != "bearer" or not same:
        raise NotFromCarrier("token")


def read_text(body: bytes) -> IncomingText:
    """The text that came in. Raises NotUnderstood."""
    told = _object(body)
    number, words = _words(told, "source_number").strip(), _words(told, "message")
    if not number or len(number) > MOST:
        raise NotUnderstood("no-number")
    return IncomingText(
        id=_id(told), number=plus_sign(number), words=words.replace("\x00", ""), received=_moment(told, "date_received")
    )


def read_receipt(body: bytes) -> tuple[str, Receipt, datetime]:
    """The id of a text that went out, what became of it, and when that was. Raises NotUnderstood."""
    told = _object(body)
    if told.get("notification_type", "sms") != "sms":
        raise NotUnderstood("no-text")
    when = next((key for key in ("completed_at", "sent_at", "created_at") if told.get(key)), "created_at")
    return _id(told), receipt_of(_words(told, "status")), _moment(told, when)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise NotUnderstood("no-json") from None
    if not isinstance(told, dict):
        raise NotUnderstood("no-json")
    return told


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotUnderstood("field-twice")
    return found


def _words(told: Mapping[str, Any], key: str) -> str:
    words = told.get(key)
    if not isinstance(words, str):
        raise NotUnderstood("field-missing")
    try:
        words.encode()
    except UnicodeEncodeError:  # half of a pair, which no store takes
        raise NotUnderstood("no-text") from None
    return words


def _id(told: Mapping[str, Any]) -> str:
    if not _UUID.fullmatch(name := _words(told, "id")):
        raise NotUnderstood("no-id")
    return name


def _moment(told: Mapping[str, Any], key: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_words(told, key))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotUnderstood("no-moment") from None
