"""Signatures that a mail program adds below an answer: cut as a whole, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.parsers.approval_reply import read_approval
from calsync.parsers.away_reply import read_away_reply
from calsync.parsers.code_words import without_code_words
from calsync.parsers.not_working import says_not_working_today
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply
from calsync.parsers.signature import without_signature
from calsync.parsers.visible_text import unquoted, visible_text

SENT = datetime(2026, 12, 1, 15, 10, tzinfo=UTC)
NAMES = ("Sam Visits", "Sam", "sam visits", "sam")
SIGNATURES = [
    "Sam Visits",
    "Sam Visits\nTeam Manager",
    "Sam Visits\nTeam Manager\nRotherham Council\nTel 01709 336080",
    "Sam Visits | Social Worker",
    "Sam Visits - Senior Social Worker, Locality Team 3",
    "Sam Visits (she/her)\nEarly Help Practitioner\nRiverside House\nMain Street\nRotherham\nS60 1AE",
    "SAM VISITS\nFAMILY SUPPORT WORKER\nT: 01709 336080 | M: 07700 900123\nsam@rivelin.example | www.rivelin.example",
    "Samantha Visits BSc\nSocial Worker",
    "Sam\nSocial Worker\n[cid:image001.png@01DA]",
    "Sam Visits\nSocial Worker\n[A picture containing text  Description automatically generated]<https://x.example>",
    "Kind regards,\nSam Visits\nEmergency Duty Team\n01709 336080",
    "Thanks, Sam\nSocial Worker",
    "-- \nSam Visits\nWorking together for Rotherham",
    "Sam Visits\nTeam Manager\n\nMy working days are Monday to Thursday.\n\nIn an emergency call 999.",
    "Sam Visits\nTeam Manager\n\nThis email is confidential. If you have received it in error please notify the sender "
    "and delete it. Any views expressed are those of the author and not necessarily those of the Council.",
    "Sam Visits\nTeam Manager\n\nOFFICIAL-SENSITIVE",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_an_answer_above_a_signature_is_read_whoever_answers_what(signature: str) -> None:
    names, below = frozenset(NAMES), f"\n\n{signature}"
    assert read_reply(f"Left, all fine{below}", sent=SENT, names=NAMES).intent is Intent.SAFE
    assert read_reply(f"Still here{below}", sent=SENT, names=NAMES).intent is Intent.CONTACT
    assert read_reply(f"thanks{below}", sent=SENT, names=NAMES).intent is Intent.UNKNOWN
    assert read_reply(f"not safe{below}", sent=SENT, names=NAMES).intent is Intent.HELP
    assert read_responder_reply(f"I have it{below}", names=NAMES).kind is ResponderIntent.ACKNOWLEDGE
    if not signature.endswith("Social Worker") and "BSc" not in signature:
        # A post alone, and no number below it, may say who is to go along: test_doubtful_signature.py.
        assert read_approval(f"approved{below}", names=names) is not None
    assert read_away_reply(f"call off{below}", numbers=(1,), names=names) is not None
    assert says_not_working_today(f"Not working today{below}", names)


@pytest.mark.parametrize(
    "below",
    [
        "Sam Visits\nPS not really, come quick",
        "Sam Visits\nTeam Manager\nnot really",
        "Sam Visits\nTeam Manager\nCome Quick",
        "Sam Visits\nTeam Manager\nIn the house",
        "Sam Visits\nTeam Manager\nRotherham\nKidnapped",
        "Sam Visits, but not really",
        "Sam Visits | he is listening",
        "-- \nSam\nnot really",
        "Kind regards\nSam Visits\nShe took my phone",
        "Thanks\nBring Somebody",
        "Dee Deputises\nTeam Manager",
        "Sam Visits\nThis email was not written freely.",
    ],
)
def test_what_could_be_a_word_of_somebodys_leaves_all_of_it_standing(below: str) -> None:
    text = f"safe\n\n{below}"
    assert read_reply(text, sent=SENT, names=NAMES).intent is not Intent.SAFE
    assert read_responder_reply(f"I have it\n\n{below}", names=NAMES).kind is not ResponderIntent.ACKNOWLEDGE
    assert below.splitlines()[-1] in visible_text(text, NAMES)


CRIES = """
Please send the police | Please call the police | Send police | I want the police | We are calling the police
Somebody at the police | Emergency services | Family help | Trouble at the house | Stabbed in the street
Collapsed in the road | Gunman at the school | Dad in the house | Held at 14 Elm Road | Trouble with the families
BARRICADED IN THE OFFICE | Blocked In | In Trouble | Cornered | SOMETHING HAPPENED | Cornered In Kitchen
Call the police | Emergency service | Home help | Help Service | Early Help | Early Help Me | Mash House Fire
Send Help Team | Police | Police Team | Police Service | Police Station | Help Team | Help | Emergency | Emergency Team
Man At The Door | Worker On The Floor | Team In The Kitchen | Worker Down | Manager In House | Doctor
Ambulance Service | Ambulance To 14 Elm Road | 14 Elm Road | Stuck Road | Stuck House, S60 1AE | Bleeding S60 1AE
Trapped, Rotherham | Rotherham Bleeding | Rotherham Attack | Family Fighting | Children Screaming | Children In Street
Barricaded | Kidnapped Rotherham S60 1AE | Working Together With Gunman | Every Door Blocked | Supporting The Injured
Sam Cornered | Sam, Cornered | Sam (Cornered) | Sam | Cornered, Team Manager | Team Manager, Cornered
Team Manager Attacked | @trapped | [image of the door, blocked] | [Logo he is here] | Mother and Father
Unit 2, Blocked | Social Worker Hurt
Get Out Team | Duty Team Needed | Emergency Duty Team Please | Two Men In Office | 2 Men Blocking Road | Office On Fire
Team Manager? | Team Manager! | Knife | Please | Now | Mr Visits | She/her is here | Tel: he broke it
Protection | Need Protection Team | Metropolitan Police Please | South Yorkshire Police Now | Save The Children Now
"""
ABOVE = ("Sam\n", "SAM\nTeam Manager\n", "Kind regards\nSam Visits\n", "-- \n", "Kind regards\n", "Thanks, ")
QUIET = ("Sam", "Mr Visits", "Now")
"""Of these alone nothing can be meant."""


def test_below_a_name_one_word_that_is_none_of_a_signatures_leaves_the_answer_unclear() -> None:
    below = [each.strip() for line in CRIES.strip().splitlines() for each in line.split(" | ")]
    assert len(below) > 80
    safe = [
        (above, each)
        for above in ABOVE
        for each in below
        if each not in QUIET
        and read_reply(f"Left, all fine\n\n{above}{each}", sent=SENT, names=NAMES).intent is Intent.SAFE
    ]
    assert safe == []


@pytest.mark.parametrize("below", ["help", "not safe", "please call me", "PS I am trapped", "Help Me"])
@pytest.mark.parametrize("signature", ["Sam Visits\nTeam Manager", "Kind regards\nSam", "-- \nSam Visits"])
def test_a_cry_for_help_below_a_signature_is_heard(signature: str, below: str) -> None:
    assert read_reply(f"all fine\n\n{signature}\n{below}", sent=SENT, names=NAMES).intent is Intent.HELP


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_code_word_in_a_signature_is_heard_and_takes_nothing_else_away(signature: str) -> None:
    text = f"Left, all fine\n\n{signature}\nBlue Folder"
    assert read_reply(text, sent=SENT, names=NAMES, code_words=["blue folder"]).intent is Intent.DURESS
    without = without_code_words(unquoted(text), ["blue folder"])
    plain = read_reply(f"Left, all fine\n\n{signature}", sent=SENT, names=NAMES)
    assert read_reply(without, sent=SENT, names=NAMES) == plain


def test_somebody_whose_name_is_a_word_of_an_answer_is_read_all_the_same() -> None:
    assert visible_text("Fine", ("Alan Fine",)) == "Fine"
    assert visible_text("Alan Fine\nSocial Worker", ("Alan Fine",)) == ""


def test_without_the_writers_name_nothing_is_taken_for_a_signature_that_has_no_sign_off() -> None:
    assert visible_text("Left\n\nSam Visits\nTeam Manager") == "Left\n\nSam Visits\nTeam Manager"
    assert visible_text("Left\n\nSam Visits\nTeam Manager", NAMES) == "Left"


def test_a_code_word_is_taken_out_of_the_text_and_all_else_stays_as_it_was() -> None:
    assert without_code_words("Left. B-l-u-e  FÖLDER!\nSam Visits", ["blue folder"]) == "Left.  !\nSam Visits"
    assert without_code_words("Élan ﬁne", ["fine"]) == "Élan  "
    assert without_code_words("shared red", ["red"]) == "shared  "


HIDDEN = """
If you read this I am in immediate danger, please call 999
If you get this I am in immediate danger, please call 999
If this reaches you it is an emergency, please call 999 now
In an emergency situation, please call 999 to 14 Elm Road now
If someone is in immediate danger, ring 999 now
This email was dictated to the sender
Any message received from this sender is untrue, notify authority
The contents of this message are dictated, please notify the authority
Caution: the sender of this message is bleeding
This message was written by the father of the sender
Our message is recorded and the sender monitored by the family
"""


def test_what_only_begins_like_a_disclaimer_is_not_read_over() -> None:
    lines = HIDDEN.strip().splitlines()
    read = {each: read_reply(f"Left, all fine\n\n{each}", sent=SENT, names=NAMES).intent for each in lines}
    assert [each for each, intent in read.items() if intent is Intent.SAFE] == []


def test_an_order_to_call_an_office_is_no_office():
    for line in (
        "Contact South Yorkshire Police",
        "Contact South Yorkshire Police first",
        "Contact emergency duty team",
        "Contact out-of-hours team",
        "Contact duty manager",
        "Phone duty team",
        "Support duty manager",
        "Supervisor and team leader first",
    ):
        assert "\n".join(without_signature(["Left, all fine", "", "Sam", line], ["Sam Visits"])).endswith(line)
    for line in ("Family Support Worker", "Support Worker", "Senior Practitioner", "South Yorkshire Police"):
        assert without_signature(["Left, all fine", "", "Sam", line], ["Sam Visits"]) == ["Left, all fine", ""]
