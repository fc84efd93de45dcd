"""Diaries that come as calendars, without an app in the tenant: the section [feeds]."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from calsync.config.feeds import link_problem
from calsync.config.kinds import AuthorityFile, ExistingFolder, MailAddress, ZoneName
from calsync.config.section import Section


class FeedCalendarSettings(Section):
    """One worker's calendar: published under a secret link, or a file."""

    worker: MailAddress = Field(description="the worker's mail address")
    url: SecretStr | None = None
    file: Path | None = None
    zone: ZoneName | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.url is None) == (self.file is None):
            raise ValueError("needs either url (or url_file) or file, and not both")
        if self.url is not None and (problem := link_problem(self.url.get_secret_value())):
            raise ValueError(problem)
        return self


class FeedsSettings(Section):
    """Diaries that come as calendars, without an app in the tenant."""

    calendar: tuple[FeedCalendarSettings, ...] = ()
    folder: ExistingFolder | None = None
    zone: ZoneName | None = None
    allow_private: bool = False
    ca_file: AuthorityFile | None = None

    @model_validator(mode="after")
    def _one_calendar_each(self) -> Self:
        workers = [each.worker.casefold() for each in self.calendar]
        if twice := sorted({each for each in workers if workers.count(each) > 1}):
            raise ValueError(f"{' and '.join(twice)} stands in more than one calendar: a diary is one calendar")
        return self

    @property
    def any(self) -> bool:
        """Whether anybody's diary comes as a calendar."""
        return bool(self.calendar) or self.folder is not None
