"""Microsoft's own SDK, with tokens of the real msal, against the tenant."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from calsync.demo.recurrence import Recurrence
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant, message_id

with warnings.catch_warnings():
    # kiota warns of a class of its own that is deprecated, at its own import.
    warnings.simplefilter("ignore", DeprecationWarning)
    from kiota_abstractions.authentication import (
        AccessTokenProvider,
        AllowedHostsValidator,
        BaseBearerTokenAuthenticationProvider,
    )
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from kiota_abstractions.headers_collection import HeadersCollection
    from msgraph import GraphRequestAdapter, GraphServiceClient
    from msgraph.generated.models.body_type import BodyType
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
    from msgraph.generated.models.email_address import EmailAddress
    from msgraph.generated.models.event import Event
    from msgraph.generated.models.event_type import EventType
    from msgraph.generated.models.item_body import ItemBody
    from msgraph.generated.models.location import Location
    from msgraph.generated.models.message import Message
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError
    from msgraph.generated.models.recipient import Recipient
    from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
    from msgraph.generated.users.item.mail_folders.item.messages.messages_request_builder import MessagesRequestBuilder
    from msgraph.generated.users.item.send_mail.send_mail_post_request_body import SendMailPostRequestBody
    from msgraph_core import GraphClientFactory

# The SDK's own pages call deprecated classes of kiota; those warnings are theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore:This class is deprecated:DeprecationWarning")

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class MsalTokens(AccessTokenProvider):
    """Tokens of an msal client, for this host alone."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._hosts = AllowedHostsValidator(["localhost"])

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return self._hosts

    async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:
        answer = self._client.acquire_token_for_client(["https://graph.microsoft.com/.default"])
        return str(answer["access_token"])


@pytest.fixture
def sdk(server: TenantServer, trust: ssl.SSLContext, login) -> Callable[..., Any]:
    """Runs a story with a client of the SDK, which is closed at its end."""

    def run(story: Callable[[GraphServiceClient], Awaitable[Any]]) -> Any:
        async def whole() -> Any:
            # The factory wraps the client's transport and its wrapper never closes it, so it is closed by hand.
            async with httpx.AsyncHTTPTransport(verify=trust) as transport:
                client = httpx.AsyncClient(transport=transport, timeout=20)
                wired = GraphClientFactory.create_with_default_middleware(client=client)
                tokens = BaseBearerTokenAuthenticationProvider(MsalTokens(login()))
                adapter = GraphRequestAdapter(tokens, client=wired)
                adapter.base_url = server.graph_url
                return await story(GraphServiceClient(request_adapter=adapter))

        return asyncio.run(whole())

    return run


def prefer(*values: str) -> HeadersCollection:
    headers = HeadersCollection()
    for value in ('IdType="ImmutableId"', *values):
        headers.add("Prefer", value)
    return headers


def test_people_managers_groups_and_settings_come_as_typed_models(sdk, tenant: Tenant, person):
    morgan = person("Morgan Manages", mobile="+447700900002")
    sam = person("Sam Visits", manager=morgan.mail, business_phones=["01322 000000"])
    group = tenant.add_group("Lone workers", [sam.mail, morgan.mail])

    async def story(graph: GraphServiceClient) -> None:
        user = await graph.users.by_user_id(sam.mail).get()
        assert (user.display_name, user.business_phones) == ("Sam Visits", ["01322 000000"])
        manager = await graph.users.by_user_id(sam.id).manager.get()
        assert (manager.id, manager.mobile_phone) == (morgan.id, "+447700900002")
        with pytest.raises(ODataError) as none:
            await graph.users.by_user_id(morgan.id).manager.get()
        assert (none.value.response_status_code, none.value.error.code) == (404, "Request_ResourceNotFound")
        members = await graph.groups.by_group_id(group.id).transitive_members.graph_user.get()
        assert [member.id for member in members.value] == [sam.id, morgan.id]
        every = await graph.groups.by_group_id(group.id).transitive_members.get()
        assert [type(member).__name__ for member in every.value] == ["User", "User"]
        settings = await graph.users.by_user_id(sam.id).mailbox_settings.get()
        assert settings.time_zone == "GMT Standard Time"
        assert settings.working_hours.start_time.hour == 8
        assert settings.automatic_replies_setting.status == "disabled"

    sdk(story)


