"""Whether two sightings are of one call: a small score that explains itself."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

SAME = 0.80
"""From here on two sightings are taken for one call."""
DOUBTFUL = 0.62
"""From here up to SAME a person is asked."""

_EDITION = re.compile(
    r"\b(?:round|phase|wave|tranche|year|cohort)\s+(\d{1,2}|one|two|three|four|five|six)\b|\b(20\d\d)(?:\s*[-/]\s*(?:20)?\d\d)?\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(?:the|a|of|for|and|in|to|now|open|opens|applications?|apply|invited|new|funding|fund|funds|grants?|scheme|"
    r"programme|opportunit(?:y|ies)|launch(?:es|ed)?|available|closed|call)\b|[^\w\s]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CallKey:
    """What identifies a call: its name, who pays, until when, up to how much."""

    title: str
    funder: str = ""
    deadline: str | None = None
    max_amount: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sameness:
    """How alike two calls are, 0 to 1, and the sentences that say why."""

    score: float
    reasons: tuple[str, ...]


def sameness(one: CallKey, other: CallKey) -> Sameness:
    """How surely two sightings are of one call."""
    if one.url and one.url == other.url and one.title == other.title:
        return Sameness(1.0, ("the same address and title",))
    names = _name_likeness(one.title, other.title)
    reasons = [f"names {round(names * 100)} % alike"]
    score = names
    if (
        _editions(one.title)
        and _editions(other.title)
        and _editions(one.title) != _editions(other.title)
    ):
        return Sameness(min(score, 0.4), (*reasons, "different rounds"))
    for said, likeness in (_deadlines(one, other), _amounts(one, other), _funders(one, other)):
        if said:
            reasons.append(said)
            score += likeness
    return Sameness(max(0.0, min(1.0, score)), tuple(reasons))


def _name_likeness(one: str, other: str) -> float:
    a, b = _core(one), _core(other)
    if not a or not b:
        return 0.0
    whole = fuzz.token_sort_ratio(a, b) / 100
    within = fuzz.token_set_ratio(a, b) / 100
    shorter = min(len(a.split()), len(b.split()))
    # A name inside a longer one says much only if it has several words of its own.
    return max(whole, within * (0.9 if shorter >= 3 else 0.7 if shorter == 2 else 0.45))


def _core(title: str) -> str:
    return " ".join(_NOISE.sub(" ", _EDITION.sub(" ", title)).casefold().split())


def _editions(title: str) -> frozenset[str]:
    return frozenset(match.group().casefold() for match in _EDITION.finditer(title))


def _deadlines(one: CallKey, other: CallKey) -> tuple[str, float]:
    if not one.deadline or not other.deadline:
        return "", 0.0
    if one.deadline[:10] == other.deadline[:10]:
        return f"both close {one.deadline[:10]}", 0.15
    return f"one closes {one.deadline[:10]}, the other {other.deadline[:10]}", -0.25


def _amounts(one: CallKey, other: CallKey) -> tuple[str, float]:
    if one.max_amount is None or other.max_amount is None:
        return "", 0.0
    if one.max_amount == other.max_amount:
        return f"both up to £{one.max_amount:,}", 0.1
    return f"up to £{one.max_amount:,} and £{other.max_amount:,}", -0.15


def _funders(one: CallKey, other: CallKey) -> tuple[str, float]:
    if not one.funder or not other.funder:
        return "", 0.0
    if fuzz.token_set_ratio(one.funder.casefold(), other.funder.casefold()) >= 85:
        return "the same funder", 0.1
    return "different publishers", -0.05
