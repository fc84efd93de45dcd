"""Who works here, as a deployment is told it: by the tenant, and by a file."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Command, Joined

PART = "not watched: "


@pytest.fixture
def with_file(joined: Joined):
    """Lay a file of people over the tenant's directory."""

    def written(text: str, **keys: str) -> None:
        joined.config.with_name("people.csv").write_text(text, encoding="utf-8")
        lines = ['file = "people.csv"', *(f"{key} = {value}" for key, value in keys.items())]
        before = joined.config.read_text()
        joined.config.write_text("\n".join([before.split("\n[people]")[0], "[people]", *lines, ""]))

    return written


def light_of(calsync: Command, part: str) -> list[tuple[str, str]]:
    return [(fact["light"], fact["text"]) for fact in calsync("doctor", "--json").facts if fact["part"] == part]


def test_a_broken_file_of_people_stops_every_command_with_all_its_mistakes(calsync: Command, with_file) -> None:
    with_file("mail,mobile,works\nsam@clarendon.example,999,maybe\n")
    for command in ("poll", "doctor"):
        told = calsync(command)
        assert (told.status, told.out) == (2, "")
        assert "people.csv: line 2, mobile: must be a whole telephone number" in told.err
        assert "people.csv: line 2, works: must be yes or no" in told.err
        assert "Traceback" not in told.err


def test_the_doctor_names_who_is_not_watched_and_why(calsync: Command, joined: Joined, with_file) -> None:
    joined.tenant.change_person(joined.mail("robin"), enabled=False)
    with_file(f"mail,works\n{joined.mail('sam')},no\n{joined.mail('jo')},\n")
    [(light, words)] = light_of(calsync, PART + "Sam Carter")
    assert (light, "line 2" in words) == ("amber", True)
    [(light, words)] = light_of(calsync, PART + "Robin Shah")
    assert (light, "switched off" in words) == ("amber", True)
    assert f"AMBER  {PART}Sam Carter" in calsync("doctor").out


def test_the_doctor_names_a_worker_for_whom_there_is_nobody_to_tell_and_a_team_contact_mends_it(
    calsync: Command, joined: Joined, with_file
) -> None:
    joined.tenant.set_manager(joined.mail("sam"), None)
    [(light, words)] = light_of(calsync, "worker Sam Carter")
    assert (light, "has nobody to tell" in words) == ("red", True)
    with_file(f"mail,department,team_contact\n{joined.mail('sam')},North,\n{joined.mail('dee')},,North\n")
    assert light_of(calsync, "worker Sam Carter") == []


def test_the_doctor_names_lines_that_do_nothing_and_settings_that_are_refused(
    calsync: Command, joined: Joined, with_file
) -> None:
    joined.tenant.change_person(joined.mail("sloane"), has_mailbox=False)
    joined.tenant.change_person(joined.mail("dee"), has_mailbox=False)
    with_file("mail,mobile\nnobody@clarendon.example,01709 000000\n")
    [(light, words)] = [each for each in light_of(calsync, "directory") if each[0] != "green"]
    assert (light, "line 2: is about nobody in the directory" in words) == ("amber", True)
    [(light, _)] = light_of(calsync, "settings of Dee Okafor")
    assert light == "amber"
    assert light_of(calsync, "settings of Sloane Price") == [], "who is always at work has none to read"


def test_a_file_in_the_directorys_place_is_all_that_is_asked(calsync: Command, joined: Joined, with_file) -> None:
    joined.rewrite(f'group = "{joined.people.group.id}"\n', "")
    with_file(
        f"mail,works,manager\n{joined.mail('sam')},yes,{joined.mail('morgan')}\n{joined.mail('morgan')},no,\n",
        replace="true",
    )
    told = calsync("poll", "--json")
    assert told.status == 0, told
    assert [fact["mailbox"] for fact in told.facts] == [joined.mail("sam")]
