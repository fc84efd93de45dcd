"""A Brief -> the words of a text message: the one place in which they are made (laws 7, 15 and 16).

At most two segments each. To the worker nothing names alarm, police or escalation; to a responder nothing says where
the worker is or whom they visit: that stands in the mail that goes out beside the text.
"""

from __future__ import annotations

from calsync.domain.answering import (
    EXTENDED,
    HAND_OVER,
    KNOW,
    LIMITED,
    MARKED_DONE,
    NOT_TAKEN,
    PUT_BACK,
    STILL_CLOSED,
    STOOD_DOWN,
    UNCLEAR,
)
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.drill_wording import MARK, instead_by_text, marked_text
from calsync.domain.link_offer import by_text
from calsync.domain.looking_after import LOOKED_AFTER, line
from calsync.domain.model import AlarmKind, Ask, DeadlineKind
from calsync.domain.one_line import CONFIRMED
from calsync.domain.passing_on import ADVICE, AFTER, COMPLETED, GOING_HOME, INCIDENT, NOT_GONE_IN
from calsync.domain.short_text import SEGMENTS, ShortText, plain_letters, segments
from calsync.domain.standing_word import StandingWord
from calsync.domain.text_brief import LONGEST_NAME, Brief
from calsync.domain.worker_wording import marked_done, still_closed

ANSWER = "Reply OK, or 30 for more time, or CALL ME."
TAKE = "Reply 1 to take it."
_ASKED_BACK = {
    DeadlineKind.VISIT_END: ("you have left and are safe", "OK"),
    DeadlineKind.RETURN: ("you are back and safe", "BACK"),
    DeadlineKind.HOME_SAFE: ("you are home and safe", "HOME"),
    DeadlineKind.INTERVAL: ("all is well", "STILL HERE"),
}
"""An answer that was not clear is asked back as it was asked, and answered by the same word."""


def text_of(brief: Brief) -> ShortText:
    """The words of one text message."""
    text = _text_of(brief)
    return marked_text(text, brief.worker, to_worker=brief.to_worker) if brief.drill else text


def _text_of(brief: Brief) -> ShortText:
    if brief.to_worker and brief.ask is Ask.IS_IT_A_VISIT and len(brief.listed) > 1:
        return _several_questions(brief)
    if brief.before:
        return ShortText(_before(brief))
    if brief.step in AFTER:
        return ShortText(_after_to_worker(brief) if brief.to_worker else _after(brief))
    if brief.to_worker:
        return ShortText(by_text(_to_worker(brief), brief.link))
    return ShortText(by_text(_to_responder(brief), brief.link, spare=len(MARK) if brief.drill else 0))


# --- to the worker: calm, and answered by a word --------------------------------------------------------------


