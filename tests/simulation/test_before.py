"""A scenario under a policy with checks: what is asked and found before the visit is told as the service would."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from calsync.domain.model.checks import Check, Checks, Rule
from calsync.simulation.play import Play
from calsync.simulation.reading import read_scenario
from tests.house import CLARENDON

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
CHECKS = Checks(
    rules=(
        (Check.CONFIRMED, Rule(before=DAY, remind=4 * HOUR, alert=HOUR)),
        (Check.AFTER_DARK, Rule(before=DAY)),
        (Check.TELEPHONE, Rule(before=DAY, alert=2 * HOUR)),
    )
)
SCENARIO = b"""
[visit]
start = 2026-12-01T15:00:00Z
end = 2026-12-01T16:30:00Z
created = 2026-11-30T09:00:00Z
location = "14 Elm Road, Leeds LS6 2BB"
categories = ["Home visit"]
subject = "JS"
[[happens]]
at = 2026-12-01T10:00:00Z
who = "worker"
what = "reply"
text = "accompany me"
[[happens]]
at = 2026-12-01T16:31:00Z
who = "worker"
what = "reply"
text = "left, all fine"
"""


def test_CL4_CL5_CL7_what_comes_before_a_visit_is_played_with_it():
    scenario = read_scenario("s.toml", SCENARIO)
    played = asyncio.run(Play(scenario, replace(CLARENDON, checks=CHECKS)).played())
    told = [(f"{each.at:%d %H:%M}", each.what, str(each.role)) for each in played.happened]
    assert told == [
        ("30 09:00", "concern", "worker"),
        ("30 09:00", "notify", "worker"),
        ("30 15:00", "concern", "worker"),
        ("30 15:00", "concern", "worker"),
        ("01 08:00", "notify", "worker"),
        ("01 10:00", "answer", "worker"),
        ("01 10:00", "notify", "line_manager"),
        ("01 13:00", "notify", "line_manager"),
        ("01 16:30", "notify", "worker"),
        ("01 16:31", "answer", "worker"),
        ("01 16:31", "closed", "worker"),
    ]
    words = [each.text for each in played.happened]
    assert "are you happy to go?" in words[1]
    assert "the sun sets at 15:48" in words[2]
    assert "The worker asks for company" in words[6]
    assert "It has no telephone number" in words[7]
    assert (played.closed, played.remarks) == (True, ())


def test_nobody_knows_of_an_absence_before_it_begins():
    away = b'[[happens]]\nat = 2026-12-01T13:20:00Z\nwho = "worker"\nwhat = "absent"\nuntil = 2026-12-02T18:00:00Z\n'
    played = [
        asyncio.run(Play(read_scenario("s.toml", each), CLARENDON).played()) for each in (SCENARIO, SCENARIO + away)
    ]
    plain, told = ([(each.at, each.what, each.text.split(" [")[0]) for each in one.happened] for one in played)
    new = [each for each in told if each not in plain]
    assert "01 13:20" <= f"{new[0][0]:%d %H:%M}" <= "01 13:25"
    assert "away" in new[0][2]


def test_a_visit_that_nobody_stands_behind_is_told_the_evening_before_and_in_the_morning():
    away = "absences = [{ from = 2026-11-30T08:00:00Z, until = 2026-12-03T08:00:00Z }]"
    roles = "".join(f'[people.{each}]\nrole = "{each}"\n{away}\n' for each in ("line_manager", "deputy", "admin"))
    played = asyncio.run(Play(read_scenario("s.toml", SCENARIO + roles.encode()), CLARENDON).played())
    told = [each for each in played.happened if each.what == "notify" and "Nobody stands behind" in each.text]
    assert [(f"{each.at:%d %H:%M}", str(each.role)) for each in told] == [
        ("30 17:00", "out_of_hours"),
        ("01 06:00", "out_of_hours"),
    ]
