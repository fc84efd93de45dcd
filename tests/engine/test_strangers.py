"""A stranger's mail changes nothing; where it answers a worker's message and calls for help, people are told."""

from __future__ import annotations

from calsync.domain.notices import Cause
from tests.house import CODE_WORD, House, late


def told_of(house: House) -> list[str]:
    with house.store.transaction() as tx:
        return [each.words for each in tx.standing_notices() if each.cause == Cause.MAIL_CALLS]


def test_a_cry_from_an_unknown_address_changes_nothing_and_is_told():
    house = late(5)
    before, to_sam = house.deadline, len(house.told("sam"))
    house.says("left, all fine", who="sam.private@home.example", to=house.last("sam"))
    assert told_of(house) == []
    house.says("help, it's Sam", who="sam.private@home.example", to=house.last("sam"))
    house.says(f"{CODE_WORD}, please", who="sam.private@home.example", to=house.last("sam"))
    assert house.deadline == before
    assert [act.what for act in house.acts()].count("mail-from-stranger") == 3
    assert told_of(house) == [
        "A mail calls for help, and answers a message to Sam Visits. It came from sam.private@home.example, which is "
        "nobody's here."
    ]
    house.send()
    (rung,) = [each for each in house.told("morgan") if each.subject.startswith("Please ring Sam Visits now")]
    assert "from an address that nobody here has" in rung.text
    house.go_to("14:21")
    sheet = next(each for each in house.told("morgan") if each.subject.startswith("ALARM"))
    assert 'Last heard from an unknown address: 14:05: "help, it\'s Sam" (it may be theirs' in sheet.text
    assert "Last heard: nothing since the visit began" in sheet.text
    assert "Attempt: 14:05" not in sheet.text
    assert all(CODE_WORD not in each.text for each in house.mail.sent)
    assert len(house.told("sam")) - to_sam <= 1, "the next question alone"


def test_a_cry_from_nowhere_about_nothing_is_told_to_nobody():
    house = late(5)
    house.says("help", who="stranger@example.org")
    assert told_of(house) == []
    assert house.acts()[-1].what == "mail-from-stranger"
