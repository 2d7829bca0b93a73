"""What time tells of two sightings: one round, or two of one fund."""

import re
from dataclasses import dataclass
from datetime import date

from funding_radar.reading.call_key import CallKey
from funding_radar.reading.call_names import rounds_in, years_in
from funding_radar.reading.text import folded

_LONGEST_EXTENSION = 45
"""Days by which a deadline is moved; one further away is another round's."""
_LONGEST_OPEN = 300
"""Days after which a fund that is told of again has another round."""


@dataclass(frozen=True, slots=True)
class TimeEvidence:
    """What time adds to a score, and whether it says that the two are different rounds."""

    points: float
    why: str
    another_round: bool = False


def time_evidence(one: CallKey, other: CallKey) -> TimeEvidence | None:
    """What rounds, years and days tell of two sightings; None where they tell nothing."""
    said = _editions(one, other) or _told_apart(one, other)
    if said:
        return TimeEvidence(-0.40, said, another_round=True)
    a, b = one.day, other.day
    if a is None or b is None:
        named = _day_named(one, other) if a else _day_named(other, one) if b else None
        return named or _same_edition(one, other)
    apart = abs((a - b).days)
    if apart == 0:
        return TimeEvidence(0.25, f"both close {a.isoformat()}")
    why = f"one closes {a.isoformat()}, the other {b.isoformat()}"
    if apart > _LONGEST_EXTENSION:
        return TimeEvidence(-0.40, why, another_round=True)
    return TimeEvidence(-0.12 if apart == 1 else -0.25, why)


def _same_edition(one: CallKey, other: CallKey) -> TimeEvidence | None:
    years = one.name.years
    if years and years == other.name.years:
        spans = years[0] != years[1]
        said = f"{years[0]} to {years[1]}" if spans else str(years[0])
        return TimeEvidence(0.10 if spans else 0.05, f"both of {said}")
    if one.name.rounds and one.name.rounds == other.name.rounds:
        return TimeEvidence(0.05, "of one round")
    return None


def _day_named(one: CallKey, other: CallKey) -> TimeEvidence | None:
    """The day on which one closes, named without a year by the other."""
    day = one.day
    assert day is not None
    month = day.strftime("%B").lower()
    either = rf"\b{day.day}(?:st|nd|rd|th)?(?: of)? {month}\b|\b{month} {day.day}(?:st|nd|rd|th)?\b"
    if re.search(either, f"{folded(other.title)} {other.low}"):
        return TimeEvidence(0.18, f"one closes {day.isoformat()}, the other names that day")
    return None


def _editions(one: CallKey, other: CallKey) -> str:
    for first, second in ((one, other), (other, one)):
        rounds, years = _edition_of(first, second)
        if rounds and second.name.rounds and rounds != second.name.rounds:
            return "different rounds"
        if years and second.name.years and _apart(years, second.name.years):
            return "different years"
        if first.name.years and second.day and not _fits(first.name.years, second.day):
            return f"one is of {first.name.years[0]}, the other closes {second.day.isoformat()}"
    return ""


def _edition_of(key: CallKey, other: CallKey) -> tuple[frozenset[int], tuple[int, int] | None]:
    """Round and years of a title; else of the words around the other's name in the text."""
    rounds, years = key.name.rounds, key.name.years
    if rounds or years:
        return rounds, years
    for phrase in other.name.phrases:
        match = re.search(r"\W+".join(phrase.split()), key.low)
        if match is not None:
            near = key.low[max(0, match.start() - 40) : match.end() + 30]
            return rounds_in(near), years_in(near)
    return rounds, years


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    if one[0] == one[1] or other[0] == other[1]:
        return one[1] < other[0] or other[1] < one[0]
    return one != other


def _fits(years: tuple[int, int], day: date) -> bool:
    """A fund of a year closes in it, in the year before, or with the financial year."""
    return years[0] - 1 <= day.year <= years[1] or (day.year == years[1] + 1 and day.month <= 3)


def _told_apart(one: CallKey, other: CallKey) -> str:
    """Told of so far apart that it cannot be one round."""
    if one.day is not None and one.day == other.day:
        return ""
    if "rolling" in (one.deadline, other.deadline):
        return ""
    a, b = one.published_on, other.published_on
    if a and b and abs((a - b).days) > _LONGEST_OPEN:
        return f"told {a.isoformat()} and {b.isoformat()}"
    for first, second in ((one, other), (other, one)):
        told, day = first.published_on, second.day
        if told and day and first.day is None and abs((day - told).days) > _LONGEST_OPEN:
            return f"told {told.isoformat()}, the other closes {day.isoformat()}"
    return ""
