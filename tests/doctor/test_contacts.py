"""Whom the roles reach, in the doctor's eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from calsync.doctor.contacts import contacts
from calsync.domain.model import Ask, Channel, People, Person, Policies, Policy, Role, Step, Team
from calsync.domain.rota import Rota
from tests.doctor.conftest import Facts, told
from tests.house import CAST, CLARENDON, SAM

ROTA = Rota(key="rota@clarendon.test", role=Role.DUTY_MANAGER)
KIM = replace(SAM, id="kim", name="Kim Visits", mail="kim@clarendon.test", department="Outreach")


def policy(*roles: Role, channels: tuple[Channel, ...] = (Channel.MAIL,)) -> Policy:
    step = Step(after=timedelta(0), roles=roles, ask=Ask.CALL_WORKER, channels=channels)
    return replace(CLARENDON, steps=(step,), emergency=())


def found(people: People, of: Policy = CLARENDON, rotas: Sequence[Rota] = ()) -> Facts:
    return told(contacts(people, people, Policies(standing=of), rotas))


def with_kim(**changes: object) -> People:
    return replace(CAST, persons=(*CAST.persons, KIM), **changes)  # type: ignore[arg-type]


def test_where_everybody_can_be_reached_nothing_is_said() -> None:
    assert found(CAST) == []


def test_a_role_that_nobody_holds_is_red_and_one_that_a_rota_fills_is_not() -> None:
    of = policy(Role.DUTY_MANAGER)
    [(part, light, words)] = found(CAST, of)
    assert (part, light) == ("role duty_manager", "red")
    assert words.startswith("nobody holds it, and the policy tells them")
    assert [each for each in found(CAST, of, [ROTA]) if each[1] == "red"] == []


def test_a_role_that_some_have_nobody_for_names_them() -> None:
    team = Team(name="Outreach", roles=((Role.BUDDY, ("dee",)),))
    [(part, light, words)] = found(with_kim(teams=(team,)), policy(Role.BUDDY))
    assert (part, light) == ("worker Sam Visits", "red")
    assert "has nobody who is buddy" in words


def test_one_person_in_both_roles_of_a_step_is_told() -> None:
    roles = ((Role.DEPUTY, ("dee",)), (Role.ADMIN, ("dee",)), *CAST.roles[3:])
    [(part, light, words)] = found(replace(CAST, roles=roles), policy(Role.DEPUTY, Role.ADMIN))
    assert (part, light) == ("roles", "amber")
    assert words.startswith("Dee Deputises holds deputy and admin at once")


def test_a_team_that_nobody_belongs_to_is_told() -> None:
    team = Team(name="Outraech", roles=((Role.DEPUTY, ("dee",)),))
    [(part, light, words)] = found(with_kim(teams=(team,)))
    assert (part, light) == ("team Outraech", "amber")
    assert words.startswith("nobody who is watched is of that department")


def test_BX7_who_is_told_by_text_and_has_no_number_is_named() -> None:
    [(part, light, words)] = found(CAST, policy(Role.DEPUTY, channels=(Channel.TEXT, Channel.MAIL)))
    assert (part, light) == ("contact Dee Deputises", "amber")
    assert "has no mobile number" in words


def test_a_contact_outside_the_directory_is_told_also_one_of_a_team() -> None:
    desk = Person(id="contact:desk@x.org", name="", mail="desk@x.org")
    team = Team(name="Outreach", roles=((Role.ADMIN, (desk.id,)),))
    people = with_kim(teams=(team,))
    [(part, light, words)] = found(replace(people, persons=(*people.persons, desk)))
    assert (part, light) == ("role admin", "amber")
    assert words.startswith("desk@x.org is not in the directory")


def test_a_rota_that_names_nobody_is_told() -> None:
    [(part, light, _)] = found(CAST, CLARENDON, [ROTA])
    assert (part, light) == ("rota rota@clarendon.test", "amber")
