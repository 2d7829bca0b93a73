"""Cue words: tables of patterns that say what the date or sum beside them is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """Words at a place that speak of something: ``kind`` is the row of the table they come from."""

    start: int
    end: int
    kind: str


class Cues:
    """A table of kinds and patterns, tried in its order at each word: the first that fits counts."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        self._kinds = [kind for kind, _ in rows]
        self._pattern = re.compile(
            r"(?<![a-z])(?:" + "|".join(f"({pattern})" for _, pattern in rows) + ")"
        )

    def within(self, low: str, start: int, end: int) -> list[Cue]:
        """The cues of a stretch of folded text, in their order."""
        return [
            Cue(match.start(), match.end(), self._kinds[(match.lastindex or 1) - 1])
            for match in self._pattern.finditer(low, start, end)
        ]


def nearest_left(cues: Iterable[Cue], floor: int, place: int) -> Cue | None:
    """The last cue that begins after ``floor`` and ends before ``place``."""
    best = None
    for cue in cues:
        if cue.start >= floor and cue.end <= place + 1:
            best = cue
    return best


def nearest_right(cues: Iterable[Cue], place: int, ceiling: int) -> Cue | None:
    """The first cue that begins after ``place`` and before ``ceiling``."""
    for cue in cues:
        if place <= cue.start < ceiling:
            return cue
    return None
