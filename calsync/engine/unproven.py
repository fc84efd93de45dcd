"""A plain "safe" on a risk visit, without the PIN that the policy asks for: taken as contact, and shown as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.model import Answer, AnswerKind, Policies, Via, Watched
from calsync.ports import Transaction

HELD_BY_OTHERS = frozenset({Via.LINK, Via.REPLY, Via.TEXT, Via.VOICE})
"""By these, a key in a call too, whoever holds their telephone can answer; who speaks to them knows their voice."""
WITHOUT_PIN = "(safe, but without PIN)"


def held_to_pin(tx: Transaction, policies: Policies, answer: Answer, watched: Sequence[Watched]) -> Answer:
    """The answer, with the deadlines of risk visits that it does not close; a code word shows what a "safe" would."""
    says_safe = answer.kind in (AnswerKind.SAFE, AnswerKind.DURESS)
    if answer.proof.by_pin or answer.via not in HELD_BY_OTHERS or not says_safe:
        return answer
    worker = tx.people().get(answer.who)
    unproven = tuple(
        deadline.id
        for each in watched
        for deadline in each.deadlines
        if (deadline.risk or each.visit.risk) and policies.named(deadline.policy, worker).pin_on_risk
    )
    if not unproven:
        return answer
    said = f"{answer.words} {WITHOUT_PIN}".strip() if answer.kind is AnswerKind.SAFE else answer.words
    return replace(answer, proof=replace(answer.proof, unproven=unproven), words=said)
