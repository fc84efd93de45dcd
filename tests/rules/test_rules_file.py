"""Rules files: every mistake at once with its line, and nothing that hides visits."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.classify import FLAGS, Rules, recognise
from calsync.domain.model import Tag
from calsync.errors import CalsyncError, Problems
from calsync.parsers.location import read_place
from calsync.rules import load_rules, load_sites, read_rules, shipped
from tests.house import an_entry


def problems(text: str) -> list[str]:
    return read_rules(text.encode())[1]


def rules(text: str) -> Rules:
    found, wrong = read_rules(text.encode())
    assert wrong == []
    return found


def test_the_shipped_file_says_what_holds_without_any():
    assert read_rules(shipped()) == (Rules(), [])


def test_what_a_file_leaves_out_stays_as_shipped():
    assert rules("") == Rules()
    changed = rules('[categories]\nhome = ["Ymweliad cartref"]\n')
    assert changed.home_categories == ("Ymweliad cartref",)
    assert changed.school_categories == Rules().school_categories


def test_a_renamed_category_of_a_shipped_flag_keeps_its_risk():
    changed = rules('[[flag]]\nname = "high-risk"\ncategories = ["Red"]\n')
    flag = next(each for each in changed.flags if each.name == "high-risk")
    assert (flag.categories, flag.risk, flag.visit) == (("Red",), True, True)
    assert len(changed.flags) == len(FLAGS)


def test_an_organisation_adds_flags_and_turns_others_off():
    text = '[[flag]]\nname = "dogs"\ncategories = ["Dogs"]\n[[flag]]\nname = "lives-alone"\ncategories = []\n'
    flags = {flag.name: flag for flag in rules(text).flags}
    assert (flags["dogs"].risk, flags["dogs"].visit) == (False, False)
    assert flags["lives-alone"].categories == ()


def test_sites_are_texts_or_tables():
    text = 'sites = ["Town Hall, S60 1AE", { name = "Riverside Centre", address = "2 Mill Lane, S60 2BB" }]'
    assert [each.postcode for each in rules(text).sites] == ["S60 1AE", "S60 2BB"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("wat = 1\n", "line 1, wat: unknown key"),
        ('[categories]\nhom = ["A"]\n', "line 2, categories.hom: unknown key; did you mean 'home'?"),
        ('[categories]\n\nhome = "Visit"\n', "line 3, categories.home: must be a list"),
        ("[categories]\nhome = [1]\n", "line 2, categories.home: entry 1 must be a text"),
        ('[categories]\nhome = ["A",\n " "]\n', "line 3, categories.home: entry 2 is empty"),
        ('[categories]\nhome = ["A", "a."]\n', "line 2, categories.home: 'a.' stands there twice"),
        ('[categories]\nhome = ["A\\u0000"]\n', "line 2, categories.home: entry 1 has characters"),
        (f'[categories]\nhome = ["{"A" * 256}"]\n', "line 2, categories.home: entry 1 has more than 255"),
        (
            '[categories]\ndone = ["home VISIT"]\n',
            "line 2, categories.done: 'home VISIT' stands in categories.home",
        ),
        ('[categories]\nnot_visit = ["High risk"]\n', "line 2, categories.not_visit: 'High risk' stands in the flag"),
        (
            '[[flag]]\nname = "own"\ncategories = [\n  "Dogs",\n  "Not a visit",\n]\nvisit = true\n',
            "line 5, flag 1.categories: 'Not a visit' stands in categories.not_visit too, as calsync is shipped: a "
            "category has one meaning, so take it out here, or write not_visit under [categories] with your own",
        ),
        (
            '[categories]\nhome = ["Visit done"]\n',
            "line 2, categories.home: 'Visit done' stands in categories.done too, as calsync is shipped",
        ),
        (
            '[[flag]]\nname = "dogs"\ncategories = ["Red"]\n[categories]\ndone = ["Red"]\n',
            "line 5, categories.done: 'Red' stands in the flag 'dogs' too: a category has one meaning, so choose one",
        ),
        ('[words]\nvisit = ["V"]\n', "line 2, words.visit: 'V' is too short to be safe"),
        ('[words]\nnot_visit = ["TM"]\n', "line 2, words.not_visit: 'TM' is too short to be safe"),
        ('[words]\nnot_visit = ["visit"]\n', "line 2, words.not_visit: 'visit' would speak against 'visit'"),
        (
            '[words]\nvisit = ["welfare check"]\nnot_visit = ["check"]\n',
            "line 3, words.not_visit: 'check' would speak against 'welfare check'",
        ),
        ('[[flag]]\ncategories = ["A"]\n', "line 1, flag 1: name is missing"),
        ('[[flag]]\nname = "dogs"\n', "line 1, flag 1: categories is missing"),
        ('[[flag]]\nname = "Big dogs"\ncategories = []\n', "line 2, flag 1.name: must be small letters"),
        ('[[flag]]\nname = "high-riks"\ncategories = []\n', "line 2, flag 1.name: 'high-riks' can be taken for"),
        ('[[flag]]\nname = "dogs"\ncategories = []\nrisk = "yes"\n', "line 4, flag 1.risk: must be true or false"),
        (
            '[[flag]]\nname = "dogs"\ncategories = []\n[[flag]]\nname = "dogs"\ncategories = []\n',
            "line 5, flag 2.name: the flag 'dogs' stands here for the second time",
        ),
        (
            '[[flag]]\nname = "dogs"\ncategories = ["Two workers"]\n',
            "line 3, flag 1.categories: 'Two workers' stands in the flag 'two-workers' too",
        ),
        ("[flag]\nname = 1\n", "line 1, flag: must be written as [[flag]]"),
        ('sites = ["Town Hall",\n  "1"]\n', 'line 2, sites: entry 2: "1" is no place'),
        ('sites = ["Home"]\n', 'line 1, sites: entry 1: "Home" may be said of a family'),
        ('sites = [\n  "Town Hall",\n  { name = "Smith" },\n]\n', 'line 3, sites: entry 2: "Smith" has no address'),
        ('sites = ["Barry"]\n', 'line 1, sites: entry 1: "Barry" has no address'),
        ('sites = ["Riverside, Barry"]\n', 'line 1, sites: entry 1: "Riverside, Barry" has no address'),
        ('sites = ["High Street"]\n', 'line 1, sites: entry 1: "High Street" has no address'),
        ('sites = ["Elm House"]\n', 'line 1, sites: entry 1: "Elm House" has no address'),
        ('sites = ["Milton Keynes"]\n', 'line 1, sites: entry 1: "Milton Keynes" has no address'),
        ('sites = ["Health Centre"]\n', 'line 1, sites: entry 1: "Health Centre" has no address'),
        ('sites = ["CF62"]\n', 'line 1, sites: entry 1: "CF62" has no address'),
        ('sites = ["S60"]\n', 'line 1, sites: entry 1: "S60" is no place'),
        ('sites = ["S60 office"]\n', 'line 1, sites: entry 1: "S60 office" has no address'),
        ('sites = [{ nam = "X" }]\n', "line 1, sites: entry 1: unknown key 'nam'; did you mean 'name'?"),
        ("sites = 5\n", "line 1, sites: must be a list"),
        ("sites = [\n", "the end of the file: "),
        ("[categories\n", "line 1, column 12: "),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_fix(text, problem):
    found = problems(text)
    assert any(each.startswith(problem) for each in found), found


def test_a_category_may_be_a_kind_of_visit_and_a_flag():
    assert "Joint visit" in rules('[categories]\nhome = ["Joint visit"]\n').home_categories


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    file = tmp_path / "rules.toml"
    file.write_text('wat = 1\n[words]\nvisit = ["V"]\nnot_visit = ["it"]\n')
    with pytest.raises(Problems) as caught:
        load_rules(file)
    assert len(caught.value.problems) == 3


def test_a_file_that_is_not_there_or_no_text_is_one_sentence(tmp_path: Path):
    with pytest.raises(CalsyncError, match="There is no rules file"):
        load_rules(tmp_path / "gone.toml")
    with pytest.raises(CalsyncError, match="can't be read"):
        load_rules(tmp_path)
    assert read_rules(b"a = 1\n\xff\n")[1] == ["line 2 is not UTF-8 text; save the file as UTF-8"]


@given(st.binary(max_size=200) | st.text(alphabet="[]{}=\"'\n,.#ab flagsites", max_size=120).map(str.encode))
def test_no_file_whatever_breaks_the_reading(content: bytes):
    read_rules(content)


def test_a_list_of_sites_is_texts_and_objects(tmp_path: Path):
    file = tmp_path / "sites.json"
    file.write_text('["Town Hall, S60 1AE", {"name": "Riverside Centre", "address": "2 Mill Lane"}]')
    assert [each.text for each in load_sites(file)] == ["Town Hall, S60 1AE", "Riverside Centre, 2 Mill Lane"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('["Town Hall",\n {"name": "Smith"}]', 'entry 2 (line 2): "Smith" has no address'),
        ('["Town Hall",\n "?"]', 'entry 2 (line 2): "?" is no place'),
        ("[3]", "entry 1: a site is a text"),
        ('{"a": 1}', "it must be a JSON list"),
        ('["a",\n', "line 2, column 1: it is no JSON there"),
        ("[" * 100_000, "lists stand too deep"),
    ],
)
def test_a_bad_list_of_sites_is_told_with_its_place(tmp_path: Path, text: str, problem: str):
    file = tmp_path / "sites.json"
    file.write_text(text)
    with pytest.raises(Problems) as caught:
        load_sites(file)
    assert caught.value.problems[0].startswith(problem)


@pytest.mark.parametrize(
    "word",
    [
        "cin", "stat", "mum", "mrs", "the", "HVs", "Smith visit", "team visit", "vist", "JHV", "cin mum",
        "visit to mum",
        "office", "home", "flat", "hospital", "life", "welfare", "site visit", "tbc", "call first", "Tuesday",
        "this week", "drop in", "time",
    ],
)  # fmt: skip
def test_a_word_of_visits_clients_or_every_entry_never_speaks_against_a_visit(word):
    (found,) = problems(f'[words]\nvisit = []\nnot_visit = ["{word}"]\n')
    assert found.startswith(f"line 3, words.not_visit: '{word}' ")
    assert "hide" in found
    assert "write more" in found


@pytest.mark.parametrize(
    "word",
    [
        "Tuesday huddle", "visit statistics", "cin data return", "stat return figures", "Locality day", "Office day",
        "team meeting", "CIN review", "supervision", "family fun day",
    ],
)  # fmt: skip
def test_a_phrase_with_a_word_of_its_own_beside_one_of_visits_may_speak_against_a_visit(word):
    assert rules(f'[words]\nnot_visit = ["{word}"]\n').not_visit_words == (word,)


@pytest.mark.parametrize("phrase", ["cin data return", "visit statistics", "stat return figures"])
def test_a_phrase_that_may_speak_against_a_visit_hides_none_that_has_but_one_of_its_words(phrase):
    told = rules(f'[words]\nnot_visit = ["{phrase}"]\n')
    for subject in ("CIN visit Mum", "visit K", "stat visit K"):
        assert recognise(an_entry(subject=subject), told).tag is Tag.VISIT
    assert recognise(an_entry(subject=phrase, place=read_place("")), told).tag is Tag.NONE


@pytest.mark.parametrize(
    "word",
    ["the", "lunch", "dentist", "the dentist", "team meeting", "admin", "annual leave", "call", "Teams", "Monday"],
)
def test_a_word_of_errands_meetings_desk_work_or_every_entry_makes_no_visit(word):
    (found,) = problems(f'[words]\nvisit = ["{word}"]\n')
    assert found.startswith(f"line 2, words.visit: '{word}' ")
    assert "write more" in found


@pytest.mark.parametrize("word", ["welfare check", "statutory", "key safe check", "contact", "lunch club with K"])
def test_a_word_of_work_with_somebody_makes_a_visit(word):
    assert rules(f'[words]\nvisit = ["{word}"]\n').visit_words == (word,)
