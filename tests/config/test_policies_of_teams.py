"""[[policy.team]]: the departments that have a policy of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from calsync.config import load_settings
from calsync.errors import Problems
from calsync.policies.choosing import load_policies
from calsync.policies.loader import load
from tests.config.sound import SOUND

BY_MAIL = Path(__file__).parents[2] / "docs" / "examples" / "clarendon-by-mail.toml"


def written(folder: Path, *teams: str) -> Path:
    """A configuration with these teams."""
    file = folder / "calsync.toml"
    file.write_text("\n".join((SOUND, *teams)))
    return file


def team(department: str, use: str) -> str:
    """The table of one team; `department` as TOML wants it."""
    return f'\n[[policy.team]]\ndepartment = {department}\nuse = "{use}"\n'


def problems(file: Path) -> list[str]:
    """What is wrong with a configuration, which must be wrong."""
    with pytest.raises(Problems) as told:
        load_settings(file)
    return told.value.problems


def test_a_team_names_one_department_or_several_and_its_policys_path_counts_from_the_file(tmp_path: Path) -> None:
    told = load_settings(written(tmp_path, team('"Fostering"', "clarendon"), team('["A", "B"]', "own/ours.toml")))
    assert told.policy.teams() == ((("Fostering",), "clarendon"), (("A", "B"), str(tmp_path / "own/ours.toml")))


def test_two_teams_name_the_same_department(tmp_path: Path) -> None:
    file = written(tmp_path, team('"Fostering"', "clarendon"), team('["Adoption", " fostering"]', "clarendon"))
    assert any("entries 1 and 2 both name the department" in each for each in problems(file))


def test_two_policies_have_the_same_name(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, team('"Fostering"', "own/clarendon.toml")))
    assert "have the same name; rename one of the files" in problem


@pytest.mark.parametrize("department", ['""', "[]", '["A", " "]'])
def test_a_team_without_a_department_is_an_error_with_its_place(tmp_path: Path, department: str) -> None:
    assert any(each.startswith("policy.team, entry 1") for each in problems(written(tmp_path, team(department, "c"))))


def test_each_policys_problems_are_told_at_once_with_its_name(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text('title = "One"\n')
    other.write_text("titel = 1\n")
    with pytest.raises(Problems) as told:
        load_policies(str(one), [(("Fostering",), str(other)), (("Adoption",), "nowhere.toml")])
    assert {each.partition(":")[0] for each in told.value.problems} == {"one.toml", "other.toml", "nowhere.toml"}
    assert any("unknown key" in each for each in told.value.problems)


def test_each_team_gets_the_policy_that_it_names() -> None:
    policies = load_policies("clarendon", [(("Fostering",), str(BY_MAIL))])
    assert policies.standing == load("clarendon")
    assert [(each.departments, each.policy.name) for each in policies.teams] == [(("Fostering",), "clarendon-by-mail")]
