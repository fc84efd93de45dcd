"""Settings: from a file, the environment and secret files; every mistake at once, in sentences."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from calsync.app import rotas
from calsync.config import (
    ContactSettings,
    RolesSettings,
    RotaSettings,
    RulesSettings,
    Settings,
    SimulationSettings,
    TeamSettings,
    load_settings,
)
from calsync.domain.classify import Rules
from calsync.domain.contacts import Contact, TeamContacts
from calsync.domain.model import Hours, Role, WorkingHours
from calsync.domain.rota import Rota
from calsync.errors import CalsyncError, Problems
from tests.certificates import made

SECRET = "s3cret~of.the-centre"
SOUND = f"""
[graph]
tenant = "centre.example.org"
client_id = "11111111-2222-3333-4444-555555555555"
client_secret = "{SECRET}"
group = "66666666-7777-8888-9999-000000000000"
service_mailbox = "calsync@centre.example.org"

[policy]
use = "clarendon"

[roles]
deputy = ["dee@centre.example.org"]
admin = {{ mail = "ash@centre.example.org", name = "Ash", phone = "01709 000000" }}
out_of_hours = "duty@centre.example.org"
"""


@pytest.fixture(autouse=True)
def _no_variables_of_this_machine(monkeypatch):
    for name in list(os.environ):
        if name.upper().startswith("CALSYNC_") or name == "AZURE_FEDERATED_TOKEN_FILE":
            monkeypatch.delenv(name)


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "calsync.toml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def problems(path: Path, text: str | None = None) -> list[str]:
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as caught:
        load_settings(path)
    assert caught.value.where == str(path)
    return caught.value.problems


def changed(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new)


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


def test_without_a_file_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CalsyncError) as caught:
        load_settings()
    assert str(caught.value) == (
        "There is no calsync.toml here: run `calsync demo` to look around, or write one as in docs/configuration.md."
    )
    with pytest.raises(CalsyncError, match=r"There is no ours\.toml in elsewhere"):
        load_settings(Path("elsewhere/ours.toml"))


def test_a_folder_in_the_files_place_is_told(tmp_path):
    with pytest.raises(CalsyncError, match="can't be read"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[graph\n", "(at line 1, column 7)"),
        (
            b'[graph]\ntenant = "a"\ntenant = "b"\n',
            "line 3: 'tenant' stands here for the second time (first on line 2)",
        ),
        (b"\xef\xbb\xbf[graph]\n", "byte order mark"),
        (b'name = "\xe9"\n', "not UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_place(file, content, problem):
    file.write_bytes(content)
    (found,) = problems(file)
    assert problem in found


def test_an_empty_file_is_told_all_that_must_be_there(file):
    assert [each.split(":")[0] for each in problems(file, "")] == [
        "graph",
        "graph.tenant",
        "graph.client_id",
        "graph.group",
        "graph.service_mailbox",
        "policy.use",
        "roles.out_of_hours",
    ]


def test_mistakes_are_told_together_with_the_nearest_key(file):
    text = changed("tenant =", "tenat =").replace("out_of_hours", "out_of_hour").replace("deputy", "deputi")
    found = problems(file, text + '[pol]\nworking = "soon"\n[service]\nslots = 3\n')
    assert "graph.tenat: unknown key; did you mean graph.tenant?" in found
    assert "graph.tenant: missing; it is the id or domain of your Entra tenant" in found
    assert "roles.deputi: unknown key; did you mean roles.deputy?" in found
    assert "roles.out_of_hour: unknown key; did you mean roles.out_of_hours?" in found
    assert "pol: unknown key; did you mean poll?" in found
    assert "service.slots: unknown key; did you mean graph.slots?" in found


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"centre.example.org"', '"common"', "graph.tenant: must be your own tenant's id or domain"),
        ('"centre.example.org"', '"our tenant"', "graph.tenant: must be the tenant's id or a domain of it"),
        ('"centre.example.org"', "5", "graph.tenant: must be text in quotation marks"),
        ('"centre.example.org"', "\"'centre.example.org'\"", "graph.tenant: has quotation marks inside the value"),
        ('"centre.example.org"', '" centre.example.org"', "graph.tenant: has spaces around it"),
        ('"centre.example.org"', '"<tenant>"', "graph.tenant: is still the placeholder"),
        ('"calsync@centre.example.org"', '"calsync"', "graph.service_mailbox: must be a mail address"),
        ("[policy]", "slots = 0\n[policy]", "graph.slots: must be at least 1"),
        ("[policy]", "slots = 2.5\n[policy]", "graph.slots: must be a whole number"),
        ("[policy]", 'ca_file = "gone.pem"\n[policy]', "graph.ca_file: there is no file"),
        ("[policy]", 'root = "http://graph.microsoft.com"\n[policy]', "graph.root: must begin with https://"),
        ("[policy]", 'root = "https://graph.microsoft.com/v1.0"\n[policy]', "graph.root: must end after the host"),
        ("[policy]", 'authority = "login"\n[policy]', "graph.authority: must be a whole address"),
        ("[policy]", 'cloud = "uk"\n[policy]', "graph.cloud: must be one of global, usgov, usgov-dod, china"),
        ("[policy]", 'client_secret_expires = "soon"\n[policy]', "graph.client_secret_expires: must be a day, like"),
        ("[policy]", "client_secret_expires = 2027\n[policy]", "graph.client_secret_expires: must be a day, like"),
        (
            "[policy]",
            "client_secret_expires = 2027-03-01T00:00:00Z\n[policy]",
            "graph.client_secret_expires: must be a day, like 2027-03-01",
        ),
        ("[policy]", 'out_of_scope_mailbox = "Sloane"\n[policy]', "graph.out_of_scope_mailbox: must be a mail address"),
        ('use = "clarendon"', "", "policy.use: missing"),
        ('[policy]\nuse = "clarendon"', "", "policy.use: missing"),
        ('"duty@centre.example.org"', "[]", "roles.out_of_hours: is empty"),
        ('"duty@centre.example.org"', '{ phone = "01709 000000" }', "roles.out_of_hours: at least one contact needs"),
        ('"duty@centre.example.org"', '{ phone = "999" }', "roles.out_of_hours, entry 1, phone: must be a whole"),
        ('"duty@centre.example.org"', "{ name = 'Ash' }", "roles.out_of_hours, entry 1: needs a mail or a phone"),
        (
            '"duty@centre.example.org"',
            '{ mail = "duty@centre.example.org", always_at_work = false }',
            "roles.out_of_hours: always_at_work = false can't be",
        ),
        ("deputy =", "worker =", "roles.worker: unknown key"),
        ("[policy]", '[rules]\nsites = "Town Hall"\n[policy]', "rules.sites: must be a list"),
        ("[policy]", '[rules]\ndone_categories = ["home visit"]\n[policy]', "rules: 'home visit' stands in done_"),
        ("[policy]", "[poll]\nworking = 1\n[policy]", "poll.working: must be at least 5"),
        ("[policy]", "[poll]\nwatched_from = 2026-12-01T09:00:00\n[policy]", "poll.watched_from: needs its zone"),
        ("[policy]", "[poll]\nwatched_from = 2026-12-01\n[policy]", "poll.watched_from: must be a date and a time"),
        ("[policy]", "[poll]\nwatched_from = 5\n[policy]", "poll.watched_from: must be a date and a time"),
        ("[policy]", '[service]\nzone = "London"\n[policy]', "service.zone: must be a time zone by its name"),
        ("[policy]", '[service]\nzone = "../etc/passwd"\n[policy]', "service.zone: must be a time zone by its name"),
        ("[policy]", "[service]\ntick = nan\n[policy]", "service.tick: must be"),
        ("[policy]\nuse", "[store]\nurl = ''\n[policy]\nuse", "store.url: is empty"),
    ],
)
def test_a_wrong_value_is_told_with_its_place_and_the_fix(file, old, new, problem):
    found = problems(file, changed(old, new))
    assert any(each.startswith(problem) for each in found), found


@pytest.mark.parametrize("section", ["graph", "policy", "roles", "store", "poll", "simulation"])
def test_a_section_written_as_a_value_is_told(file, section):
    text = SOUND.replace(f"[{section}]", f"[other_{section}]")
    assert f"{section}: must be a table with keys of its own" in problems(file, f'{section} = "clarendon"\n' + text)


def test_the_secrets_id_in_place_of_its_value_is_told_and_never_shown(file):
    text = changed(SECRET, "11111111-2222-3333-4444-555555555555")
    assert problems(file, text) == [
        "graph: client_secret looks like the secret's id; Entra wants its value, shown once when made"
    ]


def test_secrets_stand_in_no_repr_and_in_no_error(file):
    file.write_text(SOUND + '[store]\nurl = "postgresql://calsync:hunter22@db/calsync"\n')
    settings = load_settings(file)
    assert settings.graph.client_secret.get_secret_value() == SECRET
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert "hunter22" not in repr(settings)
    told = "\n".join(problems(file, changed(f'"{SECRET}"', f'["{SECRET}"]') + "[service]\nzone = 3\n"))
    assert SECRET not in told


def test_a_variable_overrides_the_file(file, monkeypatch):
    monkeypatch.setenv("CALSYNC_GRAPH__SLOTS", "7")
    monkeypatch.setenv("CALSYNC_RULES__SITES", '["Town Hall, S60 1AE"]')
    monkeypatch.setenv("CALSYNC_ROLES__DEPUTY", "sloane@centre.example.org")
    monkeypatch.setenv("CALSYNC_POLL__WATCHED_FROM", "2026-12-01T09:00:00+01:00")
    monkeypatch.setenv("CALSYNC_SERVICE__ZONE", "")
    settings = load_settings(file)
    assert settings.graph.slots == 7
    assert settings.rules.sites == ("Town Hall, S60 1AE",)
    assert settings.contacts()[Role.DEPUTY] == (Contact(mail="sloane@centre.example.org"),)
    assert settings.poll.watched_from == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert settings.service.zone == "Europe/London"


def test_a_mistake_in_a_variable_is_told_with_its_name(file, monkeypatch):
    monkeypatch.setenv("CALSYNC_GRAPH__SLOTS", "many")
    monkeypatch.setenv("CALSYNC_GRAPH__TENAT", "centre.example.org")
    monkeypatch.setenv("CALSYNC_RULES__SITES", "[Town Hall]")
    monkeypatch.setenv("CALSYNC_POLICY", "clarendon")
    monkeypatch.setenv("CALSYNC_GRAPH_GROUP", "workers")
    monkeypatch.setenv("CALSYNC_STORE_URL_FILE", "url")
    monkeypatch.setenv("CALSYNC_WEB_SECRET_FILE", "web")  # of a section that may be left out
    assert problems(file) == [
        "CALSYNC_GRAPH_GROUP: unknown variable; did you mean CALSYNC_GRAPH__GROUP?",
        "CALSYNC_POLICY: names no key; write CALSYNC_POLICY__ and the key",
        'CALSYNC_RULES__SITES: begins like a list and is none; write it as JSON, like ["one", "two"]',
        "CALSYNC_STORE_URL_FILE: unknown variable; did you mean CALSYNC_STORE__URL_FILE?",
        "CALSYNC_WEB_SECRET_FILE: unknown variable; did you mean CALSYNC_WEB__SECRET_FILE?",
        "graph.slots (from CALSYNC_GRAPH__SLOTS): must be a whole number",
        "graph.tenat (from CALSYNC_GRAPH__TENAT): unknown key; did you mean graph.tenant?",
    ]


def test_a_secret_may_stand_in_a_file_of_its_own(file, monkeypatch):
    file.write_text(changed(f'client_secret = "{SECRET}"', ""))
    (file.parent / "secret").write_text(SECRET + "\n")
    (file.parent / "url").write_text("postgresql://calsync:hunter22@db/calsync\n")
    monkeypatch.setenv("CALSYNC_GRAPH__CLIENT_SECRET_FILE", str(file.parent / "secret"))
    monkeypatch.setenv("CALSYNC_STORE__URL_FILE", "url")
    settings = load_settings(file)
    assert settings.graph.client_secret.get_secret_value() == SECRET
    assert settings.store.url == "postgresql://calsync:hunter22@db/calsync"


def test_every_file_of_a_secret_that_the_documents_name_is_taken(file, monkeypatch):
    named = re.findall(r"`(CALSYNC_[A-Z_]+_FILE)`", DOCUMENT)
    assert {"CALSYNC_WEB__SECRET_FILE", "CALSYNC_WEB__PREVIOUS_SECRET_FILE"} <= set(named)
    for name in named:
        monkeypatch.setenv(name, "not-there")
    told = problems(file, changed(f'client_secret = "{SECRET}"', ""))
    assert sum("not-there can't be read" in each for each in told) == len(named)
    assert [each for each in told if "unknown" in each] == []


def test_web_secrets_are_read_from_their_files(file):
    (file.parent / "web").write_text("w" * 40 + "\n")
    files = 'secret_file = "web"\nprevious_secret_file = "web"\n'
    web = load_settings_of(file, f'{SOUND}[web]\naddress = "https://safe.example.org"\n{files}').web
    assert web.secret.get_secret_value() == web.previous_secret.get_secret_value() == "w" * 40


def test_a_secret_file_that_is_not_there_or_empty_or_doubled_is_told_once(file):
    text = changed(f'client_secret = "{SECRET}"', 'client_secret_file = "secret"')
    (told,) = problems(file, text)
    assert told.startswith("graph.client_secret_file: secret can't be read (No such file or directory): name a file")
    (file.parent / "secret").write_text("\n")
    assert problems(file, text) == ["graph.client_secret_file: secret is empty"]
    twice = changed("[policy]", 'client_secret_file = "secret"\n[policy]')
    assert problems(file, twice) == ["graph.client_secret: given twice, as itself and as client_secret_file; keep one"]


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


SIMULATION = "\n[simulation]\nepoch = 2026-12-01T08:00:00Z\nspeed = 60\n"


def test_a_simulated_clock_never_runs_over_real_diaries(file):
    (found,) = problems(file, SOUND + SIMULATION)
    assert found.startswith("simulation: a simulated clock never runs over real diaries")
    assert found in problems(file, changed("tenant =", "tenat =") + SIMULATION)
    lookalike = changed("[policy]", 'root = "https://127.0.0.1.example.org"\n[policy]')
    assert found in problems(file, lookalike + SIMULATION)


@pytest.mark.parametrize("root", ["https://localhost:8443", "http://127.0.0.1:8000", "https://[::1]:8443"])
def test_a_simulation_on_this_machine_starts_at_its_epoch_unless_told(file, root):
    simulated = changed("[policy]", f'root = "{root}"\n[policy]') + SIMULATION
    file.write_text(simulated)
    simulation = load_settings(file).simulation
    assert simulation is not None
    assert simulation.epoch == simulation.started == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert simulation.speed == 60
    file.write_text(simulated + "started = 2026-11-24T21:00:00Z\n")
    simulation = load_settings(file).simulation
    assert simulation is not None
    assert simulation.started == datetime(2026, 11, 24, 21, tzinfo=UTC)


def test_a_simulation_without_an_epoch_is_told_once(file):
    text = changed("[policy]", 'root = "https://localhost:8443"\n[policy]') + "[simulation]\nspeed = 0\n"
    assert problems(file, text) == [
        "simulation.epoch: missing; it is what the simulated clock shows at the start",
        "simulation.speed: must be more than 0",
    ]


def test_other_programs_variables_mean_nothing_here(file, monkeypatch):
    for name in ("GRAPH", "STORE", "SERVICE__ZONE", "POLICY"):
        monkeypatch.setenv(name, "something else")
    assert load_settings(file).service.zone == "Europe/London"


def by_hand(**more: object) -> Settings:
    graph = {
        "tenant": "centre.example.org",
        "client_id": "calsync",
        "client_secret": SECRET,
        "group": "workers",
        "service_mailbox": "calsync@centre.example.org",
    }
    return Settings(graph=graph, policy={"use": "clarendon"}, roles={"out_of_hours": "duty@centre.example.org"}, **more)


def test_settings_made_by_hand_are_checked_too():
    with pytest.raises(ValueError, match="never runs over real diaries"):
        by_hand(simulation={"epoch": "2026-12-01T08:00:00Z"})


DOCUMENT = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_the_example_in_the_documents_works(file):
    file.write_text(DOCUMENT.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    (file.parent / "secrets").mkdir()
    (file.parent / "secrets" / "graph").write_text(SECRET + "\n")
    assert load_settings(file).contacts()[Role.OUT_OF_HOURS][0].name == "Duty desk"


def test_every_key_is_documented():
    settings = by_hand()
    told = [getattr(settings, name) for name in Settings.model_fields]
    sections = [type(each) for each in told if each is not None and not isinstance(each, tuple)]
    several = (SimulationSettings, ContactSettings, TeamSettings, RotaSettings)
    keys = {key for section in (*sections, *several) for key in section.model_fields}
    assert [key for key in sorted(keys) if f"`{key}`" not in DOCUMENT] == []


# --- people -------------------------------------------------------------------------------------------------


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


def load_settings_of(path: Path, text: str) -> Settings:
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


# --- teams, hours and rotas ---------------------------------------------------------------------------------

TEAM = """
[[team]]
name = "Family support"
deputy = "billie@centre.example.org"
buddy = ["billie@centre.example.org"]
duty_manager = { mail = "ellis@centre.example.org", hours = "Mon-Fri 18:00-23:00" }

