"""Messages for carriers, and answers in the shapes of the carriers' public documentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from calsync.domain.model import Ask, Channel, Lane, Notification, Role
from calsync.domain.short_text import ShortText
from calsync.ports import TextMessage

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "a-token-that-nobody-may-see"
SENDER = "+447700900999"
SAMS = "+447700900101"
WORDS = "Your visit was to end at 14:00. Have you left, and are you safe? Reply OK."
AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MESSAGES = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
KEY = "centre-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
NOTIFY = "https://api.notifications.service.gov.uk"


def message(**changes: Any) -> TextMessage:
    """A question to Sam."""
    values: dict[str, Any] = {
        "id": "n1", "deadline_id": "d1", "step": "1", "round": 0, "recipient": "sam", "channel": Channel.TEXT,
        "role": Role.WORKER, "ask": Ask.CHECK_IN, "lane": Lane.REMINDER, "due": AT, "recorded": AT, "token": "ABCDEF",
    }  # fmt: skip
    return TextMessage(notification=Notification(**{**values, **changes}), number=SAMS, words=ShortText(WORDS))


def twilio_text(sid: str = "SM" + "1" * 32, **changes: Any) -> dict[str, Any]:
    """A Message as Twilio writes it."""
    return {
        "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": WORDS,
        "date_created": "Mon, 02 Mar 2026 14:00:05 +0000", "date_sent": None,
        "date_updated": "Mon, 02 Mar 2026 14:00:05 +0000", "direction": "outbound-api", "error_code": None,
        "error_message": None, "from": SENDER, "messaging_service_sid": None, "num_media": "0", "num_segments": "1",
        "price": None, "price_unit": None, "sid": sid, "status": "queued", "to": SAMS,
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json", **changes,
    }  # fmt: skip


def twilio_error(status: int, code: int) -> dict[str, Any]:
    """An error as Twilio writes it; its message quotes the number."""
    return {
        "code": code, "message": f"The 'To' number {SAMS} is not valid.", "status": status,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
    }  # fmt: skip


def notify_error(status: int, error: str) -> dict[str, Any]:
    """An error as Notify writes it; its message may quote what was sent."""
    return {"status_code": status, "errors": [{"error": error, "message": f"phone_number {SAMS}: {WORDS}"}]}
