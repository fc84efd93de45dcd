"""The settings, section by section as in calsync.toml (docs/configuration.md tells what each key means)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from calsync.config.clouds import GLOBAL, completed, contradictions
from calsync.config.credentials import KEYS, credential_problems
from calsync.config.feed_sections import FeedsSettings
from calsync.config.it import ItSettings, SmtpSettings
from calsync.config.kinds import (
    AuthorityFile,
    BaseAddress,
    CloudName,
    Day,
    ExistingFile,
    MailAddress,
    Moment,
    Names,
    Tenant,
    ZoneName,
    is_guid,
    is_loopback,
)
from calsync.config.roles import RolesSettings, Rotas, Teams, contacts_of, team_problems
from calsync.config.section import Section
from calsync.config.sign_in import SignInSettings, sign_in_problem
from calsync.config.teams import shared_departments, shared_names
from calsync.config.texts import TextSettings
from calsync.config.web import WebSettings
from calsync.config.webhook import WebhookSettings
from calsync.domain.classify import Rules, fold
from calsync.domain.contacts import Contact, TeamContacts
from calsync.domain.model import Role
from calsync.parsers.sites import read_site

MICROSOFT_GRAPH = GLOBAL.root
NOT_SIMULATED = (
    "simulation: a simulated clock never runs over real diaries; it needs a graph.root on this very machine, "
    "such as that of `calsync tenant`; take the [simulation] table out"
)
CALLS_NEED_PAGES = (
    "text.voice_sender: calls need pages, since Twilio asks one for what is said; add [web] with an address that it "
    "reaches over https, or take voice_sender out"
)
CALLBACK_NEEDS_PAGES = (
    "text.callback_token: GOV.UK Notify calls in at an address of [web], and there is none: add [web] with an address "
    "that it reaches over https, or take callback_token out, and calsync asks Notify for texts itself"
)
RULES = Rules()


class GraphSettings(Section):
    """How Microsoft Graph is reached, and whose diaries are read."""

    tenant: Tenant = Field(description="the id or domain of your Entra tenant")
    client_id: Annotated[str, Field(min_length=1)] | None = Field(
        description="the application (client) id of the app registration"
    )
    """None only with a managed identity, which has its own."""
    client_secret: SecretStr | None = None
    client_secret_expires: Day | None = None
    certificate_file: ExistingFile | None = None
    certificate_key_file: ExistingFile | None = None
    certificate_password: SecretStr | None = None
    federated_token_file: ExistingFile | None = None
    managed_identity: Annotated[str, Field(min_length=1)] | None = None
    cloud: CloudName | None = None
    authority: BaseAddress = GLOBAL.authority
    root: BaseAddress = MICROSOFT_GRAPH
    ca_file: AuthorityFile | None = None
    group: Annotated[str, Field(min_length=1)] | None = Field(
        description="the Entra group of the people whose diaries are watched"
    )
    """None only where a file says in the directory's place who works here."""
    service_mailbox: MailAddress = Field(description="the mailbox that sends messages and receives answers")
    out_of_scope_mailbox: MailAddress | None = None
    slots: int = Field(default=4, ge=1, le=20)

    @model_validator(mode="before")
    @classmethod
    def _what_follows(cls, given: object) -> object:
        """The addresses of the chosen cloud; and a managed identity brings its client id itself."""
        if not isinstance(given, dict):
            return given
        by_machine: dict[str, object] = {"client_id": None} if "managed_identity" in given else {}
        return {**by_machine, **completed(given)}

    @model_validator(mode="after")
    def _one_credential(self) -> Self:
        if found := credential_problems([key for key in KEYS if getattr(self, key) is not None]):
            raise ValueError("; ".join(found))
        return self

    @model_validator(mode="after")
    def _one_cloud(self) -> Self:
        if found := list(contradictions(self.cloud, self.authority, self.root)):
            raise ValueError("; ".join(found))
        return self

    @model_validator(mode="after")
    def _secret_is_no_id(self) -> Self:
        """Entra lists a secret's id beside its value, and the id is what people copy."""
        if self.client_secret is None:
            return self
        secret = self.client_secret.get_secret_value()
        if not secret:
            raise ValueError("client_secret is empty: it is the value that Entra shows once, when it is made")
        if is_guid(secret) and not is_loopback(self.root):
            raise ValueError("client_secret looks like the secret's id; Entra wants its value, shown once when made")
        return self


