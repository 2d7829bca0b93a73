"""What is wrong with a file of members, told all at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.errors import RadarError

SHOWN = 20
"""How many faults are printed; more are counted."""
MOST_FAULTS = 1_000
"""After so many a file is read no further: it needs another look anyway."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong: the line (or row of a spreadsheet), the column, and how to mend it."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else ""
        if self.column:
            where = f"{where}, {self.column}" if where else self.column
        return f"{where}: {self.reason}" if where else self.reason


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that was understood in a way that the writer may want to know."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.text}"


class MembersFileError(RadarError):
    """A file was refused whole: nothing was stored. ``faults`` has every one, the message the first twenty."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults):,} faults"
        count = f"more than {MOST_FAULTS:,} faults" if len(self.faults) > MOST_FAULTS else count
        lines = [f"{name} has {count}, so nothing was imported:"]
        lines += [f"  {fault}" for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(f"  and {len(self.faults) - SHOWN} more")
        super().__init__("\n".join(lines))


class CellError(ValueError):
    """A cell cannot be understood; the message is the reason that people read."""
