"""Law 7, where a visit has several deadlines and an outing a return: what the worker is sent equals the safe path."""

from __future__ import annotations

import pytest

from calsync.domain.model import AnswerKind
from calsync.parsers.dialling import same_number
from calsync.ports import OutgoingMail
from tests.house import House
from tests.ladders import ALL, EVERYBODY

WORDS = {
    "well": {},
    "left": {"leaving": True},
    "back": {"leaving": True, "back": True},
}


def shown(policy, kind, at, words, then=""):
    """All that Sam is sent on a day of two visits, with one answer at a moment, and a plain one later."""
    house = House(at="12:50", policy=policy, people=EVERYBODY)
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "14:30", "17:00", subject="Home visit: Mr Ackroyd")
    spoken = {at: (kind, words), then: (AnswerKind.SAFE, {"leaving": True, "back": True})}
    for minutes in range(12 * 60 + 55, 21 * 60, 5):
        moment = f"{minutes // 60:02}:{minutes % 60:02}"
        house.dark_until(moment)
        house.tick()
        if moment in spoken:
            said, how = spoken[moment]
            house.answers(said, **how)
            house.send()
    return [(each.notification.recorded, each.subject.split(" [")[0], _page(each)) for each in house.told("sam")]


def _page(message):
    """A mail's words, and the same as HTML: what else a device can show of it."""
    mail = OutgoingMail(to=message.address, subject=message.subject, text=message.text, reference="")
    return mail.text, mail.as_html(same_number)


@pytest.mark.parametrize("at", ["13:10", "14:35", "17:35"])
@pytest.mark.parametrize("words", ["well", "back"])
@pytest.mark.parametrize("policy", ALL, ids=lambda policy: policy.name)
def test_under_duress_the_worker_is_sent_what_the_safe_path_sends(policy, words, at):
    plain = shown(policy, AnswerKind.SAFE, at, WORDS[words])
    assert shown(policy, AnswerKind.DURESS, at, WORDS[words]) == plain


@pytest.mark.parametrize("policy", ALL, ids=lambda policy: policy.name)
def test_a_code_word_without_any_visit_sends_the_worker_nothing(policy):
    house = House(at="12:50", policy=policy, people=EVERYBODY)
    house.answers(AnswerKind.DURESS)
    for moment in ("12:51", "13:20", "14:00"):
        house.dark_until(moment)
        house.tick()
    assert house.told("morgan")
    assert house.told("sam") == []
