"""An entry says what Outlook would show of it: its days, its guests, how it is shown and whom it is for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.parsers.ics_occurrence import to_event
from tests.parsers.calendars import entry, read, shown


def test_several_days_given_by_a_duration() -> None:
    assert shown(read(entry("DTSTART;VALUE=DATE:20261201", "DURATION:P3D"))) == ["2026-12-01 2026-12-04"]


@pytest.mark.parametrize(
    "times",
    [
        ("DTSTART;TZID=GMT Standard Time:20260701T000000", "DTEND;TZID=GMT Standard Time:20260702T000000"),
        ("DTSTART:20260630T230000Z", "DTEND:20260701T230000Z"),
    ],
)
def test_outlooks_all_day_mark_on_midnights_of_the_zone_or_in_utc(times: tuple[str, str]) -> None:
    found = read(entry(*times, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"))
    assert (shown(found), found.occurrences[0].all_day) == (["2026-07-01 2026-07-02"], True)
    timed = read(entry(*times, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE")).occurrences[0]
    assert (timed.all_day, timed.start) == (False, datetime(2026, 6, 30, 23, tzinfo=UTC))


def test_categories_keep_escaped_commas_and_stand_in_several_lines() -> None:
    (found,) = read(
        entry("DTSTART:20261201T140000Z", r"CATEGORIES:Home visit\, urgent,Rivelin", "CATEGORIES;LANGUAGE=en:High risk")
    ).occurrences
    assert found.categories == ("Home visit, urgent", "Rivelin", "High risk")


def guests(*lines: str, owner: str = "sam@centre.example") -> tuple[bool, tuple[str, ...]]:
    (found,) = read(entry("DTSTART:20261201T140000Z", *lines)).occurrences
    event = to_event(found, "sam", owner=owner)
    return event.declined, event.attendees


def test_only_the_owners_own_no_declines_the_entry() -> None:
    assert guests("ATTENDEE;PARTSTAT=DECLINED:mailto:Sam@centre.example")[0] is True
    assert guests("ATTENDEE;PARTSTAT=DECLINED:mailto:dee@centre.example")[0] is False
    assert guests("ATTENDEE;PARTSTAT=ACCEPTED:mailto:sam@centre.example")[0] is False


def test_colleagues_are_those_who_said_that_they_come() -> None:
    assert guests(
        'ATTENDEE;CN="Lee, Dee";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:MAILTO:Dee@centre.example',
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ash@centre.example",
        "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:morgan@centre.example",
        "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@centre.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:visited@elsewhere.example",
    ) == (False, ("dee@centre.example",))


@pytest.mark.parametrize(
    ("lines", "free", "away"),
    [
        (("X-MICROSOFT-CDO-BUSYSTATUS:FREE",), True, False),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF",), False, True),
        (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "TRANSP:OPAQUE"), False, False),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:TRANSPARENT"), False, False),
        (("TRANSP:TRANSPARENT",), True, False),
        ((), False, False),
    ],
)
def test_how_an_entry_is_shown(lines: tuple[str, ...], free: bool, away: bool) -> None:
    event = to_event(read(entry("DTSTART:20261201T140000Z", *lines)).occurrences[0], "sam")
    assert (event.free, event.away) == (free, away)


@pytest.mark.parametrize(
    ("line", "private"),
    [
        ("CLASS:PRIVATE", True),
        ("CLASS:CONFIDENTIAL", True),
        ("CLASS:Personal", True),
        ("CLASS:X-OURS", True),
        ("CLASS:PUBLIC", False),
        ("CLASS:", False),
    ],
)
def test_whatever_is_not_marked_public_is_private(line: str, private: bool) -> None:
    (found,) = read(entry("DTSTART:20261201T140000Z", line)).occurrences
    assert to_event(found, "sam").private is private


def test_private_cancelled_and_withdrawn_entries_say_so() -> None:
    private = read(entry("DTSTART:20261201T140000Z", "CLASS:PRIVATE"))
    cancelled = read(entry("DTSTART:20261201T140000Z", "STATUS:CANCELLED"))
    withdrawn = read(entry("DTSTART:20261201T140000Z"), head=("METHOD:CANCEL",))
    assert to_event(private.occurrences[0], "sam").private
    assert to_event(cancelled.occurrences[0], "sam").cancelled
    assert to_event(withdrawn.occurrences[0], "sam").cancelled


def test_notes_and_attachments_are_not_even_looked_at() -> None:
    found = read(entry("DTSTART:20261201T140000Z", "ATTACH;ENCODING=BASE64:" + "A" * 2_000_000, "DESCRIPTION:\x00\x01"))
    assert (len(found.occurrences), found.problems) == (1, ())


def test_a_long_subject_with_odd_signs_is_read() -> None:
    (found,) = read(entry("DTSTART:20261201T140000Z", "SUMMARY:" + "שלום 🏠\u2028x\x85y\x0b " * 2000)).occurrences
    assert found.subject.startswith("שלום 🏠 x y")
