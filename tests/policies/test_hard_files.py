"""Whatever stands in a policy file, it is read without a fault: a policy, or sentences."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from calsync.domain.applies import When
from calsync.domain.model import Ask, DeadlineKind, Role
from calsync.policies.cases import cases, ladder
from calsync.policies.checks import KEYS, read
from calsync.policies.steps import KEYS as STEP_KEYS

WORDS = some.sampled_from(
    [
        *map(str, When), *(f"not {word}" for word in When), "worker", "line_manager", "admin", "named_colleague",
        "check-in", "call-worker", "call-household", "take-over", "know", "call-police", "then", "choose", "office",
        "out", "any", "wait", "next", "return", "visit-end", "home-safe", "interval", "text", "mail", "watch", "16:00",
        "S60", "", "nonsense",
    ]
)  # fmt: skip
VALUES = some.one_of(
    WORDS,
    some.integers(-30, 200),
    some.booleans(),
    some.none(),
    some.floats(),
    some.text("ab \u2212-5\n", max_size=5),
    some.lists(WORDS, max_size=3),
    some.dictionaries(WORDS, some.integers(), max_size=2),
)
SENSIBLE: dict[str, Any] = {
    "after": some.one_of(some.integers(-10, 60), some.just("then"), some.just("choose")),
    "then_within": some.integers(0, 10),
    "role": some.sampled_from(["worker", "admin", ["line_manager", "deputy"], "out_of_hours"]),
    "ask": some.sampled_from(["check-in", "call-worker", "call-household", "take-over", "call-police"]),
    "channels": some.just(["text"]),
    "deadline": some.sampled_from(["visit-end", "return", "home-safe"]),
    "hours": some.sampled_from(["any", "office", "out"]),
    "when": some.lists(some.sampled_from(["risk", "not risk", "home", "not late", "lives-alone"]), max_size=2),
    "on_no_answer": some.sampled_from(["wait", "next"]),
    "every": some.integers(1, 20),
}
STEPS = some.one_of(
    some.dictionaries(some.sampled_from([*STEP_KEYS, "x"]), VALUES, max_size=6),
    some.fixed_dictionaries(
        {key: SENSIBLE[key] for key in ("after", "role", "ask", "channels")},
        optional={key: SENSIBLE[key] for key in SENSIBLE if key not in ("after", "role", "ask", "channels")},
    ),
)
FILES = some.builds(
    lambda top, steps, emergency: {**top, "step": steps, "emergency": emergency},
    some.dictionaries(some.sampled_from([*KEYS, "office", "x"]), VALUES, max_size=6),
    some.lists(STEPS, max_size=6),
    some.lists(STEPS, max_size=2),
)


# Its first draw is slow on a busy machine, which says nothing of the rule.
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES)
def test_a_file_becomes_a_policy_or_sentences_and_never_both(values: dict[str, object]) -> None:
    reading = read("ours", values)
    assert (reading.policy is None) == bool(reading.problems)
    assert all(problem and problem == problem.strip() for problem in reading.problems)
    assert len(set(reading.problems)) == len(reading.problems)
    if reading.policy is None:
        return
    assert reading.sketch == reading.policy
    steps = tuple(enumerate(reading.policy.steps, 1))
    for case in cases(reading.policy.steps):
        ends = [ladder(steps, kind, case)[-1:] for kind in (DeadlineKind.VISIT_END, DeadlineKind.RETURN)]
        # Law 4: in every case somebody besides the worker is told, again and again.
        assert any(rung.step.roles != (Role.WORKER,) and rung.step.ask is not Ask.KNOW for end in ends for rung in end)
