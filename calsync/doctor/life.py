"""The service's own life, as its database tells it: whether it scans, whether IT hears of it, and the audit."""

from __future__ import annotations

from datetime import timedelta

from calsync.app import App
from calsync.doctor.finding import Finding, amber, green, red
from calsync.domain.model import Notice
from calsync.domain.notice_wording import subject
from calsync.domain.notices import Cause
from calsync.engine.darkness import SCAN
from calsync.engine.notices import SCAN_MAY_TAKE


def life(app: App) -> list[Finding]:
    """Whether it scans, what IT could not be told, and whether the audit is whole."""
    found = [_service(app), *_untold(app)]
    if broken := app.store.verify():
        return [*found, red("audit", broken)]
    return [*found, green("audit", "its chain is whole")]


def _service(app: App) -> Finding:
    with app.store.transaction() as tx:
        scanned = tx.heartbeat(SCAN)
    if scanned is None:
        return amber("service", "has never run with this database: start `calsync run`")
    silent = app.clock.now() - scanned
    if silent <= max(SCAN_MAY_TAKE, 5 * app.engine.core.tick):
        return green("service", "scans")
    minutes = int(silent / timedelta(minutes=1))
    words = f"last scanned {minutes} minutes ago, so no alarm is raised: start `calsync run`, anew if it still runs"
    return red("service", words)


def _untold(app: App) -> list[Finding]:
    """What IT was tried to be told and no channel took, and what not everybody was told: a line for each cause."""
    with app.store.transaction() as tx:
        standing = [each for each in tx.standing_notices() if each.last_error]
    by_cause: dict[tuple[str, bool], list[Notice]] = {}
    for each in standing:
        by_cause.setdefault((each.cause, each.attempts > 0), []).append(each)
    to, found = ", ".join(app.engine.core.it), []
    for (cause, nobody), notices in by_cause.items():
        raised = min(each.raised for each in notices)
        said = subject(Cause(cause), len(notices), since=raised, zone=app.settings.service.zone)
        said = said.removeprefix("calsync for IT: ")
        why = f"Mend that, and then the way to IT: {notices[-1].last_error}"
        if nobody:
            tried = max(each.attempts for each in notices)
            times = "once" if tried == 1 else f"{tried} times"
            found.append(red("notices to IT", f"{to} could not be told of this, tried {times}: {said}. {why}"))
        else:
            found.append(amber("notices to IT", f"not everybody of {to} could be told of this: {said}. {why}"))
    return found
