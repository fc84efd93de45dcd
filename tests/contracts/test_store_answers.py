"""What every store promises of answers and concerns: each is kept once, and told in order."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Concern
from tests.contracts.cast import NOON, ONE, answer
from tests.contracts.conftest import World


class TestAnswersAndConcerns:
    def test_an_answer_read_twice_is_kept_once(self, world: World) -> None:
        with world.store.transaction() as work:
            assert work.add_answer(answer())
        with world.store.transaction() as work:
            assert not work.add_answer(answer(words="again"))
            assert work.answers_of("d1") == [answer()]

    def test_answers_about_a_deadline_come_oldest_first(self, world: World) -> None:
        first = answer("z", sent=NOON)
        with world.store.transaction() as work:
            for each in (answer(), first, answer("b", deadline_id=None), answer("c", deadline_id="d2")):
                work.add_answer(each)
            assert work.answers_of("d1") == [first, answer()]

    def test_a_concern_is_raised_once(self, world: World) -> None:
        concern = Concern(visit_id="v1", worker="sam", kind="no-address", words="no address", raised=ONE)
        earlier = replace(concern, kind="after-dark", raised=NOON)
        with world.store.transaction() as work:
            assert work.add_concern(concern)
            assert not work.add_concern(replace(concern, words="still no address", raised=NOON))
            assert work.add_concern(earlier)
            assert work.concerns() == [earlier, concern]
