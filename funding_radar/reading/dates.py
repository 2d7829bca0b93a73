# ruff: noqa: E501  (a grammar is read by the line)
"""Dates and times as people in the UK write them, found in a text with their places.

``31 January 2024``, ``Friday 5th Sept``, ``31/1/24``, ``2-Dec-24``, ``April 25, 2022``,
``Wednesday17th December``, ``12 noon on Tuesday 17, January 2023``, ``1200pm 7th November``,
``8 to 19 May``, ``end of March 2025``, ``17th. December 2025``, ``2025/09/05``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from funding_radar.reading.text import Span

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NUMBERS = {name[:3]: number for number, name in enumerate(WEEKDAYS)}
_MONTH = (
    "jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = "(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = r"(?: ?(?:st|nd|rd|th)\.?)?"
_FULL_YEAR = r"(?:19|20)\d\d(?!\d)"
_SHORT_YEAR = rf"'?\d\d(?!\d|[:.,]\d| ?(?:am|pm|noon|midday|hours|%|-\d)|:|(?: ?(?:st|nd|rd|th))? (?:of )?(?:{_MONTH})\b)"
_YEAR = f"(?:{_FULL_YEAR}|{_SHORT_YEAR})"

_FORMS = (
    (
        r"(?P<iso>(?<![\d/.-])(?P<iso_year>20\d\d)(?P<iso_sep>[/-])(?P<iso_month>0[1-9]|1[0-2])(?P=iso_sep)(?P<iso_day>0[1-9]|[12]\d|3[01])(?!\d)"
        r"(?:[t ](?P<iso_hour>[01]\d|2[0-3]):(?P<iso_minute>[0-5]\d)(?::\d\d)?)?)"
    ),
    (
        rf"(?P<numeric>(?:\b(?P<w1>{_WEEKDAY}),? )?(?<![\d/.£-])(?P<num_day>\d\d?) ?(?P<sep>[/.-]) ?(?P<num_month>\d\d?) ?(?P=sep) ?"
        r"(?P<num_year>20\d\d|\d\d)(?![\d/]|[.-]\d))"
    ),
    (
        rf"(?P<day_first>(?:\b(?P<w2>{_WEEKDAY})[,.]? ?)?(?:\bthe ?)?(?<![\d£./])(?<!\d[:,])(?P<day>{_DAY}){_ORDINAL}(?!\d),?"
        rf"(?: ?- ?| {{0,2}}(?:day )?(?:of )?)(?P<month>(?:{_MONTH})(?![a-z]))\.?"
        rf"(?:(?:,? {{0,2}}| ?- ?)(?P<year>{_YEAR}))?)"
    ),
    (
        rf"(?P<month_first>(?:\b(?P<w3>{_WEEKDAY})[,.]? )?\b(?P<month2>(?:{_MONTH})\b)\.? (?:the )?(?P<day2>{_DAY})(?P<ordinal2>{_ORDINAL})(?![\d/:]|,\d| ?[%£]|\.\d)"
        rf"(?:,? (?P<year2>{_FULL_YEAR}))?)"
    ),
    rf"(?P<month_only>\b(?P<part>(?:the )?(?:end|middle|mid|start|beginning|early|late)(?: of|-)? ?)?\b(?<!\d )(?<!\d\. )(?<!rst of )(?<!cond of )(?<!hird of )(?<!th of )(?P<month3>(?:{_MONTH})\b)\.?,? (?P<year3>20\d\d)(?!\d))",
    rf"(?P<bare_end>\b(?:the )?end of (?P<month4>(?:{_MONTH})\b))",
)
_NUMBERED_FORMS = 2
_STROKES = re.compile(r"\d ?[/.-] ?\d\d? ?[/.-] ?\d\d")
_DATE, _DATE_IN_WORDS = (
    re.compile("|".join(forms)) for forms in (_FORMS, _FORMS[_NUMBERED_FORMS:])
)
_LIKELY = re.compile(r"\d|end of ")
_BEFORE_CORE, _AFTER_CORE = 34, 34
_CLOCK = (
    r"(?:(?P<h24>[01]?\d|2[0-3])[:.](?P<m24>[0-5]\d)(?:[:.][0-5]\d)?(?: ?(?P<half_a>[ap])\.? ?m\b\.?| ?(?P<noon_a>noon|midday|midnight)\b)?"
    r"(?: ?(?:hrs|hours|h)\b)?(?![\d/])"
    r"|(?P<h12>1[0-2]|0?[1-9])(?P<m12>[0-5]\d)? ?(?P<half_b>[ap])\.? ?m(?:\b\.?|(?=on\b))"
    r"|(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d) ?(?:hrs|hours|h)\b"
    r"|(?P<h5>1[0-2]|[1-9]) ?o'? ?clock\b(?: in the (?P<half_c>morning|afternoon|evening)\b)?"
    r"|(?:12 ?)?(?P<noon_b>noon|midday|midnight)\b)"
)
_ZONE = r"(?: \(?(?:gmt|bst|uk time|noon|midday|midnight|local time)\b)?"
_TIME_BEFORE = re.compile(
    rf"(?<![\d£.,:/-]){_CLOCK}{_ZONE}\)?[,;]?(?: sharp| prompt)? ?(?:on|of|by|-)? ?(?:the )?(?:{_WEEKDAY},? )?\Z"
)
_TIME_AFTER = re.compile(
    rf"[,;:]? ?[(\[-]? ?(?:at|@|by|before|no later than|until|,)? ?(?<![\d£]){_CLOCK}(?! ?-| ?to\b| ?on (?:the )?(?:\d|{_WEEKDAY}))"
)
_TIME_WINDOW = 40
_BEFORE_MAY = re.compile(
    r"\b(?:until|till|by|before|on|from|through|\d{1,2}(?:st|nd|rd|th)? (?:and|to|-)) (?:the )?\Z"
)
"""Words before ``may 24`` that make it a day, where ``you may 24`` is none."""
_RANGE = re.compile(r"(?: ?-|\s?(?:to|until|till|through|and|&|/))\s?(?:the\s)?\Z")
_SHORT_RANGE = re.compile(
    rf"(?<![\d£.,:/-])({_DAY}){_ORDINAL}\s?(?:-|to|until|and|&)\s?(?:{_WEEKDAY}\s)?(?:the\s)?\Z"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date found at a place in a text; ``year`` is None when the words do not say it."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    at: time | None = None
    weekday: int | None = None
    vague: bool = False
    """A month without a day: ``day`` is the last day that the words can mean."""
    inferred: bool = False

    @property
    def on(self) -> date | None:
        """The day, or None while the year is unknown or there is no such day."""
        if self.year is None:
            return None
        return _real_day(self.year, self.month, self.day)

    @property
    def value(self) -> str:
        """An ISO day, or an ISO minute when a time is stated."""
        on = self.on
        if on is None:
            return ""
        return f"{on.isoformat()}T{self.at.strftime('%H:%M')}" if self.at else on.isoformat()


def moments(low: str) -> list[Moment]:
    """All dates of a folded text, in their order, with the times that belong to them.

    >>> [m.value for m in moments("open 19th september 2023. deadline: 1200pm 7th november 2023")]
    ['2023-09-19', '2023-11-07T12:00']
    """
    found: list[Moment] = []
    for match in _matches(low):
        moment = _moment(match)
        if moment is None:
            continue
        floor = found[-1].end if found else 0
        moment = with_time(moment, low, floor)
        short = _short_range(moment, low, floor)
        if short is not None:
            found.append(short)
        found.append(moment)
    return found


def _matches(low: str) -> Iterator[re.Match[str]]:
    """The dates around each month's name or pair of strokes: the rest of a text is not tried."""
    if not _LIKELY.search(low):
        return
    done = 0
    for core in _cores(low):
        start = max(done, core.start - _BEFORE_CORE)
        stop = min(len(low), core.end + _AFTER_CORE)
        if core.start < done or not _LIKELY.search(low, start, stop):
            continue
        numbered = _STROKES.search(low, start, stop)
        match = (_DATE if numbered else _DATE_IN_WORDS).search(low, start, stop)
        if match is not None:
            yield match
            done = match.end()


