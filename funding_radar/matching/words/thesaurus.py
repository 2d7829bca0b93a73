"""Ideas of charity life and the words that stand for them, so that different words can meet.

The words are in ``thesaurus.toml``. A phrase found in a text is one mention of its idea, and a
weaker mention of every idea that it is part of: a choir is music, and music is art.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

from funding_radar.matching.words.tokens import terms

RISE = 0.5
"""What a mention counts for the next wider idea. From 0.3 to 0.6 results are the same."""

_ITSELF = "_"


class Found(NamedTuple):
    """An idea in a list of terms, and the terms that say it."""

    idea: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Every idea by its dotted name, and the phrases that say it.

    ``singles`` are words by their term, ``phrases`` the longer ones by their first two terms, each
    with the terms that follow.
    """

    ideas: tuple[str, ...]
    singles: Mapping[str, tuple[str, ...]]
    phrases: Mapping[tuple[str, str], tuple[tuple[list[str], str], ...]]

    def find(self, said: Sequence[str]) -> list[Found]:
        """Every mention of an idea in a text's terms."""
        found = [
            Found(idea, start, start + 1)
            for start, term in enumerate(said)
            if term in self.singles
            for idea in self.singles[term]
        ]
        for start, pair in enumerate(pairwise(said)):
            if pair in self.phrases:
                for rest, idea in self.phrases[pair]:
                    end = start + 2 + len(rest)
                    if said[start + 2 : end] == rest:
                        found.append(Found(idea, start, end))
        return found

    def count(self, said: Sequence[str]) -> dict[str, float]:
        """How often each idea is mentioned, with the wider ideas that mentions rise to."""
        return risen(self.find(said))


def risen(mentions: Sequence[Found]) -> dict[str, float]:
    """How often each idea is mentioned, with the wider ideas that mentions rise to."""
    counts: defaultdict[str, float] = defaultdict(float)
    for idea, times in Counter(found.idea for found in mentions).items():
        for level, share in rises(idea):
            counts[level] += times * share
    return counts


@lru_cache(maxsize=1 << 10)
def rises(idea: str) -> tuple[tuple[str, float], ...]:
    """What one mention counts for an idea and for each wider one.

    >>> rises("arts.music.choir")
    (('arts.music.choir', 1.0), ('arts.music', 0.5), ('arts', 0.25))
    """
    return tuple((level, RISE**steps) for steps, level in enumerate(widening(idea)))


def widening(idea: str) -> Iterator[str]:
    """An idea, and what it is part of.

    >>> list(widening("arts.music.choir"))
    ['arts.music.choir', 'arts.music', 'arts']
    """
    while idea:
        yield idea
        idea = idea.rpartition(".")[0]


@lru_cache(maxsize=1)
def load() -> Thesaurus:
    """The thesaurus that ships, read once for each process."""
    text = files(__package__).joinpath("thesaurus.toml").read_text(encoding="utf-8")
    ideas = set[str]()
    singles: defaultdict[str, set[str]] = defaultdict(set)
    phrases: defaultdict[tuple[str, str], set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for idea, written in _entries(tomllib.loads(text), ""):
        ideas.update(widening(idea))
        for first, *rest in (terms(phrase) for phrase in written.split(",")):
            if rest:
                phrases[first, rest[0]].add((tuple(rest[1:]), idea))
            else:
                singles[first].add(idea)
    return Thesaurus(
        tuple(sorted(ideas)),
        {term: tuple(sorted(meant)) for term, meant in singles.items()},
        {k: tuple((list(rest), idea) for rest, idea in sorted(v)) for k, v in phrases.items()},
    )


def _entries(table: Mapping[str, Any], within: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        idea = within if key == _ITSELF else f"{within}.{key}".lstrip(".")
        if isinstance(value, str):
            yield idea, value
        else:
            yield from _entries(value, idea)
