"""What workers write back, phrase by phrase: the closed grammar of an answer (law 6).

An answer is read only if every word of it belongs to one of these phrases. So a word that stands in none of them
("not", "if", "she", "soon") can never be read over, and nothing here needs to know what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Flag, auto

from calsync.parsers import after_phrases as after_it
from calsync.parsers.words import phrases


class Says(Flag):
    """What one phrase adds to the answer."""

    NOTHING = 0
    SAFE = auto()
    """All is well, by itself an answer to "Have you left, and are you safe?"."""
    LEFT = auto()
    """The worker is away from there."""
    THERE = auto()
    """The worker is still there, or has only arrived."""
    LONGER = auto()
    """A time is given until which it will take."""
    BESIDES = auto()
    """Says that somebody has left only beside a word of safety ("in the car")."""
    BACK = auto()
    """The worker is back at base."""
    HOME = auto()
    """The worker is at home."""
    HOMEWARD = auto()
    """The worker has done for the day, and is going home."""
    RETURNING = auto()
    """The worker is on the way to base, and not there yet."""
    ELSEWHERE = auto()
    """The worker is neither back nor on the way home, whatever else is said."""
    NOBODY_HOME = auto()
    """Nobody was at home, so that there was no visit: left, and well."""
    NOT_GONE_IN = auto()
    """The worker did not go in, and rearranges it: well, and away."""
    INCIDENT = auto()
    """Beside a word of safety: something happened."""
    VIOLENCE = auto()
    """The same, and it was violence or a threat."""
    SAFEGUARDING = auto()
    """The same, and it is about somebody's safeguarding."""
    ADVICE = auto()
    """Beside a word of safety: somebody's advice is wanted."""
    ONLY_NOW = auto()
    """Well now, as if it had been otherwise before: without a word of having left it leaves open where they are."""
    ON_THE_WAY = auto()
    """Under way, which may be to the visit: says nothing of having left, unless it is said besides."""


