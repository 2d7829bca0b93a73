"""How fast consortia are proved best, beside HiGHS, and what chances owed do to fairness.

Run: python -m tests.benchmarks.consortium [speed] [large] [why] [fair] [check]
Processor seconds stand beside the clock's, for machines that others use too.
"""

import random
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from statistics import median
from time import perf_counter, process_time

from db.views import CallView, FactView, MatchView, MemberView
from db.vocabulary import Field, Group, LegalForm, Theme, Verdict
from funding_radar.config import Consortium
from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.milp import second_opinion
from funding_radar.consortium.model import Problem
from funding_radar.consortium.problem import History, Setting, build_problem
from funding_radar.consortium.search import Ask, solve, solve_diverse
from funding_radar.consortium.verify import fault
from funding_radar.consortium.why_not import why_not
from funding_radar.gazetteer import load
from tests.consortium.makers import cases

TODAY = date(2026, 11, 23)


@dataclass(slots=True)
class Timed:
    """Seconds by the clock and by the processor."""

    clock: float = 0.0
    processor: float = 0.0

    def __str__(self) -> str:
        return f"{self.clock:6.2f} s ({self.processor:.2f} s of processor)"


@contextmanager
def timed() -> Iterator[Timed]:
    found, clock, processor = Timed(), perf_counter(), process_time()
    yield found
    found.clock, found.processor = perf_counter() - clock, process_time() - processor


def summary(times: list[Timed]) -> str:
    return (
        f"median {median(t.clock for t in times):.2f} s, worst {max(t.clock for t in times):.2f} s "
        f"(processor: {median(t.processor for t in times):.2f}, {max(t.processor for t in times):.2f})"
    )


def speed() -> None:
    """Proven best five and five diverse; HiGHS on the first of each size, best one only."""
    solve(arrays_of(Problem.from_json(cases().realistic(40, 1))), Ask(5))
    for count, kind, seeds, limit in (
        (200, "realistic", 8, "0.5 s; five diverse 1 s"),
        (200, "planted", 3, "0.5 s; five diverse 1 s"),
        (1000, "realistic", 6, "1.5 s and 300 MB"),
        (1000, "planted", 3, "1.5 s and 300 MB"),
    ):
        problems = [
            Problem.from_json(getattr(cases(), kind)(count, s)) for s in range(1, seeds + 1)
        ]
        best, diverse = [], []
        for given in problems:
            arrays = arrays_of(given)
            with timed() as took:
                outcome = solve(arrays, Ask(5))
            assert outcome.proved
            best.append(took)
            if count <= 200:
                with timed() as took:
                    solve_diverse(arrays, Ask(5, distance=4))
                diverse.append(took)
        print(f"{kind} {count}, proven best five: {summary(best)}   [limit {limit}]")
        if diverse:
            print(f"{kind} {count}, five diverse:     {summary(diverse)}")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        with timed() as took:
            opinion = second_opinion(problems[0], seconds=40.0)
        proof = "proved" if opinion.proved else "not proved in 40 s"
        print(f"    HiGHS, best one of the first: {took}, {proof}; memory before it {memory} MB")


def large() -> None:
    """Five thousand members: an answer in six seconds (the processor's) with a certified gap."""
    for kind in ("planted", "realistic"):
        for seed in (1, 2, 3):
            given = Problem.from_json(getattr(cases(), kind)(5000, seed))
            with timed() as took:
                outcome = solve(arrays_of(given), Ask(5, seconds=5.7, clock=process_time))
            value, bound = outcome.found[0].value, outcome.bound or 0
            gap = 100 * (bound - value) / value
            print(
                f"{kind} 5000-{seed}: {took}, {value} of at most {bound}: gap {gap:.2f} %   [limit 6 s, 2.5 %]"
            )


def why() -> None:
    """Why not, for a hundred members of two hundred."""
    given = Problem.from_json(cases().realistic(200, 1))
    best = solve(arrays_of(given), Ask(5))
    inside = {given.members[i].id for i in best.found[0].members}
    outside = [m.id for m in given.members if m.id not in inside][:100]
    with timed() as took:
        why_not(given, outside, best)
    print(f"why not, 100 of 200 members: {took}   [limit 10 s]")


PLACES = ("E08000039", "E08000018", "E08000017", "E08000038")
THEMES = (Theme.MENTAL_HEALTH, Theme.SUICIDE_PREVENTION, Theme.PEER_SUPPORT, Theme.LONELINESS,
          Theme.ADVICE, Theme.BEREAVEMENT)  # fmt: skip
GROUPS = (Group.MEN_AND_BOYS, Group.CARERS, Group.RACIALISED_COMMUNITIES, Group.YOUNG_PEOPLE)


