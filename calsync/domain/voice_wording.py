"""A Brief -> what is said on the telephone: the one place in which it is made (laws 7, 15 and 16).

As with texts there is no place in it and nobody who is visited. To the worker nothing names alarm, police or
escalation, whichever key they press: the same sentence follows. Whoever answers a call may be an answering machine.
"""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.drill_wording import instead_of, marked_call
from calsync.domain.model import AlarmKind, Ask, DeadlineKind
from calsync.domain.spoken import Spoken, aloud
from calsync.domain.standing_word import StandingWord
from calsync.domain.text_brief import Brief, OwnNumber

GREETING = "This is calsync, about your visit."
ALARM = "This is calsync, with an alarm about a colleague."
THANKS = Spoken(words="Thank you. Goodbye.")
"""After every key of a worker: who stands beside them learns nothing from it (law 7)."""
NOTHING_LEFT = Spoken(words="This is calsync. There is nothing to answer any more. Goodbye.")
SETTLED = Spoken(words="This is calsync. What we rang you about is settled. There is nothing more to do. Goodbye.")
HEARD = Spoken(words="Thank you. Goodbye.")
STRANGER = Spoken(
    words="This is calsync. This number is not known to calsync. Please ring your manager. In danger, ring 9 9 9. "
    "Goodbye."
)
NOBODY_THERE = Spoken(
    words="Nobody could be reached just now. Please ring your line manager. In danger, ring 9 9 9. Goodbye."
)
NOT_NOW = Spoken(
    words="This is calsync. This can't be taken just now. Please ring your line manager. In danger, ring 9 9 9. "
    "Goodbye."
)
NO_CALLS_FOR_YOU = Spoken(words="This is calsync. There is nobody whom you look after. In danger, ring 9 9 9. Goodbye.")
MOST_NAMES, SOMEBODY_ELSE = 8, "9"
_AGAIN = "To hear this again, press 2."


def question(brief: Brief) -> Spoken:
    """What is asked of a worker. Of several entries it is asked by their next channel, where they can be told apart."""
    return _marked(brief, _question(brief))


def _marked(brief: Brief, spoken: Spoken) -> Spoken:
    return marked_call(spoken) if brief.drill else spoken


def _question(brief: Brief) -> Spoken:
    if brief.ask is Ask.IS_IT_A_VISIT and len(brief.listed) > 1:
        words = f"Your diary has {len(brief.listed)} entries that may be visits. Please look into your messages."
        return Spoken(words=f"{GREETING} {words} If you need help, press 0.", keys="0")
    if brief.ask is Ask.IS_IT_A_VISIT:
        words = f"Your diary has an entry, {_span(brief)}, that may be a visit. If it is one, press 1. If not, press 2."
        return Spoken(words=f"This is calsync. {words} If you need help, press 0.", keys="120")
    asked, safe = _asked(brief)
    return Spoken(words=f"{GREETING} {asked} {_keys(safe)}", keys="120")


def _asked(brief: Brief) -> tuple[str, str]:
    """The question, and what the first key says."""
    left = "If you have left and are safe"
    if brief.late_entry:
        return f"A visit, {_span(brief)}, was entered in your diary after it had ended.", left
    if brief.possible:
        return f"Your entry, {_span(brief)}, may be a visit.", left
    match brief.kind:
        case DeadlineKind.RETURN:
            return f"You were to be back by {brief.due}.", "If you are back and safe"
        case DeadlineKind.HOME_SAFE:
            return f"You were to be at home by {brief.due}.", "If you are at home and safe"
        case DeadlineKind.INTERVAL:
            return f"Your visit is to last until {brief.end}.", "If all is well"
        case DeadlineKind.VISIT_END:
            return f"Your visit {'was' if brief.late else 'is'} to end at {brief.due}.", left


def _keys(safe: str) -> str:
    return f"{safe}, press 1. For 30 more minutes, press 2. If you need help, press 0."


def type_pin(times: int) -> Spoken:
    """What is asked of a worker whose "safe" needs their PIN; how often it was asked for."""
    first = "That was not your PIN. " if times > 1 else ""
    return Spoken(words=f"{first}Please type your PIN, then press hash.", keys="0123456789", typed=times)


def _span(brief: Brief) -> str:
    return f"{brief.start} to {brief.end}"


def alarm(brief: Brief) -> Spoken:
    """What a responder is told, and asked."""
    return _marked(brief, _alarm(brief))


