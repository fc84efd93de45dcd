"""Sources to Settings, or every mistake in them as a sentence that names its place and the fix."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from calsync.config.credentials import credential_problems
from calsync.config.feeds import place_feeds, place_rotas
from calsync.config.kinds import is_loopback
from calsync.config.roles import problems_of_tables
from calsync.config.settings import MICROSOFT_GRAPH, NOT_SIMULATED, Settings
from calsync.config.sources import SECRETS, Environment, Key, anchor, given_credentials, read_secret_files, read_toml
from calsync.errors import Problems

QUOTES = "\"'“”‘’"

SENTENCES = {
    "string_type": "must be text in quotation marks",
    "string_too_short": "is empty",
    "int_type": "must be a whole number, without quotation marks",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number, without quotation marks",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false, without quotation marks",
    "bool_parsing": "must be true or false",
    "list_type": 'must be a list, like ["one", "two"]',
    "tuple_type": 'must be a list, like ["one", "two"]',
    "model_type": "must be a table with keys of its own",
    "model_attributes_type": "must be a table with keys of its own",
    "timezone_aware": "needs its zone at the end, like 2026-12-01T09:00:00Z",
    "datetime_from_date_parsing": "must be a date and a time with its zone, like 2026-12-01T09:00:00Z",
    "datetime_parsing": "must be a date and a time with its zone, like 2026-12-01T09:00:00Z",
    "path_type": "must be the path of a file, in quotation marks",
}
BOUNDS = {
    "greater_than": ("gt", "must be more than"),
    "greater_than_equal": ("ge", "must be at least"),
    "less_than": ("lt", "must be less than"),
    "less_than_equal": ("le", "must be at most"),
}


def load_settings(path: Path | None = None) -> Settings:
    """The settings of a file (calsync.toml of this folder when None), overridden by the environment.

    Raises Problems with every mistake at once, and CalsyncError when there is no file.
    """
    path = Path("calsync.toml") if path is None else path
    environment = Environment(Settings)
    found = merged(read_toml(Settings, path), environment())
    problems = list(environment.problems)
    for section, field in Settings.model_fields.items():
        # An absent section that must be there is an empty one: each of its missing keys is told.
        if field.is_required():
            found.setdefault(section, {})
    graph = found["graph"]
    mixed: list[str] = []
    if isinstance(graph, dict):
        environment.take_platforms_credential(graph)
        mixed = credential_problems(given_credentials(graph))
    secret_problems, told = read_secret_files(found, path.parent)
    problems += secret_problems + [f"graph: {each}" for each in mixed]
    if mixed or secret_problems:
        told.add(("graph",))
    problems += pasted(found, environment.names)
    anchor(found, path.parent)
    problems += place_feeds(found, path.parent) + place_rotas(found, path.parent)
    if of_tables := problems_of_tables(found):
        problems += of_tables
        told.add(())  # what settings as a whole say once more of them
    root = graph.get("root", MICROSOFT_GRAPH) if isinstance(graph, dict) else MICROSOFT_GRAPH
    if "simulation" in found and isinstance(root, str) and not is_loopback(root):
        problems.append(NOT_SIMULATED)
    try:
        settings = Settings(**found)
    except ValidationError as error:
        problems += sentences(error.errors(include_url=False, include_input=False), environment.names, told)
    if problems:
        raise Problems(str(path), list(dict.fromkeys(problems)))
    return settings


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Both tables in one, key by key; where both say something, `over` does."""
    both = dict(under)
    for key, value in over.items():
        below = both.get(key)
        both[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return both


def sentences(errors: list[ErrorDetails], names: dict[Key, str], told: set[Key]) -> Iterator[str]:
    """Each of pydantic's errors in plain words, without those that follow from another one."""
    for error in errors:
        location = error["loc"]
        if location in told or error["type"] == "default_factory_not_called":
            continue
        said = _said(error)
        yield f"{place(location, names)}: {said}" if location else said


def _said(error: ErrorDetails) -> str:
    kind = error["type"]
    context = error.get("ctx", {})
    if kind == "missing":
        return f"missing; it is {_description(error['loc'])}"
    if kind == "extra_forbidden":
        return f"unknown key{_nearest(error['loc'])}"
    if kind == "value_error":
        return str(context["error"])
    if kind in BOUNDS:
        bound, words = BOUNDS[kind]
        return f"{words} {context[bound]:g}"
    return SENTENCES.get(kind, error["msg"])


def place(location: tuple[int | str, ...], names: dict[Key, str]) -> str:
    """Where a value stands, as a person would point at it: "roles.deputy, entry 2, mail (from CALSYNC_...)"."""
    words = ""
    for before, part in zip(("", *location), location, strict=False):
        if isinstance(part, int):
            words += f", entry {part + 1}"
        elif isinstance(before, int):
            words += f", {part}"
        else:
            words += f".{part}" if words else part
    keys = tuple(part for part in location if isinstance(part, str))
    variable = next((name for key, name in names.items() if keys[: len(key)] == key), "")
    return f"{words} (from {variable})" if variable else words


def pasted(value: object, names: dict[Key, str], location: tuple[int | str, ...] = ()) -> Iterator[str]:
    """A sentence for each text with something around it that was pasted along; never the text itself."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from pasted(inner, names, (*location, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from pasted(inner, names, (*location, number))
    elif isinstance(value, str) and value:
        where = place(location, names)
        if value != value.strip():
            yield f"{where}: has spaces around it; take them away"
        elif value[0] in QUOTES or value[-1] in QUOTES:
            yield f"{where}: has quotation marks inside the value; take them away"
        elif value[0] == "<" and value[-1] == ">":
            yield f"{where}: is still the placeholder; write your own value"


def _model_at(location: tuple[int | str, ...]) -> type[BaseModel]:
    """The section or table in which the last part of a location stands."""
    model: type[BaseModel] = Settings
    for part in location[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `tuple[ContactSettings, ...]`; None when there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for each in get_args(annotation) if (model := _model_in(each)) is not None), None)


def _description(location: tuple[int | str, ...]) -> str:
    field = _model_at(location).model_fields.get(str(location[-1]))
    return (field.description if field is not None else None) or "needed"


def _nearest(location: tuple[int | str, ...]) -> str:
    """The end of a sentence that offers the nearest known key; empty when none is near."""
    key = str(location[-1])
    parents = [str(part) for part in location[:-1] if isinstance(part, str)]
    own = {*_model_at(location).model_fields, *(f"{name}_file" for section, name in SECRETS if [section] == parents)}
    if near := get_close_matches(key, sorted(own), n=1, cutoff=0.6):
        return f"; did you mean {'.'.join([*parents, near[0]])}?"
    for section, field in Settings.model_fields.items():
        model = _model_in(field.annotation)
        if model is not None and key in model.model_fields:
            return f"; did you mean {section}.{key}?"
    return ""
