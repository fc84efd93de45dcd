"""calsync.toml, the environment and secret files to Settings; every problem at once, as sentences."""

from calsync.config.loading import load_settings
from calsync.config.settings import (
    ContactSettings,
    GraphSettings,
    PolicySettings,
    PollSettings,
    RolesSettings,
    RulesSettings,
    ServiceSettings,
    Settings,
    SimulationSettings,
    StoreSettings,
)

__all__ = [
    "ContactSettings",
    "GraphSettings",
    "PolicySettings",
    "PollSettings",
    "RolesSettings",
    "RulesSettings",
    "ServiceSettings",
    "Settings",
    "SimulationSettings",
    "StoreSettings",
    "load_settings",
]
