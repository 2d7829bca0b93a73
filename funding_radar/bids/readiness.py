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
INCOME_PERCENT = 50
"""A share of a year above this part of a year's income needs a plan for cash; ours, where the call states none."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that readiness is judged by.

    ``barred`` says of partners why the call would refuse them even in a partnership; ``verdicts`` are the matcher's
    of each alone; ``lead_tests`` the answers of the lead's tests; ``rule_faults`` the rules that the set breaks (None:
    they could not be judged); ``not_covered`` the needs nobody covers (None: the call's needs are not known);
    ``rival`` are partners that said that they are in a bid for this call, ``busy`` those in another bid of ours;
    ``ticks`` what people said, by point; ``years`` for how long the money is.
    """

    bid: BidView
    call: CallView
    members: Mapping[int, MemberView]
    plan: Plan | None
    barred: Sequence[str] = ()
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    lead_tests: Sequence[tuple[Answer, str]] = ()
    rule_faults: Sequence[str] | None = None
    not_covered: Sequence[str] | None = None
    rival: Sequence[str] = ()
    busy: Sequence[str] = ()
    ticks: Mapping[int, tuple[Readiness, str]] = field(default_factory=dict)
    years: float = 1.0

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
    """Where each of the points stands: see ``settled`` for who has the last word."""
    return [
        Standing(point.number, point.name, point.whose, *settled(point, case)) for point in POINTS
    ]


def settled(point: Point, case: Case) -> Judged:
    """The data's word and a person's, settled: a failure counts whoever sees it; a person can close an unknown."""
    judged, said = point.judge(case), case.ticks.get(point.number)
    if judged is not None and judged[0] is Readiness.FAIL:
        return judged
    if said and (judged is None or judged[0] is Readiness.UNKNOWN or said[0] is Readiness.FAIL):
        return said
    return judged or (Readiness.UNKNOWN, "nobody has said yet")


def _by_hand(_: Case) -> None:
    return None


def _lead(case: Case) -> Judged:
    if case.bid.lead is None:
        return Readiness.FAIL, "nobody leads it"
    failed = [sentence for answer, sentence in case.lead_tests if answer is Answer.NOT_MET]
    open_ = [sentence for answer, sentence in case.lead_tests if answer is Answer.UNKNOWN]
    if failed:
        return Readiness.FAIL, "; ".join(failed)
    if open_ or not case.lead_tests:
        return Readiness.UNKNOWN, "; ".join(open_) or "the lead has not been tested"
    return Readiness.PASS, "every stated lead rule is met"


def _eligible(case: Case) -> Judged:
    if not case.partners:
        return Readiness.FAIL, "it has no partners"
    if case.barred:
        return Readiness.FAIL, "; ".join(case.barred)
    doubtful = [m.name for m in case.partners if case.verdicts.get(m.id) is not Verdict.FITS]
    if doubtful:
        return (
            Readiness.UNKNOWN,
            f"could not surely bid alone, so check as partners: {listed(doubtful)}",
        )
    return Readiness.PASS, "every partner meets what the call asks"


def _one_bid_only(case: Case) -> Judged:
    rule = (
        "; the call takes one bid from each organisation" if case.call.value(Field.ONE_BID) else ""
    )
    if case.rival:
        return (
            Readiness.UNKNOWN,
            f"said to be in a bid for this call, ask which: {listed(case.rival)}{rule}",
        )
    return Readiness.UNKNOWN, f"ask each partner whether it is in a bid that is not ours{rule}"


def _needs(case: Case) -> Judged:
    if case.not_covered is None:
        return Readiness.UNKNOWN, "what the call needs could not be read: say who delivers what"
    if case.not_covered:
        return Readiness.UNKNOWN, f"nobody covers {listed(case.not_covered)}: is it a must?"
    if case.busy:
        return (
            Readiness.UNKNOWN,
            f"in another bid too, so ask about room for it: {listed(case.busy)}",
        )
    return Readiness.UNKNOWN, "every need has a named partner: ask each whether it has room"


