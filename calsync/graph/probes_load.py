"""How many requests may be in flight: a few, carefully, ended at the first refusal; and how a batch is answered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from math import ceil
from urllib.parse import quote, urlencode

from calsync.graph.asking import Asking, written
from calsync.graph.exchange import Burst, Diary, Reply
from calsync.graph.probes_diary import IMMUTABLE, VIEW, on_diary, window
from calsync.graph.probing import Finding, Probe, found, still_open

LEVELS = (4, 5, 6, 8)
"""How many are tried at once, one level after the other."""
IN_A_BATCH = 4


async def _concurrency(asking: Asking) -> Finding:
    workers = [diary.worker for diary in asking.probe_run.diaries]
    if not workers:
        return still_open("No diary could be read.")
    # The directory does not count among Outlook's: this opens the connections, so that the tries meet at the server.
    await asking.at_once("users/{}", workers[:1] * LEVELS[-1], {"$select": "id"})
    together = True
    if len(workers) > 1:
        level, burst = await _tried(asking, workers)
        if failed := _failed(level, burst.replies):
            return failed
        if any(reply.status == 429 for reply in burst.replies):
            each = ceil(level / len(workers))
            unless = "" if each == 1 else f", unless one mailbox takes fewer than {each}"
            return found(
                f"{_refused(asking, level, burst.replies)}, against {len(workers)} mailboxes, at most {each} against "
                f"each. So the app's requests are counted together{unless}."
            )
        together = burst.together
    level, burst = await _tried(asking, workers[:1])
    if failed := _failed(level, burst.replies):
        return failed
    several = f"{LEVELS[-1]} against {len(workers)} mailboxes were all answered"
    if any(reply.status == 429 for reply in burst.replies):
        words = f"{_refused(asking, level, burst.replies)}, against one mailbox"
        if len(workers) == 1:
            return still_open(f"{words}. Whether several mailboxes differ needs a second one: name it with --mailbox.")
        if not together:
            return still_open(f"{words}; {several}, but too quickly to be sure that they met at the server.")
        return found(f"{words}; {several}. So each mailbox's requests are counted by themselves.")
    alone = f"{LEVELS[-1]} against one mailbox were all answered"
    if len(workers) == 1:
        return still_open(f"{alone}. Whether several mailboxes differ needs a second one: name it with --mailbox.")
    if not (together and burst.together):
        return still_open(f"{several}, and {alone}, but too quickly to be sure that they met at the server.")
    return found(f"No refusal was met: {several}, and {alone}.")


async def _tried(asking: Asking, workers: Sequence[str]) -> tuple[int, Burst]:
    """The level that was refused first, or the last one, with its answers."""
    for level in LEVELS:
        query = window(asking, select="id,start,end", top="250")
        burst = await asking.at_once(VIEW, list(islice(cycle(workers), level)), query)
        if level == LEVELS[-1] or not all(reply.ok for reply in burst.replies):
            return level, burst
    raise AssertionError("there is a last level")


def _failed(level: int, replies: Sequence[Reply]) -> Finding | None:
    if all(reply.ok or reply.status == 429 for reply in replies):
        return None
    said = sorted({reply.said for reply in replies if not reply.ok and reply.status != 429})
    return still_open(f"With {level} in flight something else was in the way: {', '.join(said)}.")


def _refused(asking: Asking, level: int, replies: Sequence[Reply]) -> str:
    refused = [reply for reply in replies if reply.status == 429]
    wait = asking.probe_run.redactor.headers(refused[0].headers).get("retry-after")
    waits = f"Retry-After: {wait}" if wait else "no Retry-After"
    why = f"{refused[0].message.rstrip('.') or 'no message'}; {waits}"
    # Requests that are sent together need not meet at the server, so what was answered before proves no limit.
    return f"{level} in flight are too many: {len(refused)} of {level} were {refused[0].said} ({why})"


async def _batch(asking: Asking, _fullest: Diary) -> Finding:
    workers = [diary.worker for diary in asking.probe_run.diaries]
    query = urlencode(written(window(asking, select="id", top="1")), quote_via=quote, safe="$,")
    requests = [
        {
            "id": str(number),
            "method": "GET",
            "url": f"/{VIEW.format(quote(worker, safe=''))}?{query}",
            "headers": {"Prefer": IMMUTABLE},
        }
        for number, worker in enumerate(islice(cycle(workers), IN_A_BATCH), start=1)
    ]
    reply = await asking.post("$batch", body={"requests": requests})
    parts = reply.row.get("responses")
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return still_open(f"The batch was not answered as one: {reply.said}.")
    good = sum(part.get("status") == 200 for part in parts)
    in_order = [part.get("id") for part in parts] == [each["id"] for each in requests]
    wished = sum(
        "preference-applied" in {str(name).lower() for name in part["headers"]}
        for part in parts
        if isinstance(part.get("headers"), dict)
    )
    order = "in the order asked" if in_order else "in another order than asked"
    return found(
        f"{good} of {len(requests)} readings in one batch were answered 200, {order}; {wished} of them say which "
        "wishes were obeyed."
    )


BATCH = Probe(
    name="batch",
    asks="How are four readings in one batch answered?",
    most=1,
    ask=on_diary(_batch, empty=True),
    on_diaries=True,
)
CONCURRENCY = Probe(
    name="concurrency",
    asks="With how many requests in flight does Outlook refuse, per app or per mailbox, and with Retry-After?",
    most=LEVELS[-1] + 2 * sum(LEVELS),
    ask=_concurrency,
    on_diaries=True,
)
