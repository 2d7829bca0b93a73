"""The rules one can take away or loosen step by step, to say what makes a call impossible."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from funding_radar.consortium.model import Candidate, Limits, Problem

Step = tuple[Problem, str]


@dataclass(frozen=True, slots=True)
class Relaxable:
    """A rule with the problem that lacks it, and milder forms of it, the nearest first."""

    name: str
    words: str
    without: Callable[[Problem], Problem]
    milder: Callable[[Problem], Iterator[Step]]


def _ruled(problem: Problem, **changes: int) -> Problem:
    return replace(problem, rules=replace(problem.rules, **changes))


def _each(problem: Problem, change: Callable[[Candidate], Candidate]) -> Problem:
    return replace(problem, members=tuple(change(member) for member in problem.members))


def _down(name: str, words: str, *, by: int = 1) -> Relaxable:
    """A rule that is a least number: lowered step by step to nothing."""

    def milder(problem: Problem) -> Iterator[Step]:
        now = getattr(problem.rules, name)
        for value in range(now - by, -by, -by):
            lower = max(0, value)
            yield _ruled(problem, **{name: lower}), f"{words}: {lower} instead of {now}"

    return Relaxable(name, words, lambda problem: _ruled(problem, **{name: 0}), milder)


def _fewer_partners(problem: Problem) -> Iterator[Step]:
    for least in range(problem.rules.min_partners - 1, 0, -1):
        yield _ruled(problem, min_partners=least), f"a bid of {least} partners"


def _more_partners(problem: Problem) -> Iterator[Step]:
    for most in range(problem.rules.max_partners + 1, 9):
        yield _ruled(problem, max_partners=most), f"a bid of up to {most} partners"


def _more_large(problem: Problem) -> Iterator[Step]:
    for most in range(problem.rules.max_large + 1, problem.rules.max_partners + 1):
        yield (
            _ruled(problem, max_large=most),
            f"{most} large partners instead of {problem.rules.max_large}",
        )


def _one_by_one(
    applies: Callable[[Candidate], bool], change: Callable[[Candidate], Candidate], words: str
) -> Callable[[Problem], Iterator[Step]]:
    """Milder by excepting one member at a time."""

    def milder(problem: Problem) -> Iterator[Step]:
        for at, member in enumerate(problem.members):
            if applies(member):
                members = (*problem.members[:at], change(member), *problem.members[at + 1 :])
                yield replace(problem, members=members), words.format(member.id)

    return milder


def _leads(member: Candidate) -> Candidate:
    return replace(member, may_lead=True)


def _eligible(member: Candidate) -> Candidate:
    return replace(member, eligible=True)


def _uncapped(problem: Problem) -> Problem:
    return _each(problem, lambda m: _with_limits(m, most=problem.budget))


def _smaller_least(problem: Problem) -> Problem:
    return _each(problem, lambda m: _with_limits(m, least=0))


def _with_limits(
    member: Candidate, *, least: int | None = None, most: int | None = None
) -> Candidate:
    def changed(limits: Limits) -> Limits:
        return Limits(
            limits.least if least is None else min(least, limits.least),
            limits.most if most is None else max(most, limits.most),
        )

    return replace(member, share=changed(member.share), share_as_lead=changed(member.share_as_lead))


def _higher_caps(problem: Problem) -> Iterator[Step]:
    for percent in (5, 10, 15, 20, 30, 40, 50, 75, 100):
        raised = _each(problem, lambda m, p=percent: _raised(m, p))  # type: ignore[misc]
        yield raised, f"every cap on a share {percent} % higher"


def _raised(member: Candidate, percent: int) -> Candidate:
    def changed(limits: Limits) -> Limits:
        return Limits(limits.least, limits.most * (100 + percent) // 100)

    return replace(member, share=changed(member.share), share_as_lead=changed(member.share_as_lead))


def _lower_leasts(problem: Problem) -> Iterator[Step]:
    for percent in (90, 75, 50, 25, 0):
        lowered = _each(problem, lambda m, p=percent: _lowered(m, p))  # type: ignore[misc]
        yield lowered, f"every least share cut to {percent} % of it"


def _lowered(member: Candidate, percent: int) -> Candidate:
    def changed(limits: Limits) -> Limits:
        return Limits(limits.least * percent // 100, limits.most)

    return replace(member, share=changed(member.share), share_as_lead=changed(member.share_as_lead))


def _fewer_musts(problem: Problem) -> Iterator[Step]:
    for need in sorted(problem.must):
        yield replace(problem, must=problem.must - {need}), f"without the must-have {need}"


def _fewer_conflicts(problem: Problem) -> Iterator[Step]:
    for pair in sorted(problem.conflicts, key=sorted):
        rest = problem.conflicts - {pair}
        yield (
            replace(problem, conflicts=rest),
            f"the conflict of {' and '.join(sorted(pair))} settled",
        )


RELAXABLE = (
    Relaxable(
        "min_partners",
        "the fewest partners",
        lambda p: _ruled(p, min_partners=1),
        _fewer_partners,
    ),
    Relaxable(
        "max_partners", "the most partners", lambda p: _ruled(p, max_partners=8), _more_partners
    ),
    _down("min_small", "the fewest small partners"),
    _down("min_small_percent", "the least percentage of small partners", by=5),
    Relaxable(
        "max_large", "the most large partners", lambda p: _ruled(p, max_large=99), _more_large
    ),
    _down("min_small_money_percent", "the least percentage of money for small partners", by=5),
    _down("min_experts", "the fewest experts by experience"),
    _down("min_days", "the days that writing takes"),
    _down("days_per_partner", "the days that each partner adds"),
    _down("min_communities", "the fewest communities"),
    Relaxable("must", "the must-have needs", lambda p: replace(p, must=frozenset()), _fewer_musts),
    Relaxable(
        "conflicts",
        "conflicts between members",
        lambda p: replace(p, conflicts=frozenset()),
        _fewer_conflicts,
    ),
    Relaxable(
        "may_lead",
        "the tests for a lead",
        lambda p: _each(p, _leads),
        _one_by_one(lambda m: not m.may_lead, _leads, "{} able to lead"),
    ),
    Relaxable(
        "eligible",
        "eligibility",
        lambda p: _each(p, _eligible),
        _one_by_one(lambda m: not m.eligible, _eligible, "{} made eligible"),
    ),
    Relaxable("caps", "the caps on shares", _uncapped, _higher_caps),
    Relaxable("least_shares", "the least shares", _smaller_least, _lower_leasts),
)
"""Every rule, in the order in which a change is looked for."""


def without(problem: Problem, names: set[str]) -> Problem:
    """The problem without some of its rules."""
    for rule in RELAXABLE:
        if rule.name in names:
            problem = rule.without(problem)
    return problem
