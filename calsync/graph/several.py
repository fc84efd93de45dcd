"""The same question about many people: one who can't be asked harms no other, and an outage is told as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from calsync.errors import SignInRefused, SourceError

T = TypeVar("T")
K = TypeVar("K")

AT_ONCE = 2
"""Half of the slots: a directory can wait, and a look before an alarm can't."""
ENOUGH = 20
"""So many answers tell an outage from a few bad mailboxes, and the rest is not asked."""
A_FEW = 2
"""So many failures are no outage, however few were asked."""


async def each(
    items: Sequence[K], ask: Callable[[K], Awaitable[T]], *, outage: type[SourceError] = SourceError
) -> list[T | SourceError]:
    """What became of each, in the order of `items`, a few at a time.

    Raises the first error of the kind `outage` when more than half, and more than a few, fail with one; and a refused
    sign-in at once, since it meets everybody.
    """
    gate = asyncio.Semaphore(AT_ONCE)
    failures: list[SourceError] = []
    answered = 0

    def gives_up() -> bool:
        return answered >= ENOUGH and len(failures) > answered / 2

    async def one(item: K) -> T | SourceError:
        nonlocal answered
        async with gate:
            if gives_up():
                raise failures[0]
            try:
                return await ask(item)
            except SignInRefused:
                raise
            except SourceError as error:
                if isinstance(error, outage):
                    failures.append(error)
                return error
            finally:
                answered += 1

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(item)) for item in items]
    except BaseExceptionGroup as failed:
        raise _first(failed) from None
    if len(failures) > max(A_FEW, len(items) / 2):
        raise failures[0]
    return [task.result() for task in tasks]


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    error = failed.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
