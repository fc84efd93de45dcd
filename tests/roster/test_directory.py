"""The roster over a directory, and in its place."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from calsync.domain.contacts import Contact, TeamContacts
from calsync.domain.model import Absence, Hours, NotWatched, People, Person, Role, Shift, Team, WorkingHours
from calsync.errors import Problems, SourceRefused, SourceUnavailable
from calsync.roster.directory import RosterDirectory
from tests.fakes import FakeDirectory
from tests.house import ASH, CAST, DEE, MONDAY, MORGAN, OFFICE, SAM, House

ROBIN = Person(id="robin", name="Robin", mail="robin@clarendon.test", hours=OFFICE)
ROLES = {
    Role.DEPUTY: [Contact(mail="dee@clarendon.test")],
    Role.OUT_OF_HOURS: [Contact(mail="desk@elsewhere.test", name="Desk", always_at_work=True)],
}


class Below(FakeDirectory):
    """A directory that also knows Robin, who is in no group."""

    async def named(self, addresses):
        found = {"robin@clarendon.test": ROBIN, "robin": ROBIN, "throttled@clarendon.test": SourceUnavailable("wait")}
        self.lookups = list(addresses)
        return [found.get(each) for each in addresses]


class Roster:
    """A file that the test writes, and the directory over it."""

    def __init__(self, path: Path, text: str, people: People = CAST, *, replaces: bool = False) -> None:
        self.path = path
        self._times = 0
        self.write(text)
        self.below = Below(people)
        self.directory = RosterDirectory(path, self.below, ROLES, replaces=replaces)

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")
        self._times += 1
        os.utime(self.path, ns=(self._times, self._times))  # as if it were written later each time

    def people(self, known: People | None = None) -> People:
        return asyncio.run(self.directory.people(*([known] if known else [])))

    def person(self, person: str) -> Person:
        found = self.people().get(person)
        assert found is not None
        return found

    def settings(self, *persons: Person) -> list[object]:
        return asyncio.run(self.directory.settings(persons, MONDAY))


@pytest.fixture
def roster(tmp_path: Path):
    def made(text: str, people: People = CAST, **options: bool) -> Roster:
        return Roster(tmp_path / "people.csv", text, people, **options)

    return made


# --- over the directory -------------------------------------------------------------------------------------


def test_what_the_file_says_of_somebody_counts_before_the_directory(roster):
    people = roster(
        "mail,name,manager,mobile,department,days,start,end,zone\n"
        "SAM@clarendon.test,Samantha,dee@clarendon.test,01709 000000,North,Sat Sun,20:00,24:00,Europe/Paris\n"
    )
    sam = people.person("sam")
    assert (sam.name, sam.manager, sam.mobile, sam.department) == ("Samantha", "dee", "01709 000000", "North")
    assert sam.hours == WorkingHours(days=frozenset({5, 6}), start=time(20), end=time(0), zone="Europe/Paris")
    assert (sam.zone, sam.works) == ("Europe/Paris", True)
    assert people.directory.problems == ()


def test_what_the_file_leaves_empty_stays_as_the_directory_has_it(roster):
    assert roster("mail,mobile,start\nsam@clarendon.test,,09:00\n").person("sam") == replace(
        SAM, hours=replace(OFFICE, start=time(9))
    )


def test_a_person_is_found_by_object_id_through_a_rename(roster):
    id_ = "11111111-2222-3333-4444-55555555555a"
    renamed = replace(SAM, id=id_, name="Sam Married", mail="sam.married@clarendon.test")
    found = roster(f"id,mobile\n{id_.upper()},01709 000000\n", People(persons=(renamed, MORGAN))).person(id_)
    assert (found.name, found.mobile) == ("Sam Married", "01709 000000")


def test_hours_of_the_file_stand_when_the_mailbox_is_read_and_its_absences_count(roster):
    people = roster("mail,start\nsam@clarendon.test,09:00\n")
    away = (Absence(start=MONDAY),)
    people.below.mailboxes["sam"] = replace(SAM, hours=replace(OFFICE, start=time(7), end=time(15)), absences=away)
    people.people()
    [sam] = people.settings(SAM)
    assert (sam.hours, sam.absences) == (replace(OFFICE, start=time(9), end=time(15)), away)


def test_somebody_whose_mailbox_is_refused_is_told_as_refused(roster):
    people = roster("mail,start\nsam@clarendon.test,09:00\n")
    people.below.refusals["sam"] = SourceRefused("no", status=403)
    people.people()
    refused, dee = people.settings(SAM, DEE)
    assert isinstance(refused, SourceRefused)
    assert dee == DEE


def test_somebody_always_at_work_stays_so_whatever_hours_the_file_gives(roster):
    assert roster("mail,start\nsloane@clarendon.test,09:00\n").person("sloane").hours is None


def test_who_is_taken_out_is_not_watched_and_it_is_said_where(roster):
    found = roster("mail,works\nsam@clarendon.test,no\n").people()
    assert found.get("sam") == replace(SAM, works=False)
    [left_out] = found.not_watched
    assert (left_out.person, left_out.name) == ("sam", "Sam Visits")
    assert "line 2" in left_out.why


def test_who_is_in_no_group_can_be_watched_by_the_file_alone(roster):
    people = roster("mail,works,manager\nrobin@clarendon.test,yes,morgan@clarendon.test\n")
    people.below.everybody = replace(CAST, not_watched=(NotWatched(person="robin", name="Robin", why="a guest"),))
    found = people.people()
    assert found.get("robin") == replace(ROBIN, works=True, manager="morgan")
    assert found.not_watched == ()


def test_a_manager_from_outside_the_group_is_looked_up(roster):
    found = roster("mail,manager\nsam@clarendon.test,robin@clarendon.test\n").people()
    sam = found.get("sam")
    assert sam is not None
    assert sam.manager == "robin"
    assert found.get("robin") == ROBIN


def test_a_manager_whom_nobody_knows_is_told_and_the_directorys_stays(roster):
    people = roster("mail,manager\nsam@clarendon.test,morgna@clarendon.test\n")
    assert people.person("sam").manager == "morgan"
    [problem] = people.directory.problems
    assert problem == f"{people.path}: line 2, manager: nobody in the directory has that address, so it is left out"


def test_a_manager_who_can_not_be_asked_for_now_is_who_they_were(roster):
    before = Person(id="t", name="Tara", mail="throttled@clarendon.test", hours=OFFICE)
    people = roster("mail,manager\nsam@clarendon.test,throttled@clarendon.test\n")
    sam = people.people(People(persons=(before,))).get("sam")
    assert sam is not None
    assert sam.manager == "t"
    assert "stays as known before" in people.directory.problems[0]


def test_a_line_about_nobody_is_told(roster):
    people = roster("mail,name,manager\nsma@clarendon.test,,dee@clarendon.test\n")
    assert people.people() == CAST
    assert "line 2: is about nobody in the directory: it does nothing, else correct it" in people.directory.problems[0]


def test_a_student_without_a_mailbox_is_known_with_a_telephone_and_is_nobodys_diary_to_read(roster):
    people = roster("name,mobile\nJo Student,07700 900109\n")
    jo = people.person("roster:jo student")
    assert (jo.name, jo.mobile, jo.mail, jo.works) == ("Jo Student", "07700 900109", "", False)
    assert people.settings(jo) == [jo]
    assert people.below.asked == []
    assert people.directory.problems == ()


def test_a_teams_contact_is_told_where_the_directory_names_no_manager(roster):
    alone = replace(SAM, manager=None, department="NORTH")
    other = replace(DEE, works=True, department="North", manager="ash")
    south = replace(ASH, works=True, department="South", manager=None)
    found = roster(
        "mail,team_contact\nmorgan@clarendon.test,North\n", People(persons=(alone, other, south, MORGAN))
    ).people()
    assert [each.manager for each in found.persons] == ["morgan", "ash", None, None]


def test_a_teams_contact_is_not_their_own_manager(roster):
    boss = replace(MORGAN, works=True, department="North")
    [morgan] = roster("mail,team_contact\nmorgan@clarendon.test,North\n", People(persons=(boss,))).people().persons
    assert morgan.manager is None


def test_problems_of_the_directory_below_are_told_too(roster):
    people = roster("mail,mobile\nsam@clarendon.test,01709 000000\n")
    people.below.problems = ("The manager of Sam stays as known before.",)
    assert people.directory.problems == ("The manager of Sam stays as known before.",)
    people.below.refusal = SourceUnavailable("down")
    with pytest.raises(SourceUnavailable):
        people.people()


# --- the file changes ---------------------------------------------------------------------------------------


def test_a_broken_file_stops_the_start(roster):
    with pytest.raises(Problems, match="line 2, mobile"):
        roster("mail,mobile\nsam@clarendon.test,999\n")


def test_a_file_that_changed_is_read_again(roster):
    people = roster("mail,mobile\nsam@clarendon.test,01709 000000\n")
    people.write("mail,mobile\nsam@clarendon.test,01709 111111\n")
    assert people.person("sam").mobile == "01709 111111"


@pytest.mark.parametrize("broken", ["mail,mobile\nsam@clarendon.test,999\n", None])
def test_a_file_that_is_broken_or_gone_while_running_is_told_and_the_last_good_one_stays(roster, broken):
    good = "mail,mobile\nsam@clarendon.test,01709 000000\n"
    people = roster(good)
    people.people()
    if broken is None:
        people.path.unlink()
    else:
        people.write(broken)
    for _ in range(2):
        assert people.person("sam").mobile == "01709 000000"
        assert "what it said before still counts" in people.directory.problems[0]
        assert len(people.directory.problems) == 2
    people.write(good)
    people.people()
    assert people.directory.problems == ()


# --- in its place -------------------------------------------------------------------------------------------

WHOLE = """mail,name,works,manager,start,department,team_contact
Sam@clarendon.test,Sam Visits,yes,morgan@clarendon.test,09:00,,
robin@clarendon.test,Robin,yes,,,North,
morgan@clarendon.test,Morgan Manages,no,,,,North
dee@clarendon.test,Dee Deputises,no,,,,
,Jo Student,,,,,
"""


def test_a_file_in_the_directorys_place_names_everybody_by_their_address(roster):
    people = roster(WHOLE, replaces=True)
    people.below.refusal = SourceRefused("no directory permission", status=403)
    found = people.people()
    assert [(each.id, each.works, each.manager) for each in found.persons] == [
        ("sam@clarendon.test", True, "morgan@clarendon.test"),
        ("robin@clarendon.test", True, "morgan@clarendon.test"),
        ("morgan@clarendon.test", False, None),
        ("dee@clarendon.test", False, None),
        ("roster:jo student", False, None),
        ("contact:desk@elsewhere.test", False, None),
    ]
    assert found.holding(Role.DEPUTY) == ("dee@clarendon.test",)
    desk = found.get(found.holding(Role.OUT_OF_HOURS)[0])
    assert desk is not None
    assert (desk.name, desk.hours) == ("Desk", None)
    assert found.not_watched == ()


def test_in_the_directorys_place_mailboxes_still_tell_hours_and_absences(roster):
    people = roster(WHOLE, replaces=True)
    [sam, *_] = people.people().persons
    away = replace(sam, hours=WorkingHours(start=time(7), end=time(15)), absences=(Absence(start=MONDAY),))
    people.below.mailboxes[sam.id] = away
    [settled] = people.settings(sam)
    assert (settled.hours, settled.absences) == (replace(away.hours, start=time(9)), away.absences)
    again = people.people(People(persons=(settled,))).get(sam.id)
    assert again == settled


def test_in_the_directorys_place_nobody_else_has_an_address(roster):
    people = roster(WHOLE, replaces=True)
    assert asyncio.run(people.directory.named(["robin@clarendon.test"])) == [None]


def test_the_service_watches_who_the_file_names(roster):
    house = House()
    house.core.directory.everybody = roster(WHOLE, replaces=True).people()
    asyncio.run(house.engine.refresh_people())
    assert {state.worker for state in house.mailboxes()} == {"sam", "sam@clarendon.test", "robin@clarendon.test"}


# --- further calendars ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("replaces", [False, True])
def test_further_calendars_are_those_of_the_file_and_go_with_it(roster, replaces):
    house = roster("mail,works,calendars\nsam@clarendon.test,yes,Outreach;Evenings\n", replaces=replaces)
    before = house.people()
    (sam,) = [each for each in before.persons if each.mail == "sam@clarendon.test"]
    assert sam.calendars == ("Outreach", "Evenings")
    house.write("mail,works\nsam@clarendon.test,yes\n")
    (sam,) = [each for each in house.people(before).persons if each.mail == "sam@clarendon.test"]
    assert sam.calendars == ()


def test_who_leaves_the_file_keeps_no_calendar_that_it_named(roster):
    house = roster(
        "mail,calendars\ndee@clarendon.test,Rota\n",
        replace(
            CAST, persons=(replace(SAM, calendars=("Outreach",)), *(each for each in CAST.persons if each.id != "sam"))
        ),
    )
    assert house.person("sam").calendars == ()
    assert house.person("dee").calendars == ("Rota",)


# --- contacts of one person ---------------------------------------------------------------------------------


def test_contacts_of_one_worker_come_of_the_file_and_go_with_it(roster):
    house = roster(
        "mail,buddy,named_colleague,lives_alone,home_phone,home_address,vehicle\n"
        "sam@clarendon.test,,dee@clarendon.test;robin@clarendon.test,yes,01709 336080,3 High  Street,AB12 CDE\n"
        "morgan@clarendon.test,ash@clarendon.test,,,,,\n"
    )
    sam = house.person("sam")
    assert sam.contacts == ((Role.NAMED_COLLEAGUE, ("dee", "robin")),)
    assert (sam.lives_alone, sam.home_phone) == (True, "01709 336080")
    assert (sam.home_address, sam.vehicle) == ("3 High Street", "AB12 CDE")
    assert house.person("morgan").contacts == ((Role.BUDDY, ("ash",)),)
    assert house.person("robin").works is False, "who was looked up is known, and not watched"
    known = house.people()
    house.write("mail\nsam@clarendon.test\n")
    house.below.everybody = known
    assert house.person("sam") == replace(
        sam, contacts=(), lives_alone=False, home_phone="", home_address="", vehicle=""
    )


def test_a_contact_whom_nobody_knows_is_told_and_left_out(roster):
    house = roster("mail,deputy\nsam@clarendon.test,nobody@clarendon.test;dee@clarendon.test\n")
    assert house.person("sam").contacts == ((Role.DEPUTY, ("dee",)),)
    [problem] = house.directory.problems
    assert problem.endswith("line 2, deputy: nobody in the directory has that address, so it is left out")


def test_in_the_directorys_place_teams_of_the_configuration_have_their_contacts_too(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("mail,works\nsam@clarendon.test,yes\n", encoding="utf-8")
    contact = Contact(mail="night@clarendon.test", hours=Hours.OUT)
    team = TeamContacts(name="Family Support", roles={Role.DEPUTY: (contact,)})
    directory = RosterDirectory(path, Below(CAST), ROLES, [team], replaces=True)
    people = asyncio.run(directory.people())
    [night] = [each for each in people.persons if each.mail == "night@clarendon.test"]
    assert people.teams == (Team(name="Family Support", roles=((Role.DEPUTY, (night.id,)),)),)
    assert people.shifts == (Shift(role=Role.DEPUTY, person=night.id, team="family support", hours=Hours.OUT),)
