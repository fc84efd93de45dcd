"""A policy file's document to a Policy, or every reason why it is none.

Nothing is ignored here: an unknown key, a word with a slip in it, or a rule that this version does not keep
stops the whole policy. A safety rule that somebody wrote down and the service passes over in silence is the
worst that this file could do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from calsync.domain.escalation import LAST_STEP_EVERY
from calsync.domain.model import Ask, Channel, DeadlineKind, Policy, Possible, Role, Step
from calsync.parsers.code_words import says_code_word
from calsync.policies.fields import Table, cannot_act
from calsync.policies.rows import Row, read_rows

KEYS = (
    "title",
    "step",
    "emergency",
    "row",
    "max_extension",
    "max_extension_on_risk",
    "diary_answers",
    "possible",
    "mail_alone",
    "code_words",
    "agencies",
    "review_by",
)
LATER_KEYS = (
    "pin_on_risk",
    "home_safe_minutes",
    "interval_minutes",
    "travel_minutes",
    "return_at_most",
    "late_after",
    "home_area",
)
STEP_KEYS = ("deadline", "after", "role", "ask", "channels", "every", "on_no_answer", "hours", "clause")
LATER_STEP_KEYS = ("then_within", "when")

LATER_ASKS = (Ask.IS_IT_A_VISIT, Ask.APPROVE, Ask.CONFIRM)
"""What is asked before or beside an alarm; no ladder of this version asks it."""

ORDINARY_ANSWERS = (
    "left, all fine, thanks",
    "yes, I have left and am safe and well",
    "leaving now, all okay",
    "visit finished, all done, going home",
    "on my way back to the office",
    "still here, need more time, please extend",
    "safe, still with the family",
    "nobody was home",
    "call me, I need help",
)
"""What people write every day; a code word in any of it would raise the police at every other check-in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document holds; `policy` is None when there is any problem."""

    policy: Policy | None
    rows: tuple[Row, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """A step as far as it could be read; what was noted as wrong is None or empty."""

    table: Table
    after: timedelta | None
    roles: tuple[Role, ...]
    ask: Ask | None
    channels: tuple[Channel, ...]
    every: timedelta | None
    clause: str

    @property
    def to_responders(self) -> bool:
        """Whether it tells somebody besides the worker."""
        return any(role is not Role.WORKER for role in self.roles)


def read(name: str, values: dict[str, object]) -> Reading:
    """What the document holds, with every problem at once."""
    document = Table(values, "", [])
    document.only(KEYS, LATER_KEYS)
    document.required("title", "the policy's own name, which people read")
    title = document.text("title")
    mail_alone = document.text("mail_alone")
    when_possible = possible(document)
    steps = ladder(document, "step", mail_alone)
    emergency = ladder(document, "emergency", mail_alone)
    extension, extension_on_risk = extensions(document)
    words = code_words(document)
    diary_answers = document.flag("diary_answers", default=True)
    agencies = document.texts("agencies")
    review_by = document.day("review_by")
    rows = tuple(read_rows(document))
    if document.problems:
        return Reading(None, rows, tuple(document.problems))
    policy = Policy(
        name=name,
        title=title,
        steps=tuple(made(draft) for draft in steps),
        emergency=tuple(made(draft) for draft in emergency),
        max_extension=extension,
        max_extension_on_risk=extension_on_risk,
        diary_answers=diary_answers,
        possible=when_possible,
        mail_alone=mail_alone,
        code_words=words,
        agencies=agencies,
        review_by=review_by,
    )
    return Reading(policy, rows, ())


def made(draft: Draft) -> Step:
    """The step of a draft in which no problem was found."""
    if draft.after is None or draft.ask is None:
        raise AssertionError("a step with a problem is never made")
    return Step(
        after=draft.after,
        roles=draft.roles,
        ask=draft.ask,
        channels=draft.channels,
        every=draft.every,
        clause=draft.clause,
    )


def possible(document: Table) -> Possible:
    """What is done with an entry that may be a visit: the worker is asked, unless the policy has it watched."""
    choice = document.text("possible")
    if choice not in ("", *Possible):
        document.note(f'possible is "ask" or "watch", not \'{choice}\'')
        return Possible.ASK
    return Possible(choice) if choice else Possible.ASK


def extensions(document: Table) -> tuple[timedelta, timedelta]:
    """How far a deadline may be moved: on ordinary visits, and on risk visits (law 2)."""
    ordinary = document.minutes("max_extension") or timedelta(minutes=60)
    risk = document.minutes("max_extension_on_risk") or min(ordinary, timedelta(minutes=30))
    if risk > ordinary:
        document.note("max_extension_on_risk is longer than max_extension: a risk visit never gets more time")
    return ordinary, risk


def code_words(document: Table) -> tuple[str, ...]:
    """The code words, each long and rare enough not to be said by chance."""
    words = document.texts("code_words")
    seen: set[str] = set()
    for word in words:
        letters = "".join(letter for letter in word.casefold() if letter.isalnum())
        if sum(letter.isalpha() for letter in letters) < 4:
            document.note(f"code_words: '{word}' is too short; a code word has at least 4 letters")
        elif any(says_code_word(answer, [word]) for answer in ORDINARY_ANSWERS):
            document.note(f"code_words: '{word}' stands in ordinary answers; take one that nobody says by chance")
        elif letters in seen:
            document.note(f"code_words: '{word}' stands there twice")
        seen.add(letters)
    return words


def ladder(document: Table, key: str, mail_alone: str) -> list[Draft]:
    """The steps of one ladder as drafts, each by itself and all together found right or noted."""
    tables = document.tables(key)
    if not document.values.get(key):
        what = "who is told when nobody answers" if key == "step" else "whom help, duress and a code word call"
        document.note(f"no [[{key}]]: at least one is needed, to say {what}")
        return []
    drafts = [draft(table, emergency=key == "emergency") for table in tables]
    for earlier, later in pairwise(drafts):
        if earlier.after is not None and later.after is not None and later.after < earlier.after:
            later.table.note("its after is less than that of the step before; write the steps in the order of time")
    for each in drafts:
        if each.to_responders and each.channels and not mail_alone and not any(c.rings for c in each.channels):
            each.table.note(
                "no channel that rings (text or voice) for people who must act; add one, or sign for mail alone "
                'with mail_alone = "signed by ..."'
            )
    if drafts:
        ends_well(document, drafts, key)
    return drafts


def ends_well(document: Table, drafts: list[Draft], key: str) -> None:
    """Note a ladder that runs out: no responder in it, or a last step that does not go on calling (law 4)."""
    last = drafts[-1]
    if all(each.roles for each in drafts) and not any(each.to_responders for each in drafts):
        document.note(f"no [[{key}]] tells anybody but the worker: name somebody who acts when they do not answer")
    elif last.roles and not last.to_responders:
        last.table.note("the last step tells the worker alone: the last one repeats, so it must tell people who act")
    if last.ask is Ask.KNOW:
        last.table.note("the last step only asks to know: the last one repeats until somebody acts")
    if last.to_responders and last.every is None and "every" not in last.table.values:
        last.every = LAST_STEP_EVERY
    if last.every is not None and last.every > LAST_STEP_EVERY:
        last.table.note("the last step is told again at least every 5 minutes until a person closes it: every = 5")
    first = drafts[0]
    if key == "emergency" and first.after:
        first.table.note("a call for help is answered at once: the first emergency step has after = 0")


def draft(table: Table, *, emergency: bool) -> Draft:
    """One step as far as it can be read, each problem noted."""
    table.only(STEP_KEYS, LATER_STEP_KEYS)
    table.required("role", "who is told")
    table.required("ask", "what they are asked to do")
    table.required("after", "how many minutes after the deadline" if not emergency else "minutes after the call")
    roles = table.words("role", Role)
    asks = table.words("ask", Ask)
    if len(asks) > 1:
        table.note("ask is one word: make a step for each thing that is asked")
    ask = asks[0] if len(asks) == 1 else None
    channels = table.words("channels", Channel) if "channels" in table.values else (Channel.MAIL,)
    choices(table)
    fits(table, roles, ask, emergency=emergency)
    return Draft(
        table=table,
        after=after(table, roles),
        roles=roles,
        ask=ask,
        channels=channels,
        every=table.minutes("every"),
        clause=table.text("clause"),
    )


def after(table: Table, roles: tuple[Role, ...]) -> timedelta | None:
    """How long after the deadline; only the worker may be told before it."""
    if table.values.get("after") == "then":
        table.note(cannot_act('after = "then"'))
        return None
    found = table.minutes("after", least=-24 * 60)
    if found is not None and found < timedelta(0) and roles and roles != (Role.WORKER,):
        table.note("only the worker may be told before the deadline; nobody else is late for anything yet")
    return found


def fits(table: Table, roles: tuple[Role, ...], ask: Ask | None, *, emergency: bool) -> None:
    """Note what is asked of the wrong person."""
    if Role.WORKER in roles and emergency:
        table.note("the worker stands in no emergency step: nothing on their telephone may show that help is coming")
    elif Role.WORKER in roles and len(roles) > 1:
        table.note("the worker is told in a step of their own: their message never names an alarm")
    elif roles == (Role.WORKER,) and ask not in (None, Ask.CHECK_IN):
        table.note(f"the worker is only ever asked to check in, not '{ask}': ask = \"check-in\"")
    elif roles and Role.WORKER not in roles and ask is Ask.CHECK_IN:
        table.note("only the worker can check in; ask the others to call-worker, for example")
    if ask in LATER_ASKS and roles != (Role.WORKER,):
        table.note(cannot_act(f'ask = "{ask}"'))


def choices(table: Table) -> None:
    """Note the choices of the full interface of which this version has only the first."""
    for kind in table.words("deadline", DeadlineKind):
        if kind is not DeadlineKind.VISIT_END:
            table.note(cannot_act(f'deadline = "{kind}"'))
    for key, only, others in (("on_no_answer", "wait", ("next",)), ("hours", "any", ("office", "out"))):
        choice = table.text(key)
        if choice in others:
            table.note(cannot_act(f'{key} = "{choice}"'))
        elif choice not in ("", only):
            table.note(f"{key} is one of {', '.join((only, *others))}, not '{choice}'")
