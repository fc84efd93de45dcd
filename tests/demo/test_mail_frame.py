"""A mail as HTML in the stand-in: shown as Outlook would, and nothing of it runs, is sent or is fetched."""

from __future__ import annotations

from html import unescape

from calsync.demo.mail_frame import NARROW, WIDE, height_of, in_a_frame
from calsync.demo.tenant import message_id
from calsync.domain.mail_page import page
from calsync.parsers.dialling import same_number

MAIL = page(
    "Have you left? [ABC234]",
    "Your visit was to end.\n\nOpen it: http://127.0.0.1:1/a/x",
    dial=same_number,
    pages="http://127.0.0.1:1",
)


def test_the_frames_document_forbids_whatever_is_fetched_before_anything_of_the_mail():
    for markup in (MAIL, "<p>Hello</p>", "<HTML><HEAD lang='en'></HEAD><img src=https://x.example/1.png></HTML>"):
        shown = in_a_frame(markup)
        policy = shown.index("default-src 'none'")
        assert policy < shown.index('<base target="_blank">')
        assert not any(0 <= shown.find(mark) < policy for mark in ("<p", "<img", "<body", "<style"))
    assert "Your visit was to end." in in_a_frame(MAIL)
    assert "light dark" not in in_a_frame(MAIL)


def test_a_longer_mail_has_a_higher_frame_and_so_has_a_narrower_window():
    short, long = "One line.", "A line of some words that goes on for a while, and then some.\n" * 12
    assert height_of(short, WIDE) == height_of(short, NARROW) < height_of(long, WIDE) < height_of(long, NARROW)
    assert height_of(long * 50, NARROW) == height_of(long * 100, NARROW)


def test_a_mail_in_html_stands_in_a_sandbox_that_runs_nothing_and_its_text_beside_it(browser_like, tenant, person):
    sam, morgan = person("Sam Visits"), person("Morgan Manages")
    tenant.send_mail(morgan.mail, sam.mail, "Have you left?", "Plain <b>words</b>, see https://example.org/page")
    (asked,) = tenant.mail(sam.id)
    shown = browser_like.get(f"/outlook/people/{sam.id}/mail/{message_id(asked)}").text
    assert "<iframe" not in shown
    assert "&lt;b&gt;words" in shown
    assert 'href="https://example.org/page"' in shown

    tenant.reply(sam.id, message_id(asked), "Left.\n<script>alert(1)</script>")
    (answer,) = tenant.mail(morgan.id)
    shown = browser_like.get(f"/outlook/people/{morgan.id}/mail/{message_id(answer)}").text
    frame = shown[shown.index("<iframe") : shown.index("</iframe>")]
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame
    assert "<script" not in shown
    assert "Left." in unescape(frame)
    assert "As plain text" in shown
