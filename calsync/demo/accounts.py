"""The accounts of the tenant: registered apps, people and groups."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from calsync.demo.graph_error import no_mailbox, resource_not_found
from calsync.demo.ids import IdMaker
from calsync.demo.people import AppRegistration, Federation, Group, TenantPerson, WorkingHours


class Accounts:
    """The directory of one organisation, safe to use from several threads."""

    def __init__(self, *, domain: str, seed: int | None) -> None:
        self.lock = threading.RLock()
        self.domain = domain
        self.ids = IdMaker(seed)
        self.people: dict[str, TenantPerson] = {}
        self._id_of_mail: dict[str, str] = {}
        self.groups: dict[str, Group] = {}
        self.apps: dict[str, AppRegistration] = {}

    def add_app(
        self,
        name: str = "calsync",
        *,
        client_id: str | None = None,
        secret: str | None = None,
        secret_expired: bool = False,
        certificates: Iterable[str] = (),
        federations: Iterable[Federation] = (),
        redirects: Iterable[str] = (),
    ) -> AppRegistration:
        """The registered app, with a client id and a secret made for it unless given."""
        with self.lock:
            app = AppRegistration(
                client_id=client_id or self.ids.guid(),
                name=name,
                secret=secret or self.ids.secret(),
                secret_expired=secret_expired,
                certificates=tuple(certificates),
                federations=tuple(federations),
                redirects=tuple(redirects),
            )
            self.apps[app.client_id] = app
            return app

    def add_person(
        self,
        name: str,
        mail: str | None = None,
        *,
        mobile: str | None = None,
        business_phones: Iterable[str] = (),
        manager: str | None = None,
        department: str | None = None,
        job_title: str | None = None,
        working_hours: WorkingHours | None = None,
        has_mailbox: bool = True,
        person_id: str | None = None,
    ) -> TenantPerson:
        """The new account; its address is made from the first name when none is given."""
        with self.lock:
            person = TenantPerson(
                id=person_id or self.ids.guid(),
                name=name,
                mobile=mobile,
                business_phones=tuple(business_phones),
                mail=mail or f"{name.split()[0].lower()}@{self.domain}",
                department=department,
                job_title=job_title,
                manager_id=None if manager is None else self.person(manager).id,
                has_mailbox=has_mailbox,
                working_hours=working_hours or WorkingHours(),
            )
            return self._keep(person)

    def _keep(self, person: TenantPerson) -> TenantPerson:
        self.people[person.id] = person
        self._id_of_mail[person.mail.lower()] = person.id
        return person

    def find_person(self, who: str) -> TenantPerson | None:
        """The person of an id or an address, whatever its case; None when the directory has nobody."""
        with self.lock:
            wanted = who.lower()
            return self.people.get(self._id_of_mail.get(wanted, wanted))

    def person(self, who: str) -> TenantPerson:
        """The person of an id or an address; raises Request_ResourceNotFound when there is nobody."""
        found = self.find_person(who)
        if found is None:
            raise resource_not_found(who)
        return found

    def mailbox(self, who: str) -> TenantPerson:
        """The person, who has a mailbox; raises the Graph error otherwise."""
        person = self.person(who)
        if not person.has_mailbox:
            raise no_mailbox()
        return person

    def _mailbox_of(self, mail: str) -> str | None:
        person = self.find_person(mail)
        return person.id if person is not None and person.has_mailbox else None

    def change_person(self, who: str, **changes: Any) -> TenantPerson:
        """The account with other details, such as `has_mailbox`, `mobile` or `enabled`."""
        with self.lock:
            before = self.person(who)
            self._id_of_mail.pop(before.mail.lower(), None)
            return self._keep(replace(before, **changes))

    def set_manager(self, who: str, manager: str | None) -> None:
        """Names a person's manager; None takes it away."""
        self.change_person(who, manager_id=None if manager is None else self.person(manager).id)

    def remove_person(self, who: str) -> None:
        """Deletes the account, as when somebody leaves."""
        with self.lock:
            person = self.person(who)
            del self.people[person.id], self._id_of_mail[person.mail.lower()]

    def add_group(self, name: str, members: Iterable[str] = (), *, group_id: str | None = None) -> Group:
        """The new group; members are ids or addresses of people, or ids of groups."""
        with self.lock:
            ids = tuple(m if m in self.groups else self.person(m).id for m in members)
            mail = f"{name.lower().replace(' ', '-')}@{self.domain}"
            group = Group(id=group_id or self.ids.guid(), name=name, mail=mail, members=ids)
            self.groups[group.id] = group
            return group

    def join_group(self, group_id: str, members: Iterable[str]) -> Group:
        """The group with more members, by their ids; who is in it already stays where they are."""
        with self.lock:
            group = self.groups[group_id]
            self.groups[group_id] = replace(group, members=tuple(dict.fromkeys((*group.members, *members))))
            return self.groups[group_id]
