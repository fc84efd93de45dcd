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
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n> > b\nc"),
        ("left<hr><b>From:</b> Desk<br>", f"left\n{RULE}\nFrom: Desk"),
        ("<head><title>safe</title><style>safe</style></head><script>safe</script>left", "left"),
        ('<div style="display:none">safe</div><span hidden>safe</span><p>no</p>', "no"),
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
    assert html_text("<s>not</s> safe") == f"{UNREAD} safe"
    assert html_text(f"safe{' ' * LONGEST}not") == f"safe\n{UNREAD}"
    assert html_text("safe<![nonsense[ x ]]>").endswith(("safe", UNREAD))


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
