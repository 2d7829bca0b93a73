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
from typing import Any

from funding_radar.matching.words.tokens import terms

RISE = 0.5
"""What a mention counts for the next wider idea. From 0.3 to 0.6 results are the same."""

_ITSELF = "_"


@dataclass(frozen=True, slots=True)
class Found:
    """An idea in a list of terms, and the terms that say it."""

    idea: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Every idea by its dotted name, and every phrase by its first term."""

    ideas: tuple[str, ...]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    def find(self, said: Sequence[str]) -> Iterator[Found]:
        """Every mention of an idea in a text's terms."""
        for start, term in enumerate(said):
            for phrase, idea in self.phrases.get(term, ()):
                end = start + len(phrase)
                if len(phrase) == 1 or tuple(said[start:end]) == phrase:
                    yield Found(idea, start, end)

    def count(self, said: Sequence[str]) -> dict[str, float]:
        """How often each idea is mentioned, with the wider ideas that mentions rise to."""
        mentions: Counter[str] = Counter(found.idea for found in self.find(said))
        counts: defaultdict[str, float] = defaultdict(float)
        for idea, times in mentions.items():
            share = float(times)
            for level in widening(idea):
                counts[level] += share
                share *= RISE
        return counts


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
    phrases: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    ideas = set[str]()
    for idea, written in _entries(tomllib.loads(text), ""):
        ideas.update(widening(idea))
        for phrase in sorted({tuple(terms(words)) for words in written.split(",")}):
            phrases[phrase[0]].append((phrase, idea))
    return Thesaurus(tuple(sorted(ideas)), {first: tuple(all_) for first, all_ in phrases.items()})


def _entries(table: Mapping[str, Any], within: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        idea = within if key == _ITSELF else f"{within}.{key}".lstrip(".")
        if isinstance(value, str):
            yield idea, value
        else:
            yield from _entries(value, idea)