def _cores(low: str) -> Iterator[Span]:
    """The months' names and the numbers between strokes, from left to right."""
    cores = [Span(*match.span()) for match in _STROKES.finditer(low)]
    for month in _MONTH_NUMBERS:
        at = low.find(month)
        while at >= 0:
            cores.append(Span(at, at + len(month)))
            at = low.find(month, at + len(month))
    done = 0
    for core in sorted(cores):
        if core.start >= done:
            yield core
            done = core.end


def is_range(low: str, first: Moment, second: Moment) -> bool:
    """Whether only a word of reach stands between two dates: ``1 May to 3 June``."""
    between = low[first.end : second.start]
    return len(between) < 30 and _RANGE.fullmatch(between) is not None


def _moment(match: re.Match[str]) -> Moment | None:
    group = match.group
    start, end = match.span()
    form = match.lastgroup
    if form == "iso":
        at = time(int(group("iso_hour")), int(group("iso_minute"))) if group("iso_hour") else None
        iso_year, month, day = (int(group(f"iso_{part}")) for part in ("year", "month", "day"))
        return _checked(Moment(start, end, day, month, iso_year, at))
    if form == "numeric":
        day, month = int(group("num_day")), int(group("num_month"))
        return _checked(
            Moment(start, end, day, month, _year(group("num_year")), weekday=_weekday(group("w1")))
        )
    if form == "day_first":
        day, month, said = int(group("day")), _MONTH_NUMBERS[group("month")[:3]], group("year")
        return _checked(Moment(start, end, day, month, _year(said), weekday=_weekday(group("w2"))))
    if form == "month_first":
        sure = group("year2") or group("w3") or group("ordinal2")
        if (
            group("month2") == "may"
            and not sure
            and not _BEFORE_MAY.search(match.string[max(0, start - 16) : start])
        ):
            return None
        day, month, said = int(group("day2")), _MONTH_NUMBERS[group("month2")[:3]], group("year2")
        return _checked(Moment(start, end, day, month, _year(said), weekday=_weekday(group("w3"))))
    month = _MONTH_NUMBERS[(group("month3") or group("month4"))[:3]]
    year = _year(group("year3"))
    part = (group("part") or "").strip()
    day = 15 if part.startswith(("mid", "the mid")) else last_day(year or 2023, month)
    return Moment(start, end, day, month, year, vague=True, inferred=True)


