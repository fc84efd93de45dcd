"""How many requests may be in flight is tried with few, and the first refusal ends the tries."""

from __future__ import annotations

import httpx

from calsync.graph.probes import CONCURRENCY, DIARIES
from tests.graph.probing.conftest import House, Line


def test_no_more_than_sixty_requests_try_how_many_may_be_in_flight(house: House) -> None:
    house.tenant.concurrency = 100
    words = house.finds("concurrency")
    assert words.startswith("No refusal was met: 8 against 2 mailboxes were all answered, and 8 against one mailbox")
    assert house.spent - DIARIES.most <= CONCURRENCY.most <= 60


def test_what_is_answered_at_once_proves_nothing_about_how_many_may_be_in_flight(house: House) -> None:
    house.tenant.concurrency = 100
    house.all_sent_after = 60
    assert "too quickly to be sure" in house.finds("concurrency", settled=False)


OVER = {"error": {"code": "ApplicationThrottled", "message": "Application is over its MailboxConcurrency limit."}}


def test_the_first_refusal_ends_the_tries_and_is_told_with_its_wait(line: Line) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        in_flight = sum(count for path, count in line.in_flight.items() if path.endswith("/calendarView"))
        if in_flight > 4:
            return httpx.Response(429, json=OVER, headers={"Retry-After": "7"})
        return httpx.Response(200, json={"value": []})

    line.together = True
    record = line.ask("concurrency", answer)
    assert record.finding.words.startswith(
        "5 in flight are too many: 1 of 5 were 429 ApplicationThrottled (Application is over its MailboxConcurrency "
        "limit; Retry-After: 7), against 2 mailboxes"
    )
    assert [(each.times, each.status) for each in record.exchanges] == [(8, 200), (4, 200), (4, 200), (1, 429)]
    assert "<2 in turn>" in record.exchanges[-1].request


def test_a_limit_on_each_mailbox_is_told_from_one_on_the_app(line: Line) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/calendarView") and line.in_flight[request.url.path] > 4:
            return httpx.Response(429, json=OVER)
        return httpx.Response(200, json={"value": []})

    line.together = True
    words = line.ask("concurrency", answer).finding.words
    assert "8 against 2 mailboxes were all answered. So each mailbox's requests are counted by themselves." in words
    assert words.startswith("5 in flight are too many: 1 of 5 were 429 ApplicationThrottled")
    assert "no Retry-After" in words
