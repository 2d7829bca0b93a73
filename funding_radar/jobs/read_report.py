"""What a reading step did, in counts."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a reading step did: counts of sightings read, calls made, changed and set aside, and changes told."""

    read: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    not_calls: int = 0
    set_aside: int = 0
    """New calls that seem to be for other bidders: kept, and offered to nobody."""

    def __add__(self, other: "ReadReport") -> "ReadReport":
        names = [each.name for each in fields(self)]
        return ReadReport(*(getattr(self, name) + getattr(other, name) for name in names))
