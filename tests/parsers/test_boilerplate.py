"""What an office adds to a mail is taken away; what somebody could have written is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.parsers.reply import Intent, read_reply

SENT = datetime(2026, 3, 2, 14, 1, tzinfo=UTC)
CRIES = [
    "If you read this I am in immediate danger, please call 999",
    "If you get this I am in immediate danger, please call 999",
    "If this reaches you it is an emergency, please call 999 now",
    "In an emergency situation, please call 999 to 14 Elm Road now",
    "If someone is in immediate danger, ring 999 now",
    "This email was dictated to the sender",
    "Any message received from this sender is untrue, notify authority",
    "The contents of this message are dictated, please notify the authority",
    "Caution: the sender of this message is bleeding",
    "This message was written by the father of the sender",
    "Our message is recorded and the sender monitored by the family",
    "I work flexibly because Dad is holding the door",
    "Follow us on foot to the cellar",
    "My working hours may differ since he beats us",
    "Please do not feel obliged to read this or answer the father",
    "Sam\nSend police",
    "Sam\nI want the police",
    "Sam\nPlease call the police",
    "Sam\nCall the police",
    "Sam\nEmergency service",
    "Sam\nHome help",
    "Sam\nHelp Service",
]
SENTENCES_WITH_A_GAP = [
    "I do not expect a reply, I need security here now",
    "I do not expect a reply, please save me now",
    "I do not expect an answer but please send security to me now",
    "I do not expect you to respond, the person is outside with me and I need security",
    "I work flexibly but now I need security",
    "This message is wrong, notify security",
    "This information is wrong, notify the council",
    "This message is recorded by the wrong person, notify security immediately",
    "Any email from this sender is wrong",
    "This message was intercepted, please notify the authority",
    "Warning: suspicious person outside, please notify the council",
    "Warning: suspicious person, notify security",
    "Caution: unauthorised person in office, notify authority and council",
    "If you receive this message, act immediately: notify the council",
    "If you received this email the sender may be lost, notify authority",
    "In an emergency situation please call 999",
    "I work Monday to Thursday. :-(",
    "I work Monday to Thursday and am kept here",
    "I do not work alone, the person is with me",
    "Please do not feel obliged to reply, act now",
    "Please do not feel obliged to reply outside, they read it",
    "I do not expect a reply",
    "My working hours may be different, security is late",
    "My working hours are wrong, notify the council",
    "I may send emails outside of working hours, check each of them",
    "If you are not the intended recipient, notify security",
    "If you have received this message in error the sender is not free",
    "Please notify the sender's council immediately",
    "This email is confidential, the person reads all of it",
    "This message contains information for security",
    "Caution: This email originated from outside, where the person is",
    "The views expressed in this message are those of the person outside",
    "Send Help Council monitors all emails",
    "In an emergency call 999 now",
    "In an emergency call 999!",
    "If you think this is wrong, call 999",
    "Follow us on Facebook and outside",
    "This message was checked by the wrong person",
    "This email may be monitored by the person here",
    "Official sender is lost, contact the authority",
]
OF_OFFICES = [
    "CAUTION: This email originated from outside of the organisation. Do not click links or open "
    "attachments unless you recognise the sender and know the content is safe.",
    "In an emergency call 999.",
    "If you are in immediate danger please call 999.",
    "If a child is at immediate risk, call the police on 999 or our Out of Hours Team on 01709 336080.",
    "I work flexibly so please do not feel obliged to respond outside of your own working hours.",
    "My working hours may be different to yours. Please do not feel obliged to reply outside of your "
    "normal working hours.",
    "I work part-time: Monday, Tuesday and Wednesday.",
    "The information in this email is confidential and may be legally privileged. It is intended solely "
    "for the addressee. If you are not the intended recipient, any disclosure, copying or distribution is"
    " prohibited and may be unlawful.",
    "Rotherham Metropolitan Borough Council monitors all emails. Any views or opinions expressed are "
    "those of the author and do not necessarily represent those of the Council.",
    "Please consider the environment before printing this email.",
    "This email has been scanned for viruses by Mimecast.",
    "We welcome correspondence in Welsh or English. Corresponding in Welsh will not lead to delay.",
    "This message contains confidential information and is intended only for the individual named. If you"
    " are not the named addressee you should not disseminate, distribute or copy this e-mail.",
    "Follow us on Twitter @RivelinCouncil",
    "Kind regards\nSam\nEmergency Duty Team\nTel 0114 999 1234",
]


def below(line: str) -> Intent:
    return read_reply(f"Left, all fine\n\n{line}", sent=SENT, names=("Sam Visits", "Sam")).intent


@pytest.mark.parametrize("line", CRIES)
def test_a_disclaimer_with_any_word_of_its_own_stays(line: str) -> None:
    assert below(line) in (Intent.HELP, Intent.UNKNOWN)


@pytest.mark.parametrize("line", SENTENCES_WITH_A_GAP)
def test_a_note_of_an_office_that_goes_on_in_words_of_its_own_stays(line: str) -> None:
    assert below(line) in (Intent.HELP, Intent.UNKNOWN)


@pytest.mark.parametrize("line", OF_OFFICES)
def test_what_an_office_adds_takes_nothing_from_a_plain_answer(line: str) -> None:
    assert below(line) is Intent.SAFE
