"""What identifies a call: its name, who pays, until when, how much, where, and the words about it."""

import re
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from funding_radar.reading.call_names import Name, name_of
from funding_radar.reading.text import folded

READ = 6_000
"""Letters of a text that are compared."""
_SHINGLE = 6
"""Words in a row that two texts share only when one copied the other."""
_SUM = re.compile(r"£\s?(\d[\d,]*(?:\.\d+)?)\s?(k|m|million|bn|billion)?\b")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 10**9, "billion": 10**9}
_TELLING_SUM = 1_000
_BODY = re.compile(
    r"(?:\b(?:[A-Z][\w'’&.-]{1,30}|of|and|for|the|in|our)\s+){0,6}"
    r"\b(?:Foundation|Trust|Council|Board|Partnership|CVS|Alliance|Authority|Commissioner|Lottery|ICB|Charity|Association|"
    r"(?:Department|Office|Ministry)(?:\s+(?:of|for|and|[A-Z][\w'’&-]{1,30})){1,6})\b"
)
JOINING = {"of", "and", "for", "the", "in", "our", "a"}


@dataclass(frozen=True)
class CallKey:
    """What identifies a call: its name, who pays, until when, how much, where, and the words about it.

    ``districts`` are the districts of the places that the words name, not those that only the publisher
    serves. ``source`` and ``notice`` tell where it was seen; two notices of one tender service are two calls.
    """

    title: str
    funder: str = ""
    deadline: str | None = None
    max_amount: int | None = None
    min_amount: int | None = None
    total_pot: int | None = None
    districts: frozenset[str] = frozenset()
    url: str = ""
    text: str = ""
    strand: str = ""
    source: str = ""
    notice: str = ""
    published_on: date | None = None
    place_stems: frozenset[str] = frozenset()
    """The words of the names of its places: in a title they say where, not which fund."""

    @cached_property
    def name(self) -> Name:
        """The title taken apart."""
        return name_of(self.title)

    @cached_property
    def words(self) -> str:
        """Title and text in small letters, the words apart by one space."""
        return f" {' '.join(re.findall(r'[a-z0-9]+', folded(f'{self.title} {self.text[:READ]}')))} "

    @cached_property
    def low(self) -> str:
        """The text in small letters."""
        return folded(self.text[:READ])

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Marks of each few words in a row of the text."""
        words = re.findall(r"[a-z0-9]+", self.low)
        return frozenset(
            zlib.crc32(" ".join(words[i : i + _SHINGLE]).encode())
            for i in range(len(words) - _SHINGLE + 1)
        )

    @cached_property
    def sums(self) -> frozenset[int]:
        """The telling sums in title and text, and those read."""
        found = (
            round(float(number.replace(",", "").rstrip(".")) * _TIMES[unit or ""])
            for number, unit in _SUM.findall(folded(f"{self.title} {self.text[:READ]}"))
        )
        read = (self.min_amount, self.max_amount, self.total_pot)
        return frozenset(s for s in (*found, *(r or 0 for r in read)) if s >= _TELLING_SUM)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The organisations that title, text and publisher name."""
        found = self.named_bodies | {body_of(self.funder)}
        return frozenset(
            body for body in found if " " in body and 1.0 in name_of(body).weights.values()
        )

    @cached_property
    def named_bodies(self) -> frozenset[str]:
        """The organisations that title and text name."""
        named = _BODY.finditer(f"{self.title}. {self.text[:READ]}")
        return frozenset(body_of(match.group()) for match in named)

    @property
    def day(self) -> date | None:
        """The day it closes, where it has one."""
        said = self.deadline
        return date.fromisoformat(said[:10]) if said and said[:1].isdigit() else None


def body_of(words: str) -> str:
    """The name of an organisation, to be compared.

    >>> body_of("The Ninefold Trust Ltd")
    'ninefold trust'
    """
    parts = [
        part for part in re.findall(r"[a-z0-9]+", folded(words)) if part not in {"ltd", "limited"}
    ]
    while parts and parts[0] in JOINING:
        parts.pop(0)
    return " ".join(parts)
