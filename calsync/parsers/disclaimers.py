"""The sentences that offices and their mail systems add to mails: each is known whole, from its first word to its last.

Nothing in them is open but an organisation's name of the usual shape, days, hours and numbers: where any word fitted,
a cry would fit too. A sentence that is missing here stays in the answer, and makes it unclear.
"""

from __future__ import annotations

import re

from calsync.parsers.signature_words import is_alarming

_ORG = (
    r"(?P<org{}>(?-i:(?:[A-Z][a-z]+ (?:(?:and|of|upon) )?){{1,3}}"
    r"(?:(?:Metropolitan|Borough|City|County|District) ){{0,3}}"
    r"(?:Council|NHS Foundation Trust|NHS Trust|Trust|Limited|Ltd)))"
)
_BODY = r"(?:council|company|organi[sz]ation|trust|charity)"
_MAIL = r"(?:e-?mail|message|communication|transmission)"
_WITH_FILES = (
    r"(?:,? (?:and|including) any (?:attachments?|files)(?: (?:transmitted|sent|attached) with it| to it)?,?)?"
)
_THIS = rf"(?:(?:the )?(?:information|contents?) (?:contained )?(?:in|of) )?this {_MAIL}(?: message)?{_WITH_FILES}"
_CONFIDENTIAL = (
    r"(?:strictly )?(?:private and )?confidential(?:,? and(?:/or)? (?:may (?:also )?be )?(?:legally )?privileged)?"
)
_FOR_WHOM = (
    r"(?:intended )?(?:solely |only |exclusively )?(?:intended )?(?:only )?for (?:the (?:sole |exclusive )?use of )?"
    r"the (?:named |intended )?(?:addressees?|addressee\(s\)?|recipients?|recipient\(s\)?|individuals?|"
    r"individual or entity)"
    r"(?: to whom (?:it is|they are) addressed| named)?"
)
_GUARDED = r"(?:confidential|privileged|sensitive|confidential (?:and|or|and/or) (?:legally )?privileged)"
_ERROR = rf"(?:have )?received (?:it|this {_MAIL}) in error"
_IF_NOT_YOURS = (
    rf"if you (?:{_ERROR}|are not the (?:intended|named) (?:recipient|addressee)"
    rf"(?: or (?:have |you have )?{_ERROR})?),?"
)
_DELETED = (
    rf"(?:delete|destroy) (?:it|(?:this|the) {_MAIL}|all copies)(?: and any (?:attachments|copies))?"
    r"(?: from your (?:system|computer))?"
)
_TELL = (
    r"(?:please )?(?:notify|inform|advise) the sender"
    rf"(?:(?: immediately)?(?: by (?:return|reply) e-?mail)? and {_DELETED})?"
)
_ACT = (
    r"(?:unauthorised )?(?:use|disclosure|copying|distribution|dissemination|forwarding|printing|reproduction|review|"
    r"storage)"
)
_FORBIDDEN = (
    rf"any {_ACT}(?:(?:,| or|, or| and) {_ACT}){{0,6}}(?: of (?:it|this {_MAIL}|its contents))? is (?:strictly )?"
    r"(?:prohibited|forbidden)(?: and may be unlawful)?"
)
_DO = r"(?:use|disclose|copy|distribute|disseminate|print|forward|store|rely on)"
_MUST_NOT = (
    rf"you (?:must|should|may) not {_DO}(?:(?:,| or|, or) {_DO}){{0,6}} (?:it|this {_MAIL}|its contents)"
    r"(?: or take any action in reliance on it)?"
)
_VIEWS = (
    rf"(?:any|all|the) (?:views|opinions)(?: (?:or|and) (?:views|opinions))? (?:expressed|presented|stated)"
    rf"(?: in this {_MAIL})? are (?:solely )?those of the (?:author|sender)(?: alone)?(?:,? and "
    r"(?:(?:do|may) not necessarily (?:represent|reflect) (?:those|the (?:views|opinions|policies))|"
    r"not necessarily those)"
    rf" of (?:the {_BODY}|{_ORG.format('_views')}))?"
)
_MONITORED = (
    rf"(?:(?:the {_BODY}|{_ORG.format('_monitors')}) (?:monitors|may monitor) (?:all )?(?:incoming and outgoing )?"
    r"e-?mails(?: sent and received)?|(?:all )?e-?mails (?:sent to and from this address )?may be monitored"
    r"(?: and recorded)?)"
)
_OUTSIDER = (
    rf"this {_MAIL} (?:originated|was sent|came|comes|is) from (?:outside(?: of)? (?:(?:the|our|your) {_BODY}|"
    rf"{_ORG.format('_outside')})|an external (?:sender|source))"
)
_CLICKS = (
    r"(?:please )?(?:do not|don't) (?:click|open)(?: on)?(?: any)? (?:links|attachments)(?: (?:or|and) (?:(?:open|"
    r"click)(?: on)? )?(?:any )?(?:links|attachments))? unless you (?:recognise|recognize|know|trust) the sender"
    r"(?: and (?:know|are sure|are certain) (?:that )?the contents? (?:is|are) safe)?"
)
_SCANNED = (
    rf"this {_MAIL} (?:has been|was) (?:scanned|checked) for (?:viruses|malware|viruses and malware)(?: by (?:mimecast|"
    r"symantec|sophos|microsoft|messagelabs))?"
)
_OF_MAIL = (
    rf"{_THIS} (?:is|are|may be) {_CONFIDENTIAL}(?:,? and (?:is |are )?{_FOR_WHOM})?",
    rf"(?:{_THIS}|it) (?:is|are) {_FOR_WHOM}",
    rf"{_THIS} (?:contains?|may contain) {_GUARDED} information(?: and (?:is|are) {_FOR_WHOM})?",
    rf"{_IF_NOT_YOURS} (?:{_TELL}|please {_DELETED}|{_FORBIDDEN}|{_MUST_NOT})",
    _FORBIDDEN,
    _VIEWS,
    _MONITORED,
    _OUTSIDER,
    _CLICKS,
    _SCANNED,
    r"(?:you|some people who received this message) don't often get e-?mail from \S+@\S+",
    r"learn why this is important",
    r"please consider the environment before printing(?: this(?: e-?mail)?)?",
    r"(?:please )?think before you print(?: this e-?mail)?",
    r"we welcome correspondence in (?:welsh (?:or|and) english|english (?:or|and) welsh)",
    r"corresponding in welsh will not lead to (?:any )?delay",
    r"rydym yn croesawu gohebiaeth yn (?:y )?gymraeg(?: (?:neu|a|ac)(?: yn)? saesneg)?",
    r"ni fydd gohebu yn gymraeg yn arwain at oedi",
    r"diese e-mail enthält vertrauliche und/oder rechtlich geschützte informationen",
    r"wenn sie nicht der richtige adressat sind oder diese e-mail irrtümlich erhalten haben, informieren sie bitte "
    r"sofort den absender und vernichten sie diese (?:e-)?mail",
)
_DAY = r"(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?s?"
_DAYS = rf"{_DAY}(?:(?:, and|,? and|,|,? to| &| ?[-–/]) ?{_DAY}){{0,6}}"
_CLOCK = r"\d{1,2}(?:[.:]\d{2})? ?(?:am|pm)?"
_HOURS = rf"(?:,? \(?(?:all day|mornings?|afternoons?|am|pm|(?:from )?{_CLOCK} ?(?:to|-|–|until) ?{_CLOCK})\)?)?"
_OUT_OF_HOURS = r"outside(?: of)? (?:your (?:own )?)?(?:normal )?(?:working|office) hours"
_REPLY = r"(?:reply|respond)(?: to this e-?mail)?"
_OBLIGED = (
    rf"please (?:do not|don't) feel (?:obliged|obligated|under (?:any )?pressure) to {_REPLY}(?: {_OUT_OF_HOURS})?"
)
_OF_HOURS = (
    rf"(?:please note(?: that)? )?(?:i|we) (?:usually |normally |currently )?(?:do not |don't )?work "
    rf"(?:part[- ]time[,:]? )?(?:(?:on|from) )?{_DAYS}{_HOURS}",
    r"(?:i|we) work (?:part[- ]time|flexibly|compressed hours|term[- ]time(?: only)?)",
    rf"(?:my |our )?(?:usual |normal |core )?(?:non[- ])?working (?:days?|hours?|pattern)(?: is| are)? ?[:–-]? ?"
    rf"{_DAYS}{_HOURS}",
    rf"(?:i|we) work flexibly,? so {_OBLIGED}",
    rf"(?:i|we) (?:work flexibly and )?may send e-?mails {_OUT_OF_HOURS}",
    r"(?:my|our) working (?:days|hours|pattern) may (?:be different (?:to|from) yours|not be (?:the same as )?yours)",
    rf"(?:so )?{_OBLIGED}",
    rf"i (?:do not|don't) expect (?:you to {_REPLY}|an? (?:reply|response)) {_OUT_OF_HOURS}",
)
_WHO = (
    r"(?:you are|a child is|someone is|anyone is|a child or adult is|an adult is|"
    r"you or (?:a child|someone else) (?:is|are))"
)
_NUMBER = r"\(?0\d[\d ()-]{6,14}\d"
_TEAM = rf"(?:the|our) (?:emergency duty|out[- ]of[- ]hours) (?:team|service) on {_NUMBER}"
_RING = (
    rf"(?:please )?(?:always )?(?:call|dial|ring|contact|phone) (?:999|the police on 999|the police|{_TEAM})"
    rf"(?: or {_TEAM})?"
)
_OF_EMERGENCIES = (
    # "In an emergency situation" and "if this is an emergency" may be the writer's own.
    rf"in an emergency,? {_RING}",
    rf"if (?:you (?:think|believe) (?:that )?)?{_WHO} (?:in immediate danger|at immediate risk(?: of harm)?),? {_RING}",
    r"(?:follow|like) us on (?:facebook|twitter|x|instagram|linkedin|youtube)(?: @[a-z]{2,20}council)?",
)
_WARNED = r"(?:(?:caution|warning|disclaimer|confidentiality notice|external(?: e-?mail| sender)?)\s?[:!–-] ?)?"
_KNOWN = re.compile(rf"{_WARNED}(?:{'|'.join((*_OF_MAIL, *_OF_HOURS, *_OF_EMERGENCIES))})[\s.]*", re.IGNORECASE)
_LONGEST = 400


def is_of_an_office(sentence: str) -> bool:
    """Whether the whole sentence is one that is known of offices; single spaces and plain apostrophes in it."""
    found = _KNOWN.fullmatch(sentence) if len(sentence) <= _LONGEST else None
    return found is not None and not any(is_alarming(name) for name in found.groupdict().values() if name)
