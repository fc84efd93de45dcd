"""A visit at a time when nobody could be reached is told to a person: the evening before, and again in the morning."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from calsync.domain.model import Absence, Role
from calsync.domain.model.letters import Letters
from calsync.domain.notices import Cause
from calsync.engine.concerns import concerns_of_days
from tests.house import ASH, CAST, CLARENDON, DEE, MONDAY, MORGAN, House, an_entry, clock

AWAY = (Absence(start=MONDAY, end=clock("08:00", day=3)),)
LEADERLESS = replace(
    CAST,
    persons=tuple(replace(each, absences=AWAY) if each in (MORGAN, DEE, ASH) else each for each in CAST.persons),
)


def house(people=LEADERLESS, **changes):
    """Sam has two visits on Tuesday, and it is Monday at ten past five."""
    house = House(at="17:10", people=people, **changes)
    for event_id, start in (("e1", "13:00"), ("e2", "15:00")):
        begin = clock(start, day=1)
        house.calendars.put(replace(an_entry(event_id), start=begin, end=begin + (clock("14:00") - clock("13:00"))))
    house.poll()
    return house


def look(house):
    asyncio.run(house.engine.refresh_people())
    house.send()


def test_CO20_one_message_tells_whoever_is_there_of_all_such_visits_in_the_evening_and_again_in_the_morning():
    tuesday = house()
    look(tuesday)
    look(tuesday)
    (evening,) = tuesday.told("sloane")
    assert evening.subject.startswith("Nobody stands behind 2 visits tomorrow [")
    assert "- Sam Visits, Tuesday 3 March, 13:00 to 14:00. If the worker does not answer, nobody of" in evening.text
    assert "15:00 to 16:00" in evening.text
    assert "only the out-of-hours contact would be told" in evening.text
    assert "Whitcombe" not in evening.text
    assert "Elm Road" not in evening.text
    tuesday.dark_until("06:10", day=1)
    look(tuesday)
    assert [each.subject[:36] for each in tuesday.told("sloane")[1:]] == ["Nobody stands behind 2 visits today "]
    assert not [each for who in ("morgan", "dee", "ash", "sam") for each in tuesday.told(who)]
    with tuesday.store.transaction() as tx:
        on_lists = concerns_of_days(tx, ["sam"], clock("00:00", day=1), clock("00:00", day=2), tuesday.core, MONDAY)
    assert {concern.kind for _, concerns in on_lists for concern in concerns} == {"nobody-to-reach"}


def test_the_line_manager_who_is_there_the_evening_before_is_told_and_an_answer_to_it_does_no_harm():
    later = (Absence(start=clock("00:00", day=1), end=clock("08:00", day=3)),)
    away = tuple(replace(each, absences=later) if each in (MORGAN, DEE, ASH) else each for each in CAST.persons)
    tuesday = house(replace(CAST, persons=away))
    look(tuesday)
    assert [each.notification.role for each in tuesday.told("morgan")] == [Role.LINE_MANAGER]
    tuesday.says("I will sort it out, thanks", who="morgan", to=tuesday.last("morgan"))
    assert len(tuesday.open()) == 2
    assert all(each.owner is None for each in tuesday.open())


def test_where_nobody_can_be_told_of_it_IT_is_until_somebody_is_there():
    alone = replace(LEADERLESS, roles=tuple(each for each in CAST.roles if each[0] is not Role.OUT_OF_HOURS))
    tuesday = house(alone)
    look(tuesday)

    def standing():
        with tuesday.store.transaction() as tx:
            return [each.words for each in tx.standing_notices() if each.cause == Cause.NOBODY_BEHIND]

    assert len(standing()) == 2
    assert "Sam Visits, Tuesday 3 March" in standing()[0]
    assert "nobody at all could be reached instead" in standing()[0]
    tuesday.directory.everybody = CAST
    look(tuesday)
    assert standing() == []


def test_what_somebody_stands_behind_brings_no_message():
    tuesday = house(CAST)
    look(tuesday)
    assert not tuesday.told("morgan")
    assert not tuesday.told("sloane")


def test_the_morning_tells_the_administrators_list_and_the_worker_in_words_of_their_own():
    away = tuple(replace(each, absences=AWAY) if each in (MORGAN, DEE) else each for each in CAST.persons)
    wanted = replace(CLARENDON, letters=Letters(list=(Role.ADMIN,), concerns=(Role.ADMIN,)))
    only_ash = replace(CAST, persons=away, roles=tuple(each for each in CAST.roles if each[0] is not Role.ADMIN))
    only_ash = replace(only_ash, roles=(*only_ash.roles, (Role.ADMIN, ("ash",))))
    gone = replace(LEADERLESS, roles=only_ash.roles)
    tuesday = house(gone, policy=wanted)
    tuesday.dark_until("08:10", day=1)
    asyncio.run(tuesday.engine.letters())
    mails = {each.to: each.text for each in tuesday.mailbox.sent}
    assert "nobody of those who are told at 14:10 (deputy and admin) is at work" in mails["ash@clarendon.test"]
    assert "Watched by Sloane On Call." in mails["sam@clarendon.test"]
    assert "Please note: At that time nobody who watches it is at work." in mails["sam@clarendon.test"]
    assert "The worker" not in mails["sam@clarendon.test"]
