"""The year of a date without one: from the page's day, its weekday or the dates around it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from funding_radar.reading.cues import cues
from funding_radar.reading.dates import Moment
from funding_radar.reading.text import Document

_LONGEST_NOTICE = 330
"""Days at most from opening to deadline, or from deadline to start, for a year to be sure."""

_LATE = timedelta(days=60)
"""A day that is this little before its page's day is of the same year: it was put up late."""

_TOP, _NAME_BESIDE = 40, 20

_SAYS_PAGE_DAY = re.compile(
    r"(?:published|posted|dated|date|added|updated|author[^.\n]{0,60})\b[ :,]{0,3}(?:on )?\Z"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-](?:(0?[1-9]|1[0-2])|(" + "|".join(_MONTHS) + r")[a-z]*)"
    r"(?:[/-](0?[1-9]|[12]\d|3[01]))?(?![\da-z])",
    re.IGNORECASE,
)
_URL_YEAR = re.compile(r"/(20\d\d)/")
_DAYS_OF = (
    r"(?:deadlines?|closing dates?|dates|rounds?|timetable|timeline|panels?|meetings?|schedule)"
)
_YEAR_OF_DAYS = re.compile(
    rf"\b{_DAYS_OF}\b:?(?: (?:for|in|of|during))?(?: the)?(?: year)? (20\d\d)(?: ?[/-] ?(?:20)?(\d\d)\b)?(?![\d/-])"
    rf"|\b(20\d\d)(?: ?[/-] ?(?:20)?(\d\d)\b)? (?:(?:application|grants?|funding|submission|panel) )?{_DAYS_OF}\b"
)
_HEADING_REACH = 300
"""Letters that a heading with the year of the days under it stands above them at most."""
_APRIL = 4

_EARLIER = frozenset({"opens", "published", "past", "event", "range_open"})
_LATER = frozenset({"start", "finish", "spend", "decision", "report", "panel", "interview"})


def page_day(document: Document, found: Sequence[Moment]) -> date | None:
    """The day the page was published, as its source, its own first words or its address say."""
    if document.item.published_on is not None:
        return document.item.published_on
    for moment in found[:4]:
        if moment.on is None or moment.vague or moment.start < document.title_end:
            continue
        before = document.low[max(document.title_end, moment.start - 50) : moment.start]
        if _SAYS_PAGE_DAY.search(before) or _heads(document, moment):
            return moment.on
    match = _URL_DAY.search(document.item.url)
    if match is None:
        return None
    year, number, name, day = match.groups()
    month = int(number) if number else _MONTHS.index(name.lower()) + 1
    return date(int(year), month, min(int(day or 1), 28))


def _heads(document: Document, moment: Moment) -> bool:
    """Whether a date stands alone at the top of the text, or with no more than a name."""
    sentence = document.sentence_at(moment.start)
    if moment.start - document.title_end >= _TOP:
        return False
    beside = sentence.end - sentence.start - (moment.end - moment.start)
    if beside <= 4:
        return True
    named = cues("days").within(document.low, sentence.start, sentence.end)
    return beside <= _NAME_BESIDE and not any(cue.kind != "published" for cue in named)


def url_year(url: str) -> int | None:
    """The year in an address that has no month."""
    match = _URL_YEAR.search(url)
    return int(match.group(1)) if match else None


def headed_years(document: Document) -> list[tuple[int, int, bool]]:
    """Where words name the year of all the days under them, the year, and whether it spans two."""
    heads = []
    for match in _YEAR_OF_DAYS.finditer(document.low):
        first, second, other_first, other_second = match.groups()
        year = int(first or other_first)
        spans = (second or other_second) == f"{(year + 1) % 100:02}"
        heads.append((match.end(), year, spans))
    return heads


def under_head(moment: Moment, heads: Sequence[tuple[int, int, bool]]) -> Moment:
    """The moment in the year of the last head above it: ``Deadlines for 2025: 4 May``.

    Of a financial year the months from April on are in its first part.
    """
    number = bisect_right(heads, moment.start, key=lambda head: head[0]) - 1
    if number < 0 or moment.start - heads[number][0] > _HEADING_REACH:
        return moment
    _, year, spans = heads[number]
    year += spans and moment.month < _APRIL
    if moment.weekday is not None and not falls_on_weekday(moment, year):
        return moment
    return replace(moment, year=year, inferred=True)


def after_page(moment: Moment, page: date) -> Moment:
    """The first such day from the page's day on; with a weekday, the nearest year that fits."""
    if moment.weekday is not None:
        for year in (page.year, page.year + 1, page.year - 1):
            if falls_on_weekday(moment, year):
                return replace(moment, year=year, inferred=True)
    for year in (page.year, page.year + 1):
        on = replace(moment, year=year).on
        if on is not None and on >= page - _LATE:
            return replace(moment, year=year, inferred=True)
    return moment


def before_page(moment: Moment, page: date) -> Moment:
    """The last such day up to the page's day: for what the page says has been."""
    for year in (page.year, page.year - 1):
        on = replace(moment, year=year).on
        if on is not None and on <= page:
            return replace(moment, year=year, inferred=True)
    return moment


def falls_on_weekday(moment: Moment, year: int) -> bool:
    """Whether the day falls on the weekday that is written with it."""
    on = replace(moment, year=year).on
    return on is not None and on.weekday() == moment.weekday


def among(moment: Moment, kind: str, told: Sequence[tuple[str, Moment]]) -> Moment:
    """The moment with the one year that puts it in its order among the dated days of the same text.

    A deadline comes after what is past and before the work starts. Where several dates speak
    they must agree; with a weekday, the year must fit it too.
    """
    firm = [(other_kind, other.on) for other_kind, other in told if other.on is not None]
    if not firm:
        return moment
    years = {
        year
        for other_kind, other in firm
        if (year := _beside(moment, kind, other_kind, other)) is not None
    }
    if moment.weekday is not None:
        near = {other.year + step for _, other in firm for step in (-1, 0, 1)}
        years = {year for year in years or near if falls_on_weekday(moment, year)}
    if len(years) != 1:
        return moment
    return replace(moment, year=years.pop(), inferred=True)


def _beside(moment: Moment, kind: str, other_kind: str, other: date) -> int | None:
    """The year that puts a moment beside another day, if that is near enough to be sure."""
    ahead = _comes_before(kind, other_kind)
    if ahead is None:
        return None
    for year in (other.year, other.year - 1) if ahead else (other.year, other.year + 1):
        on = replace(moment, year=year).on
        if on is None:
            continue
        days = (other - on).days if ahead else (on - other).days
        if 0 <= days <= _LONGEST_NOTICE:
            return year
    return None


def _comes_before(kind: str, other_kind: str) -> bool | None:
    """Whether a day of one kind comes before a day of another; None where nothing says so."""
    if kind in ("deadline", "first_stage", "questions", "register"):
        if other_kind in _LATER:
            return True
        return False if other_kind in _EARLIER else None
    if kind in ("opens", "range_open"):
        return True if other_kind in _LATER or other_kind == "deadline" else None
    if kind in _LATER and other_kind in ("deadline", "opens", "published"):
        return False
    if kind == "event" and other_kind == "deadline":
        return True
    return None
