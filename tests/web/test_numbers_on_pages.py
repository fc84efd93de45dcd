"""The worker's number, however somebody wrote it: one to tap on page and in mail, one that is said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from calsync.domain.mail_page import page
from calsync.domain.model import Ask, Role
from calsync.domain.text_brief import brief_of
from calsync.domain.voice_wording import taken
from calsync.parsers.dialling import same_number
from tests.house import CAST, SAM, differing
from tests.link_house import LinkHouse, asked
from tests.scenes import ALARM, a_row, a_scene


def written(house: LinkHouse, number: str) -> str:
    """The links to ring of Dee's page and mail, once Sam's number is kept as it was written."""
    with house.store.transaction() as tx:
        tx.put_people(differing(tx.people(), SAM.id, mobile=number))
    mail = house.last("dee")
    in_mail = page(mail.subject, f"Please ring Sam Visits now: {number}.", dial=same_number)
    return f"{house.look(mail).text} {in_mail}"


def test_the_page_and_the_mail_ring_the_number_that_was_meant_and_none_where_that_is_not_known() -> None:
    house = asked(11)
    for number in ("07700 900101", "+44 (0)7700 900101", "(+44) 7700 900101", "07700\u2011900101"):
        assert re.findall(r"tel:([^\"]*)", written(house, number)) == ["+447700900101"] * 2
    unknown = written(house, "ask the front desk")
    assert "tel:" not in unknown
    assert "Call Sam Visits now: ask the front desk" in unknown


@pytest.mark.parametrize("number", ["07700 900101", "+44 (0)7700 900101", "(+44) 7700 900101", "0044 7700 900101"])
def test_a_call_says_the_number_that_was_meant(number: str) -> None:
    people = replace(CAST, persons=(replace(SAM, mobile=number, phones=()), *CAST.persons[1:]))
    row, scene = a_row("3", Role.DEPUTY, Ask.CALL_WORKER), replace(a_scene(ALARM), people=people)
    assert "Sam Visits: 0 7 7 0 0, 9 0 0, 1 0 1." in taken(brief_of(row, scene, dial=same_number)).words


def test_a_call_says_no_digits_of_what_cant_be_dialled() -> None:
    people = replace(CAST, persons=(replace(SAM, mobile="07700 900101 ext 3", phones=()), *CAST.persons[1:]))
    row, scene = a_row("3", Role.DEPUTY, Ask.CALL_WORKER), replace(a_scene(ALARM), people=people)
    brief = brief_of(row, scene, mailed=True, dial=same_number)
    assert "Ring Sam Visits. Their number stands in your mail." in taken(brief).words
    assert "can be said here" in taken(replace(brief, mailed=False)).words