def alliance(count: int, seed: int) -> list[MemberView]:
    draw = random.Random(seed)
    return [
        MemberView(
            id=number,
            name=f"Member {number}",
            legal_form=LegalForm.CIO,
            places=tuple(draw.sample(PLACES, draw.randint(1, 3))),
            themes=frozenset(draw.sample(THEMES, draw.randint(1, 4))),
            groups=frozenset(draw.sample(GROUPS, draw.randint(1, 3))),
            income=int(min(2e7, max(2e4, 1000 * draw.lognormvariate(5.3, 1.35)))),
            experts_by_experience=draw.choice((0, 1, 1, 2)),
            bid_days=draw.randint(3, 8),
            can_lead=draw.random() < 0.5,
        )
        for number in range(1, count + 1)
    ]


def call(number: int, draw: random.Random) -> CallView:
    """A call with its own themes and places."""
    wanted = {
        Field.THEMES: [t.value for t in draw.sample(THEMES, draw.randint(1, 3))],
        Field.AREAS: draw.sample(PLACES, draw.randint(1, 3)),
        Field.GROUPS: [g.value for g in draw.sample(GROUPS, draw.randint(1, 3))],
        Field.MAX_AMOUNT: draw.choice((60_000, 100_000, 150_000)),
    }
    facts = {name: FactView(name, value, "") for name, value in wanted.items()}
    return CallView(id=number, title=f"Call {number}", facts=facts)


def gini(chances: list[float]) -> float:
    ordered, count = sorted(chances), len(chances)
    weighed = sum((2 * at - count + 1) * chance for at, chance in enumerate(ordered))
    return weighed / (count * sum(ordered))


def simulated(weight_owed: int, seed: int, calls: int = 100) -> tuple[float, float, int]:
    """Gini of chances, coverage (weight of needs covered) and proposals made over a run of calls."""
    draw, members, gazetteer = random.Random(seed), alliance(60, seed), load()
    settings = Consortium(weight_owed=weight_owed)
    matched: dict[int, int] = {}
    chosen: dict[int, int] = {}
    covered, made = 0, 0
    skill = {m.id: draw.uniform(30, 95) for m in members}
    for number in range(calls):
        wanted = call(number, draw)
        matches = {
            m.id: MatchView(
                number, m.id, Verdict.FITS, min(100.0, skill[m.id] + draw.uniform(-10, 10))
            )
            for m in members
        }
        history = History(matched=dict(matched), chosen=dict(chosen))
        built = build_problem(
            wanted, members, matches, Setting(settings, gazetteer, TODAY, history)
        )
        outcome = solve(arrays_of(built.problem), Ask(1))
        if not outcome.found:
            continue
        made += 1
        best = outcome.found[0]
        group = [built.problem.members[i] for i in best.members]
        assert (
            fault(
                built.problem.as_json(), [m.id for m in group], built.problem.members[best.lead].id
            )
            is None
        )
        union = frozenset().union(*(m.covers for m in group))
        covered += sum(need.weight for need in built.problem.needs if need.id in union)
        for m in built.problem.members:
            matched[int(m.id[1:])] = matched.get(int(m.id[1:]), 0) + 1
        for m in group:
            chosen[int(m.id[1:])] = chosen.get(int(m.id[1:]), 0) + 1
    return gini([chosen.get(i, 0) / n for i, n in matched.items()]), covered, made


def fair() -> None:
    """The curve of weight_owed: how much more even chances are, for how much coverage."""
    default = Consortium().weight_owed
    for seed in (1, 2):
        base_gini, base_covered, made = simulated(0, seed)
        print(
            f"alliance {seed}: {made} proposals; Gini of chances without owed chances {base_gini:.3f}"
        )
        for weight in sorted({default, 10, 20, 30, 40, 60, 90, 120, 180}):
            found, covered, _ = simulated(weight, seed)
            mark = "  <- default" if weight == default else ""
            print(
                f"  weight_owed {weight:3}: Gini {found:.3f} ({100 * (found / base_gini - 1):+.0f} %), "
                f"coverage {100 * (covered / base_covered - 1):+.1f} %{mark}"
            )


def check() -> None:
    """HiGHS against ours on forty problems of fifty to two hundred members."""
    agreed = asked = 0
    for seed in range(20, 60):
        given = Problem.from_json(
            cases().realistic(random.Random(seed).choice((50, 60, 80, 100, 150, 200)), seed)
        )
        opinion = second_opinion(given, seconds=120.0)
        ours = [f.value for f in solve(arrays_of(given), Ask(1)).found]
        asked += opinion.proved
        agreed += opinion.proved and ours == ([] if opinion.value is None else [opinion.value])
    print(f"HiGHS proved {asked} of 40 problems and agrees on {agreed}")


PARTS: dict[str, Callable[[], None]] = {
    "speed": speed,
    "large": large,
    "why": why,
    "fair": fair,
    "check": check,
}


def main() -> None:
    """Prints the figures of all parts but the longest, or of those named."""
    for name in [a for a in sys.argv[1:] if a in PARTS] or ["speed", "large", "why", "fair"]:
        PARTS[name]()


if __name__ == "__main__":
    main()
