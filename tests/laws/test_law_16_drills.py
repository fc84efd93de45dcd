"""Law 16, and 5 to 7: a drill is never taken for a real alarm, and a real one never for a drill."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from calsync.domain.answering import EXTENDED, HAND_OVER, KNOW, LIMITED, NOT_TAKEN, STOOD_DOWN, TAKEN_OVER, UNCLEAR
from calsync.domain.drills import drill
from calsync.domain.model import AlarmKind, AnswerKind, Ask, Channel, Deadline, DeadlineKind, Lane, Notification, Role
from calsync.domain.model.said import Said
from calsync.domain.scene import Scene
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from calsync.domain.voice_wording import alarm, not_taken, question, taken
from calsync.domain.wording import compose
from calsync.engine.webhooking import recipient, webhook_message
from calsync.parsers.location import read_place
from tests.house import CAST, CLARENDON, CODE_WORD, SAM, House, clock

TWO = timedelta(minutes=2)
HOME = replace(SAM, home_phone="0114 496 0123", home_address="1 Own Road", vehicle="AB12 CDE")
PEOPLE = replace(CAST, persons=(HOME, *CAST.persons[1:]))


def a_row(ask: Ask, *, role: Role = Role.LINE_MANAGER) -> Notification:
    """A message of a drill."""
    return Notification(
        id="n1", deadline_id="d1", step="1", round=0, recipient="sam" if role is Role.WORKER else "morgan",
        channel=Channel.MAIL, role=role, ask=ask, lane=Lane.ALARM, due=clock("10:02"), recorded=clock("10:02"),
        token="ABCDEF",
    )  # fmt: skip


def _begun(at: str = "10:00", within: timedelta = TWO) -> House:
    house = House(at=at)
    house.engine.drills.start(SAM, within)
    return house


def _drills(house: House) -> list[Deadline]:
    with house.store.transaction() as tx:
        return [one for each in tx.open_drills() for one in each.deadlines]


def test_no_wording_of_a_drill_can_be_forgotten() -> None:
    practised = drill("sam", CLARENDON, "K7M2QX", clock("10:00"), TWO)
    steps = ("1", STOOD_DOWN, KNOW, EXTENDED, TAKEN_OVER, NOT_TAKEN, HAND_OVER, UNCLEAR, LIMITED)
    for kind in DeadlineKind:
        for outside in ("", "123"):
            (own,) = practised.deadlines
            deadline = replace(own, kind=kind, outside_body=outside, owner="morgan", closed_by="dee", taken=4)
            scene = Scene(
                deadline=deadline,
                visit=practised.visit,
                people=PEOPLE,
                said=Said(phone="+441709336080", phone_written="01709 336080"),
                by_mail=True,
                household_at_a_step=True,
                agencies=("the police",),
            )
            for ask in Ask:
                for step in steps:
                    for role in (Role.WORKER, Role.LINE_MANAGER):
                        row = replace(a_row(ask, role=role), step=step)
                        title, text = compose(row, scene)
                        assert title.startswith("DRILL: ")
                        assert text.startswith("This is a drill.\n")
                        brief = brief_of(row, scene)
                        said = [text_of(brief).words, *(each(brief).words for each in (taken, not_taken))]
                        said.append((question if role is Role.WORKER else alarm)(brief).words)
                        assert said[0].startswith("DRILL: ")
                        assert all(each.startswith("This is a drill.") for each in said[1:])
                        for each in (title, text, *said):
                            assert not any(one in each for one in ("01709", "0114", "Own Road", "AB12", "ial 999"))
                            assert "9 9 9" not in each
                hook = replace(a_row(ask), recipient=recipient(deadline.id), deadline_id=deadline.id)
                assert json.loads(webhook_message(hook, scene).text)["drill"] is True


def test_an_answer_to_a_drill_closes_and_moves_nothing_real() -> None:
    house = _begun()
    house.go_to("10:03")
    asked = house.last("sam")
    house.entry(start="10:05", end="10:30", created=clock("10:03"))
    house.go_to("10:35")
    (real,) = house.open()
    house.says("left, all fine", to=asked)
    assert not _drills(house)
    (left,) = house.open()
    assert replace(left, version=real.version) == real, "the real visit's time had come, and it stays as it was"
    house.says("left, all fine", to=house.last("sam"))
    assert not house.open()


def test_a_real_safe_leaves_the_drill_alone_and_a_closed_drill_closes_nothing() -> None:
    house = _begun()
    house.go_to("10:03")
    asked = house.last("sam")
    house.entry(start="10:05", end="10:30", created=clock("10:03"))
    house.go_to("10:35")
    real = next(each for each in reversed(house.told("sam")) if not each.subject.startswith("DRILL"))
    house.says("left, all fine", to=real)
    assert not house.open()
    assert len(_drills(house)) == 1
    house.engine.drills.stop(SAM)
    house.entry("e2", start="10:40", end="10:50", created=clock("10:36"))
    house.go_to("10:52")
    house.says("left, all fine", to=asked)
    assert len(house.open()) == 1


def test_help_in_answer_to_a_drill_is_real_and_ends_the_drill() -> None:
    house = _begun()
    house.go_to("10:40")
    asked = house.last("sam")
    house.says("help", to=asked)
    assert house.alarms == [AlarmKind.HELP]
    assert not _drills(house)
    before = len(house.mail.sent)
    house.scan()
    new = house.mail.sent[before:]
    real = [each for each in new if not each.subject.startswith("DRILL: ")]
    assert real
    assert all("asks for help" in each.subject for each in real)
    over = [each for each in new if each.subject.startswith("DRILL: Stand down")]
    assert over
    assert all("Whatever else you were told of Sam Visits is real." in each.text for each in over)
    with house.store.transaction() as tx:
        (incident,) = tx.incidents(open_only=True)
        visit = tx.visit(incident.visit_id)
    assert visit is not None
    assert visit.event_id.startswith("outcry:")


def test_a_responder_who_says_that_the_code_word_was_given_raises_a_real_alarm() -> None:
    house = _begun()
    house.go_to("10:40")
    house.says("code word", who="morgan", to=house.last("morgan"))
    assert house.alarms == [AlarmKind.DURESS]
    assert not _drills(house)
    with house.store.transaction() as tx:
        assert [each.visit.worker for each in tx.open_deadlines()] == ["sam"], "it is about Sam, not about Morgan"


def test_a_code_word_shows_on_the_workers_devices_what_a_safe_would() -> None:
    shown = []
    for words in ("left, all fine", f"left, all fine {CODE_WORD}"):
        house = _begun()
        house.go_to("10:04")
        house.says(words, to=house.last("sam"))
        house.go_to("10:30")
        shown.append([(each.subject.split(" [")[0], each.text) for each in house.told("sam")])
        if CODE_WORD in words:
            assert house.alarms == [AlarmKind.DURESS]
        assert not _drills(house)
    assert shown[0] == shown[1]


def test_no_message_tells_of_a_drill_and_of_something_real() -> None:
    workers = [replace(SAM, id=f"w{n}", name=f"Pat{n} Visits", mail=f"w{n}@clarendon.test") for n in range(7)]
    house = House(at="09:46", people=replace(CAST, persons=(*CAST.persons, *workers)))
    for number, each in enumerate(workers, 1):
        place = read_place(f"{number} Oak Street, Rotherham S61 1XY")
        house.entry(f"e-{each.id}", start="09:20", end="09:50", worker=each.id, place=place)
    house.go_to("09:48")
    house.engine.drills.start(SAM, TWO)
    house.go_to("10:01")
    alarms = [each for each in house.mail.sent if each.notification.role is not Role.WORKER]
    assert any("more" in each.subject for each in alarms), "the real ones are told together"
    practised = [each for each in alarms if each.subject.startswith("DRILL: ")]
    assert practised
    assert not any("Pat" in each.text for each in practised)
    assert not any("Sam Visits" in each.text or "drill" in each.text for each in alarms if each not in practised)


def test_a_drill_repeats_until_a_person_ends_it() -> None:
    house = _begun()
    house.go_to("13:00")
    assert len(_drills(house)) == 1
    assert house.last("morgan").notification.recorded >= clock("12:50")
    assert house.answers(AnswerKind.CLOSE, who="morgan", deadline_id=_drills(house)[0].id).took_as == "refused"
    house.answers(AnswerKind.CLOSE, who="morgan", deadline_id=_drills(house)[0].id, reason="over")
    assert not _drills(house)


def test_a_code_word_in_answer_to_a_drill_leaves_the_questions_of_a_real_visit_as_a_safe_does() -> None:
    shown = []
    for kind in (AnswerKind.SAFE, AnswerKind.DURESS):
        house = _begun()
        house.go_to("10:03")
        (practised,) = _drills(house)
        house.entry(start="10:05", end="10:30", created=clock("10:03"))
        house.go_to("10:24")
        house.answers(kind, deadline_id=practised.id, leaving=True)
        assert not _drills(house)
        house.go_to("10:50")
        shown.append([(each.subject.split(" [")[0], each.text) for each in house.told("sam")])
    assert shown[0] == shown[1]
    assert not shown[0][-1][0].startswith("DRILL: "), "the real visit's own question comes"
