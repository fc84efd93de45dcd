"""A big tenant: who is in it, and how near their visits are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calsync.demo.crowd import Crowd, add_crowd
from calsync.demo.tenant import Tenant

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def crowd(people: int = 100, **details: int) -> tuple[Tenant, list[str]]:
    tenant = Tenant(lambda: NOON, seed=1)
    return tenant, [worker.id for worker in add_crowd(tenant, Crowd(people=people, **details)).workers]


def visits(tenant: Tenant, worker: str, after: datetime, before: datetime) -> list[tuple[datetime, datetime]]:
    found = tenant.events(worker, after, before)
    return [(each.start, each.end) for each in found if "Home visit" in each.categories]


def test_so_many_are_in_a_begun_visit_and_so_many_half_an_hour_before_one_and_all_others_far_from_any():
    tenant, workers = crowd(100, begun=10, soon=20)
    begun = [w for w in workers if visits(tenant, w, NOON, NOON + MINUTE)]
    soon = [w for w in workers if w not in begun and visits(tenant, w, NOON, NOON + 30 * MINUTE)]
    rest = [w for w in workers if w not in begun + soon]
    assert (len(begun), len(soon)) == (10, 20)
    assert not any(visits(tenant, w, NOON - 60 * MINUTE, NOON + 60 * MINUTE) for w in rest)
    ends = [end for w in begun for start, end in visits(tenant, w, NOON, NOON + MINUTE) if start < NOON]
    assert len(ends) == 10
    assert min(ends) >= NOON + 15 * MINUTE
    # Nobody is left with a visit that ended before the tenant was there.
    assert not any(end <= NOON for w in workers for _, end in visits(tenant, w, NOON - 12 * 60 * MINUTE, NOON))
    # Those near a visit are spread over the teams.
    assert not {workers.index(w) for w in begun} <= set(range(50))


def test_about_ten_entries_of_each_stand_in_what_a_poll_reads():
    tenant, workers = crowd(30)
    counts = {len(tenant.events(w, NOON - 12 * 60 * MINUTE, NOON + 36 * 60 * MINUTE)) for w in workers}
    assert counts == {10}


def test_everybody_has_a_manager_and_every_manager_leads_to_the_head_of_service():
    tenant, workers = crowd(25)
    titles = set()
    for worker in workers:
        manager = tenant.people[tenant.people[worker].manager_id or ""]
        head = tenant.people[manager.manager_id or ""]
        titles.add((manager.job_title, head.job_title, head.manager_id))
    assert titles == {("Team Manager", "Head of Service", None)}
    (group,) = tenant.groups.values()
    assert group.members == tuple(workers)


def test_the_same_seed_makes_the_same_tenant_and_a_second_crowd_joins_the_first():
    (one, first), (two, second) = crowd(20), crowd(20)
    assert first == second
    for worker in first:
        window = (worker, NOON - 12 * 60 * MINUTE, NOON + 36 * 60 * MINUTE)
        assert one.people[worker] == two.people[worker]
        assert one.events(*window) == two.events(*window)
    add_crowd(one, Crowd(people=20))
    (group,) = one.groups.values()
    assert len(group.members) == len(set(group.members)) == 40
    assert len({person.mail for person in one.people.values()}) == len(one.people)


def test_people_are_added_over_json_and_from_the_page(browser_like, http, tenant: Tenant):
    before = len(tenant.people)
    told = browser_like.post("/_simulation/people", json={"people": 30, "seed": 7})
    assert told.status_code == 201
    assert (told.json()["workers"], told.json()["managers"]) == (30, 4)
    assert len(http.get(f"/groups/{told.json()['group']}/members").json()["value"]) == 30
    answer = browser_like.post("/outlook/crowd", data={"people": "50", "begun": "10", "soon": "10"})
    assert "50 workers and 6 managers added." in answer.text
    assert len(tenant.people) == before + 90
    assert "Find" in browser_like.get("/outlook").text
    name = next(p.name for p in tenant.people.values() if p.job_title == "Team Manager")
    assert name in browser_like.get("/outlook", params={"find": name}).text


@pytest.mark.parametrize(
    "wrong", [{}, {"people": 0}, {"people": "many"}, {"people": 5, "begun": 60, "soon": 60}, {"people": 5, "cats": 1}]
)
def test_a_crowd_that_makes_no_sense_is_refused(browser_like, tenant: Tenant, wrong):
    before = len(tenant.people)
    answer = browser_like.post("/_simulation/people", json=wrong)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert len(tenant.people) == before
