"""calsync.toml, the environment and secret files to Settings; every problem at once, as sentences."""

from calsync.config.it import ItSettings, SmtpSettings
from calsync.config.loading import load_settings
from calsync.config.roles import ContactSettings, RolesSettings, RotaSettings, TeamSettings
from calsync.config.settings import (
    GraphSettings,
    PeopleSettings,
    PolicySettings,
    PollSettings,
    RulesSettings,
    ServiceSettings,
    Settings,
    SimulationSettings,
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
    "RotaSettings",
    "RulesSettings",
    "ServiceSettings",
    "Settings",
    "SimulationSettings",
    "SmtpSettings",
    "StoreSettings",
    "TeamSettings",
    "load_settings",
]
