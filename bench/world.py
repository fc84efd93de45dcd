"""What the bench's server knows: people, their diaries, and what was asked of it."""

from __future__ import annotations

import json
import resource
import time
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote

import made_up

ENTRIES = 10
"""In the diary of somebody whom the directory names."""
Answer = tuple[int, bytes]


class World:
    """What the server knows and counts."""

    def __init__(self, people: int, begun: float, soon: float, drift: float, limit: int) -> None:
        self.root = ""
        self.authority = ""
        self.started, self.born = time.time(), datetime.now(UTC)
        self.generation, self.drift = 0, drift
        self.limit, self.in_flight = limit, 0
        self.asked: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.reads: list[tuple[float, int]] = []
        self.refusals: list[float] = []
        self.fullest = 0
        self.head = 0
        self._diaries: dict[tuple[int, str], made_up.Diary] = {}
        kinds = ["begun"] * round(people * begun) + ["soon"] * round(people * soon)
        kinds += ["quiet"] * (people - len(kinds))
        self.people = [made_up.person_id(n, entries=ENTRIES, kind=kind) for n, kind in enumerate(kinds)]

    def outlook(self, path: str) -> bool:
        """Whether a path asks for something in a mailbox, which is what Outlook's limit counts."""
        return path.count("/") > 2 and path.startswith("/users/") and not path.endswith("/manager")

    def is_full(self) -> bool:
        """Whether one request more has to be refused, which is counted as done."""
        if not self.limit or self.in_flight < self.limit:
            return False
        self.asked["429"] += 1
        self.refusals.append(time.time())
        return True

    def answer(self, method: str, path: str, query: str) -> Answer:
        """Status and body for one request of Graph; `path` begins behind /v1.0."""
        parts = path.split("/")
        if len(parts) > 4 and parts[3] == "calendar":
            del parts[3]
        kind = parts[3] if len(parts) > 3 else ""
        self.asked[kind or parts[1]] += 1
        if kind in ("calendarView", "events"):
            return self._diary(parts)
        if kind == "manager":
            return 200, in_bytes(made_up.manager())
        if kind == "mailboxSettings":
            return 200, in_bytes(made_up.mailbox_settings())
        if parts[1] == "users" and not kind:
            return 200, in_bytes(made_up.user(unquote(parts[2])))
        if parts[1] == "groups":
            return 200, self._members(query)
        if kind == "messages" and method == "POST":
            ids = f"{time.monotonic_ns()}"
            draft = {"id": ids, "internetMessageId": f"<{ids}@{made_up.DOMAIN}>", "conversationId": ids}
            return (202, b"") if path.endswith("/send") else (201, in_bytes(draft))
        if kind not in ("mailFolders", "messages"):
            self.unknown[f"{method} {kind or parts[1]}"] += 1
        return 200, b'{"value":[]}'

    def _diary(self, parts: list[str]) -> Answer:
        try:
            number, entries, kind = made_up.told_by(parts[2])
        except ValueError:
            return 404, refusal("ErrorInvalidUser", "The requested user is invalid.")
        body = self._body(number, entries, kind)
        if len(parts) > 4:
            found = made_up.one_entry(body, unquote(parts[4]), self.born)
            return (200, in_bytes(found)) if found else (404, refusal("ErrorItemNotFound", "The object was not found."))
        self.reads.append((time.time(), number))
        return 200, body

    def _body(self, number: int, entries: int, kind: str) -> bytes:
        made = self._diaries.get((entries, kind))
        if made is None:
            made = self._diaries[entries, kind] = made_up.diary(self.root, self.born, entries=entries, kind=kind)
        generation = self.generation + (int((time.time() - self.started) / self.drift) if self.drift else 0)
        return made.body(number, (generation + number) // 50)

    def _members(self, query: str) -> bytes:
        asked = {name.lower(): values[0] for name, values in parse_qs(query).items()}
        first, top = int(asked.get("$skiptoken", 0)), min(int(asked.get("$top", 100)), 999)
        page: dict[str, object] = {"value": [made_up.user(each) for each in self.people[first : first + top]]}
        if "manager" in asked.get("$expand", ""):
            page["value"] = [made_up.user(each) | {"manager": made_up.manager()} for each in self.people[first:][:top]]
        if first + top < len(self.people):
            path = f"/v1.0/groups/{made_up.GROUP}/transitiveMembers/microsoft.graph.user"
            kept = "".join(f"&{name}={asked[name]}" for name in ("$expand", "$select") if name in asked)
            page["@odata.nextLink"] = f"{self.root}{path}?$top={top}{kept}&$skiptoken={first + top}"
        return in_bytes(page)

    def state(self) -> dict[str, object]:
        """What was asked so far, and what it cost this process."""
        return {
            "now": time.time(),
            "born": self.born.timestamp(),
            "cpu": time.process_time(),
            "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "asked": self.asked,
            "unknown": self.unknown,
            "refusals": self.refusals,
            "reads": self.reads,
            "fullest": self.fullest,
            "head": self.head,
        }


def refusal(code: str, words: str) -> bytes:
    """The body of a refusal, as Graph writes it."""
    return in_bytes({"error": {"code": code, "message": words}})


def in_bytes(value: object) -> bytes:
    """As JSON without spaces."""
    return json.dumps(value, separators=(",", ":")).encode()
