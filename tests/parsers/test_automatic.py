"""Mail that no person wrote, told by its headers, subject and sender."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.parsers.automatic import is_automatic

SAM = "Sam Visits <sam@rivelin.example>"


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "auto-replied"),
        ("auto-submitted", "auto-generated; type=x"),
        ("Precedence", "bulk"),
        ("Precedence", "auto_reply"),
        ("Precedence", "list"),
        ("List-Id", "<staff.rivelin.example>"),
        ("X-Autoreply", "yes"),
        ("X-Failed-Recipients", "sam@rivelin.example"),
        ("Return-Path", "<>"),
        ("Content-Type", 'multipart/report; report-type=delivery-status; boundary="x"'),
        ("Content-Type", "multipart/report; report-type=disposition-notification"),
        ("Content-Type", 'text/calendar; method=REPLY; charset="utf-8"'),
        ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent"),
        ("X-MS-Exchange-Inbox-Rules-Loop", "sam@rivelin.example"),
        ("Content-Class", "urn:content-classes:calendarmessage"),
    ],
)
def test_a_header_of_a_machine_makes_it_automatic(header: tuple[str, str]) -> None:
    assert is_automatic([("From", SAM), header], "Re: Have you left?", SAM)


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "No (by a person)"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
        ("Precedence", "first-class"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Type", "multipart/alternative; boundary=report"),
        ("Return-Path", "<sam@rivelin.example>"),
        ("X-MS-Has-Attach", ""),
    ],
)
def test_headers_that_people_s_mail_carries_too_do_not(header: tuple[str, str]) -> None:
    assert not is_automatic([header], "Re: Have you left? [k7qm]", SAM)


@pytest.mark.parametrize(
    "sender",
    ["", "<>", "MAILER-DAEMON@rivelin.example", "Postmaster <postmaster@rivelin.example>", "no-reply@x.example"],
)
def test_what_a_mail_system_sends_is_automatic(sender: str) -> None:
    assert is_automatic([], "Re: Have you left?", sender)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Have you left?",
        "Out of office: back Monday",
        "Undeliverable: Have you left?",
        "Accepted: JS",
        "Declined: JS",
        "Tentative: JS",
        "Read: Have you left?",
        "Réponse automatique : bonjour",
    ],
)
def test_subjects_that_mail_programs_write_are_automatic(subject: str) -> None:
    assert is_automatic([], subject, SAM)


@pytest.mark.parametrize("subject", ["", "Re: Have you left?", "RE: Read this", "Accepted the parcel", "Reading now"])
def test_a_person_s_subject_is_not(subject: str) -> None:
    assert not is_automatic([("Received", "by x")], subject, SAM)


@given(
    st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60)), max_size=5),
    st.text(max_size=60),
    st.text(max_size=60),
)
def test_any_headers_are_read_without_an_error(headers: list[tuple[str, str]], subject: str, sender: str) -> None:
    is_automatic(headers, subject, sender)
