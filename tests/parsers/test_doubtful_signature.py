"""An approval with a line of office words below it that may be its condition is none (law 6)."""

from __future__ import annotations

import pytest

from calsync.parsers.approval_reply import Said, read_approval

NAMES = frozenset(("Morgan Manages", "Morgan"))


@pytest.mark.parametrize("above", ["Morgan Manages", "--", "Kind regards\nMorgan"])
@pytest.mark.parametrize(
    "line",
    [
        "Support worker", "Health visitor and social worker", "Duty team", "South Yorkshire Police",
        "Out of hours team",
        "Senior worker leaving early", "Housing officer and support worker", "Clinic",
    ],
)  # fmt: skip
def test_a_condition_made_of_office_words_alone_approves_nothing(above: str, line: str) -> None:
    assert read_approval(f"Approved\n{above}\n{line}", names=NAMES) is None


@pytest.mark.parametrize("line", ["Health visitor and social worker", "Senior worker leaving early", "Duty officer"])
def test_a_number_below_makes_no_signature_of_a_condition(line: str) -> None:
    assert read_approval(f"Approved\nMorgan Manages\n{line}\nTel: 01709 382121", names=NAMES) is None


@pytest.mark.parametrize(
    "signature",
    [
        "", "Team Manager", "Service Manager, Family Support Team", "Team Manager\nFamily Support Service",
        "Team Manager\nEarly Help Service\nTel: 01709 382121", "Senior Practitioner\nmorgan@rotherham.gov.uk",
    ],
)  # fmt: skip
def test_a_title_and_a_signature_with_a_number_are_a_signature(signature: str) -> None:
    read = read_approval(f"Approved\n\nMorgan Manages\n{signature}", names=NAMES)
    assert read is not None
    assert read.of_all is not None
    assert read.of_all.said is Said.YES


def test_a_no_stays_a_no_whatever_stands_below_it() -> None:
    read = read_approval("Not approved: too late\nMorgan Manages\nDuty team", names=NAMES)
    assert read is not None
