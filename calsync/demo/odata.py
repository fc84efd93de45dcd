"""OData's query options as Outlook obeys them: $select, $filter, $orderby, $top, $skip and the next link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from calsync.demo.graph_error import GraphError, bad_request
from calsync.demo.graph_time import read_instant

Row = dict[str, Any]

_COMPARISON = re.compile(r"\(?\s*([A-Za-z/]+)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|[^\s()]+)\s*\)?", re.IGNORECASE)
_STARTS = re.compile(r"(startswith|contains)\(\s*([A-Za-z/]+)\s*,\s*'((?:[^']|'')*)'\s*\)", re.IGNORECASE)
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "ne": lambda a, b: bool(a != b),
    "gt": lambda a, b: bool(a > b),
    "ge": lambda a, b: bool(a >= b),
    "lt": lambda a, b: bool(a < b),
    "le": lambda a, b: bool(a <= b),
}


def selected(query: Mapping[str, str]) -> tuple[str, ...] | None:
    """The properties that $select names; None when everything is wanted."""
    return _names(query.get("$select", ""))


@lru_cache(maxsize=256)
def _names(text: str) -> tuple[str, ...] | None:
    return tuple(name.strip() for name in text.split(",") if name.strip()) or None


def check_select(names: Iterable[str] | None, known: Iterable[str], kind: str) -> None:
    """Raises the Graph error for a property that the type does not have."""
    have = {name.lower() for name in known}
    for name in names or ():
        if name.split("/")[0].lower() not in have:
            raise bad_request(
                f"Could not find a property named '{name}' on type 'microsoft.graph.{kind}'.", "RequestBroker--ParseUri"
            )


def pick(row: Row, names: Sequence[str] | None) -> Row:
    """The row with only the named properties; its id and its annotations always stay."""
    if names is None:
        return row
    wanted = {name.split("/")[0].lower() for name in names} | {"id"}
    return {name: value for name, value in row.items() if name.startswith("@") or name.lower() in wanted}


def value_at(row: Mapping[str, Any], path: str) -> Any:
    """What stands at a path such as `from/emailAddress/address`, whatever the case; None where nothing does."""
    here: Any = row
    for step in path.split("/"):
        if not isinstance(here, Mapping):
            return None
        here = next((value for name, value in here.items() if name.lower() == step.lower()), None)
    return here


def filtered(rows: Sequence[Row], query: Mapping[str, str]) -> list[Row]:
    """The rows for which every condition of $filter, joined by `and`, holds."""
    text = query.get("$filter", "").strip()
    if not text:
        return list(rows)
    tests = [_test(part) for part in _conditions(text)]
    return [row for row in rows if all(test(row) for test in tests)]


def _conditions(text: str) -> list[str]:
    # Split at `and` outside quotes; `or` and nested brackets are beyond what Outlook's callers here need.
    parts, start, quoted = [], 0, False
    for match in re.finditer(r"'|\sand\s|\sor\s", text, re.IGNORECASE):
        if match[0] == "'":
            quoted = not quoted
        elif not quoted:
            if match[0].strip().lower() == "or":
                raise bad_request("The simulated tenant filters by `and` alone.", "ErrorInvalidUrlQueryFilter")
            parts.append(text[start : match.start()])
            start = match.end()
    return [part.strip() for part in [*parts, text[start:]]]


def _test(text: str) -> Callable[[Row], bool]:
    if match := _COMPARISON.fullmatch(text):
        path, operator, literal = match.groups()
        wanted, compare = _literal(literal), _TESTS[operator.lower()]
        return lambda row: _holds(compare, value_at(row, path), wanted)
    if match := _STARTS.fullmatch(text):
        function, path, quoted = match.groups()
        sought = quoted.replace("''", "'").lower()
        if function.lower() == "contains":
            return lambda row: sought in str(value_at(row, path) or "").lower()
        return lambda row: str(value_at(row, path) or "").lower().startswith(sought)
    raise bad_request(f"Invalid filter clause: '{text}'.", "ErrorInvalidUrlQueryFilter")


def _literal(text: str) -> Any:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.lower() in ("true", "false", "null"):
        return {"true": True, "false": False, "null": None}[text.lower()]
    return read_instant(text) if re.match(r"\d{4}-\d\d-\d\d", text) else text


def _holds(compare: Callable[[Any, Any], bool], value: Any, wanted: Any) -> bool:
    if isinstance(wanted, datetime):
        if not isinstance(value, str):
            return False
        value = read_instant(value)
    elif isinstance(wanted, str) and isinstance(value, str):
        # Exchange compares texts without regard to case; times written as text compare as they stand.
        value, wanted = value.lower(), wanted.lower()
    try:
        return compare(value, wanted)
    except TypeError:
        return False


def check_filter_fits_order(query: Mapping[str, str]) -> None:
    """Raises InefficientFilter, as Outlook does when what is sorted by is not what is filtered by first."""
    filter_text, order = query.get("$filter", ""), query.get("$orderby", "")
    if not filter_text or not order:
        return
    sorted_by = [part.split()[0].lower() for part in order.split(",") if part.strip()]
    asked = [m.lower() for m in re.findall(r"([A-Za-z/]+)\s+(?:eq|ne|gt|ge|lt|le)\s", filter_text)]
    unique = list(dict.fromkeys(asked))
    if unique[: len(sorted_by)] != sorted_by:
        raise GraphError(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.")


def ordered(rows: list[Row], query: Mapping[str, str]) -> list[Row]:
    """The rows in the order of $orderby; as they are when nothing is asked."""
    for part in reversed([p for p in query.get("$orderby", "").split(",") if p.strip()]):
        path, _, direction = part.strip().partition(" ")
        if direction.strip().lower() not in ("", "asc", "desc"):
            raise bad_request(f"Invalid order: '{part}'.", "ErrorInvalidUrlQuery")
        rows = sorted(rows, key=lambda row: _sort_key(value_at(row, path)), reverse=direction.strip().lower() == "desc")
    return rows


def _sort_key(value: Any) -> tuple[bool, str]:
    if isinstance(value, Mapping):
        value = value.get("dateTime", "")
    return (value is not None, str(value))


def whole_number(query: Mapping[str, str], name: str, default: int, most: int) -> int:
    """The number of a query option between 0 and `most`; raises the Graph error for anything else."""
    text = query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit():
        raise bad_request(f"Invalid value '{text}' for {name} query option found.", "BadRequest")
    if int(text) > most:
        raise bad_request(
            f"The query specified in the URI is not valid. The limit of '{most}' for {name[1:].title()} query has been "
            f"exceeded. The value from the incoming request is '{text}'.",
            "ErrorInvalidUrlQuery",
        )
    return int(text)


def next_link(base: str, path: str, query: Mapping[str, str], **changed: str) -> str:
    """The absolute link to the next page, on the base that the client used."""
    options = dict(query) | {f"${name}": value for name, value in changed.items()}
    return f"{base}{quote(path, safe='/$@:=')}?{urlencode(options, safe='$,:', quote_via=quote)}"
