"""Not watched: who and why, in one list."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import MailboxState, NotWatched, People
from calsync.domain.not_watched import not_watched
from tests.house import CAST, DEE, MORGAN, SAM, clock

STATE = MailboxState(worker="sam", watched_from=clock("09:00"), next_poll_at=clock("12:00"), last_read=clock("09:30"))
BLIND = replace(STATE, failing_since=clock("09:35"), failures=3, last_error="Microsoft Graph refuses it (403).")


def test_everybody_watched_is_in_no_list():
    assert not_watched(CAST, [STATE]) == ()


def test_whom_the_directory_leaves_out_comes_with_its_reason_by_name():
    robin = NotWatched(person="robin", name="robin", why="They have no mailbox.")
    alex = NotWatched(person="alex", name="Alex", why="Their account is switched off.")
    assert not_watched(replace(CAST, not_watched=(robin, alex)), []) == (alex, robin)


def test_a_worker_whose_diary_is_refused_is_not_watched_since_it_was_last_read():
    [sam] = not_watched(CAST, [BLIND])
    assert (sam.person, sam.name) == ("sam", "Sam Visits")
    assert "not been read since 02 March 2026 09:30 UTC: Microsoft Graph refuses it (403)." in sam.why
    [never] = not_watched(CAST, [replace(BLIND, last_read=None)])
    assert "never been read" in never.why


def test_one_failure_is_no_blindness_and_a_leavers_diary_is_nobodys():
    assert not_watched(CAST, [replace(BLIND, failures=2)]) == ()
    left = People(persons=(replace(SAM, works=False), MORGAN, DEE))
    assert not_watched(left, [BLIND, replace(BLIND, worker="stranger")]) == ()


def test_each_person_stands_there_once():
    doubled = replace(CAST, not_watched=(NotWatched(person="sam", name="Sam Visits", why="hidden"),))
    assert len(not_watched(doubled, [BLIND])) == 1
