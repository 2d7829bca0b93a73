"""Rows of patterns tried in their order at each word: only those that can begin as it does.

A table of cues has hundreds of ways to say a thing, and a text hundreds of words that begin none of
them. The first letters of a word tell which few of the patterns are worth a try.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LETTERS = 3
_MOST = 300
"""Beginnings of one pattern at most: one that can begin in more ways is tried everywhere."""

_KEPT = 20_000
"""Heads of words of which is kept what can begin so."""

_Openings = frozenset[tuple[str, bool]]
"""First letters, each with whether anything at all may follow them."""

_NOTHING: _Openings = frozenset({("", False)})
_ANYTHING: _Openings = frozenset({("", True)})


@dataclass(frozen=True, slots=True)
class _Few:
    """The choices that can begin alike in one pattern, a group for each, and their rows."""

    match: Callable[[str, int, int], re.Match[str] | None]
    rows: tuple[int, ...]


class Choices:
    """Rows of patterns of which, at each place, the first that fits counts.

    The patterns have no groups that catch. ``after`` is what has to stand, or not, before a match.
    """

    def __init__(self, rows: Iterable[Iterable[str]], after: str = "(?<![a-z])") -> None:
        self._places = re.compile(rf"{after}[\s\S]")
        self._choices = [
            (number, word, heads(word)) for number, words in enumerate(rows) for word in words
        ]
        self._heads = frozenset().union(*(known for _, _, known in self._choices))
        self._few: dict[str, _Few | None] = {}

    def matches(self, low: str, start: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
        """The matches in a stretch, none within another, each with the number of its row."""
        done, known = start, self._few
        for place in self._places.finditer(low, start, end):
            at = place.start()
            if at < done:
                continue
            head = low[at : at + _LETTERS]
            few = known[head] if head in known else self._beginning(head)
            match = few.match(low, at, end) if few else None
            if few and match:
                done = match.end()
                yield few.rows[(match.lastindex or 1) - 1], match

    def _beginning(self, head: str) -> _Few | None:
        """The choices that can begin so, kept for the next word that does."""
        part = head
        while part and part not in self._heads:
            part = part[:-1]
        if part not in self._few:
            self._few[part] = self._joined(part)
        if len(self._few) < _KEPT:
            self._few[head] = self._few[part]
        return self._few[part]

    def _joined(self, head: str) -> _Few | None:
        likely = [
            (row, word)
            for row, word, known in self._choices
            if any(head.startswith(one) for one in known)
        ]
        if not likely:
            return None
        pattern = re.compile("|".join(f"({word})" for _, word in likely))
        return _Few(pattern.match, tuple(row for row, _ in likely))


def heads(pattern: str) -> frozenset[str]:
    r"""The first letters, three at most, of all that fits: fewer where anything may follow them.

    >>> sorted(heads(r"dates? by|(?:the )?end"))
    ['dat', 'end', 'the']
    >>> sorted(heads(r"[0-9a-z]+|an? \w+"))
    ['']
    """
    return _shortest(frozenset(text for text, _ in _openings(parser.parse(pattern))))


def _shortest(texts: frozenset[str]) -> frozenset[str]:
    """Without those that begin with another."""
    return frozenset(
        text for text in texts if not any(text[:length] in texts for length in range(len(text)))
    )


def _openings(items: Any) -> _Openings:
    found = _NOTHING
    for kind, value in items:
        if all(ends for _, ends in found):
            break
        following = _part(kind, value)
        found = frozenset(
            (text, True) if ends else _longer(text + more, ends=stops)
            for text, ends in found
            for more, stops in ([("", True)] if ends else following)
        )
        if len(found) > _MOST:
            return _ANYTHING
    return found


def _longer(text: str, *, ends: bool) -> tuple[str, bool]:
    return text[:_LETTERS], ends or len(text) >= _LETTERS


def _part(kind: Any, value: Any) -> _Openings:
    """What one part of a pattern can begin with; nothing for what only looks around."""
    if kind is ops.LITERAL:
        return frozenset({(chr(value), False)})
    if kind is ops.IN and all(one is ops.LITERAL for one, _ in value):
        return frozenset((chr(letter), False) for _, letter in value)
    if kind is ops.BRANCH:
        return frozenset().union(*map(_openings, value[1]))
    if kind is ops.SUBPATTERN:
        return _openings(value[-1])
    if kind in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        least, most, items = value
        once = _openings(items)
        if most != 1:
            once = frozenset((text, True) for text, _ in once)
        return once | _NOTHING if least == 0 else once
    if kind in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return _NOTHING
    return _ANYTHING
