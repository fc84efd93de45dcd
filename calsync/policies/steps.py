"""The [[step]] and [[emergency]] tables of a policy file to steps, with every problem of each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from calsync.domain.applies import NOT, When
from calsync.domain.model import Ask, Channel, DeadlineKind, Hours, OnNoAnswer, Role, Step
from calsync.policies.fields import CHOOSE, Table, did_you_mean

KEYS = (
    "deadline",
    "after",
    "then_within",
    "role",
    "ask",
    "channels",
    "every",
    "on_no_answer",
    "hours",
    "when",
    "clause",
)
THEN = "then"
CALLS = (Ask.CALL_WORKER, Ask.CALL_HOUSEHOLD, Ask.CALL_HOME)
NO_LADDER_ASKS = (Ask.IS_IT_A_VISIT, Ask.APPROVE, Ask.CONFIRM)
"""What the service asks before a visit, or beside one; no step of a ladder does."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A step as far as it could be read; what was noted as wrong is None, empty or the default."""

    table: Table
    emergency: bool
    after: timedelta | None
    then: bool
    then_within: timedelta | None
    roles: tuple[Role, ...]
    ask: Ask | None
    channels: tuple[Channel, ...]
    every: timedelta | None
    clause: str
    deadline: DeadlineKind
    on_no_answer: OnNoAnswer
    hours: Hours
    when: tuple[str, ...]
    open: frozenset[str] = field(default=frozenset())
    """The keys that are left to the organisation."""

    @property
    def to_responders(self) -> bool:
        """Whether it tells somebody besides the worker."""
        return any(role is not Role.WORKER for role in self.roles)


def read_steps(document: Table, key: str, mail_alone: str) -> list[Draft]:
    """The steps under one key as drafts, each found right or noted; what they are together is for the lint."""
    if not document.values.get(key):
        what = "who is told when nobody answers" if key == "step" else "whom help, duress and a code word call"
        document.note(f"no [[{key}]]: at least one is needed, to say {what}")
        return []
    drafts = [_draft(table, emergency=key == "emergency") for table in document.tables(key)]
    _follow(drafts)
    for each in drafts:
        if each.to_responders and each.channels and not mail_alone and not any(c.rings for c in each.channels):
            each.table.note(
                "no channel that rings (text or voice) for people who must act; add one, or sign for mail alone "
                'with mail_alone = "signed by ..."'
            )
    for each in drafts:
        if each.channels and set(each.channels) == {Channel.WEBHOOK}:
            each.table.note("webhook tells no person: add mail, text or voice beside it")
    if drafts and drafts[0].emergency and (drafts[0].after or drafts[0].then):
        drafts[0].table.note("a call for help is answered at once: the first emergency step has after = 0")
    return drafts


def made(drafts: Sequence[Draft]) -> tuple[Step, ...] | None:
    """The steps of drafts; None where one of them lacks what no step can be without.

    Minutes that are still to be chosen stand here as those of the step before, for the order and the pictures.
    """
    found: list[Step] = []
    last: dict[DeadlineKind, timedelta] = {}
    for draft in drafts:
        after = draft.after
        if "after" in draft.open:
            after = last.get(draft.deadline, timedelta(0))
        if after is None or draft.ask is None or not draft.roles:
            return None
        last[draft.deadline] = after
        found.append(
            Step(
                after=after,
                roles=draft.roles,
                ask=draft.ask,
                channels=draft.channels,
                every=draft.every,
                clause=draft.clause,
                deadline=draft.deadline,
                then_within=draft.then_within,
                on_no_answer=draft.on_no_answer,
                hours=draft.hours,
                when=draft.when,
            )
        )
    return tuple(found)


def _draft(table: Table, *, emergency: bool) -> Draft:
    """One step as far as it can be read, each problem noted."""
    table.only(KEYS)
    table.required("role", "who is told")
    table.required("ask", "what they are asked to do")
    table.required("after", "how many minutes after the deadline" if not emergency else "minutes after the call")
    roles = table.words("role", Role)
    asks = table.words("ask", Ask)
    if len(asks) > 1:
        table.note("ask is one word: make a step for each thing that is asked")
    then = table.values.get("after") == THEN
    draft = Draft(
        table=table,
        emergency=emergency,
        after=None,
        then=then,
        then_within=_then_within(table, then=then),
        roles=roles,
        ask=asks[0] if len(asks) == 1 else None,
        channels=table.words("channels", Channel) if "channels" in table.values else (Channel.MAIL,),
        every=None,
        clause=table.text("clause"),
        deadline=table.word("deadline", DeadlineKind, DeadlineKind.VISIT_END),
        on_no_answer=table.word("on_no_answer", OnNoAnswer, OnNoAnswer.WAIT),
        hours=table.word("hours", Hours, Hours.ANY),
        when=_when(table),
    )
    draft.open = frozenset(key for key in ("after", "every") if table.to_choose(key))
    if "every" not in draft.open:
        draft.every = table.minutes("every")
    if "after" not in draft.open and not then:
        draft.after = _after(table, roles)
    _suits(draft)
    return draft


