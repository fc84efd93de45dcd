"""All that `calsync probe` asks, in the order in which it is asked."""

from __future__ import annotations

from calsync.graph import probes_diary, probes_load, probes_tenant
from calsync.graph.probes_diary import DIARIES
from calsync.graph.probes_load import CONCURRENCY
from calsync.graph.probes_tenant import DRAFT, OUT_OF_SCOPE
from calsync.graph.probing import Probe

__all__ = ["ALL", "CONCURRENCY", "DIARIES", "DRAFT", "OUT_OF_SCOPE", "chosen"]

ALL: tuple[Probe, ...] = (
    DIARIES,
    *probes_tenant.PROBES,
    *probes_diary.PROBES,
    OUT_OF_SCOPE,
    DRAFT,
    probes_load.BATCH,
    # Last, since a refusal asks for a pause.
    CONCURRENCY,
)


def chosen(names: frozenset[str], without: frozenset[str]) -> list[Probe]:
    """The probes of these names (empty: all) but for the others, with the look at the diaries where they rest on it."""
    wanted = [probe for probe in ALL if (not names or probe.name in names) and probe.name not in without]
    if DIARIES not in wanted and any(probe.on_diaries for probe in wanted):
        wanted.insert(0, DIARIES)
    return wanted
