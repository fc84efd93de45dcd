"""What workers write of the time after a visit, phrase by phrase: where they are, and what else came of it.

These too belong to the closed grammar of `phrases`. A phrase says here only what it adds: most of those about a place
stand there as well, as words of having left.
"""

from __future__ import annotations

from calsync.parsers.words import phrases

BACK = phrases(
    """
    back, back now, now back, back safe, back safely, safely back, back at office, back at the office
    back at my office, back in office, back in the office, back in the office now, back at the office now
    back at base, back at base now, back at the base, back at work, back at my desk, back at desk, back at hq
    back at the centre, back at the team, back in the building, safely back at the office, safely back at base
    """
)
"""Back at base. That they have left is said of the same phrases elsewhere."""
AT_BASE = phrases(
    """
    in the office now, in the office, at the office, at the office now, now in the office, now at the office, at base
    at base now, now at base, back in the office now, back at the office now, back at base now, safely back at base
    back in the office safe, back at the office safe, back at base safe
    """
)
"""The same, and by itself a word of having left."""
GOT_BACK = phrases(
    """
    got back, got back safe, got back safely, arrived back, arrived back safely, arrived back at the office
    got back to the office, arrived back at base, got back to base
    """
)

HOME = phrases(
    """
    home, home now, now home, home safe, home safely, safely home, at home, at home now, back home, back home now
    home and safe, home and dry, home safe and well, home safe and sound
    """
)
GOT_HOME = phrases(
    "got home, got home safe, got home safely, arrived home, arrived home safe, arrived home safely, reached home"
)
AT_HOME = phrases("at home now, back home now, home safe and well, home safe and sound")
"""Those words of being home that stand among no others."""

HOMEWARD = phrases(
    """
    heading home, heading off home, heading home now, now heading home, heading straight home, going home
    going home now, now going home, going straight home, going home from here, driving home, driving home now
    walking home, cycling home, travelling home, on my way home, on the way home, on way home, off home, off home now
    on the bus home, on the train home, heading back home, going back home, driving back home, on my way back home
    done for the day, done for today, done for the night, finished for the day, finished for today
    finished for the night, all done for the day, all done for today, finished work, finished work for the day
    finished work for today, finished my day, that is me done for the day, that is me finished for the day
    """
)
"""Done for the day, and on the way to nowhere but home: the outing is over, and the worker is not there yet."""

SET_OFF = phrases(
    """
    heading back, heading back now, heading back to the office, heading back to office, heading back to base
    heading back to the centre, driving back, driving back now, driving back to the office, driving back to base
    driving back to the centre, on my way back, on the way back, on way back, on my way back now
    on my way back to the office, on my way back to base, on my way back to the centre, on the way back to the office
    on the way back to base, on my way to the office
    """
)
"""On the way to base and not there, and by itself a word of having left."""
RETURNING = phrases(
    """
    returning, returning now, now returning, returning to the office, returning to office, returning to base
    returning to the centre, returning to work, going back to the office, going back to base, going back to the centre
    coming back to the office, coming back to base, coming back to the centre, coming back, heading to the office
    heading to base, on my way to base, on the way to the office
    """
)
"""The same, but only beside a word of safety: alone it may tell of what is meant to be."""

ELSEWHERE = phrases(
    """
    back at the car, back in the car, back in my car, back to the car, back to my car, got back to the car
    off to next visit, off to the next visit, off to my next visit, off to the next one, off to next one
    on to the next, on to the next one, on to next visit, heading to next visit, heading to my next visit
    on my way to next visit, on my way to my next visit, on way to next visit, on way to next appointment
    on my way to next appointment, on my way to my next appointment, off to next appointment, on to next appointment
    off to my next appointment, heading to next appointment, heading to my next appointment
    """
)
"""Neither at base nor on the way home, whatever else is said."""

