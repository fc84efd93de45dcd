"""Who works here, who manages them and when they work, through Graph's typed models: few calls, once in a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from calsync.domain.model import People, Person, PersonId, Role, WorkingHours
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.graph.client import Graph
from calsync.graph.settled import DEFAULT_ZONE, settled
from calsync.ports import Contact

if TYPE_CHECKING:
    from calsync.graph.sdk import DirectoryObject, User

T = TypeVar("T")
K = TypeVar("K")

_ASKED = ["id", "displayName", "mail", "userPrincipalName", "mobilePhone", "businessPhones", "accountEnabled"]
_GROUP = "the group of lone workers"
# Half of the slots: a directory can wait, and a look before an alarm can't.
_AT_ONCE = 2
MAX_PAGES = 40


class GraphDirectory:
    """The Directory port over one tenant: the group's members, their managers, and the configured contacts."""

    def __init__(self, graph: Graph, roles: Mapping[Role, Sequence[Contact]]) -> None:
        self._graph = graph
        self._roles = roles

    async def people(self) -> People:
        """Everybody: workers, their managers, and contacts with the roles that the configuration gives them.

        A line manager stands in each worker's `manager`, not among the roles. Raises SourceError when the group, a
        manager or a contact can't be read; refused mailbox settings only leave the ordinary working hours, and so do
        those of a few mailboxes that can't answer, but not of most.
        Microsoft's pages: "List group transitive members", "List manager", "Get user mailbox settings".
        """
        from calsync.graph.sdk import load_people_models

        await asyncio.to_thread(load_people_models)
        known: dict[PersonId, Person] = {}
        for user in await self._members():
            if not (user.display_name or user.mail or user.user_principal_name):
                raise SourceRefused(
                    f"Microsoft Graph hides who is in {_GROUP}: grant User.Read.All with admin consent.",
                    code="MembersHidden",
                )
            # An account that is switched off belongs to somebody who left; what they began is watched to its end.
            if user.id and user.account_enabled is not False:
                known[user.id] = replace(_person(user), works=True)
        workers = list(known)
        for worker, boss in zip(workers, await _each(workers, self._manager), strict=True):
            if boss is not None:
                known[worker] = replace(known[worker], manager=boss.id)
                known.setdefault(boss.id, boss)
        roles = await self._contacts(known)
        fixed = {id_ for id_, person in known.items() if person.hours is None}
        asked = [id_ for id_ in known if id_ not in fixed and not id_.startswith("contact:")]
        answers = await _each([known[id_] for id_ in asked], self._with_settings)
        failures = [answer for answer in answers if isinstance(answer, SourceError)]
        # One broken mailbox harms only itself; an outage must not make everybody's absences forgotten.
        if 2 * len(failures) > len(answers):
            raise failures[0]
        known |= {answer.id: answer for answer in answers if isinstance(answer, Person)}
        return People(persons=tuple(known.values()), roles=roles)

    async def _members(self) -> list[User]:
        from calsync.graph.sdk import GraphUserRequestBuilder, RequestConfiguration

        if not self._graph.settings.group:
            return []
        members = self._graph.client.groups.by_group_id(self._graph.settings.group).transitive_members.graph_user
        query = GraphUserRequestBuilder.GraphUserRequestBuilderGetQueryParameters(select=_ASKED, top=999)
        page = await self._graph.call(partial(members.get, RequestConfiguration(query_parameters=query)), _GROUP)
        found: list[User] = []
        for _ in range(MAX_PAGES):
            if page is None or page.value is None:
                raise SourceRefused(f"Microsoft Graph's answer for {_GROUP} has no list of members.")
            found += page.value
            if not page.odata_next_link:
                return found
            further = members.with_url(self._graph.check_link(page.odata_next_link))
            page = await self._graph.call(further.get, _GROUP)
        raise SourceRefused(f"Microsoft Graph has no end of pages for {_GROUP}.", code="TooManyPages")

    async def _manager(self, worker: PersonId) -> Person | None:
        from calsync.graph.sdk import ManagerRequestBuilder, RequestConfiguration

        query = ManagerRequestBuilder.ManagerRequestBuilderGetQueryParameters(select=_ASKED)
        manager = self._graph.client.users.by_user_id(worker).manager
        ask = partial(manager.get, RequestConfiguration(query_parameters=query))
        found = await _unless_missing(self._graph.call(ask, f"the manager of person {worker}"))
        return _person(found) if found is not None and found.id else None

    async def _contacts(self, known: dict[PersonId, Person]) -> tuple[tuple[Role, tuple[PersonId, ...]], ...]:
        """The roles with the ids of their holders, whom it adds to `known`."""
        wanted: dict[str, Contact] = {}
        for contact in (each for contacts in self._roles.values() for each in contacts):
            wanted[_address(contact)] = _merged(wanted.get(_address(contact)), contact)
        by_mail = {person.mail.casefold(): person for person in known.values() if person.mail}
        strangers = [contact for mail, contact in wanted.items() if contact.mail and mail not in by_mail]
        for contact, user in zip(strangers, await _each(strangers, self._user), strict=True):
            if user is not None and user.id:
                by_mail[_address(contact)] = known.get(user.id) or _person(user)
        ids = {}
        for mail, contact in wanted.items():
            person = _as_configured(by_mail.get(mail) or _outsider(contact), contact)
            ids[mail] = person.id
            known[person.id] = person
        return tuple(
            (role, tuple(dict.fromkeys(ids[_address(contact)] for contact in contacts)))
            for role, contacts in self._roles.items()
        )

    async def _user(self, contact: Contact) -> User | None:
        from calsync.graph.sdk import RequestConfiguration, UserItemRequestBuilder

        query = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=_ASKED)
        user = self._graph.client.users.by_user_id(contact.mail)
        ask = partial(user.get, RequestConfiguration(query_parameters=query))
        return await _unless_missing(self._graph.call(ask, "a contact of the configuration"))

    async def _with_settings(self, person: Person) -> Person | SourceError:
        """The person with hours, zone and absences of their mailbox; unchanged when it may not be read."""
        settings = self._graph.client.users.by_user_id(person.id).mailbox_settings
        try:
            found = await self._graph.call(settings.get, f"the settings of mailbox {person.id}")
        except SourceRefused:
            return person
        except SourceUnavailable as error:
            if (error.status or 0) < 500:
                raise
            return error
        return person if found is None else settled(person, found)


