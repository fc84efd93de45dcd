"""docs/messages.md is what the wording says: made anew here, and compared; and what no message may say."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"


def _maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_messages", DOCS / "make_messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(DOCS))  # what it imports stands beside it
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(DOCS))
    return module


MAKER = _maker()
BY_SECTION = {title: list(messages()) for title, messages in MAKER.SECTIONS}
VISITED = re.compile(r"Whitcombe|Elm Road|S60", re.IGNORECASE)


def test_the_page_is_what_the_wording_says():
    assert (DOCS / "messages.md").read_text(encoding="utf-8") == MAKER.page(), "run: make docs"


def test_no_subject_and_no_text_message_names_anybody_visited_or_where():
    for shown in (each for section in BY_SECTION.values() for each in section):
        assert not VISITED.search(shown.subject), shown.name
    for shown in BY_SECTION["By text"]:
        assert not VISITED.search(shown.text), shown.name


def test_no_message_to_a_worker_names_an_alarm():
    for shown in BY_SECTION["To the worker, by mail"]:
        assert not re.search(r"alarm|police|999|escalat|emergency", f"{shown.subject} {shown.text}", re.IGNORECASE)


def test_every_alarm_has_the_subject_of_one_and_says_what_to_do_before_its_sheet_and_what_comes_next():
    alarms = [each for each in BY_SECTION["To those who are told, by mail"] if each.subject.startswith("ALARM: ")]
    assert len(alarms) >= 8
    for shown in alarms:
        places = [shown.text.index(each) for each in ("Answer this mail:", "\nNext: at ", "\nWho: ")]
        assert places == sorted(places), shown.name


def test_every_question_at_the_end_of_a_visit_asks_whether_they_have_left():
    asked = [each for each in BY_SECTION["To the worker, by mail"] if '"left, all fine"' in each.text]
    assert len(asked) >= 8
    for shown in asked:
        question = "\n".join(line for line in shown.text.splitlines() if not line.startswith("- "))
        assert re.search(r"have you left|you have left|have you finished|Is all well|Is it a visit", question, re.I)
