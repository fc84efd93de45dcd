"""An answer above our own HTML mail is read as without it, and nothing quoted of ours is ever the worker's."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache, partial
from html import escape
from pathlib import Path

import pytest

from calsync.domain.answering import UNCLEAR
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.links import ShownLink
from calsync.domain.mail_page import page as page_of
from calsync.domain.model import Ask, DeadlineKind, Role, Tag
from calsync.domain.wording import compose
from calsync.parsers.answer_mail import read_answer
from calsync.parsers.dialling import same_number
from calsync.parsers.html_text import html_text
from calsync.parsers.reply import Intent
from calsync.parsers.responder_reply import read_responder_reply
from calsync.parsers.visible_text import unquoted
from tests.scenes import TO_DEPUTY, TO_MANAGER, a_row, a_scene
from tests.values import a_deadline, a_visit

SENT = datetime(2026, 12, 1, 15, 10, tzinfo=UTC)
CODE_WORDS = ("blue folder",)
FROM = "<b>From:</b> calsync &lt;checkin@rivelin.example&gt;<br><b>Sent:</b> 01 December 2026 15:00<br><b>To:</b> Sam"
STYLES = {
    "outlook": '<html><body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal">{said}<o:p></o:p></p>'
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
    f"{FROM}<br><b>Subject:</b> {{subject}}</p></div>{{quoted}}</div></body></html>",
    "outlook-web": '<html><body dir="ltr"><div class="elementToProof">{said}</div><div id="appendonsend"></div>'
    '<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">'
    f"{FROM}<br><b>Subject:</b> {{subject}}</font></div>{{quoted}}</body></html>",
    "ios": '<html><body dir="auto">{said}<br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>'
    '<blockquote type="cite">On 1 Dec 2026, at 15:00, calsync &lt;checkin@rivelin.example&gt; wrote:<br><br>'
    '</blockquote></div><blockquote type="cite"><div dir="ltr">{quoted}</div></blockquote></body></html>',
    "gmail": '<div dir="ltr">{said}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Tue, 1 Dec '
    "2026 at 15:00, calsync &lt;<a href='mailto:checkin@rivelin.example'>checkin@rivelin.example</a>&gt; wrote:<br>"
    '</div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">'
    "<u></u>{quoted}</blockquote></div>",
    "samsung": "<html><body>{said}<div><br></div><div>Sent from my Galaxy</div><div>-------- Original message "
    "--------</div><div>From: calsync &lt;checkin@rivelin.example&gt; </div><div>Date: 01/12/2026 15:00 </div>"
    "<div>To: Sam </div><div>Subject: {subject} </div>{quoted}</body></html>",
}
ANSWERS = ("Left, all fine", "+30", "still here", "call me", "is it safe?", "not safe", "ok?", "blue folder", "hmm")
BRIEFLY = ("Left, all fine", "not safe")

page = partial(page_of, dial=same_number)


def _asked(kind: DeadlineKind):
    return a_scene(a_deadline(kind=kind, id=f"{a_visit().id}:{kind}"))


@cache
def questions() -> tuple[tuple[str, str], ...]:
    """Everything that a worker is asked, as subject and text."""
    possible = a_scene(visit=a_visit(tag=Tag.POSSIBLE))
    asked = [(a_row(), _asked(kind)) for kind in DeadlineKind]
    asked += [(a_row(step), a_scene()) for step in (UNCLEAR, DIARY_CHANGED)]
    asked += [(a_row(ask=Ask.IS_IT_A_VISIT), possible), (a_row(), possible), (a_row(UNCLEAR), possible)]
    asked += [(a_row(), a_scene(link=ShownLink(address="https://safe.example/a/7qmwxk2h", digits="30")))]
    asked += [(a_row(), a_scene(a_deadline(late_entry=True))), (a_row(ask=Ask.CONFIRM), a_scene())]
    return tuple(compose(row, scene) for row, scene in asked)


def quoting(style: str, said: str, subject: str, text: str) -> str:
    """What Exchange hands over of an answer that quotes our mail, once as HTML and once as its own text of that."""
    quoted = re.sub(r"(?s)^.*<body[^>]*>|</body>.*$", "", page(subject, text, pages="https://safe.example"))
    return STYLES[style].format(said=escape(said), subject=escape(subject), quoted=f"<div>{quoted}</div>")


def as_exchange_writes(markup: str) -> str:
    """The text that Exchange makes of HTML: stars before items, and each link's address behind its words."""
    markup = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', r"\2&lt;\1&gt;", markup).replace("<li", "<div>  *   </div><li")
    return html_text(markup)


def meant(text: str, subject: str) -> Intent:
    return read_answer(
        text, headers=(), subject=f"RE: {subject}", sender="sam@rivelin.example", sent=SENT, code_words=CODE_WORDS,
        names=("Sam Visits", "Sam"),
    ).intent  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_an_answer_that_quotes_our_mail_means_what_it_means_alone(style):
    for place, (subject, text) in enumerate(questions()):
        for said in BRIEFLY if place else ANSWERS:
            markup = quoting(style, said, subject, text)
            alone = meant(said, subject)
            assert meant(html_text(markup), subject) is alone, (said, subject)
            assert meant(as_exchange_writes(markup), subject) is alone, (said, subject)


@pytest.mark.parametrize("style", STYLES)
def test_of_an_answer_that_says_nothing_our_own_words_are_cut_whole(style):
    for subject, text in questions():
        left = unquoted(html_text(quoting(style, "", subject, text)))
        assert not re.search(r"left|visit|answer|safe|call me|\?", left, re.IGNORECASE), left
        assert meant(html_text(quoting(style, "", subject, text)), subject) is Intent.UNKNOWN


def test_our_own_words_are_no_answer_even_where_nothing_says_whose_they_are():
    """A program that quotes without a mark: nothing of it may end a watch or give more time."""
    for subject, text in questions():
        for words in (
            text,
            html_text(page(subject, text)),
            as_exchange_writes(page(subject, text)),
        ):
            assert meant(words, subject) not in (Intent.SAFE, Intent.EXTEND, Intent.CONTACT), subject


CORPUS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data/answers/answers.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_the_lines_of_the_corpus_mean_the_same_above_our_mail():
    subject, text = questions()[0]
    rows = [(row["text"], row["intent"]) for row in CORPUS if set(row["headers"]) <= {"From", "Subject", "Date"}]
    rows = [(said, intent) for said, intent in rows if "wrote:" not in said and "From:" not in said][::7]
    assert len(rows) >= 20
    for said, intent in rows:
        markup = quoting("outlook", "\n", subject, text).replace("\n", escape(said).replace("\n", "<br>"), 1)
        assert meant(html_text(markup), subject) == intent, said


@pytest.mark.parametrize("style", STYLES)
def test_a_responder_who_quotes_our_alarm_is_read_by_their_own_words(style):
    for row in (TO_DEPUTY, TO_MANAGER):
        subject, text = compose(row, a_scene())
        assert row.role is not Role.WORKER
        for said in ("I have it", "999 called, log 123", "close: safe and well, I spoke to them", ""):
            assert read_responder_words(html_text(quoting(style, said, subject, text))) == read_responder_words(said)


def read_responder_words(text: str):
    reply = read_responder_reply(text)
    return reply.kind, reply.reason
