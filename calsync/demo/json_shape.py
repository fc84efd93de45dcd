"""Reads the parts of a request's JSON by the shape they must have; anything else is a Graph error, never a crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calsync.demo.graph_error import GraphError, bad_request


def _wrong(name: str, shape: str) -> GraphError:
    return bad_request(f"The property '{name}' is {shape}.", "ErrorPropertyValidationFailure")


def objects(value: Any, name: str) -> list[Mapping[str, Any]]:
    """A list of objects; empty for null."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise _wrong(name, "a list of objects")
    return value


def texts(value: Any, name: str) -> tuple[str, ...]:
    """A list of texts; empty for null."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(name, "a list of texts")
    return tuple(value)


def text(value: Any, name: str) -> str:
    """A text; empty for null."""
    if value is not None and not isinstance(value, str):
        raise _wrong(name, "a text")
    return value or ""


def truth(value: Any, name: str) -> bool:
    """True or false, also as text as python-O365 writes it and Graph takes it; false for null."""
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if value is not None and not isinstance(value, bool):
        raise _wrong(name, "true or false")
    return bool(value)


def number(value: Any, name: str) -> int:
    """A whole number of a sensible size."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**31:
        raise _wrong(name, "a whole number")
    return value


def mapping(value: Any, name: str) -> Mapping[str, Any]:
    """An object; empty for null."""
    if value is not None and not isinstance(value, Mapping):
        raise _wrong(name, "an object")
    return value or {}
