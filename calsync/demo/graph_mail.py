"""The mail resources: drafts, sending, what has arrived, answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calsync.demo import json_shape as shape
from calsync.demo import odata
from calsync.demo.entries import Address
from calsync.demo.faults import RawReply
from calsync.demo.graph_call import Call, Reply
from calsync.demo.graph_error import bad_request
from calsync.demo.graph_json import message_json
from calsync.demo.letters import FOLDERS, Letter
from calsync.demo.people import TenantPerson

_PAGE = 10
_ON_REQUEST = frozenset(("internetmessageheaders", "uniquebody"))
_EXTRA = ("internetMessageHeaders", "uniqueBody", "attachments", "extensions", "singleValueExtendedProperties")
_RECIPIENTS = {"toRecipients": "to", "ccRecipients": "cc", "bccRecipients": "bcc", "replyTo": "reply_to"}
_MOST_HEADERS = 5


def _row(call: Call, owner: TenantPerson, letter: Letter) -> dict[str, Any]:
    names = {name.lower() for name in odata.selected(call.query) or ()}
    return message_json(
        letter, owner, immutable=call.immutable, text_body=call.text_body, extras=frozenset(names & _ON_REQUEST)
    )


def list_messages(call: Call) -> Reply:
    """The messages of the mailbox or of a folder, newest first unless ordered otherwise, in pages."""
    owner = call.owner()
    folder = _folder(call.names["folder"]) if "folder" in call.names else None
    odata.check_filter_fits_order(call.query)
    rows = [_row(call, owner, letter) for letter in call.tenant.mail(owner.id, folder)]
    names = odata.selected(call.query)
    if rows:
        odata.check_select(names, [*rows[0], *_EXTRA], "message")
    kept = odata.ordered(odata.filtered(rows, call.query), call.query)
    page, shell = call.page(kept, f"users('{owner.id}')/messages", default=_PAGE)
    return Reply(200, shell | {"value": [odata.pick(row, names) for row in page]}, call.applied())


def _folder(name: str) -> str:
    found = next((folder for folder in FOLDERS if name.lower() == folder or name.endswith(f"{folder}AAA=")), None)
    if found is None:
        raise bad_request("Id is malformed.", "ErrorInvalidIdMalformed")
    return found


def get_folder(call: Call) -> Reply:
    """A folder with its counts."""
    owner = call.owner()
    return Reply(
        200,
        {"@odata.context": call.context("mailFolders/$entity")}
        | _folder_json(call, owner, _folder(call.names["folder"])),
    )


def list_folders(call: Call) -> Reply:
    """The folders of the mailbox."""
    owner = call.owner()
    rows = [_folder_json(call, owner, folder) for folder in FOLDERS]
    page, shell = call.page(rows, f"users('{owner.id}')/mailFolders", default=_PAGE)
    return Reply(200, shell | {"value": list(page)})


_FOLDER_NAMES = {"inbox": "Inbox", "drafts": "Drafts", "sentitems": "Sent Items", "deleteditems": "Deleted Items"}


def _folder_json(call: Call, owner: TenantPerson, folder: str) -> dict[str, Any]:
    letters = call.tenant.mail(owner.id, folder)
    return {
        "id": f"AAMkAGE1M2IyNGNmLTI5MTktNDUxMi04ODFkAC4AAAAAA{owner.id[:8]}{folder}AAA=",
        "displayName": _FOLDER_NAMES[folder],
        "parentFolderId": "AAMkAGE1M2IyNGNmLTI5MTktNDUxMi04ODFkAC4AAAAAArootAAA=",
        "childFolderCount": 0,
        "unreadItemCount": sum(not letter.read for letter in letters),
        "totalItemCount": len(letters),
        "isHidden": False,
    }


def _single(call: Call, owner: TenantPerson, letter: Letter, status: int = 200) -> Reply:
    names = odata.selected(call.query)
    row = _row(call, owner, letter)
    odata.check_select(names, [*row, *_EXTRA], "message")
    context = call.context(f"users('{owner.id}')/messages/$entity")
    return Reply(status, {"@odata.context": context} | odata.pick(row, names), call.applied())


def get_message(call: Call) -> Reply:
    """One message; ErrorItemNotFound when it is gone or its moving id names a folder it has left."""
    owner = call.owner()
    return _single(call, owner, call.tenant.message(owner.id, call.names["message"]))


def create_draft(call: Call) -> Reply:
    """The draft made, which has its ids already."""
    owner, tenant = call.owner(), call.tenant
    with tenant.lock:
        letter = tenant.post.draft(owner, message_fields(call.json_object()))
    return _single(call, owner, letter, 201)


def create_draft_in_folder(call: Call) -> Reply:
    """The draft made, which the simulated tenant keeps among the drafts alone."""
    if _folder(call.names["folder"]) != "drafts":
        raise bad_request("The simulated tenant makes messages among the drafts alone.", "ErrorInvalidRequest")
    return create_draft(call)


def change_message(call: Call) -> Reply:
    """The message as changed: a draft wholly, any other its read flag and categories."""
    owner, tenant = call.owner(), call.tenant
    with tenant.lock:
        key = tenant.message(owner.id, call.names["message"]).key
        letter = tenant.post.change(owner.id, key, message_fields(call.json_object()))
    return _single(call, owner, letter)


def delete_message(call: Call) -> Reply:
    """Nothing, the message being gone."""
    owner, tenant = call.owner(), call.tenant
    with tenant.lock:
        tenant.post.delete(owner.id, tenant.message(owner.id, call.names["message"]).key)
    return Reply(204)


def send_draft(call: Call) -> Reply:
    """Nothing, the draft being on its way: accepted is not delivered."""
    owner, tenant = call.owner(), call.tenant
    with tenant.lock:
        sent = tenant.post.send(owner, tenant.message(owner.id, call.names["message"]).key)
    return _sent(call, owner, sent)


def send_mail(call: Call) -> Reply:
    """Nothing, not even an id, the message being on its way."""
    owner, tenant, body = call.owner(), call.tenant, call.json_object()
    if not isinstance(body.get("message"), Mapping):
        raise bad_request("The property 'message' is required.", "ErrorInvalidRequest")
    with tenant.lock:
        draft = tenant.post.draft(owner, message_fields(body["message"]))
        try:
            sent = tenant.post.send(owner, draft.key, keep=body.get("saveToSentItems") is not False)
        except Exception:
            # A refused message leaves nothing behind.
            tenant.post.delete(owner.id, draft.key)
            raise
    return _sent(call, owner, sent)


def _sent(call: Call, owner: TenantPerson, sent: Letter) -> Reply:
    call.tenant.mail_changed(sent)
    if call.tenant.faults.find("sent-then-timeout", owner.mail):
        raise RawReply(504, b"", None)
    return Reply(202)


def create_reply(call: Call) -> Reply:
    """The draft of an answer, in the conversation of what it answers."""
    owner = call.owner()
    return _single(call, owner, _reply_draft(call, owner), 201)


def reply(call: Call) -> Reply:
    """Nothing, the answer being on its way."""
    owner, tenant = call.owner(), call.tenant
    with tenant.lock:
        sent = tenant.post.send(owner, _reply_draft(call, owner).key)
    return _sent(call, owner, sent)


def _reply_draft(call: Call, owner: TenantPerson) -> Letter:
    body = {} if call.body is None else call.json_object()
    message = shape.mapping(body.get("message"), "message")
    if body.get("comment") and message.get("body"):
        raise bad_request("Comment and message body can't both be given.", "ErrorInvalidRequest")
    with call.tenant.lock:
        original = call.tenant.message(owner.id, call.names["message"])
        return call.tenant.post.reply_draft(
            owner, original.key, shape.text(body.get("comment"), "comment"), message_fields(message)
        )


def message_fields(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a request says about a message, as the fields that the tenant keeps; raises the Graph error."""
    found: dict[str, Any] = {}
    if "subject" in body:
        found["subject"] = shape.text(body["subject"], "subject")
    if "body" in body:
        item = shape.mapping(body["body"], "body")
        content = shape.text(item.get("content"), "content")
        kind = shape.text(item.get("contentType"), "contentType").lower()
        found |= {"body": content, "unique": content, "body_type": "html" if kind == "html" else "text"}
    for name, field in _RECIPIENTS.items():
        if name in body:
            found[field] = tuple(_address(item, name) for item in shape.objects(body[name], name))
    sender = body.get("from") or body.get("sender")
    if sender:
        found["sender"] = _address(sender, "from")
    if body.get("importance"):
        found["importance"] = shape.text(body["importance"], "importance").lower()
    if "isRead" in body:
        found["read"] = shape.truth(body["isRead"], "isRead")
    if "categories" in body:
        found["categories"] = shape.texts(body["categories"], "categories")
    if body.get("internetMessageHeaders"):
        found["headers"] = _own_headers(body["internetMessageHeaders"])
    return found


def _address(item: Any, name: str) -> Address:
    address = item.get("emailAddress") if isinstance(item, Mapping) else None
    if not isinstance(address, Mapping) or not isinstance(address.get("address"), str):
        raise bad_request(f"'{name}' needs emailAddress with an address.", "ErrorInvalidRecipients")
    return Address(address["address"], str(address.get("name") or ""))


def _own_headers(items: Any) -> tuple[tuple[str, str], ...]:
    headers = tuple(
        (shape.text(item.get("name"), "name"), shape.text(item.get("value"), "value"))
        for item in shape.objects(items, "internetMessageHeaders")
    )
    for name, _ in headers:
        if not name.lower().startswith("x-"):
            raise bad_request(
                f"The internet message header name '{name}' should start with 'x-' or 'X-'.",
                "InvalidInternetMessageHeader",
            )
    if len(headers) > _MOST_HEADERS:
        raise bad_request(
            f"Maximum number of headers in one message should be less than or equal to {_MOST_HEADERS}.",
            "InvalidInternetMessageHeaderCollection",
        )
    return headers
