"""calsync.toml, the environment and secret files to Settings; every problem at once, as sentences."""

from calsync.config.loading import load_settings
from calsync.config.settings import (
    ContactSettings,
    GraphSettings,
    ItSettings,
    PeopleSettings,
    PolicySettings,
    PollSettings,
    RolesSettings,
    RulesSettings,
    ServiceSettings,
    Settings,
    SimulationSettings,
    SmtpSettings,
    StoreSettings,
)

__all__ = [
    "ContactSettings",
    "GraphSettings",
    "ItSettings",
    "PeopleSettings",
    "PolicySettings",
    "PollSettings",
    "RolesSettings",
    "RulesSettings",
    "ServiceSettings",
    "Settings",
    "SimulationSettings",
    "SmtpSettings",
    "StoreSettings",
    "load_settings",
]
