"""A step that can't be done as it is asked says whom to ask, and under a code word nobody is told to speak to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.help_wording import closing
from calsync.domain.home_call_wording import ring_home
from calsync.domain.model import AlarmKind
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply
from tests.house import CAST, SAM, clock
from tests.scenes import a_scene
from tests.values import a_deadline


def test_a_home_without_a_number_names_whom_to_ask_for_it_and_what_to_do_instead():
    scene = a_scene()
    known = replace(CAST, persons=tuple(
        replace(each, mobile="07700 900102") if each.id == "morgan" else each for each in CAST.persons
    ))  # fmt: skip
    words = ring_home("ash", replace(scene, people=known), SAM.name)
    assert "no number of it is known here. Ask Morgan Manages (07700 900102)" in words
    assert "ring Sam Visits once more instead" in words
    words = ring_home("morgan", replace(scene, people=replace(CAST, persons=(SAM,))), SAM.name)
    assert "Nobody is known who may have it: if you have none, the step can't be done" in words
    home = replace(CAST, persons=(replace(SAM, home_phone="0114 496 0002"), *CAST.persons[1:]))
    words = ring_home("ash", replace(scene, people=home), SAM.name)
    assert words == "Please ring Sam Visits's home: 0114 496 0002. Ask only whether they are there."


@pytest.mark.parametrize(("alarm", "spoken"), [(AlarmKind.SILENCE, True), (AlarmKind.DURESS, False)])
def test_under_a_code_word_nobody_closes_by_having_spoken_to_them(alarm: AlarmKind, spoken: bool):
    lines = closing(a_scene(a_deadline(alarm=alarm)), clock("14:20"))
    assert ("I spoke to them" in lines) is spoken
    for line in lines.split("\n"):
        taught = line.split('"')[1]
        assert read_responder_reply(taught).kind is ResponderIntent.CLOSE
