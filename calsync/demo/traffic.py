"""What has come to the simulated Graph, counted."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Traffic:
    """What has come to Graph since the counts were last set back; steps of a batch count as requests.

    `outlook` are those that need one of Outlook's slots, `throttled` those of them that found none free.
    """

    requests: int = 0
    batches: int = 0
    outlook: int = 0
    throttled: int = 0
    most_in_flight: int = 0

    def to_json(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)
