"""The demo's people answer by text what they were asked by text."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from calsync.clocks import ScaledClock
from calsync.config.loading import load_settings
from calsync.demo.cast import cast
from calsync.demo.joining import settings, toml
from calsync.demo.server import TenantServer
from calsync.demo.story import EPOCH, Story
from calsync.demo.tenant import Tenant
from calsync.policies.loader import load
from tests.fakes import At


def test_sam_answers_the_question_that_came_by_text_and_only_once():
    clock = At(EPOCH)
    tenant = Tenant(clock.now)
    people = cast(tenant)
    story = Story(people, load("clarendon"))
    number = tenant.person(people.mail("sam")).mobile
    assert number is not None
    clock.moment = EPOCH + timedelta(minutes=13)
    story.play()
    assert tenant.phones.of(number) == []
    tenant.phones.send("+447700900101", "Your visit was to end at 14:00. Have you left, and are you safe? Reply OK.")
    for _ in range(3):
        story.play()
    assert [each.words for each in tenant.phones.of(number) if each.incoming] == ["OK"]


def test_the_demos_settings_name_the_simulated_carrier_where_it_is_by_text(tmp_path: Path):
    tenant = Tenant(lambda: EPOCH)
    people = cast(tenant)
    server = TenantServer(tenant, port=8443)
    for texts in (True, False):
        told = settings(people, server, store="sqlite:///x.sqlite", policy="clarendon", texts=texts)
        assert (told.text is not None) is texts


def test_the_carrier_in_the_tenants_own_configuration_is_a_whole_one(tmp_path: Path):
    tenant = Tenant(lambda: EPOCH)
    server = TenantServer(tenant, port=8443, tls=False)
    written = toml(cast(tenant), server, ScaledClock(epoch=EPOCH, started=EPOCH, speed=1.0))
    kept = [line.removeprefix("# ") for line in written.splitlines() if "ca_file" not in line]
    kept = [line for line in kept if not line.startswith(("Joins", "With another"))]
    file = tmp_path / "calsync.toml"
    file.write_text("\n".join(kept), encoding="utf-8")
    assert load_settings(file).text is not None
