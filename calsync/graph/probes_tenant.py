"""What is asked of sign-in, directory, settings and the service mailbox; the draft alone is written, and deleted."""

from __future__ import annotations

import uuid
from datetime import UTC
from email.utils import parsedate_to_datetime

from calsync.clocks import MAY_DIFFER
from calsync.errors import SourceError
from calsync.graph.asking import Asking, WaitTooLong
from calsync.graph.claims import claims_of
from calsync.graph.probes_diary import IMMUTABLE, VIEW, window
from calsync.graph.probing import Finding, Probe, found, still_open

_USER = "users/{}"
_ONLY_ID = {"$select": "id"}
_STEPS_UP = 4
_SUBJECT = "calsync probe: this draft can be deleted"
_MESSAGE = "users/{}/messages/{}"
_BY_HAND = f"If a draft '{_SUBJECT}' is left in the service mailbox, delete it by hand."
_IDS = {"$select": "id,internetMessageId,conversationId"}


async def _token(asking: Asking) -> Finding:
    probe_run = asking.probe_run
    if not probe_run.token:
        await asking.get(_USER, probe_run.graph.settings.service_mailbox, query=_ONLY_ID)
    claims = claims_of(probe_run.token)
    if claims is None:
        return still_open("The token is opaque: what it holds can't be seen.")
    kind = "an app's own" if claims.get("idtyp") == "app" or "scp" not in claims else "one on behalf of a person"
    roles = claims.get("roles")
    if not isinstance(roles, list) or not roles:
        return found(
            f"The token is {kind}, and names no permission: those in force come from Exchange (RBAC for Applications)."
        )
    names = sorted(probe_run.redactor.permission(role) for role in roles)
    return found(f"The token is {kind}, and names {len(names)} permissions: {', '.join(names)}.")


async def _clock(asking: Asking) -> Finding:
    probe_run = asking.probe_run
    before = probe_run.now()
    reply = await asking.get(_USER, probe_run.graph.settings.service_mailbox, query=_ONLY_ID)
    after = probe_run.now()
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return still_open("The answer has no Date that can be read.")
    off = ((theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)) - (before + (after - before) / 2)).total_seconds()
    # The header has whole seconds, so the mean of what it leaves out is half a second.
    seconds = round(off + 0.5)
    allowed = MAY_DIFFER.total_seconds()
    if abs(seconds) <= 1:
        return found("The Date header and this machine's clock agree to within a second.")
    way = "ahead of" if seconds > 0 else "behind"
    fix = "" if abs(seconds) <= allowed else f" More than {allowed:.0f} seconds are too many: set the clock by NTP."
    return found(f"The Date header is {abs(seconds)} seconds {way} this machine's clock.{fix}")


async def _double_slash(asking: Asking) -> Finding:
    who = asking.probe_run.graph.settings.service_mailbox
    single = await asking.get(_USER, who, query=_ONLY_ID)
    double = await asking.get(f"/{_USER}", who, query=_ONLY_ID)
    if double.said == single.said:
        return found(f"It is tolerated: both are answered {double.said}.")
    return found(f"It is not tolerated: {double.said}, where one slash gives {single.said}.")


async def _person_not_found(asking: Asking) -> Finding:
    nobody = str(uuid.uuid4())
    person = await asking.get(_USER, nobody, query=_ONLY_ID)
    diary = await asking.get(VIEW, nobody, query=window(asking, select="id", top="1"))
    if person.ok or diary.ok:
        return still_open(f"An id made up at random was answered: {person.said}, its diary {diary.said}.")
    return found(f"A person who is not there: {person.said}. Their diary: {diary.said}.")


async def _manager(asking: Asking) -> Finding:
    who, kinds = asking.probe_run.someone, list[str]()
    for _ in range(_STEPS_UP):
        reply = await asking.get(f"{_USER}/manager", who, query=_ONLY_ID)
        up = reply.row.get("id")
        if not isinstance(up, str):
            if reply.ok:
                return still_open("A manager came without an id.")
            chain = ", then ".join(kinds)
            above = f"Above somebody came {chain}, and at the end" if kinds else "Without a manager came"
            return found(f"{above}: {reply.said}.")
        kinds.append(asking.probe_run.redactor.text(str(reply.row.get("@odata.type", "")), "@odata.type") or "no type")
        who = up
    return still_open(f"Above somebody came {', then '.join(kinds)}, and no end was met.")


async def _mailbox_settings(asking: Asking) -> Finding:
    reply = await asking.get(f"{_USER}/mailboxSettings", asking.probe_run.someone)
    if not reply.ok:
        return found(f"They can't be read: {reply.said}. calsync then takes the ordinary working hours.")
    redactor, row = asking.probe_run.redactor, reply.row
    replies = row.get("automaticRepliesSetting")
    status = str(replies.get("status", "")) if isinstance(replies, dict) else ""
    zone = redactor.text(str(row.get("timeZone", "")), "timeZone") or "not given"
    hours = "given" if row.get("workingHours") else "not given"
    told = redactor.text(status, "status") or "not given"
    return found(f"They can be read: time zone {zone}, working hours {hours}, automatic replies {told}.")


