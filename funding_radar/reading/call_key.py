"""What identifies a call: its name, who pays, until when, how much, where, and the words about it."""

import re
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from funding_radar.reading.call_names import Name, name_of, rounds_in
from funding_radar.reading.fund_names import FundName, fund_name
from funding_radar.reading.funders import (
    JOINING,
    bodies_in,
    body_of,
    is_known,
    may_fund,
    without_bodies,
)
from funding_radar.reading.text import folded

READ = 6_000
"""Letters of a text that are compared."""
_SHINGLE = 6
"""Words in a row that two texts share only when one copied the other."""
_SUM = re.compile(r"£\s?(\d[\d,]*(?:\.\d+)?)\s?(k|m|million|bn|billion)?\b")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 10**9, "billion": 10**9}
_TELLING_SUM = 1_000
_CAPITALS = re.compile(r"\b[A-Z]{3,8}\b")
_MONTH = "(january|february|march|april|may|june|july|august|september|october|november|december)"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_PAGE = re.compile(r"https?://(?:www\.)?([^\s<>\"')\]?#]+/[^\s<>\"')\]?#]+)")
_LEAST_SLUG = 12
"""Letters in the last part of an address; a shorter one is of a section, not of one fund."""
_MONTH_NAMED = re.compile(rf"\b{_MONTH},? (20\d\d)\b")


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

    @property
    def fund(self) -> FundName | None:
        """What its headline, or else its text, calls the fund."""
        return fund_name(self.title, self.text)

    @property
    def sides(self) -> frozenset[tuple[int, str]]:
        """Words of its name of which another fund has the opposite, such as small and large."""
        return self.name.sides | (self.fund.name.sides if self.fund else frozenset())

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
            body
            for body in found
            if is_known(body) or (" " in body and 1.0 in name_of(body).weights.values())
        )

    @cached_property
    def named_bodies(self) -> frozenset[str]:
        """The organisations that title and text name."""
        return bodies_in(f"{self.title}. {self.text[:READ]}")

    @cached_property
    def may_fund(self) -> frozenset[str]:
        """The organisations that may be the funder: those named, and the publisher unless it only tells of funds."""
        publisher = body_of(self.funder)
        return self.bodies & (self.named_bodies | ({publisher} if may_fund(publisher) else set()))

    @cached_property
    def funder_stems(self) -> frozenset[str]:
        """The words by which its headline names organisations, in full or by initials, and nothing else."""
        left = name_of(without_bodies(self.title)).weights.keys()
        return frozenset(self.name.weights.keys() - left)

    @cached_property
    def pages_linked(self) -> frozenset[str]:
        """The pages that it links to, without scheme and what follows the path; no home pages."""
        found = (match.lower().rstrip("/.,") for match in _PAGE.findall(self.text))
        return frozenset(page for page in found if len(page.rpartition("/")[2]) >= _LEAST_SLUG)

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words in capitals, such as the initials of a body."""
        return frozenset(_CAPITALS.findall(f"{self.title} {self.text[:READ]}"))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of the organisations that it names."""
        return frozenset(
            "".join(word[0] for word in body.split() if word not in JOINING)
            for body in self.bodies
            if " " in body
        )

    @cached_property
    def days_named(self) -> frozenset[tuple[int, str]]:
        """The days that title and text name, with or without a year: number and month."""
        found = _DAY.findall(f"{folded(self.title)} {self.low}")
        return frozenset((int(a or d), b or c) for a, b, c, d in found)

    @cached_property
    def rounds_named(self) -> frozenset[int]:
        """The numbers of the rounds that title and text name."""
        return rounds_in(f"{folded(self.title)} {self.low}")

    @cached_property
    def months_named(self) -> frozenset[tuple[str, int]]:
        """The months of a year that title and text name, such as those between which money is to be spent."""
        found = _MONTH_NAMED.findall(f"{folded(self.title)} {self.low}")
        return frozenset((month, int(year)) for month, year in found)

    @property
    def day(self) -> date | None:
        """The day it closes, where it has one."""
        said = self.deadline
        return date.fromisoformat(said[:10]) if said and said[:1].isdigit() else None
