"""A roster file: as spreadsheets save it, or as TOML; every mistake at once, with its place."""

from __future__ import annotations

from contextlib import suppress
from datetime import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calsync.errors import Problems
from calsync.roster.entries import Entry, Roster, Team
from calsync.roster.loading import MAX_BYTES, load_roster

TABLE = """mail,name,manager,mobile,department,works,days,start,end,zone,team_contact
Sam@Centre.example,Sam Visits,morgan@centre.example,+44 7700 900101,North,yes,Mon-Fri,08:00,16:00,Europe/London,
morgan@centre.example,Morgan Manages,,,,no,,,,,North|South
,Jo Student,,07700 900109,,,,,,,
"""
SAM = Entry(
    where="line 2", mail="sam@centre.example", name="Sam Visits", manager="morgan@centre.example",
    mobile="+44 7700 900101", department="North", works=True, days=frozenset(range(5)), start=time(8), end=time(16),
    zone="Europe/London",
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path):
    def written(text: str | bytes, name: str = "people.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return written


def problems(path: Path, **options: bool) -> list[str]:
    with pytest.raises(Problems) as caught:
        load_roster(path, **options)
    assert caught.value.where == str(path)
    return caught.value.problems


def test_a_table_says_what_it_says_and_leaves_the_rest_open(file):
    roster = load_roster(file(TABLE))
    assert roster.entries == (
        SAM,
        Entry(where="line 3", mail="morgan@centre.example", name="Morgan Manages", works=False),
        Entry(where="line 4", name="Jo Student", mobile="07700 900109"),
    )
    assert roster.teams == (
        Team(where="line 3", department="North", contact="morgan@centre.example"),
        Team(where="line 3", department="South", contact="morgan@centre.example"),
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\n".join(",".join(f'"{cell}"' for cell in row.split(",")) for row in text.splitlines()),
        lambda text: text + ",,,,,,,,,,\n\n   \n",
        lambda text: text.replace("mail,name", "MAIL, Name ").replace("team_contact", "Team Contact"),
        lambda text: text.replace("Sam Visits", " Sam Visits "),
        lambda text: text.replace("\n", ",\n"),
    ],
)
def test_a_table_is_read_as_spreadsheets_save_it(file, spoil):
    roster = load_roster(file(spoil(TABLE)))
    assert roster.entries[0] == SAM
    assert len(roster.entries) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_name_is_read_in_the_encodings_of_spreadsheets(file, encoding):
    text = "mail;name\nzoe@centre.example;Zoë Désirée\n"
    [zoe] = load_roster(file(text.encode(encoding))).entries
    assert zoe.name == "Zoë Désirée"


def test_a_hint_for_excel_in_the_first_line_is_no_header(file):
    [sam] = load_roster(file("sep=;\nmail;name\nsam@centre.example;Sam, who visits\n")).entries
    assert (sam.where, sam.name) == ("line 3", "Sam, who visits")


def test_a_value_of_several_lines_leaves_the_lines_counted_as_an_editor_does(file):
    told = problems(file('mail,department\nsam@centre.example,"North\nand South"\nnobody,\n'))
    assert told == ["line 4, mail: must be a mail address, like sam@centre.example.org"]


