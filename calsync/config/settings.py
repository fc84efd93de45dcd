"""The settings, section by section as in calsync.toml (docs/configuration.md tells what each key means)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from calsync.config.kinds import (
    BaseAddress,
    ExistingFile,
    MailAddress,
    Moment,
    PhoneNumber,
    Tenant,
    ZoneName,
    is_guid,
    is_loopback,
)
from calsync.domain.classify import Rules, fold
from calsync.domain.model import Role
from calsync.ports import Contact

MICROSOFT_GRAPH = "https://graph.microsoft.com"
NOT_SIMULATED = (
    "simulation: a simulated clock never runs over real diaries; it needs a graph.root on this very machine, "
    "such as that of `calsync tenant`; take the [simulation] table out"
)
RULES = Rules()


class Section(BaseModel):
    """A table of calsync.toml: unknown keys are errors, and no error shows a value."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class GraphSettings(Section):
    """How Microsoft Graph is reached, and whose diaries are read."""

    tenant: Tenant = Field(description="the id or domain of your Entra tenant")
    client_id: str = Field(min_length=1, description="the application (client) id of the app registration")
    client_secret: SecretStr = Field(description="the value of its client secret, or client_secret_file")
    authority: BaseAddress = "https://login.microsoftonline.com"
    root: BaseAddress = MICROSOFT_GRAPH
    ca_file: ExistingFile | None = None
    group: str = Field(min_length=1, description="the Entra group of the people whose diaries are watched")
    service_mailbox: MailAddress = Field(description="the mailbox that sends messages and receives answers")
    slots: int = Field(default=4, ge=1, le=20)

    @model_validator(mode="after")
    def _secret_is_no_id(self) -> Self:
        """Entra lists a secret's id beside its value, and the id is what people copy."""
        secret = self.client_secret.get_secret_value()
        if not secret:
            raise ValueError("client_secret is empty: it is the value that Entra shows once, when it is made")
        if is_guid(secret) and not is_loopback(self.root):
            raise ValueError("client_secret looks like the secret's id; Entra wants its value, shown once when made")
        return self


class PolicySettings(Section):
    """Which lone-working policy is kept. There is no default: setting up forces a choice."""

    use: str = Field(min_length=1, description="the name of a preset (`calsync policy list`) or the path of a file")


class ContactSettings(Section):
    """Somebody who holds a role."""

    mail: MailAddress | None = None
    name: str = ""
    phone: PhoneNumber | None = None
    always_at_work: bool = False

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.mail is None and self.phone is None:
            raise ValueError("needs a mail or a phone")
        return self


def _contacts(value: object) -> object:
    """A mail address alone stands for a contact, and one contact alone for a list of them."""
    several = value if isinstance(value, list) else [value]
    return [{"mail": each} if isinstance(each, str) else each for each in several]


Contacts = Annotated[tuple[ContactSettings, ...], BeforeValidator(_contacts)]


class RolesSettings(Section):
    """Who holds each role for all workers; a worker's line manager comes from the directory first."""

    line_manager: Contacts = ()
    deputy: Contacts = ()
    buddy: Contacts = ()
    named_colleague: Contacts = ()
    admin: Contacts = ()
    senior_management: Contacts = ()
    delivery_manager: Contacts = ()
    safeguarding_lead: Contacts = ()
    duty_manager: Contacts = ()
    out_of_hours: Contacts = Field(description="who is told when nobody else is at work; always at work")

    @field_validator("*")
    @classmethod
    def _somebody_reads(cls, contacts: tuple[ContactSettings, ...]) -> tuple[ContactSettings, ...]:
        if contacts and not any(contact.mail for contact in contacts):
            raise ValueError("at least one contact needs a mail: this version tells people by mail only")
        return contacts

    @field_validator("out_of_hours")
    @classmethod
    def _always_there(cls, contacts: tuple[ContactSettings, ...]) -> tuple[ContactSettings, ...]:
        if not contacts:
            raise ValueError("is empty: somebody must be there when nobody else is at work")
        if any("always_at_work" in each.model_fields_set and not each.always_at_work for each in contacts):
            raise ValueError("always_at_work = false can't be: this contact stands in when everybody else is away")
        return contacts


class RulesSettings(Section):
    """What the organisation's diaries mean. Upper and lower case are the same."""

    visit_categories: tuple[str, ...] = RULES.visit_categories
    not_visit_categories: tuple[str, ...] = RULES.not_visit_categories
    done_categories: tuple[str, ...] = RULES.done_categories
    risk_categories: tuple[str, ...] = RULES.risk_categories
    sites: tuple[str, ...] = ()

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


class ServiceSettings(Section):
    """In which zone people read times, and the pace of the scan."""

    zone: ZoneName = "Europe/London"
    tick: float = Field(default=2.0, gt=0, le=30, allow_inf_nan=False)


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
    simulation: SimulationSettings | None = None

    @model_validator(mode="after")
    def _no_simulation_over_real_diaries(self) -> Self:
        if self.simulation is not None and not is_loopback(self.graph.root):
            raise ValueError(NOT_SIMULATED)
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
        found: dict[Role, tuple[Contact, ...]] = {}
        for name in RolesSettings.model_fields:
            role = Role(name)
            held = tuple(
                Contact(
                    mail=each.mail or "",
                    name=each.name,
                    phone=each.phone or "",
                    always_at_work=each.always_at_work or role is Role.OUT_OF_HOURS,
                )
                for each in getattr(self.roles, name)
            )
            if held:
                found[role] = held
        return found
