"""What time tells of two sightings: one round, or two of one fund."""

import re
from dataclasses import dataclass
from datetime import date

from funding_radar.reading.call_key import CallKey
from funding_radar.reading.call_names import rounds_in, years_in

_LONGEST_EXTENSION = 45
"""Days by which a deadline is moved; one further away is another round's."""
_LATEST = _LONGEST_EXTENSION
"""Days after its last day on which a call may still be told of as open."""
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
        return named or _same_edition(one, other) or (None if a or b else _other_days(one, other))
    apart = abs((a - b).days)
    if apart == 0:
        return TimeEvidence(0.25, f"both close {a.isoformat()}")
    why = f"one closes {a.isoformat()}, the other {b.isoformat()}"
    if apart > _LONGEST_EXTENSION:
        return TimeEvidence(-0.40, why, another_round=True)
    return TimeEvidence(-0.12 if apart == 1 else -0.25, why)


def months_shared(one: CallKey, other: CallKey) -> TimeEvidence | None:
    """The months of a year that both name, such as those between which money is to be spent."""
    shared = sorted(
        (one.months_named & other.months_named) - {_month_of(one), _month_of(other)},
        key=lambda said: (said[1], said[0]),
    )
    if not shared:
        return None
    said = " and ".join(f"{month.capitalize()} {year}" for month, year in shared[:2])
    return TimeEvidence(0.10 if len(shared) > 1 else 0.06, f"both speak of {said}")


def round_unsure(one: CallKey, other: CallKey) -> bool:
    """Whether rounds are spoken of, and nothing says that it is the same one."""
    mine, theirs = one.rounds_named, other.rounds_named
    if not (mine or theirs) or (one.name.rounds and one.name.rounds == other.name.rounds):
        return False
    a, b = one.published_on, other.published_on
    return not (a and b and abs((a - b).days) <= _LONGEST_EXTENSION)


def _month_of(key: CallKey) -> tuple[str, int] | None:
    return (key.day.strftime("%B").lower(), key.day.year) if key.day else None


def _same_edition(one: CallKey, other: CallKey) -> TimeEvidence | None:
    years = one.name.years
    if years and years == other.name.years:
        spans = years[0] != years[1]
        said = f"{years[0]} to {years[1]}" if spans else str(years[0])
        return TimeEvidence(0.10 if spans else 0.05, f"both of {said}")
    for first, second in ((one, other), (other, one)):
        span = first.name.years
        if span and span[0] != span[1] and all(f" {year} " in second.words for year in span):
            return TimeEvidence(0.10, f"both speak of {span[0]} and {span[1]}")
    if one.name.rounds and one.name.rounds == other.name.rounds:
        return TimeEvidence(0.05, "of one round")
    return None


def _day_named(one: CallKey, other: CallKey) -> TimeEvidence | None:
    """The day on which one closes, named without a year by the other."""
    day = one.day
    assert day is not None
    if (day.day, day.strftime("%B").lower()) in other.days_named:
        return TimeEvidence(0.18, f"one closes {day.isoformat()}, the other names that day")
    return None


def _other_days(one: CallKey, other: CallKey) -> TimeEvidence | None:
    """Two tellings of one site, in its own manner, that name other days."""
    if not one.source or one.source != other.source or one.days_named & other.days_named:
        return None
    if not one.days_named or not other.days_named:
        return None
    (a, month), (b, other_month) = min(one.days_named), min(other.days_named)
    why = f"one names {a} {month.capitalize()}, the other {b} {other_month.capitalize()}"
    return TimeEvidence(-0.25, why)


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
        if f" {phrase} " not in key.words:
            continue
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
        if (
            told
            and day
            and first.day is None
            and not _LATEST >= (told - day).days >= -_LONGEST_OPEN
        ):
            return f"told {told.isoformat()}, the other closes {day.isoformat()}"
    return ""
