"""A responder's record of more time, "spoke to Sam, she stays until 15:00" -> the deadline is to move (law 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from calsync.domain.deadlines import extended_by_word, latest
from calsync.domain.model import Answer, AnswerKind, Deadline
from calsync.engine.core import Core
from calsync.engine.mail_text import names_of
from calsync.parsers.goes_on import says_goes_on
from calsync.parsers.responder_reply import DOUBT
from calsync.parsers.stays import read_stays

_HOW = "Do they stay longer, write whom you spoke to and until when: spoke to them, they stay until 15:00."


def more_time_of(core: Core, answer: Answer, text: str, deadline: Deadline | None) -> Answer:
    """An unclear answer to an alarm, as the record of more time that it is; else as it was, with what to write.

    Of help and a code word nothing is put off; nor beyond the bound, which whoever wrote it is told. Who closes an
    alarm because "she goes on until 14:30" records that too: it is watched until then, where it can be.
    """
    closing = answer.kind is AnswerKind.CLOSE
    if not (closing or answer.kind is AnswerKind.UNCLEAR) or deadline is None or not deadline.is_open:
        return answer
    with core.store.transaction() as tx:
        worker = tx.people().get(deadline.worker)
    names = names_of(worker) if worker is not None else ()
    said = answer.reason if closing else text
    stays = read_stays(said, worker=names, sent=answer.sent, zone=core.zone, closing=closing)
    if stays is None and closing:
        return answer
    if stays is None:
        how = _HOW if says_goes_on(text) and DOUBT not in answer.reason else ""
        return replace(answer, reason=f"{answer.reason} {how}".strip())
    more = replace(answer, kind=AnswerKind.EXTEND, reason="", minutes=stays.minutes, until=stays.until)
    wished = stays.until or max(deadline.due, answer.sent) + timedelta(minutes=stays.minutes or 0)
    if extended_by_word(deadline, wished, core.clock.now()) != deadline:
        return more
    if closing:
        return answer  # what closing it leaves unwatched is told in reply
    until = latest(deadline).astimezone(ZoneInfo(core.zone))
    return replace(answer, reason=f"Their time can't be moved: it is bounded at {until:%H:%M}. The alarm goes on.")
