"""What a mailbox says of its owner: zone, working hours, and times in which it answers by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from calsync.domain.model import Absence, Person, WorkingHours
from calsync.parsers.graph_time import read_moment, zone_named

if TYPE_CHECKING:
    from msgraph.generated.models.automatic_replies_setting import AutomaticRepliesSetting
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
    from msgraph.generated.models.mailbox_settings import MailboxSettings

DEFAULT_ZONE = "Europe/London"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def settled(person: Person, settings: MailboxSettings) -> Person:
    """The person with the zone, hours and absences of their mailbox settings; what is odd there is left out.

    Microsoft's page: "mailboxSettings resource type".
    """
    zone = _zone(settings.time_zone) or person.zone
    return replace(person, zone=zone, hours=_hours(settings, zone), absences=_absences(settings))


def _hours(settings: MailboxSettings, zone: str) -> WorkingHours:
    usual = WorkingHours()
    hours = settings.working_hours
    if hours is None:
        return replace(usual, zone=zone)
    # A day that this version of the SDK does not know is None.
    days = frozenset(_DAYS.index(str(day.value).lower()) for day in hours.days_of_week or () if day is not None)
    start, end = hours.start_time, hours.end_time
    if not (isinstance(start, time) and isinstance(end, time)) or start == end:
        start, end = usual.start, usual.end
    # Somebody's own "Customized Time Zone" has no name that anybody else knows: then the mailbox's zone counts.
    named = _zone(hours.time_zone.name) if hours.time_zone else ""
    return WorkingHours(days=days, start=start.replace(tzinfo=None), end=end.replace(tzinfo=None), zone=named or zone)


def _absences(settings: MailboxSettings) -> tuple[Absence, ...]:
    from calsync.graph.sdk import AutomaticRepliesStatus

    replies = settings.automatic_replies_setting
    if replies is None:
        return ()
    if replies.status is AutomaticRepliesStatus.AlwaysEnabled:
        return (Absence(start=_LONG_AGO),)
    if replies.status is AutomaticRepliesStatus.Scheduled:
        return _scheduled(replies)
    return ()


def _scheduled(replies: AutomaticRepliesSetting) -> tuple[Absence, ...]:
    start, end = _moment(replies.scheduled_start_date_time), _moment(replies.scheduled_end_date_time)
    return (Absence(start=start, end=end),) if start and end and start < end else ()


def _moment(value: DateTimeTimeZone | None) -> datetime | None:
    if value is None or not value.date_time:
        return None
    try:
        return read_moment(value.date_time, value.time_zone or "UTC")
    except ValueError:
        return None


def _zone(name: str | None) -> str:
    found = zone_named(name) if name else None
    if isinstance(found, ZoneInfo):
        return found.key
    return "Etc/UTC" if found is not None else ""
