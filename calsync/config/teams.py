"""The policies of single teams in [policy]: their paths, and what can't stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from calsync.domain.model import team_key


def is_policy_file(use: str) -> bool:
    """Whether a policy is named by the path of a file, and not by a preset's name."""
    return use.endswith(".toml") or len(Path(use).parts) > 1


def place_teams(found: dict[str, Any], folder: Path) -> None:
    """Makes the paths of [[policy.team]] count from the folder of calsync.toml; what is no table is told elsewhere."""
    section = found.get("policy")
    teams = section.get("team") if isinstance(section, dict) else None
    for team in teams if isinstance(teams, list) else ():
        use = team.get("use") if isinstance(team, dict) else None
        if isinstance(use, str) and use and is_policy_file(use):
            team["use"] = str(folder / use)


def shared_departments(teams: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    """A sentence for each department that two teams name: nobody could say whose policy is theirs."""
    seen: dict[str, int] = {}
    for number, (departments, _) in enumerate(teams, start=1):
        for name in departments:
            before = seen.setdefault(team_key(name), number)
            if before != number:
                yield f"team, entries {before} and {number} both name the department {name}; keep it in one of them"


def shared_names(uses: Iterable[str]) -> Iterator[str]:
    """A sentence for each name that two policies share: an open deadline knows its policy by its name."""
    seen: dict[str, str] = {}
    for use in dict.fromkeys(uses):
        before = seen.setdefault(Path(use).stem if is_policy_file(use) else use, use)
        if before != use:
            yield f"{before} and {use} have the same name; rename one of the files"
