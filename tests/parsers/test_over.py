"""Whether a reason to close says that the visit is over."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.over import says_over

SAM = ("Sam Visits", "Sam")
PLAIN = """
she has left, I spoke to her
they have left, I spoke to them
they have left the house, I spoke to them
Out and safe, spoke to them
both out and safe, I spoke to them
everybody is out, I spoke to both
They’re out, spoke to them, all fine
spoke to Sam, out of the house and safe
safe, on her way home
spoke to him, he is back at the office
the visit is over, all well
spoke to Sam, the visit is finished
she did not go in
she has left the visit, all fine
Sam has left, all fine
Sam Visits is back at the office
spoke to her, Sam has left the property and is on her way home
false alarm, Sam is out and fine
"""
DOUBTFUL = """
spoke to Sam, he has left and all is calm
spoke to Sam, left her to it
rang Sam and left a message
spoke to her, home situation is calm
left it with her
left a note on file
home carer is with her
she has left the room and is in the kitchen
Sam is out in the garden
out in the hall and well
Sam is home alone with mum, fine
they left the door open
false alarm, meeting over-ran
wrong button, left as is
The last visit is over, at this one now
safe and well, I spoke to them
spoke to them, all fine, going on with the visit
she has not left yet, all fine
will ring when she has left
out of breath, all fine
all fine, they have left the room until he calms down
the family has left, Sam stays
they are out in ten minutes
by mistake, I spoke to them
the son has left, all calm now
home visit goes well
he has left, all calm
he is back home, spoke to her
spoke to her, he is out of the house
spoke to Sam, they have left
I think Sam has left
he says Sam has left
Sam has left the room
Sam has left?
Sam has left, mum is still shouting
spoke to Sam, left
left, all fine
out, spoke to them
back at the office, rang Sam
the visit is over at three
half the visit is over
this visit is over if it happens again
the visit is over, she said, but she would say that
he left safe
Sam is not out
Sam's out of order
home and safe
they are home, I spoke to them
"""


def test_that_they_are_out_is_plain() -> None:
    assert [each for each in PLAIN.strip().splitlines() if not says_over(each, SAM)] == []


def test_whatever_leaves_a_doubt_does_not_say_so() -> None:
    assert [each for each in DOUBTFUL.strip().splitlines() if says_over(each, SAM)] == []
    assert not says_over("Sam has left")
    assert not says_over("", SAM)


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_any_text_is_read(reason: str) -> None:
    assert says_over(reason) in (True, False)
