"""The verb `notice`: rows, channels, retries, and what is told together."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import MailboxState, Notice
from calsync.domain.notice_wording import compose
from calsync.domain.notices import Bulletin, Cause, about_entry, bulletins, kind_of, reason
from calsync.engine.notices import clear_notice, raise_notice
from calsync.errors import DeliveryFailed, SourceRefused
from calsync.graph.refusals import not_readable, refusal, sign_in_refusal, unreachable
from tests.house import CAST, MINUTE, MONDAY
from tests.it_house import ItHouse, forbidden, hanging

EMPTIED = "9 entries vanished at once."


def raised(house: ItHouse, cause: Cause, about: str = "sam", words: str = EMPTIED) -> bool:
    with house.store.transaction() as tx:
        return raise_notice(tx, cause, about, words, house.clock.now())


def cleared(house: ItHouse, cause: Cause, about: str = "sam") -> bool:
    with house.store.transaction() as tx:
        return clear_notice(tx, cause, about, house.clock.now())


def test_what_a_reading_finds_is_raised_in_its_own_unit_of_work_and_told_once():
    house = ItHouse()
    with pytest.raises(RuntimeError), house.store.transaction() as tx:  # noqa: PT012 - a failed unit of work is tried
        raise_notice(tx, Cause.DIARY_EMPTIED, "sam", EMPTIED, house.clock.now())
        raise RuntimeError
    assert house.standing == []
    assert raised(house, Cause.DIARY_EMPTIED)
    assert not raised(house, Cause.DIARY_EMPTIED)
    house.live(5)
    assert house.subjects == ["a diary is suddenly empty"]
    assert EMPTIED in house.server.sent[0].text
    assert cleared(house, Cause.DIARY_EMPTIED)
    assert not cleared(house, Cause.DIARY_EMPTIED)
    assert not raised(house, Cause.DIARY_EMPTIED), "within the hour the old notice stands again"
    house.live(30)
    assert len(house.subjects) == 1
    assert [each.what.removeprefix("notice-") for each in house.noticed] == ["raised", "told", "cleared", "reopened"]


def test_messages_that_do_not_go_out_are_told_with_the_moment_of_the_first_failure():
    house = ItHouse(at="12:50")
    house.entry(start="13:00", end="13:10")
    house.live(20)
    house.mail.fail("Microsoft Graph could not answer (503).")
    house.scan()
    failed = house.clock.now()
    house.clock.go(1.5)
    house.notice()
    (mail,) = house.server.sent
    assert f"Since {failed:%H:%M} on Monday 2 March: messages do not go out" in mail.text
    assert f"({failed:%H:%M} on" in mail.subject


def test_a_service_mailbox_that_is_not_read_is_told_with_the_moment_of_the_first_failure():
    house = ItHouse()
    house.mailbox.refusal = forbidden()
    for _ in range(7):
        with pytest.raises(SourceRefused):
            house.read_mail()
        house.clock.go(1)
    house.notice()
    assert "Since 09:00 on Monday 2 March: the service mailbox can't be read." in house.server.sent[0].text


def test_an_inbox_that_brings_what_nobody_thought_of_is_told_as_one_that_is_not_read():
    house = ItHouse()
    house.mailbox.refusal = LookupError("what nobody thought of")
    for _ in range(7):
        with pytest.raises(LookupError):
            house.read_mail()
        house.clock.go(1)
    house.notice()
    assert "the service mailbox can't be read" in house.server.sent[0].text


def test_a_diary_is_called_by_its_address_in_what_was_said_of_it_too():
    house = ItHouse()
    house.calendars.refuse("sam", forbidden("mailbox sam"))
    house.live(10)
    (mail,) = house.server.sent
    assert "the diary of mailbox sam@clarendon.test" in mail.text


def test_a_look_clears_nothing_that_somebody_else_raised():
    house = ItHouse()
    raised(house, Cause.DIARY_EMPTIED)
    raised(house, Cause.CLOCK_OFF, "", "The clock is off by 40 seconds.")
    house.live(60)
    assert {each.cause for each in house.standing} == {"diary-emptied", "clock-off"}


def test_many_diaries_emptied_one_after_the_other_are_two_messages_an_hour_at_most():
    house = ItHouse(workers=30)
    for number in range(4):
        raised(house, Cause.DIARY_EMPTIED, f"w{number + 1}")
    house.live(1)
    for number in range(4, 30):
        raised(house, Cause.DIARY_EMPTIED, f"w{number + 1}")
        house.live(1)
    assert house.subjects == ["4 diaries are suddenly empty"]
    house.live(60)
    assert house.subjects[1:] == ["26 diaries are suddenly empty"]


def test_an_entry_that_can_not_be_read_is_told_once_and_then_over():
    house = ItHouse()
    raised(house, Cause.ENTRY_UNREADABLE, about_entry("sam", "0f3a"), "A field is not of its kind: start.")
    house.live(1)
    (mail,) = house.server.sent
    assert "An entry in the diary of Sam Visits (sam@clarendon.test) can't be read" in mail.text
    assert "This is not told again." in mail.text
    house.clock.go(60 * 24)
    house.live(5)
    assert len(house.subjects) == 1
    assert house.standing == []


def test_every_one_of_it_is_tried_by_every_channel():
    house = ItHouse(it=("ash@clarendon.test", "it@elsewhere.test", "ash@clarendon.test"))
    house.server.refuses = {"ash@clarendon.test"}
    raised(house, Cause.DIARY_EMPTIED)
    house.live(1)
    assert [each.to for each in house.server.sent] == ["it@elsewhere.test"]
    assert [each.to for each in house.mailbox.sent] == ["ash@clarendon.test"]
    (told,) = [each for each in house.noticed if each.what == "notice-told"]
    assert dict(told.details)["channel"] == "mail+smtp"


def test_who_was_reached_by_no_channel_is_kept_and_the_others_are_told_no_second_time():
    house = ItHouse(it=("ash@clarendon.test", "it@elsewhere.test"))
    house.server.refuses = {"ash@clarendon.test"}
    house.mailbox.refusal = forbidden()
    raised(house, Cause.DIARY_EMPTIED)
    house.live(10)
    assert [each.to for each in house.server.sent] == ["it@elsewhere.test"]
    assert "does not take the recipient (451)" in house.standing[0].last_error


def test_a_channel_that_fails_is_tried_again_after_5_15_30_and_60_seconds_of_elapsed_time():
    house = ItHouse(smtp=False)
    house.clock.speed = 10.0
    house.mailbox.refusal = forbidden()
    raised(house, Cause.DIARY_EMPTIED)
    waits = []
    for _ in range(5):
        house.notice()
        (standing,) = [each for each in house.standing if each.cause == "diary-emptied"]
        waits.append((standing.not_before - house.clock.now()).total_seconds())
        house.clock.moment = standing.not_before
    assert waits == [50, 150, 300, 600, 600]


def test_a_message_that_is_tried_again_keeps_its_reference_and_a_crash_repeats_it():
    house = ItHouse()
    raised(house, Cause.DIARY_EMPTIED)
    references = []
    taken = house.server.send

    async def taken_and_down(mail):
        references.append((await taken(mail)).message_id)
        raise KeyboardInterrupt

    house.server.send = taken_and_down
    with pytest.raises(KeyboardInterrupt):
        house.notice()
    house.server.send = taken
    house.clock.go(1.1)
    house.notice()
    assert [f"<{each.reference}@server>" for each in house.server.sent] == references * 2


def test_a_channel_that_fails_as_nobody_thought_of_gives_way_to_the_next():
    house = ItHouse()

    def odd() -> None:
        raise LookupError("with words that may hold a name")

    house.server.before = odd
    raised(house, Cause.DIARY_EMPTIED)
    house.live(0)
    (mail,) = house.mailbox.sent
    assert "LookupError at" in mail.text
    assert "with words" not in mail.text


def test_the_mail_server_that_fails_is_told_by_microsofts_mail_before_it_is_needed():
    house = ItHouse()
    house.live(5)
    house.server.failure = DeliveryFailed("The mail server mail.example.org refuses the sign-in (535): check [smtp].")
    house.live(70)
    assert house.subjects == ["the mail server for notices to IT fails"]
    assert "refuses the sign-in (535)" in house.mailbox.sent[0].text
    house.server.failure = None
    house.live(2)
    assert house.standing == []


def test_one_greeting_that_fails_tells_nobody():
    house = ItHouse()
    house.server.failure = DeliveryFailed("The mail server cut the connection.")
    house.live(1)
    house.server.failure = None
    house.live(70)
    assert house.subjects == []


def test_with_nobody_named_it_waits_and_says_why():
    house = ItHouse(it=())
    raised(house, Cause.DIARY_EMPTIED)
    house.live(1)
    assert "name somebody under [it]" in house.standing[0].last_error


def test_what_is_told_directly_goes_by_microsofts_mail_when_the_mail_server_fails_and_again_when_both_did():
    house = ItHouse()
    house.server.failure = DeliveryFailed("The mail server cut the connection.")
    house.mailbox.refusal = forbidden()
    tell = house.engine.tell_directly
    assert not asyncio.run(tell(Cause.STORE_FAILING, "The disk is full."))
    house.mailbox.refusal = None
    assert asyncio.run(tell(Cause.STORE_FAILING, "The disk is full."))
    assert not asyncio.run(tell(Cause.STORE_FAILING, "The disk is full."))
    assert asyncio.run(tell(Cause.SCAN_STUCK, "The last scan was at 09:00."))
    assert house.subjects == ["the database fails", "the scan for alarms is stuck"]


def test_what_is_wrong_with_the_list_of_people_is_told_for_each_sentence_once():
    house = ItHouse()
    house.directory.problems = ("deputy: nobody is known by dee@clarendon.test.",)
    asyncio.run(house.engine.refresh_people())
    asyncio.run(house.engine.refresh_people())
    house.live(1)
    assert house.subjects == ["the list of people is not as it should be"]
    house.directory.problems = ()
    asyncio.run(house.engine.refresh_people())
    assert house.standing == []


def test_a_credential_whose_end_can_not_be_told_stops_no_notice():
    house = ItHouse()

    def unreadable() -> None:
        raise SourceRefused("The certificate can't be read.")

    house.core = replace(house.core, credential_ends=unreadable)
    house.engine = type(house.engine)(house.core)
    raised(house, Cause.DIARY_EMPTIED)
    house.live(1)
    assert len(house.subjects) == 1


def test_one_odd_answer_of_many_diaries_makes_no_outage_of_one_that_fails():
    house = ItHouse(workers=8)
    house.live(1)
    house.calendars.refuse("sam", hanging())
    house.live(14)
    for worker in ("w1", "w2", "w3"):
        house.calendars.refuse(worker, hanging())
    with house.store.transaction() as tx:
        tx.put_mailboxes([replace(each, next_poll_at=house.clock.now()) for each in tx.mailboxes()])
    house.live(0.5)
    for worker in ("w1", "w2", "w3"):
        house.calendars.allow(worker)
    house.live(1)
    assert house.subjects == ["a diary is not being read"]
    assert "fail in this way" not in house.server.sent[0].text
    house.calendars.refuse("w4", hanging())
    house.live(20)
    assert house.subjects == ["a diary is not being read"] * 2


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (refusal("a diary", 403, "ErrorAccessDenied"), "403 ErrorAccessDenied"),
        (refusal("a diary", 404, "MailboxNotEnabledForRESTAPI"), "404 MailboxNotEnabledForRESTAPI"),
        (refusal("a diary", 403, ""), "403"),
        (refusal("a diary", 401, "InvalidAuthenticationToken"), "sign-in"),
        (sign_in_refusal([7000222], "invalid_client"), "sign-in"),
        (sign_in_refusal([90033], "temporarily_unavailable"), "no-answer"),
        (refusal("a diary", 503, "ServiceUnavailable"), "no-answer"),
        (refusal("a diary", 429, "TooManyRequests"), "no-answer"),
        (refusal("a diary", None, ""), "no-answer"),
        (unreachable("graph.microsoft.com", "no answer within 10 seconds"), "no-answer"),
        (not_readable("a diary"), "no-answer"),
    ],
)
def test_the_kind_of_a_failure_is_that_of_its_error_whatever_its_words_are(error, why):
    assert kind_of(error) == why


def test_a_diary_that_nobody_got_round_to_has_its_own_reason():
    state = MailboxState(worker="sam", watched_from=MONDAY, next_poll_at=MONDAY)
    assert reason(state) == "not-asked"
    assert reason(replace(state, last_error="odd", failing_as="")) == "no-answer"


def test_several_short_outages_that_nobody_could_be_told_of_are_one_message():
    over = [
        Notice(id=name, cause=Cause.DIRECTORY_UNREAD, about="", words="No answer.", raised=MONDAY, cleared=MONDAY)
        for name in ("a", "b")
    ]
    subject, text = compose(Bulletin(cause=Cause.DIRECTORY_UNREAD, notices=over), CAST, [], zone="Europe/London")
    assert subject.startswith("calsync for IT: ")
    assert text.count("No answer.") == 2
    assert "What to do" not in text


def test_a_notice_that_another_version_wrote_stops_no_other():
    odd = Notice(id="a", cause="moon-in-the-way", about="", words="It is full.", raised=MONDAY)
    (going,), waiting = bulletins([odd], [odd], [], MONDAY)
    assert waiting == []
    assert "It is full." in compose(going, CAST, [], zone="Europe/London")[1]


def test_every_cause_has_words_and_a_subject_without_a_name():
    house = ItHouse(workers=2)
    for cause in Cause:
        asyncio.run(house.engine.tell_directly(cause, "Words with the fix."))
    assert len(house.server.sent) + len(house.mailbox.sent) == len(Cause)
    assert len(set(house.subjects)) == len(Cause)


def test_a_darkness_between_looks_is_no_stuck_scan():
    house = ItHouse()
    house.live(5)
    house.clock.moment += timedelta(hours=8)
    house.notice()
    assert house.subjects == []
    for _ in range(5):
        house.clock.moment += MINUTE / 2
        house.notice()
    assert house.subjects == ["the scan for alarms is stuck"]


def test_after_a_message_about_many_a_diary_with_a_visit_under_way_is_told_within_minutes():
    house = ItHouse(workers=8)
    house.entry("v", "09:05", "10:30")
    house.live(1)
    for name in ("w1", "w2", "w3"):
        house.calendars.refuse(name, forbidden(name))
    house.live(22)
    house.calendars.refuse("sam", forbidden("sam"))
    house.live(12)
    assert any("Sam Visits" in each.text for each in house.server.sent)


def test_after_a_message_about_many_unreadable_entries_a_further_one_is_told_within_minutes():
    house = ItHouse(workers=4)
    for number in (1, 2, 3):
        raised(house, Cause.ENTRY_UNREADABLE, about_entry(f"w{number}", str(number)))
    house.live(2)
    told = len(house.subjects)
    raised(house, Cause.ENTRY_UNREADABLE, about_entry("sam", "x"))
    house.live(6)
    assert len(house.subjects) == told + 1


def test_what_comes_back_within_the_hour_and_stays_for_an_hour_is_told_again():
    house = ItHouse()
    house.live(2)
    house.calendars.refuse("sam", forbidden())
    house.live(30)
    house.calendars.allow("sam")
    house.live(10)
    house.calendars.refuse("sam", forbidden())
    house.live(70)
    assert house.subjects == ["a diary is not being read"]
    house.live(15)
    assert house.subjects == ["a diary is not being read"] * 2
    house.live(600)
    assert len(house.subjects) == 2


def test_what_comes_back_while_a_visit_is_under_way_is_told_within_minutes():
    house = ItHouse()
    house.entry("e1", "09:15", "13:00")
    house.live(20)
    house.calendars.refuse("sam", forbidden())
    house.live(15)
    house.calendars.allow("sam")
    house.live(10)
    house.calendars.refuse("sam", forbidden())
    before = len(house.subjects)
    house.live(12)
    assert house.subjects[before:] == ["a diary is not being read"]
