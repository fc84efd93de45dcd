"""What one reading of a diary means for the visits that are watched: decided here, written by the engine.

Before a visit starts, the diary decides. Once it has begun, the diary closes nothing (law 1): it may move the end
within bounds (law 2), and everything else is a question to the worker.
"""

from calsync.domain.diary.change import DIARY_CHANGED, Change
from calsync.domain.diary.deciding import changes_of
from calsync.domain.diary.reading import Reading

__all__ = ["DIARY_CHANGED", "Change", "Reading", "changes_of"]
