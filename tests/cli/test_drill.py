"""`calsync drill`: begun, shown among the visits, stopped; what can't be is one sentence."""

from __future__ import annotations

from tests.cli.conftest import Command, Joined
from tests.cli.test_bad_input import one_sentence


def test_a_drill_is_begun_shown_and_stopped(calsync: Command, joined: Joined) -> None:
    assert calsync("poll").status == 0
    sam, morgan = joined.mail("sam"), joined.mail("morgan")
    begun = calsync("drill", sam, "--in", "3", "--by", morgan)
    assert begun.status == 0, begun.err
    assert begun.out.startswith("DRILL: ")
    assert f"calsync drill {sam} --stop" in begun.out
    assert "DRILL: " in calsync("visits").out
    shown = [each for each in calsync("visits", "--json").facts if each.get("drill")]
    assert [each["state"] for each in shown] == ["open"]
    assert "is open already" in one_sentence(calsync("drill", sam))
    assert "--stop ends a drill" in one_sentence(calsync("drill", sam, "--stop", "--in", "2"))
    assert "is not watched" in one_sentence(calsync("drill", morgan))
    assert "Nobody is known" in one_sentence(calsync("drill", "nobody@example.org"))
    (over,) = calsync("drill", sam, "--stop", "--json").facts
    assert (over["drill"], over["state"], over["reason"]) == (shown[0]["deadline"], "closed", "drill")
    assert "No drill of" in one_sentence(calsync("drill", sam, "--stop"))
    (fact,) = calsync("drill", sam, "--json").facts
    assert (fact["worker"], fact["state"], bool(fact["steps"])) == (sam, "open", True)
