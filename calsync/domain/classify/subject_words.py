"""What people write into the subject of an entry, by what it means for whether they go to somebody."""

from __future__ import annotations

from calsync.domain.classify.text import index, words

VISIT, HV, CLEAR, WEAK = "visit", "hv", "clear", "weak"
DESK, DESK_FIRST, AFTER = "desk", "desk-first", "after"
REMOTE, RING = "remote", "ring"
MEETING, ERRAND, IDLE, IDLE_FIRST = "meeting", "errand", "idle", "idle-first"
SEES, CASE, HELP_THERE = "sees", "case", "help-there"
SCHOOL, OTHER, CARE_HOME = "school", "other", "care-home"
CANCELLED, NOTE = "cancelled", "note"
OWN_VISIT, OWN_NONE = "own-visit", "own-none"
UNSETTLED, PERHAPS = "unsettled", "perhaps"
BASE = "base"

SUBJECTS = index(
    (
        VISIT,
        """
        visit, visits, visiting, homevisit, homevisits, visist, vis, vst, vsts, hvst, ymweliad, ymweliadau,
        ymweld, cuairt, wizyta, revisit, revisits, revisiting, nbv, nbvs, new birth, reg 44, regulation 44, stat
        v, stat vis, home v, home vis, house v, cin v, cp v
    """,
    ),
    (HV, "hv, hvs"),
    (
        CLEAR,
        """
        go round to, going round to, popping in to, popping round, pop to see, out seeing, door knock,
        doorknock, door knocking, doorstep check, doorstep visit, doorstep, welfare check, safe and well check,
        wellbeing check, return home interview, return home interviews, call round, calling round, calling in
        on, calling over to, call over to, popping over to, pop over to, nip round, nipping round, dropping in
        on, call in on, call in to see, pop in to see, pop round, drop in on, see at home, seen at home, home
        assessment, home assessments, home ax, home safety check, home observation, home conditions, home
        environment, home circumstances, home call, home calls, cold call visit, house call, house calls,
        assessment at home, meet at home
    """,
    ),
    (
        WEAK,
        """
        call on, calling on, call at, calling at, call out to, calling to, welfare, unannounced, drop in to,
        dropping in to, pop in, popping in, out to, calling out to, calling in to, heading to, heading out to,
        no access, access attempt, locksmith, forced entry, go to see, going to see, site visit, site visits,
        ofsted visit, cqc visit, visit from, visits from, visit by, office visit, gp visit, student visit, study
        visit, museum visit, theatre visit, library visit, exchange visit, visiting officer, visiting time,
        visit us, hv visit clinic, show home visit, university visit, work visit, state visit, visited,
        placement visit student, benchmarking visit, vip visit, royal visit, mp visit, councillor visit, jv,
        market appraisal, property appraisal, valuation, keys handover, key handover, void inspection, void
        inspections, void insp, void check, void works, gas safety, gas check, gas service, lgsr, cp12, tenancy
        audit, tenancy audits, tenancy check, tenancy sign up, property inspection, damp inspection, stock
        condition survey, mutual exchange inspection, fire risk assessment, pre void, lock change, eviction,
        inventory check, housing inspection, mot of tenancy, address check, viability, access visit
    """,
    ),
    (
        DESK,
        """
        write, writing, write up, writing up, writeup, written up, type up, typing, typing up, write ups, prep,
        prepare, preparing, preparation, discuss, discussing, discussion, arrange, arranging, rearrange,
        rearranging, planning, booking, scheduling, recording, recordings, debrief, debriefing, supervision,
        training, catch up on, case notes, case recording, paperwork, finish, complete, feedback, audit,
        reminder to, remind, template, report on, review of, allocate, allocation, allocating, draft, analyse,
        read up, follow up from, notes from, reflect, reflection, travel, travelling, drive, driving,
        transcribing, uploading, inputting, visiting speaker, visiting speakers, visiting lecturer, visiting
        professor, visiting team, visiting hours, visiting order
    """,
    ),
    (
        DESK_FIRST,
        """
        plan, book, record, list, log, email, emails, e mail, update, schedule, confirm, chase, report, reports,
        notes, admin, type, review visits, review home visits, reply, send, letter, letters, organise, organize,
        cancel, rebook, map, upload, print, sort, input, forms, form, rota, policy, stats, statistics, data,
        tracker, diary, reschedule, foi, query, invoice, mileage, expenses, claim, claims, submit, finalise,
        amend, collate, document, chronology, emailing, updating, logging
    """,
    ),
    (
        AFTER,
        """
        report, reports, note, notes, write up, write ups, writeup, writing, writing up, planning, plan, prep,
        preparation, recording, recordings, record, records, form, forms, template, paperwork, rota, schedule,
        list, log, policy, training, debrief, stats, allocation, allocations, discussion, feedback, meeting,
        mtg, minutes, admin, guidance, procedure, workshop, targets, performance, tracker, spreadsheet, diary,
        reminder, reminders, letter, letters, audit, scheduling, booking, summary, analysis, data, update, case
        notes, figures, statistics, checklist, type up, standards, standard, launch, panel, forum, invoice,
        invoices, query, mileage, expenses, claim, claims, risk assessment, risk assessments, framework, pilot,
        protocol, process, speaker, add to, onto mosaic, on to mosaic, on mosaic, to mosaic, to liquidlogic, to
        eclipse, documentation, kpi, kpis, compliance, dashboard, overview, chronology, course, webinar, e
        learning, elearning, refresher, safety, numbers, catch up, recruitment
    """,
    ),
    (
        REMOTE,
        """
        virtual, virtually, remote, remotely, video, zoom, teams, facetime, whatsapp, skype, webex, online,
        telephone, by phone, phone call, phonecall, via phone, on the phone, over the phone, video call,
        telecon, tele, conference call, teleconference, phone consultation, phone review, telephone call,
        telephone review
    """,
    ),
    (
        RING,
        """
        call, calls, calling, phone, phoning, ring, ringing, text, tc, tel, message, voicemail, speak to, speak
        with
    """,
    ),
    (
        NOTE,
        """
        call first, call before, call ahead, call on arrival, call when, ring first, ring before, ring ahead,
        ring bell, ring when, text first, text before, text when, text on arrival, phone first, phone before,
        phone ahead, training flat, no phone, call back, bring forms, bring paperwork, take forms, bring laptop,
        record review, call out, callout, ring doorbell, ring the bell, no answer last time, teams link, break
        in, break ins, hi vis, high vis, after school, before school, school nurse, school nurses, school age
    """,
    ),
    (
        MEETING,
        """
        meeting, meetings, mtg, mtgs, mtng, conference, conf, panel, interview, interviews, interviewing,
        course, training, workshop, seminar, forum, briefing, icpc, rcpc, cpc, core group, strat, strategy,
        strategy discussion, professionals, tac, taf, tacs, pep, lac review, cla review, cin review, cp review,
        child protection review, review conference, network event, networking, board, steering group, away day,
        awayday, team day, team building, induction, agm, supervision, appraisal, 1 1, 121, one to one, catch
        up, catchup, drop in, hearing, audit, ofsted inspection, cqc inspection, webinar, presentation, open
        day, standup, stand up, huddle, working group, consultation, reflective practice, peer support, pdr,
        probation review, debrief, discussion, handover, group supervision, team meeting, focus group, assembly,
        talk, lecture, conversation, planning, directions, mediation, marac, mappa, mash, ehcp review, annual
        review, tribunal, contract review, launch, professionals meeting, planning meeting, allocation, fgc,
        family group conference
    """,
    ),
    (
        ERRAND,
        """
        dentist, dentists, dental, orthodontist, hygienist, optician, opticians, eye test, haircut, hair cut,
        hairdresser, hairdressers, hair appt, hair appointment, hair, barber, barbers, mot, vet, vets, lunch,
        birthday, bday, solicitor, solicitors, gp appt, gp appointment, gp, dr appt, dr appointment, dr, drs,
        doctor, doctors, doctors appt, docs appt, physio, blood test, smear, smear test, scan, mammogram,
        collect parcel, parcel, post office, house viewing, flat viewing, school run, nursery run, pick up kids,
        pick up children, collect kids, school pick up, school pickup, nursery pick up, nursery pickup, kids,
        parents evening, sports day, car service, garage, tyres, new tyres, plumber, boiler service, gas
        engineer, engineer, electrician, delivery, flu jab, jab, vaccine, vaccination, covid jab, nails,
        massage, yoga, gym, pilates, spin class, party, wedding, christening, childcare, mortgage, mortgage
        advisor, estate agent, bank appt, walk dog, dog walk, dog groomer, groomers, swimming, football,
        holiday, hospital appt, hospital appointment, personal appointment, personal appt, personal, own
        appointment, medical appointment, counselling appt, therapy appt, osteopath, chiropractor, midwife appt,
        antenatal appt, pharmacy, prescription, collect prescription, shopping, food shop, dinner, drinks,
        breakfast, coffee, leaving do, night out, concert, theatre, cinema, my mum, my dad, my son, my daughter,
        my house, tattoo, waxing, waxer, facial, bank, tip run, dry cleaning, house move, moving house, removal,
        removals, nativity, school play, car wash, car in for, pick up car, drop car off, collect car, click and
        collect, book club, choir, running club, tennis, golf, curry, pizza, brunch, bbq, barbecue, quiz,
        takeaway, xmas do, christmas do, xmas meal, christmas meal, xmas party, christmas party, work do, works
        do, team meal, funeral, parents eve, hair and beauty, driving test, driving lesson, passport, passport
        appointment
    """,
    ),
    (
        IDLE,
        """
        annual leave, a l, toil, sick leave, off sick, sickness, drive time, driving time, travel time, keep
        free, do not book, dont book, bank holiday, flexi leave, flexi day, study leave, non working day, nwd,
        day off, focus time, lunch break, admin time, maternity leave, paternity leave, carers leave, not
        working, working from home, wfh, on leave, time off, half day leave, on call rota, home working, working
        at home, child sick, sick child, child poorly, poorly child, protected time
    """,
    ),
    (
        IDLE_FIRST,
        """
        leave, al, admin, travel, travelling, drive, driving, sick, flexi, block, blocked, busy, emails, off,
        hold, duty, break, free, office, desk, catch up, commute, journey, on call, reading, study, e learning,
        elearning
    """,
    ),
    (
        SEES,
        """
        see, seeing, meet, meet with, session, session with, direct work, life story, life story work, keywork,
        key work, observation, observe, collect, pick up, drop off, contact, supervised contact, family time,
        assessment, assess, s47, s17, section 47, sec 47, intervention, mentoring, 1 1 with, one to one with,
        speak to child, wishes and feelings, child seen, introduction, intro, handover to carer, therapy,
        parenting, support session, family support, therapy session, insulin, wound care, wound check, dressing,
        dressings, leg ulcer, catheter, catheter change, bloods, depot, injection, pressure area, pressure area
        check, baby weigh, weigh in, booking appt, booking appointment, obs, food parcel, food parcels, deliver,
        delivering, 6 8 wk check, 6 8 week check, 6 8wk check, 1 yr review, 2 yr review, 1yr review, 2yr review,
        1 year review, 2 year review, 2 5 yr review, dev check, development check, developmental review, weigh,
        weigh baby, postnatal, post natal, antenatal, carers assessment, care act, dfg, adaptations, step test,
        equipment, reviewing, inspection, form f, f2f, face to face, seen alone, stat, sv, rhi, return
        interview, bedroom check, sleeping arrangements, placement move, new placement, new carers, settle,
        respite, epo, move in, moving in, joint with, joint w, jt with, jt w, knock, knock on, cold call, letter
        through door, drop letter, post letter, check on, day 3, day 5, day 10, day 14, day 28, breastfeeding,
        med prompt, meds prompt, meds, medication, tea call, lunch call, dinner call, breakfast call, bed call,
        key safe, smoke alarm, care package, package review, support plan, share report, sharing report, catch,
        party wall, schedule of condition, sched of condition, homebuyers, homebuyer survey, vendor, health and
        safety check, emergency accommodation, emergency accom, temp accommodation, temporary accommodation,
        removal of children, remove children, gweld
    """,
    ),
    (
        HELP_THERE,
        """
        take, taking, transport, transporting, accompany, accompanying, escort, escorting, support, supporting
    """,
    ),
    (
        CASE,
        """
        mr, mrs, ms, miss, mx, family, mum, mother, dad, father, baby, twins, client, cin, cp, lac, cla,
        siblings, child, children, patient, resident, tenant, service user, yp, young person, carer, carers,
        foster carer, nan, gran, grandma, granny, grandad, parents, parent, kinship, sgo, care leaver
    """,
    ),
    (SCHOOL, "school, sch, nursery, college, academy, sixth form, preschool, primary, infants, juniors"),
    (
        OTHER,
        """
        hospital, hosp, ward, clinic, prison, hmp, yoi, custody, police station, hospice, mother baby unit,
        mother and baby unit, nicu, scbu, maternity unit, approved premises
    """,
    ),
    (CARE_HOME, "care home, nursing home, residential home, childrens home"),
    (
        CANCELLED,
        """
        cancelled, canceled, canc, cancd, cxl, cxld, canx, cancld, n a, no longer needed, not needed, called
        off, postponed
    """,
    ),
    (
        UNSETTLED,
        """
        if time, if poss, if possible, tbc, tba, tbd, or office, or teams, or phone, or call, or virtual, or
        clinic, office or, phone or, to be confirmed, to be arranged, to be agreed, to be booked, not confirmed,
        unconfirmed, needs arranging, needs booking, pencilled, pencilled in, provisional, provisionally
    """,
    ),
    (
        BASE,
        """
        at office, at the office, in office, in the office, to office, to the office, at base, at our office, at
        hub, at the hub, office based
    """,
    ),
    (PERHAPS, "poss, possible, possibly, maybe, perhaps, potential, did not attend, dna"),
)

