"""An event loop for the houses that lives as long as the tests' process.

A loop and threads for each call would cost far more than what is tried by it.
"""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from functools import cache
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class _AtOnce(asyncio.SelectorEventLoop):
    """Does what is handed to threads where it stands, so that each run is the same."""

    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        """The outcome of the work, which those who wait for it hear of in the loop's next round."""
        if executor is not None:
            return super().run_in_executor(executor, func, *args)
        outcome: asyncio.Future[T] = self.create_future()
        try:
            result = func(*args)
        except Exception as error:
            self.call_soon(_unless_cancelled, outcome, outcome.set_exception, error)
        else:
            self.call_soon(_unless_cancelled, outcome, outcome.set_result, result)
        return outcome


def _unless_cancelled(outcome: asyncio.Future[Any], tell: Callable[[Any], None], what: object) -> None:
    if not outcome.cancelled():
        tell(what)


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives. As with `asyncio.run`, nothing that it began goes on afterwards."""
    loop = _loop()
    try:
        return loop.run_until_complete(work)
    finally:
        if left := asyncio.all_tasks(loop):
            for each in left:
                each.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = _AtOnce()
    atexit.register(loop.close)
    return loop
