"""Rows of patterns tried in their order at each word: only those that can begin as it does.

A table of cues has hundreds of ways to say a thing, and a text hundreds of words that begin none of
them. The first letters of a word tell which few of the patterns are worth a try.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from funding_radar.reading.heads import LETTERS, heads

_KEPT = 20_000
"""Heads of words of which is kept what can begin so."""


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
            head = low[at : at + LETTERS]
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