_WELL = phrases(
    "safe, fine, ok, okay, safe and well, safe and sound, well and safe, alright, all right, all safe, all fine, "
    "all ok, all okay, all good, all well, saff, perfectly fine, perfectly safe, completely fine, "
    "absolutely fine, totally fine, doing fine, safe and ok, safe and fine, all safe and well"
)
_WELL_AFTER_SUBJECT = phrases("well, good, very well, doing well, doing good")
_WELL_ALONE = phrases(
    """
    yes, yep, yeah, yup, y, ye, yes i am, yes i have, yes to both, yes both, both yes, yes and yes, ydw, ydw diolch
    affirmative, 1, all is well, all is fine, all is ok, all is good, everything is fine, everything is ok
    everything is okay, everything is good, everything fine, everything ok, everything okay, everything good
    everything went well, everything went fine, all went well, all went fine, no problems, no problem, no issues
    no concerns, no worries, no trouble, all clear
    """
)
_AWAY = phrases(
    """
    out, out now, out safe, out safely, all out, home, home now, home safe, home safely, at home, back home, back
    back now, back safe, back safely, back at office, back at the office, back at my office, back in office
    back in the office, back at base, back at the base, back at work, back at my desk, back at desk, back at the car
    back in the car, back in my car, back to the car, back to my car, heading back, heading home, heading off home
    going home, driving home, driving back, on my way home, on my way back, on the way home, on the way back
    on way home, on way back, off home, done, all done, finished, all finished, done now, finished now, done here
    finished here, all done here, done and dusted, safely out, safely home, safely back, safely left, home and safe
    out of there, out of the property, out of the house, out of the flat, out of the building, out of the address
    out of the visit, out and safe, home and dry, finished up, all finished up, safely back at the office
    back at hq, back at the centre, back at the team, back in the building, back in the office now, now home
    now back, away, away now, heading back to the office, heading back to office, heading back to base
    on my way to the office
    """
)
_GONE = phrases(
    """
    left, left now, left safely, left safe, left the property, left the house, left the address, left the building
    left the premises, left the flat, left the visit, left the site, left there, left site, left premises
    left property, left at <t>, left at <b>, left around <t>, left <n> ago, left a few minutes ago, left a while ago
    left just now, left client's house, left the client's house, left the client, left <t>, left the family
    left their house, left the meeting, left the area, left the hospital, left the school, left early, left on time
    left a bit early, left about <n> ago, left around <n> ago, left a few mins ago, left the place, gone, got home
    got back, got home safe, got home safely, got back safe, got back safely, arrived home
    arrived back, arrived home safe, arrived home safely, arrived back safely, reached home, finished the visit
    finished my visit, finished at <t>, finished <n> ago, completed the visit, finished visit
    finished with the visit, completed visit, got back to the car, got to the car, out of visit, wedi gadael
    left ages ago, left a while back, left half hour ago, so left
    """
)
_OVER = phrases(
    """
    visit done, visit finished, visit over, visit is over, visit complete, visit completed, visit ended
    visit is done, visit is finished, the visit is over, the visit is done, the visit is finished
    visit now finished, visit all done, visit has finished, visit has ended, visit has now finished, visit is complete
    the visit has finished, the visit has ended, the visit is complete
    visit ended at <t>, visit finished at <t>, the visit ended at <t>, the visit finished at <t>
    visit is now over, visit is now finished
    """
)
_BESIDES = phrases(
    """
    in the car, in my car, in car, at the car, at my car, off now
    off to next visit, off to the next visit, off to my next visit, off to the next one, off to next one
    on to the next, on to the next one, on to next visit, heading to next visit, heading to my next visit
    on my way to next visit, on my way to my next visit, on way to next visit, on way to next appointment
    on my way to next appointment, on my way to my next appointment, off to next appointment, on to next appointment
    off to my next appointment, heading to next appointment, heading to my next appointment
    got in the car, just got in the car, got in my car, just got in my car, got into the car, just got into the car
    """
)
_ON_THE_WAY = phrases("driving, on my way, on the bus, on the train")
_STILL = phrases(
    """
    still out, i am still out, still on the road
    still here, still there, still here now, still with her, still with him, still with them, still with client
    still with the client, still with family, still with the family, still with service user, still with mum
    still in, still at the visit, still at visit, still at the property, still at the house, still at the address
    still inside, still in the visit, still in visit, still on visit, still on the visit, still in the house
    still in the property, still on site, still going, still at it, still talking, still in there, still busy
    still visiting, not left yet, not left, not finished yet, not finished, not done yet, not done, not out yet
    have not left yet, have not left, i have not left yet, i have not left, not yet left, not yet, still not left
    still not finished, here, here now, inside, inside now, on site, on site now, at the visit, at visit
    at the property, at the address, at the house, in the house, in the property, in the visit, with client
    with the client, with them now, with them, with the family, with family, going in, going in now, just going in
    about to go in, gone in, leaving, leaving now, just leaving, leaving soon, leaving shortly, about to leave
    nearly done, nearly finished, almost done, almost finished, just finishing, just finishing up, finishing up
    wrapping up, just wrapping up, running late, visit overrunning, visit running over, visit running late
    running a bit late, running over, overrunning, running behind, taking longer, taking a bit longer
    staying longer, staying on
    """
)
_ARRIVED = phrases(
    """
    arrived, got here, started, arrived at <t>, arrived <n> ago, arrived at the visit, arrived at visit
    arrived at the property, arrived at the house, arrived at the address, arrived here, arrived safe
    arrived safely, got here safely, got here safe, gone in
    """
)
_LONGER = phrases(
    """
    <n>, + <n>, + <b>, <n> more, <b> more, <n> longer, <b> longer, another <n>, another <b>, <n> extra, extra <n>
    extra <b>, <b> extra, a further <n>, further <n>, a further <b>, need <n>, need <b>, need <n> more
    need <b> more, need another <n>, need another <b>, need about <n>, need about <n> more, need about another <n>
    need an extra <n>, i need <n>, i need <b>, i need <n> more, i need <b> more, i need another <n>
    i need another <b>, i need about <n>, i need about <n> more, i need <n> longer, need <n> longer
    i need about another <n>, i need an extra <n>, i need an extra <b>, need an extra <b>, about <n>, about <n> more
    about another <n>, about another <b>, maybe another <n>, probably another <n>, will be <n>, will be another <n>
    will be another <b>, will be about <n>, will be about another <n>, i will be <n>, i will be another <n>
    i will be another <b>, i will be about <n>, i will be about another <n>, i will be <n> more, will be <n> more
    be another <n>, going to be another <n>, extend <n>, extend <b>, extend by <n>, extend by <b>, extend for <n>
    extend for another <n>, extend it by <n>, extend me by <n>, add <n>, add <b>, add another <n>, add another <b>
    give me <n>, give me <b>, give me <n> more, give me another <n>, give me another <b>, give me <b> more
    can i have <n>, can i have <n> more, can i have another <n>, can i have another <b>, can you extend by <n>
    for another <n>, for <n> more, for <n>, here for another <n>, here another <n>, out in <n>, done in <n>
    finished in <n>, leaving in <n>, finish in <n>, out in about <n>, done in about <n>, leaving in about <n>
    finished in about <n>, extend until <t>, extend to <t>, here until <t>, staying until <t>, until <t>, until <b>
    until about <t>, until around <t>, until about <b>, until around <b>, here until <b>, staying until <b>
    will be here until <t>, i will be here until <t>, will be until <t>, i will be until <t>, going on until <t>
    need until <t>, need until <b>, i need until <t>, i need until <b>, extend until <b>, extend to <b>
    going to be here until <t>, going to be here until <b>, be here until <t>, be out by <b>, be done by <b>
    leaving in <b>, out in <b>, done in <b>, by <t>, by <b>, out by <t>, out by <b>, done by <t>, done by <b>
    finished by <t>, finished by <b>, be done by <t>, be out by <t>, be finished by <t>, will be done by <t>
    will be out by <t>, will be finished by <t>, i will be done by <t>, i will be out by <t>
    i will be finished by <t>, should be done by <t>, should be out by <t>, should be finished by <t>
    should be done by <b>, should be out by <b>, i should be out by <t>, i should be done by <t>, leaving at <t>
    leaving by <t>, finishing at <t>, finishing by <t>, finish at <t>, finish by <t>, will finish at <t>
    will finish by <t>, will leave at <t>, will leave by <t>, running <n> late, running about <n> late, <n> late
    overrunning by <n>, running over by <n>, delayed by <n>
    """
)
_POLITE = phrases(
    """
    thanks, thank you, many thanks, thank you very much, thanks very much, thx, ty, ta, cheers, diolch, hi, hello
    hiya, hey, hi there, hi all, hi team, hello there, good morning, good afternoon, good evening, morning
    afternoon, now, and, also, sorry, sorry for the delay, sorry for delay, sorry about the delay, sorry about that
    sorry i am late, sorry for late reply, sorry for the late reply, apologies, apologies for the delay
    apologies for delay, bye, bye for now, speak soon, see you soon, see you tomorrow, see you later
    have a good evening, have a good night, have a good weekend, have a nice evening, have a nice weekend
    good night, regards, kind regards, best regards, best wishes, all the best, many regards, thanks for checking
    thanks for checking in, thanks for asking, thank you for checking, thank you for asking, thanks for your help
    thank you for your help, thanks for the help, x, xx, xxx, just to confirm, just to say
    just to let you know, confirming, to confirm, no need to worry, no need to call, no need to ring
    nothing to report, visit went well, the visit went well, visit went fine, it went well, went well, went fine
    everything was fine, everything was ok, everything was good, all was fine, all was well, visit was fine
    forgot, i forgot, sorry forgot, forgot to reply, i forgot to reply, just forgot to reply, sorry forgot to reply
    sorry i forgot, sorry i forgot to reply, forgot to say, will write up tomorrow, will write it up tomorrow
    i will write it up tomorrow, will write up later, will write it up later, notes to follow
    went ok, good visit, great, brilliant, perfect, lovely, no further action, nice and easy
    """
)
_POLITE_WHEN_LONGER = phrases("please, pls, plz, if that is ok, if that is okay")

