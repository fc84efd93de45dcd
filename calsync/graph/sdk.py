"""Microsoft's SDK, imported in one place: only client.py imports this, and only when a request is to be made.

It costs a third of a second. Its generated modules warn about themselves while they are imported, which would be an
error wherever warnings are; here those warnings, and no others, are kept quiet.
"""

from __future__ import annotations

import gc
import warnings
from functools import cache

import httpx

from calsync.graph.auth import SignIn
from calsync.graph.settings import GraphSettings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from kiota_abstractions.api_error import APIError
    from kiota_abstractions.authentication import BaseBearerTokenAuthenticationProvider
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from kiota_abstractions.headers_collection import HeadersCollection
    from kiota_abstractions.method import Method
    from kiota_abstractions.request_information import RequestInformation
    from kiota_http.middleware import ParametersNameDecodingHandler, UserAgentHandler
    from kiota_http.observability_options import ObservabilityOptions
    from msgraph.generated.groups.item.transitive_members.graph_user.graph_user_request_builder import (
        GraphUserRequestBuilder,
    )
    from msgraph.generated.models.automatic_replies_status import AutomaticRepliesStatus
    from msgraph.generated.models.body_type import BodyType
    from msgraph.generated.models.email_address import EmailAddress
    from msgraph.generated.models.importance import Importance
    from msgraph.generated.models.internet_message_header import InternetMessageHeader
    from msgraph.generated.models.item_body import ItemBody
    from msgraph.generated.models.mailbox_settings import MailboxSettings
    from msgraph.generated.models.message import Message
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError
    from msgraph.generated.models.recipient import Recipient
    from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
    from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder
    from msgraph.generated.users.item.mail_folders.item.messages.messages_request_builder import (
        MessagesRequestBuilder as FolderMessagesRequestBuilder,
    )
    from msgraph.generated.users.item.manager.manager_request_builder import ManagerRequestBuilder
    from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder
    from msgraph.graph_request_adapter import GraphRequestAdapter
    from msgraph.graph_service_client import GraphServiceClient
    from msgraph_core import GraphClientFactory  # type: ignore[import-untyped]  # ships no types
    from msgraph_core.middleware import GraphTelemetryHandler  # type: ignore[import-untyped]  # ships no types

__all__ = [
    "APIError",
    "AutomaticRepliesStatus",
    "BodyType",
    "CalendarViewRequestBuilder",
    "EmailAddress",
    "EventItemRequestBuilder",
    "FolderMessagesRequestBuilder",
    "GraphRequestAdapter",
    "GraphServiceClient",
    "GraphUserRequestBuilder",
    "HeadersCollection",
    "Importance",
    "InternetMessageHeader",
    "ItemBody",
    "MailboxSettings",
    "ManagerRequestBuilder",
    "Message",
    "Method",
    "ODataError",
    "Recipient",
    "RequestConfiguration",
    "RequestInformation",
    "UserItemRequestBuilder",
    "adapter_over",
    "client_over",
    "load_settings_models",
    "prefer",
]


def adapter_over(sign_in: SignIn, client: httpx.AsyncClient, settings: GraphSettings) -> GraphRequestAdapter:
    """The SDK's adapter over our own HTTP client: it retries nothing and follows no redirect.

    Its retries would send mail twice and sleep inside a slot; calsync's outbox and polling retry in its place. So of
    its middleware only what writes headers and queries is taken, which also spares a sixth of a request's cost.
    """
    handlers = [ParametersNameDecodingHandler(), UserAgentHandler(), GraphTelemetryHandler()]
    wired = GraphClientFactory.create_with_custom_middleware(handlers, client=client)
    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(sign_in), wired)
    adapter.base_url = settings.base_url
    # Traces would carry whole addresses, and with them the people in them.
    adapter.observability_options = ObservabilityOptions(include_euii_attributes=False)
    return adapter


def client_over(adapter: GraphRequestAdapter) -> GraphServiceClient:
    """The SDK's request builders over an adapter, with every module that calsync will need of them imported.

    They import one another when they are first used, so each is used once here, where their warnings are quiet.
    """
    client = GraphServiceClient(request_adapter=adapter)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        user, group = client.users.by_user_id("-"), client.groups.by_group_id("-")
        _ = user.calendar_view, user.events.by_event_id("-"), user.manager, user.mailbox_settings
        _ = user.messages.by_message_id("-").send, user.mail_folders.by_mail_folder_id("-").messages
        _ = group.transitive_members.graph_user, user.calendar.calendar_permissions
    _out_of_sight()
    return client


@cache
def _out_of_sight() -> None:
    # A full collection looks at each of the SDK's hundred thousand objects, which live as long as the process: every
    # time some 50 ms, in which nothing else happens.
    gc.freeze()


@cache
def load_settings_models() -> None:
    """Imports the hundreds of modules behind the typed mailbox settings, which takes a second or more.

    To be called in a thread: at the first answer it would happen on the event loop, and everything would stand still.
    """
    MailboxSettings().get_field_deserializers()
    gc.freeze()


def prefer(*wishes: str) -> HeadersCollection:
    """The Prefer header with these wishes; it has to go along with every page, since links carry none."""
    headers = HeadersCollection()
    for wish in wishes:
        headers.add("Prefer", wish)
    return headers
