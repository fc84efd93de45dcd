"""Which policy is whose, as the configuration says -> Policies, or every problem of each of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from calsync.domain.model import Channel, Policies, Policy, TeamPolicy
from calsync.errors import CalsyncError, Problems
from calsync.policies.loader import deliverable, load


def load_policies(
    use: str, teams: Sequence[tuple[tuple[str, ...], str]] = (), *, channels: AbstractSet[Channel] | None = None
) -> Policies:
    """The policy of everybody, and those of the teams, each with its departments.

    With `channels`, every step can be delivered by them. A policy is named by its preset's name or its file's path.
    Raises CalsyncError where the only policy is not there, and Problems with every mistake of each of them, by name.
    """
    read: dict[str, Policy] = {}
    problems: dict[str, list[str] | CalsyncError] = {}
    for each in dict.fromkeys((use, *(name for _, name in teams))):
        try:
            read[each] = load(each)
            if channels is not None and (left := deliverable(read[each], channels)):
                problems[f"policy {each}"] = left
        except Problems as error:
            problems[error.where] = error.problems
        except CalsyncError as error:
            problems[each] = error
    if problems:
        raise _together(problems)
    return Policies(
        standing=read[use],
        teams=tuple(TeamPolicy(departments=departments, policy=read[name]) for departments, name in teams),
    )


def _together(problems: Mapping[str, list[str] | CalsyncError]) -> CalsyncError:
    """All problems as one error, each under the name of its policy."""
    if len(problems) == 1:
        ((where, found),) = problems.items()
        return found if isinstance(found, CalsyncError) else Problems(where, found)
    return Problems(
        "policies",
        [
            f"{Path(where).name}: {each}"
            for where, found in problems.items()
            for each in ([str(found)] if isinstance(found, CalsyncError) else found)
        ],
    )
