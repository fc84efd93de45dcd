"""A file of people beside the directory or in its place, found from the folder of the configuration."""

from __future__ import annotations

import pytest

from tests.config.sound import SOUND, changed, load_settings_of, problems


def test_the_file_of_people_counts_from_the_folder_of_the_configuration(file):
    people = file.with_name("people.csv")
    people.write_text("mail\n", encoding="utf-8")
    settings = load_settings_of(file, SOUND + '[people]\nfile = "people.csv"\n')
    assert (settings.people.file, settings.people.replace) == (people, False)
    assert load_settings_of(file, SOUND).people.file is None


def test_a_file_in_the_directorys_place_needs_no_group(file, monkeypatch):
    file.with_name("people.csv").write_text("mail\n", encoding="utf-8")
    group = 'group = "66666666-7777-8888-9999-000000000000"\n'
    text = changed(group, "") + '[people]\nfile = "people.csv"\n'
    assert problems(file, text) == [
        "graph.group: missing; it is the Entra group of the people whose diaries are watched"
    ]
    assert load_settings_of(file, text + "replace = true\n").graph.group is None
    monkeypatch.setenv("CALSYNC_PEOPLE__REPLACE", "true")
    assert load_settings_of(file, text).graph.group is None


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("replace = true", "people: replace = true needs a file: else nothing says who works here"),
        ('file = "nobody.csv"', "people.file: there is no file"),
        ("file = true", "people.file: must be the path of a file, in quotation marks"),
        ('flie = "people.csv"', "people.flie: unknown key; did you mean people.file?"),
    ],
)
def test_a_mistake_about_the_file_of_people_is_told(file, section, problem):
    assert problem in problems(file, f"{SOUND}[people]\n{section}\n")[0]
