"""What is asked of diaries: which can be read, and how Exchange writes what calsync rests on. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from calsync.graph.asking import Asking, Query
from calsync.graph.exchange import Diary, Reply, Row
from calsync.graph.probing import Finding, Probe, found, still_open

VIEW = "users/{}/calendarView"
EVENT = "users/{}/events/{}"
IMMUTABLE = 'IdType="ImmutableId"'
BACK, AHEAD = timedelta(days=30), timedelta(days=60)
MAILBOXES = 8
"""How many diaries are looked at; as many as requests are tried at once."""
_PRIVATE_TRIES = 3
_FAR_ZONE = "Tokyo Standard Time"


def window(asking: Asking, **options: str) -> Query:
    """The query of a calendarView over the days that are looked at; `select` and `top` without their dollar sign."""
    at = asking.probe_run.now()
    dates: dict[str, str | datetime] = {"startDateTime": at - BACK, "endDateTime": at + AHEAD}
    return dates | {f"${name}": value for name, value in options.items()}


def on_diary(
    ask: Callable[[Asking, Diary], Awaitable[Finding]], *, empty: bool = False
) -> Callable[[Asking], Awaitable[Finding]]:
    """A probe of the fullest diary; its question stays open when there is none with an entry, or (`empty`) none."""

    async def asked(asking: Asking) -> Finding:
        diaries = asking.probe_run.diaries
        if not diaries:
            return still_open("No diary could be read.")
        if not (diaries[0].rows or empty):
            return still_open(
                f"None of the diaries that were looked at has an entry from {BACK.days} days ago to {AHEAD.days} days "
                "ahead: name one that has with --mailbox."
            )
        return await ask(asking, diaries[0])

    return asked


async def _diaries(asking: Asking) -> Finding:
    probe_run, lost = asking.probe_run, ""
    wanted = list(probe_run.mailboxes)
    group = probe_run.graph.settings.group
    if not wanted and group:
        path = "groups/{}/transitiveMembers/microsoft.graph.user"
        reply = await asking.get(path, group, query={"$select": "id", "$top": "25"})
        wanted = [row["id"] for row in reply.rows if isinstance(row.get("id"), str)]
        lost = "" if reply.ok else f" The members of the group can't be read ({reply.said}): name some with --mailbox."
    wanted = wanted or [probe_run.graph.settings.service_mailbox]
    refused: Counter[str] = Counter()
    query = window(asking, select="id,type,isAllDay,sensitivity", top="250")
    for mailbox in wanted[:MAILBOXES]:
        reply = await asking.get(VIEW, mailbox, query=query, prefer=IMMUTABLE)
        if reply.ok:
            probe_run.diaries.append(Diary(worker=mailbox, rows=tuple(row for row in reply.rows if _id(row))))
        else:
            refused[reply.said] += 1
    probe_run.diaries.sort(key=lambda diary: -len(diary.rows))
    rows = [row for diary in probe_run.diaries for row in diary.rows]
    words = (
        f"{len(probe_run.diaries)} of {len(wanted[:MAILBOXES])} diaries can be read. They hold {len(rows)} entries, "
        f"{sum(row.get('isAllDay') is True for row in rows)} of them all day and "
        f"{sum(row.get('sensitivity') == 'private' for row in rows)} private."
    )
    words += "".join(f" {count} answered {said}." for said, count in refused.items()) + lost
    return found(words) if probe_run.diaries else still_open(words)


async def _select_created(asking: Asking, diary: Diary) -> Finding:
    reply = await asking.get(VIEW, diary.worker, query=window(asking, select="id,createdDateTime", top="5"))
    if not reply.ok:
        return found(f"It is refused: {reply.said}. Microsoft says: {reply.message or 'nothing'}")
    given = sum("createdDateTime" in row for row in reply.rows)
    if not reply.rows:
        return still_open("It is not refused, but no row came to show whether it is obeyed.")
    return found(f"It is not refused, and {given} of {len(reply.rows)} rows have it.")


async def _item_not_found(asking: Asking, diary: Diary) -> Finding:
    own = _id(diary.rows[0])
    # The last letters of the key in the other case: it still is the id of an entry, of one that does not exist.
    altered = own[:-14] + own[-14:-6].swapcase() + own[-6:]
    gone = await asking.get(EVENT, diary.worker, altered, query={"$select": "id"}, prefer=IMMUTABLE)
    odd = await asking.get(EVENT, diary.worker, "AAAA", query={"$select": "id"}, prefer=IMMUTABLE)
    words = f"An id with letters in another case: {gone.said}. An id that is none: {odd.said}."
    if gone.ok:
        return found(f"{words} So ids are not case-sensitive, against Microsoft's page.")
    return found(f"{words} calsync takes 404 ErrorItemNotFound alone for gone.")


async def _private(asking: Asking) -> Finding:
    entries = [
        (diary.worker, _id(row))
        for diary in asking.probe_run.diaries
        for row in diary.rows
        if row.get("sensitivity") == "private"
    ]
    if not entries:
        return still_open(
            "No diary that was looked at has a private entry: have somebody mark one of theirs as private, with a "
            "subject and a location, and run this again with --mailbox."
        )
    for worker, entry in entries[:_PRIVATE_TRIES]:
        query = {"$select": "id,sensitivity,subject,location"}
        row = (await asking.get(EVENT, worker, entry, query=query, prefer=IMMUTABLE)).row
        place = row.get("location")
        has_place = isinstance(place, dict) and bool(place.get("displayName"))
        if row.get("subject"):
            there = "and its location" if has_place else "and no location, which may not have been filled in"
            return found(f"The app is given the subject of a private entry {there}.")
    return still_open("The private entries that were asked for came without a subject: hidden, or never filled in.")


async def _prefer(asking: Asking, diary: Diary) -> Finding:
    wishes = f'{IMMUTABLE}, outlook.timezone="{_FAR_ZONE}", odata.maxpagesize=2'
    query = window(asking, select="id,start")
    plain = await asking.get(VIEW, diary.worker, query=query)
    wished = await asking.get(VIEW, diary.worker, query=query, prefer=wishes)
    if not (plain.rows and wished.rows):
        return still_open(f"No rows came to compare: {plain.said} without wishes, {wished.said} with them.")
    first = wished.rows[0].get("start")
    told = [
        _word("the zone", isinstance(first, dict) and first.get("timeZone") == _FAR_ZONE),
        _word("another form of id", _id(wished.rows[0]) not in {_id(row) for row in plain.rows}),
    ]
    if len(plain.rows) > 2:
        told.append(_word("the size of a page", len(wished.rows) <= 2))
    applied = asking.probe_run.redactor.wishes(wished.headers.get("preference-applied", ""))
    header = f"Preference-Applied says: {applied}." if wished.headers.get("preference-applied") else (
        "There is no Preference-Applied."
    )  # fmt: skip
    return found(f"In one header with commas: {', '.join(told)}. {header}")


async def _immutable_ids(asking: Asking, diary: Diary) -> Finding:
    listed = await asking.get(VIEW, diary.worker, query=window(asking, select="id", top="1"), prefer=IMMUTABLE)
    if not listed.rows:
        return still_open(f"The list came without a row: {listed.said}.")
    own = _id(listed.rows[0])
    again = await asking.get(EVENT, diary.worker, own, query={"$select": "id"}, prefer=IMMUTABLE)
    moving = await asking.get(EVENT, diary.worker, own, query={"$select": "id"})
    if not again.ok:
        return found(f"The id that the list gives is refused: {again.said}.")
    same, other = _id(again.row), _id(moving.row)
    words = "are the same" if same == own else "differ in case" if same.lower() == own.lower() else "differ"
    without = f"is refused ({moving.said})" if not moving.ok else (
        "gives the same id" if other == own else "takes it and gives an id of the other form"
    )  # fmt: skip
    return found(f"The list's id and the get's id {words}. A get without the wish {without}.")


async def _paging(asking: Asking, diary: Diary) -> Finding:
    plain = await asking.get(VIEW, diary.worker, query=window(asking, select="id"))
    most = await asking.get(VIEW, diary.worker, query=window(asking, select="id", top="1000"))
    over = await asking.get(VIEW, diary.worker, query=window(asking, select="id", top="1001"))
    bounds = f"$top=1000: {_taken(most)}. $top=1001: {_taken(over)}."
    if isinstance(plain.body, dict) and "@odata.nextLink" in plain.body:
        return found(f"Without $top a page has {len(plain.rows)} rows. {bounds}")
    return still_open(
        f"Without $top all {len(plain.rows)} entries came on one page: name a mailbox with more of them by --mailbox "
        f"to see the size of a page. {bounds}"
    )


async def _all_day(asking: Asking) -> Finding:
    entries = [
        (diary.worker, _id(row)) for diary in asking.probe_run.diaries for row in diary.rows if row.get("isAllDay")
    ]
    if not entries:
        return still_open("No diary that was looked at has an all-day entry: name one that has with --mailbox.")
    worker, entry = entries[0]
    told = []
    for zone in ("UTC", "GMT Standard Time", _FAR_ZONE):
        wish = f'{IMMUTABLE}, outlook.timezone="{zone}"'
        reply = await asking.get(EVENT, worker, entry, query={"$select": "id,isAllDay,start,end"}, prefer=wish)
        start = reply.row.get("start")
        clock = str(start.get("dateTime", "")) if isinstance(start, dict) else ""
        if not clock:
            return still_open(f"The entry came without a start: {reply.said}.")
        told.append((zone, "midnight" if "T00:00:00" in clock else "another hour"))
    words = "; ".join(f"in {zone} it begins at {hour}" for zone, hour in told)
    floats = all(hour == "midnight" for _, hour in told)
    return found(f"Asked {words}. {'Midnight floats.' if floats else 'Midnight does not float.'}")


async def _year_1(asking: Asking, diary: Diary) -> Finding:
    query = window(asking, select="id,responseStatus,attendees", top="50")
    reply = await asking.get(VIEW, diary.worker, query=query)
    responses = [row.get("responseStatus") for row in reply.rows]
    guests = [guest for row in reply.rows for guest in row.get("attendees") or () if isinstance(guest, dict)]
    responses += [guest.get("status") for guest in guests]
    times = [str(each.get("time")) for each in responses if isinstance(each, dict)]
    first = [text for text in times if text.startswith("0001-01-01T00:00:00")]
    if first:
        written = asking.probe_run.redactor.text(first[0])
        return found(f"{len(first)} of {len(times)} responses have the time {written}.")
    if not times:
        return still_open(f"No response came to look at: {reply.said}.")
    return still_open(f"None of {len(times)} responses has a time in year 1: it is not seen in this diary.")


def _id(row: Row) -> str:
    found_ = row.get("id")
    return found_ if isinstance(found_, str) else ""


def _word(what: str, obeyed: bool) -> str:
    return f"{what} is {'obeyed' if obeyed else 'not obeyed'}"


def _taken(reply: Reply) -> str:
    return "taken" if reply.ok else reply.said


DIARIES = Probe(
    name="diaries",
    asks="Which diaries can the app read, and what do they hold for the other questions?",
    most=1 + MAILBOXES,
    ask=_diaries,
)
PROBES = (
    Probe(
        name="select-created",
        asks="Is createdDateTime in $select refused on a calendarView, and in which words?",
        most=1,
        ask=on_diary(_select_created, empty=True),
        on_diaries=True,
    ),
    Probe(
        name="item-not-found",
        asks="How is an entry refused that is not there?",
        most=2,
        ask=on_diary(_item_not_found),
        on_diaries=True,
    ),
    Probe(
        name="private",
        asks="Is the app given subject and location of a private entry?",
        most=_PRIVATE_TRIES,
        ask=_private,
        on_diaries=True,
    ),
    Probe(
        name="prefer",
        asks="Are several wishes in one Prefer header, joined by commas, all obeyed?",
        most=2,
        ask=on_diary(_prefer),
        on_diaries=True,
    ),
    Probe(
        name="immutable-ids",
        asks="Is an immutable id the same in a list and by itself, letter for letter?",
        most=3,
        ask=on_diary(_immutable_ids),
        on_diaries=True,
    ),
    Probe(
        name="paging",
        asks="How many rows has a page when nothing is said, and how many may be asked for?",
        most=3,
        ask=on_diary(_paging),
        on_diaries=True,
    ),
    Probe(
        name="all-day",
        asks="Does an all-day entry begin at midnight in whichever zone is asked for?",
        most=3,
        ask=_all_day,
        on_diaries=True,
    ),
    Probe(
        name="year-1",
        asks="Which time has a response that was never given?",
        most=1,
        ask=on_diary(_year_1),
        on_diaries=True,
    ),
)
