"""Of what a signature may be made: jobs, services, places and numbers. Nothing else is ever one (law 6).

The lists are closed. A word that is missing costs one question more; a word too many may hide a cry for help.
"""

from __future__ import annotations

import re

from calsync.parsers.words import words

HEADS = words(
    """
    worker workers manager managers officer officers practitioner practitioners assistant assistants coordinator
    co-ordinator leader supervisor consultant advisor adviser advisers administrator nurse midwife therapist visitor
    psychologist specialist apprentice trainee director commissioner counsellor amhp iro lado senco teacher
    team teams service services department directorate council borough trust foundation charity hospital hospice
    university college division partnership commissioning mbc cbc cyps mash nhs unit clinic surgery practice hub hq
    headquarters housing homes offices charity association society federation cic ltd llp plc
    gweithiwr tîm cyngor gwasanaeth gwasanaethau rheolwr
    """
)
"""A line of a job or an office has one of these."""
OTHERS = words(
    """
    social senior principal lead deputy interim acting duty support community communities family families child
    children children's childrens adult adults people people's peoples young youth older health care personal
    safeguarding protection early years locality area district regional county city metropolitan royal national
    education welfare attendance inclusion disability disabilities learning mental occupational physio speech language
    fostering adoption leaving looked after assessment intervention prevention outreach reablement rehabilitation
    domestic substance visiting independent reviewing chair advanced newly qualified assessed supported year first
    business human resources finance legal contact customer quality performance strategic operational operations
    registered student primary secondary school schools public environmental carers carer women's
    north south east west central integrated intensive targeted specialist paediatric palliative
    cymdeithasol ba bsc bsw ma msc qsw swe rgn rmn reg dipsw cqsw llb phd mbe phone telephone mobile email web
    """
)
_ORDERS = words("contact phone telephone mobile email web")
"""With which no office's name begins, since somebody may be asked so to call it."""
SMALL = words("of and the for & a'r yr i'r ar und für der die et")
_PHRASES = re.compile(
    r"\b(?:early|targeted) help(?= (?:[\w']+ ){0,2}(?:worker|practitioner|manager|officer|team|service|services|hub|"
    r"assessment|coordinator|co-ordinator|lead|leader|assistant|support)\b)|"
    r"\bemergency (?:duty (?:team|service)|department|planning officer)\b|"
    r"\bout[- ]of[- ]hours (?:team|service|worker|manager|duty team)\b|\bmissing from home (?:coordinator|officer)\b|"
    r"\b(?:children|young people|people|looked after children) in (?:care|need|transition)\b|"
    r"\bself[- ]help (?:group|coordinator)\b|\bhelp ?desk (?:team|officer|manager)\b|"
    r"\bcall cent(?:re|er) (?:team|manager|advisor|adviser)\b|\bsave the children(?: uk)?\b|\bage uk\b|\bbarnardo's\b|"
    r"\b(?:avon and somerset|bedfordshire|cambridgeshire|cheshire|cleveland|cumbria|derbyshire|devon and cornwall|"
    r"dorset|durham|dyfed[- ]powys|essex|gloucestershire|greater manchester|gwent|hampshire|hertfordshire|humberside|"
    r"kent|lancashire|leicestershire|lincolnshire|merseyside|metropolitan|norfolk|north wales|north yorkshire|"
    r"northamptonshire|northumbria|nottinghamshire|south wales|south yorkshire|staffordshire|suffolk|surrey|sussex|"
    r"thames valley|warwickshire|west mercia|west midlands|west yorkshire|wiltshire) (?:police|constabulary)\b",
    re.IGNORECASE,
)
"""Names of services that hold a word of need: whole, never their words."""
PLACES = words(
    """
    london birmingham manchester leeds sheffield rotherham doncaster barnsley bradford wakefield halifax huddersfield
    calderdale kirklees york harrogate scarborough liverpool knowsley sefton wirral bolton oldham rochdale salford
    stockport tameside trafford wigan blackpool preston lancaster lancashire cumbria carlisle durham darlington
    gateshead newcastle sunderland northumberland tyneside middlesbrough hartlepool stockton redcar nottingham
    nottinghamshire derby derbyshire leicester leicestershire lincoln lincolnshire northampton northamptonshire
    peterborough cambridge cambridgeshire norwich norfolk suffolk ipswich essex chelmsford colchester southend bexley
    bexleyheath bromley croydon greenwich lewisham southwark lambeth wandsworth merton kingston richmond hounslow
    hillingdon ealing brent harrow barnet camden islington haringey enfield hackney newham redbridge havering barking
    dagenham westminster kensington chelsea hammersmith fulham hertfordshire bedford bedfordshire luton buckinghamshire
    oxford oxfordshire berkshire slough surrey guildford sussex brighton hove kent maidstone medway hampshire
    southampton portsmouth dorset bournemouth poole wiltshire swindon somerset bristol gloucester gloucestershire
    devon exeter plymouth torbay cornwall worcester worcestershire hereford herefordshire shropshire telford
    staffordshire stoke walsall wolverhampton dudley sandwell solihull coventry warwick warwickshire yorkshire
    cheshire warrington wales cardiff swansea newport wrexham gwynedd conwy ceredigion powys caerphilly caerdydd
    scotland glasgow edinburgh aberdeen dundee inverness fife ireland belfast england uk
    """
)
_OF_PLACES = words("council mbc cbc borough county metropolitan university")
BUILDINGS = words(
    "house building buildings court centre offices hall road street lane avenue drive way square crescent terrace "
    "place park quay floor street"
)
"""With which a line of an address ends; it counts only in an address with a postcode."""
_NAMES_OF_BUILDINGS = words(
    """
    riverside main high church station park mill bridge king queen king's queen's kings queens victoria albert civic
    town county market castle hill green oak elm ash beech cedar willow manor abbey priory north south east west
    upper lower new old st saint mary's john's george george's james trinity moor moorgate broad long london york
    central municipal council riverview lakeside brook spring grange wood meadow field orchard first second third
    ground top unit suite rear annexe elm ridge howard wellgate
    """
)
FRAGMENTS = re.compile(
    r"<?\b(?:https?://|www\.|aka\.ms/|mailto:)[^\s>]*>?|\[cid:[^\]\s]*\]|"
    r"<?[\w.+'’-]+@[\w.-]+\.\w+>?|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|org|co|nhs|ac|sch)\.uk\b|"
    r"(?:\b(?:tel(?:ephone)?|phone|mob(?:ile)?|work mobile|fax|ddi|direct(?: dial| line)?|office|switchboard|"
    r"ext(?:ension)?|out of hours|e-?mail|web(?:site)?|ffôn|ebost|[etmwdf])\s*(?:no\.?|number)?\s*[:.|=-]*\s*)?"
    r"(?:\(?\+?\d[\d ()/-]{5,}\d|\(?\b(?:extn?|x)\.?\s*\d{2,6}\b)|"
    r"\b(?:tel(?:ephone)?|mob(?:ile)?|e-?mail|web(?:site)?|ddi|fax|[etmwdf])\s*:|"
    r"\(?(?:\bpronouns\s*[:=]?\s*)?\b(?:she|he|they|hi|ef)\s*/\s*(?:her|him|them|hers|his|theirs)"
    r"(?:\s*/\s*(?:her|him|them|hers|his|theirs))?\b\)?",
    re.IGNORECASE,
)
"""Numbers, mail and web addresses, and what stands before a number to say what it is."""
_IMAGE = re.compile(r"\[([^\]\n]{0,200})\]")
_OF_IMAGES = words(
    "a an the image picture icon logo banner photo containing text description automatically generated with of "
    "facebook twitter linkedin instagram x youtube sign shape graphic font circle company name graphical user interface"
)
_NAME_OF_IMAGE = re.compile(r"^(?:image|logo|picture|outlook-)[\w.@-]*$", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b\s*$", re.IGNORECASE)
_HOST = re.compile(r"(?:@|www\.|https?://(?:www\.)?)([\w-]{4,})", re.IGNORECASE)
_SLOGANS = words(
    """
    working making putting improving proud supporting building delivering caring together stronger better lives
    difference communities community families children people health care every child matters brighter futures future
    for to of and the our a with in your local place north south east west big hearts first work live
    """
)
_SLOGAN = re.compile(
    r"^(?:working|making|putting|improving|proud|supporting|building|delivering|caring|together|big hearts|stronger|"
    r"every)\b",
    re.IGNORECASE,
)
_ALARMING = words(
    """
    not no never cannot cant don dont won wont isn isnt aren wasn didn doesn hasn couldn unsafe help danger
    dangerous scared afraid frightened trapped stuck hurt injured bleeding attacked threatened locked police
    ambulance 999 112 sos emergency if but unless however she he they her him them ps please pls plz call ring phone
    text urgent urgently worried nervous weird wrong still here there waiting back later soon more another until
    till minutes mins hour lost alone crying shouting drunk knife gun dog blood fire hostage hiding hide run running
    i me my mine myself need needs needed backup come bring send sends hurry quick quickly fast asap really actually
    joking joke kidding lie lied lying forced forcing told saying watching listening someone somebody anyone nobody
    man took taken trapping am was were feel feeling sick ill unwell hit grabbed pushed shaking followed following
    kidnapped kidnap rescue save door sorry ignore false untrue wait hold fetch get getting go going leave let
    escape duress pretend pretending fight fighting weapon weapons violent violence threat threats abuse
    screaming strange odd bad
    """
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|&")


def said_in(text: str) -> list[str]:
    """The words of a text, folded, their apostrophes plain."""
    return [each.casefold().replace("’", "'") for each in _WORD.findall(text)]


def hosts_in(lines: list[str]) -> frozenset[str]:
    """The names under which the writer's house is in the web, "rivelin" of "sam@rivelin.example"."""
    return frozenset(each.casefold() for line in lines for each in _HOST.findall(line))


def kind_of(part: str, hosts: frozenset[str]) -> str | None:
    """What a part of a line is: "known", "town", "postcode" or "place", good only beside a postcode; None of others."""
    postcode = _POSTCODE.search(part)
    rest = part[: postcode.start()] if postcode else part
    bare = FRAGMENTS.sub(" ", _IMAGE.sub(_without_image, rest))
    cut = bare != rest
    said = said_in(bare)
    if re.search(r"[^\w\s'’.,:;|•·()&/<>*+–—-]", bare):
        return None
    if not said:
        return "postcode" if postcode else ("known" if cut or not bare.strip(" .,:;|()-–—_*<>") else None)
    if postcode and (_is_town(said) or _is_address(said)):
        return "postcode"
    if postcode:
        return None
    if _is_office(bare, hosts):
        return "known"
    if _is_town(said):
        return "town"
    return "place" if _is_address(said) else None


def is_slogan(line: str) -> bool:
    """Whether a line is a council's motto, of such words alone."""
    said = said_in(line)
    return bool(_SLOGAN.match(line)) and 3 <= len(said) <= 12 and all(each in _SLOGANS | PLACES for each in said)


def is_alarming(line: str) -> bool:
    """Whether a line holds a word that an answer in need could be made of."""
    return bool(_ALARMING.intersection(re.findall(r"\w+", line[:400].casefold()))) or "?" in line


def _is_office(text: str, hosts: frozenset[str]) -> bool:
    """Whether it is a job, a service or an office: of their words alone, the last of them or one of them its head."""
    named = _PHRASES.sub(" \0 ", text.replace("’", "'"))
    said = said_in(named)
    if said and (said[0] in SMALL - {"the"} or said[-1] in SMALL or _is_order(said_in(text))):
        return False
    head = "\0" in named or any(each in HEADS for each in said)
    if len(said) > 1 and said[1] in _OF_PLACES and _may_name_a_place(said[0]):
        said = said[1:]  # "Rivelin Council"
    known = all(each in HEADS or each in OTHERS or each in SMALL or _is_proper(each, hosts) for each in said)
    return head and known and len(said) <= 14


def _is_order(said: list[str]) -> bool:
    """Whether an office's words may ask for it: "Contact duty manager first". "Support Worker" is a job."""
    supports = said[0] == "support" and len(said) > 1 and said[1] not in HEADS
    return supports or (len(said) > 1 and said[0] in _ORDERS) or said[-1] == "first"


def _is_proper(word: str, hosts: frozenset[str]) -> bool:
    """Whether a word is a town's, the name of the writer's own house in the web, or a team's number."""
    return word in PLACES or word in hosts or (word.isdigit() and len(word) < 3)


def _is_town(said: list[str]) -> bool:
    return 0 < len(said) <= 4 and all(
        each in PLACES or each in ("upon", "south", "north", "east", "west") for each in said
    )


def _is_address(said: list[str]) -> bool:
    """Whether it is a line of an address: "Riverside House", "14 Elm Road, Rotherham"."""
    if any(each.isdigit() for each in said[1:]):
        return False
    line = [each for each in said if each not in PLACES]
    number = bool(re.fullmatch(r"\d{1,4}[a-z]?(?:-\d{1,4})?", line[0])) if line else False
    named = line[1:] if number else line
    if not named or named[-1] not in BUILDINGS:
        return False
    unknown = [each for each in named[:-1] if each not in _NAMES_OF_BUILDINGS | BUILDINGS]
    return not unknown or (len(named) == 2 and _may_name_a_place(unknown[0]))


def _may_name_a_place(word: str) -> bool:
    """Whether a word that isn't known may be what a council or a street is called after."""
    return not is_alarming(word) and not word.endswith(("ed", "ing", "s"))


def _without_image(found: re.Match[str]) -> str:
    """Nothing for what stands for a picture; all of it for anything else."""
    said = found[1].split()
    image = all(each.casefold().strip(".,:") in _OF_IMAGES or _NAME_OF_IMAGE.match(each) for each in said)
    return " " if said and image else f" {found[1]} "
