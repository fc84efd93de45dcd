"""python-O365, a client that is not ours and not Microsoft's, against the tenant."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from msal import ConfidentialClientApplication

from calsync.demo.people import AppRegistration
from calsync.demo.recurrence import Recurrence
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant, message_id

with warnings.catch_warnings():
    # bs4 and others warn of themselves at their own import.
    warnings.simplefilter("ignore", DeprecationWarning)
    from O365 import Account, MSGraphProtocol
    from O365.utils.token import MemoryTokenBackend
    from requests.exceptions import HTTPError

LONDON = ZoneInfo("Europe/London")
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)


@pytest.fixture
def account(server: TenantServer, app: AppRegistration) -> Iterator[Account]:
    """An account of the library that signs in with the real msal, at this tenant."""

    class AtTheTenant(MSGraphProtocol):
        _protocol_url = f"{server.base_url}/"

    made = Account(
        (app.client_id, app.secret),
        protocol=AtTheTenant(timezone=LONDON),
        auth_flow_type="credentials",
        tenant_id=server.tenant.id,
        token_backend=MemoryTokenBackend(),
        verify_ssl=str(server.ca_file),
        requests_delay=0,
        request_retries=0,
    )
    # The library knows Microsoft's own authority alone, so its msal client is made here, at the tenant's.
    msal = ConfidentialClientApplication(
        app.client_id,
        client_credential=app.secret,
        authority=server.authority,
        instance_discovery=False,
        token_cache=made.con.token_backend,
        verify=str(server.ca_file),
    )
    made.con._msal_client = msal
    assert made.con.request_token(None, requested_scopes=["https://graph.microsoft.com/.default"])
    yield made
    made.con.session.close()
    msal.http_client.close()


def test_a_diary_is_read_page_by_page_with_the_occurrences_of_its_series(account: Account, tenant: Tenant, person):
    sam = person("Sam Visits")
    hour = NINE.replace(hour=10) - NINE
    tenant.add_event(sam.mail, "Single", NINE, NINE + hour, "12 High St", ["Home visit"])
    tenant.add_event(sam.mail, "Daily", NINE, NINE + hour, recurrence=Recurrence.daily(NINE.date(), count=14))
    calendar = account.schedule(resource=sam.mail).get_default_calendar()
    assert calendar.name == "Calendar"
    found = list(
        calendar.get_events(
            limit=None,
            batch=5,
            start_recurring=datetime(2026, 3, 1, tzinfo=LONDON),
            end_recurring=datetime(2026, 3, 31, tzinfo=LONDON),
        )
    )
    assert len({event.object_id for event in found}) == len(found) == 15
    single = next(event for event in found if event.subject == "Single")
    assert (single.start, single.end) == (NINE, NINE + hour)
    assert (single.location["displayName"], single.categories) == ("12 High St", ["Home visit"])
    assert {event.event_type.value for event in found} == {"single_instance", "occurrence"}
    masters = list(calendar.get_events(include_recurring=False))
    assert {event.subject for event in masters} == {"Single", "Daily"}


def test_an_event_is_made_changed_and_deleted(account: Account, tenant: Tenant, person):
    sam = person("Sam Visits")
    calendar = account.schedule(resource=sam.mail).get_default_calendar()
    made = calendar.new_event("Visit")
    made.start, made.end, made.location = NINE, NINE.replace(hour=10), "12 High St"
    assert made.save()
    (kept,) = tenant.diaries.masters(sam.id)
    assert (kept.subject, kept.start, kept.locations[0].name) == ("Visit", NINE, "12 High St")
    made.end = NINE.replace(hour=11)
    assert made.save()
    again = calendar.get_event(made.object_id)
    assert again.end == NINE.replace(hour=11)
    assert again.delete()
    with pytest.raises(HTTPError, match="not found in the store"):
        calendar.get_event(made.object_id)
    assert tenant.diaries.masters(sam.id) == []


def test_mail_is_sent_drafted_and_read(account: Account, tenant: Tenant, person):
    desk, sam = person("Check-in Desk"), person("Sam Visits")
    box = account.mailbox(resource=desk.mail)
    note = box.new_message()
    note.to.add(sam.mail)
    note.subject, note.body = "Are you safe?", "Please answer."
    assert note.send(save_to_sent_folder=False)
    draft = box.new_message()
    draft.to.add(sam.mail)
    draft.subject = "Second"
    assert draft.save_draft()
    assert [letter.subject for letter in tenant.mail(desk.mail, "drafts")] == ["Second"]
    assert draft.send()
    assert sorted(letter.subject for letter in tenant.mail(sam.mail)) == ["Are you safe?", "Second"]
    first = next(letter for letter in tenant.mail(sam.mail) if letter.subject == "Are you safe?")
    tenant.reply(sam.mail, message_id(first), "Left, all fine.")
    (answer,) = list(box.inbox_folder().get_messages(limit=5))
    assert (answer.sender.address, answer.subject) == (sam.mail, "Re: Are you safe?")
    assert "Left, all fine." in answer.get_body_text()
    assert answer.mark_as_read()
    assert tenant.mail(desk.mail)[0].read


def test_people_are_read_from_the_directory(account: Account, person):
    morgan = person("Morgan Manages")
    sam = person("Sam Visits", mobile="+447700900001", manager=morgan.mail)
    directory = account.directory(resource="users")
    found = directory.get_user(sam.mail)
    assert (found.object_id, found.full_name, found.mobile_phone) == (sam.id, "Sam Visits", "+447700900001")
    assert sam.id in {each.object_id for each in directory.get_users(limit=None)}
    with pytest.raises(HTTPError, match="does not exist"):
        directory.get_user("nobody@clarendon.example")


def test_a_fault_reaches_it_as_any_client(account: Account, tenant: Tenant, person):
    from calsync.demo.faults import Fault

    sam = person("Sam Visits")
    tenant.faults.set(Fault("access-denied", sam.mail))
    with pytest.raises(HTTPError, match="Access is denied"):
        account.schedule(resource=sam.mail).get_default_calendar()
