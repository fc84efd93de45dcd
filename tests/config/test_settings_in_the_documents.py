"""The documents name every key, and their example works."""

from __future__ import annotations

from calsync.config import ContactSettings, RotaSettings, Settings, SimulationSettings, TeamSettings, load_settings
from calsync.domain.model import Role
from tests.config.sound import DOCUMENT, SECRET, by_hand


def test_the_example_in_the_documents_works(file):
    file.write_text(DOCUMENT.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    (file.parent / "secrets").mkdir()
    (file.parent / "secrets" / "graph").write_text(SECRET + "\n")
    assert load_settings(file).contacts()[Role.OUT_OF_HOURS][0].name == "Duty desk"


def test_every_key_is_documented():
    settings = by_hand()
    told = [getattr(settings, name) for name in Settings.model_fields]
    sections = [type(each) for each in told if each is not None and not isinstance(each, tuple)]
    several = (SimulationSettings, ContactSettings, TeamSettings, RotaSettings)
    keys = {key for section in (*sections, *several) for key in section.model_fields}
    assert [key for key in sorted(keys) if f"`{key}`" not in DOCUMENT] == []
