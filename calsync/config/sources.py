"""Where settings come from: the file, the environment, and files that hold one secret each."""

from __future__ import annotations

import json
import os
import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, TomlConfigSettingsSource

from calsync.config.credentials import FEDERATED_BY_PLATFORM, KEYS, KINDS
from calsync.config.teams import is_policy_file, place_teams
from calsync.errors import CalsyncError, Problems
from calsync.parsers.toml_text import said_twice

PREFIX = "CALSYNC_"
SECRETS = (
    ("graph", "client_secret"),
    ("graph", "certificate_password"),
    ("store", "url"),
    ("smtp", "password"),
    ("text", "token"),
    ("text", "key"),
    ("text", "callback_token"),
    ("webhook", "url"),
    ("webhook", "secret"),
    ("web", "secret"),
    ("web", "previous_secret"),
    ("sign_in", "client_secret"),
)
"""What may stand in a file of its own, named by the same key with `_file` behind it."""
FILES = ("ca_file", "certificate_file", "certificate_key_file", "federated_token_file")
"""The keys of [graph] that name a file which is read where it is used."""

SQLITE_FILE = re.compile(r"(?P<before>sqlite(\+\w+)?:///)(?P<file>(?!:memory:|file:).+)")

Key = tuple[str, ...]


def read_toml(settings: type[BaseSettings], path: Path) -> dict[str, Any]:
    """The file's tables. Raises CalsyncError when there is no such file, Problems when it is no TOML."""
    try:
        if path.read_bytes().startswith(BOM_UTF8):
            raise Problems(str(path), ["it begins with a byte order mark; save it as UTF-8 without one"])
        return TomlConfigSettingsSource(settings, path)()
    except FileNotFoundError:
        raise CalsyncError(
            f"There is no {path.name} {'here' if path.parent == Path() else f'in {path.parent}'}: run `calsync demo` "
            "to look around, or write one as in docs/configuration.md."
        ) from None
    except OSError as error:
        raise CalsyncError(f"{path} can't be read ({error.strerror or error}): name a file that is there.") from None
    except UnicodeDecodeError:
        raise Problems(str(path), ["it is not UTF-8 text; save it as UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        if twice := said_twice(str(error), path.read_text(encoding="utf-8")):
            raise Problems(str(path), [twice]) from None
        words = f"it is not readable as TOML: {error}; a quotation mark, a bracket or an = may be missing there"
        raise Problems(str(path), [words]) from None


class Environment(PydanticBaseSettingsSource):
    """Settings from variables such as CALSYNC_GRAPH__TENANT; lists and tables in them are JSON.

    Of pydantic-settings' own source it differs in that it keeps which variable gave which key, so that a
    mistake is told where it stands, and that it refuses a variable which only looks like one of ours.
    """

    def __init__(self, settings: type[BaseSettings], environment: Mapping[str, str] | None = None) -> None:
        super().__init__(settings)
        self.environment = os.environ if environment is None else environment
        self.names: dict[Key, str] = {}
        """Which variable gave a key."""
        self.problems: list[str] = []

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002  the signature is pydantic-settings' own
        field_name: str,
    ) -> tuple[Any, str, bool]:
        """Nothing: a whole section is never given by one variable."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """What the variables say, as nested tables; an empty variable is one that was not set."""
        found: dict[str, Any] = {}
        for name, value in sorted(self.environment.items()):
            upper = name.upper()
            if not upper.startswith(PREFIX) or not value:
                continue
            key = tuple(upper.removeprefix(PREFIX).lower().split("__"))
            if len(key) == 1:
                self._looks_alike(name, key[0])
            elif all(key):
                self._put(found, key, name, value)
        return found

    def take_platforms_credential(self, graph: dict[str, Any]) -> None:
        """Name the token that workload identity provides, where [graph] names no credential of any kind."""
        path = self.environment.get(FEDERATED_BY_PLATFORM)
        if path and not given_credentials(graph).intersection(KINDS):
            graph["federated_token_file"] = path
            self.names["graph", "federated_token_file"] = FEDERATED_BY_PLATFORM

    def _put(self, found: dict[str, Any], key: Key, name: str, value: str) -> None:
        table = found
        for part in key[:-1]:
            inner = table.setdefault(part, {})
            if not isinstance(inner, dict):
                self.problems.append(f"{name}: another variable gives {'.'.join(key[:-1])} as a whole")
                return
            table = inner
        if value.lstrip()[:1] in ("[", "{"):
            try:
                table[key[-1]] = json.loads(value)
            except ValueError:
                self.problems.append(f'{name}: begins like a list and is none; write it as JSON, like ["one", "two"]')
        else:
            table[key[-1]] = value
        self.names[key] = name

    def _looks_alike(self, name: str, rest: str) -> None:
        """Note a variable that lost its second underline: nothing would read it."""
        for section, field in self.settings_cls.model_fields.items():
            # Of an optional section the model stands beside None.
            models = (field.annotation, *get_args(field.annotation))
            keys = {key for model in models for key in getattr(model, "model_fields", {})}
            secret = [f"{each}_file" for part, each in SECRETS if part == section]
            if rest == section:
                self.problems.append(f"{name}: names no key; write {PREFIX}{section.upper()}__ and the key")
            for key in (*keys, *secret):
                if rest == f"{section}_{key}":
                    right = f"{PREFIX}{section}__{key}".upper()
                    self.problems.append(f"{name}: unknown variable; did you mean {right}?")


def given_credentials(graph: dict[str, Any]) -> set[str]:
    """The keys of [graph] that are about the credential, also where a file stands in for one."""
    return {key for key in KEYS if key in graph or (("graph", key) in SECRETS and f"{key}_file" in graph)}


def read_secret_files(found: dict[str, Any], folder: Path) -> tuple[list[str], set[Key]]:
    """Puts each secret that stands in a file into its place; what went wrong, and the keys that it concerns."""
    problems: list[str] = []
    failed: set[Key] = set()
    for section, key in SECRETS:
        table = found.get(section)
        name = f"{key}_file"
        if not isinstance(table, dict) or name not in table:
            continue
        given = table.pop(name)
        failed.add((section, key))
        if key in table:
            problems.append(f"{section}.{key}: given twice, as itself and as {name}; keep one")
        elif not isinstance(given, str):
            problems.append(f"{section}.{name}: must be the path of a file, in quotation marks")
        else:
            try:
                # Editors and `echo` end a file with a line break, which is no part of the secret.
                secret = (folder / given).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
                problems.append(f"{section}.{name}: {given} can't be read ({why}): name a file that calsync may read")
                continue
            if not secret:
                problems.append(f"{section}.{name}: {given} is empty")
                continue
            table[key] = secret
            failed.discard((section, key))
    return problems, failed


def anchor(found: dict[str, Any], folder: Path) -> None:
    """Makes relative paths count from the folder of calsync.toml.

    A service started from another folder would else open a new, empty database and forget whom it watches.
    """
    store = found.setdefault("store", {})
    if isinstance(store, dict):
        url = SQLITE_FILE.match(str(store.setdefault("url", "sqlite:///calsync.sqlite")))
        if url is not None and not Path(url["file"]).is_absolute():
            store["url"] = url["before"] + str((folder / url["file"]).absolute())
    for section, key in (
        *(("graph", name) for name in FILES),
        ("smtp", "ca_file"),
        ("text", "ca_file"),
        ("webhook", "ca_file"),
        ("people", "file"),
        ("rules", "file"),
        ("policy", "use"),
    ):
        table = found.get(section)
        path = table.get(key) if isinstance(table, dict) else None
        if isinstance(path, str) and path and (key != "use" or is_policy_file(path)):
            found[section][key] = str(folder / path)
    place_teams(found, folder)
