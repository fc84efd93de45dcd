"""What an answer about the visits of somebody away orders: plain words alone, and nothing in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.away_reply import Order, Ordered, read_away_reply

NAMES = frozenset({"Morgan Manages", "Morgan"})


def read(text: str) -> list[tuple[str, tuple[int, ...], str]] | None:
    found = read_away_reply(text, numbers=(1, 2), names=NAMES)
    return [(each.order.value, each.numbers, each.to) for each in found] if found is not None else None


@pytest.mark.parametrize(
    "text",
    ["call off", "Call off both.", "Please call off\n\nThanks\nMorgan", "cancel them", "Hi, call off all, thanks"],
)
def test_all_of_it_is_called_off(text: str) -> None:
    assert read(text) == [("call-off", (), "")]


@pytest.mark.parametrize(
    "text", ["they stand", "undo", "It stands.", "leave them", "stand\n\nKind regards\nMorgan Manages"]
)
def test_all_of_it_stands(text: str) -> None:
    assert read(text) == [("stand", (), "")]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("yes", "call-off"), ("Yes please", "call-off"), ("Yes, thanks\n\nMorgan Manages\nTeam Manager", "call-off"),
        ("Hi, yes both", "call-off"), ("please do", "call-off"), ("no", "stand"), ("No thanks.\nMorgan", "stand"),
        ("call off 1", None), ("no, they stand", None), ("yes and no", None), ("yes?", None), ("yes but not 2", None),
        ("yes, 1", None), ("ok", None), ("no no", None), ("yes she is away", None), ("not yes", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_orders_where_one_question_was_asked_and_nowhere_else(text: str, order: str | None) -> None:
    found = read_away_reply(text, numbers=(1, 2), names=NAMES, asked=True)
    mere = found is not None and len(found) == 1 and not found[0].numbers
    assert found == read_away_reply(text, numbers=(1, 2), names=NAMES) if order is None else mere
    if order is not None and found is not None:
        assert (found[0].order, read_away_reply("yes", numbers=(1, 2))) == (order, None)


def test_single_visits_go_by_their_numbers() -> None:
    assert read("call off 1") == [("call-off", (1,), "")]
    assert read("call off 1 and 2") == [("call-off", (1, 2), "")]
    assert read("1 stands, call off 2") == [("stand", (1,), ""), ("call-off", (2,), "")]
    assert read("Call off 1, 2 stands") == [("call-off", (1,), ""), ("stand", (2,), "")]
    assert read("undo 2") == [("stand", (2,), "")]


def test_a_visit_is_handed_to_a_name_or_an_address() -> None:
    assert read("hand 2 to Dee") == [("hand", (2,), "Dee")]
    assert read("hand 2 to Dee Deputises\nMorgan") == [("hand", (2,), "Dee Deputises")]
    assert read("call off 1, hand over 2 to dee@clarendon.test") == [
        ("call-off", (1,), ""), ("hand", (2,), "dee@clarendon.test"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", "yes", "ok", "no", "call off?", "call off 3", "call off 1 and 1", "do not call off", "call off all but 1",
        "call off tomorrow", "call off 1, they stand", "hand 2", "hand 2 to", "hand 1 to Dee and 2 to Ash",
        "I will ring her and then call off", "call off 10:00", "call off 1, 2 stand", "> call off",
    ],
)  # fmt: skip
def test_what_is_not_plain_orders_nothing(text: str) -> None:
    assert read(text) is None


@settings(deadline=None)
@given(st.text(alphabet="cal of123,.and hto\nDe?", max_size=60))
def test_whatever_is_written_orders_only_visits_of_the_list_each_once(text: str) -> None:
    found = read_away_reply(text, numbers=(1, 2)) or ()
    named = [number for each in found for number in each.numbers]
    assert set(named) <= {1, 2}
    assert len(named) == len(set(named))
    assert all(isinstance(each, Ordered) and (each.order is not Order.HAND or each.to) for each in found)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    read_away_reply(text, numbers=(1, 2), names=NAMES)
