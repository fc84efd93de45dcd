"""Each requirement of the five policies has a test that is named after it, or a sentence why it is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from calsync.policies.loader import rows

TESTS = Path(__file__).parents[1]
PRESETS = ("al-hasaniya", "bexley", "clarendon", "commence", "rotherham")
CODE = re.compile(r"(?<![A-Za-z0-9])(?:AH|BX|CL|RO|CO)[1-9][0-9]?(?![A-Za-z0-9])")
OUT_OF_SCOPE = "Out of scope: "


def names(path: Path) -> Iterator[str]:
    """What pytest selects a file's tests by: the functions' names, and the ids of their parameters."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name
            for each in node.decorator_list:
                yield from _ids(each)


def _ids(decorator: ast.expr) -> Iterator[str]:
    if not (isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("parametrize")):
        return
    for keyword in decorator.keywords:
        if keyword.arg == "ids":
            yield from (str(each.value) for each in ast.walk(keyword.value) if isinstance(each, ast.Constant))


@pytest.fixture(scope="module")
def tested() -> frozenset[str]:
    """Every code in the name of a test."""
    files = sorted(TESTS.rglob("test_*.py"))
    return frozenset(code for path in files for name in names(path) for code in CODE.findall(name.replace("_", " ")))


@pytest.mark.parametrize("preset", PRESETS)
def test_every_code_of_a_preset_has_a_test_of_that_name_or_is_out_of_scope(preset: str, tested: frozenset[str]) -> None:
    wanted = [row.code for row in rows(preset) if not row.met.startswith(OUT_OF_SCOPE)]
    assert [code for code in wanted if code not in tested] == []
