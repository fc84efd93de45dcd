"""What every store promises of letters, and of what is declared in answer to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from calsync.domain.keys import letter_key
from calsync.domain.model import DeadlineKind, DeadlineState, Denial, NotificationState, VisitState
from calsync.domain.model.letters import Declaration, Declared, Letter, LetterKind, LetterState, Listed
from tests.contracts.cast import MINUTE, NOON, deadline, message, visit
from tests.contracts.conftest import World

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def letter(recipient: str = "sam", **changes: Any) -> Letter:
    """Sam's summary of today, due at noon."""
    values: dict[str, Any] = {
        "kind": LetterKind.SUMMARY,
        "day": TODAY,
        "recipient": recipient,
        "part": 0,
        "due": NOON,
        "recorded": NOON,
        "token": f"token-{recipient}",
        **changes,
    }
    values.setdefault("id", letter_key(values["kind"], values["day"], recipient, values["part"]))
    return Letter(**values)


def add(world: World, *letters: Letter) -> list[Letter]:
    with world.store.transaction() as work:
        return work.add_letters(letters)


def claimed(world: World, at=NOON, limit: int = 10):
    with world.store.transaction() as work:
        return work.claim_letters(at, limit)


class TestLetters:
    def test_a_letter_stands_as_it_was_written(self, world: World) -> None:
        listed = (Listed(visit_id="v1", start=NOON, end=NOON + MINUTE, about="abc"),)
        whole = letter(
            kind=LetterKind.CHANGES, part=3, state=LetterState.SENT, attempts=2, not_before=NOON, settled=NOON,
            listed=listed, message_id="<1@x>", conversation_id="c1", last_error="no answer — Ä", about="a1b2",
        )  # fmt: skip
        assert add(world, whole) == [whole]
        with world.store.transaction() as work:
            assert work.letters_about(TODAY) == [whole]
            assert work.letters_about(TODAY + DAY) == []

    def test_one_letter_of_a_kind_a_day_and_a_person_is_written_once(self, world: World) -> None:
        other = letter("dee")
        assert add(world, letter(), letter(token="again"), other) == [letter(), other]
        assert add(world, letter(token="again"), letter(day=TODAY + DAY)) == [letter(day=TODAY + DAY)]
        assert add(world) == []

    def test_what_is_due_is_claimed_oldest_first_and_by_one_alone(self, world: World) -> None:
        add(
            world,
            letter("a", due=NOON + MINUTE),
            letter("b"),
            letter("c", due=NOON + MINUTE / 2, not_before=NOON + 3 * MINUTE),
            letter("d", due=NOON + DAY),
            letter("e", state=LetterState.SENT),
        )
        assert [each.letter.recipient for each in claimed(world, NOON + 2 * MINUTE, limit=1)] == ["b"]
        assert [each.letter.recipient for each in claimed(world, NOON + 2 * MINUTE)] == ["a"]
        assert claimed(world, NOON + 2 * MINUTE) == []
        world.let_pass(61)
        assert [each.letter.recipient for each in claimed(world, NOON + 3 * MINUTE)] == ["b", "c", "a"]

    def test_one_that_waits_can_be_claimed_by_its_name_before_it_is_due(self, world: World) -> None:
        add(world, letter(due=NOON + DAY), letter("dee", state=LetterState.SENT))
        with world.store.transaction() as work:
            claim = work.claim_letter(letter().id)
            assert claim is not None
            assert work.claim_letter(letter().id) is None
            assert work.claim_letter(letter("dee").id) is None
            assert work.claim_letter("nothing") is None
            assert work.put_letter_outcome(claim, claim.letter)
            assert work.claim_letter(letter().id) is not None

    def test_the_outcome_is_written_by_who_holds_the_claim(self, world: World) -> None:
        add(world, letter())
        (first,) = claimed(world)
        world.let_pass(61)
        (second,) = claimed(world)
        sent = replace(letter(), state=LetterState.SENT, settled=NOON, message_id="<1@x>")
        with world.store.transaction() as work:
            assert not work.put_letter_outcome(first, sent)
            assert work.put_letter_outcome(second, sent)
            assert not work.put_letter_outcome(second, sent)
            assert work.letters_about(TODAY) == [sent]
        assert claimed(world) == []

    def test_what_was_sent_of_late_and_what_is_being_sent_are_counted(self, world: World) -> None:
        add(
            world,
            letter("a", state=LetterState.SENT, settled=NOON),
            letter("b", state=LetterState.SENT, settled=NOON - MINUTE),
            letter("c", state=LetterState.CANCELLED, settled=NOON),
            letter("d"),
            letter("e", due=NOON + DAY),
        )
        claimed(world)
        with world.store.transaction() as work:
            assert work.letters_under_way(NOON - MINUTE) == 2
            assert work.letters_under_way(NOON) == 1
        world.let_pass(61)
        with world.store.transaction() as work:
            assert work.letters_under_way(NOON - MINUTE) == 1

    def test_a_reply_finds_its_letter_by_id_token_or_conversation(self, world: World) -> None:
        one = letter(kind=LetterKind.READ, message_id="<1@x>", conversation_id="c1")
        other = letter("dee", kind=LetterKind.NUMBERS, message_id="<2@x>", conversation_id="c2")
        add(world, one, other, letter("morgan", message_id="<9@x>", conversation_id="c9"))
        with world.store.transaction() as work:
            assert work.letter_for(message_ids=["<0@x>", "<2@x>"], conversation_id="c1", token="token-sam") == other
            assert work.letter_for(message_ids=[], conversation_id="c2", token="token-sam") == one
            assert work.letter_for(message_ids=[], conversation_id="c2", token="") == other
            assert work.letter_for(message_ids=[], conversation_id="", token="") is None
            assert work.letter_for(message_ids=["<9@x>"], conversation_id="c9", token="nothing") is None
            found = work.letter_for(message_ids=["<9@x>"], conversation_id="c9", token="nothing", any_kind=True)
            assert found is not None
            assert found.recipient == "morgan"

    def test_the_letters_of_a_kind_since_a_day_come_oldest_first(self, world: World) -> None:
        yearly = {"kind": LetterKind.READ}
        old = letter(day=TODAY - 400 * DAY, due=NOON - 400 * DAY, **yearly)
        newer, newest = letter(day=TODAY - DAY, due=NOON - DAY, **yearly), letter("dee", **yearly)
        add(world, newest, old, newer, letter())
        with world.store.transaction() as work:
            assert work.letters_since(LetterKind.READ, TODAY - 365 * DAY) == [newer, newest]

    def test_a_message_that_may_go_out_now_is_seen_to_wait(self, world: World) -> None:
        with world.store.transaction() as work:
            assert not work.messages_wait(NOON)
            work.put_visit(visit())
            work.put_deadlines([deadline()])
            work.add_notifications([message("a", state=NotificationState.SENT), message("b", not_before=NOON + MINUTE)])
            assert not work.messages_wait(NOON)
            assert work.messages_wait(NOON + MINUTE)


