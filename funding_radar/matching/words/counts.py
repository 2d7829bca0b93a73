"""Sparse counts of what texts say: words and ideas, in columns that never change.

A word's column is a hash of its stem, the same on every machine and in every process: so blocks
of members can be indexed apart, stored and joined without sharing a vocabulary.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

from funding_radar.matching.words import thesaurus
from funding_radar.matching.words.rows import Rows

WORD_COLUMNS = 1 << 21
"""Wide enough that of a call's hundred words hardly one shares its column with another."""


@lru_cache(maxsize=1 << 18)
def word_column(term: str) -> int:
    """Where a stem stands in every matrix of words."""
    return crc32(term.encode()) % WORD_COLUMNS


@lru_cache(maxsize=1)
def idea_columns() -> Mapping[str, int]:
    """Where each idea stands in every matrix of ideas."""
    return {idea: column for column, idea in enumerate(thesaurus.load().ideas)}


def word_counts(texts: Iterable[list[str]]) -> Rows:
    """How often each text says each stem."""
    return Rows.counting([list(map(word_column, text)) for text in texts], WORD_COLUMNS)


def table(rows: Iterable[Mapping[str, float]], columns: Mapping[str, int]) -> Rows:
    """Rows of named numbers, in these columns."""
    return Rows.holding(
        [{columns[name]: value for name, value in row.items()} for row in rows], len(columns)
    )
