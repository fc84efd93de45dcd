"""What a worker's mailbox shows: with a code word it must be the same, byte for byte (law 7)."""

from __future__ import annotations

from calsync.domain.model.approvals import Verdict
from tests.house import House


def until(house: House, *moments: str) -> House:
    """The house after the ticks of these moments, and of none between them."""
    for moment in moments:
        house.dark_until(moment)
        house.tick()
    return house


def shown(house: House) -> list[tuple[object, str, str]]:
    """What Sam's mailbox shows of ours, without the word in each subject by which answers are known."""
    return [(each.notification.recorded, each.subject.split(" [")[0], each.text) for each in house.told("sam")]


def believed(house: House) -> list[tuple[Verdict, bool]]:
    """What was said of Sam's visits before they began, and whether it is believed."""
    watched = house.watched()
    with house.store.transaction() as tx:
        return [
            (each.verdict, each.is_believed) for one in watched for each in tx.approvals_of("sam", one.visit.id, "")
        ]
