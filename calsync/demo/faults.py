"""The fault switches: what goes wrong with one mailbox, or with all of them, until it is switched off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from calsync.demo.fault_kinds import KINDS
from calsync.demo.graph_error import GraphError, access_denied, bad_request, no_mailbox, throttled
from calsync.demo.graph_time import write_instant

EVERYBODY = "*"
_LONGEST = 7 * 86400.0
_HTML = b"<html><head><title>Service Unavailable</title></head><body><h1>The service is unavailable.</h1></body></html>"
_HTML_TYPE = "text/html; charset=us-ascii"


@dataclass(frozen=True, slots=True)
class Fault:
    """One switch: its kind, the mailbox's address or "*", and what the kind needs beside.

    `seconds` are real ones. `entry` narrows a fault of single entries to those whose subject contains it, or whose id
    it is; empty means every entry. It holds from `begins` until `ends` on the tenant's clock; None is now and for good.
    """

    kind: str
    mailbox: str = EVERYBODY
    seconds: float = 5.0
    entry: str = ""
    begins: datetime | None = None
    ends: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is in force at a moment of the tenant's clock."""
        return (self.begins is None or self.begins <= at) and (self.ends is None or at < self.ends)

    def names(self, subject: str, ids: tuple[str, ...]) -> bool:
        """Whether it touches the entry of this subject and these ids."""
        return not self.entry or self.entry in ids or self.entry.lower() in subject.lower()

    def to_json(self) -> dict[str, Any]:
        """The switch as the JSON interface shows it."""
        found: dict[str, Any] = {"mailbox": self.mailbox, "kind": self.kind, "seconds": self.seconds}
        if self.entry:
            found["entry"] = self.entry
        for name, moment in (("begins", self.begins), ("ends", self.ends)):
            if moment is not None:
                found[name] = write_instant(moment)
        return found

    @classmethod
    def from_json(cls, value: Any, now: datetime) -> Fault:
        """The switch that a JSON object asks for; `begins_in` and `ends_in` are seconds from `now`.

        Raises the Graph error naming what is wrong.
        """
        if not isinstance(value, Mapping) or value.get("kind") not in tuple(KINDS):
            raise bad_request(f"A fault has a kind, one of: {', '.join(KINDS)}.")
        waits = {name: _number(value, f"{name}_in", _LONGEST) for name in ("begins", "ends")}
        moments = {name: None if s is None else now + timedelta(seconds=s) for name, s in waits.items()}
        if moments["begins"] and moments["ends"] and moments["ends"] <= moments["begins"]:
            raise bad_request("A fault ends after it begins.")
        seconds = _number(value, "seconds", 600)
        return cls(
            kind=value["kind"],
            mailbox=EVERYBODY if KINDS[value["kind"]].whole else str(value.get("mailbox") or EVERYBODY),
            seconds=5.0 if seconds is None else seconds,
            entry=str(value.get("entry") or "") if KINDS[value["kind"]].entries else "",
            begins=moments["begins"],
            ends=moments["ends"],
        )


def _number(value: Mapping[str, Any], name: str, most: float) -> float | None:
    given = value.get(name)
    if given is None or given == "":
        return None
    try:
        number = float(given)
    except (TypeError, ValueError):
        raise bad_request(f"The {name} of a fault is a number.") from None
    if not 0 <= number <= most:
        raise bad_request(f"The {name} of a fault lies between 0 and {most:g}.")
    return number


class RawReply(Exception):
    """An answer that is no Graph error: a bare status with a body that is not JSON."""

    def __init__(self, status: int, body: bytes = b"", content_type: str | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.body = body
        self.content_type = content_type


class FaultSwitches:
    """The switches that are on; the caller holds the tenant's lock when it sets or clears one."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._on: dict[tuple[str, str, str], Fault] = {}

    def set(self, fault: Fault) -> None:
        """Turns a switch on; the same kind for the same mailbox and entries takes the place of the former."""
        self._on = self._on | {(fault.mailbox.lower(), fault.kind, fault.entry.lower()): fault}

    def clear(self, mailbox: str | None = None, kind: str | None = None, entry: str | None = None) -> None:
        """Turns off every switch that matches; all of them when nothing is said."""
        wanted = (mailbox and mailbox.lower(), kind, entry and entry.lower())
        self._on = {
            key: fault
            for key, fault in self._on.items()
            if any(name is not None and name != have for name, have in zip(wanted, key, strict=True))
        }

    def all(self) -> list[Fault]:
        """The switches that are on or will come on, by mailbox; those whose end has come are left out."""
        now = self._now()
        return [self._on[key] for key in sorted(self._on) if (ends := self._on[key].ends) is None or now < ends]

    @property
    def quiet(self) -> bool:
        """Whether nothing was switched on at all."""
        return not self._on

    def find(self, kind: str, mailbox: str | None) -> Fault | None:
        """The switch of this kind in force for a mailbox (None: only one set for everybody); None when off."""
        if not self._on:
            return None
        for whom in (None if mailbox is None else mailbox.lower(), EVERYBODY):
            fault = None if whom is None else self._on.get((whom, kind, ""))
            if fault is not None and fault.holds(self._now()):
                return fault
        return None

    def of_entries(self, mailbox: str) -> list[Fault]:
        """The switches in force that touch single entries of this mailbox."""
        if not self._on:
            return []
        now, whom = self._now(), (mailbox.lower(), EVERYBODY)
        return [f for key, f in self._on.items() if key[0] in whom and KINDS[f.kind].entries and f.holds(now)]

    def raise_for(self, mailbox: str | None, *, outlook: bool, mail: bool = False) -> None:
        """Raises what the switches say a request gets; the mailbox's own faults touch Outlook's resources alone."""
        if not self._on:
            return
        if outlook:
            self._raise_for_mailbox(mailbox, mail=mail)
        elif self.find("directory-denied", None):
            message = "Insufficient privileges to complete the operation."
            raise GraphError(403, "Authorization_RequestDenied", message)
        seen = mailbox if outlook else None
        if fault := self.find("throttled", seen):
            raise throttled(round(fault.seconds) or None)
        for kind, status, body in (
            ("unavailable", 503, _HTML),
            ("unavailable-empty", 503, b""),
            ("gateway-timeout", 504, b""),
            ("gateway-timeout-html", 504, _HTML),
        ):
            if self.find(kind, seen):
                raise RawReply(status, body, _HTML_TYPE if body else None)

    def _raise_for_mailbox(self, mailbox: str | None, *, mail: bool) -> None:
        if self.find("access-denied", mailbox):
            raise access_denied()
        if self.find("no-mailbox", mailbox):
            raise no_mailbox()
        if self.find("gone", mailbox):
            raise GraphError(410, "Gone", "The requested resource is no longer available at the server.")
        if mail and self.find("mail-unavailable", mailbox):
            raise RawReply(503, _HTML, _HTML_TYPE)

    def raise_for_sign_in(self) -> None:
        """Raises RawReply when the sign-in service itself is down."""
        if self.find("sign-in-unavailable", None):
            raise RawReply(503, _HTML, _HTML_TYPE)
