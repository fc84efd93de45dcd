"""Law 10: blindness is an alarm, told to people, one message a cause, by a channel that does not depend on it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import NotWatched
from calsync.domain.notices import Cause
from calsync.errors import DeliveryFailed, SourceUnavailable
from tests.house import ELM_ROAD, MINUTE, SAM
from tests.it_house import STEP, ItHouse, down, forbidden, hanging, signed_out

UNREAD = "a diary is not being read"


def graph_is_down(house: ItHouse) -> None:
    house.mailbox.refusal = SourceUnavailable("Microsoft Graph could not answer (503).", status=503)


def test_a_mailbox_refused_from_the_start_is_told_in_five_minutes_once_by_smtp_while_microsofts_mail_fails():
    house = ItHouse(workers=2)
    graph_is_down(house)
    house.calendars.refuse("sam", forbidden())
    house.live(5)
    assert house.subjects == []
    house.live(1)
    assert house.subjects == [UNREAD]
    (mail,) = house.server.sent
    assert mail.to == "ash@clarendon.test"
    assert mail.important
    assert "Sam Visits (sam@clarendon.test)" in mail.text
    assert "has never been read" in mail.text
    assert "403 ErrorAccessDenied" in mail.text
    assert "check the role assignment" in mail.text
    assert "Visits known before are still watched" in mail.text
    house.live(120)
    assert house.subjects == [UNREAD]


@pytest.mark.parametrize("refusal", [forbidden(), hanging(), down()], ids=["403", "hanging", "503"])
def test_a_mailbox_refused_after_a_week_is_told_in_three_of_its_polls_and_the_others_are_read(refusal):
    house = ItHouse(workers=2)
    house.live(1)
    house.dark_until("09:00", day=7)
    house.live(20)
    assert house.subjects == []
    house.calendars.refuse("sam", refusal)
    began = house.clock.now()
    house.live(9.5)
    assert house.subjects == []
    house.live(6)
    assert house.subjects == [UNREAD]
    (mail,) = house.server.sent
    assert "was last read at 09:2" in mail.text
    others = [each for each in house.mailboxes() if each.worker != "sam"]
    assert all(each.last_read is not None and each.last_read > began for each in others)


def test_around_a_visit_a_diary_is_told_five_minutes_after_its_last_reading():
    house = ItHouse(at="12:40")
    house.entry()
    house.live(1)
    house.calendars.refuse("sam", forbidden())
    house.live(6)
    assert house.subjects == [UNREAD]


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


def test_a_refused_sign_in_is_told_at_once_and_as_the_one_cause_that_it_is():
    house = ItHouse(workers=20)
    house.live(1)
    house.mailbox.refusal = signed_out()
    house.directory.refusal = signed_out()
    house.refuse_all(lambda _: signed_out())
    with pytest.raises(Exception, match="AADSTS7000222"):
        house.read_mail()
    house.live(1)
    assert house.subjects == ["Microsoft refuses the sign-in, and no diary is being read"]
    assert "make a new one" in house.server.sent[0].text
    house.live(60)
    assert len(house.subjects) == 1
    assert [each.cause for each in house.standing] == ["sign-in-refused"]


def test_a_refused_sign_in_stands_until_no_diary_tells_of_it():
    house = ItHouse(workers=2)
    house.live(1)
    house.refuse_all(lambda _: signed_out())
    house.live(10)
    house.read_mail()
    assert [each.cause for each in house.standing] == ["sign-in-refused"]
    house.allow_all()
    house.live(10)
    house.read_mail()
    assert house.standing == []
    assert len(house.subjects) == 1


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


def test_the_diary_of_somebody_who_left_is_not_told_until_they_have_something_open():
    house = ItHouse(workers=3)
    house.live(1)
    gone = tuple(replace(each, works=each.works and each.id != "w1") for each in house.directory.everybody.persons)
    house.directory.everybody = replace(house.directory.everybody, persons=gone)
    asyncio.run(house.engine.refresh_people())
    house.calendars.refuse("w1", forbidden("w1"))
    house.live(60)
    assert [each for each in house.standing if each.cause == "diary-unread"] == []


def test_a_leavers_open_visit_is_still_watched_and_so_is_told():
    house = ItHouse(at="12:00", workers=3)
    house.entry(worker="w1", event_id="e9", start="12:10", end="15:00")
    house.live(15)
    assert house.open("w1")
    gone = tuple(replace(each, works=each.works and each.id != "w1") for each in house.directory.everybody.persons)
    house.directory.everybody = replace(house.directory.everybody, persons=gone)
    asyncio.run(house.engine.refresh_people())
    house.calendars.refuse("w1", forbidden("w1"))
    house.live(15)
    assert [each.about for each in house.standing if each.cause == "diary-unread"] == ["w1"]


def test_a_scan_that_is_stuck_for_more_than_a_minute_is_told():
    house = ItHouse()
    house.live(5)
    house.scans = False
    house.live(1)
    assert house.subjects == []
    house.live(1)
    assert house.subjects == ["the scan for alarms is stuck"]
    house.live(50)
    assert len(house.subjects) == 1
    house.scans = True
    house.live(1)
    assert house.standing == []


def test_a_start_after_a_long_darkness_tells_of_no_diary_that_is_read_now():
    house = ItHouse(workers=5)
    house.live(5)
    house.dark_until("09:00", day=3)
    house.notice()
    house.live(10)
    assert house.subjects == []


def test_a_darkness_that_leaves_a_diary_unread_is_told_five_minutes_after_it():
    house = ItHouse(workers=5)
    house.live(5)
    house.dark_until("09:00", day=3)
    for _ in range(12):
        house.engine.escalate()
        house.notice()  # and nothing is read
        house.clock.go(0.5)
    assert house.subjects == ["6 diaries are not being read"]
    assert "does not get round to reading it" in house.server.sent[0].text


def test_people_whom_nobody_watches_are_told_in_one_message_once():
    left_out = tuple(
        NotWatched(person=f"n{number}", name=f"Newcomer {number}", why="They have no mailbox: give them one.")
        for number in range(12)
    )
    house = ItHouse(not_watched=left_out)
    house.live(60)
    assert house.subjects == ["12 people are not watched"]
    assert "Newcomer 1 is not watched. They have no mailbox: give them one." in house.server.sent[0].text
    assert "and 2 more" in house.server.sent[0].text


def test_a_credential_that_ends_is_told_at_each_of_its_days_once():
    house = ItHouse()
    house.ends = house.clock.now() + timedelta(days=31)
    house.live(5)
    assert house.subjects == ["a credential ends soon or has ended"]
    house.clock.go(60 * 24 * 2)
    house.live(90)
    assert len(house.subjects) == 2
    house.clock.go(60 * 24 * 2)
    house.live(90)
    assert len(house.subjects) == 2
    house.ends = house.clock.now() + timedelta(days=700)
    house.live(90)
    assert [each for each in house.standing if each.cause == "credential-expiring"] == []


@pytest.mark.parametrize("part", ["mail", "people"])
def test_answers_or_people_that_can_not_be_read_are_told_after_five_minutes(part):
    house = ItHouse()
    refused, read = (
        (house.mailbox, house.engine.read_mail) if part == "mail" else (house.directory, house.engine.refresh_people)
    )
    refused.refusal = forbidden("calsync")
    for minutes in (0, 1, 3.9):
        house.clock.go(minutes)
        with pytest.raises(Exception, match="403"):
            asyncio.run(read())
        house.notice()
    assert house.subjects == []
    house.clock.go(0.1)
    with pytest.raises(Exception, match="403"):
        asyncio.run(read())
    house.notice()
    said = {"mail": "the service mailbox can't be read", "people": "the directory can't be read"}[part]
    assert house.subjects == [said]
    refused.refusal = None
    asyncio.run(read())
    assert house.standing == []


def test_alarms_that_do_not_go_out_are_told_after_a_minute():
    house = ItHouse(at="12:50")
    house.entry(start="13:00", end="13:10")
    house.live(15)
    house.mail.fail("Microsoft Graph could not answer (503).")
    for _ in range(80):
        house.scan()
        house.live(0.25)
    assert house.subjects == ["messages do not go out"]
    house.mail.recover()
    house.clock.go(1)
    house.scan()
    house.live(0.5)
    assert house.standing == []


def test_without_smtp_it_goes_by_microsofts_mail_and_with_it_never_twice():
    house = ItHouse(smtp=False)
    house.calendars.refuse("sam", forbidden())
    house.live(10)
    assert [each.to for each in house.mailbox.sent] == ["ash@clarendon.test"]
    both = ItHouse()
    both.calendars.refuse("sam", forbidden())
    both.live(10)
    assert (len(both.server.sent), len(both.mailbox.sent)) == (1, 0)


def test_while_every_channel_fails_it_is_kept_and_told_when_one_comes_back_though_all_is_well_by_then():
    house = ItHouse()
    house.server.failure = DeliveryFailed("The mail server cut the connection.")
    graph_is_down(house)
    house.calendars.refuse("sam", forbidden())
    house.live(20)
    house.calendars.allow("sam")
    house.live(20)
    assert house.subjects == []
    house.mailbox.refusal = None
    house.live(2)
    assert UNREAD in house.subjects
    unread = next(each for each in house.mailbox.sent if UNREAD in each.subject)
    assert "It has been well again since" in unread.text
    assert "By smtp: The mail server cut the connection." in unread.text
    house.live(30)
    assert house.subjects.count(UNREAD) == 1


def test_a_store_that_fails_is_told_past_it_once_an_hour():
    house = ItHouse()

    def tell() -> bool:
        words = "The disk that holds the database is full: free some space on it."
        with house.store.transaction():  # as long as somebody else holds the store, nothing can be written or read
            return asyncio.run(house.engine.tell_directly(Cause.STORE_FAILING, words))

    assert tell()
    house.clock.go(59)
    assert not tell()
    house.clock.go(1)
    assert tell()
    assert house.subjects == ["the database fails", "the database fails"]
    assert "free some space" in house.server.sent[0].text


def test_no_notice_names_anybody_visited_or_any_place_and_no_subject_a_worker():
    house = ItHouse(at="12:40", workers=4)
    house.entry()
    house.live(10)
    house.refuse_all(forbidden)
    house.live(30)
    with house.store.transaction() as tx:
        rows = tx.standing_notices()
    mails = [f"{each.subject} {each.text}" for each in house.server.sent]
    written = "\n".join([*mails, *(each.words for each in rows)])
    assert house.server.sent
    assert not [word for word in ("Whitcombe", "Home visit", ELM_ROAD, "Elm") if word in written]
    assert not [each for each in house.server.sent if SAM.name in each.subject or SAM.mail in each.subject]
    audited = repr(house.noticed)
    assert not [word for word in (SAM.name, SAM.mail, "Whitcombe") if word in audited]


def test_every_message_is_a_row_before_it_is_sent():
    house = ItHouse()
    seen: list[int] = []

    def look() -> None:
        seen.append(len(house.standing))

    house.server.before = look
    house.calendars.refuse("sam", forbidden())
    house.live(10)
    assert seen == [1]
    assert [each.what for each in house.noticed] == ["notice-raised", "notice-told"]


def test_a_diary_is_told_by_the_moment_that_was_set_when_it_was_read():
    house = ItHouse()
    house.live(1)
    (state,) = house.mailboxes()
    assert state.fresh_until is not None
    house.calendars.refuse("sam", forbidden())
    house.live((state.fresh_until - house.clock.now()) / MINUTE)
    assert house.subjects == []
    house.live(0.5)
    assert house.subjects == [UNREAD]


def test_a_diary_that_nobody_gets_round_to_reading_is_told_though_it_never_failed():
    house = ItHouse()
    with house.store.transaction() as tx:
        never = [each for each in tx.mailboxes() if each.last_read is None]
        assert never
        assert all(each.fresh_until is not None for each in never)
        assert [each.worker for each in tx.unread(house.clock.now() + timedelta(minutes=16))] == [
            each.worker for each in never
        ]
