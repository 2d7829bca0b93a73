"""Many patterns looked for at once: only those whose words stand in the text are tried.

A text speaks of few of the hundreds of things that the tables can name. Which of all the words that
any pattern needs stand in it is found once; a pattern that needs others is never tried. One that
begins with known letters is tried only where these stand, which is quicker to find.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from funding_radar.reading.heads import LETTERS, heads

_SHORTEST = 3
_KEPT = 8
"""Texts whose words are kept while their readers ask, one after the other."""
_COMMON = " etaoinsrhldcumfpgwybvkxjqz"
"""Letters from the commonest: a word is looked for by its four rarest letters in a row."""
_FEW = 12
"""Beginnings of a pattern at most that are looked for one by one."""


class Phrases:
    """Patterns of which any may stand in a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [_Phrase(pattern) for pattern in patterns]
        self._always = [n for n, phrase in enumerate(self._patterns) if not phrase.needed]
        self._by_word: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._patterns):
            for word in phrase.needed[0] if phrase.needed else ():
                self._by_word.setdefault(word, []).append(number)
        self._words = frozenset(self._by_word)
        for phrase in self._patterns:
            for words in phrase.needed:
                _WORDS.add(words)

    def matches(self, low: str, start: int = 0) -> Iterator[tuple[int, re.Match[str]]]:
        """Every match from a place on, with the number of its pattern, pattern by pattern."""
        for number, phrase, _ in self._likely(low):
            for match in phrase.found(low, start, len(low)):
                yield number, match

    def in_order(self, low: str, start: int = 0) -> list[re.Match[str]]:
        """Every match from a place on, in the order of the text."""
        return sorted((match for _, match in self.matches(low, start)), key=re.Match.start)

    def first(self, low: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in the order of the text."""
        found = self._each(low, start, len(low) if end is None else end)
        return min(found, key=re.Match.start, default=None)

    def stand(self, low: str, start: int = 0, end: int | None = None) -> bool:
        """Whether any of them stands in a stretch of the text."""
        return any(self._each(low, start, len(low) if end is None else end))

    def _each(self, low: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The first match of each pattern in a stretch, if it holds a word that the pattern needs."""
        for _, phrase, words in self._likely(low):
            if words and all(low.find(word, start, end) < 0 for word in words):
                continue
            match = next(phrase.found(low, start, end), None)
            if match is not None:
                yield match

    def _likely(self, low: str) -> list["_Likely"]:
        """The patterns whose words stand in the text, in their order."""
        there = _WORDS.within(low)
        likely = there.likely.get(self)
        if likely is None:
            numbers = set(self._always)
            for word in self._words & there.words:
                numbers.update(self._by_word[word])
            likely = [
                (number, phrase, phrase.words_in(there.words))
                for number in sorted(numbers)
                if (phrase := self._patterns[number]).fits(there.words)
            ]
            there.likely[self] = likely
        return likely


class _Phrase:
    """A pattern with the words that it needs, and the letters that it can begin with."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)
        self.needed = letters(pattern)
        known = heads(pattern)
        few = len(known) <= _FEW and all(len(head) == LETTERS for head in known)
        self._heads = tuple(known) if few else ()

    def fits(self, words: frozenset[str]) -> bool:
        """Whether a text with these words can fit: the first set was looked for before."""
        return not any(each.isdisjoint(words) for each in self.needed[1:])

    def words_in(self, words: frozenset[str]) -> tuple[str, ...]:
        """Of the words of which it needs one, those that stand in a text."""
        return tuple(self.needed[0] & words) if self.needed else ()

    def found(self, low: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The matches in a stretch, none within another."""
        if not self._heads:
            yield from self._pattern.finditer(low, start, end)
            return
        done = start
        for at in _places(low, self._heads, start, end):
            match = self._pattern.match(low, at, end) if at >= done else None
            if match is not None:
                done = match.end()
                yield match


_Likely = tuple[int, _Phrase, tuple[str, ...]]
"""A pattern that may stand in a text, with its number and those of its words that do."""


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
        self.likely: dict[Phrases, list[_Likely]] = {}


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
            words = {word for word in self._short if word in low}
            for four in self._by_four.keys() & _fours(low):
                words.update(word for word in self._by_four[four] if word in low)
            found = self._found[low] = _There(frozenset(words))
        return found


_FOUR = 4


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
    return max(fours, key=lambda four: sum(_COMMON.find(letter) % 28 for letter in four))


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