def _after(table: Table, roles: tuple[Role, ...]) -> timedelta | None:
    """How long after the deadline; only the worker may be told before it."""
    found = table.minutes("after", least=-24 * 60)
    if found is not None and found < timedelta(0) and roles and roles != (Role.WORKER,):
        table.note("only the worker may be told before the deadline; nobody else is late for anything yet")
    return found


def _then_within(table: Table, *, then: bool) -> timedelta | None:
    """How long a step that follows the one before it may wait for what comes of that one."""
    if then:
        table.required("then_within", 'after = "then" needs the minutes after which it comes at the latest')
    elif "then_within" in table.values:
        table.note('then_within goes with after = "then", and with nothing else')
        return None
    return table.minutes("then_within", least=0)


def _when(table: Table) -> tuple[str, ...]:
    """The words that bind a step to some visits, without those noted as wrong."""
    value = table.values.get("when")
    if value is None:
        return ()
    given = value if isinstance(value, list) else [value]
    if not given or not all(isinstance(each, str) for each in given):
        table.note('when must be a word or a list of words, like when = ["risk"]')
        return ()
    known = [str(word) for word in When]
    found: list[str] = []
    for each in map(str, given):
        words = " ".join(each.split())
        bare = words.removeprefix(NOT)
        if bare not in known:
            table.note(f"unknown when '{each}'{did_you_mean(bare, known)}")
        elif words in found:
            table.note(f"when names '{words}' twice")
        else:
            found.append(words)
    return tuple(found)


def _follow(drafts: Sequence[Draft]) -> None:
    """Give each step that follows another its latest time; note one that has nothing to follow."""
    before: dict[DeadlineKind, Draft] = {}
    for draft in drafts:
        first = before.get(draft.deadline)
        before[draft.deadline] = draft
        if not draft.then:
            continue
        if first is None:
            draft.table.note(f'after = "then" has no {draft.deadline} step before it to follow; give it minutes')
        elif first.after is not None and draft.then_within is not None:
            draft.after = first.after + draft.then_within
        elif "after" in first.open and draft.then_within is not None:
            draft.open |= {"after"}
    for earlier, later in _pairs(drafts):
        if later.then or earlier.after is None or later.after is None:
            continue
        if later.after < earlier.after:
            later.table.note("its after is less than that of the step before; write the steps in the order of time")


def _pairs(drafts: Sequence[Draft]) -> list[tuple[Draft, Draft]]:
    """Each step with the next one of the same clock."""
    return [pair for kind in DeadlineKind for pair in pairwise(each for each in drafts if each.deadline is kind)]


def _suits(draft: Draft) -> None:
    """Note what is asked of the wrong person, or said of a step that has no such thing."""
    table, roles, ask = draft.table, draft.roles, draft.ask
    if Role.WORKER in roles and draft.emergency:
        table.note("the worker stands in no emergency step: nothing on their telephone may show that help is coming")
    elif Role.WORKER in roles and len(roles) > 1:
        table.note("the worker is told in a step of their own: their message never names an alarm")
    elif roles == (Role.WORKER,) and ask not in (None, Ask.CHECK_IN):
        table.note(f"the worker is only ever asked to check in, not '{ask}': ask = \"check-in\"")
    elif roles and Role.WORKER not in roles and ask is Ask.CHECK_IN:
        table.note("only the worker can check in; ask the others to call-worker, for example")
    elif roles and Role.WORKER not in roles and ask in NO_LADDER_ASKS:
        table.note(f"'{ask}' is asked before a visit or beside it, and by no step; ask to call-worker, for example")
    if roles == (Role.NAMED_COLLEAGUE,):
        table.note("a named colleague counts only where one is set: name another role beside them")
    if draft.then and roles == (Role.WORKER,):
        table.note('the worker is asked at a time of their own: give it minutes in place of after = "then"')
    if draft.on_no_answer is OnNoAnswer.NEXT and ask not in (None, *CALLS):
        table.note(f"on_no_answer is said of calls ({', '.join(CALLS)}); '{ask}' is none")
    if draft.emergency:
        if draft.deadline is not DeadlineKind.VISIT_END:
            table.note("an emergency step counts from the call for help; leave deadline out")
        if draft.hours is not Hours.ANY or draft.when:
            table.note("an emergency step holds at every hour and for every visit; leave hours and when out")


__all__ = ["CALLS", "CHOOSE", "Draft", "made", "read_steps"]