def _to_worker(brief: Brief) -> str:
    if brief.possible and brief.step == UNCLEAR:
        over = " OK if it was one and you are out and safe." if brief.over else ""
        return f"Your answer about your entry {brief.span} was not clear. Is it a visit? Reply YES or NO.{over}"
    if brief.ask is Ask.IS_IT_A_VISIT:
        return f"Your diary has an entry {brief.span} that may be a visit. Is it one? Reply YES or NO."
    if brief.step == DIARY_CHANGED:
        return (
            f"Your {'entry' if brief.possible else 'visit'} {brief.span} is no longer in your diary as it was. Not "
            f"going? Reply NOT GOING. Finished and safe? Reply OK. Or 30 for more time, or CALL ME. Until you answer, "
            f"your time stays at {brief.due}."
        )
    if brief.step == UNCLEAR:
        whether, word = _ASKED_BACK[brief.kind]
        return f"It was not clear from your answer whether {whether}. {_answer(word)}"
    if brief.step == LOOKED_AFTER:
        return f"{line(brief.named, brief.kind)} {_answer(_ASKED_BACK[brief.kind][1])}"
    if brief.step in CONFIRMED:
        answers = "LEFT when you are out, 30 for more time, NOT GOING if you do not go, or CALL ME."
        return f"You are watched until {brief.due}. {brief.watching} Reply {answers}"
    if brief.step == MARKED_DONE:
        return marked_done(brief.closed_at)
    if brief.step == PUT_BACK:
        is_ = "was" if brief.late else "is"
        return (
            f"Thank you. Your visit counts as not over, and your time {is_} {brief.due}. Have you left, and are you "
            f"safe? {ANSWER}"
        )
    if brief.step == STILL_CLOSED:
        return still_closed(brief.span)
    if brief.step == LIMITED:
        return (
            f"Your time can be moved to {brief.latest} at the latest; it is now {brief.due}. If you need longer, "
            "please ring your line manager."
        )
    if brief.ask is Ask.CONFIRM:
        return (
            "A visit in your diary lasts all day, so nobody knows when you are due back. Please give it a start and an "
            "end. Not going? Reply NOT GOING."
        )
    if not brief.step.isdigit():
        return f"There is something to read about your visit {brief.span}. Please look into your mail."
    if brief.late_entry:
        none = " NOT A VISIT if it is none." if brief.possible else ""
        return (
            f"{'An entry' if brief.possible else 'A visit'} {brief.span} was entered in your diary after it had ended. "
            f"Have you left, and are you safe? {ANSWER}{none}"
        )
    if brief.possible:
        return (
            f"Your entry {brief.span} may be a visit. If it is one: have you left, and are you safe? {ANSWER} NOT A "
            "VISIT if it is none."
        )
    return _asked(brief)


def _asked(brief: Brief) -> str:
    """The question of a ladder, by what its deadline stands for."""
    match brief.kind:
        case DeadlineKind.RETURN:
            return f"You were to be back by {brief.due}. Are you back, and are you safe? {_answer('BACK')}"
        case DeadlineKind.HOME_SAFE:
            return f"You were to be at home by {brief.due}. Are you home, and are you safe? {_answer('HOME')}"
        case DeadlineKind.INTERVAL:
            return f"Your visit is to last until {brief.end}. Is all well? {_answer('STILL HERE')}"
        case DeadlineKind.VISIT_END:
            was = "was" if brief.late else "is"
            return f"Your visit {was} to end at {brief.due}. Have you left, and are you safe? {ANSWER}"


def _answer(word: str) -> str:
    return ANSWER.replace("OK", word, 1)


def _several_questions(brief: Brief) -> ShortText:
    lines = "\n".join(f"{number}. {span}" for number, span in brief.listed)
    words = (
        f'Your diary has entries that may be visits:\n{lines}\nReply for each, such as "1 yes, 2 no", or YES or NO for '
        "all."
    )
    if segments(words) > SEGMENTS:
        return ShortText(
            f"Your diary has {len(brief.listed)} entries that may be visits. Please say of each in Outlook, by a "
            "category, whether it is one. Reply YES or NO for all."
        )
    return ShortText(words, listed=True)


def _after_to_worker(brief: Brief) -> str:
    details = " Your mail says what." if brief.mailed else " Please ring your line manager."
    if brief.step == INCIDENT:
        return f"Thank you for telling what happened on your visit {brief.span}. Something is due now.{details}"
    return f"Something is still due after your visit {brief.span}.{details}"


# --- before and after a visit ---------------------------------------------------------------------------------


def _before(brief: Brief) -> str:
    if brief.to_worker:
        details = "Your mail says what. " if brief.mailed else ""
        return f"Before your visit {brief.span}: something is still open. {details}Please ring your line manager."
    details = "Your mail says what. " if brief.mailed else ""
    open_ = f"Before a visit of {brief.worker}, {brief.span}: something is still open."
    if brief.word is not None:
        return f"{_first(brief.word)} {open_} {details}".strip()
    return f"{open_} {details}{_ring(brief)}"


