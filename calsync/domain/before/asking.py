"""What is asked before a visit: of whom, from when on, and what their word settles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from calsync.domain.before.entry import ASSESSED, risk_unmarked
from calsync.domain.before.places import door
from calsync.domain.before.sight import Second, Sight
from calsync.domain.model import OfficeHours, Visit
from calsync.domain.model.approvals import Approval, Verdict
from calsync.domain.model.checks import Check, Rule

STANDS_FOR = timedelta(days=365)
"""How long "approved always for this family" counts: a year later somebody thinks of it anew."""
BY_CATEGORY = {Check.APPROVAL: "approved-alone", Check.RISK_ASSESSMENT: ASSESSED}
"""The flags by which an entry itself says so; on a risk visit a category is nobody's approval."""
UNSAID = {
    Check.APPROVAL: "It is to be made alone, and the line manager has not approved that.",
    Check.RISK_ASSESSMENT: (
        "Nobody has said that its risk was assessed: the individuals, the history, the environment."
    ),
    Check.DISCUSSED: "The line manager has not said that it was talked over with the worker.",
    Check.CONFIRMED: "The worker has not said that they know what there is to know, and are happy to go.",
}
DENIED = {
    Check.APPROVAL: "The line manager has not approved that it is made alone.",
    Check.RISK_ASSESSMENT: "The line manager says that its risk was not assessed yet.",
    Check.DISCUSSED: "The line manager says that it was not talked over with the worker yet.",
    Check.CONFIRMED: "The worker is not happy to go.",
}
NOT_BELIEVED = "The worker's yes is not to be counted: it was not given freely."
"""Beside the code word: it stands for whoever decides, and nothing that the worker is sent says it (law 7)."""
UNPROVEN = (
    "A colleague accepted it, and it is not sure that they come along; the line manager has not approved that it is "
    "made alone."
)
"""The same where somebody accepted it, and their own diary says otherwise or they are away."""
NOBODY_TO_ASK = "Nobody is known who could be asked: it needs a line manager or a deputy who does not go there."
COMPANY = "The worker asks for company: find somebody who goes along, or another time."


def standing_as(visit: Visit) -> str:
    """A visit's times and place as a hash: what is approved or confirmed is approved as it stands, and no further."""
    said = (visit.start.isoformat(), visit.end.isoformat(), *door(visit.place))
    return blake2b("\x1f".join(said).encode(), digest_size=8).hexdigest()


def counted(sight: Sight, check: Check) -> Approval | None:
    """The newest word that still counts: about the visit as it stands, or standing for its worker and place."""
    about = standing_as(sight.visit)
    for each in reversed(sight.approvals):
        if each.check is not check:
            continue
        stands = bool(each.family) and each.until is not None and sight.visit.start < each.until
        if stands and each.verdict is Verdict.YES:
            return each
        if each.visit_id == sight.visit.id and each.about == about:
            return each
    return None


def open_question(sight: Sight, check: Check) -> str:
    """What stands until somebody has said yes; empty when they have, and where the question does not arise."""
    if not _arises(sight, check):
        return ""
    word = counted(sight, check)
    if word is None:
        return _unsaid(sight, check)
    if word.verdict is Verdict.YES:
        return "" if word.is_believed else NOT_BELIEVED
    return COMPANY if word.verdict is Verdict.ACCOMPANY else DENIED[check]


def _unsaid(sight: Sight, check: Check) -> str:
    words = UNPROVEN if check is Check.APPROVAL and sight.visit.attendees else UNSAID[check]
    return f"{words} {NOBODY_TO_ASK}" if check.asks_manager and sight.nobody_to_ask else words


def _arises(sight: Sight, check: Check) -> bool:
    if check is Check.APPROVAL and sight.second is Second.PROVEN:
        return False
    if check is Check.RISK_ASSESSMENT and not risk_unmarked(sight):
        return False
    by_category = BY_CATEGORY.get(check, "")
    return not (by_category in sight.visit.flags and (check is Check.RISK_ASSESSMENT or not sight.visit.risk))


def ask_from(visit: Visit, rule: Rule, office: OfficeHours) -> datetime:
    """When it is asked first: as the office opens on the day on which the time comes, so that one mail asks for all.

    On a day on which the office is shut it is asked on the last day before on which it opened.
    """
    zone = ZoneInfo(office.hours.zone)
    day = (visit.start - rule.before).astimezone(zone).date()
    for _ in range(14):
        opens = datetime.combine(day, office.hours.start, zone).astimezone(UTC)
        if office.open(opens):
            return min(opens, visit.start)
        day -= timedelta(days=1)
    return visit.start - rule.before
