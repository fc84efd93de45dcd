"""Whatever a calendar holds: nothing but our own errors comes of it, and no good entry is lost for a bad one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calsync.errors import CalsyncError
from calsync.parsers.ics import find_occurrence, read_occurrences
from calsync.parsers.ics_occurrence import to_event

START, END = datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 3, tzinfo=UTC)
MARK = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=X:20261201T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

names = st.sampled_from(
    [
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "RECURRENCE-ID;RANGE=THISANDFUTURE",
        "DTSTART;VALUE=DATE",
        "DTSTART;TZID=GMT Standard Time",
        "EXDATE;TZID=Nowhere",
        "RDATE;VALUE=PERIOD",
        "SEQUENCE",
        "CATEGORIES",
        "ATTENDEE;PARTSTAT=DECLINED",
        "CREATED",
        "X-MICROSOFT-CDO-ALLDAYEVENT",
        "STATUS",
        "BEGIN",
        "END",
    ]
)
values = st.one_of(
    st.sampled_from(
        [
            "20261201T100000Z",
            "20261201T100000",
            "20261201",
            "00010101T000000Z",
            "99991231T235959Z",
            "20260329T013000",
            "PT1H",
            "-PT1H",
            "P99999999D",
            "FREQ=DAILY",
            "FREQ=WEEKLY;COUNT=1000000000",
            "FREQ=MONTHLY;BYDAY=6MO",
            "FREQ=YEARLY;INTERVAL=0",
            "FREQ=SECONDLY",
            "FREQ=DAILY;UNTIL=19000101",
            "20261201T100000Z/PT3H",
            "TRUE",
            "VALARM",
            "VEVENT",
        ]
    ),
    st.text(alphabet="0123456789TZ:;,=PFREQWKLYDAIUNTLCOBM-+/", max_size=30),
    st.text(max_size=20),
)
lines = st.lists(st.builds("{}:{}".format, names, values), max_size=8)


@st.composite
def torn_calendars(draw: st.DrawFn) -> bytes:
    """A calendar with some of its bytes gone, doubled or changed."""
    data = bytearray(MARK)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 12))] = draw(st.binary(max_size=12))
    return bytes(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=200), torn_calendars(), st.binary(max_size=80).map(lambda more: MARK + more)))
def test_arbitrary_bytes_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    sentences = []
    for read in (lambda: read_occurrences(data, start=START, end=END), lambda: find_occurrence(data, "1")):
        try:
            read()
        except CalsyncError as refusal:
            sentences.append(str(refusal))
    assert all(sentence.endswith(".") for sentence in sentences)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bad=st.lists(lines, max_size=4), good=st.lists(st.integers(0, 47), min_size=1, max_size=4, unique=True))
def test_no_good_entry_is_lost_for_a_bad_one(bad: list[list[str]], good: list[int]) -> None:
    entries: list[list[str]] = []
    for number, junk in enumerate(bad):
        # A line that only looks like the end of the entry would leave its rest outside of every entry.
        inside = [line for line in junk if not line.upper().startswith("END:VEVENT")]
        entries.append(["BEGIN:VEVENT", f"UID:bad-{number}", *inside, "END:VEVENT"])
    for hour in good:
        at = START + timedelta(hours=hour)
        entries.insert(hour % (len(entries) + 1), ["BEGIN:VEVENT", f"UID:good-{hour}", f"DTSTART:{at:%Y%m%dT%H%M%S}Z"])
    text = "".join(f"{line}\r\n" for entry in entries for line in (*entry, *_end(entry)))
    data = f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n".encode(errors="replace")
    reading = read_occurrences(data, start=START, end=END)
    found = {each.id for each in reading.occurrences}
    assert {f"good-{hour}" for hour in good} <= found
    for occurrence in reading.occurrences:
        # What a snapshot shows can be asked for by its id, and is the same.
        again = find_occurrence(data, occurrence.id)
        assert again is not None
        assert again.id == occurrence.id
        assert to_event(occurrence, "sam").start == to_event(occurrence, "sam").start.astimezone(UTC)


def _end(entry: list[str]) -> list[str]:
    return [] if entry[-1] == "END:VEVENT" else ["END:VEVENT"]
