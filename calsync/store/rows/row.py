"""A row, and what stands in several of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Row = Mapping[Any, Any]


def words(text: str) -> tuple[str, ...]:
    """The texts of a column that holds a list of them."""
    return tuple(str(each) for each in json.loads(text))
