"""By link the deadline closes within one second of the press, while the scan runs on."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx

from calsync.store import MemoryStore, open_store
from calsync.web.serving import WebServer, listening
from tests.link_house import LINKS, LinkHouse


def test_a_press_closes_the_deadline_within_a_second_while_the_scan_runs(tmp_path: Path) -> None:
    listener = listening("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    store = open_store(f"sqlite:///{tmp_path / 'calsync.sqlite'}")
    house = LinkHouse(at="13:58", links=replace(LINKS, address=address), store=cast(MemoryStore, store))
    house.entry()
    house.go_to("14:01")
    stopped, scans = threading.Event(), 0

    def scan() -> None:
        nonlocal scans
        while not stopped.wait(0.02):
            house.engine.escalate()
            scans += 1

    link = house.link()
    scanning = threading.Thread(target=scan)
    with listener, WebServer(house.web, listener):
        scanning.start()
        try:
            began = time.perf_counter()
            answer = httpx.post(link.address, data={"choice": "left", "digits": link.digits, "shown": "1"})
            took = time.perf_counter() - began
            closed = not house.deadline.is_open
        finally:
            stopped.set()
            scanning.join()
    store.close()
    assert answer.status_code == 200
    assert closed
    assert scans
    assert took < 1.0
