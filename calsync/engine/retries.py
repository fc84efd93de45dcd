"""How long a message may take to be handed over, and how long is waited before it is tried again."""

from __future__ import annotations

WAITS = (5.0, 15.0, 30.0, 60.0)
"""Seconds of elapsed time before the next try; the last one repeats."""
TIMEOUT = 10.0
"""Seconds of elapsed time."""
