"""Fairness over time: who was told, matched, invited, in, led and won, by size and by self-described communities."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlmodel import Session, select

from db.bids import BidView, bid_views
from db.members import member_views
from db.models import Decision
from db.proof import tellings
from db.views import UK, MemberView
from db.vocabulary import BidStatus, PartnerAnswer, Size
from funding_radar.config import Consortium
from funding_radar.consortium.problem import size_of
from funding_radar.jobs.bid_history import could_join, declined, fitted, turned_down
from funding_radar.jobs.bid_pack import passed_over

UNKNOWN = "not known"
NOT_SAID = "has not said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What came to one or to many. ``could`` are joint bids that it could have been in and did not turn down.

    ``inside`` are those that it accepted, or was a partner of when they were sent.
    """

    told: int
    matched: int
    could: int
    invited: int
    inside: int
    led: int
    won: int

    @property
    def chances(self) -> float | None:
        """In how many of the bids that it could have been in it was, 0 to 1; None where there were none."""
        return self.inside / self.could if self.could else None


COUNTED = tuple(field.name for field in fields(Chances))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow(Chances):
    """What came to one member."""

    id: int
    member: str
    size: str
    led_by: tuple[str, ...]
    why_nothing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow(Chances):
    """The sums of the members of one kind."""

    kind: str
    members: int
    nothing: int
    """Members that were in no joint bid at all."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report. ``gini`` is of the members' chances: 0 all alike, near 1 all with one; None while nobody had any."""

    members: tuple[MemberRow, ...]
    by_size: tuple[GroupRow, ...]
    by_community: tuple[GroupRow, ...]
    bids: int
    gini: float | None

    @property
    def nothing(self) -> list[MemberRow]:
        """Members that were in no joint bid, with why."""
        return [row for row in self.members if not row.inside]


def report_fairness(
    session: Session, consortium: Consortium, since: date | None = None
) -> Fairness:
    """What came to each member from what happened since a day, or ever. A bid that was withdrawn was no chance."""
    members = member_views(session)
    bids = [
        bid
        for bid in bid_views(session)
        if bid.status is not BidStatus.WITHDRAWN and _after(bid, since)
    ]
    counts = _Counts(session, bids, since)
    rows = tuple(counts.row(member, consortium) for member in members)
    known = [row.chances for row in rows if row.chances is not None]
    return Fairness(
        members=rows,
        by_size=_grouped(rows, [*Size, UNKNOWN], lambda row: (row.size,)),
        by_community=_grouped(rows, _communities(rows), lambda row: row.led_by),
        bids=len(bids),
        gini=gini(known),
    )


def gini(values: Sequence[float]) -> float | None:
    """How unevenly something is spread: 0 all alike, near 1 all with one; None where there is nothing to spread.

    >>> gini([1, 1, 1]), gini([0, 0, 0, 1]), gini([])
    (0.0, 0.75, None)
    """
    ordered, count, whole = sorted(values), len(values), sum(values)
    if not whole:
        return None
    weighed = sum((2 * at - count + 1) * value for at, value in enumerate(ordered))
    return weighed / (count * whole)


