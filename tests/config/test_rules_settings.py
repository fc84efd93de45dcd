"""[rules]: in a file of its own, or by keys, and never both."""

from __future__ import annotations

from pathlib import Path

import pytest

from calsync.app import make_rules
from calsync.config import load_settings
from calsync.domain.classify import Rules
from calsync.errors import Problems
from tests.config.sound import SOUND


def told(file: Path, rules: str) -> Rules:
    file.write_text(f"{SOUND}\n[rules]\n{rules}")
    return make_rules(load_settings(file))


def test_without_keys_the_rules_are_the_shipped_ones(file):
    assert told(file, "") == Rules()


def test_a_rules_file_counts_from_the_folder_of_the_configuration(file):
    (file.parent / "rules.toml").write_text('[categories]\nschool = ["PEP visit"]\n')
    assert told(file, 'file = "rules.toml"').school_categories == ("PEP visit",)


def test_a_rules_file_and_keys_do_not_go_together(file):
    (file.parent / "rules.toml").write_text("")
    with pytest.raises(Problems, match="file and sites don't go together: move those into the rules file"):
        told(file, 'file = "rules.toml"\nsites = ["Town Hall"]')


def test_a_rules_file_that_is_not_there_is_told(file):
    with pytest.raises(Problems, match=r"rules\.file: there is no file"):
        told(file, 'file = "gone.toml"')


def test_a_site_that_is_no_place_is_told(file):
    with pytest.raises(Problems, match=r'rules\.sites: entry 2: "1" is no place'):
        told(file, 'sites = ["Town Hall", "1"]')


def test_what_a_key_names_loses_what_it_meant_as_shipped(file):
    rules = told(file, 'not_visit_categories = ["School visit"]\nrisk_categories = ["Two workers"]')
    assert rules.school_categories == ()
    flags = {flag.name: flag.categories for flag in rules.flags}
    assert (flags["high-risk"], flags["two-workers"]) == (("Two workers",), ("Joint visit",))
