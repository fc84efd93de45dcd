"""Who has no PIN under a policy that asks for one on risk visits, in the doctor's eyes and in the policy's check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from calsync.doctor.pins import without_pin
from calsync.domain.model import Policies
from calsync.domain.pins import made_pin
from calsync.policies.loader import warnings
from tests.doctor.conftest import Examined, told
from tests.house import CLARENDON, clock


def test_each_worker_without_a_pin_is_named_with_the_way_to_one_and_nobody_where_none_is_asked_for() -> None:
    house = Examined(1)
    assert without_pin(house.app, house.people) == []
    house.app = replace(house.app, policies=Policies(standing=replace(CLARENDON, pin_on_risk=True)))
    first, second = told(without_pin(house.app, house.people))
    with house.house.store.transaction() as tx:
        tx.put_pin(made_pin("sam", "4711", "", salt=b"salt", at=clock("09:00")))
    (left,) = told(without_pin(house.app, house.people))
    assert left[1] == "amber"
    assert "has no PIN" in left[2]
    assert "calsync pin invite" in left[2]
    assert "Sam Visits" not in left[0]
    assert "Sam Visits" in f"{first[0]} {second[0]}"


def test_the_policys_check_says_that_pins_are_needed(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    demo = (Path(__file__).parents[2] / "calsync" / "demo" / "clarendon_by_mail.toml").read_text()
    file.write_text(f"pin_on_risk = true\n{demo}")
    assert any(each.startswith("pin_on_risk: whoever goes on risk visits needs a PIN") for each in warnings(str(file)))
