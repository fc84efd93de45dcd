""" "Hand over to Dee": a name and nothing else, else it is no plain word."""

from __future__ import annotations

import pytest

from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hand over to Dee", "dee"),
        ("Handing this over to Dee Deputises, thanks.", "dee deputises"),
        ("Please pass it on to dee@clarendon", None),
        ("Dee has it", "dee"),
        ("Dee Deputises will take it now", "dee deputises"),
        ("I have it", None),
        ("nobody has it", None),
        ("she has it", None),
        ("Does Dee have it?", None),
        ("hand over to Dee if she can", None),
        ("I think Dee has it", None),
        ("Dee has left it", None),
        ("handed over to the police", None),
    ],
)
def test_a_name_alone_is_read(text: str, name: str | None) -> None:
    reply = read_responder_reply(text)
    assert (reply.kind is ResponderIntent.HAND_OVER) is (name is not None)
    assert name is None or reply.reason == name
