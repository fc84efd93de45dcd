"""What is told of an error that nobody foresaw: its kind and its place, and never its words.

An exception's words may repeat what it stumbled over: a subject, a name, an address (law 15).
"""

from __future__ import annotations

import traceback
from pathlib import Path


def fault(error: BaseException) -> str:
    """The kind of an error and the lines that led to it, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places}" if places else type(error).__name__
