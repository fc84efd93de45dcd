"""What the parts of a policy file say against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calsync.domain.applies import NOT, When
from calsync.domain.model import Ask, DeadlineKind, Hours, Policy, Possible, Role, Step

CONFIRMED_ONLY_ASKS = (Ask.INFORM_EMERGENCY_SERVICES, Ask.CALL_POLICE, Ask.CALL_HOUSEHOLD)
CONFIRMED_ONLY_ROLES = (Role.SENIOR_MANAGEMENT, Role.OUT_OF_HOURS)
"""Who is only ever asked about a confirmed visit, unless the policy is signed for more (law 16)."""


def contradictions(policy: Policy, values: Mapping[str, object]) -> list[str]:
    """Every contradiction as a sentence with the fix; `values` is the document, which says what was written at all."""
    return [*_clocks(policy, values), *_words(policy, values), *_unconfirmed(policy, values)]


def _of(policy: Policy, kind: DeadlineKind) -> list[tuple[int, Step]]:
    return [(number, step) for number, step in enumerate(policy.steps, 1) if step.deadline is kind]


def _clocks(policy: Policy, values: Mapping[str, object]) -> Iterable[str]:
    """Deadlines without minutes, and minutes without steps."""
    for kind, key, what in (
        (DeadlineKind.HOME_SAFE, "home_safe_minutes", "how long after the last visit the worker is asked"),
        (DeadlineKind.INTERVAL, "interval_minutes", "how often the worker is asked during a visit"),
    ):
        steps = _of(policy, kind)
        if steps and key not in values:
            yield f"step {steps[0][0]}: a {kind} step is never reached without {key}: write {what}, or leave it out"
        if not steps and key in values:
            yield f'{key} has no steps: write a [[step]] with deadline = "{kind}", or leave it out'
    returns = _of(policy, DeadlineKind.RETURN)
    if returns and "travel_minutes" not in values:
        yield (
            f"step {returns[0][0]}: a return step needs travel_minutes: how long the way back takes where the diary "
            "does not say when the worker is back"
        )
    if not returns and "return_at_most" in values:
        yield 'return_at_most has no steps: write a [[step]] with deadline = "return", or leave it out'
    if returns and policy.travel > policy.return_at_most:
        yield "travel_minutes is longer than return_at_most: each return would come before the worker can be back"
    if "office" not in values:
        for number, step in enumerate(policy.steps, 1):
            if step.hours is not Hours.ANY:
                yield f'step {number}: hours = "{step.hours}" needs an [office] table that says when the office is open'


def _words(policy: Policy, values: Mapping[str, object]) -> Iterable[str]:
    """Words of `when` that can't hold where they stand."""
    for number, step in enumerate(policy.steps, 1):
        used = {word.removeprefix(NOT) for word in step.when}
        for word, key in ((When.LATE, "late_after"), (When.OUTSIDE_AREA, "home_area")):
            if word in used and key not in values:
                yield f"step {number}: '{word}' can't be told without {key}"
        if When.CAPPED_RETURN in used and step.deadline is not DeadlineKind.RETURN:
            yield f"step {number}: '{When.CAPPED_RETURN}' is said of a return alone: deadline = \"return\""
        elif When.CAPPED_RETURN in used and step.when != (When.CAPPED_RETURN,):
            yield f"step {number}: '{When.CAPPED_RETURN}' stands alone in its when, with no other word and no not"


def _unconfirmed(policy: Policy, values: Mapping[str, object]) -> Iterable[str]:
    """Steps that would ask outsiders about what may be no visit (law 16)."""
    if policy.possible is not Possible.WATCH:
        if "watch_signed" in values:
            yield 'watch_signed goes with possible = "watch", and with nothing else'
        return
    if values.get("watch_signed"):
        return
    for number, step in enumerate(policy.steps, 1):
        roles = [role for role in step.roles if role in CONFIRMED_ONLY_ROLES]
        if step.ask in CONFIRMED_ONLY_ASKS or roles:
            what = f"asks to {step.ask}" if step.ask in CONFIRMED_ONLY_ASKS else f"tells {roles[0]}"
            yield (
                f'step {number}: {what}, and with possible = "watch" also about an entry that nobody confirmed to be a '
                'visit; take possible = "ask", or sign for it with watch_signed = "signed by ..."'
            )
