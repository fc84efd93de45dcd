"""Each worker whose home details a message shows has a line of the audit (RO9, CO21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from calsync.domain.model import Ask, Channel, Lane, Notification, People, Role
from calsync.domain.scene import Scene
from calsync.engine.home_record import opened
from tests.house import DEE, SAM
from tests.values import a_deadline, a_visit

AT = datetime(2026, 3, 2, 14, 20, tzinfo=UTC)


def test_a_joint_alarm_leaves_a_line_for_each_worker_shown() -> None:
    sam, dee = replace(SAM, home_address="3 High Street"), replace(DEE, vehicle="blue van, AB12 CDE")
    people = People(persons=(sam, dee))
    scenes = [
        Scene(
            deadline=replace(a_deadline(), id=f"of-{each.id}", worker=each.id),
            visit=replace(a_visit(), worker=each.id),
            people=people,
        )
        for each in (sam, dee)
    ]
    row = Notification(
        id="n1", deadline_id="of-sam", step="s1", round=0, recipient="morgan", channel=Channel.MAIL,
        role=Role.LINE_MANAGER, ask=Ask.CALL_WORKER, lane=Lane.ALARM, due=AT, recorded=AT, token="K7QMWX",
    )  # fmt: skip
    acts = opened(row, [*scenes, scenes[0]], "Home address: 3 High Street\nVehicle: blue van, AB12 CDE", AT)
    assert [(each.deadline_id, dict(each.details)["what"]) for each in acts] == [
        ("of-sam", "home address"),
        ("of-dee", "vehicle"),
    ]
