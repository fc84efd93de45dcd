"""A published calendar on the wire: what is read, what is refused and in which words; its link stays secret."""

from __future__ import annotations

import asyncio
import gzip
import logging
import threading
import traceback
from dataclasses import dataclass

import pytest

from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.feeds.fetching import MOST_BYTES
from calsync.feeds.published import JUST_NOW, WHOLE_AGAIN, PublishedCalendar
from calsync.feeds.settings import FeedCalendar
from tests.feeds.conftest import SECRET, Answer, Publisher, calendar, entry

TEXT = calendar(entry("one", "20261201T140000Z"))


@dataclass
class Elapsed:
    """A stop-watch that the test moves."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def published(publisher: Publisher, *, seconds: float = 10.0, elapsed: Elapsed | None = None) -> PublishedCalendar:
    return PublishedCalendar(
        "sam@centre.example", publisher.url(), publisher.fetcher(seconds=seconds), elapsed=elapsed or Elapsed()
    )


def refused(publisher: Publisher, answer: Answer, *, seconds: float = 10.0) -> SourceError:
    publisher.says(answer)
    with pytest.raises(SourceError) as told:
        asyncio.run(published(publisher, seconds=seconds).text())
    sentence = str(told.value)
    assert sentence.endswith(".")
    assert SECRET not in sentence
    return told.value


def test_a_published_calendar_is_read(publisher: Publisher) -> None:
    publisher.says(Answer(headers={"Content-Type": "text/calendar"}, body=TEXT))
    assert asyncio.run(published(publisher).text()) == TEXT
    ((path, headers),) = publisher.asked
    assert path == f"/{SECRET}.ics"
    assert headers["accept-encoding"] == "gzip"


def test_a_packed_calendar_is_unpacked(publisher: Publisher) -> None:
    publisher.says(Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(TEXT)))
    assert asyncio.run(published(publisher).text()) == TEXT


@pytest.mark.parametrize(
    ("mark", "condition", "value"),
    [
        ("ETag", "if-none-match", 'W/"7"'),
        ("Last-Modified", "if-modified-since", "Tue, 01 Dec 2026 09:00:00 GMT"),
    ],
)
def test_what_has_not_changed_is_not_sent_again(publisher: Publisher, mark: str, condition: str, value: str) -> None:
    def answer(headers: dict[str, str]) -> Answer:
        if headers.get(condition) == value:
            return Answer(304, {mark: value})
        return Answer(headers={mark: value}, body=TEXT)

    publisher.says(answer)
    feed = published(publisher)

    async def twice() -> list[bytes]:
        return [await feed.text(), await feed.text()]

    assert asyncio.run(twice()) == [TEXT, TEXT]
    assert [condition in headers for _, headers in publisher.asked] == [False, True]


def test_a_changed_calendar_takes_the_place_of_the_kept_one(publisher: Publisher) -> None:
    feed = published(publisher)
    newer = calendar(entry("two", "20261202T140000Z"))
    publisher.says(Answer(headers={"ETag": '"1"'}, body=TEXT))
    assert asyncio.run(feed.text()) == TEXT
    publisher.says(Answer(headers={"ETag": '"2"'}, body=newer))
    assert asyncio.run(feed.text()) == newer
    publisher.says(Answer(304))
    assert asyncio.run(feed.text()) == newer
    assert publisher.asked[-1][1]["if-none-match"] == '"2"'


def test_a_server_that_says_unchanged_for_ever_is_asked_for_the_whole_once_an_hour(publisher: Publisher) -> None:
    elapsed = Elapsed()
    feed = published(publisher, elapsed=elapsed)
    publisher.says(
        lambda asked: Answer(304) if asked.get("if-none-match") else Answer(headers={"ETag": "1"}, body=TEXT)
    )
    asyncio.run(feed.text())
    elapsed.seconds = WHOLE_AGAIN - 1
    asyncio.run(feed.text())
    elapsed.seconds = WHOLE_AGAIN
    asyncio.run(feed.text())
    assert ["if-none-match" in headers for _, headers in publisher.asked] == [False, True, False]


def test_unchanged_in_answer_to_no_condition_is_no_calendar(publisher: Publisher) -> None:
    assert isinstance(refused(publisher, Answer(304)), SourceUnavailable)


def test_a_reading_of_just_now_is_used_where_that_is_enough(publisher: Publisher) -> None:
    elapsed = Elapsed()
    feed = published(publisher, elapsed=elapsed)
    publisher.says(Answer(body=TEXT))
    asyncio.run(feed.text())
    elapsed.seconds = JUST_NOW
    assert asyncio.run(feed.text(just_now=True)) == TEXT
    assert len(publisher.asked) == 1
    elapsed.seconds = JUST_NOW + 1
    asyncio.run(feed.text(just_now=True))
    asyncio.run(feed.text())
    assert len(publisher.asked) == 3


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, SourceRefused, "the owner has stopped publishing it"),
        (410, SourceRefused, "the owner has stopped publishing it"),
        (401, SourceRefused, "must publish it to anybody with the link"),
        (403, SourceRefused, "must publish it to anybody with the link"),
        (400, SourceRefused, "check the link"),
        (500, SourceUnavailable, "could not answer"),
        (503, SourceUnavailable, "could not answer"),
        (204, SourceUnavailable, "could not answer"),
        (206, SourceUnavailable, "could not answer"),
    ],
)
def test_each_refusal_is_told_with_its_fix(publisher: Publisher, status: int, kind: type, words: str) -> None:
    error = refused(publisher, Answer(status, body=b"" if status == 204 else b"<html>no</html>"))
    assert (type(error), error.status) == (kind, status)
    assert words in str(error)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("7", 7.0),
        ("soon", None),
        ("-1", None),
        ("inf", None),
        ("5000000", 86_400.0),
        ("9" * 400, 86_400.0),
        ("Mon, 02 Mar 2020 09:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("Mon, 99 Mar 2026 09:00:00 GMT", None),
    ],
)
def test_a_server_that_asks_us_to_wait_is_obeyed(publisher: Publisher, asked: str, wait: float | None) -> None:
    error = refused(publisher, Answer(429, {"Retry-After": asked}))
    assert (type(error), error.retry_after) == (SourceUnavailable, wait)


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html>Sign in</html>", b"\r\n  <html>", b"\xef\xbb\xbf<?xml version='1.0'?>"]
)
def test_a_page_to_sign_in_is_no_calendar(publisher: Publisher, page: bytes) -> None:
    error = refused(publisher, Answer(headers={"Content-Type": "text/calendar"}, body=page))
    assert isinstance(error, SourceRefused)
    assert "give the ICS link" in str(error)


def test_a_redirect_to_a_page_to_sign_in_is_no_calendar(publisher: Publisher) -> None:
    publisher.says(Answer(body=b"<html>Sign in</html>"), "/login")
    assert "A web page came" in str(refused(publisher, Answer(302, {"Location": "/login"})))


@pytest.mark.parametrize("body", [b"", b"  \r\n "])
def test_an_empty_answer_is_not_an_empty_diary(publisher: Publisher, body: bytes) -> None:
    assert isinstance(refused(publisher, Answer(body=body)), SourceUnavailable)


def test_what_is_something_else_altogether_is_refused(publisher: Publisher) -> None:
    assert isinstance(refused(publisher, Answer(body=b"hello BEGIN:VCALENDAR")), SourceRefused)


def test_a_body_that_breaks_off_is_worth_another_try(publisher: Publisher) -> None:
    error = refused(publisher, Answer(body=TEXT[:40], promised=len(TEXT)))
    assert isinstance(error, SourceUnavailable)
    packed = gzip.compress(TEXT)
    error = refused(publisher, Answer(headers={"Content-Encoding": "gzip"}, body=packed[:-12]))
    assert isinstance(error, SourceUnavailable)


def test_a_body_of_more_than_the_bound_is_refused(publisher: Publisher) -> None:
    error = refused(publisher, Answer(body=b"BEGIN:VCALENDAR\r\n" + b"x" * MOST_BYTES))
    assert (type(error), "16 MB" in str(error)) == (SourceRefused, True)


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(publisher: Publisher) -> None:
    bomb = gzip.compress(b"BEGIN:VCALENDAR\r\n" + b"\0" * (8 * MOST_BYTES), 9)
    assert len(bomb) < MOST_BYTES // 50
    error = refused(publisher, Answer(headers={"Content-Encoding": "gzip"}, body=bomb))
    assert (type(error), "16 MB" in str(error)) == (SourceRefused, True)


@pytest.mark.parametrize("packing", ["br", "deflate", "gzip, gzip"])
def test_packing_that_nobody_asked_for_is_refused(publisher: Publisher, packing: str) -> None:
    assert isinstance(refused(publisher, Answer(headers={"Content-Encoding": packing}, body=TEXT)), SourceError)


def test_a_body_that_is_not_packed_as_it_says_is_refused(publisher: Publisher) -> None:
    answer = Answer(headers={"Content-Encoding": "gzip"}, body=TEXT)
    assert isinstance(refused(publisher, answer), SourceUnavailable)


def test_a_server_that_hangs_is_left_after_the_time_allowed(publisher: Publisher) -> None:
    hold = threading.Event()
    error = refused(publisher, Answer(body=TEXT, hold=hold), seconds=0.3)
    hold.set()
    assert (type(error), "within 0.3 seconds" in str(error)) == (SourceUnavailable, True)


def test_nobody_at_the_other_end_is_worth_another_try(publisher: Publisher) -> None:
    feed = PublishedCalendar("sam@centre.example", f"https://localhost:9/{SECRET}", publisher.fetcher())
    with pytest.raises(SourceUnavailable, match=r"^No answer from localhost: no connection\. Check"):
        asyncio.run(feed.text())


def test_three_redirects_are_followed_and_a_fourth_is_not(publisher: Publisher) -> None:
    publisher.says(Answer(302, {"Location": "/b"}))
    publisher.says(Answer(307, {"Location": publisher.url("/c")}), "/b")
    publisher.says(Answer(301, {"Location": "/d"}), "/c")
    publisher.says(Answer(body=TEXT), "/d")
    assert asyncio.run(published(publisher).text()) == TEXT
    publisher.says(Answer(301, {"Location": "/e"}), "/d")
    publisher.says(Answer(body=TEXT), "/e")
    with pytest.raises(SourceRefused, match="more than 3 times"):
        asyncio.run(published(publisher).text())


@pytest.mark.parametrize(
    "onwards",
    ["http://localhost/x.ics", "ftp://localhost/x", "https://user:word@localhost/x", "https://[/"],
)
def test_a_redirect_away_from_https_is_not_followed(publisher: Publisher, onwards: str) -> None:
    refused(publisher, Answer(302, {"Location": onwards}))
    assert len(publisher.asked) == 1


def test_the_link_is_in_no_log_no_error_and_no_repr(publisher: Publisher, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    publisher.says(Answer(302, {"Location": f"/{SECRET}-again.ics"}))
    publisher.says(Answer(body=TEXT), f"/{SECRET}-again.ics")
    feed = published(publisher)
    asyncio.run(feed.text())
    for status in (403, 404, 429, 500):
        refused(publisher, Answer(status))
    told = FeedCalendar(worker="sam@centre.example", url=publisher.url())
    everything = caplog.text + repr(feed) + repr(told) + str(told) + repr(vars(feed)["_what"])
    assert SECRET not in everything


def test_no_traceback_carries_the_link(publisher: Publisher) -> None:
    feed = PublishedCalendar("sam@centre.example", f"https://localhost:9/{SECRET}", publisher.fetcher())
    with pytest.raises(SourceError) as told:
        asyncio.run(feed.text())
    assert SECRET not in "".join(traceback.format_exception(told.value))
