"""A reason to close -> whether it says that nobody was reached, or only what somebody supposes (law 6).

It is judged by closed lists of meanings. Of two mistakes the small one is chosen: who is refused writes once more.
"""

from __future__ import annotations

import re

_THEM = r"(?:her|him|them|anyone|anybody|[a-z]+)"
_SUPPOSED = re.compile(
    r"\b(?:assum\w+|presum\w+|guess\w*|suppos\w+|surmis\w+|suspect\w*|reckon\w*|imagine|maybe|perhaps|possibly|likely"
    r"|unlikely|might|must (?:be|have)|may (?:be|have|well)|could (?:be|have)|would (?:be|have)|ought to|bound to"
    r"|surely|no doubt|seems?|seemingly|appears?|apparently|i (?:am |'m )?(?:pretty |quite |fairly )?sure"
    r"|(?:pretty|quite|fairly) sure|sure (?:she|he|they)|i (?:believe|expect|trust)|we (?:believe|expect|trust|guess)"
    r"|expect(?:ed|ing)? (?:to|that|she|he|they|her|him|them)|as far as (?:i|we) know|will be (?:fine|ok"
    r"|okay|safe|well|home)"
    r"|unknown|no idea|unsure|uncertain|not (?:certain|clear|known)|unclear|usually|normally|always does this)\b"
)
"""What somebody thinks, and nobody has said."""
_UNREACHED = re.compile(
    r"\b(?:unable to|not been|(?:could|did)(?: not|n't|nt)|can(?: not|'t)|cannot|cant|failed to"
    r"|not able to|never|not managed to"
    r"|(?:has|have|had)(?: not|n't|nt)) (?:yet |to )?(?:reach|reached|contact|contacted|raise|raised|locate|located|"
    rf"find|found|speak|spoken|talk|get (?:through|hold|an? |any|in touch|{_THEM} on the)|got (?:through"
    rf"|hold|in touch)"
    r"|got an? (?:answer|reply)|make contact|made contact|be (?:reached|contacted|found|raised)|answer\w*"
    r"|pick(?:ed)? up"
    r"|repl\w+|respond\w*|hear|heard|ring back|rung back|call(?:ed)? back)\b"
    r"|\b(?:unreachable|uncontactable|not (?:reachable|contactable|picking up|replying|responding"
    r"|available|at home yet)"
    r"|nothing (?:heard|from|yet)|heard nothing|hear nothing|not a word|no (?:news|sign|trace|joy|luck"
    r"|response|signal|"
    r"success|pick ?up|call back|callback)|(?:nobody|no one|noone) (?:answer\w*|pick\w*|there|in|home|knows|at home|"
    r"opened|came)|gave up|given up|giving up|without (?:success|luck|reaching|an answer|answer|a reply|reply))\b"
)
"""That nobody was reached, whatever stands beside it."""
_UNDER_WAY = re.compile(
    r"\b(?:voice ?mails?|answer ?phone|answering machine|phone(?:'s| is| was)? (?:is |was )?(?:off|dead"
    r"|switched off|busy|"
    r"engaged|flat|out)|mobile(?:'s| is| was)? (?:off|dead|switched off|busy|engaged|flat)|switched off|rang out"
    r"|rings? out|ringing out|(?:just )?rings|keeps ringing|line (?:is |was )?(?:engaged|busy|dead)"
    r"|engaged|unobtainable"
    r"|left (?:a |her a |him a |them a |another )?(?:voice )?(?:messages?|word|note)|(?:sent|left) (?:a "
    r"|her |him |them )?"
    r"(?:a )?(?:text|email|e-mail|mail|sms|whatsapp)|texted|messaged|emailed|e-mailed"
    r"|(?:will|'ll|ill|going to|about to|shall|need to|have to|trying to|plan to|due to) (?:\w+ )?(?:ring"
    r"|call|phone|try|"
    r"check|chase|text|mail|email|speak|talk|go|drive|visit|look|follow|keep|see|find|contact)"
    r"|(?:ringing|calling|phoning|trying|chasing|contacting|texting|checking|looking|dialling|redialling)\b"
    r"|(?:try|tried|call|ring|phone|check|chase|look) (?:\w+ )?(?:again|later|back|tomorrow|in the morning|soon)"
    r"|tried|later|tomorrow|on (?:my|our|the) way (?:to|there|over)|going (?:there|round|over)"
    r"|driving (?:there|over|to)"
    r"|await\w*|waiting|pending|passed (?:it |this )?(?:on|over|to)|hand(?:ed|ing) (?:it |this )?(?:on"
    r"|over|to)|not worried"
    r"|(?:saw|checked|see) (?:her|his|their|the) (?:diary|calendar)"
    r"|(?:her|his|their|the) (?:diary|calendar) (?:says|shows|said)|according to (?:her|his|their"
    r"|the) (?:diary|calendar)"
    r"|asked \w+ to|need(?:s|ed)? to|wants? to know|find out|someone will|somebody will"
    r"|end of (?:my |the )?shift|too late|nothing (?:more|else) to do|enough for today)\b"
)
"""That somebody is still at it, or rang in vain: no reason, unless the same words say that the worker was reached."""
_WHOM = r"(?:her|him|them|both|them both|both of them)"
_RELATIVES = (
    r"(?:mum|mother|father|dad|parents?|family|partner|husband|wife|son|daughter|sister|brother|boyfriend|girlfriend"
    r"|neighbou?rs?|friend|flatmate|housemate|colleagues?|manager|boss|team|office|landlord|receptionist|carer)"
)
_THEIRS = rf"(?! (?:{_RELATIVES}|diary|car|house|phone|voice ?mail|answer ?phone|machine)\b)"
"""Not "spoke to her mum", and not "saw her car"."""
_OTHERS = re.compile(
    rf"\b(?:spoke|spoken|speaking|talked|chatted) (?:to|with) (?:her|his|their|the|[a-z]+'s) {_RELATIVES}\b"
)
"""Who was spoken to is somebody else."""
_HARM = re.compile(
    r"\b(?:hurt|injured|wounded|bleeding|unconscious|attacked|assaulted|stabbed|hostage|trapped|in danger|in trouble"
    r"|ambulance|paramedics?|hospital|police|999)\b"
)
_UNHARMED = re.compile(
    r"\b(?:safe|safely|well|fine|ok|okay|unhurt|unharmed|false alarm|did not happen|didn't happen|no visit|stood down"
    r"|(?:not|nobody|no one|isn't|wasn't|never) (?:been )?(?:hurt|injured|attacked))\b"
)
_WISHED = "".join(rf"(?<!{each} )" for each in ("check", "whether", "if", "see", "know", "hope", "sure", "that", "say"))
"""What "they are safe" stands behind where it is only wished, or to be found out."""
_REACHED = re.compile(
    "|".join(
        (
            r"^(?:(?:she|he|they|both|all) (?:is|are) )?safe\b",
            rf"{_WISHED}\b(?:she|he|they|both) (?:is|are) (?:now )?(?:safe|well|fine)\b",
            rf"\b(?:spoke|spoken|speaking|talked|chatted) (?:to|with) {_WHOM}\b{_THEIRS}",
            rf"\b(?:saw|seen|met) {_WHOM}\b{_THEIRS}",
            rf"\b(?:(?:got|get) (?:hold of|through to)|reached|heard from) {_WHOM}\b{_THEIRS}",
            r"\b(?:rang|rung|called|phoned|texted) (?:me|us|back|in)\b",
            r"\b(?:she|he|they) (?:answered|rang|replied|called|phoned|texted|confirmed)\b",
            r"\b(?:is|are|was|were) (?:here|with (?:me|us))\b",
            r"\b(?:accounted for|in person)\b",
        )
    )
)
"""That the worker was reached. Whoever was spoken to besides is nobody to go by."""


def is_unreached(reason: str) -> bool:
    """Whether a reason to close is none, as the worker was not reached or is only supposed to be well.

    `reason` is folded: small letters, plain apostrophes and spaces.
    """
    if _SUPPOSED.search(reason) or _UNREACHED.search(reason):
        return True
    under_way = _UNDER_WAY.search(reason) or _OTHERS.search(reason)
    return under_way is not None and not _REACHED.search(reason)


def is_harmed(reason: str) -> bool:
    """Whether a reason to close, folded as above, tells of harm, or of who comes because of it, and not that all is
    well: then the alarm goes on until somebody says so."""
    return _HARM.search(reason) is not None and not _UNHARMED.search(reason)