async def _each(items: Sequence[K], ask: Callable[[K], Awaitable[T]]) -> list[T]:
    """The answers in the order of the items, a few at a time. The first failure stops all, and is raised as it is."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(item: K) -> T:
        async with gate:
            return await ask(item)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(item)) for item in items]
    except BaseExceptionGroup as failed:
        raise _first(failed) from None
    return [task.result() for task in tasks]


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    error = failed.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


async def _unless_missing(answer: Awaitable[T]) -> T | None:
    try:
        return await answer
    except SourceError as error:
        if error.status == 404:
            return None
        raise


def _person(found: DirectoryObject) -> Person:
    """The person of a typed user or contact of the address book, with the ordinary working hours for now."""
    from calsync.graph.sdk import OrgContact, User

    name = mail = mobile = ""
    phones: Iterable[str | None] = ()
    if isinstance(found, User):
        name, mail = found.display_name or "", found.mail or found.user_principal_name or ""
        mobile, phones = found.mobile_phone or "", found.business_phones or ()
    elif isinstance(found, OrgContact):
        name, mail = found.display_name or "", found.mail or ""
        phones = [phone.number for phone in found.phones or ()]
    return Person(
        id=found.id or "",
        name=name,
        mail=mail.lower(),
        mobile=mobile,
        phones=tuple(phone for phone in phones if phone),
        zone=DEFAULT_ZONE,
        hours=WorkingHours(),
    )


def _address(contact: Contact) -> str:
    return (contact.mail or contact.phone).strip().casefold()


def _merged(former: Contact | None, contact: Contact) -> Contact:
    """What is said of one person at several roles, taken together."""
    if former is None:
        return contact
    return Contact(
        mail=contact.mail,
        name=former.name or contact.name,
        phone=former.phone or contact.phone,
        always_at_work=former.always_at_work or contact.always_at_work,
    )


def _outsider(contact: Contact) -> Person:
    return Person(id=f"contact:{_address(contact)}", name=contact.name, mail=contact.mail.lower(), hours=WorkingHours())


def _as_configured(person: Person, contact: Contact) -> Person:
    """What the configuration says counts before the directory; somebody always at work is never absent."""
    person = replace(person, name=contact.name or person.name, mobile=contact.phone or person.mobile)
    return replace(person, hours=None, absences=()) if contact.always_at_work else person
