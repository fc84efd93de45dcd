"""The tenant's state as the JSON that Microsoft documents."""

from __future__ import annotations

from datetime import time
from typing import Any

from calsync.demo.entries import Address, Entry, Location
from calsync.demo.graph_time import write_instant, write_time
from calsync.demo.ids import conversation_id, conversation_index, outlook_id
from calsync.demo.letters import Letter
from calsync.demo.mail_text import to_html, to_text
from calsync.demo.people import Group, TenantPerson, WorkingHours

USER_DEFAULT = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
]
USER_MORE = ["accountEnabled", "department", "userType", "companyName", "employeeId", "mailNickname", "usageLocation"]
_PREVIEW = 255


def user_json(person: TenantPerson) -> dict[str, Any]:
    """A user with every property that the simulation knows; $select or the default set thins it."""
    given, _, surname = person.name.partition(" ")
    return {
        "businessPhones": list(person.business_phones),
        "displayName": person.name,
        "givenName": given,
        "jobTitle": person.job_title,
        "mail": person.mail,
        "mobilePhone": person.mobile,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": surname or None,
        "userPrincipalName": person.mail,
        "id": person.id,
        "accountEnabled": person.enabled,
        "department": person.department,
        "userType": "Member",
        "companyName": None,
        "employeeId": None,
        "mailNickname": person.mail.partition("@")[0],
        "usageLocation": "GB",
    }


def group_json(group: Group) -> dict[str, Any]:
    """A group, mail-enabled as one that scopes mailboxes has to be."""
    return {
        "id": group.id,
        "description": None,
        "displayName": group.name,
        "groupTypes": [],
        "mail": group.mail,
        "mailEnabled": True,
        "mailNickname": group.mail.partition("@")[0],
        "securityEnabled": True,
    }


def _clock(value: time) -> str:
    return f"{value:%H:%M:%S}.0000000"


def _hours_json(hours: WorkingHours) -> dict[str, Any]:
    return {
        "daysOfWeek": list(hours.days),
        "startTime": _clock(hours.start),
        "endTime": _clock(hours.end),
        "timeZone": {"name": hours.zone},
    }


def mailbox_settings_json(person: TenantPerson) -> dict[str, Any]:
    """A mailbox's settings: zone, working hours, automatic replies."""
    replies = person.automatic_replies
    start, end = (write_time(t, "UTC") if t else _NO_TIME for t in (replies.start, replies.end))
    return {
        "archiveFolder": None,
        "timeZone": person.zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm",
        "userPurpose": "user",
        "automaticRepliesSetting": {
            "status": replies.status,
            "externalAudience": "all",
            "internalReplyMessage": replies.message,
            "externalReplyMessage": replies.message,
            "scheduledStartDateTime": start,
            "scheduledEndDateTime": end,
        },
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "workingHours": _hours_json(person.working_hours),
    }


_NO_TIME = {"dateTime": "0001-01-01T00:00:00.0000000", "timeZone": "UTC"}


def address_json(address: Address) -> dict[str, Any]:
    """A recipient."""
    return {"emailAddress": {"name": address.name or address.mail, "address": address.mail}}


def _location_json(place: Location, *, whole: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"displayName": place.name}
    if whole or place.uri:
        found["locationUri"] = place.uri
    found |= {"locationType": place.kind}
    if place.name:
        found |= {"uniqueId": place.uri or place.name, "uniqueIdType": "private"}
    elif whole:
        found["uniqueIdType"] = "unknown"
    if whole or place.address:
        found["address"] = dict(place.address or {})
    if whole or place.coordinates:
        found["coordinates"] = dict(place.coordinates or {})
    return found