def _alarm(brief: Brief) -> Spoken:
    if brief.ask is Ask.IS_IT_A_VISIT:
        said = f"{brief.worker} has an entry, {_span(brief)}, that may be a visit, and has not answered."
        act = _word(brief.word) if brief.word is not None else _to_do(brief)
        return Spoken(words=f"This is calsync. {said} {act} If you heard this, press 1. {_AGAIN}", keys="12")
    if brief.word is not None:
        return _beside_a_word(brief, brief.word)
    more = f"There {'is' if brief.more == 1 else 'are'} {brief.more} more." if brief.more else ""
    if brief.ask is Ask.KNOW:
        last = f"There is nothing for you to do. If you heard this, press 1. {_AGAIN}"
        return Spoken(words=_joined("This is calsync. For you to know.", _happened(brief), more, last), keys="12")
    if brief.alarm is AlarmKind.DURESS:
        last = f"Do not ring them. To take it, press 1. {_AGAIN}"
        return Spoken(words=_joined(ALARM, _happened(brief), more, last), keys="123")
    last = f"To take it, press 1. {_AGAIN} If they gave you the code word, press 3."
    return Spoken(words=_joined(ALARM, _happened(brief), more, last), keys="123")


def _beside_a_word(brief: Brief, word: StandingWord) -> Spoken:
    """An alarm of somebody whose code word stands elsewhere, or that of who is on one visit with them."""
    more = f"There {'is' if brief.more == 1 else 'are'} {brief.more} more." if brief.more else ""
    if brief.ask is Ask.KNOW:
        return Spoken(words=_joined(ALARM, _word(word), more, f"If you heard this, press 1. {_AGAIN}"), keys="12")
    last = f"To take it, press 1. {_AGAIN}"
    return Spoken(words=_joined(ALARM, _word(word), _happened(brief), more, last), keys="123")


def _word(word: StandingWord) -> str:
    """The code word that stands, and that nobody is rung."""
    if word.open_question:
        maybe = f"A code word was given at {word.given}, and it may be that of {word.worker}."
        return f"{maybe} Do not ring them before that is settled. {word.dealing}."
    ring = "Do not ring them."
    if word.colleague:
        ring = f"{word.colleague} is on that visit with them. Ring neither of them."
    return f"{word.worker} gave the code word at {word.given}. They may be held. {ring} {word.dealing}."


def taken(brief: Brief) -> Spoken:
    """What is said once a responder has taken it: what to do, with the number, slowly and twice."""
    return _marked(brief, _taken(brief))


def _taken(brief: Brief) -> Spoken:
    first = "You have it."
    if brief.word is not None:
        speak = f"Speak to {brief.word.owner}." if brief.word.owner else "Take that alarm as well."
        speak = "Speak to them now." if brief.word.open_question else speak
        dial = "Was 9 9 9 not told yet: dial it yourself." if brief.ask.outside_body else ""
        return Spoken(words=_joined(first, _word(brief.word), speak, dial, _mail(brief), _AGAIN), keys="23")
    if brief.alarm is AlarmKind.DURESS:
        return Spoken(words=_joined(first, _to_do(brief), _mail(brief), _AGAIN), keys="23")
    last = f"{_AGAIN} If they give you the code word, press 3."
    return Spoken(words=_joined(first, _to_do(brief), _mail(brief), last), keys="23")


def not_taken(brief: Brief) -> Spoken:
    """The same where it could not be taken."""
    return _marked(brief, _not_taken(brief))


def _not_taken(brief: Brief) -> Spoken:
    if brief.word is not None:
        has_it = f"{brief.owner} has it already." if brief.owner else "You can't take this one. Somebody else is asked."
        return Spoken(words=_joined(has_it, _word(brief.word), "Goodbye."))
    if brief.owner:
        return Spoken(words=f"{brief.owner} has it already. You need do nothing until you are asked again. Goodbye.")
    return Spoken(words="You can't take this one. Somebody else is asked. Goodbye.")


def settled(brief: Brief | None) -> Spoken:
    """What is said where there is nothing more to do; of somebody whose code word stands nobody hears just that."""
    if brief is None or brief.word is None:
        return SETTLED
    return Spoken(words=_joined("This is calsync. What we rang you about is settled.", _word(brief.word), "Goodbye."))


