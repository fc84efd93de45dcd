"""A short file is enough: the rest has defaults, and paths count from its folder."""

from __future__ import annotations

import pytest

from calsync.config import RolesSettings, RulesSettings, load_settings
from calsync.domain.classify import Rules
from calsync.domain.contacts import Contact
from calsync.domain.model import Role
from tests.certificates import made
from tests.config.sound import SOUND, changed


def test_a_short_file_is_enough_and_the_rest_has_defaults(file):
    settings = load_settings(file)
    assert settings.policy.use == "clarendon"
    assert settings.graph.authority == "https://login.microsoftonline.com"
    assert settings.graph.root == "https://graph.microsoft.com"
    assert (settings.graph.slots, settings.graph.ca_file) == (4, None)
    assert (settings.poll.around_visit, settings.poll.working, settings.poll.outside) == (30, 300, 900)
    assert settings.poll.watched_from is None
    assert (settings.service.zone, settings.service.tick) == ("Europe/London", 2.0)
    assert settings.simulation is None


def test_the_default_categories_are_those_of_the_rules():
    defaults, rules = RulesSettings(), Rules()
    assert defaults.done_categories == ("Visit done",)
    assert defaults.not_visit_categories == rules.not_visit_categories
    assert defaults.visit_categories == rules.home_categories
    assert defaults.risk_categories == rules.flags[0].categories


def test_every_role_but_the_workers_own_may_be_held():
    assert set(RolesSettings.model_fields) == {role.value for role in Role} - {"worker"}


def test_contacts_are_told_by_role_and_the_out_of_hours_contact_is_always_at_work(file):
    assert load_settings(file).contacts() == {
        Role.DEPUTY: (Contact(mail="dee@centre.example.org"),),
        Role.ADMIN: (Contact(mail="ash@centre.example.org", name="Ash", phone="01709 000000"),),
        Role.OUT_OF_HOURS: (Contact(mail="duty@centre.example.org", always_at_work=True),),
    }


def test_relative_paths_count_from_the_folder_of_the_file(file, monkeypatch):
    monkeypatch.chdir("/")
    (file.parent / "ca.pem").write_text(made().public)
    file.write_text(changed("[policy]", 'ca_file = "ca.pem"\n[policy]').replace('"clarendon"', '"ours.toml"'))
    settings = load_settings(file)
    assert settings.graph.ca_file == file.parent / "ca.pem"
    assert settings.policy.use == str(file.parent / "ours.toml")
    assert settings.store.url == f"sqlite:///{file.parent / 'calsync.sqlite'}"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:////var/lib/calsync.sqlite"])
def test_a_database_that_is_no_relative_file_stays_as_it_is_named(file, url):
    file.write_text(SOUND + f'[store]\nurl = "{url}"\n')
    assert load_settings(file).store.url == url
