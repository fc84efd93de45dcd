"""The database as it should stand: the newest migration, and what every table hangs on."""

from __future__ import annotations

from sqlalchemy import MetaData

HEAD = "0020"
"""The newest migration: a database that says another one is migrated first."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