def _gaps_stated(case: Case) -> Judged | None:
    if case.not_covered is None:
        return None
    if case.not_covered:
        return (
            Readiness.UNKNOWN,
            f"the bid has to say that nobody covers {listed(case.not_covered)}",
        )
    return Readiness.PASS, "places and people are covered"


def _experts(case: Case) -> Judged:
    counts = [member.experts_by_experience for member in case.partners]
    known = sum(count for count in counts if count)
    if known >= LEAST_EXPERTS:
        return Readiness.UNKNOWN, f"{known} in the group: are they paid, and have they met?"
    if None in counts:
        return Readiness.UNKNOWN, "some partners have not said how many experts they bring"
    return Readiness.FAIL, f"{known} of at least {LEAST_EXPERTS} experts by experience"


def _shares(case: Case) -> Judged:
    if case.rule_faults:
        return Readiness.FAIL, "; ".join(case.rule_faults)
    present = case.bid.present
    unknown = [p.name for p in present if p.share is None]
    if unknown or case.rule_faults is None:
        return (
            Readiness.UNKNOWN,
            f"shares not known: {listed(unknown)}" if unknown else "rules not judged",
        )
    waiting = [p.name for p in present if p.answer is not PartnerAnswer.ACCEPTED]
    if waiting:
        return Readiness.UNKNOWN, f"not yet agreed by {listed(waiting)}"
    return Readiness.PASS, "caps and least shares are met, and every partner agreed"


def _smallest(case: Case) -> Judged:
    incomes = {p.member_id: case.members[p.member_id].income for p in case.bid.present}
    unknown = [p.name for p in case.bid.present if incomes[p.member_id] is None or p.share is None]
    if unknown or not incomes:
        return Readiness.UNKNOWN, f"income or share unknown for {listed(unknown)}"
    most = case.call.value(Field.MAX_PERCENT_OF_INCOME) or INCOME_PERCENT
    above = [
        p.name
        for p in case.bid.present
        if (p.share or 0) / case.years > (incomes[p.member_id] or 0) * most / 100
    ]
    if above:
        return (
            Readiness.UNKNOWN,
            f"over {most:g} % of a year's income, so plan the cash-flow: {listed(above)}",
        )
    return (
        Readiness.UNKNOWN,
        f"no share is over {most:g} % of a year's income: who pays until the money comes?",
    )


def _policies(case: Case) -> Judged:
    asked = set(case.call.value(Field.POLICIES) or ())
    if not asked and not case.call.value(Field.DSPT):
        return (
            Readiness.UNKNOWN,
            "the call names none: look at each other's safeguarding all the same",
        )
    lacking = [m for m in case.partners if m.policies is not None and not asked <= m.policies]
    if lacking:
        names = listed([member.name for member in lacking])
        leads = case.bid.lead is not None and case.bid.lead.member_id in {m.id for m in lacking}
        if leads:
            return Readiness.FAIL, f"a policy that the call names is missing at the lead: {names}"
        return (
            Readiness.UNKNOWN,
            f"a policy that the call names is missing at {names}: does its part need it?",
        )
    unsure = [m.name for m in case.partners if asked and m.policies is None]
    if unsure:
        return Readiness.UNKNOWN, f"policies not known of {listed(unsure)}"
    without = [m.name for m in case.partners if case.call.value(Field.DSPT) and not m.dspt]
    if without:
        return (
            Readiness.UNKNOWN,
            f"no data security toolkit known at {listed(without)}: will they see NHS patient data?",
        )
    return Readiness.UNKNOWN, "in place at every partner: are they in date?"


def _time(case: Case) -> Judged:
    if case.plan is None:
        return Readiness.UNKNOWN, "the call's deadline is not known"
    if case.plan.aim:
        return Readiness.NOT_NEEDED, "the call is always open"
    if case.plan.enough_time:
        days = f"{case.plan.working_days} working days from start to deadline"
        return Readiness.PASS, f"{days}, {case.plan.needed_days} needed"
    return Readiness.FAIL, case.plan.warning()


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
