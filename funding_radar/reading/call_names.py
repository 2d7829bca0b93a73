"""The name of a fund taken apart: the words that tell it from others, its round, its years, its strand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from funding_radar.reading.tables import table
from funding_radar.reading.text import folded

_WORD = re.compile(r"[a-z0-9£][a-z0-9'’&.-]*")
_ROUND = re.compile(
    r"\b(?:(?:round|phase|wave|tranche|cohort|programme|stage|edition|year)\s*(?:no\.?\s*|number\s*)?"
    r"(\d{1,2}|one|two|three|four|five|six|seven|eight|i{1,3}|iv)\b(?![-/]\d)"
    r"|\b(\d)(?:st|nd|rd|th)\s+(?:round|phase|wave|tranche|cohort)\b"
    r"|\b(first|second|third|fourth|fifth|sixth)\s+(?:round|phase|wave|tranche|cohort|opportunity)\b)"
)
_LOT = re.compile(
    r"\b(?:lot|strand|level|tier|stream|theme|priority|part)\s*([0-9]{1,3}[a-z]?|[a-e])\b"
)
_YEARS = re.compile(
    r"\b(20\d\d)\s*(?:[-/]|to|and|until)\s*(20\d\d|\d\d)\b|\b(\d\d)/(\d\d)\b|\b(20\d\d)\b"
)
_SUMS = re.compile(r"£\s?\d[\d,.]*\s?(?:k|m|million|bn)?\b")
_DECORATED = re.compile(r"\s*(?:\||::|\s[-–—]\s|:\s|[()])\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """A title as far as it names a fund."""

    weights: Mapping[str, float]
    """Each telling word, shortened to its stem, and how much it tells: 1, or less for a word that many funds have."""
    words: tuple[str, ...]
    """All words of the title in order, small."""
    rounds: frozenset[int]
    years: tuple[int, int] | None
    """First and last year that the title names."""
    lots: frozenset[str]
    sides: frozenset[tuple[int, str]]
    """Words of which a name has one or another, such as small and large: the line of the table, and the word."""

    parts: tuple[tuple[str, ...], ...]
    """The stems of the telling words between colons, bars, dashes and brackets, in order; dull parts are left out."""
    phrases: tuple[str, ...]
    """The name as it stands in a text, its words apart by one space; none where it is too common to be looked for."""

    def telling(self, words: Sequence[str]) -> int:
        """How many of these words tell anything."""
        return sum(stem(word) in self.weights for word in words)

    @property
    def weight(self) -> float:
        """How much the telling words tell together."""
        return sum(self.weights.values())


def name_of(title: str) -> Name:
    """A title taken apart.

    >>> name = name_of("CLOSED | Kindling Fund 2026/27, round two: apply now")
    >>> sorted(name.weights), sorted(name.rounds), name.years
    (['kindling'], [2], (2026, 2027))
    """
    low = folded(title)
    years = years_in(low)
    bare = _SUMS.sub(" ", _YEARS.sub(" ", _LOT.sub(" ", _ROUND.sub(" ", low))))
    words = tuple(filter(None, map(_bare_word, _WORD.findall(bare))))
    weights = _weights(words)
    return Name(
        weights=weights,
        words=words,
        rounds=rounds_in(low),
        years=years,
        lots=frozenset(match.group(1) for match in _LOT.finditer(low)),
        sides=frozenset(_sides()[stem(word)] for word in words if stem(word) in _sides()),
        parts=_parts(bare, weights),
        phrases=_phrases(bare, weights),
    )


def rounds_in(low: str) -> frozenset[int]:
    """The numbers of the rounds that small-lettered words name."""
    numerals = table("same_call")["numerals"]
    found = (next(filter(None, match.groups())) for match in _ROUND.finditer(low))
    return frozenset(int(word) if word.isdecimal() else numerals[word] for word in found)


def years_in(low: str) -> tuple[int, int] | None:
    """First and last year that small-lettered words name."""
    years: list[int] = []
    for match in _YEARS.finditer(low):
        start, end, short, after, alone = match.groups()
        if start:
            years += [int(start), int(start[:2] + end[-2:])]
        elif short and int(after) == int(short) + 1:
            years += [2000 + int(short), 2000 + int(after)]
        elif alone:
            years.append(int(alone))
    return (min(years), max(years)) if years else None


def stem(word: str) -> str:
    """A word without the endings in which two tellings of one name differ.

    >>> stem("communities"), stem("councillors'"), stem("wellness"), stem("connecting")
    ('community', 'councillor', 'wellness', 'connect')
    """
    word = word.strip("'’")
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 6 and word.endswith("ing") and not word.endswith("ling"):
        return word[:-3]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _parts(bare: str, weights: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    found = []
    for part in _DECORATED.split(bare):
        stems = [stem(_bare_word(word)) for word in _WORD.findall(part)]
        found.append(tuple(word for word in stems if word in weights))
    return tuple(part for part in found if part)


def _bare_word(word: str) -> str:
    return word.strip("'’.&-").removesuffix("'s").removesuffix("’s")


def _phrases(bare: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    """The whole title, and its parts between bars, dashes and brackets, without the dull words at either end."""
    found = []
    for part in dict.fromkeys((bare, bare.partition("(")[0], *_DECORATED.split(bare))):
        plain = re.findall(r"[a-z0-9]+", part)
        while plain and stem(plain[0]) not in weights:
            plain.pop(0)
        while plain and stem(plain[-1]) not in weights and plain[-1] not in _ENDS:
            plain.pop()
        worth = sum(weights.get(stem(word), 0.0) for word in plain)
        if len(plain) >= 2 and worth >= (_LEAST_NAMED if plain[-1] in _ENDS else 1.3):
            found.append(" ".join(plain))
    return tuple(dict.fromkeys(found))


_ENDS = {"fund", "grant", "grants", "scheme", "programme", "awards"}
_LEAST_NAMED = 0.85


def _weights(words: tuple[str, ...]) -> dict[str, float]:
    noise, common = _noise(), _common()
    weight = float(table("same_call")["common"]["weight"])
    return {
        stem(word): weight if stem(word) in common else 1.0
        for word in words
        if len(word) > 1 and stem(word) not in noise and not word.isdecimal()
    }


@cache
def _noise() -> frozenset[str]:
    return frozenset(map(stem, table("same_call")["noise"].split()))


@cache
def _common() -> frozenset[str]:
    return frozenset(map(stem, table("same_call")["common"]["words"].split()))


@cache
def _sides() -> dict[str, tuple[int, str]]:
    return {
        stem(word): (number, stem(word))
        for number, row in enumerate(table("same_call")["opposed"]["rows"])
        for word in row
    }
