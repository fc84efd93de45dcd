"""Law 10: blindness is told in one message a cause, however many diaries it takes and however often it flaps."""

from __future__ import annotations

from dataclasses import replace

from tests.it_house import STEP, UNREAD, ItHouse, down, forbidden, graph_is_down, hanging


def test_one_refused_and_one_hanging_are_two_causes_and_the_rest_is_read():
    house = ItHouse(workers=5)
    house.calendars.refuse("sam", forbidden())
    house.calendars.refuse("w1", hanging())
    house.live(30)
    assert house.subjects == [UNREAD, UNREAD]
    assert sorted(each.about for each in house.standing) == ["sam", "w1"]


def test_a_tenant_that_is_down_is_told_in_one_message_that_counts_and_names_ten():
    house = ItHouse(workers=60)
    house.live(1)
    graph_is_down(house)
    house.refuse_all(down)
    house.live(60)
    assert house.subjects == ["61 diaries are not being read"]
    (mail,) = house.server.sent
    assert mail.text.count("The diary of") == 10
    assert "and 51 more" in mail.text
    assert len(house.standing) == 61


def test_a_tenant_whose_diaries_go_stale_one_after_the_other_is_told_in_one_message_too():
    house = ItHouse(workers=20)
    with house.store.transaction() as tx:
        tx.put_mailboxes(
            replace(each, next_poll_at=each.next_poll_at + n * STEP / 3) for n, each in enumerate(tx.mailboxes())
        )
    house.live(5)
    house.refuse_all(down)
    house.live(120)
    (subject,) = house.subjects
    assert subject == UNREAD or "diaries are not being read" in subject
    assert "21 diaries fail in this way at present" in house.server.sent[0].text
    assert len(house.standing) == 21


def test_who_still_fails_when_the_outage_is_over_for_the_others_is_told_by_name_within_the_hour():
    house = ItHouse(workers=20)
    with house.store.transaction() as tx:
        tx.put_mailboxes(
            replace(each, next_poll_at=each.next_poll_at + n * STEP / 3) for n, each in enumerate(tx.mailboxes())
        )
    house.live(5)
    house.refuse_all(down)
    house.live(20)
    assert len(house.subjects) == 1
    unnamed = [each.about for each in house.standing if each.told is None and each.about != "sam"]
    assert unnamed
    house.allow_all()
    house.calendars.refuse(unnamed[-1], down(unnamed[-1]))
    house.live(61)
    assert f"Worker {unnamed[-1].removeprefix('w')}" in house.server.sent[-1].text


def test_an_outage_that_says_a_thousand_things_is_one_cause():
    house = ItHouse(workers=12)
    house.live(1)
    for number, state in enumerate(house.mailboxes()):
        house.calendars.refuse(state.worker, (down, lambda _: hanging())[number % 2](state.worker))
    house.live(30)
    assert len(house.subjects) == 1


def test_an_outage_that_grows_is_told_again_after_an_hour_and_then_names_those_that_are_new():
    house = ItHouse(workers=12)
    house.live(1)
    for worker in ("w1", "w2", "w3", "w4"):
        house.calendars.refuse(worker, forbidden(worker))
    house.live(20)
    before = len(house.subjects)
    for worker in ("w5", "w6", "w7"):
        house.calendars.refuse(worker, forbidden(worker))
    house.live(30)
    assert len(house.subjects) == before == 1
    house.live(40)
    assert house.subjects[1:] == ["3 diaries are not being read"]
    assert all(name in house.server.sent[1].text for name in ("Worker 5", "Worker 6", "Worker 7"))
    assert "Worker 1 " not in house.server.sent[1].text


def test_what_flaps_is_told_no_second_time_within_the_hour():
    house = ItHouse()
    for _ in range(6):
        house.calendars.refuse("sam", forbidden())
        house.live(25)
        house.calendars.allow("sam")
        house.live(25)
    assert house.subjects == [UNREAD]
    assert {"notice-reopened", "notice-cleared"} <= {each.what for each in house.noticed}


def test_what_comes_back_after_more_than_an_hour_is_told_again():
    house = ItHouse()
    for _ in range(2):
        house.calendars.refuse("sam", forbidden())
        house.live(25)
        house.calendars.allow("sam")
        house.live(80)
    assert house.subjects == [UNREAD, UNREAD]
    assert len({each.reference for each in house.server.sent}) == 2


def test_what_is_read_again_is_cleared_within_a_poll():
    house = ItHouse()
    house.calendars.refuse("sam", forbidden())
    house.live(10)
    assert house.standing
    house.calendars.allow("sam")
    house.live(8)
    assert house.standing == []


def test_what_still_stands_is_told_once_a_day():
    house = ItHouse()
    house.calendars.refuse("sam", forbidden())
    house.live(10)
    for day in range(1, 4):
        house.clock.go(60 * 23.9)
        house.live(1)
        assert len(house.subjects) == day
        house.clock.go(60 * 0.1)
        house.live(1)
        assert len(house.subjects) == day + 1
    assert "it still stands" in house.server.sent[-1].text
    assert len({each.reference for each in house.server.sent}) == 4
