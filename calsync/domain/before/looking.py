"""What stands about a visit at a moment, whom it is told by a message of its own, and when to look again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from calsync.domain.before import company, entry, hours
from calsync.domain.before.applies import applies
from calsync.domain.before.asking import ask_from, counted, open_question
from calsync.domain.before.sight import Second, Sight
from calsync.domain.before.times import SOON, asked_together, by_day, next_morning, next_together, reminders
from calsync.domain.model import Ask, OfficeHours, Role, Tag, Visit, VisitState
from calsync.domain.model.approvals import Verdict
from calsync.domain.model.checks import Check, Rule
from calsync.domain.one_line import is_told_by_mail

AGAIN = timedelta(minutes=5)
"""How often it is looked whether the second worker still comes: their diary changes, and not the visit's entry."""
TO_ANSWER = timedelta(minutes=10)
"""So long whoever is asked has to answer, before others are told that they have not."""
AT_LAST = timedelta(minutes=10)
"""So long before the start they are told all the same."""
ONLY_NOW = " It was only asked just now, since the entry was seen or changed so late."
ASKS = {
    Check.APPROVAL: Ask.APPROVE,
    Check.RISK_ASSESSMENT: Ask.APPROVE,
    Check.DISCUSSED: Ask.APPROVE,
    Check.CONFIRMED: Ask.CONFIRM,
}
_FOUND: dict[Check, Callable[[Sight], str]] = {
    Check.FLAGGED_PLACE: company.flagged_place,
    Check.REPORTING_IN: entry.reporting_in,
    Check.UNPLANNED: entry.unplanned,
    Check.CHANGED_TODAY: entry.changed_today,
    Check.SERIES_CHANGED: entry.series_changed,
    Check.AFTER_DARK: hours.after_dark,
    Check.OUT_OF_HOURS: hours.out_of_hours,
    Check.ADDRESS: entry.address,
    Check.TELEPHONE: entry.telephone,
    Check.VENUE: entry.venue,
    Check.PUBLIC_TRANSPORT: entry.public_transport,
    Check.TRAVEL: entry.travel,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that stands about a visit."""

    check: Check
    words: str
    tell: tuple[Role, ...] = ()
    """Whom a message of its own tells now; empty: it stands on the list alone (law 16)."""
    hasty: bool = False
    """Whether it was asked so lately that nobody has had time to answer."""
    ask: bool = False
    """Whether somebody is to be asked about it."""
    remind: bool = False
    """Whether they are to be asked once more."""
    stands_denied: bool = False
    """Whether a manager has said no before, and it is told once more now that the visit begins soon all the same."""


def looked(sight: Sight, at: datetime) -> tuple[Found, ...]:
    """What stands about the visit at `at`, in the order in which people read it; empty once it has begun."""
    visit = sight.visit
    if visit.tag is not Tag.VISIT or at >= visit.start or visit.state is VisitState.BEGUN:
        return ()
    if visit.state is VisitState.CANCELLED or (visit.left_diary is not None and not is_told_by_mail(visit)):
        rule = sight.checks.rule(Check.SERIES_CHANGED)
        words = entry.series_changed(sight) if rule is not None and at >= visit.start - rule.before else ""
        return (_found(Check.SERIES_CHANGED, words, rule, sight, at),) if rule is not None and words else ()
    return tuple(_standing(sight, at))


def _standing(sight: Sight, at: datetime) -> Iterator[Found]:
    for check in Check:
        rule = sight.checks.rule(check)
        if rule is None or not applies(rule, sight):
            continue
        if at < _counts_from(check, rule, sight.visit, sight.office):
            continue
        if words := _words(check, rule, sight, at):
            yield _found(check, words, rule, sight, at)


def _counts_from(check: Check, rule: Rule, visit: Visit, office: OfficeHours) -> datetime:
    return ask_from(visit, rule, office) if check.asks else visit.start - rule.before


def _words(check: Check, rule: Rule, sight: Sight, at: datetime) -> str:
    if check is Check.ALONE_NOW:
        return company.alone_now(sight, close=at >= sight.visit.start - company.LONG_ENOUGH)
    if check is Check.APPROVAL and sight.second is Second.UNKNOWN and at < _last_wait(rule, sight.visit):
        return ""  # whether a colleague goes along is told by the single entry, which is asked for in a minute
    if check.asks:
        return open_question(sight, check)
    return _FOUND[check](sight)


def _last_wait(rule: Rule, visit: Visit) -> datetime:
    """From when on a question about going alone waits no longer for what a diary may say."""
    return visit.start - (rule.alert or min(rule.before, timedelta(hours=1)))


def _alert_at(check: Check, rule: Rule, sight: Sight) -> datetime | None:
    """From when on it may be told what stands; None: never by a message of its own.

    Whoever is asked about an entry that was seen, or changed, within that time has some minutes to answer.
    """
    if rule.alert is None:
        return None
    due = sight.visit.start - rule.alert
    return max(due, min(_asked_since(sight) + TO_ANSWER, sight.visit.start - AT_LAST)) if _asks_worker(check) else due


def _asks_worker(check: Check) -> bool:
    """Whether it is the worker who answers: of what a manager has to approve the worker hears at once."""
    return check.asks and not check.asks_manager


def _asked_since(sight: Sight) -> datetime:
    """Before when nobody can have been asked about the visit as it stands."""
    seen = sight.visit.first_seen
    return max(seen, sight.changed) if sight.changed is not None else seen


def _found(check: Check, words: str, rule: Rule, sight: Sight, at: datetime) -> Found:
    word = counted(sight, check) if check.asks else None
    unasked = check.asks and word is None
    # A yes that is not believed is none to whoever decides, and an answer to the worker, who is not asked again.
    denied = word is not None and word.verdict is not Verdict.YES
    alert = sight.visit.start - rule.alert if rule.alert is not None else None
    said_before = word is not None and alert is not None and word.at < alert <= at
    stands_denied = denied and check.asks_manager and said_before and may_alert(sight, at)
    return Found(
        check=check,
        words=words,
        hasty=_asks_worker(check) and unasked and at < _asked_since(sight) + TO_ANSWER,
        tell=_tell(check, rule, sight, at, denied=denied and not stands_denied),
        stands_denied=stands_denied,
        ask=unasked and _may_ask(sight, at),
        remind=unasked and any(at >= each for each in reminders(sight.visit, rule, sight.office)),
    )


def _tell(check: Check, rule: Rule, sight: Sight, at: datetime, *, denied: bool) -> tuple[Role, ...]:
    """Whom a message of its own tells now."""
    if not by_day(at, sight.visit.start, sight.office):
        return ()
    if denied:
        # Somebody has said no: who waits for that word hears it now, and not when it was due.
        return (Role.WORKER,) if check.asks_manager else (Role.LINE_MANAGER,)
    alert = _alert_at(check, rule, sight)
    due = check is Check.ALONE_NOW or (alert is not None and at >= alert)
    if not (due and may_alert(sight, at)):
        return ()
    both = check is Check.ALONE_NOW or check.asks_manager
    both = both or (check is Check.FLAGGED_PLACE and not sight.flagged_by_own)
    return (Role.LINE_MANAGER, Role.WORKER) if both else (Role.LINE_MANAGER,)


def _may_ask(sight: Sight, at: datetime) -> bool:
    """Whether a question is put now. One about an ordinary visit that is not near waits for others (law 16)."""
    near = sight.visit.risk or sight.out_of_hours or at >= sight.visit.start - SOON
    return by_day(at, sight.visit.start, sight.office) and (near or asked_together(at, sight.office))


def may_alert(sight: Sight, at: datetime) -> bool:
    """Whether a concern may be told by a message of its own (law 16)."""
    return sight.visit.risk or sight.out_of_hours or at >= sight.visit.start - SOON


def look_again(sight: Sight, at: datetime) -> datetime | None:
    """When time alone next makes a difference, at the latest as it begins; None: only what is written anew does."""
    visit = sight.visit
    if at >= visit.start or visit.tag is not Tag.VISIT or visit.state is not VisitState.PLANNED:
        return None
    moments = [visit.start - SOON, visit.start - company.LONG_ENOUGH, visit.start]
    for check, rule in sight.checks.rules:
        moments.append(_counts_from(check, rule, visit, sight.office))
        moments += [visit.start - rule.alert] if rule.alert is not None else []
        moments += [alert] if (alert := _alert_at(check, rule, sight)) is not None else []
        moments += reminders(visit, rule, sight.office)
        moments += _waits_for(check, rule, sight, at)
        if check is Check.APPROVAL:
            moments.append(_last_wait(rule, visit))
        if check is Check.ALONE_NOW and at >= visit.start - rule.before and applies(rule, sight):
            moments.append(at + AGAIN)
    return min(each for each in moments if at < each <= visit.start)


def _waits_for(check: Check, rule: Rule, sight: Sight, at: datetime) -> tuple[datetime, ...]:
    """When somebody may be written to about what stands, and is not now since it is night or others may come."""
    if not applies(rule, sight) or at < _counts_from(check, rule, sight.visit, sight.office):
        return ()
    if not by_day(at, sight.visit.start, sight.office):
        return (next_morning(at, sight.office),)
    waits = check.asks and not _may_ask(sight, at) and open_question(sight, check)
    return (next_together(at, sight.office),) if waits else ()
