"""A policy file's document to a Policy, or every reason why it is none.

Nothing is ignored here: an unknown key, a word with a slip in it, or a choice that nobody made stops the whole policy.
A safety rule that somebody wrote down and the service passes over in silence is the worst that this file could do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from calsync.domain.model import Policy
from calsync.policies.afterwards import read_afterwards, read_pass_on
from calsync.policies.before import read_checks
from calsync.policies.contradictions import contradictions
from calsync.policies.fields import CHOOSE, Choice, Table
from calsync.policies.letters import read_letters
from calsync.policies.lint import ladders_of, notes, repeated
from calsync.policies.office import read_office
from calsync.policies.rows import Row, read_rows
from calsync.policies.settings import chosen, code_words, extensions, home_area, possible
from calsync.policies.steps import Draft, made, read_steps

KEYS = (
    "title",
    "step",
    "emergency",
    "row",
    "max_extension",
    "max_extension_on_risk",
    "diary_answers",
    "possible",
    "watch_signed",
    "mail_alone",
    "code_words",
    "agencies",
    "review_by",
    "letters",
    "pin_on_risk",
    "home_safe_minutes",
    "interval_minutes",
    "travel_minutes",
    "return_at_most",
    "agreed_time",
    "remind_of_family",
    "late_after",
    "home_area",
    "pass_on",
    "afterwards",
    "code_questions",
    "checks",
)
TABLES: dict[str, Callable[[Table], dict[str, Any]]] = {
    "office": read_office,
}
"""Further tables: the name of each, and what reads it into fields of the policy."""

EXAMPLES = {"after": 15, "every": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a document holds."""

    policy: Policy | None = None
    """None when there is any problem, a choice that nobody made among them."""
    sketch: Policy | None = None
    """The policy to be looked at and not to be kept: open choices alone don't stop it."""
    open: frozenset[tuple[str, str]] = frozenset()
    """The choices that nobody made: the place of each, "step 1", and its key."""
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    """What is allowed and still to be known."""
    problems: tuple[str, ...] = ()


def read(name: str, values: dict[str, object]) -> Reading:
    """What the document holds, with every problem at once."""
    document = Table(values, "", [])
    document.only((*KEYS, *TABLES))
    document.required("title", "the policy's own name, which people read")
    title = document.text("title")
    mail_alone = document.text("mail_alone")
    when_possible = possible(document)
    drafts = read_steps(document, "step", mail_alone)
    emergency_drafts = read_steps(document, "emergency", mail_alone)
    extension, extension_on_risk = extensions(document)
    steps, emergency = made(drafts), made(emergency_drafts)
    policy = Policy(
        name=name,
        title=title,
        steps=steps or (),
        emergency=emergency or (),
        max_extension=extension,
        max_extension_on_risk=extension_on_risk,
        code_words=code_words(document),
        diary_answers=document.flag("diary_answers", default=True),
        pin_on_risk=document.flag("pin_on_risk", default=False),
        possible=when_possible,
        mail_alone=mail_alone,
        agencies=document.texts("agencies"),
        code_questions=document.texts("code_questions"),
        pass_on=read_pass_on(document),
        afterwards=read_afterwards(document),
        review_by=document.day("review_by"),
        home_safe=chosen(document, "home_safe_minutes"),
        interval=chosen(document, "interval_minutes"),
        agreed_time=document.flag("agreed_time", default=False),
        remind_of_family=document.flag("remind_of_family", default=False),
        late_after=document.clock("late_after"),
        home_area=home_area(document),
        checks=read_checks(document),
        letters=read_letters(document),
    )
    policy = replace(
        policy,
        travel=chosen(document, "travel_minutes") or policy.travel,
        return_at_most=chosen(document, "return_at_most") or policy.return_at_most,
        **{key: value for part, reader in TABLES.items() for key, value in _part(document, part, reader).items()},
    )
    # A step that can't be made would let the others look as if something were missing among them.
    document.problems.extend(ladders_of("step", steps or (), unsettled=_open(drafts)))
    document.problems.extend(ladders_of("emergency step", emergency or (), unsettled=_open(emergency_drafts)))
    if steps:
        document.problems.extend(contradictions(policy, values))
    policy = replace(policy, steps=repeated(policy.steps), emergency=repeated(policy.emergency))
    rows = tuple(read_rows(document))
    if document.problems:
        missing = _to_choose(document.choices, rows)
        return Reading(rows=rows, problems=tuple(dict.fromkeys((*document.problems, *missing))))
    return Reading(
        policy=None if document.choices else policy,
        sketch=policy,
        open=frozenset((each.table.place, key) for each in (*drafts, *emergency_drafts) for key in each.open),
        rows=rows,
        notes=(*notes(policy), *_signed(document)),
        problems=_to_choose(document.choices, rows),
    )


def _part(document: Table, key: str, reader: Callable[[Table], dict[str, Any]]) -> dict[str, Any]:
    table = document.table(key)
    return reader(table) if table is not None else {}


def _open(drafts: Sequence[Draft]) -> frozenset[int]:
    """The numbers of the steps whose minutes are still to be chosen."""
    return frozenset(number for number, draft in enumerate(drafts, 1) if "after" in draft.open)


def _signed(document: Table) -> list[str]:
    signed = document.text("watch_signed")
    return [f'possible = "watch": {signed}'] if signed else []


def _to_choose(choices: Sequence[Choice], rows: Sequence[Row]) -> tuple[str, ...]:
    """Each choice that nobody made, with what the policy says about it."""
    says = {row.code: row.says for row in rows}
    found: list[str] = []
    for choice in choices:
        code = choice.clause.split()[0].rstrip(",") if choice.clause else ""
        why = f" {code}: {says[code]}" if code in says else ""
        example = f"{choice.key} = {EXAMPLES.get(choice.key, 30)}"
        place = f"{choice.place}: " if choice.place else ""
        found.append(
            f"{place}{choice.key} is still to be chosen: the policy names no minutes.{why} "
            f'Write your own in place of "{CHOOSE}", like {example}'
        )
    return tuple(found)


__all__ = ["KEYS", "TABLES", "Reading", "read"]
