"""Mail that no person wrote: automatic replies, bounces, calendar responses, lists. Never an answer (law 6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ROBOTS = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|auto-?reply|microsoftexchange[0-9a-f]*|daemon)"
    r"(?:[+\-.=].*)?$"
)
_REPORT = re.compile(r"multipart/report|report-type\s*=|message/(?:delivery-status|disposition-notification)")
_CALENDAR = re.compile(r"^\s*text/calendar|method\s*=\s*\"?(?:reply|request|cancel|counter)")
_SUBJECT = re.compile(
    r"^\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|"
    r"automatische antwort|abwesenheitsnotiz|abwesend|réponse automatique|absence du bureau|(?:ym)?ateb awtomatig|"
    r"allan o'r swyddfa|respuesta automática|resposta automática|risposta automatica|automatisch antwoord|"
    r"odpowiedź automatyczna|autosvar|automatiskt svar|automatisk svar|răspuns automat|otomatik yanıt|رد تلقائي|"
    r"undeliverable|undelivered mail|delivery status notification|delivery delayed|onbestelbaar|non remis|no entregado|"
    r"mail delivery (?:failed|failure|subsystem)|returned mail|failure notice|unzustellbar|read|not read|gelesen|"
    r"accepted|declined|tentative|tentatively accepted|new time proposed|recall|message recall|canceled|cancelled|"
    r"derbyniwyd|gwrthodwyd|zugesagt|abgelehnt|mit vorbehalt|accepté|refusé|lu|"
    r"read receipt|return receipt)\s*(?::|$|\()"
)
_CALENDAR_CLASS = re.compile(r"^ipm\.(?:schedule|appointment)|^report\.|oof|^ipm\.note\.rules")


def is_automatic(headers: Sequence[tuple[str, str]], subject: str, sender: str | None) -> bool:
    """Whether a machine wrote the mail, told by its headers, its subject and its sender alone; never by its text.

    X-Auto-Response-Suppress by itself says only that no automatic reply is wanted: people's mail carries it too. The
    sender is None where nobody knows it, and empty for the null sender of a bounce.
    """
    if any(_tells(name.strip().casefold(), value.strip().casefold()) for name, value in headers):
        return True
    address = _address(sender) if sender is not None else None
    if address is not None and (address in ("", "<>") or _ROBOTS.match(address.partition("@")[0])):
        return True
    plain = unicodedata.normalize("NFC", " ".join(subject[:300].casefold().split()))
    return bool(_SUBJECT.match(plain))


def may_be_written(headers: Sequence[tuple[str, str]], sender: str | None) -> bool:
    """Whether nothing but its subject, or that it goes with an invitation, makes a mail automatic.

    A person may have begun such a subject themselves, and whoever cancels or declines a meeting may write a note.
    """
    return not is_automatic([each for each in headers if not _of_a_calendar(*each)], "", sender)


def _of_a_calendar(name: str, value: str) -> bool:
    name, value = name.strip().casefold(), value.strip().casefold()
    if name in ("x-ms-exchange-calendar-originator-id", "x-ms-exchange-calendarresponse"):
        return True
    if name in ("x-message-class", "x-ms-message-class"):
        return value.startswith(("ipm.schedule", "ipm.appointment"))
    if name == "content-class":
        return "calendarmessage" in value
    return name == "content-type" and bool(_CALENDAR.search(value)) and not _REPORT.search(value)


def _tells(name: str, value: str) -> bool:
    if name == "auto-submitted":
        return bool(value) and value.split(";")[0].split("(")[0].strip() != "no"
    if name == "precedence":
        return value in ("bulk", "auto_reply", "auto-reply", "list", "junk")
    if name in ("list-id", "list-unsubscribe", "list-post", "feedback-id"):
        return bool(value)
    if name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-ms-exchange-inbox-rules-loop"):
        return value not in ("", "no", "false")
    if name in ("x-ms-exchange-generated-message-source", "x-ms-exchange-organization-messagesource"):
        return any(word in value for word in ("oof", "auto", "rule", "ndr", "dsn", "mailbox rules"))
    if name in ("x-failed-recipients", "x-ms-exchange-message-is-ndr", "x-mc-deliverystatus"):
        return True
    if name == "return-path":
        return value == "<>"
    if name == "content-class":
        return "calendarmessage" in value or "dsn" in value or "mdn" in value
    if name == "x-ms-exchange-calendar-originator-id" or name == "x-ms-exchange-calendarresponse":
        return bool(value)
    if name == "x-message-class" or name == "x-ms-message-class":
        return bool(_CALENDAR_CLASS.search(value))
    return name == "content-type" and bool(_REPORT.search(value) or _CALENDAR.search(value))


def _address(sender: str) -> str:
    """The bare address, lower case, out of "Name <address>"; empty for the null sender."""
    found = re.search(r"<([^<>]*)>", sender[:1000])
    return (found[1] if found else sender[:1000]).strip().strip("\"'").casefold()