def _happened(brief: Brief) -> str:
    who, has = brief.worker, "have" if brief.several else "has"
    if brief.alarm is AlarmKind.DURESS:
        return f"{who} gave the code word. They may be held."
    if brief.alarm is AlarmKind.HELP:
        return f"{who} asked for help at {brief.since}."
    match brief.kind:
        case DeadlineKind.RETURN:
            return f"{who} {has} not said that they are back. They were due at {brief.due}."
        case DeadlineKind.HOME_SAFE:
            return f"{who} {has} not said that they are at home. They were due at {brief.due}."
        case DeadlineKind.INTERVAL:
            return f"{who} is on a visit until {brief.end}, and has not answered since {brief.due}."
        case DeadlineKind.VISIT_END:
            return f"{who} {has} not said that they are safe. They were due at {brief.due}."


def _to_do(brief: Brief) -> str:
    if brief.unbelieved:
        return "Do not ring them before you know of the other alarm."
    if brief.alarm is AlarmKind.DURESS:
        return "Do not ring them. Dial 9 9 9 yourself."
    if brief.drill and (instead := instead_of(brief.ask)):
        return instead
    ring = _ring(brief)
    if brief.outside:
        return f"The emergency services were told. {ring}"
    match brief.ask:
        case Ask.CALL_HOUSEHOLD:
            return "Please ring the household. The number, if one is known, stands in your mail."
        case Ask.CALL_HOME:
            return "Please ring their home, and ask only whether they are there. The number stands in your mail."
        case Ask.GO_AND_LOOK:
            return "Please have two people go and look. Nobody goes alone."
        case Ask.INFORM_EMERGENCY_SERVICES | Ask.CALL_POLICE:
            return f"{ring} If they do not answer, dial 9 9 9 yourself."
    return ring


def _ring(brief: Brief) -> str:
    """Whom to ring, each with their own number; the numbers of whoever is merely counted stand in the mail."""
    more = "The numbers of the others stand in your mail." if brief.more and brief.mailed else ""
    if not any(each.written for each in brief.numbers):
        return _joined(f"No number of {'theirs' if len(brief.numbers) == 1 else brief.worker} is known.", more)
    return _joined(*(_ring_one(each, mailed=brief.mailed) for each in brief.numbers), more)


def _ring_one(own: OwnNumber, *, mailed: bool) -> str:
    if number := aloud(own.dialled):
        return f"Ring {own.name}: {number}. Once more: {number}."
    if not own.written:
        return f"No number of {own.name} is known."
    where = "stands in your mail" if mailed else "is not one that can be said here"
    return f"Ring {own.name}. Their number {where}."


def _mail(brief: Brief) -> str:
    return "What else is known stands in your mail." if brief.mailed else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


# --- whoever rings calsync ------------------------------------------------------------------------------------


def menu_of_worker() -> Spoken:
    """What a worker hears who rings."""
    words = f"This is calsync. {_keys('If you have left and are safe')} To speak to a person, stay on the line."
    return Spoken(words=words, keys="120", to_a_person=True)


def on_the_line(name: str) -> Spoken:
    """What somebody hears to whom a worker is put through, before they speak."""
    words = (
        f"This is calsync. {name} is on the line. If they give you the code word, ring this number afterwards, and "
        "press 3. To speak to them now, press 1."
    )
    return Spoken(words=words, keys="1")


def menu_of_responder() -> Spoken:
    """What somebody hears who rings and looks after others."""
    return Spoken(words="This is calsync. If a colleague gave you the code word, press 3.", keys="3")


def whose_word(names: Sequence[str], whom: tuple[str, ...], seen: tuple[str, ...]) -> Spoken:
    """Whose code word it was; a key is pressed by whoever has heard the name for which it stands."""
    choices = " ".join(f"For {name}, press {number}." for number, name in enumerate(names, 1))
    keys = "".join(str(number) for number in range(1, len(names) + 1)) + SOMEBODY_ELSE
    last = f"For somebody else, press {SOMEBODY_ELSE}."
    return Spoken(words=f"Who gave you the code word? {choices} {last}", keys=keys, whom=whom, seen=seen)


def gave_code_word(name: str) -> Spoken:
    """What is said once a code word was taken for somebody's: for whose."""
    return Spoken(
        words=f"Noted: {name} gave the code word. Do not ring them again. Dial 9 9 9 yourself, now. What else is "
        "known stands in your mail. Goodbye."
    )


def nobody_named(*, mailed: bool) -> Spoken:
    """The same where nobody was named; `mailed`: whether the caller is asked by mail as well."""
    asked = "You are" if mailed else "Others are"
    answer = " Please answer that mail with the name, now." if mailed else ""
    return Spoken(
        words=f"Noted: a code word was given, and it is not known whose. {asked} asked by mail whose it was.{answer} "
        "Are you worried, dial 9 9 9 yourself. Goodbye."
    )