[[rota]]
mailbox = "rota@centre.example.org"
hours = "out"

[[rota]]
role = "deputy"
team = "family  SUPPORT"
file = "rota.ics"
"""


def test_a_team_has_contacts_of_its_own_with_hours_read_in_the_services_zone(file):
    file.write_text(SOUND + TEAM, encoding="utf-8")
    (team,) = load_settings(file).team_contacts()
    nights = WorkingHours(start=time(18), end=time(23))
    assert team == TeamContacts(
        name="Family support",
        roles={
            Role.DEPUTY: (Contact(mail="billie@centre.example.org"),),
            Role.BUDDY: (Contact(mail="billie@centre.example.org"),),
            Role.DUTY_MANAGER: (Contact(mail="ellis@centre.example.org", own=nights),),
        },
    )


def test_a_rota_is_known_by_its_mailbox_or_by_its_place_and_its_file_counts_from_the_folder(file):
    file.write_text(SOUND + TEAM, encoding="utf-8")
    settings = load_settings(file)
    assert settings.rota[1].file == file.parent / "rota.ics"
    assert rotas(settings) == (
        Rota(key="rota@centre.example.org", role=Role.DUTY_MANAGER, hours=Hours.OUT),
        Rota(key="rota 2", role=Role.DEPUTY, team="family support"),
    )


def test_contacts_of_office_hours_and_out_of_them_are_told_apart(file):
    two = '[{ mail = "desk@x.org", hours = "office" }, { mail = "night@x.org", hours = "out" }]'
    file.write_text(changed('"duty@centre.example.org"', two), encoding="utf-8")
    day, night = load_settings(file).contacts()[Role.OUT_OF_HOURS]
    assert (day.hours, night.hours) == (Hours.OFFICE, Hours.OUT)
    assert not day.always_at_work
    assert not night.always_at_work


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[team]\nname = "A"\ndeputy = "a@x.org"', "team: must be written with two brackets"),
        ('[[team]]\ndeputy = "a@x.org"', "team, entry 1, name: missing; it is the department"),
        ('[[team]]\nname = "A"', "team, entry 1: names nobody"),
        ('[[team]]\nname = "A"\ndeputi = "a@x.org"', "team, entry 1, deputi: unknown key"),
        ('[[team]]\nname = "A"\ndeputy = { phone = "01709 000000" }', "team, entry 1, deputy: at least one contact"),
        (
            '[[team]]\nname = "A"\nadmin = { mail = "a@x.org", hours = "nights" }',
            "team, entry 1, admin, entry 1, hours: ",
        ),
        (
            '[[team]]\nname = "A"\nadmin = { mail = "a@x.org", hours = "office", always_at_work = true }',
            "team, entry 1, ",
        ),
        ('[[team]]\nname = "A"\nadmin = "a@x.org"\n[[team]]\nname = "a"\nadmin = "b@x.org"', "team: 'A' stands there"),
        ("[[rota]]", "rota, entry 1: needs one of mailbox, url (or url_file) and file"),
        ('[[rota]]\nmailbox = "r@x.org"\nfile = "r.ics"', "rota, entry 1: needs one of mailbox"),
        ('[[rota]]\nurl = "http://x.org/r.ics"', "rota, entry 1: url must begin with https://"),
        ('[[rota]]\nurl_file = "nowhere"', "rota, entry 1, url_file: nowhere can't be read"),
        ('[[rota]]\nmailbox = "r@x.org"\nrole = "worker"', "rota, entry 1, role: must be one of deputy"),
        ('[[rota]]\nmailbox = "r@x.org"\nhours = "nights"', "rota, entry 1, hours: must be "),
        ('[[rota]]\nmailbox = "r@x.org"\nteam = "B"', "rota, entry 1, team: no [[team]] has that name"),
    ],
)
def test_a_mistake_in_a_team_or_a_rota_is_told_with_its_place_and_the_fix(file, text, problem):
    found = problems(file, f"{SOUND}\n{text}\n")
    assert any(each.startswith(problem) for each in found), found


def test_every_mistake_in_teams_and_rotas_is_told_at_once(file):
    text = """
