"""`calsync doctor` says whether anybody hears of it when calsync can't do its work."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP as Server  # noqa: N811 - a class under a name that is not its module's

from tests.cli.conftest import Command, Joined
from tests.notify.post_office import PostOffice, listening


def findings(calsync: Command, part: str) -> list[tuple[str, str]]:
    return [(each["light"], each["text"]) for each in calsync("doctor", "--json").facts if each["part"] == part]


def add(config: Path, text: str) -> None:
    config.write_text(config.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_without_it_and_smtp_it_says_who_hears_instead_and_that_a_failing_tenant_is_heard_by_nobody(
    calsync: Command, joined: Joined
) -> None:
    ((light, words),) = findings(calsync, "IT")
    assert light == "amber"
    assert "add [it] mail" in words
    ((light, words),) = findings(calsync, "mail server")
    assert (light, words) == (
        "amber",
        "nobody hears of a failing tenant: configure [smtp], a mail server that is not Microsoft's",
    )


@pytest.mark.parametrize("reachable", [True, False])
def test_the_mail_server_is_greeted_and_no_mail_is_sent(calsync: Command, joined: Joined, reachable: bool) -> None:
    office = PostOffice()
    with listening(lambda: Server(office)) as port:
        there = port if reachable else 9
        add(
            joined.config,
            f'\n[it]\nmail = "it@elsewhere.test"\n\n[smtp]\nhost = "127.0.0.1"\nport = {there}\nsecurity = "none"\n'
            'sender = "calsync@elsewhere.test"\n',
        )
        assert findings(calsync, "IT") == [("green", "it@elsewhere.test is told when calsync can't do its work")]
        ((light, words),) = findings(calsync, "mail server")
    assert office.received == []
    if reachable:
        assert light == "green"
    else:
        assert (light, "can't be reached at port 9" in words) == ("red", True)


def test_a_tenant_that_can_not_be_reached_hides_nothing_of_it(calsync: Command, joined: Joined) -> None:
    joined.rewrite(joined.server.base_url, "https://localhost:9")
    assert [light for light, _ in findings(calsync, "mail server")] == ["amber"]
