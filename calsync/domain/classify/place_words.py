"""What people write into the location of an entry that is no address, by what it means."""

from __future__ import annotations

from calsync.domain.classify.text import index, words

ROOM, OWN_HOME, HOME, PUBLIC = "room", "own-home", "home", "public"
SCHOOL, OTHER, CARE_HOME, DWELLING, UNKNOWN, ONLINE = (
    "school", "other", "care-home", "dwelling", "unknown", "online",
)  # fmt: skip

PLACES = index(
    (
        ROOM,
        """
        meeting room, boardroom, board room, conference room, training room, interview room, committee room,
        office, offices, my office, our office, the office, reception, hot desk, hotdesk, desk, my desk, base,
        team room, at work, in work, staff room, quiet room, pod, breakout area, back office, main office, room,
        rm, atrium, council chamber, head office, hq, council offices, civic offices, civic centre, town hall,
        city hall, county hall, car park, canteen, duty room, seminar room
    """,
    ),
    (
        OWN_HOME,
        """
        wfh, working from home, work from home, from home, home working, homeworking, my home, my house, home
        office, my place, my flat, at my desk, working at home, home based, remote, remotely, remote working,
        agile, agile working
    """,
    ),
    (
        PUBLIC,
        """
        hotel, holiday inn, premier inn, travelodge, hilton, marriott, novotel, ibis, mercure, inn, guest house,
        guesthouse, b b, b and b, bnb, bed and breakfast, court, courts, magistrates court, family court, county
        court, crown court, high court, civil court, youth court, combined court, law courts, court centre,
        courtroom, tribunal, justice centre, civil justice centre, hearing centre, restaurant, cafe, coffee,
        coffee shop, costa, starbucks, caffe nero, cafe nero, nero, greggs, mcdonalds, nandos, pizza express,
        wetherspoon, wetherspoons, pub, bistro, tearoom, tearooms, tea room, bar, conference centre, convention
        centre, conference center, exhibition centre, station, train station, railway station, bus station,
        airport, terminal, gym, puregym, leisure centre, shop, shopping centre, tesco, asda, sainsburys,
        morrisons, aldi, lidl, ikea, primark, boots, waitrose, supermarket, garden centre, cinema, theatre,
        museum, services, motorway services, stadium, barbers, hairdressers, salon, garage, kwik fit, halfords,
        dentist, dentists, dental practice, dental surgery, opticians, specsavers, vets, veterinary, post
        office, bank, pret, pret a manger, subway, burger king, kfc, toby carvery, harvester, tavern, arms,
        bakery, market, spa, golf club, football club, cricket club, arena
    """,
    ),
    (
        SCHOOL,
        """
        school, nursery, college, academy, primary, sixth form, preschool, pre school, infants, juniors,
        playgroup, nursery school, high school, sch, comp, comprehensive, grammar school, infant, junior, uni,
        primary school, childminder, university, pru, kindergarten, ysgol, meithrinfa, cylch meithrin, coleg,
        secondary, secondary school, sec, rc sec, sec school, acad, prim, ce prim, rc prim, inf, infs, jnr, jnrs
    """,
    ),
    (
        OTHER,
        """
        hospital, hosp, ysbyty, nicu, scbu, approved premises, crematorium, ward, clinic, gp surgery, surgery,
        medical centre, medical practice, health centre, hospice, prison, hmp, yoi, police station, custody,
        custody suite, childrens centre, family centre, contact centre, community centre, youth centre, youth
        club, library, church, church hall, village hall, mosque, temple, synagogue, gurdwara, chapel, food
        bank, foodbank, job centre, jobcentre, county hall, probation, probation office, camhs, day centre, hub,
        family hub, drop in centre, resource centre, advice centre, a and e, infirmary, fire station, ambulance
        station, community hall, parish hall, scout hut, soft play, playground, registry office, mental health
        unit, unit, rehab, housing office, parish, mess, sure start
    """,
    ),
    (
        CARE_HOME,
        """
        care home, nursing home, residential home, childrens home, residential care, old peoples home,
        retirement home, rest home, residential unit, extra care
    """,
    ),
    (
        DWELLING,
        """
        her house, his house, their house, her home, his home, their home, her flat, his flat, their flat, her
        address, his address, their address, her place, his place, their place, family home, family address,
        family house, parental home, home address, foster placement, foster home, foster carer, foster carers,
        placement, placement address, at placement, careof, on file, as per file, address on file, address on
        system, see file for address, address on mosaic, address on liquidlogic, address in notes, known
        address, usual address, hostel, refuge, womens refuge, supported living, patients own home, clients own
        home, service users own home, tenants own home, student accommodation, student halls, halls of
        residence, flat upstairs, upstairs flat, lives above, kinship carers, connected carer, connected carers,
        gypsy site, grt site, supported lodgings, lodgings, semi independent, independent living, static
        caravan, supported accommodation, sheltered housing, sheltered accommodation, caravan site, caravan
        park, travellers site, traveller site, temporary accommodation, temp accommodation, bedsit, tenancy,
        property, narrowboat, houseboat, caravan, maisonette, client home, client address, client house, client
        flat, service user home, service user address, patient home, patient address, at home with, home of,
        house of, flat of, mums, dads, nans, grans, grandmas, grandparents, parents home, parents house, parents
        address, carer home, carer address, carers home, carers house, tenant home, tenants home, in the home,
        fc home, f c, fcs, mgm, mgms, pgp, pgps, mat gran, pat gran, nain, taid, mamgu, tadcu, mothers address,
        fathers address, the family, service users, childs home, at theirs, theirs, at hers, relatives home,
        kinship placement, kinship carer, flat above, flat over, flat at, flat behind, above the shop, rooms
        above, annexe, childminders home, farmhouse, marina, moorings, mooring
    """,
    ),
    (
        ONLINE,
        """
        teams, microsoft teams, ms teams, microsoft teams meeting, zoom, google meet, webex, skype, facetime,
        online, virtual, video call, telephone, phone, phone call, by phone, via teams, on teams, whatsapp,
        teleconference
    """,
    ),
    (
        UNKNOWN,
        """
        tbc, tba, n a, various, see email, see notes, see invite, none, nil, unknown, to be confirmed, to be
        agreed, tbd, anywhere, out, field, community, in person, face to face, f2f
    """,
    ),
)
OWNED = words(
    """
    house home flat address place bungalow caravan property tenancy farm cottage apartment maisonette
    """
)
"""A dwelling, when it is said whose: "Ks house", "client's flat"."""
NAMED_HOUSES = words(
    """
    farm cottage bungalow farmhouse barn vicarage rectory villa croft smallholding
    """
)
"""The last word of a house's name that stands for its number: "Hill Farm"."""
NUMBERED = words(
    """
    flat apt apartment plot pitch berth caravan boat mooring chalet lodge bedsit cabin
    """
)
STREETS = words(
    """
    road rd street st avenue ave av close cl drive dr lane ln crescent cres gardens gdns terrace grove court ct
    way hill row walk mews place square view rise park green croft mount house cottage cottages lodge farm
    villas yard gate flat flats apartments houses
    """
)
"""Words behind which another word is the name of a street or a house: "School Lane", "Old School House"."""
SURE_DOOR = words(
    """
    road rd street avenue ave close drive lane ln crescent cres gardens gdns terrace grove way mews row walk st
    court ct
    """
)
SHORT_STREETS = words("av cl clo crt cresc drv dve gdn gds grv tce terr")
"""Kinds of street as people shorten them behind a house number."""
LONG_STREETS = words("street avenue close drive crescent gardens terrace grove")
"""Kinds of street in which a slip of the fingers leaves enough letters to know them by."""
QUALIFIED = frozenset(
    {
        "court",
        "courts",
        "bar",
        "arms",
        "inn",
        "bank",
        "boots",
        "services",
        "market",
        "unit",
        "mess",
        "spa",
        "sec",
        "acad",
        "prim",
        "inf",
    }
)
"""These mean the public place only as the last word of their part, or alone: "Elm Court" is a block of flats."""
BESIDE = words("behind above over opposite opp near nr beside off past after")
"""Words in front of a place by which people tell where a home is: "behind Tesco", "flat above the Town Hall"."""
LODGINGS = words(
    """
    hotel inn travelodge hilton marriott novotel ibis mercure guest guesthouse b bnb bed
    """
)
"""First or last words of public places in which people are housed for a while: "Holiday Inn", "guest house"."""
BANKS = words(
    """
    barclays lloyds natwest hsbc santander tsb halifax nationwide rbs metro ulster scotland ireland food blood
    milk the
    """
)
"""Words in front of "bank" that make it one where money, or something else, is kept."""
COURTS = words(
    """
    magistrates family county crown high civil youth combined law the at leeds sheffield
    """
)