[[team]]
name = "North"
deputy = { mail = "a@x.org", hours = "Mon-Fri 25:00-26:00" }
[[team]]
name = "north"
admin = { mail = "b@x.org", hours = "nights" }
[[rota]]
mailbox = "r@x.org"
file = "r.ics"
role = "worker"
team = "South"
"""
    found = problems(file, f"{SOUND}\n{text}\n[service]\nzone = 'Nowhere'\n")
    assert sorted(each.partition(";")[0] for each in found) == [
        "rota, entry 1, role: must be one of deputy, buddy, named_colleague, admin, senior_management, "
        "delivery_manager, safeguarding_lead, duty_manager, out_of_hours",
        "rota, entry 1, team: no [[team]] has that name",
        "rota, entry 1: needs one of mailbox, url (or url_file) and file",
        'service.zone: must be a time zone by its name, like "Europe/London"',
        "team, entry 1, deputy, entry 1, hours: must be a time of day, like 08:30",
        "team, entry 2, admin, entry 1, hours: must be days and hours, like Mon-Fri 18:00-23:00",
        "team: 'North' stands there more than once",
        "team: 'north' stands there more than once",
    ]
    assert any(each.endswith("it has mailbox and file: keep one") for each in found)


def test_contacts_out_of_hours_who_leave_hours_uncovered_are_refused(file):
    text = changed('"duty@centre.example.org"', '{ mail = "desk@x.org", hours = "out" }')
    assert [
        each for each in problems(file, text) if each.startswith("roles.out_of_hours: leaves hours in which nobody")
    ]
