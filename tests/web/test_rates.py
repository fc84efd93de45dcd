"""How often one address may ask for something, and that nobody else waits for it."""

from __future__ import annotations

from calsync.domain.app_roles import AppRole
from calsync.domain.sessions import Identity
from calsync.graph.staff import Begun
from calsync.web.callers import caller
from calsync.web.rates import Rate
from tests.web.sign_in_house import Browser, SignInHouse


class OneTenant:
    """A tenant by which everybody is Morgan; it counts how often it was asked."""

    def __init__(self) -> None:
        self.begun = self.asked = 0

    def begin(self) -> Begun:
        """Send somebody there."""
        self.begun += 1
        kept = {"state": f"s{self.begun}", "nonce": "n", "code_verifier": "v"}
        return Begun(address="https://login.test/", kept=kept)

    def finish(self, kept: object, code: str) -> Identity:
        """Let Morgan in."""
        self.asked += 1
        return Identity(who="morgan", name="Morgan", roles=(AppRole.MANAGER,))


def test_rubbish_answers_reach_no_tenant_and_keep_nobody_from_signing_in() -> None:
    tenant = OneTenant()
    house = SignInHouse(tenant)  # type: ignore[arg-type]
    stranger, morgan = Browser(house), Browser(house)
    answers = [stranger.post("/signed-in", {"state": "x", "code": "y"}).status_code for _ in range(31)]
    assert answers == [400] * 30 + [429]
    morgan.get("/sign-in")
    kept = dict(morgan.cookies)
    right = {"state": "s1", "code": "good"}
    assert morgan.post("/signed-in", right, site="cross-site").status_code == 303, "also from the same address"
    again = []
    for _ in range(3):
        morgan.cookies = dict(kept)
        again.append(morgan.post("/signed-in", right, site="cross-site").status_code)
    assert again == [303, 303, 429]
    assert tenant.asked == 3


def test_four_addresses_that_ask_all_the_time_leave_everybody_else_their_own_few() -> None:
    rate = Rate(each=30, all_of_them=120, few=10, elapsed=lambda: 0.0)
    for address in ("a", "b", "c", "d"):
        assert [rate.wait(address) for _ in range(31)] == [0] * 30 + [60]
    assert [rate.wait("e") for _ in range(11)] == [0] * 10 + [60]


def test_all_addresses_of_one_network_are_one_caller() -> None:
    assert caller("2001:db8:1:2::9") == caller("2001:db8:1:2:ffff::1") != caller("2001:db8:1:3::9")
    assert caller("::ffff:192.0.2.1") == caller("192.0.2.1") == "192.0.2.1"
    assert caller("nobody") == "nobody"
