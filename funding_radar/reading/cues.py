"""Cue words: what the words beside a date or a sum say that it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from funding_radar.reading.choices import Choices
from funding_radar.reading.tables import fill, table


@dataclass(frozen=True, slots=True)
class Cue:
    """Words at a place: ``kind`` and ``points`` are those of the row that they fit."""

    start: int
    end: int
    kind: str
    points: float


class Cues:
    """The rows ``[[key]]`` of a table, tried in order at each word: the first that fits counts."""

    def __init__(self, name: str, key: str = "cue") -> None:
        rows = table(name)[key]
        self._rows = [(str(row["kind"]), float(row.get("points", 1))) for row in rows]
        self._words = Choices([fill(name, word) for word in row["words"]] for row in rows)

    def within(self, low: str, start: int, end: int) -> list[Cue]:
        """The cues of a stretch of folded text, in their order."""
        return [
            Cue(match.start(), match.end(), *self._rows[row])
            for row, match in self._words.matches(low, start, end)
        ]


@cache
def cues(name: str, key: str = "cue") -> Cues:
    """The cues of a table, made once."""
    return Cues(name, key)


def nearest_left(found: Iterable[Cue], floor: int, place: int) -> Cue | None:
    """The last cue that begins after ``floor`` and ends before ``place``."""
    best = None
    for cue in found:
        if cue.start >= floor and cue.end <= place + 1:
            best = cue
    return best


def nearest_right(found: Iterable[Cue], place: int, ceiling: int) -> Cue | None:
    """The first cue that begins after ``place`` and before ``ceiling``."""
    for cue in found:
        if place <= cue.start < ceiling:
            return cue
    return None
