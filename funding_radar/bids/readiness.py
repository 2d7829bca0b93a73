"""Ready to bid: seventeen points, each pass, fail, unknown or not needed, with whose job it is.

What data can tell is told by data; the rest is a person's word, recorded with a name. The list is ours, from the
sector's due-diligence checklists and funders' published conditions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from db.bids import BidView
from db.views import CallView, MemberView
from db.vocabulary import Answer, Field, PartnerAnswer, Readiness, Verdict
from funding_radar.bids.plan import Plan
from funding_radar.phrases import listed

LEAST_EXPERTS = 2


@dataclass(frozen=True, slots=True)
class Case:
    """All that readiness is judged by.

    ``verdicts`` are the matcher's of each partner; ``lead_tests`` the answers and sentences of the lead's tests;
    ``rule_faults`` what rules the set breaks now; ``not_covered`` the needs nobody covers; ``elsewhere`` partners
    that are in another open bid; ``ticks`` what people said, by point.
    """

    bid: BidView
    call: CallView
    members: Mapping[int, MemberView]
    plan: Plan | None
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    lead_tests: Sequence[tuple[Answer, str]] = ()
    rule_faults: Sequence[str] = ()
    not_covered: Sequence[str] = ()
    elsewhere: Sequence[str] = ()
    ticks: Mapping[int, tuple[Readiness, str]] = field(default_factory=dict)

    @property
    def partners(self) -> list[MemberView]:
        """The profiles of the partners that are in it, the lead first."""
        return [self.members[p.member_id] for p in self.bid.present]


Judged = tuple[Readiness, str]


@dataclass(frozen=True, slots=True)
class Point:
    """A point: its name, whose job it is, and what data say of it (None: only a person can say)."""

    number: int
    name: str
    whose: str
    judge: Callable[[Case], Judged | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a point stands, and why."""

    number: int
    name: str
    whose: str
    state: Readiness
    why: str


def readiness(case: Case) -> list[Standing]:
    """Where each of the points stands. A failure that data show is not overruled by a person's word."""
    standings = []
    for point in POINTS:
        judged = point.judge(case)
        said = case.ticks.get(point.number)
        if judged is None or (judged[0] is Readiness.UNKNOWN and said):
            judged = said or (
                Readiness.UNKNOWN,
                f"to be ticked: bids ready {case.bid.id} --tick {point.number}",
            )
        standings.append(Standing(point.number, point.name, point.whose, *judged))
    return standings


def _by_hand(_: Case) -> None:
    return None


def _lead(case: Case) -> Judged:
    if case.bid.lead is None:
        return Readiness.FAIL, "nobody leads it"
    failed = [sentence for answer, sentence in case.lead_tests if answer is Answer.NOT_MET]
    open_ = [sentence for answer, sentence in case.lead_tests if answer is Answer.UNKNOWN]
    if failed:
        return Readiness.FAIL, "; ".join(failed)
    return (
        (Readiness.UNKNOWN, "; ".join(open_))
        if open_
        else (Readiness.PASS, "every stated lead rule is met")
    )


def _eligible(case: Case) -> Judged:
    out = [m.name for m in case.partners if case.verdicts.get(m.id) is Verdict.NO]
    doubtful = [m.name for m in case.partners if case.verdicts.get(m.id) is not Verdict.FITS]
    if out:
        return (
            Readiness.FAIL,
            f"the call alone would refuse {listed(out)}: see what a partner may be",
        )
    if doubtful:
        return Readiness.UNKNOWN, f"to check for {listed(doubtful)}: funding-radar match why"
    return Readiness.PASS, "every partner meets what the call asks"


def _one_bid_only(case: Case) -> Judged:
    if not case.elsewhere:
        return Readiness.PASS, "no partner is in another open bid"
    if case.call.value(Field.ONE_BID):
        return (
            Readiness.FAIL,
            f"one bid for each organisation, and {listed(case.elsewhere)} is in another",
        )
    return Readiness.UNKNOWN, f"{listed(case.elsewhere)} is in another open bid: ask the funder"


def _needs(case: Case) -> Judged:
    if case.not_covered:
        return Readiness.FAIL, f"nobody covers {listed(case.not_covered)}"
    return Readiness.PASS, "every need has a named partner"


