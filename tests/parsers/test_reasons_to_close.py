"""An alarm is closed by a reason, and that nobody was reached is none: doubt is not safety (law 6)."""

from __future__ import annotations

import pytest

from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply

REFUSED = """
unable to reach her; could not get through; couldn't get hold of him; can't reach them
cannot contact her; failed to reach him
went to voicemail; straight to voicemail; her voicemail again; got the answerphone; spoke to her voicemail; phone off
her phone is switched off; mobile is off; phone dead; it rang out; line engaged; just rings; number unobtainable
left message; left a message; left her a voicemail; texted her; sent him a text; emailed them
nothing heard; heard nothing
no joy; no luck; no news; no sign of her; nobody answered; no one picked up; not picking up; she did not pick up
will ring later; I'll ring her later; will try again; will call back; going to ring the family; ringing her now
calling him now; trying again; tried twice; on my way to her; driving there now
waiting for her to call; awaiting reply
assumed safe; assume she's home; presume safe; presumably home; I guess she is fine
she must be home; must have forgotten
might be home; may be on her way; could be at home; probably home; perhaps home; she will be fine
pretty sure she is fine
I'm sure she's fine; I believe she is safe; seems fine; unknown; no idea; unsure; not certain; apparently home
end of my shift; passed to Dee; handed over to Dee; her diary says she is home; gave up; too late to ring; surely safe
no answer; did not answer; not safe; probably safe; I think she is fine; hopefully safe; should be home by now
she usually forgets; could not be reached; not been reached; unreachable; supposed to be home; call her tomorrow
need to check she is safe; asked Dee to check she is safe; going there now to see her safe; met no one, will try later
wants to know whether she is safe; someone will find out whether she is safe; texted her to say be safe
her phone is off, safe; saw her diary, office; saw her car, left a message; spoke to her mum, waiting for her
spoke to reception, they will ring her
spoke to her husband; spoke to Sam's neighbour; talked to his wife; she is hurt; she is hurt, ambulance is there
police on the way; police are there; in hospital; she was attacked; 999 called; paramedics with her
expected to be home; has not rung back; without reaching her; safe I assume; safe and well I think; likely safe
"""
ACCEPTED = """
safe and well, I spoke to them; safe and well, spoke to her; spoke to Sam, all fine; false alarm; did not happen
the visit did not happen; visit cancelled by the family; she is here in the office
he is back at the office; saw her, she is fine
she rang me, all well; she called back, she is at home; rang me back, all well; answered her phone, she is fine
safe; safe and at home; both out and safe; they are with me now; met him in the car park; by mistake, I spoke to them
forgot to answer, spoke to her just now; got hold of her, all fine; got through to him, he is out
her phone was off, I spoke to her on the landline; safe and well, will ring her later about the visit
spoke to her, she will call tomorrow; safe, her battery was flat; entered twice, the same visit
Sam has left Elm Road, Mrs Whitcombe rang; everybody is out, I spoke to both; she is sitting next to me
he replied to me on Teams, out and well; test entry, no visit; training day, not a visit
off sick today, at home, she rang us
safe and well, left her a message before she answered; out and well, seen by Dee; police found her safe and well
not hurt, on the bus home; police stood down, she is out; in hospital for a check, she is fine
meeting was moved to Friday; she is home, her husband put her on the phone; checked in with me by phone at ten past
"""


def each_of(text):
    return [words.strip() for line in text.strip().splitlines() for words in line.split(";")]


@pytest.mark.parametrize("lead", ["close: ", "Close - "])
def test_that_nobody_was_reached_or_what_somebody_supposes_closes_nothing_and_is_answered(lead):
    assert len(each_of(REFUSED)) >= 40
    read = {reason: read_responder_reply(lead + reason) for reason in each_of(REFUSED)}
    assert [reason for reason, reply in read.items() if reply.kind is not ResponderIntent.UNKNOWN] == []
    assert {reply.hint for reply in read.values()} == {
        "That reads as if they are not known to be safe, so the alarm goes on."
    }


def test_that_the_worker_was_reached_or_there_was_no_visit_closes():
    assert len(each_of(ACCEPTED)) >= 30
    read = {reason: read_responder_reply(f"close: {reason}") for reason in each_of(ACCEPTED)}
    assert [reason for reason, reply in read.items() if reply.kind is not ResponderIntent.CLOSE] == []
    assert [reason for reason, reply in read.items() if reply.reason != reason] == []


@pytest.mark.parametrize("reason", ["thanks", "done", "Done, thanks", "all done", "close", "yes please"])
def test_a_mere_word_of_politeness_is_no_reason_and_is_asked_for_one(reason):
    reply = read_responder_reply(f"close: {reason}")
    assert (reply.kind, reply.hint.split(":")[0]) == (
        ResponderIntent.UNKNOWN, "To close it, write the reason behind it",
    )  # fmt: skip
