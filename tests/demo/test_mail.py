"""Mail: drafts, sending, arriving, answering, bouncing; what each mailbox shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calsync.demo.faults import Fault
from calsync.demo.tenant import Tenant, message_id

TEXT = {"Prefer": 'IdType="ImmutableId", outlook.body-content-type="text"'}


@pytest.fixture
def sam(person):
    return person("Sam Visits")


@pytest.fixture
def desk(person):
    """The service's own mailbox."""
    return person("Check-in Desk")


def letter(to, subject="Are you safe?", text="Please answer."):
    return {
        "subject": subject,
        "body": {"contentType": "text", "content": text},
        "toRecipients": [{"emailAddress": {"address": to.mail}}],
    }


def inbox(http, who, headers=TEXT, **options):
    answer = http.get(f"/users/{who.id}/mailFolders/inbox/messages", params=options, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


def test_a_draft_has_its_ids_before_it_is_sent_and_arrives_with_them(http, desk, sam):
    draft = http.post(f"/users/{desk.id}/messages", json=letter(sam), headers=TEXT)
    assert draft.status_code == 201
    made = draft.json()
    assert made["isDraft"] is True
    assert made["internetMessageId"].startswith("<")
    sent = http.post(f"/users/{desk.id}/messages/{made['id']}/send")
    assert (sent.status_code, sent.content) == (202, b"")
    (arrived,) = inbox(http, sam)
    assert arrived["internetMessageId"] == made["internetMessageId"]
    assert arrived["body"] == {"contentType": "text", "content": "Please answer."}
    assert arrived["from"]["emailAddress"]["address"] == desk.mail
    assert arrived["isRead"] is False
    (kept,) = http.get(f"/users/{desk.id}/mailFolders/sentitems/messages", headers=TEXT).json()["value"]
    assert kept["id"] == made["id"]
    assert kept["conversationId"] == made["conversationId"]
    assert http.get(f"/users/{desk.id}/mailFolders/drafts/messages").json()["value"] == []


def test_without_immutable_ids_a_sent_draft_is_under_another_id(http, desk, sam):
    made = http.post(f"/users/{desk.id}/messages", json=letter(sam)).json()
    assert http.post(f"/users/{desk.id}/messages/{made['id']}/send").status_code == 202
    assert http.get(f"/users/{desk.id}/messages/{made['id']}").status_code == 404


def test_send_mail_takes_the_capitals_of_the_sdk_and_leaves_no_copy_when_told_so(http, desk, sam):
    body = {"Message": letter(sam), "SaveToSentItems": False}
    sent = http.post(f"/users/{desk.id}/sendMail", json=body)
    assert (sent.status_code, sent.content) == (202, b"")
    assert len(inbox(http, sam)) == 1
    assert http.get(f"/users/{desk.id}/messages").json()["value"] == []


def test_an_answer_stands_in_the_conversation_above_the_quoted_original(http, tenant: Tenant, desk, sam):
    made = http.post(f"/users/{desk.id}/messages", json=letter(sam), headers=TEXT).json()
    http.post(f"/users/{desk.id}/messages/{made['id']}/send")
    tenant.reply(sam.mail, message_id(tenant.mail(sam.mail)[0]), "Left, all fine.")
    names = "id,subject,body,uniqueBody,conversationId,internetMessageHeaders"
    (answer,) = inbox(http, desk, **{"$select": names})
    assert answer["subject"] == "Re: Are you safe?"
    assert answer["conversationId"] == made["conversationId"]
    headers = {h["name"]: h["value"] for h in answer["internetMessageHeaders"]}
    assert headers["In-Reply-To"] == made["internetMessageId"]
    assert made["internetMessageId"] in headers["References"]
    assert answer["uniqueBody"]["content"] == "Left, all fine."
    lines = answer["body"]["content"].splitlines()
    assert lines[0] == "Left, all fine."
    assert "________________________________" in lines
    assert f"From: Check-in Desk <{desk.mail}>" in lines
    assert lines[-1] == "Please answer."


def test_a_conversation_has_another_id_in_every_mailbox(http, tenant: Tenant, desk, sam):
    tenant.send_mail(desk.mail, sam.mail, "Are you safe?", "Please answer.")
    (mine,) = inbox(http, sam)
    (theirs,) = http.get(f"/users/{desk.id}/messages").json()["value"]
    assert mine["internetMessageId"] == theirs["internetMessageId"]
    assert mine["conversationId"] != theirs["conversationId"]


@pytest.mark.parametrize(
    "body", [{"comment": "On my way."}, {"message": {"body": {"contentType": "text", "content": "On my way."}}}]
)
def test_answering_over_http_sends_a_threaded_answer(http, tenant: Tenant, desk, sam, body):
    tenant.send_mail(desk.mail, sam.mail, "Are you safe?", "Please answer.")
    (arrived,) = inbox(http, sam)
    assert http.post(f"/users/{sam.id}/messages/{arrived['id']}/reply", json=body).status_code == 202
    (answer,) = inbox(http, desk)
    assert answer["body"]["content"].startswith("On my way.")
    assert tenant.mail(desk.mail)[0].in_reply_to == arrived["internetMessageId"]


def test_a_draft_of_an_answer_can_be_finished_and_sent(http, tenant: Tenant, desk, sam):
    tenant.send_mail(desk.mail, sam.mail, "Are you safe?", "Please answer.")
    (arrived,) = inbox(http, sam)
    draft = http.post(f"/users/{sam.id}/messages/{arrived['id']}/createReply", headers=TEXT).json()
    address = f"/users/{sam.id}/messages/{draft['id']}"
    http.patch(address, json={"body": {"contentType": "text", "content": "Yes, and home."}})
    assert http.post(f"{address}/send").status_code == 202
    assert inbox(http, desk)[0]["body"]["content"] == "Yes, and home."


def test_messages_are_filtered_by_when_they_came_and_whether_they_were_read(
    http, tenant: Tenant, hand_clock, desk, sam
):
    for minute in range(4):
        hand_clock.at = datetime(2026, 3, 2, 9, minute, 30, 500_000, tzinfo=UTC)
        tenant.send_mail(desk.mail, sam.mail, f"Number {minute}", "text")
    tenant.mark_read(sam.mail, message_id(tenant.mail(sam.mail)[0]))
    since = {"$filter": "receivedDateTime ge 2026-03-02T09:01:30Z", "$orderby": "receivedDateTime asc"}
    assert [m["subject"] for m in inbox(http, sam, **since)] == ["Number 1", "Number 2", "Number 3"]
    unread = {"$filter": "receivedDateTime gt 2026-03-02T09:01:30Z and isRead eq false"}
    assert [m["subject"] for m in inbox(http, sam, **unread)] == ["Number 2"]
    assert inbox(http, sam, **{"$top": "1"})[0]["receivedDateTime"] == "2026-03-02T09:03:30Z"


def test_sorting_by_what_is_not_filtered_first_is_refused_as_outlook_refuses_it(http, sam):
    answer = http.get(
        f"/users/{sam.id}/messages", params={"$filter": "isRead eq false", "$orderby": "receivedDateTime desc"}
    )
    assert answer.json()["error"]["code"] == "InefficientFilter"


def test_messages_come_in_pages(http, tenant: Tenant, desk, sam):
    for number in range(12):
        tenant.send_mail(desk.mail, sam.mail, f"Number {number}", "text")
    first = http.get(f"/users/{sam.id}/messages", params={"$select": "subject"}).json()
    second = http.get(first["@odata.nextLink"]).json()
    assert [m["subject"] for m in first["value"] + second["value"]] == [f"Number {n}" for n in range(11, -1, -1)]


def test_headers_and_the_unique_body_come_only_when_selected(http, tenant: Tenant, desk, sam):
    tenant.send_mail(desk.mail, sam.mail, "Hello", "text")
    assert not {"internetMessageHeaders", "uniqueBody"} & set(inbox(http, sam)[0])


def test_bodies_come_as_html_unless_text_is_preferred(http, tenant: Tenant, desk, sam):
    tenant.send_mail(desk.mail, sam.mail, "Hello", "a < b")
    (row,) = inbox(http, sam, headers={})
    assert row["body"]["contentType"] == "html"
    assert "a &lt; b" in row["body"]["content"]


def test_own_headers_arrive_and_must_begin_with_x(http, desk, sam):
    good = letter(sam) | {"internetMessageHeaders": [{"name": "x-reference", "value": "K7"}]}
    assert http.post(f"/users/{desk.id}/sendMail", json={"message": good}).status_code == 202
    (row,) = inbox(http, sam, **{"$select": "internetMessageHeaders"})
    assert {"name": "x-reference", "value": "K7"} in row["internetMessageHeaders"]
    bad = letter(sam) | {"internetMessageHeaders": [{"name": "Auto-Submitted", "value": "yes"}]}
    answer = http.post(f"/users/{desk.id}/sendMail", json={"message": bad})
    assert answer.json()["error"]["code"] == "InvalidInternetMessageHeader"


def test_mail_to_nobody_known_bounces_into_the_senders_inbox(http, tenant: Tenant, desk):
    body = letter(desk) | {"toRecipients": [{"emailAddress": {"address": "nobody@elsewhere.example"}}]}
    assert http.post(f"/users/{desk.id}/sendMail", json={"message": body}).status_code == 202
    (bounce,) = inbox(http, desk)
    assert bounce["subject"] == "Undeliverable: Are you safe?"
    assert "nobody@elsewhere.example" in bounce["body"]["content"]
    headers = dict(tenant.mail(desk.mail)[0].all_headers())
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["Content-Type"].startswith("multipart/report")


def test_an_automatic_reply_goes_once_to_each_sender_and_says_that_it_is_automatic(http, tenant: Tenant, desk, sam):
    tenant.set_automatic_replies(sam.mail, "I am on leave and safe.")
    for _ in range(2):
        tenant.send_mail(desk.mail, sam.mail, "Are you safe?", "Please answer.")
    (answer,) = tenant.mail(desk.mail)
    assert answer.subject == "Automatic reply: Are you safe?"
    assert ("Auto-Submitted", "auto-generated") in answer.headers
    settings = http.get(f"/users/{sam.id}/mailboxSettings").json()["automaticRepliesSetting"]
    assert (settings["status"], settings["internalReplyMessage"]) == ("alwaysEnabled", "I am on leave and safe.")


def test_the_thirty_first_message_of_a_minute_arrives_later(tenant: Tenant, hand_clock, desk, sam):
    for number in range(31):
        tenant.send_mail(desk.mail, sam.mail, f"Number {number}", "text")
    assert len(tenant.mail(sam.mail)) == 30
    hand_clock.at += timedelta(seconds=60)
    assert tenant.mail(sam.mail)[0].subject == "Number 30"


def test_mail_in_another_persons_name_is_refused_and_leaves_nothing(http, desk, sam):
    body = letter(sam) | {"from": {"emailAddress": {"address": sam.mail}}}
    answer = http.post(f"/users/{desk.id}/sendMail", json={"message": body})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "ErrorSendAsDenied")
    assert http.get(f"/users/{desk.id}/messages").json()["value"] == []


def test_mail_to_no_one_is_refused(http, desk):
    answer = http.post(f"/users/{desk.id}/sendMail", json={"message": {"subject": "x"}})
    assert answer.json()["error"]["code"] == "ErrorInvalidRecipients"


def test_a_sent_message_cannot_be_rewritten_but_its_read_flag_can(http, tenant: Tenant, desk, sam):
    tenant.send_mail(desk.mail, sam.mail, "Are you safe?", "Please answer.")
    (row,) = inbox(http, sam)
    address = f"/users/{sam.id}/messages/{row['id']}"
    assert http.patch(address, json={"subject": "forged"}).status_code == 400
    assert http.patch(address, json={"isRead": True}).json()["isRead"] is True
    assert http.delete(address).status_code == 204
    assert http.get(address).status_code == 404


def test_mail_can_be_accepted_and_still_answered_with_a_timeout(http, tenant: Tenant, desk, sam):
    tenant.faults.set(Fault("sent-then-timeout", desk.mail))
    answer = http.post(f"/users/{desk.id}/sendMail", json={"message": letter(sam)})
    assert (answer.status_code, answer.content) == (504, b"")
    assert len(inbox(http, sam)) == 1