def _checked(moment: Moment) -> Moment | None:
    """The moment, unless no year has such a day."""
    if (
        not 1 <= moment.month <= 12
        or _real_day(moment.year or 2024, moment.month, moment.day) is None
    ):
        return None
    return moment


def _real_day(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= last_day(year, month):
        return None
    return date(year, month, day)


def last_day(year: int, month: int) -> int:
    """How many days a month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    year = int(digits.lstrip("'"))
    return year + 2000 if year < 100 else year


def _weekday(word: str | None) -> int | None:
    return _WEEKDAY_NUMBERS[word[:3]] if word else None


def with_time(moment: Moment, low: str, floor: int) -> Moment:
    """With the clock time just before or after the date, which then belongs to its place."""
    if moment.at or moment.vague:
        return moment
    start = max(floor, moment.start - _TIME_WINDOW)
    before = _TIME_BEFORE.search(low[start : moment.start])
    if before is not None:
        at = _clock(before)
        if at is not None:
            return replace(moment, start=start + before.start(), at=at)
    after = _TIME_AFTER.match(low, moment.end, min(len(low), moment.end + _TIME_WINDOW))
    if after is not None:
        at = _clock(after)
        if at is not None:
            return replace(moment, end=after.end(), at=at)
    return moment


def _clock(match: re.Match[str]) -> time | None:
    """The time of day: noon is 12:00, midnight the last minute; an o'clock is one of the day's."""
    group = match.group
    word = group("noon_a") or group("noon_b")
    if word:
        if word == "midnight":
            return time(23, 59)
        return time(12, 0)
    hour = int(group("h24") or group("h12") or group("h4") or group("h5"))
    minute = int(group("m24") or group("m12") or group("m4") or 0)
    half = group("half_a") or group("half_b")
    if group("h5"):
        early = group("half_c") == "morning" or (group("half_c") is None and 8 <= hour < 12)
        half = "a" if early else "p"
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return time(hour, minute)


def _short_range(moment: Moment, low: str, floor: int) -> Moment | None:
    """The first day of ``8 to 19 May 2024``, which shares its month and year with the second."""
    start = max(floor, moment.start - 24)
    match = _SHORT_RANGE.search(low[start : moment.start])
    if match is None or moment.vague or moment.at is not None:
        return None
    first = Moment(
        start + match.start(), start + match.end(1), int(match.group(1)), moment.month, moment.year
    )
    return _checked(first) if first.day < moment.day else None
