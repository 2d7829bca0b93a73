"""Labelled values as sites print them: days, moments, pounds. What is not plainly one is None, never a guess."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from spiders.text import tidy

UK = ZoneInfo("Europe/London")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?")
_WORDED = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-]+([A-Za-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})\b"
)
_CLOCK = re.compile(
    r"(?i)\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b|\b(\d{1,2}):(\d{2})\b|\b(noon|midday)\b"
)
_POUNDS = re.compile(
    r"(?i)£\s?(\d[\d,]*(?:\.\d+)?)(?![\d,])\s*(?:(k|m|thousand|million|bn|billion)\b)?"
)
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}


def uk_day(text: str) -> date | None:
    """The one day that a labelled cell states; None when it states none, or more than one.

    >>> uk_day("21/07/2026"), uk_day("Closes on Friday 4th December 2026"), uk_day("Rolling")
    (datetime.date(2026, 7, 21), datetime.date(2026, 12, 4), None)
    """
    found = {
        *(_day(y, m, d) for d, m, y in _SLASHED.findall(text)),
        *(_day(y, m, d) for y, m, d, *_ in _ISO.findall(text)),
        *(_day(_year(y), _month(m), d) for d, m, y in _WORDED.findall(text)),
    } - {None}
    return found.pop() if len(found) == 1 else None


def uk_deadline(text: str) -> str | None:
    """The day, or the minute, that a labelled cell states, in the form of a deadline fact.

    >>> uk_deadline("12 noon on 4 December 2026"), uk_deadline("16 June 2026 4:00pm UK time")
    ('2026-12-04T12:00', '2026-06-16T16:00')
    """
    iso = _ISO.search(text)
    if iso and iso.group(4) and uk_day(text):
        return f"{uk_day(text)}T{iso.group(4)}:{iso.group(5)}"
    day = uk_day(text)
    if day is None:
        return None
    clocks = {_minute(m) for m in _CLOCK.finditer(text)} - {None}
    return f"{day}T{clocks.pop()}" if len(clocks) == 1 else day.isoformat()


def uk_moment(text: str | None) -> str | None:
    """An ISO instant, with a zone or in UK time, as a UK minute; None when it is no instant.

    >>> uk_moment("2026-10-02T22:59:59Z")
    '2026-10-02T23:59'
    """
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=UK) if at.tzinfo is None else at.astimezone(UK)
    return at.strftime("%Y-%m-%dT%H:%M") if at.year > 1 else None


def moment_day(text: str | None) -> date | None:
    """The UK day of an ISO instant or an ISO day; None when it is neither."""
    minute = uk_moment(text)
    return date.fromisoformat(minute[:10]) if minute else None


def pounds(text: str) -> list[int]:
    """The sums of money in a labelled cell, in whole pounds, as printed from left to right.

    >>> pounds("£300 to £20,000"), pounds("up to £1.5m"), pounds("it varies")
    ([300, 20000], [1500000], [])
    """
    return [
        round(float(number.replace(",", "")) * _SCALE.get(scale.lower(), 1))
        for number, scale in _POUNDS.findall(tidy(text))
    ]


def amount_range(text: str) -> dict[str, int]:
    """What a cell says a grant may be: ``min_amount`` and ``max_amount``, as far as it says.

    >>> amount_range("£300 to £20,000"), amount_range("£10,000"), amount_range("From £500")
    ({'min_amount': 300, 'max_amount': 20000}, {'max_amount': 10000}, {'min_amount': 500})
    """
    sums = pounds(text)
    if len(sums) == 2 and sums[0] <= sums[1]:
        return {"min_amount": sums[0], "max_amount": sums[1]}
    if len(sums) != 1:
        return {}
    lowest = re.match(r"(?i)\s*(from|at least|minimum|over|more than)\b", text)
    return {"min_amount" if lowest else "max_amount": sums[0]}


def _day(year: str | int, month: str | int | None, day: str) -> date | None:
    try:
        return date(int(year), int(month or 0), int(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(name: str) -> int | None:
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _minute(clock: re.Match[str]) -> str | None:
    hour, minute, half, hour24, minute24, noon = clock.groups()
    if noon:
        return "12:00"
    if hour24:
        return f"{int(hour24):02}:{minute24}" if int(hour24) < 24 and int(minute24) < 60 else None
    if not 1 <= int(hour) <= 12:
        return None
    return f"{int(hour) % 12 + (12 if half.lower() == 'p' else 0):02}:{minute or '00'}"
