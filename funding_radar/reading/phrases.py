"""Many patterns looked for at once: only those whose words stand in the text are tried.

A text speaks of few of the hundreds of things that the tables can name. Which of all the words that
any pattern needs stand in it is found once; a pattern that needs others is never tried.
"""

import re
from collections.abc import Iterator, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_SHORTEST = 3
_KEPT = 8
"""Texts whose words are kept while their readers ask, one after the other."""
_COMMON = " etaoinsrhldcumfpgwybvkxjqz"
"""Letters from the commonest: a word is looked for by its three rarest letters in a row."""


class Phrases:
    """Patterns of which any may stand in a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [re.compile(pattern) for pattern in patterns]
        self._needed = [letters(pattern) for pattern in patterns]
        self._always = [number for number, needed in enumerate(self._needed) if not needed]
        self._by_word: dict[str, list[int]] = {}
        for number, needed in enumerate(self._needed):
            for word in needed[0] if needed else ():
                self._by_word.setdefault(word, []).append(number)
        self._words = frozenset(self._by_word)
        for needed in self._needed:
            for words in needed:
                _WORDS.add(words)

    def matches(self, low: str, start: int = 0) -> Iterator[tuple[int, re.Match[str]]]:
        """Every match from a place on, with the number of its pattern, pattern by pattern."""
        for number in self._likely(low):
            for match in self._patterns[number].finditer(low, start):
                yield number, match

    def in_order(self, low: str, start: int = 0) -> list[re.Match[str]]:
        """Every match from a place on, in the order of the text."""
        return sorted((match for _, match in self.matches(low, start)), key=re.Match.start)

    def first(self, low: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in the order of the text."""
        stop = len(low) if end is None else end
        found = (self._patterns[number].search(low, start, stop) for number in self._likely(low))
        return min((match for match in found if match), key=re.Match.start, default=None)

    def _likely(self, low: str) -> list[int]:
        """The numbers of the patterns whose words stand in the text, in their order."""
        there = _WORDS.within(low)
        numbers = set(self._always)
        for word in self._words & there:
            numbers.update(self._by_word[word])
        return [
            number
            for number in sorted(numbers)
            if not any(words.isdisjoint(there) for words in self._needed[number][1:])
        ]


class _Words:
    """The words that the patterns need, by their three rarest letters in a row."""

    def __init__(self) -> None:
        self._by_three: dict[str, set[str]] = {}
        self._found: dict[str, frozenset[str]] = {}

    def add(self, words: frozenset[str]) -> None:
        """More words to look for: what was found without them is found again."""
        for word in words:
            self._by_three.setdefault(_rarest(word), set()).add(word)
        self._found.clear()

    def within(self, low: str) -> frozenset[str]:
        """The words that stand in a text; those of the last few texts are kept."""
        found = self._found.get(low)
        if found is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            threes = self._by_three.keys() & frozenset(
                map("".join, zip(low, low[1:], low[2:], strict=False))
            )
            found = frozenset(
                word for three in threes for word in self._by_three[three] if word in low
            )
            self._found[low] = found
        return found


def _rarest(word: str) -> str:
    threes = [word[at : at + 3] for at in range(len(word) - 2)]
    return max(threes, key=lambda three: sum(_COMMON.find(letter) % 28 for letter in three))


def letters(pattern: str) -> list[frozenset[str]]:
    """Sets of words: of each at least one stands in every text that fits; the surest comes first.

    >>> [sorted(words) for words in letters(r"(?:closing|final) dates?")]
    [[' date'], ['closing', 'final']]
    >>> letters(r"[0-9]+")
    []
    """
    needed = [words for words in _needed(parser.parse(pattern)) if words]
    return sorted(needed, key=lambda words: (-min(map(len, words)), len(words)))


def _needed(items: Any) -> list[frozenset[str]]:
    """What each part of a sequence needs, words of a letter or two left out."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in items:
        if kind is ops.LITERAL:
            run += chr(value)
            continue
        found.append(frozenset({run}))
        run = ""
        found += _part(kind, value)
    found.append(frozenset({run}))
    return [words for words in dict.fromkeys(found) if min(map(len, words)) >= _SHORTEST]


def _part(kind: Any, value: Any) -> list[frozenset[str]]:
    if kind is ops.SUBPATTERN:
        return _needed(value[-1])
    if kind in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return _needed(value[2]) if value[0] else []
    if kind is ops.BRANCH:
        each = [_surest(_needed(branch)) for branch in value[1]]
        known = [words for words in each if words]
        return [frozenset().union(*known)] if len(known) == len(each) else []
    return []


def _surest(sets: list[frozenset[str]]) -> frozenset[str]:
    """The set whose shortest word is the longest."""
    return max(sets, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


_WORDS = _Words()