NOBODY_HOME = phrases(
    """
    no one home, no one at home, no one in, no one there, no one is in, no one is home, no one was in, no one was home
    no one was there, no one answered the door, noone home, noone in, noone at home, nobody home, nobody at home
    nobody in, nobody there, nobody is in, nobody is home, nobody was in, nobody was home, nobody was there
    nobody answered the door, family not home, family not in, family were not in, family were not home, family not there
    the family were not in, the family were not home, client not in, client not home, client was not in
    they were not in, they were not home, she was not in, he was not in, she was not home, he was not home
    no answer at the door, no reply at the door
    """
)
_NOT_IN = phrases(
    """
    not going in, have not gone in, not gone in, did not go in, i did not go in, have decided not to go in
    decided not to go in, i decided not to go in, i have decided not to go in, not going in today, will not go in
    i will not go in, i will not be going in, not going into the house, not going into the property
    have not gone into the house, have not gone into the property, did not go into the house
    did not go into the property
    """
)
NOT_GONE_IN = _NOT_IN | frozenset(first + phrase for first in phrases("i am, i, i have") for phrase in _NOT_IN)
REARRANGING = phrases(
    """
    rearranging, rearranging it, will rearrange, i will rearrange, rearranging the visit, to be rearranged
    am rearranging, i am rearranging, rearranging for another day, i will rearrange it, will rearrange it
    so left a card, so i left a card, so i have left a card, so have left a card
    left card, left note, left calling card, left a calling card
    left a card, left a note, left a slip, card left, note left, slip left, i left a card, i left a note
    have left a card, have left a note, i have left a card, i have left a note
    """
)
"""What is said beside these two, and says nothing of the worker by itself."""

_HAPPENED = phrases(
    """
    something happened, something has happened, there was an incident, there has been an incident, had an incident
    i had an incident, we had an incident, have had an incident, i have had an incident, an incident happened
    there is an incident to report, i have an incident to report, have an incident to report
    i need to report an incident, need to report an incident, i need to report something, need to report something
    """
)
_VIOLENCE = phrases(
    """
    there was violence, there were threats, there was aggression, it turned violent, it was violent, they were violent
    they were aggressive, they became violent, they became aggressive, he was violent, he was aggressive
    he became violent, he became aggressive
    """
)
_SAFEGUARDING = phrases(
    """
    there is a safeguarding concern, there was a safeguarding concern, i have a safeguarding concern
    have a safeguarding concern, there is a safeguarding issue, i have a safeguarding issue, have a safeguarding issue
    there was a safeguarding incident, there is a safeguarding incident, there is a safeguarding incident to report
    """
)
_BUT = phrases("but")
_INCIDENT_NAMED = phrases(
    "incident, an incident, incident happened, had incident, incident to report, something to report"
)
_SAFEGUARDING_NAMED = phrases(
    """
    safeguarding, safeguarding concern, safeguarding concerns, safeguarding issue, safeguarding incident
    a safeguarding concern, a safeguarding issue, a safeguarding incident, safeguarding matter, a safeguarding matter
    safeguarding concern to report, safeguarding to report, safeguarding disclosure, there was a disclosure
    have safeguarding concern, have safeguarding concerns, i have safeguarding concerns, have a safeguarding disclosure
    i have safeguarding concern, there are safeguarding concerns, there were safeguarding concerns
    """
)
"""Plain only behind "but": without it they may be what the visit was about."""


def _with_but(group: frozenset[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(first + phrase for first in _BUT for phrase in group)


# "But" belongs to the phrase: without it the same words say nothing, so that a stray "but" never makes an answer plain.
INCIDENT = _with_but(_HAPPENED | _INCIDENT_NAMED) | phrases("incident to report, with an incident to report")
VIOLENCE = _with_but(_VIOLENCE)
SAFEGUARDING = _with_but(_SAFEGUARDING | _SAFEGUARDING_NAMED) | phrases(
    "safeguarding incident to report, safeguarding concern to report, safeguarding issue to report, "
    "with a safeguarding concern, with a safeguarding incident"
)
_ADVICE_WANTED = phrases(
    """
    need advice, need some advice, i need advice, i need some advice, need your advice, i need your advice
    would like advice, would like some advice, i would like advice, i would like some advice, could do with advice
    i could do with advice, could do with some advice, i could do with some advice, want advice, i want advice
    advice needed, advice please, some advice please, want some advice, i want some advice, advice wanted
    """
)
ADVICE = _ADVICE_WANTED | _with_but(_ADVICE_WANTED)
