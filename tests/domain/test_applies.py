"""To which visits a step applies: any of its words is enough, and a "not" leaves out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from calsync.domain.applies import When, applies, fits
from calsync.domain.classify import FLAGS
from calsync.domain.model import Ask, Role, Step, VisitKind
from tests.values import a_visit


def step(*when: str) -> Step:
    return Step(after=timedelta(0), roles=(Role.ADMIN,), ask=Ask.CALL_WORKER, when=when)


def test_the_words_name_every_flag_and_every_kind_of_visit():
    words = {str(word) for word in When}
    assert {flag.name for flag in FLAGS} <= words
    assert {str(kind) for kind in VisitKind} <= words


def test_a_step_without_words_applies_to_every_visit():
    assert applies(step(), a_visit())
    assert applies(step(), a_visit(risk=True, kind=VisitKind.SCHOOL))


@pytest.mark.parametrize(
    ("word", "its"),
    [
        ("risk", {"risk": True}),
        ("ordinary", {"risk": False}),
        ("school", {"kind": VisitKind.SCHOOL}),
        ("two-workers", {"flags": ("two-workers",)}),
        ("lives-alone", {"flags": ("lives-alone",)}),
    ],
)
def test_a_word_holds_of_what_the_visit_is(word, its):
    other = a_visit(risk=word == "ordinary")
    assert applies(step(word), a_visit(**its))
    assert not applies(step(word), other)
    assert not applies(step(f"not {word}"), a_visit(**its))
    assert applies(step(f"not {word}"), other)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("lives-alone", {"lives_alone": True}),
        ("capped-return", {"capped": True}),
        ("late", {"late": True}),
        ("outside-area", {"outside": True}),
    ],
)
def test_a_word_holds_of_what_is_known_besides_the_visit(word, told):
    assert applies(step(word), a_visit(), **told)
    assert not applies(step(word), a_visit())


def test_any_word_is_enough():
    assert applies(step("risk", "school"), a_visit(kind=VisitKind.SCHOOL))
    assert not applies(step("risk", "school"), a_visit())


def test_each_not_leaves_out_whatever_else_holds():
    spared = step("home", "not high-risk", "not domestic-abuse")
    assert applies(spared, a_visit())
    assert not applies(spared, a_visit(flags=("domestic-abuse",), risk=True))
    assert not applies(spared, a_visit(flags=("high-risk",), risk=True))
    assert not fits(("not risk", "not late"), frozenset({"ordinary", "late"}))
