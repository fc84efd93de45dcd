"""A policy file of the test's own: its problems, and what it becomes."""

from __future__ import annotations

import pytest

from calsync.policies.loader import check, load


@pytest.fixture
def problems_of(tmp_path):
    def problems(text: str | bytes) -> list[str]:
        file = tmp_path / "ours.toml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return check(str(file))

    return problems


@pytest.fixture
def loaded(tmp_path):
    def policy(text: str):
        file = tmp_path / "ours.toml"
        file.write_text(text, encoding="utf-8")
        return load(str(file))

    return policy