def _after(brief: Brief) -> str:
    who, details = brief.worker, " Your mail says more." if brief.mailed else ""
    if brief.word is not None:
        return f"{_first(brief.word)} There is something to read about the visit of {who}, {brief.span}.{details}"
    match brief.step:
        case x if x == COMPLETED:
            return f"{who} is out of the visit {brief.span} and safe. There is nothing for you to do."
        case x if x == GOING_HOME:
            return f"{who} has finished for today and is going home. There is nothing for you to do."
        case x if x == NOT_GONE_IN:
            return f"{who} did not go in to the visit {brief.span}. They are safe. Please talk it over: {_ring(brief)}"
        case x if x == ADVICE:
            return f"{who} is out and safe, and asks for your advice about the visit {brief.span}. {_ring(brief)}"
        case x if x == INCIDENT:
            return f"Something happened on the visit of {who}, {brief.span}.{details} {_ring(brief)}"
    return f"Something is still due after an incident on the visit of {who}, {brief.span}.{details}"


# --- to responders: what happened, the one thing to do now, and where the rest stands --------------------------


def _to_responder(brief: Brief) -> str:
    who = brief.worker
    if brief.ask is Ask.IS_IT_A_VISIT:
        return _possibly(brief)
    if brief.step == STOOD_DOWN:
        what = "Settled" if brief.possible and brief.alarm is AlarmKind.SILENCE else "Stand down"
        return f"{what}: {who}. Closed at {brief.closed_at} by {brief.closer}. {_nothing_more(brief)}"
    if brief.closing:
        return f"Closed: {who}. {brief.closing}"
    if brief.which:
        return f"Which? You were told of several alarms, so nothing was done. Answer with the name, such as: 1 {who}."
    if brief.step == NOT_TAKEN:
        return f"Your answer about {who} did nothing. {_details(brief)}To take it, reply 1. To end it: close: and why."
    if brief.step == EXTENDED:
        nothing = _nothing_more(brief) if brief.word is not None else "There is nothing to do until then."
        return f"New time for {who}: {brief.due}. They have been in touch. {nothing}"
    if brief.step == KNOW:
        nothing = _nothing_more(brief) if brief.word is not None else "Nothing to do yet."
        return f"For you to know: {brief.owner} is looking for {who} and still has it. {nothing}"
    if not brief.step.isdigit() and brief.step != HAND_OVER:
        return f"There is something to read about {who}. Please look into your mail."
    if brief.word is not None:
        return _beside_a_word(brief, brief.word)
    parts = [_happened(brief), _act(brief)]
    if brief.more:
        parts.append(f"And {brief.more} more.")
    parts.append(_details(brief).strip())
    if brief.ask is not Ask.KNOW:
        parts.append(TAKE)
    return " ".join(part for part in parts if part)


def _beside_a_word(brief: Brief, word: StandingWord) -> str:
    """An alarm of somebody whose code word stands elsewhere: nobody rings, and it says so first."""
    owner = _letters(word.owner)
    parts = [
        _first(word),
        "" if word.open_question else f"{owner} has it: speak to them." if owner else "Nobody has it yet.",
        _besides(brief),
        "Not told yet: dial 999 yourself." if brief.ask.outside_body else "",
        _details(brief).strip(),
        TAKE if brief.ask is not Ask.KNOW else "",
    ]
    return " ".join(part for part in parts if part)


def _first(word: StandingWord) -> str:
    """The code word that stands, and that nobody is rung."""
    if word.open_question:
        who = _letters(word.worker)
        return f"A code word was given at {word.given}, perhaps by {who}: do NOT ring them before that is settled."
    gave = f"{_letters(word.worker)} gave the code word at {word.given}:"
    if word.colleague:
        return f"{gave} they may be held. Ring NEITHER them nor {_letters(word.colleague)}."
    return f"{gave} they may be held. Do NOT ring them."


