"""No row of Graph, however odd, raises anything but that it is unreadable, or leaves UTC."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.model import Event, Unreadable
from calsync.parsers.graph_event import read_event
from tests.parsers.graph_rows import WHOLE, guest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
MOMENTS = st.fixed_dictionaries(
    {},
    optional={
        "dateTime": JSON
        | st.datetimes().map(lambda moment: moment.isoformat() + "0")
        | st.from_regex(r"\d{4}-\d\d-\d\d"),
        "timeZone": JSON | st.sampled_from(["UTC", "GMT Standard Time", "Tokyo Standard Time", "Europe/London"]),
    },
)
PLACES = st.fixed_dictionaries(
    {},
    optional={
        "displayName": st.text(max_size=30) | JSON,
        "locationType": st.sampled_from(["default", "conferenceRoom", "streetAddress"]) | JSON,
        "locationUri": st.text(max_size=30) | JSON,
        "address": st.dictionaries(st.sampled_from(["street", "city", "postalCode"]), st.text(max_size=12)) | JSON,
    },
)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.text(max_size=5) | JSON,
        "start": MOMENTS | JSON,
        "end": MOMENTS | JSON,
        "isAllDay": st.booleans() | JSON,
        "location": PLACES | JSON,
        "locations": st.lists(PLACES, max_size=3) | JSON,
        "attendees": st.lists(st.just(guest("dee@clarendon.example")) | JSON, max_size=2),
        "type": JSON,
        "createdDateTime": st.text(max_size=30) | JSON,
    },
)


@given(raw=ROWS | st.dictionaries(st.sampled_from(sorted(WHOLE)), JSON).map(lambda changes: WHOLE | changes) | JSON)
def test_no_row_however_odd_raises_or_leaves_utc(raw: Any) -> None:
    found = read_event(raw, "sam", colleagues_at="clarendon.example")
    assert isinstance(found, Event | Unreadable)
    if isinstance(found, Event):
        assert found.start.tzinfo is UTC
        assert found.start <= found.end
    else:
        assert found.why.endswith(".")
