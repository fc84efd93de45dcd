"""The words that disclaimers, banners and notes of working hours are made of; any other may be a person's own."""

from __future__ import annotations

import re

from calsync.parsers.words import words

_SMALL = words(
    """
    a all also always an and any are as at be been before both but by can cannot contain contained containing
    contains do does each either error for from has have how if in information into is it its itself kindly know may
    must no nor not of on only or other others otherwise our ours please reason receive received receiving same
    shall should so solely such than that the these they this those to under unless up upon us use used using via
    was we were where whether which who whom will with within without would you your yours yourself
    """
)
OF_SUCH = words(
    """
    absender addressed addressee attachment attachments author authority charity classification communication
    communications confidential confidentiality content copied copying correspondence corresponding council cymraeg
    delete deletion destroy destroyed disclaimer disclose disclosed disclosing disclosure distribute distributed
    distribution e-bost e-mail e-mail-adresse e-mails email emails empfänger english environment error expressed
    gdpr gohebiaeth gymraeg http https intended law legally legislation liability liable link links malware message
    messages mimecast monitor monitored monitoring nachricht neges notify official opinions organisation
    organization originated phishing print printing privacy privileged received recipient recipients recorded
    recording registered saesneg scanned sender sensitivity suspicious symantec transmission transmitted trust
    vertraulich views virus virus-free viruses welsh www
    """
)
_LARGE = OF_SUCH | words(
    """
    accept accepted accepts access accordance accuracy accurate act action addressees advise advised against agree
    altered answer applies apply appropriate arising attached attention authorised bear becoming believe binding
    borough business calls caused caution chain check checked city click clicking commercial company complete
    computer computers consent consider considered contents contract copies copy correspond corresponding council's
    county court customers damage damaged data defect delay disseminate district document documents does doubt
    england ensure entity equally errors exempt expecting extern external file files following forward forwarding
    free freedom future genuine get group here hours immediately inbox individual individuals intercepted internal
    internet it's language languages lead leads learn legal limited longer look loss lost ltd mail makes mark marked
    material may measures metropolitan monitors named necessarily need negligence network nhs notice notified number
    office often omissions open opening operational originator outgoing outside paper part parties party passwords
    people permission person personal policies policy possible prior process processed processes prohibited protect
    protected protection protective public purpose purposes read reading receipt recent recognise reflect regulated
    reliance rely remove replies reply replying report represent represented reserve reserves responding responds
    responsibility responsible restricted return review right rights save scotland secure security service services
    software some source stated stop storage store stored strictly subject system systems taken takes team think
    third time transmissions transmit treat trusted unauthorised unclassified unlawful unopened unsolicited verify
    virus-checked wales warning warrant website welcome welcomes whilst whole wrong
    """
)
_HOURS = words(
    """
    because core currently day days differ different evening evenings expect expectation feel flexible flexibly
    friday fridays full-time hours i me mine monday mondays my normal normally now obligated obliged out outside own
    part-time pattern patterns pressure respond response saturday send sending sent suit suits sunday thursday
    thursdays tuesday tuesdays usual usually wednesday wednesdays weekend weekends when work worked working works
    """
)
_ABROAD = words(
    """
    a absender ac adressat arwain at ateb bitte byddwn croesawu croesewir cynnwys den der diese dieser e-bost
    enthält erhalten fydd gan geschützte gohebu gyfrinachol haben heb hon hwn informationen informieren inhalt
    irrtümlich ist mae'r neu ni nicht oder oedi oherwydd rechtlich richtige rydym sie sind sofort und vernichten
    vertrauliche wenn y yn yr
    """
)
_KNOWN = _SMALL | _LARGE | _ABROAD
_IN_NOTES = _SMALL | _LARGE | _HOURS

_NAMES = re.compile(
    r"\b(?:[A-Z][a-z]+(?: (?:and|of|upon|&))? ){1,4}"
    r"(?=(?:Metropolitan|Borough|City|County|District|Council|NHS|Trust|Ltd|Limited|Charity)\b)"
)
_NOT_OF_A_PERSON = re.compile(
    r"\b(?:know|are (?:sure|certain)) (?:that )?the (?:contents?|attachment|link|email|message) (?:is|are) safe\b"
    r"|\bwill not lead to\b|\b(?:do(?:es)?|must|should|may|can) ?not\b"
    r"|\bnot (?:the|an?|necessarily|guaranteed|be|been|intended)\b"
    r"|\b\d+\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def is_disclaimer(sentence: str) -> bool:
    """Whether every word of it is a disclaimer's, at least two of them such as hardly anybody else uses."""
    said = _words(_NAMES.sub(" ", sentence))
    return _KNOWN.issuperset(said) and "not" not in said and len(OF_SUCH.intersection(said)) >= 2


def is_note(sentence: str) -> bool:
    """Whether every word of it is one with which an office tells its hours."""
    return _IN_NOTES.issuperset(_words(sentence))


def _words(sentence: str) -> list[str]:
    return [each.replace("’", "'") for each in _WORD.findall(_NOT_OF_A_PERSON.sub(" ", sentence).casefold())]
