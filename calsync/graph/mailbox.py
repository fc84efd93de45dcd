"""The service's own mailbox through Graph: draft and send, and what has come in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from calsync.domain.model import Turn
from calsync.errors import SourceUnavailable
from calsync.graph.client import Graph
from calsync.graph.paging import rows
from calsync.graph.refusals import not_readable
from calsync.parsers.dialling import same_number
from calsync.parsers.graph_time import read_moment
from calsync.parsers.html_text import html_text
from calsync.parsers.mime_mail import whole
from calsync.ports import IncomingMail, OutgoingMail, SentMail

if TYPE_CHECKING:
    from calsync.graph.sdk import HeadersCollection, Message, RequestInformation

REFERENCE = "x-calsync-reference"
"""The header that carries the notification's id; Graph takes only headers that begin with x-."""
PAGE = 100
# Whose limit a 429 may be of: Exchange takes some thirty mails a minute, and diaries need not wait for that.
_MINE = "the service mailbox"
_INBOX = "the inbox of the service mailbox"
_ASKED = [
    "id",
    "internetMessageId",
    "conversationId",
    "from",
    "subject",
    "body",
    "sentDateTime",
    "receivedDateTime",
    "internetMessageHeaders",  # comes only when it is named
]
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


class _Draft(msgspec.Struct, rename="camel"):
    id: str
    internet_message_id: str
    conversation_id: str


class GraphMailbox:
    """The Mailbox port over the service mailbox of one tenant."""

    def __init__(self, graph: Graph, *, page_size: int = PAGE) -> None:
        self._graph = graph
        self._page_size = page_size

    async def send(self, mail: OutgoingMail) -> SentMail:
        """The ids of the mail that Exchange took for delivery, which is not yet delivered. Raises SourceError.

        Two requests, draft and send, since "sendMail" tells no ids; neither is ever repeated here: whether a lost
        answer means a sent mail is for the outbox to judge. Microsoft's pages: "Create message", "message: send".
        """
        from calsync.graph.sdk import RequestConfiguration, prefer

        await self._graph.ready()
        messages = self._graph.client.users.by_user_id(self._graph.settings.service_mailbox).messages
        what = "a draft in the service mailbox"
        turn = Turn.ORDINARY if mail.bulk else Turn.MAIL
        # With an immutable id the draft is found again once it has moved to the sent items.
        wish = RequestConfiguration[Any](headers=prefer('IdType="ImmutableId"'))
        body = await self._graph.read_bytes(
            messages.to_post_request_information(_message(mail), wish), what, turn=turn, whose=_MINE
        )
        try:
            draft = msgspec.json.decode(body, type=_Draft)
        except (msgspec.MsgspecError, RecursionError):
            raise not_readable(what) from None
        wish = RequestConfiguration[Any](headers=prefer('IdType="ImmutableId"'))
        send = messages.by_message_id(draft.id).send.to_post_request_information(wish)
        sending = "the sending of a mail from the service mailbox"
        await self._graph.read_bytes(send, sending, turn=turn, whose=_MINE)
        return SentMail(message_id=draft.internet_message_id, conversation_id=draft.conversation_id)

    async def received_since(self, moment: datetime) -> list[IncomingMail]:
        """Every mail in the inbox received at or after `moment` (UTC), oldest first, read or unread, as plain text.

        Raises SourceError; a part is never returned. Microsoft's page: "List messages".
        """
        from calsync.graph.sdk import FolderMessagesRequestBuilder, RequestConfiguration

        await self._graph.ready()
        mailbox = self._graph.client.users.by_user_id(self._graph.settings.service_mailbox)
        inbox = mailbox.mail_folders.by_mail_folder_id("inbox").messages
        query = FolderMessagesRequestBuilder.MessagesRequestBuilderGetQueryParameters(
            filter=f"receivedDateTime ge {moment:%Y-%m-%dT%H:%M:%S}Z",
            orderby=["receivedDateTime"],
            select=_ASKED,
            top=self._page_size,
        )

        def follow(link: str) -> RequestInformation:
            return inbox.with_url(link).to_get_request_information(
                RequestConfiguration(headers=_wishes(self._page_size))
            )

        first = inbox.to_get_request_information(
            RequestConfiguration(query_parameters=query, headers=_wishes(self._page_size))
        )
        found: dict[str, IncomingMail] = {}
        for raw in await rows(self._graph, first, follow, _INBOX, turn=Turn.LOOK, whose=_MINE):
            try:
                mail = _read(msgspec.json.decode(raw), moment)
            except (msgspec.MsgspecError, RecursionError):
                raise SourceUnavailable(f"A mail in {_INBOX} is not readable JSON.") from None
            # Mail that arrives while pages are read shifts them, so a row may come twice.
            found[mail.id] = mail
        return sorted(found.values(), key=lambda mail: mail.received)


def _message(mail: OutgoingMail) -> Message:
    from calsync.graph import sdk

    # One body, of one kind: of HTML Exchange makes the plain part itself, and asked for text it gives the words.
    return sdk.Message(
        subject=mail.subject,
        importance=sdk.Importance.High if mail.important else sdk.Importance.Normal,
        body=sdk.ItemBody(content_type=sdk.BodyType.Html, content=mail.as_html(same_number)),
        to_recipients=[sdk.Recipient(email_address=sdk.EmailAddress(address=mail.to))],
        internet_message_headers=[sdk.InternetMessageHeader(name=REFERENCE, value=mail.reference)],
    )


def _wishes(page_size: int) -> HeadersCollection:
    from calsync.graph.sdk import prefer

    return prefer('IdType="ImmutableId"', 'outlook.body-content-type="text"', f"odata.maxpagesize={page_size}")


def _read(row: Any, asked_since: datetime) -> IncomingMail:
    """The mail, with what is missing or odd left empty: a reply is never lost for a field that nobody needs."""
    row = row if isinstance(row, dict) else {}
    headers = tuple((_text(header, "name"), _text(header, "value")) for header in _list(row, "internetMessageHeaders"))
    by_name = {name.lower(): value for name, value in headers}
    if "eventmessage" in _text(row, "@odata.type").lower():
        headers += (("content-class", "urn:content-classes:calendarmessage"),)
    received = _moment(row, "receivedDateTime") or _moment(row, "sentDateTime") or asked_since.astimezone(UTC)
    answered = _MESSAGE_ID.findall(by_name.get("in-reply-to", ""))
    return IncomingMail(
        id=_text(row, "id"),
        message_id=_text(row, "internetMessageId"),
        conversation_id=_text(row, "conversationId"),
        sender=_text(_part(_part(row, "from"), "emailAddress"), "address").strip().lower(),
        subject=_text(row, "subject"),
        text=_words(_part(row, "body")),
        sent=_moment(row, "sentDateTime") or received,
        received=received,
        in_reply_to=answered[0] if answered else "",
        references=tuple(_MESSAGE_ID.findall(by_name.get("references", ""))),
        headers=headers,
    )


def _part(row: dict[str, Any], name: str) -> dict[str, Any]:
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def _list(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = row.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(row: dict[str, Any], name: str) -> str:
    found = row.get(name)
    return found if isinstance(found, str) else ""


def _words(body: dict[str, Any]) -> str:
    """The text of a body. Plain text was asked for; a server may send HTML all the same."""
    content = _text(body, "content")
    return html_text(content) if _text(body, "contentType").lower() == "html" else whole(content)


def _moment(row: dict[str, Any], name: str) -> datetime | None:
    try:
        moment = read_moment(_text(row, name))
    except ValueError:
        return None
    return moment if moment.year > 1900 else None
