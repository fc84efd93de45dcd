"""The fields of a form that was sent, whatever was sent: text without blanks around it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

MOST_FIELDS = 40


def fields_of(body: bytes) -> Mapping[str, str]:
    """The fields of a form; of one that stands twice the first. Empty where it is no form, or has too many."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value.strip())
    return found