def event_json(
    entry: Entry, owner: TenantPerson, *, immutable: bool, zone: str = "UTC", text_body: bool = False
) -> dict[str, Any]:
    """An entry, an occurrence, an exception or a series' master with every property."""
    master = entry.original is not None
    mine = entry.response == "organizer"
    start = write_time(entry.start, zone, floating=entry.all_day)
    end = write_time(entry.end, zone, floating=entry.all_day)
    item = outlook_id(entry.key, "calendar", immutable=immutable, original=entry.original)
    text = entry.body if entry.body_type == "text" else to_text(entry.body) if entry.body else ""
    return {
        "@odata.etag": f'W/"{entry.change_key}"',
        "id": item,
        "createdDateTime": write_instant(entry.created, digits=True),
        "lastModifiedDateTime": write_instant(entry.modified, digits=True),
        "changeKey": entry.change_key,
        "categories": list(entry.categories),
        "transactionId": entry.transaction_id,
        "originalStartTimeZone": entry.zone,
        "originalEndTimeZone": entry.zone,
        "iCalUId": entry.ical_uid + (f"{entry.original:%Y%m%d}" if entry.original else ""),
        "uid": entry.ical_uid,
        "reminderMinutesBeforeStart": entry.reminder_minutes,
        "isReminderOn": entry.reminder_on,
        "hasAttachments": False,
        "subject": entry.subject,
        "bodyPreview": text[:_PREVIEW],
        "importance": entry.importance,
        "sensitivity": entry.sensitivity,
        "isAllDay": entry.all_day,
        "isCancelled": entry.cancelled,
        "isOrganizer": mine,
        "responseRequested": True,
        "seriesMasterId": outlook_id(entry.key, "calendar", immutable=immutable) if master else None,
        "originalStart": write_instant(entry.original_start) if entry.original_start else None,
        "showAs": entry.show_as,
        "type": entry.kind,
        "webLink": f"https://outlook.office365.com/owa/?itemid={item}&exvsurl=1&path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": entry.online_meeting,
        "onlineMeetingProvider": "teamsForBusiness" if entry.online_meeting else "unknown",
        "onlineMeeting": None,
        "allowNewTimeProposals": True,
        "occurrenceId": f"OID.{outlook_id(entry.key, 'calendar', immutable=immutable)}.{entry.original}"
        if master
        else None,
        "isDraft": False,
        "hideAttendees": False,
        "responseStatus": {"response": entry.response, "time": write_instant(entry.response_at)},
        "recurrence": dict(entry.recurrence.to_json()) if entry.recurrence else None,
        "body": {"contentType": "text", "content": text}
        if text_body
        else {"contentType": "html", "content": entry.body if entry.body_type == "html" else to_html(entry.body)},
        "start": start,
        "end": end,
        "location": _location_json(entry.locations[0] if entry.locations else Location(name=""), whole=True),
        "locations": [_location_json(place, whole=False) for place in entry.locations],
        "attendees": [
            {"type": a.kind, "status": {"response": a.response, "time": write_instant(a.answered)}}
            | address_json(a.address)
            for a in entry.attendees
        ],
        "organizer": address_json(entry.organizer or Address(owner.mail, owner.name)),
    }


def message_json(
    letter: Letter, owner: TenantPerson, *, immutable: bool, text_body: bool, extras: frozenset[str]
) -> dict[str, Any]:
    """A message; internetMessageHeaders and uniqueBody only when `extras` names them in lower case."""
    kind, content = ("text", letter.text) if text_body else ("html", letter.html)
    sender = address_json(letter.sender)
    found: dict[str, Any] = {
        "@odata.etag": f'W/"{letter.change_key}"',
        "id": outlook_id(letter.key, letter.folder, immutable=immutable),
        "createdDateTime": write_instant(letter.created),
        "lastModifiedDateTime": write_instant(letter.modified),
        "changeKey": letter.change_key,
        "categories": list(letter.categories),
        "receivedDateTime": write_instant(letter.received),
        "sentDateTime": write_instant(letter.sent),
        "hasAttachments": False,
        "internetMessageId": letter.message_id,
        "subject": letter.subject,
        "bodyPreview": letter.text[:_PREVIEW],
        "importance": letter.importance,
        "parentFolderId": f"AAMkAGE1M2IyNGNmLTI5MTktNDUxMi04ODFkAC4AAAAAA{owner.id[:8]}{letter.folder}AAA=",
        "conversationId": conversation_id(owner.id, letter.thread),
        "conversationIndex": conversation_index(letter.thread),
        "isDeliveryReceiptRequested": None if letter.folder == "inbox" else False,
        "isReadReceiptRequested": False,
        "isRead": letter.read,
        "isDraft": letter.draft,
        "webLink": "https://outlook.office365.com/owa/?ItemID=simulated&exvsurl=1&viewmodel=ReadMessageItem",
        "inferenceClassification": "focused",
        "body": {"contentType": kind, "content": content},
        "sender": sender,
        "from": sender,
        "toRecipients": [address_json(a) for a in letter.to],
        "ccRecipients": [address_json(a) for a in letter.cc],
        "bccRecipients": [address_json(a) for a in letter.bcc],
        "replyTo": [address_json(a) for a in letter.reply_to],
        "flag": {"flagStatus": "notFlagged"},
    }
    if "internetmessageheaders" in extras:
        found["internetMessageHeaders"] = [{"name": n, "value": v} for n, v in letter.all_headers()]
    if "uniquebody" in extras:
        text = letter.unique if letter.body_type == "text" or letter.unique != letter.body else to_text(letter.unique)
        found["uniqueBody"] = (
            {"contentType": "text", "content": text} if text_body else {"contentType": "html", "content": to_html(text)}
        )
    return found