class _Counts:
    """The tables, each read once, counted by member."""

    def __init__(self, session: Session, bids: Sequence[BidView], since: date | None) -> None:
        self.session, self.bids = session, bids
        self.told: dict[int, int] = {}
        for one in tellings(session):
            if since is None or one.sent_at.astimezone(UK).date() >= since:
                self.told[one.member_id] = self.told.get(one.member_id, 0) + 1
        self.fitting, self.refused = fitted(session, since), turned_down(session)
        self.could = {bid.id: could_join(bid, self.fitting, self.refused) for bid in bids}
        self.invited = _invitations(session)

    def row(self, member: MemberView, consortium: Consortium) -> MemberRow:
        """What came to one member, and where no joint bid did, why."""
        number = member.id
        inside = [b for b in self.bids if _is_in(b, number)]
        could = [b for b in self.bids if number in self.could[b.id]]
        asked = [b for b in self.bids if self._asked(b, number)]
        led_by = sorted(group.label for group in member.led_by or ()) or [NOT_SAID]
        return MemberRow(
            id=number,
            member=member.name,
            size=size_of(member, consortium) or UNKNOWN,
            led_by=tuple(led_by),
            told=self.told.get(number, 0),
            matched=sum(number in members for members in self.fitting.values()),
            could=len(could),
            invited=len(asked),
            inside=len(inside),
            led=sum(b.lead is not None and b.lead.member_id == number for b in inside),
            won=sum(b.status is BidStatus.WON for b in inside),
            why_nothing="" if inside else self._why_nothing(number, could, asked),
        )

    def _asked(self, bid: BidView, number: int) -> bool:
        place = bid.partner(number)
        answers = (PartnerAnswer.INVITED, PartnerAnswer.ACCEPTED, PartnerAnswer.DECLINED)
        return (bid.id, number) in self.invited or (place is not None and place.answer in answers)

    def _why_nothing(self, number: int, could: Sequence[BidView], asked: Sequence[BidView]) -> str:
        waiting = [bid for bid in self.bids if any(p.member_id == number for p in bid.present)]
        if waiting:
            return f"its place in bid {waiting[0].id} waits for its answer"
        said_no = [bid for bid in asked if number in declined(bid)]
        if said_no:
            return f"asked {_times(len(asked))}, and declined {_times(len(said_no))}"
        if asked:
            return f"asked {_times(len(asked))}, and is not in it any more"
        if could:
            newest = max(could, key=lambda bid: bid.opened_at)
            why = passed_over(self.session, newest, number) or "it was opened by hand"
            return f"left out of {_bids(len(could))}; of bid {newest.id}: {why}"
        if any(number in self.refused.get(bid.call_id, ()) for bid in self.bids):
            return "said that the calls with a joint bid are not for it"
        if any(number in members for members in self.fitting.values()):
            return "calls fitted it, and none of them had a joint bid"
        return "no call has fitted it yet: members check says what its profile lacks"


def _grouped(
    rows: Sequence[MemberRow], kinds: Sequence[str], of: Callable[[MemberRow], Collection[str]]
) -> tuple[GroupRow, ...]:
    """Sums by kind; a member of several kinds counts in each, and a kind without members has no row."""
    found = []
    for kind in kinds:
        inside = [row for row in rows if kind in of(row)]
        sums = {name: sum(getattr(row, name) for row in inside) for name in COUNTED}
        nothing = sum(not row.inside for row in inside)
        if inside:
            found.append(GroupRow(kind=kind, members=len(inside), nothing=nothing, **sums))
    return tuple(found)


def _communities(rows: Sequence[MemberRow]) -> list[str]:
    said = {name for row in rows for name in row.led_by}
    return [*sorted(said - {NOT_SAID}), NOT_SAID]


def _is_in(bid: BidView, number: int) -> bool:
    """Whether a member accepted its part, or was a partner when the bid was sent; a place that is only held is none."""
    sent = bid.status is not BidStatus.OPEN
    accepted = PartnerAnswer.ACCEPTED
    return any(p.member_id == number and (sent or p.answer is accepted) for p in bid.present)


def _after(bid: BidView, since: date | None) -> bool:
    return since is None or bid.opened_at.astimezone(UK).date() >= since


def _invitations(session: Session) -> frozenset[tuple[int, int]]:
    """Bids and members that were invited to them, as the log has it."""
    found = session.exec(select(Decision).where(Decision.what == PartnerAnswer.INVITED.label))
    return frozenset(
        (int(one.subject.removeprefix("bid ")), int(one.grounds["member"]))
        for one in found
        if one.subject.startswith("bid ") and "member" in one.grounds
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _bids(count: int) -> str:
    return "one joint bid" if count == 1 else f"{count} joint bids"