def test_the_view_of_a_diary_comes_page_by_page_with_its_series(sdk, tenant: Tenant, person):
    sam = person("Sam Visits")
    tenant.add_event(sam.mail, "Single", NINE, NINE + timedelta(hours=1), "12 High St", ["Home visit"])
    series = Recurrence.daily(NINE.date(), count=14)
    tenant.add_event(sam.mail, "Daily", NINE, NINE + timedelta(hours=1), recurrence=series)

    async def story(graph: GraphServiceClient) -> list[Event]:
        query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time="2026-03-01T00:00:00Z",
            end_date_time="2026-03-31T00:00:00Z",
            select=["id", "subject", "start", "end", "type", "location", "categories", "responseStatus"],
        )
        view = graph.users.by_user_id(sam.id).calendar_view
        headers = prefer('outlook.timezone="UTC"')
        page = await view.get(RequestConfiguration(query_parameters=query, headers=headers))
        found = list(page.value)
        while page.odata_next_link:
            page = await view.with_url(page.odata_next_link).get(RequestConfiguration(headers=prefer()))
            found += page.value
        return found

    found = sdk(story)
    assert len({event.id for event in found}) == len(found) == 15
    assert {event.type for event in found} == {EventType.SingleInstance, EventType.Occurrence}
    single = next(event for event in found if event.subject == "Single")
    assert (single.location.display_name, single.categories) == ("12 High St", ["Home visit"])
    assert single.start.date_time == "2026-03-02T09:00:00.0000000"


def test_an_event_is_made_changed_and_deleted(sdk, person):
    sam = person("Sam Visits")

    async def story(graph: GraphServiceClient) -> None:
        events = graph.users.by_user_id(sam.id).events
        configuration = RequestConfiguration(headers=prefer())
        made = await events.post(
            Event(
                subject="Visit",
                start=DateTimeTimeZone(date_time="2026-03-02T09:00:00", time_zone="Europe/London"),
                end=DateTimeTimeZone(date_time="2026-03-02T10:00:00", time_zone="Europe/London"),
                location=Location(display_name="12 High St"),
                categories=["Home visit"],
            ),
            configuration,
        )
        assert made.location.display_name == "12 High St"
        one = events.by_event_id(made.id)
        later = DateTimeTimeZone(date_time="2026-03-02T10:30:00", time_zone="Europe/London")
        changed = await one.patch(Event(end=later), configuration)
        assert changed.id == made.id
        assert changed.change_key != made.change_key
        assert (await one.get(configuration)).end.date_time == "2026-03-02T10:30:00.0000000"
        await one.delete()
        with pytest.raises(ODataError) as gone:
            await one.get(configuration)
        assert (gone.value.response_status_code, gone.value.error.code) == (404, "ErrorItemNotFound")

    sdk(story)


def test_a_message_goes_out_as_a_draft_and_its_answer_is_read_and_matched(sdk, tenant: Tenant, person):
    desk, sam = person("Check-in Desk"), person("Sam Visits")
    note = Message(
        subject="Are you safe?",
        body=ItemBody(content_type=BodyType.Text, content="Please answer."),
        to_recipients=[Recipient(email_address=EmailAddress(address=sam.mail))],
    )

    async def story(graph: GraphServiceClient) -> None:
        box = graph.users.by_user_id(desk.id)
        draft = await box.messages.post(note, RequestConfiguration(headers=prefer()))
        await box.messages.by_message_id(draft.id).send.post()
        tenant.reply(sam.mail, message_id(tenant.mail(sam.mail)[0]), "Left, all fine.")
        query = MessagesRequestBuilder.MessagesRequestBuilderGetQueryParameters(
            filter="receivedDateTime ge 2026-03-02T08:59:00Z",
            orderby=["receivedDateTime asc"],
            select=["id", "conversationId", "from", "body", "internetMessageHeaders", "receivedDateTime"],
            top=50,
        )
        headers = prefer('outlook.body-content-type="text"')
        inbox = box.mail_folders.by_mail_folder_id("inbox").messages
        found = await inbox.get(RequestConfiguration(query_parameters=query, headers=headers))
        (answer,) = found.value
        assert answer.conversation_id == draft.conversation_id
        assert answer.from_.email_address.address == sam.mail
        assert answer.body.content.startswith("Left, all fine.")
        sent = {header.name: header.value for header in answer.internet_message_headers}
        assert sent["In-Reply-To"] == draft.internet_message_id
        assert answer.received_date_time == NINE

    sdk(story)


def test_mail_is_sent_in_one_call(sdk, tenant: Tenant, person):
    desk, sam = person("Check-in Desk"), person("Sam Visits")
    note = Message(subject="Hello", to_recipients=[Recipient(email_address=EmailAddress(address=sam.mail))])

    async def story(graph: GraphServiceClient) -> None:
        body = SendMailPostRequestBody(message=note, save_to_sent_items=False)
        await graph.users.by_user_id(desk.id).send_mail.post(body)

    sdk(story)
    assert [letter.subject for letter in tenant.mail(sam.mail)] == ["Hello"]
    assert tenant.mail(desk.mail, "sentitems") == []
