"""What every store promises of people, rotas and teams: as they were told, and who is still named is kept."""

# ruff: noqa: PT012 - a refusal inside a transaction is what is tested, and its block has more than one line

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import Absence, NotWatched, People, Role
from calsync.store import open_store
from tests.contracts.cast import DEE, DUTIES, EVERYBODY, MORGAN, NOON, ONE, SAM, deadline, visit
from tests.contracts.conftest import World


class TestPeople:
    def test_who_is_not_watched_and_why_is_kept(self, world: World) -> None:
        others = (
            NotWatched(person="guest", name="Robin", why="A guest has no mailbox here."),
            NotWatched(person="abc", name="", why="Switched off."),
        )
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, not_watched=others))
        with world.store.transaction() as work:
            assert work.people().not_watched == others
            work.put_people(EVERYBODY)
            assert work.people().not_watched == ()

    def test_further_calendars_are_kept_and_no_settings_change_them(self, world: World) -> None:
        both = replace(SAM, calendars=("Outreach", "Späte Dienste"))
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, persons=(both,)))
            work.put_settings([SAM])
        with world.store.transaction() as work:
            assert work.people().persons == (both,)

    def test_people_written_by_another_process_are_seen_at_once(self, sql_world: World) -> None:
        other = open_store(sql_world.engine.url.render_as_string(hide_password=False))
        with sql_world.store.transaction() as work:
            work.put_people(EVERYBODY)
        with other.transaction() as work:
            assert work.people() == EVERYBODY
            work.put_people(replace(EVERYBODY, persons=(SAM,)))
        other.close()
        with sql_world.store.transaction() as work:
            assert work.people().persons == (SAM,)

    def test_people_that_were_written_and_taken_back_are_not_remembered(self, world: World) -> None:
        with pytest.raises(RuntimeError), world.store.transaction() as work:
            work.put_people(EVERYBODY)
            assert work.people() == EVERYBODY
            raise RuntimeError
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, persons=(SAM,)))
        with world.store.transaction() as work:
            assert work.people().persons == (SAM,)

    def test_everybody_is_known_as_the_directory_told_in_its_order(self, world: World) -> None:
        with world.store.transaction() as work:
            assert work.people() == People()
            work.put_people(EVERYBODY)
        with world.store.transaction() as work:
            assert work.people() == EVERYBODY

    def test_a_new_reading_replaces_what_was_known(self, world: World) -> None:
        married = replace(SAM, name="Sam Wed", mail="wed@example.org")
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_people(People(persons=(MORGAN, married), roles=((Role.DEPUTY, ("morgan",)),)))
            people = work.people()
        assert people == People(persons=(MORGAN, married), roles=((Role.DEPUTY, ("morgan",)),))

    def test_who_left_is_forgotten_unless_a_visit_or_an_open_deadline_names_them(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_visit(visit())
            work.put_deadlines([deadline(owner="morgan", owned_until=ONE)])
            work.put_people(People(persons=(), roles=()))
            people = work.people()
        assert people.persons == (replace(MORGAN, works=False), replace(SAM, works=False))
        assert people.get(DEE.id) is None
        assert people.roles == ()

    def test_who_comes_back_is_at_work_again(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_visit(visit())
            work.put_people(People())
            work.put_people(EVERYBODY)
            assert work.people() == EVERYBODY

    def test_settings_change_hours_zone_and_absences_of_who_is_known_and_nothing_else(self, world: World) -> None:
        told = {"zone": "Europe/Paris", "hours": None, "absences": (Absence(start=NOON, end=ONE),)}
        read = replace(DEE, name="somebody else", works=not DEE.works, manager="sam", **told)
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
        with world.store.transaction() as work:
            assert work.people() == EVERYBODY
            work.put_settings([read, replace(read, id="a stranger")])
        with world.store.transaction() as work:
            persons = tuple(replace(each, **told) if each.id == DEE.id else each for each in EVERYBODY.persons)
            assert work.people() == replace(EVERYBODY, persons=persons)

    def test_whom_the_rotas_name_is_kept_whatever_becomes_of_the_people(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_rota(DUTIES)
            assert work.people() == replace(EVERYBODY, rota=DUTIES)
        with world.store.transaction() as work:
            work.put_people(replace(EVERYBODY, teams=(), shifts=()))
        with world.store.transaction() as work:
            assert work.people() == replace(EVERYBODY, teams=(), shifts=(), rota=DUTIES)
            work.put_rota(())
            assert work.people().rota == ()

    def test_a_rota_or_a_team_that_can_not_be_understood_counts_as_none(self, sql_world: World) -> None:
        with sql_world.store.transaction() as work:
            work.put_people(EVERYBODY)
            work.put_rota(DUTIES)
        sql_world.sql("""UPDATE contact_book SET value = '[["pigeon"' WHERE name = 'rota'""")
        sql_world.sql("""UPDATE contact_book SET value = '[[1,2,3,4]]' WHERE name = 'teams'""")
        with sql_world.store.transaction() as work:
            work.put_settings([SAM])  # so that it is read anew
        with sql_world.store.transaction() as work:
            assert work.people() == replace(EVERYBODY, teams=())
