"""What the demo says before its story, where you can be everybody, and after it, what everybody's devices hold."""

from __future__ import annotations

from collections.abc import Callable

from calsync.app import App
from calsync.demo.cast import WORKERS, Cast
from calsync.domain.model import Channel

PARTS = {
    "alex": "visits, and never answers",
    "noor": "visits, and says the code word",
    "morgan": "manages them: the alarms",
    "dee": "is the deputy",
    "ash": "administers",
    "sloane": "leads, on call out of hours",
}
"""What those do whom it is worth being."""


def introduce(cast: Cast, app: App, *, outlook: str, pages: str, speed: float, aside: Callable[[str], None]) -> None:
    """Say what runs, and how to be each person."""
    policy = app.policies.standing
    aside(f"A simulated Microsoft 365 tenant and calsync in one process, {speed:g} times faster than life.")
    aside(f"Policy: {policy.title}" + (f" (mail alone: {policy.mail_alone})" if policy.mail_alone else ""))
    aside(f'The code word of this story is "{policy.code_words[0]}".')
    aside("")
    aside(f"The stand-in for Outlook, where you can be anybody: {outlook}")
    for who, part in PARTS.items():
        person = cast.tenant.person(cast.mail(who))
        aside(f"  {outlook}/people/{person.mail:<24} {person.name} {part}")
    rings = any(each in (Channel.TEXT, Channel.VOICE) for step in policy.steps for each in step.channels)
    aside(
        f"  {outlook}/people/.../phone{' ' * 17} anybody's telephone" + ("" if rings else ": with --texts or --calls")
    )
    aside("Your browser will warn of its certificate, which the simulation made for itself. Stop with Ctrl-C.")
    aside(f"Each question and each alarm links to a page of its own there: {pages}/a/...")
    aside(f"Who signs in sees more than a link shows, by their role; here you pick whom to be: {pages}/me")
    aside("")


def what_is_shown(cast: Cast, aside: Callable[[str], None]) -> None:
    """Say what everybody's mailbox and telephone hold."""
    aside("\nWhat came to everybody, in mail and on the telephone:")
    for who in (*WORKERS, "morgan", "dee", "ash", "sloane"):
        person = cast.tenant.person(cast.mail(who))
        texts = [each for each in cast.tenant.phones.of(person.mobile or "") if not each.incoming]
        calls = [each for each in cast.tenant.exchange.of(person.mobile or "") if not each.incoming]
        counted = [(len(cast.tenant.mail(person.id)), "mail"), (len(texts), "text"), (len(calls), "call")]
        found = [f"{many} {what}{'s' if many > 1 else ''}" for many, what in counted if many]
        aside(f"  {person.name:<14} {', '.join(found) or 'nothing'}")