def test_every_mistake_is_told_at_once_with_its_line_and_column(file):
    text = (
        "mail,nam,mobile,days,start,end,works,manager\n"
        "sam@centre.example,,999,weekdays,9,17:00,perhaps,sam@centre.example\n"
        ",,+44 1709 000000,,,,,\n"
        "dee@centre.example,,,,,,,,one more\n"
        "SAM@centre.example,,,,09:00,9.00,,\n"
    )
    assert problems(file(text)) == [
        "line 1, column 2: unknown column 'nam'; did you mean 'name'?",
        "line 2, mobile: must be a whole telephone number, like +44 1709 000000; format the column as text",
        "line 2, days: must be weekdays, like Mon-Fri, or Mon Wed Fri",
        "line 2, start: must be a time of day, like 08:30",
        "line 2, works: must be yes or no",
        "line 2, manager: is the person themselves, who can't come to their own rescue",
        "line 3: needs a mail, an id or a name: nothing says whom it is about",
        "line 4: has more values than the first line has columns; put values with commas in quotation marks",
        "line 5, end: is the same as start; write 00:00 and 24:00 for the whole day",
        "line 5: is about the same person as line 2; keep one",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is empty; its first line has to name the columns"),
        ("\n\n", "it is empty"),
        ("department,zone\nNorth,UTC\n", "no column is called mail, id or name"),
        ("mail,name,Mail\n", "line 1, column 3: 'mail' stands here twice; keep one"),
        ("mail,\nsam@centre.example,North\n", "line 2, column 2: stands under no name"),
        ('mail,name\nsam@centre.example,"Sam\n', "line 2: a quotation mark is opened and not closed"),
        ('mail,name\nsam@centre.example,"Sam"my\n', "line 2: a quotation mark"),
        (b"PK\x03\x04...", "it is a workbook and no text; save it as CSV"),
        (b"mail\n\x81\x8d\n", "it is not readable as text"),
        (b"mail\n\x00\n", "it is not readable as text"),
        ("name,works\nJo Student,yes\n", "line 2, works: a diary can't be read without a mail or an id"),
        ("name,team_contact\nJo Student,North\n", "line 2, team_contact: the contact of a team needs a mail or an id"),
        (
            "mail,team_contact\na@x.example,North\nb@x.example,north\n",
            "line 3: names a contact for the same department as line 2; keep one",
        ),
        ("name\nJo\njo\n", "line 3: is about the same person as line 2; keep one"),
    ],
)
def test_a_file_that_can_not_be_used_says_so_with_the_fix(file, text, problem):
    assert problem in "\n".join(problems(file(text)))


def test_a_file_that_is_not_there_or_is_no_list_of_people_is_refused(file, tmp_path):
    assert "can't be read (No such file or directory)" in problems(tmp_path / "none.csv")[0]
    assert "larger than 8 MB" in problems(file(b"x" * (MAX_BYTES + 1)))[0]


def test_in_the_directorys_place_the_file_has_to_name_everybody(file):
    text = "mail,works,manager,team_contact\nsam@x.example,yes,morgan@x.example,\ndee@x.example,,,\n"
    assert sorted(problems(file(text), replaces=True)) == [
        "line 2, manager: nobody in this file has that address",
        "line 3, works: say yes or no: nothing else tells whose diary is read",
    ]
    assert problems(file("mail,works\nsam@x.example,no\n"), replaces=True) == [
        "nobody works: say works = yes of those whose diaries are to be read"
    ]
    assert len(load_roster(file(TABLE), replaces=True).entries) == 3


TOML = """
[[person]]
mail = "Sam@Centre.example"
name = "Sam Visits"
manager = "morgan@centre.example"
mobile = "+44 7700 900101"
department = "North"
works = true
days = ["Mon-Fri"]
start = 08:00:00
end = "16:00"
zone = "Europe/London"

[[team]]
department = "North"
contact = "morgan@centre.example"
"""


def test_toml_says_the_same(file):
    roster = load_roster(file(TOML, "people.toml"))
    [sam] = roster.entries
    assert sam.where == "person 1"
    assert (sam.mail, sam.works, sam.days, sam.start, sam.end) == (SAM.mail, True, SAM.days, SAM.start, SAM.end)
    assert roster.contact_of(" north ") == Team(where="team 1", department="North", contact="morgan@centre.example")
    assert roster.contact_of("") is roster.contact_of("South") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[person]\n", "it is not readable as TOML"),
        (b'name = "\xe9"\n', "it is not UTF-8 text"),
        ("[person]\nmail = 1\n", "person: must be written as [[person]], with two brackets, once for each"),
        ("[[people]]\n", "people: unknown table; it may be one of person, team"),
        ('[[person]]\nmial = "x"\n', "person 1: unknown key 'mial'; did you mean 'mail'?"),
        (
            '[[person]]\nmail = "a@x.example"\nmobile = 7700900101\n',
            "person 1, mobile: must be text in quotation marks",
        ),
        ('[[team]]\ndepartment = "North"\n', "team 1: contact is missing: a team has a department and a contact"),
        ('[[team]]\ndepartment = "North"\ncontact = "Morgan"\n', "team 1, contact: must be somebody's mail address"),
    ],
)
def test_a_toml_file_that_can_not_be_used_says_so_with_the_fix(file, text, problem):
    assert problem in "\n".join(problems(file(text, "people.toml")))


