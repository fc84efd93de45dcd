"""Makes the timelines of docs/policies.md anew, by what `calsync simulate` plays: python docs/make_timelines.py

Each scenario is played under each policy. Where a policy's people would do something else, its own copy of the scenario
is taken, whose name begins with the policy's. tests/simulation/test_timelines.py fails while the page says otherwise.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from calsync.cli.simulate_markdown import markdown
from calsync.domain.model import Policy
from calsync.policies.by_mail import by_mail_alone
from calsync.policies.loader import load
from calsync.simulation.play import Play
from calsync.simulation.reading import load_scenario

DOCS = Path(__file__).parent
PAGE = DOCS / "policies.md"
SCENARIOS = DOCS / "examples" / "scenarios"
MARKER = "<!-- timelines -->"
TITLES = {
    "nobody-answers": "Nobody answers",
    "late-safe": 'A late "safe"',
    "extension": "More time",
    "absent-manager": "The manager is away",
    "no-answer-logged": '"No answer" logged',
    "three-in-a-row": "Three visits in a row",
    "written-up-at-five": "The diary is written up at five",
    "sick-worker": "The worker is ill",
}
"""What is played under every policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One policy's timelines."""

    title: str
    policy: str
    """A preset's name, or a policy file in docs/."""
    own: str
    """What the names of its own copies of scenarios begin with."""
    until: datetime
    """When that is broken off in which nobody does anything."""
    more: tuple[tuple[str, str], ...] = ()
    """Scenarios that it alone has, each with its title."""

    def loaded(self) -> Policy:
        """The policy by mail alone, as `calsync simulate` plays it."""
        file = DOCS / self.policy
        return by_mail_alone(load(str(file) if file.suffix == ".toml" else self.policy), "nobody, for these timelines")


def _at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-01T{clock}").replace(tzinfo=UTC)


SECTIONS = (
    Section(
        title="Clarendon",
        policy="clarendon",
        own="clarendon",
        until=_at("16:00"),
        more=(
            ("sick-worker-called-off", "The worker is ill, and a visit is called off"),
            ("help-and-the-visit-goes-on", "A call for help, and the visit goes on"),
        ),
    ),
    Section(
        title="Rotherham",
        policy="rotherham",
        own="rotherham",
        until=_at("18:15"),
        more=(("rotherham-long-silence", "Four visits and no word"),),
    ),
    Section(title="Commence", policy="commence", own="commence", until=_at("16:00")),
    Section(
        title="Bexley, an ordinary visit",
        policy="bexley",
        own="bexley",
        until=_at("16:00"),
        more=(
            ("bexley-evening", "In the evening"),
            ("bexley-evening-nobody-named", "In the evening, with nobody named for tonight"),
        ),
    ),
    Section(title="Bexley, a risk visit", policy="bexley", own="bexley-risk", until=_at("16:00")),
    Section(
        title="Al-Hasaniya, with one organisation's minutes",
        policy="examples/al-hasaniya-filled.toml",
        own="al-hasaniya",
        until=_at("16:00"),
    ),
)


def timelines(section: Section) -> Iterator[str]:
    """The lines of one policy's section."""
    yield f"### {section.title}"
    before = _file(section, "nobody-answers")
    yield from _table(section, "Before the visit", before, until=load_scenario(before).visits[0].entry.start)
    for name, title in (*TITLES.items(), *section.more):
        file = _file(section, name)
        scenario = load_scenario(file)
        # What comes before a visit is told once, above: from the first visit on, or what somebody does on that day.
        first = min(each.entry.start for each in scenario.visits)
        since = min([first, *(each.at for each in scenario.acts if each.at.date() == first.date())])
        yield from _table(section, title, file, since=since, until=None if scenario.acts else section.until)


def _file(section: Section, name: str) -> Path:
    own = SCENARIOS / f"{section.own}-{name}.toml"
    return own if own.is_file() else SCENARIOS / f"{name}.toml"


def _table(
    section: Section, title: str, file: Path, *, since: datetime | None = None, until: datetime | None = None
) -> Iterator[str]:
    """One scenario's timeline, under the command that prints it."""
    policy, scenario = section.loaded(), load_scenario(file)
    played = asyncio.run(Play(scenario, policy, until=until).played())
    at = section.policy if section.policy == policy.name else f"docs/{section.policy}"
    words = [f"calsync simulate docs/examples/scenarios/{file.name} --policy {at}"]
    words += [f"--{name} {each:%Y-%m-%dT%H:%M}" for name, each in (("since", since), ("until", until)) if each]
    yield f"\n**{title}**: `{' '.join(words)} --markdown`\n"
    yield from markdown(played if since is None else played.since(since), scenario)


def page(text: str) -> str:
    """The page with every timeline made anew."""
    before, _, after = text.split(MARKER)
    made = "\n\n".join("\n".join(timelines(section)) for section in SECTIONS)
    return f"{before}{MARKER}\n\n{made}\n\n{MARKER}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
