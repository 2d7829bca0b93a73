"""Many patterns looked for at once: only those whose words stand in the text are tried.

A text speaks of few of the hundreds of things that the tables can name. Which of all the words that
any pattern needs stand in it is found once; a pattern that needs others is never tried. One that
begins with known letters is tried only where these stand, which is quicker to find.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from re import _constants as ops  # type: ignore[attr-defined]
from typing import Any

from funding_radar.reading.heads import LETTERS, heads, parsed

_SHORTEST = 3
_FOUR = 4
_ENOUGH = 2
"""Sets of words of one pattern that are looked for."""
_KEPT = 8
"""Texts whose words are kept while their readers ask, one after the other."""
_COMMON = " etaoinsrhldcumfpgwybvkxjqz"
"""Letters from the commonest: a word is looked for by its four rarest letters in a row."""
_EVERYWHERE = (
    "the and for with from will this that have has been are can not your our their should would "
    "funding funds funded grants applications applicants apply available organisations charities "
    "communities support projects programmes people commissioning partners deadline closing dates "
    "groups local council services work health information opportunities"
)
"""Words of which nearly every announcement has some: their letters tell little."""
_FEW = 12
"""Beginnings of a pattern at most that are looked for one by one."""


class Phrases:
    """Patterns of which any may stand in a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._phrases = [_Phrase(pattern) for pattern in patterns]
        needed = [phrase.needed for phrase in self._phrases]
        self._always = [number for number, sets in enumerate(needed) if not sets]
        self._also_needed = {number: sets[1:] for number, sets in enumerate(needed) if sets[1:]}
        self._by_word: dict[str, list[int]] = {}
        for number, sets in enumerate(needed):
            for word in sets[0] if sets else ():
                self._by_word.setdefault(word, []).append(number)
        self._words = frozenset(self._by_word)
        for words in chain.from_iterable(needed):
            _WORDS.add(words)

    def matches(self, low: str, start: int = 0) -> Iterator[tuple[int, re.Match[str]]]:
        """Every match from a place on, with the number of its pattern, pattern by pattern."""
        for number in self._likely(low):
            for match in self._phrases[number].found(low, start, len(low)):
                yield number, match

    def in_order(self, low: str, start: int = 0) -> list[re.Match[str]]:
        """Every match from a place on, in the order of the text."""
        return sorted((match for _, match in self.matches(low, start)), key=re.Match.start)

    def first(self, low: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in the order of the text."""
        return min(self._each(low, start, end), key=re.Match.start, default=None)

    def stand(self, low: str, start: int = 0, end: int | None = None) -> bool:
        """Whether any of them stands in a stretch of the text."""
        return any(self._each(low, start, end))

    def _each(self, low: str, start: int, end: int | None) -> Iterator[re.Match[str]]:
        """The first match of each pattern in a stretch."""
        stop = len(low) if end is None else end
        for number in self._likely(low):
            match = self._phrases[number].first(low, start, stop)
            if match is not None:
                yield match

    def _likely(self, low: str) -> list[int]:
        """The numbers of the patterns whose words stand in the text, in their order."""
        there = _WORDS.within(low)
        likely = there.likely.get(self)
        if likely is None:
            numbers = set(self._always)
            for word in self._words & there.words:
                numbers.update(self._by_word[word])
            also = self._also_needed
            likely = [
                number
                for number in sorted(numbers)
                if number not in also
                or not any(words.isdisjoint(there.words) for words in also[number])
            ]
            there.likely[self] = likely
        return likely


class _Phrase:
    """A pattern, tried only at the letters that it can begin with where these are few."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)
        self.needed = letters(pattern)
        known = heads(pattern)
        few = len(known) <= _FEW and all(len(head) == LETTERS for head in known)
        self._heads = tuple(known) if few else ()

    def first(self, low: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in a stretch."""
        if not self._heads:
            return self._pattern.search(low, start, end)
        tried = (self._pattern.match(low, at, end) for at in _places(low, self._heads, start, end))
        return next(filter(None, tried), None)

    def found(self, low: str, start: int, end: int) -> Iterable[re.Match[str]]:
        """The matches in a stretch, none within another."""
        if not self._heads:
            return self._pattern.finditer(low, start, end)
        found, done = [], start
        for at in _places(low, self._heads, start, end):
            match = self._pattern.match(low, at, end) if at >= done else None
            if match is not None:
                done = match.end()
                found.append(match)
        return found


def _places(low: str, some: Iterable[str], start: int, end: int) -> list[int]:
    """Where any of some letters stand, from left to right."""
    places = []
    for one in some:
        at = low.find(one, start, end)
        while at >= 0:
            places.append(at)
            at = low.find(one, at + 1, end)
    places.sort()
    return places


class _There:
    """The words that stand in a text, and the patterns that may for each who asked."""

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words
        self.likely: dict[Phrases, list[int]] = {}


class _Words:
    """The words that the patterns need, by their four rarest letters in a row."""

    def __init__(self) -> None:
        self._short: set[str] = set()
        self._by_four: dict[int, set[str]] = {}
        self._found: dict[str, _There] = {}

    def add(self, words: frozenset[str]) -> None:
        """More words to look for: what was found without them is found again."""
        for word in words:
            if len(word) < _FOUR:
                self._short.add(word)
            else:
                self._by_four.setdefault(_number(_rarest(word)), set()).add(word)
        self._found.clear()

    def within(self, low: str) -> _There:
        """The words that stand in a text; those of the last few texts are kept."""
        found = self._found.get(low)
        if found is None:
            if len(self._found) >= _KEPT:
                self._found.clear()
            fours = self._by_four.keys() & _fours(low)
            words = [word for four in fours for word in self._by_four[four] if word in low]
            words += [word for word in self._short if word in low]
            found = self._found[low] = _There(frozenset(words))
        return found


def _fours(text: str) -> set[int]:
    """All four letters in a row of a text, each as one number: words that are quick to compare.

    A letter beyond Latin-1 counts as a question mark; who finds a number looks for the word itself.
    """
    signs = memoryview(text.encode("latin-1", "replace"))
    found: set[int] = set()
    for lead in range(_FOUR):
        whole = max(0, len(signs) - lead) // _FOUR * _FOUR
        found.update(signs[lead : lead + whole].cast("I"))
    return found


def _number(four: str) -> int:
    return int.from_bytes(four.encode("latin-1", "replace"), sys.byteorder)


def _rarest(word: str) -> str:
    fours = [word[at : at + _FOUR] for at in range(len(word) - _FOUR + 1)]
    return max(fours, key=_rarity)


def _rarity(four: str) -> tuple[bool, int]:
    return four not in _EVERYWHERE, sum(_COMMON.find(letter) % 28 for letter in four)


def alternatives(pattern: str) -> list[str]:
    """The parts of a pattern of which any may stand.

    >>> alternatives(r"closed|(?:un|fully) spent|[|] over")
    ['closed', '(?:un|fully) spent', '[|] over']
    """
    parts, depth, start = [], 0, 0
    for match in _MARK.finditer(pattern):
        mark = match.group()
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and not depth:
            parts.append(pattern[start : match.start()])
            start = match.end()
    return [*parts, pattern[start:]]


_MARK = re.compile(r"\\.|\[\^?\]?[^\]\\]*(?:\\.[^\]\\]*)*\]|[(|)]")
"""What makes parts of a pattern; signs that stand for themselves are passed over whole."""


def letters(pattern: str) -> list[frozenset[str]]:
    """Sets of words: of each at least one stands in every text that fits; the surest comes first.

    >>> [sorted(words) for words in letters(r"(?:closing|final) dates?")]
    [[' date'], ['closing', 'final']]
    >>> letters(r"[0-9]+")
    []
    """
    needed = [words for words in _needed(parsed(pattern)) if words]
    needed = [words for words in needed if min(map(len, words)) >= _FOUR] or needed
    return sorted(needed, key=lambda words: (-min(map(len, words)), len(words)))[:_ENOUGH]


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
