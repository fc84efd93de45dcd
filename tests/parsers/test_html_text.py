"""HTML mail as the person saw it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.html_text import LONGEST, RULE, UNREAD, html_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Left,&nbsp;all <b>fine</b></p><p>Sam</p>", "Left, all fine\nSam"),
        ("left<br>all\n   fine<br/><br/>Sam", "left\nall fine\n\nSam"),
        ("<div>one<div>two</div>three</div>", "one\ntwo\nthree"),
        ('<blockquote type="cite">a<blockquote>b</blockquote></blockquote>c', "> a\n> > b\nc"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "a\nb\nc"),
        ("left<hr><b>From:</b> Desk<br>", f"left\n{RULE}\nFrom: Desk"),
        ("<head><title>safe</title><style>safe</style></head><script>safe</script>left", "left"),
        ('<div style="display:none">&zwnj;&nbsp;&#847;</div><span hidden> - </span><p>no</p>', "no"),
        ("<!-- safe --><!--[if mso]>safe<![endif]-->left<![if !vml]>, ok<![endif]>", "left, ok"),
        ("<pre>left\nall fine</pre>", "left\nall fine"),
        ("<tr><td>left</td><td>fine</td></tr>", "left fine"),
        ('left <img alt="👍"><img alt="Council logo">', "left 👍"),
        ("</div></blockquote></p>left", "left"),
        ("plain < text & no markup", "plain < text & no markup"),
        ("", ""),
    ],
)
def test_lines_are_kept_quotes_are_marked_and_nothing_hidden_is_shown(markup: str, text: str) -> None:
    assert html_text(markup) == text


def test_what_is_struck_out_or_cut_off_leaves_a_mark() -> None:
    assert html_text("<s>not</s> safe") == f"{UNREAD} safe\n{UNREAD} not"
    assert html_text(f"safe{' ' * LONGEST}not") == f"safe\n{UNREAD}"
    assert html_text("safe<![nonsense[ x ]]>").endswith(("safe", UNREAD))


@pytest.mark.parametrize(
    "markup",
    [
        '<p>left, all fine</p><p style="mso-hide:all">pineapple</p>',
        '<p>left, all fine</p><p style="color:red; FONT-SIZE: 0px !important;">pineapple</p>',
        '<p>left, all fine</p><p style="font-size:0.0">pineapple</p>',
        "<div>left, all fine</div><noscript>pineapple</noscript>",
        "<div>left, all fine</div><object><p>pineapple</p></object>",
        "left, all <span hidden>pineapple</span>fine",
        "left, all fine<style>p {} pineapple",
    ],
)
def test_what_is_hidden_stands_behind_a_mark_and_leaves_what_is_seen_whole(markup: str) -> None:
    first, *rest = html_text(markup).split("\n")
    assert first == "left, all fine"
    assert rest
    assert rest[0].startswith(UNREAD)
    assert "pineapple" in rest[0]


@pytest.mark.parametrize("style", ["font-size:0.9em", "font-size:0.875rem", "font-size:.95em", "x-display:none"])
def test_small_letters_are_seen(style: str) -> None:
    assert html_text(f'<p>left</p><p style="{style}">not safe</p>') == "left\nnot safe"


def test_a_head_that_is_never_closed_hides_nothing() -> None:
    assert html_text("<head><title>x</title><body><p>not safe") == "not safe"


def test_tags_that_are_never_closed_cost_little_and_swallow_nothing() -> None:
    assert html_text("<a " * 200_000).startswith("<a <a")
    assert html_text("<blockquote>" * 20_000 + "x</p>" * 20_000).endswith("x")
    assert html_text('<img alt="a > b">not <b class="x>safe</b>') == 'b">not safe'
    assert html_text("left <!-- never closed") == f"left {UNREAD}"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<blockquote>", "</pre>", "<pre>", "<![", "<!--", "<s>", "safe", "&#0;", "<"])
    )
)
def test_any_heap_of_tags_is_read_without_an_error(parts: list[str]) -> None:
    html_text("".join(parts))
