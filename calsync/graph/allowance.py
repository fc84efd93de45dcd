"""How many bytes of answers are held at once, over all diaries: a server that sends too much takes no more memory."""

from __future__ import annotations

from calsync.errors import SourceUnavailable

MOST = 24 * 1024 * 1024
"""Bytes of all answers that are being received or looked into."""
FREE = 512 * 1024
"""Below this nobody is asked: a page of 250 entries has about 300 kB, and most diaries have 12."""
TOO_LARGE = "TooLarge"
"""The code of the error for an answer that is larger than any may be."""
CROWDED = "TooMuchAtOnce"
"""The code of the error for an answer that found no room beside others, and may find some later."""


class Allowance:
    """Shares the bytes out.

    Of several large answers each has an equal share, so that one that grows without end is refused before it leaves the
    others no room, and a large diary beside small ones may have all.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held = 0
        self._large: set[Hold] = set()

    @property
    def held(self) -> int:
        """Bytes that are held by all."""
        return self._held

    def hold(self) -> Hold:
        """For what is held of one answer, or of one diary. Whoever took it lets it go, however it ends."""
        return Hold(self)

    def grew(self, hold: Hold, size: int, what: str) -> None:
        """A hold has so many bytes more. Raises SourceUnavailable as `Hold.more` does."""
        self._held += size
        if hold.size <= FREE:
            return
        self._large.add(hold)
        if self._held > self._most and hold.size > self._most / len(self._large):
            raise SourceUnavailable(
                f"More came at once than the {self._most >> 20} MB that calsync takes, also for {what}: it is asked "
                "again later. Look whether a proxy answers in Microsoft's place.",
                code=CROWDED,
            )

    def let_go(self, hold: Hold) -> None:
        """A hold is over."""
        self._held -= hold.size
        self._large.discard(hold)


class Hold:
    """What is held of one answer, or of one diary."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self.size = 0
        """Bytes."""

    def more(self, size: int, what: str) -> None:
        """So many bytes more. Raises SourceUnavailable where they are too many, and this holds more than its share."""
        self.size += size
        self._allowance.grew(self, size, what)

    def let_go(self) -> None:
        """It is held no longer; nothing when it was not."""
        self._allowance.let_go(self)
        self.size = 0
