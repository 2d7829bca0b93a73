from datetime import date

import holidays
import pytest

from funding_radar.matching.days import bank_holidays, stepped, working_days

ONE_OFF = {
    2022: {date(2022, 5, 30), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)},
    2023: {date(2023, 5, 8)},
}
"""The jubilee (with the May holiday that it moved), a funeral, a coronation."""


@pytest.mark.parametrize("year", range(2021, 2051))
def test_bank_holidays_are_those_that_the_package_knows(year: int) -> None:
    known = holidays.country_holidays("GB", subdiv="ENG", years=[year])
    weekdays = {day for day in known if day.weekday() < 5 and day.year == year}

    assert set(bank_holidays(year)) ^ weekdays == ONE_OFF.get(year, set())


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        pytest.param("2026-11-23", "2026-11-23", 1, id="today"),
        pytest.param("2026-11-23", "2026-11-30", 6, id="a week"),
        pytest.param("2026-11-23", "2026-11-20", 0, id="past"),
        pytest.param("2026-12-24", "2027-01-04", 5, id="christmas and new year"),
        pytest.param("2027-03-25", "2027-03-30", 2, id="easter"),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start: str, end: str, days: int) -> None:
    assert working_days(date.fromisoformat(start), date.fromisoformat(end)) == days


def test_far_off_days_are_counted_in_weeks() -> None:
    assert [stepped(days) for days in (0, 14, 15, 19, 20, 63)] == [0, 14, 15, 15, 20, 60]
