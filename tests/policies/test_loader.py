"""Policy files: every problem at once, in sentences, and no rule passed over in silence."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from calsync.domain.model import Ask, Channel, Possible, Role
from calsync.errors import CalsyncError, Problems
from calsync.policies.loader import check, deliverable, load, presets, rows, warnings
from tests.policies.sound import EMERGENCY, MANAGER, SOUND, TITLE, WORKER, changed


def test_a_sound_file_becomes_a_policy_named_after_it(loaded):
    policy = loaded(SOUND)
    assert (policy.name, policy.title) == ("ours", "Morgan's policy")
    assert [(step.after, step.roles, step.ask) for step in policy.steps] == [
        (timedelta(0), (Role.WORKER,), Ask.CHECK_IN),
        (timedelta(minutes=20), (Role.LINE_MANAGER,), Ask.CALL_WORKER),
    ]
    assert policy.max_extension == timedelta(minutes=60)
    assert policy.max_extension_on_risk == timedelta(minutes=30)


def test_the_last_step_repeats_every_five_minutes_unless_the_file_says_less(loaded):
    assert loaded(SOUND).steps[-1].every == timedelta(minutes=5)
    assert loaded(SOUND).emergency[-1].every == timedelta(minutes=5)
    assert loaded(SOUND).steps[0].every is None
    assert loaded(changed('"call-worker"', '"call-worker"\nevery = 3')).steps[-1].every == timedelta(minutes=3)


def test_three_mistakes_are_told_at_once_each_with_its_place(problems_of):
    text = changed('role = "line_manager"\nask = "call-worker"', 'role = "manger"\nask = "call-worker"')
    text = text.replace("after = 20", 'after = "20"').replace('title = "Morgan\'s policy"', "")
    assert problems_of(text) == [
        "title is missing: the policy's own name, which people read",
        "step 2: unknown role 'manger'; did you mean 'line_manager'?",
        "step 2: after must be a whole number of minutes, without quotation marks, not '20'",
    ]


def test_load_raises_every_problem_with_the_files_name(tmp_path):
    file = tmp_path / "empty.toml"
    file.write_text("")
    with pytest.raises(Problems) as caught:
        load(str(file))
    assert len(caught.value.problems) == 3
    assert str(caught.value).startswith(f"{file}: title is missing")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"title = \n", "line 1, column 9: invalid value"),
        (b'title = "a"\n[[step]]\nafter 0\n', "line 3, column 7: expected '=' after a key in a key/value pair"),
        (b'title = "a', "the end of the file: unterminated string"),
        (b'title = "a"\n# \xe9\n', "line 2 is not UTF-8 text; save the file as UTF-8"),
        (b"a = " + b"[" * 5000, "lists stand too deep inside each other to be read"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(problems_of, text, problem):
    assert problems_of(text) == [problem]


def test_a_byte_order_mark_does_no_harm(problems_of):
    assert problems_of(b"\xef\xbb\xbf" + SOUND.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("after = 20", "aftr = 20\nafter = 20", "step 2: unknown key 'aftr'; did you mean 'after'?"),
        (TITLE, TITLE + "max_extention = 30\n", "unknown key 'max_extention'; did you mean 'max_extension'?"),
        (TITLE, TITLE + "max_extension = 0\n", "max_extension = 0 must lie between 1 and 1440 minutes"),
        (TITLE, TITLE + "max_extension = true\n", "max_extension must be a whole number of minutes"),
        (TITLE, TITLE + "max_extension = inf\n", "max_extension must be a whole number of minutes"),
        (TITLE, TITLE + "max_extension_on_risk = 90\n", "max_extension_on_risk is longer than max_extension"),
        (TITLE, TITLE + 'diary_answers = "no"\n', "diary_answers must be true or false"),
        (TITLE, TITLE + 'agencies = "police"\n', "agencies must be a list of texts"),
        (TITLE, TITLE + 'mail_alone = ""\n', "mail_alone must be some text"),
        (TITLE, TITLE + "mail_alone = true\n", "mail_alone must be some text"),
        (TITLE, TITLE + 'review_by = "2027-02-28"\n', "review_by must be a date without quotation marks"),
        (TITLE, TITLE + "review_by = 2027-02-28T10:00:00\n", "review_by must be a date without quotation marks"),
        (TITLE, TITLE + 'code_words = ["red"]\n', "code_words: 'red' is too short"),
        (TITLE, TITLE + 'code_words = ["Safe"]\n', "code_words: 'Safe' stands in ordinary answers"),
        (TITLE, TITLE + 'code_words = ["going home"]\n', "code_words: 'going home' stands in ordinary answers"),
        (TITLE, TITLE + 'code_words = ["plum file", "Plum-File"]\n', "code_words: 'Plum-File' stands there twice"),
        (TITLE, TITLE + 'possible = "wach"\n', 'possible is "ask" or "watch", not \'wach\''),
        ('"call-worker"', '"call-wrker"', "step 2: unknown ask 'call-wrker'; did you mean 'call-worker'?"),
        ('["text", "mail"]', '["txt"]', "step 2: unknown channel 'txt'; did you mean 'text'?"),
        ('["text", "mail"]', "[]", "step 2: channels must be a word or a list of words"),
        ('["text", "mail"]', '["text", "text"]', "step 2: channels names 'text' twice"),
        ('role = "worker"', "role = []", "step 1: role must be a word or a list of words"),
        ("after = 20", "after = 100000000000000", "step 2: after = 100000000000000 must lie between"),
        ("[[step]]\nafter = 0", "[step]\nafter = 0", None),
        ("[[emergency]]", "[emergency]", "emergency must be written as [[emergency]], with two brackets"),
    ],
)
def test_a_slip_is_told_with_its_place_and_the_fix(problems_of, old, new, problem):
    found = problems_of(changed(old, new))
    assert found
    assert problem is None or any(each.startswith(problem) for each in found)


def test_the_first_choice_of_each_rule_may_be_written_out(problems_of):
    text = changed("after = 20", 'deadline = "visit-end"\nhours = "any"\non_no_answer = "wait"\nafter = 20')
    assert problems_of(text.replace(TITLE, TITLE + 'possible = "ask"\n')) == []


@pytest.mark.parametrize(
    ("written", "choice"),
    [("", Possible.ASK), ('possible = "ask"\n', Possible.ASK), ('possible = "watch"\n', Possible.WATCH)],
)
def test_what_may_be_a_visit_is_asked_about_unless_the_policy_has_it_watched(loaded, written, choice):
    assert loaded(changed(TITLE, TITLE + written)).possible is choice


def test_only_the_worker_is_told_before_the_deadline(problems_of):
    assert problems_of(changed('after = 0\nrole = "worker"', 'after = -5\nrole = "worker"')) == []
    found = problems_of(changed(WORKER, "").replace("after = 20", "after = -5"))
    assert found == ["step 1: only the worker may be told before the deadline; nobody else is late for anything yet"]


def test_the_worker_is_only_ever_asked_to_check_in_and_in_a_step_of_their_own(problems_of):
    assert "step 1: the worker is only ever asked to check in" in problems_of(changed('"check-in"', '"know"'))[0]
    together = problems_of(changed('role = "worker"', 'role = ["worker", "deputy"]'))
    assert any("step 1: the worker is told in a step of their own" in each for each in together)
    assert "step 2: only the worker can check in" in problems_of(changed('"call-worker"', '"check-in"'))[0]


def test_a_call_for_help_shows_nothing_on_the_workers_telephone_and_waits_for_nothing(problems_of):
    worker = problems_of(
        changed('[[emergency]]\nafter = 0\nrole = "line_manager"', '[[emergency]]\nafter = 3\nrole = "worker"')
    )
    assert any("the worker stands in no emergency step" in each for each in worker)
    assert any("the first emergency step has after = 0" in each for each in worker)


def test_steps_stand_in_the_order_of_time(problems_of):
    later = MANAGER.replace("after = 20", "after = 30")
    found = problems_of(TITLE + MANAGER + WORKER + later + EMERGENCY)
    assert found == ["step 2: its after is less than that of the step before; write the steps in the order of time"]


def test_a_ladder_that_tells_nobody_but_the_worker_is_refused(problems_of):
    assert problems_of(changed(MANAGER, "")) == [
        "no [[step]] tells anybody but the worker: name somebody who acts when they do not answer"
    ]


def test_a_ladder_never_ends_with_the_worker_or_with_a_mere_notice(problems_of):
    late = WORKER.replace("after = 0", "after = 30")
    assert problems_of(SOUND + late)[0].startswith("step 3: the last step tells the worker alone")
    assert problems_of(changed('"call-worker"', '"know"'))[0].startswith("step 2: the last step only asks to know")


def test_the_last_step_never_repeats_more_slowly_than_every_five_minutes(problems_of):
    assert problems_of(changed('"call-worker"', '"call-worker"\nevery = 6')) == [
        "step 2: the last step is told again at least every 5 minutes until a person closes it: every = 5"
    ]
    assert "must lie between 1 and 1440" in problems_of(changed('"call-worker"', '"call-worker"\nevery = 0'))[0]


def test_a_webhook_neither_rings_nor_tells_a_person(problems_of):
    beside = problems_of(changed('["text", "mail"]', '["mail", "webhook"]'))
    assert [each.partition(": ")[2][:25] for each in beside] == ["no channel that rings (te"]
    alone = problems_of(changed('["text", "mail"]', '["webhook"]'))
    assert "step 2: webhook tells no person: add mail, text or voice beside it" in alone


def test_responders_are_rung_unless_somebody_signed_for_mail_alone(problems_of, tmp_path):
    mail = changed('["text", "mail"]', '["mail"]')
    assert problems_of(mail)[0].startswith("step 2: no channel that rings (text or voice)")
    assert problems_of(changed('channels = ["text", "mail"]', ""))[0].startswith("step 2: no channel that rings")
    signed = mail.replace(TITLE, TITLE + 'mail_alone = "Sloane, 1 December 2026"\n')
    assert problems_of(signed) == []
    assert warnings(str(tmp_path / "ours.toml")) == ["mail alone: signed by Sloane, 1 December 2026"]


def test_a_review_that_is_past_is_told_and_stops_nothing(problems_of, tmp_path):
    assert problems_of(changed(TITLE, TITLE + "review_by = 2026-02-28\n")) == []
    file = str(tmp_path / "ours.toml")
    assert warnings(file) == []
    assert warnings(file, at=date(2026, 2, 28)) == []
    assert warnings(file, at=date(2026, 3, 1)) == ["review_by: this policy was to be reviewed by 2026-02-28"]


def test_a_shorter_extension_holds_on_risk_visits_too(loaded):
    policy = loaded(changed(TITLE, TITLE + "max_extension = 20\n"))
    assert policy.extension(risk=True) == policy.extension(risk=False) == timedelta(minutes=20)


def test_a_step_that_no_configured_channel_carries_is_told(loaded):
    policy = loaded(SOUND)
    assert deliverable(policy, {Channel.MAIL, Channel.TEXT, Channel.VOICE}) == []
    assert deliverable(policy, {Channel.TEXT}) == [
        "step 1 (worker) can't be delivered: its channel mail is not configured",
        "emergency step 1 (line_manager) can't be delivered: its channel voice is not configured",
    ]


def test_a_policy_that_wants_a_ring_is_not_kept_by_mail_in_silence(loaded):
    assert deliverable(loaded(SOUND), {Channel.MAIL, Channel.VOICE})[0].startswith(
        "step 2 (line_manager) would come by mail alone, which wakes nobody"
    )
    signed = loaded(changed(TITLE, TITLE + 'mail_alone = "signed by Sloane"\n'))
    assert deliverable(signed, {Channel.MAIL, Channel.VOICE}) == []


def test_rows_are_whole_and_each_code_stands_once(problems_of, tmp_path):
    row = '\n[[row]]\ncode = "X1"\nsays = "Ring."\nmet = "Rung."\n'
    assert problems_of(SOUND + row) == []
    assert [(each.code, each.met) for each in rows(str(tmp_path / "ours.toml"))] == [("X1", "Rung.")]
    assert problems_of(SOUND + row + row) == ["row 2: the code X1 stands here for the second time"]
    assert problems_of(SOUND + '\n[[row]]\ncode = "X1"\nsays = "Ring."\n')[0].startswith("row 1: met is missing")


def test_a_preset_is_found_by_its_name_and_a_near_name_is_offered():
    assert "clarendon" in presets()
    with pytest.raises(CalsyncError, match="no policy called 'clarenden'; did you mean 'clarendon'"):
        check("clarenden")


def test_a_file_that_is_not_there_or_no_file_is_told_in_one_sentence(tmp_path: Path):
    with pytest.raises(CalsyncError, match="There is no policy file"):
        load(str(tmp_path / "gone.toml"))
    with pytest.raises(CalsyncError, match="can't be read"):
        load(str(tmp_path))


def test_a_worker_may_be_rung_before_anybody_else_is(loaded):
    ringing = 'ask = "check-in"\nchannels = ["voice", "mail"]'
    policy = loaded(changed('ask = "check-in"', ringing).replace('["text", "mail"]', '["voice", "mail"]'))
    assert policy.steps[0].channels == (Channel.VOICE, Channel.MAIL)
    assert deliverable(policy, {Channel.MAIL, Channel.VOICE}) == []
