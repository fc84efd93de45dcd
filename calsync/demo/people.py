"""Who is in the simulated tenant: people, groups, and the apps that may ask for tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from calsync.demo.graph_time import LONDON

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When a person works, by the clock of `zone`."""

    days: tuple[str, ...] = WEEKDAYS
    start: time = time(8)
    end: time = time(18)
    zone: str = LONDON


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticReplies:
    """What a mailbox answers by itself; `status` is disabled, alwaysEnabled or scheduled."""

    status: str = "disabled"
    message: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def answers(self, at: datetime) -> bool:
        """Whether mail arriving at this moment is answered automatically."""
        if self.status == "scheduled" and self.start is not None and self.end is not None:
            return self.start <= at < self.end
        return self.status == "alwaysEnabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantPerson:
    """One account of the directory, usually with a mailbox."""

    id: str
    name: str
    mail: str
    mobile: str | None = None
    business_phones: tuple[str, ...] = ()
    manager_id: str | None = None
    department: str | None = None
    job_title: str | None = None
    zone: str = LONDON
    working_hours: WorkingHours = field(default_factory=WorkingHours)
    automatic_replies: AutomaticReplies = field(default_factory=AutomaticReplies)
    has_mailbox: bool = True
    enabled: bool = True
    shared_as: str = "freeBusyRead"
    """What everybody inside may do with the primary calendar: a calendarRoleType of Graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCalendar:
    """A calendar that a mailbox lists beside its primary one; another's, when somebody shared it."""

    key: str
    name: str
    owner_mail: str
    owner_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of the directory; members are ids of people and of other groups."""

    id: str
    name: str
    mail: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation:
    """A federated credential of an app: a platform whose tokens about one subject sign the app in."""

    issuer: str
    subject: str
    public_key: str
    """PEM: what the issuer publishes to check its signatures by."""
    audience: str = "api://AzureADTokenExchange"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRegistration:
    """An app that may get tokens: by its secret, a certificate whose PEM is registered, or a platform's token."""

    client_id: str
    name: str
    secret: str
    secret_expired: bool = False
    certificates: tuple[str, ...] = ()
    federations: tuple[Federation, ...] = ()
    redirects: tuple[str, ...] = ()
    """The addresses to which people who signed in may be sent back."""
