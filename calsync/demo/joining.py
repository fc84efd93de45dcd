"""How a service joins the simulated tenant: the settings of the demo, and the calsync.toml of `calsync tenant`."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from calsync.clocks import ScaledClock
from calsync.config import Settings
from calsync.demo.cast import SERVICE, SITE, Cast
from calsync.demo.phones import ACCOUNT, SENDER, TOKEN
from calsync.demo.server import TenantServer
from calsync.demo.story import EPOCH

POLICY = Path(__file__).with_name("clarendon_by_mail.toml")
"""Clarendon with mail alone, signed for the demonstration."""


def settings(
    cast: Cast,
    server: TenantServer,
    *,
    store: str,
    policy: str = str(POLICY),
    texts: bool = False,
    pages: str = "",
) -> Settings:
    """The settings of a service in the same process as the tenant; with `texts` its carrier is the simulated one.

    `pages` is the address at which that process serves its pages; without it no message has a link.
    """
    text = {
        "provider": "twilio",
        "account": ACCOUNT,
        "token": TOKEN,
        "sender": SENDER,
        "root": server.base_url,
        "ca_file": server.ca_file,
        **({"voice_sender": SENDER} if pages else {}),
    }
    return Settings.model_validate(
        {
            **({"text": text} if texts else {}),
            **({"web": {"address": pages, "secret": secrets.token_urlsafe(32)}} if pages else {}),
            "graph": {
                "tenant": cast.tenant.id,
                "client_id": cast.app.client_id,
                "client_secret": cast.app.secret,
                "authority": server.base_url,
                "root": server.base_url,
                "ca_file": server.ca_file,
                "group": cast.group.id,
                "service_mailbox": cast.mail(SERVICE),
            },
            "policy": {"use": policy},
            "roles": {
                "deputy": [{"mail": cast.mail("dee")}],
                "admin": [{"mail": cast.mail("ash")}],
                "senior_management": [{"mail": cast.mail("sloane")}],
                "out_of_hours": [{"mail": cast.mail("sloane")}],
            },
            "rules": {"sites": [SITE]},
            "store": {"url": store},
            "service": {"mail_per_minute": mails_a_minute(server.tenant.speed)},
            "poll": {"watched_from": EPOCH - timedelta(days=1)},
        }
    )


def mails_a_minute(speed: float) -> int:
    """How many mails a real minute may have: the simulated mailbox counts those of a minute of its own clock."""
    return min(1000, max(25, round(25 * speed)))


def toml(cast: Cast, server: TenantServer, clock: ScaledClock) -> str:
    """A calsync.toml by which `calsync run` joins this tenant from another process."""
    return f"""# Joins the simulated tenant on {server.base_url}. It holds a made-up secret of that simulation alone.
[graph]
tenant = "{cast.tenant.id}"
client_id = "{cast.app.client_id}"
client_secret = "{cast.app.secret}"
client_secret_expires = {clock.epoch + timedelta(days=365):%Y-%m-%d}
authority = "{server.base_url}"
root = "{server.base_url}"
ca_file = "{server.ca_file}"
group = "{cast.group.id}"
service_mailbox = "{cast.mail(SERVICE)}"

[policy]
use = "{POLICY}"   # Clarendon, by mail alone: signed for the demonstration

[roles]
deputy = ["{cast.mail("dee")}"]
admin = ["{cast.mail("ash")}"]
senior_management = ["{cast.mail("sloane")}"]
out_of_hours = ["{cast.mail("sloane")}"]

[rules]
sites = ["{SITE}"]

# With another policy, such as `use = "clarendon"`, texts and calls by the simulated carrier: take the # away.
# [text]
# provider = "twilio"
# account = "{ACCOUNT}"
# token = "{TOKEN}"
# sender = "{SENDER}"
# root = "{server.base_url}"
# ca_file = "{server.ca_file}"
# voice_sender = "{SENDER}"

# [web]
# address = "http://127.0.0.1:8080"
# secret = "{secrets.token_urlsafe(32)}"
# [sign_in]   # http://127.0.0.1:8080/me: by the tenant's own sign-in page

[service]
mail_per_minute = {mails_a_minute(clock.speed)}

[simulation]
epoch = {clock.epoch.isoformat()}
started = {clock.started.isoformat()}
speed = {clock.speed}
"""