def test_a_file_of_ten_thousand_people_is_read(file):
    rows = (f"w{number}@x.example,Worker {number},yes" for number in range(10_000))
    assert len(load_roster(file("mail,name,works\n" + "\n".join(rows))).entries) == 10_000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: b"mail,name,days,mobile\n" + text.encode())
    )
)
def test_no_bytes_are_answered_with_anything_but_a_roster_or_problems(tmp_path, data):
    for name in ("any.csv", "any.toml"):
        path = tmp_path / name
        path.write_bytes(data)
        with suppress(Problems):
            assert isinstance(load_roster(path), Roster)


# --- further calendars ---------------------------------------------------------------------------------------


def test_further_calendars_are_named_in_a_table_with_semicolons_and_in_toml_as_a_list_too(file):
    table = file('mail,calendars\nsam@centre.example,"Outreach;  Late  shifts ; outreach;"\n')
    assert load_roster(table).entries[0].calendars == ("Outreach", "Late shifts")
    table = file('mail;calendars\nsam@centre.example;"Outreach;Late shifts"\n', "semicolons.csv")
    assert load_roster(table).entries[0].calendars == ("Outreach", "Late shifts")
    for text in ('["Outreach", "Late shifts"]', '"Outreach; Late shifts"'):
        told = file(f'[[person]]\nmail = "sam@centre.example"\ncalendars = {text}\n', "people.toml")
        assert load_roster(told).entries[0].calendars == ("Outreach", "Late shifts")
    told = file("mail,calendars\nsam@centre.example,\n", "none.csv")
    assert load_roster(told).entries[0].calendars == ()


def test_more_than_twenty_calendars_are_refused_and_so_is_what_is_no_text(file):
    names = ";".join(f"Rota {n}" for n in range(21))
    assert problems(file(f"mail,calendars\nsam@centre.example,{names}\n")) == [
        "line 2, calendars: must be at most 20 names of calendars, with ; between them"
    ]
    told = file('[[person]]\nmail = "sam@centre.example"\ncalendars = [7]\n', "people.toml")
    assert problems(told) == ["person 1, calendars: must be text in quotation marks"]


# --- contacts of one person -----------------------------------------------------------------------------------


def test_contacts_of_one_person_are_named_with_semicolons_and_in_toml_as_a_list_too(file):
    table = file("mail,deputy,lives_alone\nsam@centre.example,Dee@centre.example; ash@centre.example,yes\n")
    (entry,) = load_roster(table).entries
    assert (entry.deputy, entry.lives_alone) == (("dee@centre.example", "ash@centre.example"), True)
    text = '[[person]]\nmail = "sam@centre.example"\nbuddy = ["dee@centre.example"]\nlives_alone = true\n'
    (entry,) = load_roster(file(text, "people.toml")).entries
    assert (entry.buddy, entry.lives_alone) == (("dee@centre.example",), True)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("sam@x.example,Dee,,", "line 2, deputy: must be somebody's mail address, or their Object ID in Entra"),
        ("sam@x.example,Sam@X.example,,", "line 2, deputy: is the person themselves: name somebody else"),
        ("sam@x.example,,perhaps,", "line 2, lives_alone: must be yes or no"),
        ("sam@x.example,,,999", "line 2, home_phone: must be a whole telephone number"),
    ],
)
def test_a_mistake_in_a_persons_contacts_is_told_with_its_place(file, line, problem):
    with pytest.raises(Problems) as caught:
        load_roster(file(f"mail,deputy,lives_alone,home_phone\n{line}\n"))
    assert caught.value.problems[0].startswith(problem)


def test_in_place_of_the_directory_every_contact_has_a_line(file):
    with pytest.raises(Problems) as caught:
        load_roster(file("mail,works,buddy\nsam@x.example,yes,dee@x.example\n"), replaces=True)
    assert caught.value.problems == ["line 2, buddy: nobody in this file has that address"]
