"""The kinds of values that settings hold, each refusing with a sentence that names the fix."""

from __future__ import annotations

import re
import ssl
from datetime import UTC, date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

from calsync.config.clouds import CLOUDS
from calsync.parsers.dialling import dialled

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.I)
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ATOM = r"[^@\s<>()\[\]\\,;:.\"]+"
_LABEL = r"[^\W_]([\w-]*[^\W_])?"
MAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*")
LONGEST_MAIL, LONGEST_BEFORE_AT = 254, 64
PHONE = re.compile(r"\+?[0-9 ()./-]+")
SHARED_TENANTS = ("common", "organizations", "consumers")


def is_loopback(url: str) -> bool:
    """Whether an address leads to this very machine; False for anything that can't be read as an address."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_guid(text: str) -> bool:
    """Whether it has the form of an id of Entra."""
    return GUID.fullmatch(text) is not None


def _base(url: str) -> str:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        has_host = False
    if not has_host or parts.scheme not in ("https", "http"):
        raise ValueError('must be a whole address, like "https://graph.microsoft.com"')
    if parts.scheme != "https" and not is_loopback(url):
        raise ValueError("must begin with https://; only an address of this very machine may do without")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("must end after the host, without a version, a tenant or a user")
    return url.rstrip("/")


def _tenant(text: str) -> str:
    if text in SHARED_TENANTS:
        raise ValueError(f"must be your own tenant's id or domain; \"{text}\" stands for everybody's")
    if not is_guid(text) and not DOMAIN.fullmatch(text):
        raise ValueError('must be the tenant\'s id or a domain of it, like "centre.example.org"')
    return text


def _mail(text: str) -> str:
    too_long = len(text) > LONGEST_MAIL or len(text.partition("@")[0]) > LONGEST_BEFORE_AT
    if too_long or not MAIL.fullmatch(text):
        raise ValueError('must be a mail address, like "admin@centre.example.org"')
    return text


def _phone(text: str) -> str:
    # Short numbers are the emergency services', and nothing here may ever ring them by itself.
    if not PHONE.fullmatch(text) or sum(each.isdigit() for each in text) < 6:
        raise ValueError('must be a whole telephone number, like "01709 000000"')
    dialled(text)
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError('must be a time zone by its name, like "Europe/London"') from None
    return name


def _there(path: Path) -> Path:
    try:
        there = path.is_file()
    except OSError as error:  # a folder on the way that may not be entered
        raise ValueError(f"{path} can't be reached ({error.strerror}); let calsync's user enter its folders") from None
    if not there:
        raise ValueError(f"there is no file {path}; correct its path")
    return path


def _authority(path: Path) -> Path:
    # Asked now: else each request would fail, and blame the network.
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=_there(path))
    except ssl.SSLError:
        raise ValueError(
            f"{path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----): give the certificate of the "
            "authority that is to be trusted"
        ) from None
    except OSError as error:
        raise ValueError(f"{path} can't be read ({error.strerror}); let calsync's user read it") from None
    return path


def _folder_there(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}; correct its path")
    return path


def _written_out(value: object) -> object:
    # Numbers would be taken for seconds since 1970, and a slip of the finger for a moment long ago.
    if isinstance(value, datetime) or (isinstance(value, str) and "-" in value[1:]):
        return value
    raise ValueError("must be a date and a time with its zone, like 2026-12-01T09:00:00Z")


def _day(value: object) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValueError("must be a day, like 2027-03-01")
    return day


def _cloud(name: str) -> str:
    if name not in CLOUDS:
        raise ValueError(f"must be one of {', '.join(CLOUDS)}")
    return name


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _named(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names or not all(name.strip() for name in names):
        raise ValueError("is empty; name it, or leave this table out")
    return names


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


BaseAddress = Annotated[str, AfterValidator(_base)]
"""Scheme and host, without a slash at the end."""
Tenant = Annotated[str, AfterValidator(_tenant)]
MailAddress = Annotated[str, AfterValidator(_mail)]
PhoneNumber = Annotated[str, AfterValidator(_phone)]
CloudName = Annotated[str, AfterValidator(_cloud)]
ZoneName = Annotated[str, AfterValidator(_zone)]
ExistingFile = Annotated[Path, AfterValidator(_there)]
AuthorityFile = Annotated[Path, AfterValidator(_authority)]
"""A PEM file of authorities to trust in place of the usual ones."""
ExistingFolder = Annotated[Path, AfterValidator(_folder_there)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_utc)]
"""A moment with its zone, turned into UTC."""
Names = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_named)]
"""A name, or a list of them."""
Day = Annotated[date, BeforeValidator(_day)]
"""A day of the calendar, without a time."""