class TestTheVisitsOfADay:
    def test_those_that_touch_it_come_by_when_they_begin_cancelled_ones_too(self, world: World) -> None:
        before = visit("v0", start=NOON - DAY, end=NOON - DAY + MINUTE)
        long = visit("v1", start=NOON - DAY, end=NOON)
        off = visit("v2", start=NOON + MINUTE, end=NOON + 2 * MINUTE, state=VisitState.CANCELLED, worker="dee")
        after = visit("v3", start=NOON + DAY, end=NOON + DAY + MINUTE)
        with world.store.transaction() as work:
            for each in (after, off, long, before):
                work.put_visit(each)
            assert work.visits_between(NOON, NOON + DAY) == [long, off]
            outlines = work.outlines_between(NOON, NOON + DAY)
        assert [(each.id, each.worker, each.start, each.end, each.state) for each in outlines] == [
            (each.id, each.worker, each.start, each.end, each.state) for each in (long, off)
        ]
        assert not any(each.subject or each.place.text or each.reasons for each in outlines)

    def test_those_that_were_called_off_are_known_by_their_deadlines(self, world: World) -> None:
        off, on, past = visit("v1"), visit("v2"), visit("v3", start=NOON - 2 * DAY, end=NOON - DAY)
        with world.store.transaction() as work:
            for each in (off, on, past):
                work.put_visit(each)
            work.put_deadlines(
                [
                    deadline("d1", visit_id="v1", state=DeadlineState.CLOSED, denied=Denial.CALLED_OFF),
                    deadline("d2", visit_id="v1", kind=DeadlineKind.RETURN),
                    deadline("d3", visit_id="v2", state=DeadlineState.CLOSED, denied=Denial.ENTRY),
                    deadline("d4", visit_id="v3", state=DeadlineState.CLOSED, denied=Denial.CALLED_OFF),
                ]
            )
        with world.store.transaction() as work:
            assert work.called_off_between(NOON - DAY / 2, NOON + DAY) == {"v1"}
            assert work.called_off_between(NOON + DAY, NOON + 2 * DAY) == set()


class TestDeclarations:
    def test_what_was_declared_is_kept_once(self, world: World) -> None:
        said = Declaration(id="mail:1", who="sam", what=Declared.READ, about="abc", at=NOON)
        later = Declaration(id="mail:2", who="dee", what=Declared.WRONG, about="", at=NOON + MINUTE)
        with world.store.transaction() as work:
            assert work.add_declaration(later)
            assert work.add_declaration(said)
            assert not work.add_declaration(replace(said, about="other"))
        with world.store.transaction() as work:
            assert work.declarations(NOON) == [said, later]
            assert work.declarations(NOON + MINUTE) == [later]


def test_a_letter_that_can_not_be_understood_harms_no_other(sql_world: World) -> None:
    add(sql_world, letter("a"), letter("b", due=NOON + MINUTE))
    sql_world.sql("UPDATE letters SET listed = 'nonsense' WHERE recipient = 'a'")
    assert [each.letter.recipient for each in claimed(sql_world, NOON + MINUTE)] == ["b"]
    sql_world.let_pass(61)
    assert [each.letter.recipient for each in claimed(sql_world, NOON + MINUTE)] == ["b"]
