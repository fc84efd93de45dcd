"""Whatever is asked for, nobody is sent from the sign-in to another site, nor round in a circle."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.web.next_page import HOME, next_page
from calsync.web.rates import Rate


@pytest.mark.parametrize("asked", ["/me", "/visits?day=2026-03-02&of=sam", "/held", "/a/x%20y"])
def test_a_page_of_ours_is_gone_on_to(asked: str) -> None:
    assert next_page(asked) == asked


@pytest.mark.parametrize(
    "asked", ["", "/sign-in", "/sign-in?next=/sign-in", "/signed-in/", "/sign-out", "/" + "x" * 500]
)
def test_what_leads_nowhere_or_round_in_a_circle_leads_home(asked: str) -> None:
    assert next_page(asked) == HOME


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("/\\.:@?#%09 \t\n\revil"), max_size=12) | st.text(max_size=30))
def test_nothing_that_a_browser_could_read_as_another_site_is_gone_on_to(asked: str) -> None:
    found = next_page(asked)
    # Browsers take out tabs and line ends, and read a backslash as a slash.
    as_read = found.translate({9: None, 10: None, 13: None}).replace("\\", "/")
    assert as_read.startswith("/")
    assert not as_read.startswith("//")
    assert (urlsplit(as_read).scheme, urlsplit(as_read).netloc) == ("", "")
    assert found.isascii()
    assert found.isprintable()


def test_an_address_waits_for_the_next_minute_and_others_go_on() -> None:
    now = [100.0]
    rate = Rate(each=2, all_of_them=4, elapsed=lambda: now[0])
    assert [rate.wait("a") for _ in range(3)] == [0, 0, 60]
    assert [rate.wait(each) for each in "bbc"] == [0, 0, 60]
    now[0] += 59
    assert rate.wait("a") == 1
    now[0] += 1
    assert rate.wait("a") == 0
