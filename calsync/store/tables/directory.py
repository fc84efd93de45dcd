"""Who works here, who holds a role, and who is not watched."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, false

from calsync.store.columns import Words
from calsync.store.tables.schema import metadata

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("mail", Words, nullable=False),
    Column("mobile", Words, nullable=False),
    Column("phones", Text, nullable=False),
    Column("manager", String),
    Column("zone", String, nullable=False),
    Column("hours", Text),
    Column("absences", Text, nullable=False),
    Column("works", Boolean, nullable=False),
    Column("department", Words, nullable=False, server_default=""),
    Column("calendars", Text, nullable=False, server_default="[]"),
    Column("contacts", Text, nullable=False, server_default="[]"),
    Column("lives_alone", Boolean, nullable=False, server_default=false()),
    Column("home_phone", Words, nullable=False, server_default=""),
    Column("home_address", Words, nullable=False, server_default=""),
    Column("vehicle", Words, nullable=False, server_default=""),
)

contact_book = Table(
    "contact_book",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

not_watched = Table(
    "not_watched",
    metadata,
    Column("person", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("why", Words, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    Column("role", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("holders", Text, nullable=False),
)
