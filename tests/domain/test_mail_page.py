"""A mail as HTML: the words of the plain text and no others, to be read by anybody on anything."""

from __future__ import annotations

import re
from functools import partial
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.links import ShownLink
from calsync.domain.mail_page import ON_BUTTON
from calsync.domain.mail_page import page as page_of
from calsync.domain.model import AlarmKind
from calsync.domain.standing_word import standing
from calsync.domain.wording import compose
from calsync.parsers.dialling import same_number
from tests.house import SAM, clock
from tests.scenes import ALARM, TO_DEPUTY, TO_MANAGER, a_row, a_scene
from tests.values import a_deadline

HOW_PEOPLE_WRITE_IT = (
    "07700 900101",
    "+44 (0)7700 900101",
    "(+44) 7700 900101",
    "07700\u2011900101",
    "0044 7700-900-101",
)
SUBJECT = "ALARM: Sam Visits is 20 minutes late [ABCDEF]"
KNOWN_TAGS = {
    "html", "head", "meta", "title", "body", "h1", "h2", "p", "br", "ul", "ol", "li", "table", "tr", "th", "td", "a",
}  # fmt: skip


class Read(HTMLParser):
    """What stands in a page: its tags, the attributes of them, and the words outside its head."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words = ""
        self._in_head = False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._in_head = tag == "head" or (self._in_head and tag != "body")
        self.words += " "

    def handle_data(self, data: str) -> None:
        self.words += "" if self._in_head else data

    def links(self) -> list[str]:
        return [value for tag, name, value in self.attributes if (tag, name) == ("a", "href")]


page = partial(page_of, dial=same_number)


def bare(words: str) -> list[str]:
    """The words without what is only set differently: the marks of lists."""
    return re.sub(r"(?m)^(?:- |\d{1,3}\. )", "", words).split()


@pytest.mark.parametrize("row", [a_row(), TO_DEPUTY, TO_MANAGER], ids=["worker", "deputy", "manager"])
def test_it_says_what_the_plain_text_says_and_nothing_else(row):
    subject, text = compose(row, a_scene(ALARM))
    heading = subject.removesuffix(" [ABCDEF]")
    assert Read(page(subject, text)).words.split() == bare(f"{heading}\n{text}")


def test_it_names_its_language_and_has_one_heading_that_repeats_what_is_asked():
    made = page("Have you left? [ABCDEF]", "Your visit was to end at 14:00.")
    assert '<html lang="en-GB">' in made
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", made) == ["Have you left?"]
    assert "<title>Have you left?</title>" in made


def test_answers_are_a_list_and_the_call_sheet_is_a_table_with_its_labels_as_headings():
    made = page(
        SUBJECT, 'Who: Sam Visits\nWhere: 12 Elm Road\nRotherham\n\nAnswer:\n- "left"\n- "+30"\n\n2. one\n4. two'
    )
    assert len(re.findall(r"<li", made)) == 4
    assert 'value="4"' in made
    assert re.findall(r'<th scope="row"[^>]*>(.*?)</th>', made) == ["Who:", "Where:"]
    assert "12 Elm Road<br>Rotherham</td>" in made


def test_a_number_is_rung_by_a_tap_but_never_999():
    made = page(SUBJECT, "Please ring Sam now: 07700 900123 or +44 (0)1709 336080. No answer: dial 999. Log 1234567.")
    assert Read(made).links() == ["tel:+447700900123", "tel:+441709336080"]


@pytest.mark.parametrize("written", HOW_PEOPLE_WRITE_IT)
def test_a_number_is_rung_by_a_tap_however_it_is_written(written):
    made = Read(page(SUBJECT, f"Please ring Sam now ({written})."))
    assert made.links() == ["tel:+447700900101"]
    assert f"{written})" in made.words


@pytest.mark.parametrize("number", ["0905 123 4567", "01709 33608012", "(0)999 999 999 99"])
def test_what_nobody_should_ring_by_a_tap_stays_words(number):
    made = Read(page(SUBJECT, f"Log: {number}."))
    assert made.links() == []
    assert number in made.words


@pytest.mark.parametrize("beside", [None, "dee"])
def test_where_nobody_is_to_ring_no_number_is_a_link(beside):
    duress = a_deadline(alarm=AlarmKind.DURESS, base=clock("13:20"))
    scene = a_scene(duress)
    if beside:
        word = standing(duress, (), lambda _: "Sam Visits", lambda _: "13:20", about=duress.worker)
        scene = a_scene(ALARM, word=word)
    subject, text = compose(TO_DEPUTY, scene)
    assert SAM.mobile in text
    assert Read(page(subject, text)).links() == []


def test_the_link_of_a_question_is_large_and_says_what_to_type():
    link = ShownLink(address="https://safe.example/a/abc", digits="42")
    subject, text = compose(a_row(), a_scene(link=link))
    made = page(subject, text, pages="https://safe.example")
    assert Read(made).links() == [link.address]
    assert ">Or answer on this page, and type 42 there</a>" in made


def test_an_address_of_our_own_is_a_large_link_that_can_be_read_and_no_other_is_one():
    ours = "https://safe.example/a/abc"
    text = f"I have left and I am safe: {ours}\n\nsee https://safe.example.evil.test/a/abc\n\nhttps://evil.test/"
    made = page("Have you left?", text, pages="https://safe.example/")
    assert Read(made).links() == [ours]
    assert ">I have left and I am safe</a>" in made
    assert f">{ours}</p>" in made
    assert Read(page("Have you left?", text)).links() == []


def test_white_on_the_button_can_be_read_by_weak_eyes():
    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    brighter, darker = sorted(map(light, ON_BUTTON), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 7
    made = page("x", "Open: https://safe.example/a", pages="https://safe.example")
    assert set(re.findall(r"(?:[; \"]color|background-color):(#\w+)", made)) == set(ON_BUTTON)


LINES = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        '- "left"',
        "1. one",
        "Who: <b>",
        "  more",
        "LOUD",
        "",
        "<script>alert(1)</script>",
        "&lt;",
        "07700 900123",
        "\"'>",
    ]
)


@settings(max_examples=50, deadline=None)
@given(subject=LINES, lines=st.lists(LINES, max_size=8))
def test_nothing_that_others_have_written_becomes_markup_and_nothing_is_fetched(subject, lines):
    read = Read(page(subject, "\n".join(lines), pages="https://safe.example"))
    assert set(read.tags) <= KNOWN_TAGS
    assert read.tags.count("h1") == 1
    names = {name for _, name, _ in read.attributes}
    assert not names & {"src", "background", "srcset", "onclick", "onload", "class", "id"}
    assert all(each.startswith(("tel:", "https://safe.example/")) for each in read.links())
    assert "url(" not in " ".join(value for _, name, value in read.attributes if name == "style")


def test_a_do_not_ring_that_somebody_wrote_takes_no_number_away_and_ours_takes_all():
    sheet = "Please ring Sam now: 07700 900101.\n\nWho: Sam Visits\nTelephone: 07700 900101\n"
    for wrote in (
        'Last heard: 13:40: "still here, do not ring"',
        'Not understood: 13:40: "he said "do not ring" me"',
        'Last heard from an unknown address: 13:40: "do not ring" (it may be theirs)',
        'Attempt: 13:45 Dee Deputises: wrote: "she says do not ring"',
    ):
        assert page_of(SUBJECT, f"{sheet}{wrote}", dial=same_number).count('href="tel:') == 2
    ours = "Code word: given at 13:30; they may be held and must NOT be rung. Nobody has it yet"
    assert "tel:" not in page_of(SUBJECT, f'{sheet}{ours}\nLast heard: 13:40: "safe"', dial=same_number)


def test_a_log_number_is_nobodys_telephone():
    text = (
        "The emergency services were told, log numbers 01144960001 and 07700900555. Ring Sam: 07700 900101.\n\n"
        '- "stood down, log 01144960001": they are told that it is over\n\nOutside: told, log number 01144960001'
    )
    assert re.findall(r'href="tel:([^"]*)"', page_of(SUBJECT, text, dial=same_number)) == ["+447700900101"]
