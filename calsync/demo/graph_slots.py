"""Outlook's limit on requests in flight, counted for each app over the time that a request really takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from calsync.demo.graph_call import Call
from calsync.demo.graph_error import throttled


class Slots:
    """The slots that are taken, by app; lives on one event loop."""

    def __init__(self) -> None:
        self._in_flight: Counter[str] = Counter()

    @contextmanager
    def taken(self, call: Call) -> Iterator[None]:
        """Holds a slot while the block runs; calls that touch no mailbox need none. Raises ApplicationThrottled."""
        tenant, app = call.tenant, call.client_id
        tenant.traffic.requests += 1
        if call.mailbox_name is None:
            yield
            return
        tenant.traffic.outlook += 1
        if self._in_flight[app] >= tenant.concurrency:
            tenant.traffic.throttled += 1
            raise throttled(tenant.throttle_seconds)
        self._in_flight[app] += 1
        tenant.traffic.most_in_flight = max(tenant.traffic.most_in_flight, self._in_flight[app])
        try:
            yield
        finally:
            self._in_flight[app] -= 1
