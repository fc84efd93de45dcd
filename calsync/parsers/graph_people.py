"""A person of Entra in Graph's JSON: a user, or a contact of the address book.

Read from bytes, since typed models would keep the event loop for seconds with a page of a thousand people.
Microsoft's pages: "user resource type", "orgContact resource type".
"""

from __future__ import annotations

import msgspec

from calsync.domain.model import Person, WorkingHours


class GraphPhone(msgspec.Struct, rename="camel"):
    """A telephone of a contact of the address book; a user's are mere texts."""

    number: str | None = None


class GraphPerson(msgspec.Struct, rename="camel"):
    """What is read of a user or a contact; what a contact does not have stays None."""

    id: str | None = None
    display_name: str | None = None
    mail: str | None = None
    user_principal_name: str | None = None
    mobile_phone: str | None = None
    business_phones: list[str | None] | None = None
    phones: list[GraphPhone] | None = None
    account_enabled: bool | None = None
    user_type: str | None = None
    department: str | None = None
    manager: msgspec.Raw = msgspec.Raw(b"")
    """As it came, since a manager who can't be read is no reason to lose the worker; empty where there is no such key:
    it may be that nobody was asked for managers."""

    @property
    def is_hidden(self) -> bool:
        """Whether Microsoft tells that somebody is there, and not who: then a permission is missing."""
        return not (self.display_name or self.mail or self.user_principal_name)

    @property
    def called(self) -> str:
        """By what a sentence calls them."""
        return self.display_name or self.mail or self.user_principal_name or self.id or ""


_DECODER = msgspec.json.Decoder(GraphPerson | None)
ASKED = (
    "id",
    "displayName",
    "mail",
    "userPrincipalName",
    "mobilePhone",
    "businessPhones",
    "accountEnabled",
    "userType",
    "department",
)
"""What is asked for of a person."""


def person_in(row: GraphPerson) -> Person:
    """The person, with the ordinary working hours for now: when they work stands in their mailbox."""
    phones = [*(row.business_phones or ()), *(phone.number for phone in row.phones or ())]
    return Person(
        id=row.id or "",
        name=row.display_name or "",
        mail=(row.mail or "").strip().lower(),
        mobile=(row.mobile_phone or "").strip(),
        phones=tuple(phone for phone in phones if phone),
        hours=WorkingHours(),
        department=(row.department or "").strip(),
    )


def read_person(raw: msgspec.Raw | bytes) -> GraphPerson | None:
    """The person's row; None for JSON's null. Raises ValueError for what is no person."""
    try:
        row: GraphPerson | None = _DECODER.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        raise ValueError("A person is not written as Microsoft writes people.") from None
    return row


def manager_in(worker: str, row: GraphPerson | None) -> Person | None:
    """The manager as a person; None for nobody, for the worker themselves, and for an account that is switched off.

    Neither of the latter would come to the rescue.
    """
    if row is None or not row.id or row.id == worker or row.account_enabled is False:
        return None
    return person_in(row)


def why_not_watched(row: GraphPerson) -> str:
    """Why a member's diary is not read, in a sentence with the fix; empty when it is."""
    if row.is_hidden:
        return "Microsoft Graph hides who this member of the group is: grant User.Read.All with admin consent."
    if row.account_enabled is False:
        return (
            "Their account is switched off; what they began is watched to its end. Take them out of the group if they "
            "left, or switch it on."
        )
    if (row.user_type or "").casefold() == "guest":
        return "They are a guest whose diary is kept elsewhere: give them a mailbox of your own, or watch them by hand."
    if not row.mail:
        return "They have no mailbox, so there is no diary to read: give them a licence for Exchange Online."
    return ""
