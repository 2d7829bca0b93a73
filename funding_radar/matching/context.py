"""What matching is told beside the calls and the members: places, the time, answers, past awards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from db.views import UK, AwardView, CallView
from db.vocabulary import Reason, Reply
from funding_radar.gazetteer import Gazetteer

Pair = tuple[int, int]
"""A member's and a call's number, in this order."""


NATIONS = ["W92000004", "S92000003", "N92000002"]


@dataclass(frozen=True, slots=True)
class Said:
    """A member's answer about a call, with that call, which may be long closed."""

    reply: Reply
    call: CallView
    said_on: date
    reason: Reason | None = None


@dataclass(frozen=True)
class Context:
    """All that a match depends on beside its call and its member.

    ``now`` is aware. ``answers`` are those in force. ``in_bid`` are the pairs of members and calls
    with a bid under way. ``awards`` are by the funder's name as ``funder_key`` gives it, newest first.
    """

    gazetteer: Gazetteer
    now: datetime
    answers: Mapping[Pair, Said] = field(default_factory=dict)
    in_bid: frozenset[Pair] = frozenset()
    awards: Mapping[str, tuple[AwardView, ...]] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """The day in the UK."""
        return self.now.astimezone(UK).date()

    @cached_property
    def _described(self) -> dict[tuple[str, ...], str]:
        return {}

    def describe(self, codes: tuple[str, ...]) -> str:
        """Places in plain words; kept, since the same ones are said of many pairs."""
        if codes not in self._described:
            self._described[codes] = (
                self._one(codes[0]) if len(codes) == 1 else self.gazetteer.describe(codes)
            )
        return self._described[codes]

    def _one(self, code: str) -> str:
        """A single place; a region and a county of one name are told apart."""
        said, place = self.gazetteer.describe([code]), self.gazetteer.place(code)
        if place is None:
            return said
        if place.kind == "region" and said != "London":
            return f"the {said} region"
        if place.kind == "country" and said.startswith("United"):
            return f"the {said}"
        namesake = place.kind == "met_county" and self.gazetteer.named(said)[0].kind == "region"
        return f"{said} county" if namesake else said

    def regions(self, codes: tuple[str, ...]) -> frozenset[str]:
        """The regions of England, or the other nations, that these places touch."""
        if codes not in self._regions:
            districts = self.gazetteer.districts(codes)
            found = frozenset(self._region_of[d] for d in districts if d in self._region_of)
            self._regions[codes] = found
        return self._regions[codes]

    @cached_property
    def _regions(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    @cached_property
    def _region_of(self) -> Mapping[str, str]:
        regions = [f"E1200000{number}" for number in range(1, 10)] + NATIONS
        return {d: region for region in regions for d in self.gazetteer.districts([region])}

    def answers_of(self, member_id: int) -> tuple[Said, ...]:
        """What a member has said of calls, by the calls' numbers."""
        return self._by_member.get(member_id, ())

    @cached_property
    def turned_down(self) -> Mapping[int, dict[int, Said]]:
        """Who said "not for us" of which call: call number, then member number."""
        found: dict[int, dict[int, Said]] = {}
        for (member_id, call_id), said in self.answers.items():
            if said.reply is Reply.NOT_FOR_US:
                found.setdefault(call_id, {})[member_id] = said
        return found

    @cached_property
    def _by_member(self) -> Mapping[int, tuple[Said, ...]]:
        found: dict[int, tuple[Said, ...]] = {}
        for (member_id, _), said in sorted(self.answers.items(), key=lambda pair: pair[0]):
            found[member_id] = (*found.get(member_id, ()), said)
        return found


def funder_key(name: str) -> str:
    """A funder's name without what varies from page to page.

    >>> funder_key("The National Lottery Community Fund ") == funder_key("National Lottery Community fund")
    True
    """
    words = "".join(
        c if c.isalnum() else " " for c in name.casefold().replace("&", " and ")
    ).split()
    return " ".join(w for w in words if w not in ("the", "ltd", "limited", "nhs", "cio"))
