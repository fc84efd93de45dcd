"""The page on which a worker chooses their PINs, behind a link that opens once."""

from __future__ import annotations

import re
from datetime import timedelta

from calsync.domain.pins import Says, says
from tests import at_once
from tests.house import SAM
from tests.link_house import ADDRESS, LinkHouse

BOTH = {"own": "4711", "own_again": "4711", "duress": "5822", "duress_again": "5822"}


def invited() -> tuple[LinkHouse, str]:
    """Sam was sent the link: the house, and the path."""
    house = LinkHouse()
    at_once.run(house.engine.pins.invite(SAM))
    (mail,) = house.mailbox.sent
    assert (mail.to, mail.subject) == (SAM.mail, "Choose your PIN")
    found = re.search(rf"{ADDRESS}(/pin/\w+)", mail.text)
    assert found is not None
    return house, found.group(1)


def test_a_worker_chooses_both_pins_and_the_link_opens_once() -> None:
    house, path = invited()
    for _ in range(2):
        assert "Choose your PIN" in house.pages.get(path).text
    assert "Thank you. Your PIN is set." in house.pages.post(path, data=BOTH).text
    with house.store.transaction() as tx:
        pin = tx.pin("sam")
    assert pin is not None
    assert [says(pin, each) for each in ("4711", "5822", "4712", "")] == [
        Says.OWN,
        Says.DURESS,
        Says.WRONG,
        Says.WRONG,
    ]
    assert "4711" not in str(pin)
    assert house.pages.get(path).status_code == 404
    assert house.pages.post(path, data={**BOTH, "own": "9034", "own_again": "9034"}).status_code == 404


def test_what_can_not_be_a_pin_is_told_and_the_link_goes_on_to_open() -> None:
    house, path = invited()
    wrong = {
        "must have 4 to 8 digits": {"own": "47", "own_again": "47"},
        "not typed the same twice": {**BOTH, "own_again": "4712"},
        "must be another than the first": {**BOTH, "duress": "4711", "duress_again": "4711"},
        "that nobody guesses": {"own": "1234", "own_again": "1234"},
        "no time of day": {"own": "1630", "own_again": "1630"},
        "differ from the first in two digits": {**BOTH, "duress": "4712", "duress_again": "4712"},
    }
    for words, fields in ({**wrong, "must have": {}}).items():
        page = house.pages.post(path, data=fields)
        assert (page.status_code, words in page.text) == (422, True), words
    assert "Your PIN is set." in house.pages.post(path, data={"own": "4711", "own_again": "4711"}).text


def test_the_link_ends_after_two_days() -> None:
    house, path = invited()
    house.clock.moment += timedelta(days=2)
    assert house.pages.get(path).status_code == 404
    assert house.pages.post(path, data=BOTH).status_code == 404


def test_a_link_that_was_copied_in_capitals_opens_as_well() -> None:
    house, path = invited()
    loud = "/pin/" + path.removeprefix("/pin/").upper()
    assert "Choose your PIN" in house.pages.get(loud).text
    assert "Your PIN is set." in house.pages.post(loud, data=BOTH).text
