"""A scenario file is read strictly: every problem at once, each with its place and its fix."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.model import Role
from calsync.errors import Problems
from calsync.simulation.people import KEYS
from calsync.simulation.reading import VISIT_KEYS, read_scenario
from tests.simulation.scenes import ELM_ROAD, happens, problems, scenario

SECOND = """
[[visit]]
name = "one"
worker = "sam"
start = 2026-12-01T10:00:00Z
end = 2026-12-01T11:00:00Z
[[visit]]
name = "two"
worker = "robin"
start = 2026-12-01T14:00:00Z
end = 2026-12-01T15:00:00Z
"""


def test_an_empty_file_says_what_a_scenario_needs() -> None:
    assert problems("") == ["no [visit]: a scenario has at least one, with its start and end"]


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    assert problems("[visit]\nstart = soon")[0].startswith("line 2, column")


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(Problems, match="line 1 is not UTF-8 text"):
        read_scenario("scenario.toml", b"\xff\xfe")


def test_every_problem_is_told_at_once() -> None:
    found = problems(
        '[visit]\nstart = 2026-12-01T14:00:00\nend = "15:00"\nlokation = "14 Elm Road"\n',
        happens("15:10", "duty_manager", "reply", text='"+30"'),
        happens("15:20", "worker", "shout"),
        '[people.morgan]\nrole = "line_manger"',
    )
    assert found == [
        "visit: unknown key 'lokation'; did you mean 'location'?",
        "visit: start has no zone: write Z behind it for UTC, or the hours from it: 2026-12-01T14:00:00Z",
        "visit: end must be a time without quotation marks, like end = 2026-12-01T14:00:00Z",
        "people.morgan: unknown role 'line_manger'; did you mean 'line_manager'?",
        "happens 1: who: nobody is duty_manager, unless the scenario says who: write [people.NAME] with "
        'role = "duty_manager"',
        "happens 2: unknown what 'shout'; it may be one of absent, acknowledge, call, call-outcome, close, created, "
        "delete, edit, link, reply, text",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[[visit]]\nname = "x"', "visit 1: start is missing: when the entry in the diary begins"),
        ("visit = 3", "visit must be written as [[visit]], with two brackets, once for each"),
        ("policyy = 'x'", "unknown key 'policyy'; did you mean 'policy'?"),
        (ELM_ROAD.replace("15:00:00", "13:00:00"), "visit: end is not later than start"),
        (ELM_ROAD + "return = 2026-12-01T14:30:00Z", "visit: return is earlier than end"),
        (ELM_ROAD.replace("2026", "9999"), "visit: start lies in the year 9999: look at it again"),
        (
            ELM_ROAD + 'household_phone = "12"',
            "visit: household_phone: '12' is no whole telephone number; write it like 01709 336080",
        ),
        (
            ELM_ROAD + 'attendees = ["robn"]\n[people.robin]\nrole = "buddy"',
            "visit: attendees: nobody is called 'robn'; did you mean 'robin'?",
        ),
        (
            SECOND.replace('name = "two"\n', ""),
            "visit 2: name is missing: several visits are told apart by their names",
        ),
        (SECOND.replace('"two"', '"one"'), "visit 2: name: another visit is called 'one' already"),
        (
            SECOND.replace("-01T14", "-29T14").replace("-01T15", "-29T15"),
            "from the first thing that happens to the last it is more than 14 days: split it",
        ),
        (
            SECOND + happens("12:00", "worker", "delete"),
            "happens 1: visit is missing: say which of one, two it is about",
        ),
        (
            SECOND + happens("12:00", "worker", "reply", text='"safe"'),
            "happens 1: who: several people are 'worker' (sam, robin): give the name of one, or the visit",
        ),
        (
            SECOND + happens("12:00", "worker", "delete", visit='"to"'),
            "happens 1: there is no visit 'to'; did you mean 'two'?",
        ),
        (
            ELM_ROAD + happens("12:00", "worker", "delete", visit='"other"'),
            "happens 1: there is no visit 'other'; it may be one of visit",
        ),
        (
            ELM_ROAD + happens("12:00", "bos", "close"),
            "happens 1: who: nobody is called 'bos'; it may be one of admin, ",
        ),
        (ELM_ROAD + '[[happens]]\nwho = "worker"', "happens 1: at is missing: when it happens"),
        (
            ELM_ROAD + happens("12:00", "worker", "edit"),
            "happens 1: an edit changes something: say one of start, end, ",
        ),
        (
            ELM_ROAD + happens("15:00", "worker", "edit", end="2026-12-01T13:00:00Z"),
            "happens 1: after this edit the entry ends before it starts",
        ),
        (
            ELM_ROAD + happens("15:00", "worker", "delete") + happens("15:01", "worker", "edit", subject='"x"'),
            "happens 2: the entry of this visit is not in the diary at that time: it was deleted before",
        ),
        (
            ELM_ROAD + happens("15:00", "worker", "delete") + happens("15:01", "worker", "created"),
            "happens 1: the entry of this visit is not in the diary at that time: it is made later",
        ),
        (
            ELM_ROAD + "created = 2026-12-01T09:00:00Z" + happens("10:00", "worker", "created"),
            "happens 1: the visit itself says that its entry was created at another time; keep one of both",
        ),
        (
            ELM_ROAD + happens("15:00", "deputy", "close"),
            "happens 1: reason is missing: nobody closes an alarm without ",
        ),
        (ELM_ROAD + happens("15:00", "worker", "reply"), "happens 1: text is missing: what they say"),
        (
            ELM_ROAD + happens("15:00", "deputy", "call-outcome", outcome='"no anwser"'),
            "happens 1: unknown outcome 'no anwser'; did you mean 'no-answer'?",
        ),
        (
            ELM_ROAD + happens("15:00", "deputy", "call-outcome", outcome='"extend"'),
            'happens 1: extend needs how much more time: text = "+30", or until = 2026-12-01T15:40:00Z',
        ),
        (
            ELM_ROAD + happens("15:00", "deputy", "absent", until="2026-12-01T14:00:00Z"),
            "happens 1: until is not later than at",
        ),
        (ELM_ROAD + happens("15:00", "deputy", "close", reason='"x"', text='"y"'), "happens 1: unknown key 'text'"),
        (ELM_ROAD + "[people]\nmorgan = 3", "people: 'morgan' must be a table of its own: write [people.morgan], "),
        (ELM_ROAD + '[people.kim]\nrole = "worker"\n[people.lee]\nrole = "worker"', "people.lee: no visit is theirs: "),
        (ELM_ROAD + '[people.deputy]\nhours = "nine to five"', "people.deputy: hours must be like"),
        (ELM_ROAD + '[people.deputy]\ndays = "Xday"', "people.deputy: days must be weekdays, like Mon-Fri"),
        (ELM_ROAD + '[people.deputy]\nzone = "Mars"', "people.deputy: zone must be a time zone by its name"),
        (
            ELM_ROAD + '[people.sam]\nrole = "worker"\nmanager = "sam"',
            "people.sam: manager: nobody can come to their own",
        ),
        (
            ELM_ROAD + "[[people.deputy.absences]]\nuntil = 2026-12-01T14:00:00Z",
            "people.deputy, absences 1: from is missing: since when they are away",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_fix(more: str, said: str) -> None:
    assert any(each.startswith(said) for each in problems(more)), problems(more)


def test_happenings_out_of_order_are_put_in_order() -> None:
    read = scenario(
        ELM_ROAD, happens("15:20", "deputy", "acknowledge"), happens("15:10", "worker", "reply", text='"+5"')
    )
    assert [each.what for each in read.acts] == ["reply", "acknowledge"]


def test_without_people_each_role_is_a_person_of_its_own() -> None:
    people = scenario(ELM_ROAD).people
    held = dict(people.roles)
    assert Role.DUTY_MANAGER not in held
    assert Role.NAMED_COLLEAGUE not in held
    assert len(set(held.values())) == len(held) == len(Role) - 3
    hours = {role: person.hours for role, ids in held.items() if (person := people.get(ids[0])) is not None}
    assert [role for role, each in hours.items() if each is None] == [Role.OUT_OF_HOURS]
    worker = people.get("worker")
    assert worker is not None
    assert (worker.works, worker.manager) == (True, "line_manager")


def test_somebody_may_hold_several_roles_and_work_nights() -> None:
    people = scenario(
        ELM_ROAD, '[people.kim]\nrole = ["deputy", "admin"]\nhours = "22:00-06:00"\ndays = ["Sat", "Sun"]'
    ).people
    assert people.holding(Role.DEPUTY) == people.holding(Role.ADMIN) == ("kim",)
    kim = people.get("kim")
    assert kim is not None
    assert kim.hours is not None
    assert (kim.hours.start.hour, kim.hours.end.hour, kim.hours.days) == (22, 6, frozenset({5, 6}))


VALUES = [
    "3",
    '"x"',
    "[1]",
    "true",
    "2026-12-01",
    "14:00:00",
    "2026-12-01T14:00:00Z",
    "{ a = 1 }",
    '""',
    '["worker"]',
    '"worker"',
    '"reply"',
    '"edit"',
    '"call-outcome"',
    '"absent"',
    "1e400",
    "nan",
    "[[]]",
    "[{ from = 3 }]",
]
SECTIONS = {
    "[visit]": VISIT_KEYS,
    "[[visit]]": VISIT_KEYS,
    "[[happens]]": ("at", "who", "what", "visit", "text", "outcome", "until", "end", "attendees", "categories", "log"),
    "[people.kim]": KEYS,
    "[people.worker]": KEYS,
    "[people.admin]": KEYS,
}


@st.composite
def rubbish(draw: st.DrawFn) -> str:
    """A file of the right sections and keys, with any value at each."""
    lines: list[str] = []
    for section in draw(st.lists(st.sampled_from(sorted(SECTIONS)), max_size=5)):
        lines.append(section)
        for key in draw(st.lists(st.sampled_from(SECTIONS[section]), unique=True, max_size=6)):
            lines.append(f"{key} = {draw(st.sampled_from(VALUES))}")
    return "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(rubbish())
def test_whatever_stands_in_a_file_it_is_read_or_told_in_sentences(text: str) -> None:
    told = ["none"]
    try:
        read_scenario("scenario.toml", text.encode())
    except Problems as error:
        told = error.problems
    assert told
    assert all(told)


def test_people_whose_names_differ_by_case_alone_have_addresses_of_their_own() -> None:
    people = scenario(ELM_ROAD, '[people.Kim]\nrole = "deputy"\n[people.kim]\nrole = "admin"').people
    assert len({each.mail for each in people.persons}) == len(people.persons)
