"""What is only indented or struck out is no quote and no answer; a cry or code word in a doubtful quote is heard."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.domain.worker_wording import (
    HOW_TO_ANSWER,
    HOW_TO_BE_HOME,
    HOW_TO_COME_BACK,
    HOW_TO_SAY_ALL_IS_WELL,
)
from calsync.parsers.html_text import html_text
from calsync.parsers.mime_mail import read_mime
from calsync.parsers.reply import Intent, read_reply

SENT = datetime(2026, 3, 2, 14, 1, tzinfo=UTC)
BEGUN = "<div>Left, all fine</div>"
GMAIL = 'style="margin:0 0 0 40px;border:none;padding:0px"'
ON = "<div>On Tue, 1 Dec 2026 at 15:00, Desk &lt;d@rivelin.example&gt; wrote:</div>"
FROM = "From: Desk<br>Sent: 1 December 2026<br>To: Sam<br>Subject: x<br><br>Are you safe?"
NOT_SAFE = [
    f"{BEGUN}<blockquote {GMAIL}>not really, come quick</blockquote>",
    f"{BEGUN}<blockquote {GMAIL}><div>not really, come quick</div></blockquote>",
    f"{BEGUN}<blockquote>not really</blockquote>",
    f'{BEGUN}<blockquote style="margin-left:40px">they will not let me go</blockquote>',
    f'{BEGUN}<blockquote class="indent">no</blockquote>',
    f'{BEGUN}<blockquote class="gmail_quote" {GMAIL}>he is here</blockquote>',
    f'{BEGUN}<blockquote class="gmail_quote">not safe, call me</blockquote>',
    f"{BEGUN}<blockquote {GMAIL}><blockquote {GMAIL}>come quick</blockquote></blockquote>",
    f"<blockquote {GMAIL}>not really</blockquote>{BEGUN}",
    f"{BEGUN}<blockquote {GMAIL}>not really</blockquote>{ON}<blockquote>Are you safe?</blockquote>",
    f"{BEGUN}<blockquote>{FROM}</blockquote>not really",
    f"{BEGUN}{ON}<blockquote>Are you safe?</blockquote>not really",
    f"{BEGUN}<blockquote {GMAIL}>come quick",
    '<span style="text-decoration:line-through">Left, all fine</span>',
    '<span style="TEXT-DECORATION: underline line-through red">Left, all fine</span>',
    '<span style="color:red;text-decoration-line:line-through">Left, all fine</span>',
    'Left, all <span style="text-decoration: line-through !important">un</span>fine',
    "Left, all fine<br>&gt; not safe, call me",
]
CODE_WORD = [
    f"{BEGUN}<blockquote {GMAIL}>pineapple</blockquote>",
    f"{BEGUN}<blockquote>pineapple</blockquote>",
    f'{BEGUN}<blockquote class="gmail_quote">pineapple</blockquote>',
    "Left, all fine<br>&gt; pineapple",
    'Left, all fine <span style="text-decoration:line-through">pineapple</span>',
]
PLAIN = [
    f"{BEGUN}{ON}<blockquote>pineapple, not safe</blockquote>",
    f'{BEGUN}<blockquote type="cite">Have you left?</blockquote>',
    f'{BEGUN}<blockquote cite="mid:1">Have you left?</blockquote>',
    f'{BEGUN}{ON}<blockquote class="gmail_quote">not safe</blockquote>',
    f"{BEGUN}<blockquote>{FROM}</blockquote>",
    f'{BEGUN}<blockquote class="quote" style="border:none;border-left:solid #CCC 1pt">Have you left?</blockquote>',
    f'{BEGUN}<div>{FROM}</div><blockquote type="cite">pineapple</blockquote>',
    '<p style="text-decoration:none">Left, all fine</p>',
]


def said(markup: str) -> Intent:
    return read_reply(html_text(markup), sent=SENT, code_words=("pineapple",)).intent


@pytest.mark.parametrize("markup", NOT_SAFE)
def test_what_is_indented_or_struck_out_makes_an_answer_unclear(markup: str) -> None:
    assert said(markup) in (Intent.UNKNOWN, Intent.HELP)


@pytest.mark.parametrize("markup", CODE_WORD)
def test_a_code_word_that_is_indented_or_in_a_quote_of_nobodys_is_heard(markup: str) -> None:
    assert said(markup) is Intent.DURESS


@pytest.mark.parametrize("markup", PLAIN)
def test_a_quote_that_is_called_one_takes_nothing_from_a_plain_answer(markup: str) -> None:
    assert said(markup) is Intent.SAFE


def test_of_a_mail_whose_plain_text_marks_what_is_only_indented_the_html_is_read() -> None:
    mail = (
        "From: sam@rivelin.example\nContent-Type: multipart/alternative; boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\nLeft, all fine\n\n> not really\n"
        f"--x\nContent-Type: text/html\n\n{BEGUN}<blockquote {GMAIL}>not really</blockquote>\n--x--\n"
    )
    assert read_reply(read_mime(mail.encode()).text, sent=SENT).intent is Intent.UNKNOWN


@pytest.mark.parametrize("question", [HOW_TO_ANSWER, HOW_TO_COME_BACK, HOW_TO_BE_HOME, HOW_TO_SAY_ALL_IS_WELL])
def test_our_own_question_in_a_quote_of_nobodys_is_no_cry(question: str) -> None:
    quoted = "\n".join(f"> {line}" for line in question.split("\n"))
    assert read_reply(f"Left, all fine\n\n{quoted}", sent=SENT).intent is Intent.SAFE
    assert read_reply(f"Left, all fine\n\n{quoted}\n> call me", sent=SENT).intent is not Intent.SAFE


def test_indents_in_great_number_cost_little() -> None:
    deep = "<blockquote>" * 5000 + "From: x<br>Sent: y<br>To: z<br>" * 2000 + "</blockquote>" * 5000
    assert html_text(deep).startswith("> ")
