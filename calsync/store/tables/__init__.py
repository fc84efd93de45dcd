"""The tables. Personal text stands in tables of its own (`people`, `visit_text`, `answer_text`, `incident_text`).

A session has the name of whoever signed in beside it, and goes as a whole.
"""

from calsync.store.tables.after import due_acts, incident_text, incidents
from calsync.store.tables.before import approvals, concerns, flagged_places, keys, visit_checks
from calsync.store.tables.diaries import mailboxes
from calsync.store.tables.directory import contact_book, not_watched, people, roles
from calsync.store.tables.life import acts, answer_text, answers, audit_head, marks, pauses
from calsync.store.tables.links import links
from calsync.store.tables.outbox import declarations, letters, notices, notifications
from calsync.store.tables.pins import pins
from calsync.store.tables.schema import HEAD, metadata
from calsync.store.tables.sessions import held_forms, sessions
from calsync.store.tables.watched import deadlines, remembered, visit_text, visits

__all__ = [
    "HEAD",
    "acts",
    "answer_text",
    "answers",
    "approvals",
    "audit_head",
    "concerns",
    "contact_book",
    "deadlines",
    "declarations",
    "due_acts",
    "flagged_places",
    "held_forms",
    "incident_text",
    "incidents",
    "keys",
    "letters",
    "links",
    "mailboxes",
    "marks",
    "metadata",
    "not_watched",
    "notices",
    "notifications",
    "pauses",
    "people",
    "pins",
    "remembered",
    "roles",
    "sessions",
    "visit_checks",
    "visit_text",
    "visits",
]
