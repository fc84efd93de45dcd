"""`calsync doctor` against a simulated tenant in which several things are wrong at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from calsync.demo.faults import Fault
from tests.cli.conftest import AFTERNOON, Command, Ended, Joined

HOUR = timedelta(hours=1)


def of(told: Ended, part: str) -> list[tuple[str, str]]:
    return [(each["light"], each["text"]) for each in told.facts if each["part"] == part]


@pytest.mark.parametrize("fault", ["sign-in-refused", "sign-in-expired", "token-refused"])
def test_when_the_sign_in_is_refused_nobodys_mailbox_is_asked(calsync: Command, joined: Joined, fault: str) -> None:
    assert calsync("poll").status == 0
    joined.tenant.faults.set(Fault(fault))
    before = joined.tenant.traffic.outlook
    told = calsync("doctor", "--json")
    assert told.status == 1
    assert joined.tenant.traffic.outlook == before
    assert [each["part"] for each in told.facts if each["light"] == "red"] == ["sign-in"]
    assert [each["part"] for each in told.facts][-3:] == ["paces", "service", "audit"], "the database tells the rest"


def test_a_refused_and_an_emptied_diary_stand_beside_the_good_ones(calsync: Command, joined: Joined) -> None:
    for hour in (1, 3, 5):
        start = AFTERNOON + hour * HOUR
        joined.tenant.add_event(joined.mail("alex"), "HV", start, start + HOUR, "2 Mill Lane, S60 1AE", ["Home visit"])
    assert calsync("poll").status == 0
    joined.tenant.faults.set(Fault("access-denied", joined.mail("sam")))
    joined.tenant.faults.set(Fault("emptied", joined.mail("alex")))
    calsync("poll")
    told = calsync("doctor", "--json")
    assert told.status == 1
    [(light, words)] = of(told, "diary of Sam Carter")
    assert light == "red"
    assert words.startswith("not read since 01 December 14:0")
    assert f"the diary of mailbox {joined.mail('sam')} (403 ErrorAccessDenied). The app may not open" in words
    [(light, words)] = of(told, "diary of Alex Reid")
    assert light == "red"
    assert words.endswith(f"calsync poll --mailbox {joined.mail('alex')} --believe-empty")
    [about] = [each["about"] for each in told.facts if each["part"] == "diary of Sam Carter"]
    assert about == [joined.mail("sam")]
    assert of(told, "diaries") == []


def test_another_calendar_that_holds_visits_is_named(calsync: Command, joined: Joined) -> None:
    sam = joined.mail("sam")
    rota = joined.tenant.add_calendar(sam, "Rota")
    assert of(calsync("doctor", "--json"), "other calendars") == [
        ("green", "none that is not read holds entries like visits")
    ]
    joined.tenant.add_event(sam, "HV", AFTERNOON + HOUR, AFTERNOON + 2 * HOUR, categories=["Home visit"], calendar=rota)
    told = calsync("doctor", "--json")
    assert told.status == 0
    [(light, words)] = of(told, "other calendar of Sam Carter")
    assert light == "amber"
    assert 'Sam Carter\'s calendar "Rota" holds an entry like a visit and is not read: list it' in words


def test_each_feed_is_read_and_told_with_the_fix(calsync: Command, joined: Joined, tmp_path: Path) -> None:
    file = tmp_path / "sam.ics"
    file.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    with joined.config.open("a") as config:
        config.write(f'\n[[feeds.calendar]]\nworker = "{joined.mail("sam")}"\nfile = "sam.ics"\n')
    [(light, words)] = of(calsync("doctor", "--json"), "feeds")
    assert (light, "run `calsync poll` once" in words) == ("amber", True)
    assert calsync("poll").status == 0
    assert of(calsync("doctor", "--json"), "diaries") == [("green", "all 9 can be read")]
    file.unlink()
    [(light, words)] = of(calsync("doctor", "--json"), "diary of Sam Carter")
    assert (light, "put it back, or correct its path" in words) == ("red", True)


def test_an_unpublished_calendar_is_told_without_its_link(calsync: Command, joined: Joined) -> None:
    with joined.config.open("a") as config:
        link = "https://localhost:9/owa/SECRET/calendar.ics"
        config.write(
            f'\n[feeds]\nallow_private = true\n[[feeds.calendar]]\nworker = "{joined.mail("sam")}"\nurl = "{link}"\n'
        )
    calsync("poll")
    told = calsync("doctor", "--json")
    [(light, words)] = of(told, "diary of Sam Carter")
    assert (light, "Check the calendar's link and the network" in words) == ("red", True)
    assert "SECRET" not in told.out + told.err


def test_doctor_says_whether_the_app_may_write_into_diaries_and_writes_nothing(calsync: Command, joined: Joined):
    assert of(calsync("doctor", "--json"), "write_visits") == []
    text = joined.config.read_text(encoding="utf-8")
    joined.config.write_text(text.replace("[service]\n", "[service]\nwrite_visits = true\n"), encoding="utf-8")
    assert of(calsync("doctor", "--json"), "write_visits") == [("green", "the app may write into diaries")]
    joined.tenant.faults.set(Fault("read-only"))
    told = calsync("doctor", "--json")
    ((light, words),) = of(told, "write_visits")
    assert (light, told.status) == ("red", 1)
    assert "give it Application Calendars.ReadWrite in Exchange" in words
    assert [light for light, _ in of(told, "diaries")] == ["green"], "reading is another matter"
