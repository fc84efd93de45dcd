"""The demo's people: a children's centre with nine family support workers, and those who look after them."""

from __future__ import annotations

from dataclasses import dataclass

from calsync.demo.people import AppRegistration, Group
from calsync.demo.tenant import Tenant

SERVICE = "calsync"
WORKERS = ("sam", "robin", "alex", "jo", "pat", "lee", "kim", "chris", "noor")

_NAMES = {
    "sam": ("Sam Carter", "+44 7700 900101"),
    "robin": ("Robin Shah", "+44 7700 900102"),
    "alex": ("Alex Reid", "+44 7700 900103"),
    "jo": ("Jo Mensah", "+44 7700 900104"),
    "pat": ("Pat Lowe", "+44 7700 900105"),
    "lee": ("Lee Walsh", "+44 7700 900106"),
    "kim": ("Kim Adeyemi", "+44 7700 900107"),
    "chris": ("Chris Doyle", "+44 7700 900108"),
    "noor": ("Noor Hassan", "+44 7700 900109"),
    "morgan": ("Morgan Ellis", "+44 7700 900110"),
    "dee": ("Dee Okafor", "+44 7700 900111"),
    "ash": ("Ash Turner", "+44 7700 900112"),
    "sloane": ("Sloane Price", "+44 7700 900113"),
}
_TITLES = {
    "morgan": "Centre Manager",
    "dee": "Deputy Centre Manager",
    "ash": "Administrator",
    "sloane": "Head of Service, on call out of hours",
}
APP_ROLES = {
    "morgan": ("Manager",),
    "dee": ("Manager",),
    "ash": ("Responder",),
    "sloane": ("Manager", "Auditor"),
    "it": ("Operator",),
}
"""Which roles of the app each was given."""
PAGES = tuple(f"http://{host}:8080" for host in ("127.0.0.1", "localhost"))
"""Where a `calsync run` that joins this tenant serves its pages unless told otherwise."""
SITE = "Clarendon Children's Centre, 1 Clarendon Road, Leeds LS2 9NN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The tenant's people, by first name, and what a service needs to sign in."""

    tenant: Tenant
    group: Group
    app: AppRegistration

    def mail(self, name: str) -> str:
        """Somebody's address, by first name."""
        return f"{name}@{self.tenant.domain}"


def cast(tenant: Tenant) -> Cast:
    """The tenant with the demo's people, their group of lone workers, and the registered app."""
    tenant.add_person("calsync", mail=f"{SERVICE}@{tenant.domain}", job_title="The service mailbox")
    for key in ("morgan", "dee", "ash", "sloane", *WORKERS):
        name, mobile = _NAMES[key]
        tenant.add_person(
            name,
            mail=f"{key}@{tenant.domain}",
            mobile=mobile,
            job_title=_TITLES.get(key, "Family Support Worker"),
            manager=f"morgan@{tenant.domain}" if key in WORKERS or key in ("dee", "ash") else None,
        )
    group = tenant.add_group("Lone workers", [f"{key}@{tenant.domain}" for key in WORKERS])
    tenant.add_person("Ira Webb", mail=f"it@{tenant.domain}", job_title="IT", has_mailbox=False)
    for key, roles in APP_ROLES.items():
        tenant.staff.roles[tenant.person(f"{key}@{tenant.domain}").id] = roles
    app = tenant.add_app(redirects=[f"{each}/signed-in" for each in PAGES])
    return Cast(tenant=tenant, group=group, app=app)
