"""All that a pack is made from, as plain records; the writers only choose words and shapes."""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.bids import BidView, PartnerView
from db.views import UK, CallView, MemberView
from db.vocabulary import Size
from funding_radar.bids.costs import Costs
from funding_radar.bids.plan import Plan
from funding_radar.bids.readiness import Standing
from funding_radar.phrases import pounds

MOST_TEXT = 400
UNKNOWN = "not known"
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One row of the map: what for whom, and for each place the partners that deliver it there, by number."""

    what: str
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who delivers what where. One place, with an empty name, where the call is not parted by places."""

    places: tuple[str, ...]
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of fairness: what is asked, how it is here, whether it is kept (None: cannot be said yet)."""

    asked: str
    here: str
    kept: bool | None


@dataclass(frozen=True, slots=True)
class NotChosen:
    """A member that is not in the bid, why, and what would bring it in."""

    name: str
    why: str
    would_need: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A bid with all that is told of it in the pack."""

    bid: BidView
    call: CallView
    members: Mapping[int, MemberView]
    costs: Costs
    plan: Plan | None
    coverage: Coverage
    standings: Sequence[Standing]
    rules: Sequence[Rule]
    rules_broken: Sequence[str]
    not_chosen: Sequence[NotChosen]
    where: str
    alliance: str
    email: str
    made_at: datetime
    warning: str = ""
    lead_fee_percent: int = 12
    lead_notes: Sequence[str] = ()
    """What the rules say of the lead beside its share."""
    could_not_join: int = 0
    """Members that meet the call's conditions and were not weighed: mostly they cover nothing of it."""
    sizes: Mapping[int, Size | None] = field(default_factory=dict)
    parts: Mapping[int, str] = field(default_factory=dict)
    """What each partner delivers and where, in words."""
    log: Sequence[Mapping[str, Any]] = ()

    @property
    def partners(self) -> tuple[PartnerView, ...]:
        """The partners that are in it, the lead first."""
        return self.bid.present

    @property
    def made_on(self) -> date:
        """The day in the UK on which the pack was made."""
        return self.made_at.astimezone(UK).date()

    @property
    def small(self) -> list[PartnerView]:
        """The partners that are small organisations."""
        return [p for p in self.partners if self.size(p) is Size.SMALL]

    def size(self, partner: PartnerView) -> Size | None:
        """A partner's size by the alliance's own bounds; None while its income is not known."""
        return self.sizes.get(partner.member_id)

    def delivers(self, partner: PartnerView) -> str:
        """A partner's part in words."""
        return (
            self.parts.get(partner.member_id)
            or ", ".join(partner.covers)
            or "its part is to be agreed"
        )

    def letter(self, member_id: int) -> str:
        """The letter by which the coverage map calls a partner."""
        place = [p.member_id for p in self.partners].index(member_id)
        row, column = divmod(place, len(string.ascii_uppercase))
        return string.ascii_uppercase[column] + (str(row + 1) if row else "")


def plain(text: object, most: int = MOST_TEXT) -> str:
    """Text from anywhere as a document may hold it: on one line, without control codes, bounded.

    >>> plain("a\\x0b  b\\n")
    'a b'
    """
    said = " ".join(_UNPRINTABLE.sub(" ", str(text)).split())
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def money(amount: int | None) -> str:
    """Pounds, or that they are not known."""
    return pounds(amount) if amount is not None else UNKNOWN


def part_of(amount: int | None, whole: int | None) -> str:
    """A part in per cent with one decimal; empty while one of the two is not known.

    >>> part_of(1, 3)
    '33.3 %'
    """
    return f"{100 * amount / whole:.1f} %" if amount is not None and whole else ""
