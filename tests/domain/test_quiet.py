"""Working days counted back, weekends and bank holidays left out."""

from __future__ import annotations

from datetime import date

from calsync.domain.model import OfficeHours
from calsync.domain.quiet import working_day_back
from calsync.policies.office import Nation, bank_holidays


def test_AH2_ten_working_days_leave_out_weekends_and_bank_holidays():
    office = OfficeHours(holidays=bank_holidays(Nation.ENGLAND))
    assert working_day_back(date(2026, 3, 16), 10, office) == date(2026, 3, 2)
    assert working_day_back(date(2026, 4, 13), 10, office) == date(2026, 3, 26)  # Good Friday and Easter Monday between
    assert working_day_back(date(2026, 3, 16), 0, office) == date(2026, 3, 16)
