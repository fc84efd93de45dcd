"""Teams, hours and rotas: whom each names and when, with every mistake told at its place."""

from __future__ import annotations

from datetime import time

import pytest

from calsync.app import rotas
from calsync.config import load_settings
from calsync.domain.contacts import Contact, TeamContacts
from calsync.domain.model import Hours, Role, WorkingHours
from calsync.domain.rota import Rota
from tests.config.sound import SOUND, changed, problems

TEAM = """
[[team]]
name = "Family support"
deputy = "billie@centre.example.org"
buddy = ["billie@centre.example.org"]
duty_manager = { mail = "ellis@centre.example.org", hours = "Mon-Fri 18:00-23:00" }

[[rota]]
mailbox = "rota@centre.example.org"
hours = "out"

[[rota]]
role = "deputy"
team = "family  SUPPORT"
file = "rota.ics"
"""


def test_a_team_has_contacts_of_its_own_with_hours_read_in_the_services_zone(file):
    file.write_text(SOUND + TEAM, encoding="utf-8")
    (team,) = load_settings(file).team_contacts()
    nights = WorkingHours(start=time(18), end=time(23))
    assert team == TeamContacts(
        name="Family support",
        roles={
            Role.DEPUTY: (Contact(mail="billie@centre.example.org"),),
            Role.BUDDY: (Contact(mail="billie@centre.example.org"),),
            Role.DUTY_MANAGER: (Contact(mail="ellis@centre.example.org", own=nights),),
        },
    )


def test_a_rota_is_known_by_its_mailbox_or_by_its_place_and_its_file_counts_from_the_folder(file):
    file.write_text(SOUND + TEAM, encoding="utf-8")
    settings = load_settings(file)
    assert settings.rota[1].file == file.parent / "rota.ics"
    assert rotas(settings) == (
        Rota(key="rota@centre.example.org", role=Role.DUTY_MANAGER, hours=Hours.OUT),
        Rota(key="rota 2", role=Role.DEPUTY, team="family support"),
    )


def test_contacts_of_office_hours_and_out_of_them_are_told_apart(file):
    two = '[{ mail = "desk@x.org", hours = "office" }, { mail = "night@x.org", hours = "out" }]'
    file.write_text(changed('"duty@centre.example.org"', two), encoding="utf-8")
    day, night = load_settings(file).contacts()[Role.OUT_OF_HOURS]
    assert (day.hours, night.hours) == (Hours.OFFICE, Hours.OUT)
    assert not day.always_at_work
    assert not night.always_at_work


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[team]\nname = "A"\ndeputy = "a@x.org"', "team: must be written with two brackets"),
        ('[[team]]\ndeputy = "a@x.org"', "team, entry 1, name: missing; it is the department"),
        ('[[team]]\nname = "A"', "team, entry 1: names nobody"),
        ('[[team]]\nname = "A"\ndeputi = "a@x.org"', "team, entry 1, deputi: unknown key"),
        ('[[team]]\nname = "A"\ndeputy = { phone = "01709 000000" }', "team, entry 1, deputy: at least one contact"),
        (
            '[[team]]\nname = "A"\nadmin = { mail = "a@x.org", hours = "nights" }',
            "team, entry 1, admin, entry 1, hours: ",
        ),
        (
            '[[team]]\nname = "A"\nadmin = { mail = "a@x.org", hours = "office", always_at_work = true }',
            "team, entry 1, ",
        ),
        ('[[team]]\nname = "A"\nadmin = "a@x.org"\n[[team]]\nname = "a"\nadmin = "b@x.org"', "team: 'A' stands there"),
        ("[[rota]]", "rota, entry 1: needs one of mailbox, url (or url_file) and file"),
        ('[[rota]]\nmailbox = "r@x.org"\nfile = "r.ics"', "rota, entry 1: needs one of mailbox"),
        ('[[rota]]\nurl = "http://x.org/r.ics"', "rota, entry 1: url must begin with https://"),
        ('[[rota]]\nurl_file = "nowhere"', "rota, entry 1, url_file: nowhere can't be read"),
        ('[[rota]]\nmailbox = "r@x.org"\nrole = "worker"', "rota, entry 1, role: must be one of deputy"),
        ('[[rota]]\nmailbox = "r@x.org"\nhours = "nights"', "rota, entry 1, hours: must be "),
        ('[[rota]]\nmailbox = "r@x.org"\nteam = "B"', "rota, entry 1, team: no [[team]] has that name"),
    ],
)
def test_a_mistake_in_a_team_or_a_rota_is_told_with_its_place_and_the_fix(file, text, problem):
    found = problems(file, f"{SOUND}\n{text}\n")
    assert any(each.startswith(problem) for each in found), found


def test_every_mistake_in_teams_and_rotas_is_told_at_once(file):
    text = """
[[team]]
name = "North"
deputy = { mail = "a@x.org", hours = "Mon-Fri 25:00-26:00" }
[[team]]
name = "north"
admin = { mail = "b@x.org", hours = "nights" }
[[rota]]
mailbox = "r@x.org"
file = "r.ics"
role = "worker"
team = "South"
"""
    found = problems(file, f"{SOUND}\n{text}\n[service]\nzone = 'Nowhere'\n")
    assert sorted(each.partition(";")[0] for each in found) == [
        "rota, entry 1, role: must be one of deputy, buddy, named_colleague, admin, senior_management, "
        "delivery_manager, safeguarding_lead, duty_manager, out_of_hours",
        "rota, entry 1, team: no [[team]] has that name",
        "rota, entry 1: needs one of mailbox, url (or url_file) and file",
        'service.zone: must be a time zone by its name, like "Europe/London"',
        "team, entry 1, deputy, entry 1, hours: must be a time of day, like 08:30",
        "team, entry 2, admin, entry 1, hours: must be days and hours, like Mon-Fri 18:00-23:00",
        "team: 'North' stands there more than once",
        "team: 'north' stands there more than once",
    ]
    assert any(each.endswith("it has mailbox and file: keep one") for each in found)


def test_contacts_out_of_hours_who_leave_hours_uncovered_are_refused(file):
    text = changed('"duty@centre.example.org"', '{ mail = "desk@x.org", hours = "out" }')
    assert [
        each for each in problems(file, text) if each.startswith("roles.out_of_hours: leaves hours in which nobody")
    ]
