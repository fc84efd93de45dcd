"""Step + visit -> whether the step is one of this visit's."""

from __future__ import annotations

from calsync.domain.model import Step, Visit

RISK, ORDINARY, CAPPED = "risk", "ordinary", "capped-return"


def applies(step: Step, visit: Visit, *, capped: bool = False) -> bool:
    """Whether any word of a step's `when` is true of the visit; a step without one always applies."""
    true = {RISK if visit.risk else ORDINARY, str(visit.kind), *visit.flags, *((CAPPED,) if capped else ())}
    return not step.when or any(
        word.removeprefix("not ") not in true if word.startswith("not ") else word in true for word in step.when
    )