HV_PERSON_BEFORE = words(
    """
    with w call ring phone from by the ask email meet meeting contact chase liaise speak spoke update tel
    message rang called texted emailed messaged phoned rung via inform text see invite referral to duty named
    our new for
    """
)
"""Words in front of "HV" that show that a health visitor is meant."""
HV_PERSON_AFTER = words(
    """
    team teams clinic liaison handover service services referral mtg meeting update contact details number
    called rang phoned coming attending checks drop baby consultation allocation invited feedback office base
    student interview recruitment invoice safety forum panel posts vacancy rota cover duty hub caseload
    workforce conference strategy pathway model lead leads manager supervisor colleague colleagues kpi budget
    """
)
HV_VISIT_AFTER = words(
    """
    to with at re for in on due no this pm am unannounced x day days rescheduled rearranged moved confirmed
    changed booked
    """
)
ON_SCREEN = words("via by on over a call meeting link only review video phone telephone zoom teams appt contact now")
"""Words beside "Teams" or "phone" that still say how a visit is made, and nothing else."""
IN_PERSON = words("f2f face person instead not")
"""Words that show that a visit beside "virtual" or "phone" may be made in person."""
TAUGHT = words("training conference course induction interview interviews seminar webinar workshop launch board")
"""Meetings that a visit may belong to without going to anybody: "training visit"."""
PURPOSES = words("complete finish booking planning supervision audit allocation feedback update report review")
"""Desk work that may also be what one visit is for, or that it is made: "booking visit", "complete CP visit"."""
GUESTS = words(
    """
    ofsted cqc hmip inspectorate director directors minister ministerial mp councillor councillors mayor royal
    vip peer benchmarking santa student students university uni open museum library study exchange trustees
    commissioners
    """
)
"""Who comes to see the service, or goes to see another: "Ofsted monitoring visit"."""
WORK_TOO = frozenset(
    {
        "kids", "garage", "delivery", "engineer", "gas engineer", "plumber", "electrician", "boiler service",
        "shopping", "food shop", "pharmacy", "prescription", "vaccination", "vaccine", "jab", "flu jab", "childcare",
        "removal", "removals", "house move", "moving house", "swimming", "hair",
    }
)  # fmt: skip
"""Errands that are other people's work: at an address nobody can tell."""
IDLE_ON = words("am pm day time morning afternoon all out week to from back home for off only desk sick leave")
"""Words that go on about idle time: "admin day", "travel to Leeds"."""
MOVES = words("collect pick drop")
"""Work that fetches somebody from a place, as parents do too."""
NAMED_SO = words("mr mrs ms miss mx client patient resident tenant service yp young")
"""Words for somebody that nobody has for friends."""
HELD = words("hold block blocked busy free duty keep")
"""Words that keep time free, also for a visit: "hold - Price"."""
TAKEN_TO = frozenset(
    {
        "dentist", "dentists", "optician", "opticians", "eye test", "hospital appt", "hospital appointment", "gp appt",
        "gp appointment", "gp", "dr appt", "dr appointment", "doctors", "doctors appt", "doctors appointment", "scan",
        "blood test", "solicitor", "solicitors", "bank", "bank appt", "post office", "shopping", "food shop",
        "flat viewing", "house viewing", "passport appointment", "driving test", "pharmacy", "medical appointment",
        "counselling appt", "therapy appt", "football", "swimming", "midwife appt", "antenatal appt",
    }
)  # fmt: skip
"""Errands that are work when they are done with somebody."""
SETTLED_LATER = words("time address venue location place room")
"""What may be open of a visit that is settled: "time tbc"."""
TITLES = words(
    """
    mr mrs ms miss mx dr family mum mother dad father baby child client twins siblings carer
    """
)
ACRONYMS = words(
    """
    am pm tbc tba ta hr it ict ooo toil al wfh pa sw tm smt slt ssw hq uk eu cpd pdr ot gp nhs la agm lcs ehm
    fyi dna nfa od os ppe rag sen send asap eod it mot bbq vet ai fte faq pc dsl hod dvla hmrc plo mca mha iro
    dols fgm fii abe bia chc dst cpa cpn fsw icpc vpn csc mdt
    """
)
