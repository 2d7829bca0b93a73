"""Days told from the day of the page: ``closes tomorrow``, ``this Friday``, ``the end of the month``."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from funding_radar.reading.dates import WEEKDAYS, Moment, last_day, with_time

_TOLD = re.compile(
    r"\b(?:(?P<day>today|tonight|tomorrow)"
    rf"|(?:this(?: coming)?|the coming|coming) (?P<weekday>{'|'.join(WEEKDAYS)})"
    r"|(?:the )?end of (?P<which>this|the|next) month)\b"
)
_SIGNS = (
    *("today", "tonight", "tomorrow", "coming ", "end of this", "end of the m", "end of next"),
    *(f"this {day[:3]}" for day in WEEKDAYS),
)
_IS_AN_END = re.compile(
    r"(?:\bclos(?:es?|ing|ed)|\bends?|\bdue|\bis|\bby|\buntil|\btill|\bbefore|\bopens?|\bon|\bat|"
    r"noon|midday|midnight|\d ?[ap]\.?m\.?),? (?:on )?\Z"
)
"""What stands before such a word where it says when: not ``is today urged to apply``."""
_BEFORE = 16
_BESIDE = 4


def says_relative(low: str) -> bool:
    """Whether any such word stands in a folded text."""
    return any(sign in low for sign in _SIGNS) and _TOLD.search(low) is not None


def relative_days(low: str, page: date, found: Sequence[Moment]) -> list[Moment]:
    """The days of a folded text that are told from its page's day, none beside a date in full."""
    starts = {moment.start for moment in found}
    told = []
    for match in _TOLD.finditer(low):
        start, end = match.span()
        beside = any(place in starts for place in range(start, end + _BESIDE))
        if beside or not _IS_AN_END.search(low, max(0, start - _BEFORE), start):
            continue
        on = _day(match, page)
        month = match["which"] is not None
        moment = Moment(start, end, on.day, on.month, on.year, vague=month, inferred=True)
        told.append(with_time(moment, low, max(0, start - _BEFORE)))
    return told


def _day(match: re.Match[str], page: date) -> date:
    if match["which"]:
        months = page.year * 12 + page.month - 1 + (match["which"] == "next")
        year, month = divmod(months, 12)
        return date(year, month + 1, last_day(year, month + 1))
    if match["weekday"]:
        return page + timedelta(days=(WEEKDAYS.index(match["weekday"]) - page.weekday()) % 7)
    return page + timedelta(days=match["day"] == "tomorrow")
