"""A sound configuration in a file, on a machine that sets no variables for calsync."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.config.sound import SOUND


@pytest.fixture(autouse=True)
def _no_variables_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith(("CALSYNC_", "AZURE_")):
            monkeypatch.delenv(name)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sound configuration, written down."""
    path = tmp_path / "calsync.toml"
    path.write_text(SOUND, encoding="utf-8")
    return path
