"""Many patterns looked for at once: only those of which some letters stand in the text are tried.

A text speaks of few of the hundreds of things that the tables can name. Which three letters stand
in it is found once; a pattern whose words need three others is never tried.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_SHORTEST = 3
_COMMON = " etaoinsrhldcumfpgwybvkxjqz"
"""Letters from the commonest: a word is looked for by its three rarest letters in a row."""


class Phrases:
    """Patterns of which any may stand in a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [re.compile(pattern) for pattern in patterns]
        needed = [letters(pattern) for pattern in patterns]
        self._always = [number for number, words in enumerate(needed) if words is None]
        self._by_three: dict[str, dict[str, list[int]]] = {}
        for number, words in enumerate(needed):
            for word in words or ():
                self._by_three.setdefault(_rarest(word), {}).setdefault(word, []).append(number)
        self._threes = frozenset(self._by_three)

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
        numbers = set(self._always)
        for three in self._threes & _threes(low):
            for word, these in self._by_three[three].items():
                if word in low:
                    numbers.update(these)
        return sorted(numbers)


@lru_cache(maxsize=8)
def _threes(low: str) -> frozenset[str]:
    """Every three letters in a row of a text."""
    return frozenset(map("".join, zip(low, low[1:], low[2:], strict=False)))


def _rarest(word: str) -> str:
    threes = [word[at : at + 3] for at in range(len(word) - 2)]
    return max(threes, key=lambda three: sum(_COMMON.find(letter) % 28 for letter in three))


def letters(pattern: str) -> frozenset[str] | None:
    """Words of which at least one stands in every text that fits; None where nothing is sure.

    >>> sorted(letters(r"(?:closing|final) dates?\\b") or ())
    [' date']
    >>> letters(r"\\d+") is None
    True
    """
    return _needed(parser.parse(pattern))


def _needed(items: Any) -> frozenset[str] | None:
    """The best of what each part of a sequence needs: the one whose shortest word is longest."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in items:
        if kind is ops.LITERAL:
            run += chr(value)
            continue
        found.append(frozenset({run}))
        run = ""
        part = _part(kind, value)
        if part is not None:
            found.append(part)
    found.append(frozenset({run}))
    best = max(found, key=lambda words: (min(map(len, words)), -len(words)))
    return best if min(map(len, best)) >= _SHORTEST else None


def _part(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is ops.SUBPATTERN:
        return _needed(value[-1])
    if kind in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return _needed(value[2]) if value[0] else None
    if kind is ops.BRANCH:
        each = [_needed(branch) for branch in value[1]]
        known = [words for words in each if words is not None]
        return frozenset().union(*known) if len(known) == len(each) else None
    return None