def _besides(brief: Brief) -> str:
    """What happened beside the code word, in few letters."""
    if brief.alarm is AlarmKind.HELP:
        return f"They asked for help at {brief.since}."
    return f"No word either of what was due {brief.due}."


def _nothing_more(brief: Brief) -> str:
    if brief.word is None:
        return "There is nothing more to do."
    if brief.word.open_question:
        return _first(brief.word)
    if brief.word.colleague:
        who = _letters(brief.word.worker)
        return f"But the code word of {who}, with them on that visit, stands: both may be held. Ring NEITHER."
    return f"But their code word of {brief.word.given} stands: they may be held. Do NOT ring them."


def _letters(name: str) -> str:
    """A name in letters that a text has; empty where there is none."""
    plain = plain_letters(name)[:LONGEST_NAME].strip()
    return plain if not name or any(letter.isalpha() for letter in plain) else "a colleague"


def _possibly(brief: Brief) -> str:
    if brief.word is not None:
        entry = f"{brief.worker} has an entry {brief.span} that may be a visit."
        return f"{_first(brief.word)} {entry} {_details(brief)}".strip()
    if brief.unbelieved:
        return (
            f"About an entry of {brief.worker}, {brief.span}: do not ring them before you know of the other alarm. "
            f"{_details(brief)}"
        ).strip()
    return (
        f"{brief.worker} has an entry {brief.span} that may be a visit, and has not answered. Please ask them. "
        f"{_ring(brief)} {_details(brief)}"
    ).strip()


def _happened(brief: Brief) -> str:
    who, has = brief.worker, "have" if brief.several else "has"
    first = "For you to know: " if brief.ask is Ask.KNOW else ""
    if brief.alarm is AlarmKind.DURESS:
        return f"{first}{who} gave the code word: they may be held. Do NOT ring them."
    if brief.alarm is AlarmKind.HELP:
        return f"{first}{who} asked for help at {brief.since}."
    match brief.kind:
        case DeadlineKind.RETURN:
            return f"{first}{who} {has} not said they are back, due {brief.due}."
        case DeadlineKind.HOME_SAFE:
            return f"{first}{who} {has} not said they are home, due {brief.due}."
        case DeadlineKind.INTERVAL:
            return f"{first}{who} is on a visit until {brief.end} and has not answered since {brief.due}."
        case DeadlineKind.VISIT_END:
            return f"{first}{who} {has} not said they are safe, due {brief.due}."


def _act(brief: Brief) -> str:
    if brief.ask is Ask.KNOW:
        return "There is nothing for you to do."
    if brief.drill and (instead := instead_by_text(brief.ask)):
        return instead
    if brief.outside:
        return f"The emergency services were told. {_ring(brief)}"
    duress = brief.alarm is AlarmKind.DURESS
    match brief.ask:
        case Ask.CALL_WORKER:
            return "" if duress else f"{_ring(brief, now=True)}"
        case Ask.CALL_HOUSEHOLD:
            return "Please ring the household."
        case Ask.CALL_HOME:
            return "Please ring their home, and ask only whether they are there."
        case Ask.TAKE_OVER:
            return "Please take over." if duress else f"Please take over. {_ring(brief)}"
        case Ask.GO_AND_LOOK:
            return "Please have two people go and look. Nobody goes alone."
        case Ask.INFORM_EMERGENCY_SERVICES | Ask.CALL_POLICE:
            return "Dial 999 yourself." if duress else f"{_ring(brief, now=True)} No answer: dial 999 yourself."
    return "Please act now."


def _ring(brief: Brief, *, now: bool = False) -> str:
    if not brief.phone:
        return "No number of theirs is known."
    return f"Ring {'them' if brief.several else brief.worker}{' now' if now else ''}: {brief.phone}."


def _details(brief: Brief) -> str:
    return "Details are in your mail. " if brief.mailed else ""