MISREAD = phrases(
    "left home, left work, left office, left out, out back, back left, left back, back out, done out, left at home, "
    "left at base, left at the office, left in the office, out in the office, out at the office, on my way out, "
    "on way out, on the way out"
)
"""Neighbours that each would be a phrase and together mean something else: who has "left home" is on the way there."""

_CAME = phrases("i have, have, we have, i have now, have now, i have just, have just, we have just")
"""Who has come back or out; without it the same words may call somebody. "Got out" is none: so speaks who got away."""
_SUBJECTS = phrases("i am, am, we are, i am now, i am all, we are all, we are both, both, i am back and, am now")
_DOERS = phrases("i, i have, have, we have, we, i have now, i have just, have now, have just, just, now, we have just")

Phrases = frozenset[tuple[str, ...]]
Add = Callable[[Phrases, Says], None]
After = Callable[[Phrases, Phrases], Phrases]


def _add_what_comes_after(add: Add, after: After) -> None:
    """The phrases of the time after a visit: where the worker is, and what else came of it."""
    add(after_it.AT_BASE | after(_SUBJECTS, after_it.AT_BASE) | after_it.AT_HOME, Says.LEFT)
    add(after_it.HOMEWARD | after(_SUBJECTS, after_it.HOMEWARD), Says.LEFT | Says.HOMEWARD)
    add(after(_DOERS, after_it.HOMEWARD), Says.LEFT | Says.HOMEWARD)
    for group in (after_it.BACK, after_it.AT_BASE):
        add(group | after(_SUBJECTS, group), Says.BACK)
    add(after_it.GOT_BACK | after(_DOERS, after_it.GOT_BACK), Says.LEFT | Says.BACK)
    add(after_it.HOME | after(_SUBJECTS, after_it.HOME), Says.HOME)
    add(after_it.GOT_HOME | after(_DOERS, after_it.GOT_HOME), Says.HOME)
    add(after_it.SET_OFF | after(_SUBJECTS, after_it.SET_OFF), Says.LEFT | Says.RETURNING)
    add(after_it.RETURNING | after(_SUBJECTS, after_it.RETURNING), Says.BESIDES | Says.RETURNING)
    add(after_it.ELSEWHERE | after(_SUBJECTS, after_it.ELSEWHERE) | after(_DOERS, after_it.ELSEWHERE), Says.ELSEWHERE)
    add(after_it.NOBODY_HOME, Says.NOBODY_HOME)
    add(after_it.NOT_GONE_IN, Says.NOT_GONE_IN)
    add(after_it.REARRANGING, Says.NOTHING)
    add(after_it.INCIDENT, Says.INCIDENT)
    add(after_it.VIOLENCE, Says.VIOLENCE)
    add(after_it.SAFEGUARDING, Says.SAFEGUARDING)
    add(after_it.ADVICE, Says.ADVICE)


