"""Clarendon: more than 20 minutes late and no contact, the Centre Manager informs the emergency services."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from calsync.domain.model import Ask, Channel, Role
from calsync.policies.loader import check, deliverable, load, rows, warnings

DEMO = Path(str(files("calsync.demo").joinpath("clarendon_by_mail.toml")))
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "clarendon-by-mail.toml"


def ladder(steps):
    return [(step.after // timedelta(minutes=1), step.roles, step.ask, step.every) for step in steps]


def test_CL2_worker_at_0_and_10_deputy_or_admin_at_10_and_the_centre_manager_at_20_every_5_minutes():
    assert ladder(load("clarendon").steps) == [
        (0, (Role.WORKER,), Ask.CHECK_IN, None),
        (10, (Role.WORKER,), Ask.CHECK_IN, None),
        (10, (Role.DEPUTY, Role.ADMIN), Ask.CALL_WORKER, None),
        (20, (Role.LINE_MANAGER,), Ask.INFORM_EMERGENCY_SERVICES, timedelta(minutes=5)),
    ]


def test_CL2_the_partner_agencies_are_named():
    assert load("clarendon").agencies


def test_CL14_a_call_for_help_reaches_the_centre_manager_and_the_deputy_at_once_and_goes_on():
    assert ladder(load("clarendon").emergency) == [
        (0, (Role.LINE_MANAGER, Role.DEPUTY), Ask.INFORM_EMERGENCY_SERVICES, timedelta(minutes=5))
    ]


def test_every_step_to_responders_has_a_channel_that_rings_and_nothing_is_signed_away():
    policy = load("clarendon")
    assert not policy.mail_alone
    assert all(Channel.TEXT in step.channels for step in (*policy.steps, *policy.emergency))
    assert warnings("clarendon") == []
    assert len(deliverable(policy, {Channel.MAIL})) == 3


def test_every_requirement_has_a_row_in_order_and_an_honest_word_on_how_it_is_met():
    found = rows("clarendon")
    assert [row.code for row in found] == [f"CL{number}" for number in range(1, 19)]
    assert all(row.says.endswith(".") and row.met.endswith(".") for row in found)


def test_the_demonstrations_copy_is_the_ladders_of_the_preset_by_mail_alone():
    by_mail = load(str(DEMO))
    assert check(str(DEMO)) == []
    assert warnings(str(DEMO)) == ["mail alone: signed for the demonstration"]
    assert deliverable(by_mail, {Channel.MAIL}) == []
    true = load("clarendon")
    as_mail = replace(
        true,
        name=by_mail.name,
        mail_alone=by_mail.mail_alone,
        steps=tuple(replace(step, channels=(Channel.MAIL,)) for step in true.steps),
        emergency=tuple(replace(step, channels=(Channel.MAIL,)) for step in true.emergency),
        # Nobody is there in the demonstration's one afternoon for what comes before its visits and after them.
        checks=by_mail.checks,
        letters=by_mail.letters,
        pass_on=(),
        remind_of_family=False,
        afterwards=(),
    )
    assert not by_mail.checks.any
    assert by_mail == as_mail


def test_the_example_in_the_documents_is_the_demonstrations_copy():
    assert EXAMPLE.read_text(encoding="utf-8") == DEMO.read_text(encoding="utf-8")
