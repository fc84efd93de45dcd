"""One call to the simulated Graph, taken apart, and the answer to it; alone or within a batch."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from calsync.demo import odata
from calsync.demo.graph_error import GraphError, bad_request, resource_not_found
from calsync.demo.graph_time import zone_info
from calsync.demo.people import Group, TenantPerson
from calsync.demo.tenant import Tenant

_PREFERENCE = re.compile(r'([\w.-]+)(?:\s*=\s*(?:"([^"]*)"|([^,;\s]+)))?')
_OPTIONS = frozenset(["select", "filter", "orderby", "top", "skip", "skiptoken", "count", "expand", "search"])
_MAILBOX = frozenset(
    ["events", "calendar", "calendars", "calendarview", "messages", "mailfolders", "sendmail", "mailboxsettings"]
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: status, headers, and a JSON value unless there is nothing to say."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request after signing in; `base` is the address that the client used, with the version."""

    tenant: Tenant
    client_id: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    base: str
    segments: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def prefer(self) -> dict[str, str]:
        """The preferences of the request, all Prefer headers taken as one list; names in lower case."""
        found = _PREFERENCE.findall(self.headers.get("prefer", ""))
        return {name.lower(): quoted or bare for name, quoted, bare in found}

    @cached_property
    def immutable(self) -> bool:
        """Whether ids are wanted that stay the same when an item moves."""
        return self.prefer.get("idtype", "").lower() == "immutableid"

    @cached_property
    def zone(self) -> str:
        """The zone that event times are wanted in; raises the Graph error for an unknown one."""
        name = self.prefer.get("outlook.timezone", "") or "UTC"
        zone_info(name)
        return name

    @property
    def text_body(self) -> bool:
        """Whether bodies are wanted as plain text."""
        return self.prefer.get("outlook.body-content-type", "").lower() == "text"

    def applied(self) -> dict[str, str]:
        """The Preference-Applied header, naming what was obeyed; empty when nothing was asked."""
        known = {
            "idtype": 'IdType="ImmutableId"',
            "outlook.timezone": f'outlook.timezone="{self.prefer.get("outlook.timezone", "")}"',
            "outlook.body-content-type": f'outlook.body-content-type="{"text" if self.text_body else "html"}"',
            "odata.maxpagesize": f"odata.maxpagesize={self.prefer.get('odata.maxpagesize', '')}",
        }
        obeyed = set(self.prefer) - (set() if self._page_asked and "$top" not in self.query else {"odata.maxpagesize"})
        told = [text for name, text in known.items() if name in obeyed]
        return {"Preference-Applied": ", ".join(told)} if told else {}

    @property
    def _page_asked(self) -> int:
        """The size of a page that Prefer asks for; 0 when it asks for none that makes sense."""
        wanted = self.prefer.get("odata.maxpagesize", "")
        return int(wanted) if wanted.isascii() and wanted.isdigit() else 0

    @property
    def mailbox_name(self) -> str | None:
        """The user part of a path into a mailbox; None for the directory's own resources."""
        parts = self.segments
        in_mailbox = len(parts) > 2 and parts[0].lower() == "users" and parts[2].lower() in _MAILBOX
        return parts[1] if in_mailbox else None

    @property
    def mailbox_part(self) -> str:
        """What of the mailbox the path asks for, such as `calendarview`; empty for the directory's own resources."""
        return "" if self.mailbox_name is None else self.segments[2].lower()

    def owner(self) -> TenantPerson:
        """The person whose mailbox the path names; raises the Graph error when there is none."""
        return self.tenant.mailbox(self.names["user"])

    def group(self) -> Group:
        """The group that the path names; raises the Graph error when there is none."""
        found = self.tenant.groups.get(self.names["group"].lower())
        if found is None:
            raise resource_not_found(self.names["group"])
        return found

    def json_object(self) -> Mapping[str, Any]:
        """The body, which has to be a JSON object; keys begin with a small letter, whatever was sent."""
        if not isinstance(self.body, dict):
            raise bad_request("Unable to read JSON request payload. Please ensure Content-Type header is set.")
        found: Mapping[str, Any] = _small_keys(self.body)
        return found

    def context(self, what: str) -> str:
        """The value of @odata.context."""
        return f"{self.base}/$metadata#{what}"

    def page(
        self, rows: Sequence[Any], context: str, *, default: int, most: int = 1000, marker: str = "$skip"
    ) -> tuple[Sequence[Any], dict[str, Any]]:
        """The rows of this page, and the collection around them with its link to the next page."""
        preferred = min(self._page_asked or default, most)
        size = odata.whole_number(self.query, "$top", preferred, most) or default
        skip = odata.whole_number(self.query, marker, 0, 10**9)
        shell: dict[str, Any] = {"@odata.context": self.context(context)}
        if self.query.get("$count", "").lower() == "true":
            shell["@odata.count"] = len(rows)
        if skip + size < len(rows):
            shell["@odata.nextLink"] = self.link(**{marker[1:]: str(skip + size)})
        return rows[skip : skip + size], shell

    def link(self, **changed: str) -> str:
        """The absolute address of this same request with some query options changed."""
        return odata.next_link(self.base, "/" + self.path, self.query, **changed)


def call_of(
    tenant: Tenant,
    client_id: str,
    method: str,
    raw_path: str,
    query: str,
    headers: Mapping[str, str],
    body: Any,
    base: str,
) -> Call:
    """The call that a request line, its headers (names in lower case) and its body make."""
    path, segments = read_path(raw_path)
    return Call(
        tenant=tenant,
        client_id=client_id,
        method=method,
        path=path,
        segments=segments,
        query=read_query(query),
        headers=headers,
        body=body,
        base=base,
    )


def read_query(text: str) -> dict[str, str]:
    """The query options, names in lower case, OData's own with their dollar sign whether it was sent or not."""
    found = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        lower = name.lower()
        found[f"${lower}" if lower in _OPTIONS else lower] = value
    return found


def read_path(text: str) -> tuple[str, tuple[str, ...]]:
    """The path without doubled or outer slashes, and its decoded parts."""
    parts = tuple(unquote(part) for part in text.split("/") if part)
    return "/".join(parts), parts


def error_body(error: GraphError, *, date: str, request_id: str, client_request_id: str) -> dict[str, Any]:
    """The JSON of a Graph error."""
    inner = {"date": date, "request-id": request_id, "client-request-id": client_request_id}
    return {"error": {"code": error.code, "message": error.message, "innerError": inner}}


def _small_keys(value: Any) -> Any:
    # The SDK writes sendMail's keys with capitals; Graph takes both.
    if isinstance(value, dict):
        return {
            (name if name.startswith("@") else name[:1].lower() + name[1:]): _small_keys(v) for name, v in value.items()
        }
    return [_small_keys(v) for v in value] if isinstance(value, list) else value
