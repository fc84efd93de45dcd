"""The words that streets and houses are called by in these islands, and those that only look like one."""

from __future__ import annotations

import re

from calsync.parsers.words import words

TYPES = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "cl": "close", "clo": "close",
    "dr": "drive", "drv": "drive", "ln": "lane", "la": "lane", "pl": "place", "ct": "court", "crt": "court",
    "cres": "crescent", "cresc": "crescent", "cr": "crescent", "gdns": "gardens", "gdn": "gardens", "gds": "gardens",
    "terr": "terrace", "ter": "terrace", "tce": "terrace", "gr": "grove", "gro": "grove", "grv": "grove",
    "sq": "square", "pk": "park", "wk": "walk", "wlk": "walk", "blvd": "boulevard", "bldgs": "buildings",
    "est": "estate", "pde": "parade", "hse": "house", "ho": "house", "mt": "mount",
}  # fmt: skip
TYPES |= {
    word: word
    for word in words(
        "street road avenue close drive lane place court crescent gardens garden terrace way grove hill row walk mews "
        "park green square boulevard buildings estate parade rise view yard quay wharf circus gate mount fold garth "
        "drove vale dale croft common heath bank meadow meadows fields orchard passage alley villas cottages houses "
        "house flats mansions towers tower heights paddock ridge brow brae loan wynd path wood woods chase bridge "
        "broadway approach spinney copse dene glade hollow parkway ring side end cross corner copice leas lea"
    )
}
FIRST_TYPES = frozenset({"heol", "ffordd", "stryd", "lôn", "lon", "clos", "rhodfa", "maes", "cwrt", "bryn", "parc"})
"""Welsh streets carry the kind of street in front: "14 Heol Fawr"."""
LONE = re.compile(
    r"(?:broad|kings|queens|park|high|rail|ring|cause)way|strand|cornmarket|"
    r"[^\W\d_]{3,10}(?:gate|croft|fields?|garth|mead|meads|thwaite|bank|wood)"
)
NOT_LONE = frozenset({"investigate", "navigate", "delegate", "delegates", "aggregate", "promulgate", "litigate"})

FOREIGN = frozenset(
    {"rue", "via", "viale", "calle", "avenida", "rua", "ulica", "ul", "strada", "piazza", "plaza", "carrer", "impasse"}
)
"""Streets of the continent carry the kind of street in front: "12 rue de la Paix"."""
FOREIGN_ENDS = ("strasse", "weg", "str", "gasse", "allee", "platz", "straat", "laan", "gracht", "gatan", "vägen", "vej")
"""Or behind the name, with the number last: "Hauptstraße 5", in which ß folds to ss."""

NEVER_IN_NAME = words(
    "am pm a.m p.m min mins minute minutes hr hrs hour hours day days week weeks month months year years mile miles "
    "people persons person staff colleagues children child kids visitors attendees guests x at in on for from with and "
    "or until till to by via then after before review visit visits meeting meetings session sessions call calls teams "
    "zoom car room rooms floor desk level see is are was not no if it we he she they"
)
BOOKED_ROOMS = words("meeting conference board interview training seminar committee consultation video group staff")
FLATS = words("flat apartment apt maisonette bedsit studio")
INDOORS = words("floor level desk bay suite pod booth boardroom table meeting classroom gate platform")
SAINTS = words(
    "mary john peter paul james anne ann anns george michael thomas andrew luke mark matthew helen helens david "
    "nicholas margaret catherine joseph patrick stephen martin giles oswald cuthbert bede barnabas"
)
HOUSES = words(
    "cottage house hse farm farmhouse lodge barn villa bungalow manor rectory vicarage parsonage mill grange hall "
    "gables oaks elms firs pines willows laurels beeches hollies cedars poplars croft nook stables chalet caravan "
    "annexe annex flat apartment maisonette presbytery forge smithy schoolhouse gatehouse coach-house granary cabin "
    "boathouse"
)
NO_HOUSE = words(
    "office offices team room centre center meeting usual hub base library school academy college surgery clinic "
    "hospital church car pub cafe"
)
