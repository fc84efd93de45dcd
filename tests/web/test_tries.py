"""Wrong tries at a link: nobody finds two digits by trying, and nobody is locked out."""

from __future__ import annotations

from calsync.web.tries import LONGEST, Tries

HOUR = 3600.0


class Watch:
    """A clock that a test moves."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def hours_for(guesses: int, addresses: int) -> float:
    """How long it takes to try so many numbers, each as soon as one of the addresses may."""
    watch = Watch()
    tries = Tries(watch)
    for place in range(guesses):
        names = [f"10.0.0.{(place + each) % addresses}" for each in range(min(addresses, 4))]
        waits = {each: tries.wait("link", each) for each in names}
        first = min(waits, key=lambda each: waits[each])
        watch.now += waits[first]
        tries.wrong("link", first)
    return (watch.now - 1_000.0) / HOUR


def test_a_hundred_numbers_take_hours_from_one_address_and_from_as_many_as_one_likes() -> None:
    assert hours_for(100, 1) > 6
    assert hours_for(100, 100) > 2


def test_a_few_slips_cost_nothing_and_no_wait_is_longer_than_some_minutes() -> None:
    watch = Watch()
    tries = Tries(watch)
    for count in range(1, 5):
        assert tries.wrong("link", "home") == count
        assert tries.wait("link", "home") == 0
    for _ in range(60):
        tries.wrong("link", "home")
    assert tries.wait("link", "home") == LONGEST
    watch.now += LONGEST
    assert tries.wait("link", "home") == 0
    tries.right("link", "home")
    tries.wrong("link", "home")
    assert tries.wait("link", "home") == 0


def test_tries_from_many_addresses_hold_up_neither_who_typed_first_nor_another_link() -> None:
    tries = Tries(Watch())
    assert tries.wait("link", "worker") == 0
    for place in range(40):
        tries.wrong("link", f"10.0.0.{place}")
    assert tries.wait("link", "worker") == 0
    assert tries.wait("link", "10.0.1.1") == LONGEST
    assert tries.wait("another link", "10.0.1.1") == 0
