"""A house in which a visit is looked at before it begins: its checks, and how the minutes until it pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.daylight import sunset
from calsync.domain.model.checks import Check, Checks, Rule
from calsync.engine import Engine
from calsync.engine.concerns import concerns_shown
from tests.house import CAST, CLARENDON, House, clock, differing

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def checks(*rules, **changes):
    """What a policy looks at before a visit."""
    return Checks(rules=rules, **changes)


def rule(check, *, before=DAY, **changes):
    """One check, which counts from a day before the start unless the test says otherwise."""
    return check, Rule(before=before, **changes)


APPROVAL = rule(Check.APPROVAL, remind=240 * MINUTE, alert=60 * MINUTE, only=("home",))
TEAM = differing(CAST, "dee", works=True, manager="morgan")


def house_with(*rules, at="09:00", people=CAST, entry=None, **changes):
    """A house under a policy with these checks, in which Sam's entry was read until nothing is left to be asked."""
    house = House(at=at, people=people, policy=replace(CLARENDON, checks=checks(*rules, **changes)))
    house.engine = Engine(replace(house.core, sunset=sunset))
    if entry is not None:
        house.entry(**{"subject": "Home visit: K", **entry})
    read(house)
    house.check()
    return house


def read(house):
    """Every diary is read three times, so that nothing is left to be asked."""
    for _ in range(3):
        for state in house.mailboxes():
            house.poll(state.worker)


def minutes(house, until):
    """What is to come is looked at every five minutes, and last at that time; no diary is read."""
    while house.clock.now() < clock(until):
        house.clock.moment = min(house.clock.now() + 5 * MINUTE, clock(until))
        house.check()


def raised(house):
    """The kinds of concerns that stand."""
    with house.store.transaction() as tx:
        return [each.kind for each in tx.concerns() if each.cleared is None]


def approvals(house):
    """What was answered about Sam's visits."""
    watched = house.watched()
    with house.store.transaction() as tx:
        return [each for one in watched for each in tx.approvals_of("sam", one.visit.id, "")]


def shown(house):
    """The kinds of concerns that the lists show."""
    watched = house.watched()
    with house.store.transaction() as tx:
        found = concerns_shown(tx, watched, house.core.rules, house.core.zone, house.clock.now())
    return [each.kind for concerns in found.values() for each in concerns]
