"""What can be set about the simulated tenant while it runs, by its page and by its JSON interface alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from calsync.demo.graph_error import bad_request
from calsync.demo.tenant import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One number: its name in JSON, what it means on the page, its bounds, and where the tenant keeps it.

    An `optional` one may be null, which leaves the thing out.
    """

    name: str
    words: str
    least: float
    most: float
    read: Callable[[Tenant], float | None]
    write: Callable[[Tenant, Any], None]
    whole: bool = True
    optional: bool = False

    def checked(self, value: Any) -> float | None:
        """The value within its bounds; raises the Graph error naming what is wrong."""
        if value is None and self.optional:
            return None
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise bad_request(f"The setting {self.name} is a number.") from None
        if not self.least <= number <= self.most or (self.whole and number != int(number)):
            kind = "a whole number" if self.whole else "a number"
            raise bad_request(f"The setting {self.name} is {kind} between {self.least:g} and {self.most:g}.")
        return int(number) if self.whole else number


def _kept(attribute: str) -> dict[str, Any]:
    return {
        "read": lambda tenant: getattr(tenant, attribute),
        "write": lambda tenant, value: setattr(tenant, attribute, value),
    }


def _set_token_seconds(tenant: Tenant, value: Any) -> None:
    tenant.tokens.seconds = value


def _set_mail_per_minute(tenant: Tenant, value: Any) -> None:
    tenant.post.per_minute = value


SETTINGS = (
    Setting(
        name="latency",
        words="How long each answer takes (real seconds)",
        least=0,
        most=60,
        whole=False,
        **_kept("latency"),
    ),
    Setting(
        name="concurrency",
        words="Outlook requests in flight for each app; more are answered 429",
        least=1,
        most=1000,
        **_kept("concurrency"),
    ),
    Setting(
        name="retry_after",
        words="Retry-After of such a 429 (seconds; empty leaves the header out)",
        least=0,
        most=600,
        optional=True,
        **_kept("throttle_seconds"),
    ),
    Setting(
        name="batch_parallel",
        words="Steps of one batch in flight at once (4 in Microsoft's documentation; 20 is all)",
        least=1,
        most=20,
        **_kept("batch_parallel"),
    ),
    Setting(
        name="date_skew",
        words="How wrong the Date header is (seconds)",
        least=-86_400,
        most=86_400,
        whole=False,
        **_kept("date_skew"),
    ),
    Setting(
        name="token_seconds",
        words="Life of a new token (real seconds)",
        least=1,
        most=86_400,
        read=lambda tenant: tenant.tokens.seconds,
        write=_set_token_seconds,
    ),
    Setting(
        name="mail_per_minute",
        words="Mails that a mailbox may send in a minute; more arrive later",
        least=1,
        most=10_000,
        read=lambda tenant: tenant.post.per_minute,
        write=_set_mail_per_minute,
    ),
)


def settings_json(tenant: Tenant) -> dict[str, float | None]:
    """Every setting by its name."""
    return {setting.name: setting.read(tenant) for setting in SETTINGS}


def apply_settings(tenant: Tenant, wanted: Any) -> None:
    """Sets what is named and leaves the rest; raises the Graph error, with nothing set, when anything is wrong."""
    known = {setting.name: setting for setting in SETTINGS}
    if not isinstance(wanted, Mapping) or not wanted or not set(wanted) <= set(known):
        raise bad_request(f"The settings are an object with any of: {', '.join(known)}.")
    checked = {name: known[name].checked(value) for name, value in wanted.items()}
    with tenant.lock:
        for name, value in checked.items():
            known[name].write(tenant, value)