class TeamPolicySettings(Section):
    """Which policy is kept for the people of one department, or of several."""

    department: Names = Field(description='a department as the directory has it, or a list: ["Fostering", "Adoption"]')
    use: str = Field(min_length=1, description="the name of a preset (`calsync policy list`) or the path of a file")


class PolicySettings(Section):
    """Which lone-working policy is kept. There is no default: setting up forces a choice."""

    use: str = Field(min_length=1, description="the name of a preset (`calsync policy list`) or the path of a file")
    """That of everybody who is in no team below."""
    team: tuple[TeamPolicySettings, ...] = ()

    @model_validator(mode="after")
    def _each_its_own(self) -> Self:
        if problems := [
            *shared_departments(self.teams()),
            *shared_names((self.use, *(each.use for each in self.team))),
        ]:
            raise ValueError("; ".join(problems))
        return self

    def teams(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """The departments that have a policy of their own, each with what names it."""
        return tuple((each.department, each.use) for each in self.team)


class RulesSettings(Section):
    """What the organisation's diaries mean: in a file of its own, or by these keys, in any case."""

    file: ExistingFile | None = None
    visit_categories: tuple[str, ...] = RULES.home_categories
    not_visit_categories: tuple[str, ...] = RULES.not_visit_categories
    done_categories: tuple[str, ...] = RULES.done_categories
    risk_categories: tuple[str, ...] = RULES.flags[0].categories
    sites: tuple[str, ...] = ()

    @field_validator("sites")
    @classmethod
    def _places(cls, sites: tuple[str, ...]) -> tuple[str, ...]:
        for number, each in enumerate(sites, 1):
            try:
                read_site(each)
            except ValueError as error:
                raise ValueError(f"entry {number}: {error}") from None
        return sites

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        """What stands in both would have to win in one of them, and nobody would remember in which."""
        if self.file is not None and (inline := sorted(self.model_fields_set - {"file"})):
            raise ValueError(f"file and {', '.join(inline)} don't go together: move those into the rules file")
        return self

    @model_validator(mode="after")
    def _one_meaning_each(self) -> Self:
        """A category that makes a visit and also closes it would close every visit as it opens."""
        visits = {fold(each) for each in (*self.visit_categories, *self.risk_categories)}
        for name in ("not_visit_categories", "done_categories"):
            for each in getattr(self, name):
                if fold(each) in visits:
                    raise ValueError(f"'{each}' stands in {name} and among the categories of visits: choose one")
        return self


class StoreSettings(Section):
    """Where the database is."""

    url: str = Field(default="sqlite:///calsync.sqlite", repr=False, min_length=1)


class PollSettings(Section):
    """How often a diary is read, in seconds of the clock."""

    around_visit: int = Field(default=30, ge=5, le=300)
    working: int = Field(default=300, ge=5, le=3600)
    outside: int = Field(default=900, ge=5, le=3600)
    watched_from: Moment | None = None


class PeopleSettings(Section):
    """Who works here as a file says it: over the directory, or in its place."""

    file: ExistingFile | None = None
    replace: bool = False

    @model_validator(mode="after")
    def _something_replaces(self) -> Self:
        if self.replace and self.file is None:
            raise ValueError("replace = true needs a file: else nothing says who works here")
        return self


class ServiceSettings(Section):
    """In which zone people read times, the pace of the scan, how many mails go, and whether diaries are written."""

    zone: ZoneName = "Europe/London"
    tick: float = Field(default=2.0, gt=0, le=30, allow_inf_nan=False)
    mail_per_minute: int = Field(default=25, ge=2, le=1000)
    write_visits: bool = False


class SimulationSettings(Section):
    """A clock that showed `epoch` at the real moment `started` and runs `speed` times as fast as life."""

    epoch: Moment = Field(description="what the simulated clock shows at the start")
    speed: float = Field(default=1.0, gt=0, le=100_000, allow_inf_nan=False)
    started: Moment = Field(default_factory=lambda given: given["epoch"])


class Settings(BaseSettings):
    """Everything that one deployment of calsync is told. Made by `load_settings`, or by hand in a test."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    graph: GraphSettings = Field(description="how Microsoft Graph is reached")
    policy: PolicySettings = Field(description='which policy is kept; there is no default: [policy] use = "..."')
    roles: RolesSettings = Field(description="who is told, at least out_of_hours")
    rules: RulesSettings = RulesSettings()
    store: StoreSettings = StoreSettings()
    poll: PollSettings = PollSettings()
    service: ServiceSettings = ServiceSettings()
    people: PeopleSettings = PeopleSettings()
    feeds: FeedsSettings = FeedsSettings()
    team: Teams = ()
    rota: Rotas = ()
    it: ItSettings = ItSettings()
    smtp: SmtpSettings | None = None
    text: TextSettings | None = None
    web: WebSettings | None = None
    sign_in: SignInSettings | None = None
    webhook: WebhookSettings | None = None
    simulation: SimulationSettings | None = None

    @model_validator(mode="before")
    @classmethod
    def _no_group_where_a_file_replaces_it(cls, given: object) -> object:
        """Without a directory there is no group to name."""
        people, graph = (given.get("people"), given.get("graph")) if isinstance(given, dict) else (None, None)
        if not (isinstance(given, dict) and isinstance(people, dict) and isinstance(graph, dict)):
            return given
        replaces = str(people.get("replace", "")).lower() in ("true", "1", "yes", "on", "t", "y")
        return {**given, "graph": {"group": None, **graph}} if replaces else given

    @model_validator(mode="after")
    def _writes_no_feed(self) -> Self:
        """What a feed shows has ids of its own: an entry that calsync wrote would not be known again in it."""
        if self.service.write_visits and self.feeds.any:
            raise ValueError("service.write_visits and [feeds] don't go together: calsync can't write into a feed")
        return self

    @model_validator(mode="after")
    def _no_simulation_over_real_diaries(self) -> Self:
        if self.simulation is not None and not is_loopback(self.graph.root):
            raise ValueError(NOT_SIMULATED)
        return self

    @model_validator(mode="after")
    def _calls_have_pages(self) -> Self:
        """Twilio asks a page for what is said."""
        if self.text is not None and self.text.voice_sender is not None and self.web is None:
            raise ValueError(CALLS_NEED_PAGES)
        return self

    @model_validator(mode="after")
    def _who_calls_in_finds_pages(self) -> Self:
        """Notify calls an address of [web]; without one the token would stand for a way that is not there."""
        if self.text is not None and self.text.callback_token is not None and self.web is None:
            raise ValueError(CALLBACK_NEEDS_PAGES)
        return self

    @model_validator(mode="after")
    def _sign_in_has_pages_and_an_app(self) -> Self:
        if problem := sign_in_problem(self.sign_in, self.web, self.graph):
            raise ValueError(problem)
        return self

    @model_validator(mode="after")
    def _teams_stand_once_and_rotas_name_one(self) -> Self:
        if found := team_problems([each.name for each in self.team], [each.team for each in self.rota]):
            raise ValueError("; ".join(found))
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the signature is pydantic-settings' own
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is handed in and nothing else: `load_settings` reads the sources, to tell where a mistake stands."""
        return (init_settings,)

    def contacts(self) -> dict[Role, tuple[Contact, ...]]:
        """Who holds each role for everybody, without the roles that nobody holds."""
        return contacts_of(self.roles, self.service.zone)

    def team_contacts(self) -> tuple[TeamContacts, ...]:
        """Who holds which role for which team."""
        zone = self.service.zone
        return tuple(TeamContacts(name=each.name, roles=contacts_of(each, zone)) for each in self.team)

    def it_addresses(self) -> tuple[str, ...]:
        """Who hears of what keeps calsync from its work: IT, else those who administer, else out of hours."""
        for held in (self.roles.admin, self.roles.out_of_hours):
            stand_ins = tuple(each.mail for each in held if each.mail)
            if self.it.mail or stand_ins:
                return self.it.mail or stand_ins
        return ()