async def _members(asking: Asking) -> Finding:
    group = asking.probe_run.graph.settings.group
    if not group:
        return still_open("No group is configured.")
    path = "groups/{}/transitiveMembers/microsoft.graph.user"
    query = {"$select": "id", "$expand": "manager($select=id)", "$top": "5"}
    plain = await asking.get(path, group, query=query)
    eventual = await asking.get(path, group, query=query | {"$count": "true"}, headers={"ConsistencyLevel": "eventual"})
    told = []
    for how, reply in (("Plain", plain), ("with ConsistencyLevel: eventual and $count", eventual)):
        given = sum("manager" in row for row in reply.rows)
        told.append(f"{how}: {f'{given} of {len(reply.rows)} rows have a manager' if reply.ok else reply.said}")
    return found(f"{'; '.join(told)}.")


async def _out_of_scope(asking: Asking) -> Finding:
    mailbox = asking.probe_run.out_of_scope
    reply = await asking.get(VIEW, mailbox, query=window(asking, select="id", top="1"))
    if reply.ok:
        return found(
            "The app CAN open it: its scope does not hold. Look for a consent to Calendars.Read in Entra beside the "
            "scoped role in Exchange, and take it away."
        )
    if reply.status == 403:
        return found(f"It can't: {reply.said}. The scope holds.")
    return still_open(f"It answered {reply.said}, which says nothing about the scope: name a mailbox that is there.")


async def _draft(asking: Asking) -> Finding:
    mailbox = asking.probe_run.graph.settings.service_mailbox
    # No recipient: even somebody who finds it can't send it by mistake.
    body = {"subject": _SUBJECT, "body": {"contentType": "text", "content": _SUBJECT}}
    try:
        made = await asking.post("users/{}/messages", mailbox, body=body, prefer=IMMUTABLE)
    except SourceError as error:
        return still_open(f"{error} {_BY_HAND}")
    draft = made.row.get("id")
    if not isinstance(draft, str):
        return still_open(f"No draft was made: {made.said}.{f' {_BY_HAND}' if made.ok else ''}")
    try:
        read = await asking.get(_MESSAGE, mailbox, draft, query=_IDS, prefer=IMMUTABLE)
    finally:
        left = await _deleted(asking, mailbox, draft)
    if left:
        return still_open(left)
    kept = all(made.row.get(name) and made.row.get(name) == read.row.get(name) for name in _IDS["$select"].split(","))
    told = "has" if made.row.get("internetMessageId") and made.row.get("conversationId") else "lacks"
    words = (
        f"A draft {told} internetMessageId and conversationId when it is made; read again by its immutable id, its ids "
        f"are {'the same' if kept else 'not the same'}."
    )
    after = await asking.get(_MESSAGE, mailbox, draft, query=_IDS, prefer=IMMUTABLE)
    if not after.ok:
        return found(f"{words} Deleted once, it is {after.said}.")
    again = await asking.delete(_MESSAGE, mailbox, draft)
    return found(f"{words} Deleted once, it is still found by its id (in Deleted Items); deleted again: {again.said}.")


async def _deleted(asking: Asking, mailbox: str, draft: str) -> str:
    """Empty when the draft that was just made is deleted, else what is to be done about it."""
    try:
        reply = await asking.delete(_MESSAGE, mailbox, draft)
    except (SourceError, WaitTooLong):
        return _BY_HAND
    return "" if reply.ok else f"The draft was not deleted: {reply.said}. {_BY_HAND}"


OUT_OF_SCOPE = Probe(
    name="out-of-scope",
    asks="Can the app open a mailbox outside its scope (--out-of-scope)?",
    most=1,
    ask=_out_of_scope,
)
DRAFT = Probe(
    name="draft",
    asks="Has a draft its ids at once, and do they stay (--write: made in the service mailbox and deleted again)?",
    most=5,
    ask=_draft,
    writes=True,
)
PROBES = (
    Probe(name="token", asks="Whose is the token, and which permissions does it name?", most=1, ask=_token),
    Probe(name="clock", asks="Does Microsoft's clock agree with this machine's?", most=1, ask=_clock),
    Probe(name="double-slash", asks="Is /v1.0//users tolerated?", most=2, ask=_double_slash),
    Probe(name="person-not-found", asks="How is a person refused who is not there?", most=2, ask=_person_not_found),
    Probe(
        name="manager",
        asks="What comes as a manager, and what when there is none?",
        most=_STEPS_UP,
        ask=_manager,
        on_diaries=True,
    ),
    Probe(
        name="mailbox-settings",
        asks="Can a mailbox's time zone, hours and automatic replies be read?",
        most=1,
        ask=_mailbox_settings,
        on_diaries=True,
    ),
    Probe(
        name="members",
        asks="Does $expand=manager work on the members of the group, cast to users?",
        most=2,
        ask=_members,
    ),
)