def _all_phrases() -> dict[tuple[str, ...], Says]:
    said: dict[tuple[str, ...], Says] = {}

    def add(group: Phrases, says: Says) -> None:
        for phrase in group:
            said[phrase] = said.get(phrase, Says.NOTHING) | says

    def after(before: Phrases, group: Phrases) -> Phrases:
        return frozenset(first + then for first in before for then in group)

    add(_WELL | _WELL_ALONE | after(_SUBJECTS, _WELL | _WELL_AFTER_SUBJECT), Says.SAFE)
    add(_AWAY | _OVER | _GONE | after(_SUBJECTS, _AWAY) | after(_DOERS, _GONE), Says.LEFT)
    add(after(_DOERS, phrases("finished, done, got home, got back")), Says.LEFT)
    add(after(_CAME, phrases("come home, come back, come out")), Says.LEFT)
    add(after(_CAME, phrases("come home")), Says.HOME)
    add(after(_CAME, phrases("come back")), Says.BACK)
    well, now = _WELL | _WELL_AFTER_SUBJECT | _WELL_ALONE, phrases("now")
    only_now = after(well, now) | after(now | phrases("i am now, am now, we are now"), well)
    add(only_now | after(_SUBJECTS, only_now), Says.ONLY_NOW)
    add(_BESIDES | after(_SUBJECTS, _BESIDES), Says.BESIDES)
    add(_ON_THE_WAY | after(_SUBJECTS, _ON_THE_WAY), Says.ON_THE_WAY)
    add(_STILL | after(_SUBJECTS, _STILL) | _ARRIVED | after(_DOERS, _ARRIVED), Says.THERE)
    _add_what_comes_after(add, after)
    add(_LONGER | after(phrases("i am, am, we are"), _LONGER), Says.LONGER)
    add(_POLITE | _POLITE_WHEN_LONGER, Says.NOTHING)
    return said


PHRASES = _all_phrases()
LONGEST_PHRASE = max(len(phrase) for phrase in PHRASES)
ONLY_WHEN_LONGER = _POLITE_WHEN_LONGER
"""Words of asking: they go with a wish and with nothing else ("ok please" is no word of safety)."""
WISHES = Says.LONGER | Says.ADVICE