def _gaps_stated(case: Case) -> Judged | None:
    return None if case.not_covered else (Readiness.PASS, "places and people are covered")


def _experts(case: Case) -> Judged:
    counts = [member.experts_by_experience for member in case.partners]
    known = sum(count for count in counts if count)
    if known >= LEAST_EXPERTS:
        return Readiness.PASS, f"{known} experts by experience in the group"
    if None in counts:
        return (
            Readiness.UNKNOWN,
            "some partners have not said how many experts by experience they bring",
        )
    return Readiness.FAIL, f"{known} of at least {LEAST_EXPERTS} experts by experience"


def _shares(case: Case) -> Judged:
    if case.rule_faults:
        return Readiness.FAIL, "; ".join(case.rule_faults)
    waiting = [p.name for p in case.bid.present if p.answer is not PartnerAnswer.ACCEPTED]
    if waiting:
        return Readiness.UNKNOWN, f"not yet agreed by {listed(waiting)}"
    return Readiness.PASS, "caps and least shares are met, and every partner agreed"


def _smallest(case: Case) -> Judged:
    incomes = {p.member_id: case.members[p.member_id].income for p in case.bid.present}
    unknown = [p.name for p in case.bid.present if incomes[p.member_id] is None or p.share is None]
    if unknown:
        return Readiness.UNKNOWN, f"income or share unknown for {listed(unknown)}"
    large = [
        p.name for p in case.bid.present if p.share and p.share > (incomes[p.member_id] or 0) / 2
    ]
    if large:
        return (
            Readiness.UNKNOWN,
            f"more than half a year's income for {listed(large)}: plan the cash-flow",
        )
    return Readiness.PASS, "no share is above half a year's income"


def _policies(case: Case) -> Judged:
    asked = case.call.value(Field.POLICIES) or []
    dspt = bool(case.call.value(Field.DSPT))
    if not asked and not dspt:
        return Readiness.NOT_NEEDED, "the call names no policy"
    unknown = [m.name for m in case.partners if m.policies is None or (dspt and m.dspt is None)]
    lacking = [
        m.name
        for m in case.partners
        if (m.policies is not None and not set(asked) <= m.policies) or (dspt and m.dspt is False)
    ]
    if lacking:
        return Readiness.FAIL, f"missing at {listed(lacking)}"
    if unknown:
        return Readiness.UNKNOWN, f"not known of {listed(unknown)}"
    return Readiness.PASS, "in place at every partner; check their dates"


def _time(case: Case) -> Judged:
    if case.plan is None:
        return Readiness.NOT_NEEDED, "the call has no deadline"
    if case.plan.enough_time:
        return (
            Readiness.PASS,
            f"{case.plan.working_days} working days left, {case.plan.needed_days} needed",
        )
    return Readiness.FAIL, case.plan.warning


POINTS = (
    Point(1, "The lead meets every stated lead rule", "lead", _lead),
    Point(2, "Every partner may take its part", "coordinator", _eligible),
    Point(3, "No partner is in a competing bid", "each partner", _one_bid_only),
    Point(4, "Every need has a named partner with room for it", "partners", _needs),
    Point(5, "Places and people are covered, or the gaps are stated", "partners", _gaps_stated),
    Point(6, "At least two experts by experience, paid, before the first draft", "lead", _experts),
    Point(7, "Shares are within the rules and agreed in writing", "each partner", _shares),
    Point(8, "Each partner has worked out its full cost", "each partner", _by_hand),
    Point(9, "The smallest partner can carry its share", "lead and smallest partner", _smallest),
    Point(10, "In-principle agreement signed", "partners", _by_hand),
    Point(11, "Due diligence done both ways", "lead and partners", _by_hand),
    Point(12, "Policies, insurance and data protection in date", "each partner", _policies),
    Point(13, "Trustees of every partner know, the lead's have approved", "trustees", _by_hand),
    Point(14, "The plan fits, with days in hand", "coordinator", _time),
    Point(15, "Answers checked against the criteria", "coordinator", _by_hand),
    Point(16, "The decision to bid is recorded with its reasons", "coordinator", _by_hand),
    Point(17, "Members who were not chosen know why", "coordinator", _by_hand),
)
