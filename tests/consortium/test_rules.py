"""Every rule: one set that keeps it, one that does not, and a star that only this rule bars.

The star is worth far more than anybody else; without the rule it would be in the answer. So
switching off any one rule changes the answer, and the plain verifier says what is wrong.
"""

from collections.abc import Callable

import numpy as np
import pytest

from funding_radar.consortium import rules as conditions
from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.lab import propose_file
from funding_radar.consortium.model import Problem
from funding_radar.consortium.relax import RELAXABLE, without
from funding_radar.consortium.rules import LEAD_CONDITIONS, SET_CONDITIONS
from funding_radar.consortium.verify import fault, judge
from tests.consortium.makers import Json, member, problem, random_problem, rules

STAR = 5000


def company() -> list[Json]:
    """Five plain members of whom any three make a bid."""
    return [
        member("a", covers=["n0"], reaches=["c0"], share_as_lead=[10, 60]),
        member("b", covers=["n1"], may_lead=False),
        member("c", covers=["n2"], reaches=["c1"], may_lead=False),
        member("d", size="medium", may_lead=False),
        member("e", score=5, may_lead=False),
    ]


def with_star(**of_star: object) -> Json:
    """The company and a star."""
    return problem([*company(), member("star", **{"score": STAR, "may_lead": False, **of_star})])


def kept(given: Json, **changes: object) -> Json:
    return given | {"rules": given["rules"] | {"partners": [3, 3]} | changes}


POISONS: dict[str, Callable[[], Json]] = {
    "min_partners": lambda: kept(
        problem(
            [
                *company(),
                member("star", score=STAR, size="large", experts=0, days=0, share=[0, 100]),
            ]
        )
        | {"conflicts": [["star", name] for name in "bcde"]},
        partners=[3, 3],
    ),
    "max_partners": lambda: kept(with_star(days=-6), min_days=4, days_per_partner=0),
    "min_small": lambda: kept(with_star(size="medium"), min_small=3, min_small_percent=0),
    "min_small_percent": lambda: kept(with_star(size="medium"), min_small_percent=100),
    "max_large": lambda: kept(with_star(size="large"), max_large=0, min_small_percent=0),
    "min_small_money_percent": lambda: kept(
        with_star(size="medium", share=[45, 60]), min_small_money_percent=60
    ),
    "min_experts": lambda: kept(with_star(experts=0), min_experts=3),
    "min_days": lambda: kept(with_star(days=-6), min_days=6, days_per_partner=0),
    "days_per_partner": lambda: kept(with_star(days=-4), min_days=0, days_per_partner=3),
    "min_communities": lambda: (
        kept(with_star(), min_communities=2) | {"conflicts": [["star", "c"]]}
    ),
    "must": lambda: kept(with_star()) | {"must": ["n1"], "conflicts": [["star", "b"]]},
    "conflicts": lambda: kept(with_star()) | {"conflicts": [["star", "a"]]},
    "may_lead": lambda: kept(with_star()) | {"conflicts": [["star", "a"]]},
    "eligible": lambda: kept(with_star(eligible=False)),
    "caps": lambda: kept(with_star(share=[0, 0]) | {"budget": 125}),
    "least_shares": lambda: kept(
        with_star(share=[90, 95], size="medium"), min_small_money_percent=0
    ),
}
"""For each rule a problem in which the star is barred by this rule alone."""


@pytest.mark.parametrize("rule", RELAXABLE, ids=lambda rule: rule.name)
def test_a_star_barred_by_one_rule_alone_is_left_out_and_is_in_without_it(rule: object) -> None:
    given = POISONS[rule.name]()  # type: ignore[attr-defined]
    read = Problem.from_json(given)

    answer = propose_file(given, 1)
    loose = propose_file(without(read, {rule.name}).as_json(), 1)  # type: ignore[attr-defined]

    assert answer["status"] == "optimal"
    assert judge(given, answer) is None
    assert "star" not in answer["proposals"][0]["members"]
    assert "star" in loose["proposals"][0]["members"]
    assert judge(given, loose) is not None


LEADERSHIPS: dict[str, tuple[Json, list[int]]] = {
    "cap too low to take up the budget": ({"share": [5, 60], "share_as_lead": [5, 10]}, [5, 60]),
    "least above the cap": ({"share": [5, 60], "share_as_lead": [70, 60]}, [70, 70]),
    "least too high for the others": ({"share": [5, 60], "share_as_lead": [95, 99]}, [30, 99]),
}
"""A star that must lead itself, and whose share as lead alone bars it; with the share that would not."""


@pytest.mark.parametrize(("limits", "instead"), LEADERSHIPS.values(), ids=LEADERSHIPS)
def test_a_star_barred_by_its_share_as_lead_alone_is_left_out(
    limits: Json, instead: list[int]
) -> None:
    company_of_three = [
        member("a", covers=["n0"], share=[5, 40], share_as_lead=[5, 60]),
        member("b", covers=["n1"], share=[5, 40], may_lead=False),
        member("c", covers=["n2"], share=[5, 40], may_lead=False),
    ]
    star = member("star", score=STAR, **limits)
    given = kept(problem([*company_of_three, star])) | {"conflicts": [["star", "a"]]}
    loose = given | {"members": [*company_of_three, star | {"share_as_lead": instead}]}

    answer, wished = propose_file(given, 1), propose_file(loose, 1)

    assert answer["status"] == "optimal"
    assert answer["proposals"][0]["members"] == ["a", "b", "c"]
    assert wished["proposals"][0]["lead"] == "star"
    assert judge(loose, wished) is None
    assert judge(given, wished) is not None


@pytest.mark.parametrize("condition", [*SET_CONDITIONS, *LEAD_CONDITIONS], ids=lambda c: c.__name__)
def test_the_verifier_sees_when_the_search_forgets_a_condition(
    condition: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand sets of a problem full of faults: some that only this condition refuses are let through."""
    found = 0
    for seed in range(40):
        arrays = arrays_of(Problem.from_json(given := _mixed(seed)))
        draw = np.random.default_rng(seed)
        size = int(draw.integers(2, 7))
        sets = np.array([draw.choice(arrays.count, size, replace=False) for _ in range(150)])
        with monkeypatch.context() as patched:
            for name in ("SET_CONDITIONS", "LEAD_CONDITIONS"):
                rest = tuple(c for c in getattr(conditions, name) if c is not condition)
                patched.setattr(f"funding_radar.consortium.arrays.{name}", rest)
            values, leads = arrays.worth(sets)
        for members, value, lead in zip(sets, values, leads, strict=True):
            names = [arrays.ids[i] for i in members]
            found += value > -(10**15) and fault(given, names, arrays.ids[lead]) is not None
    assert found


def _mixed(seed: int) -> Json:
    """A random problem with easy members added, so that most rules are kept and one is not."""
    given = random_problem(seed)
    spare = [member(f"x{i}", covers=["n0"], reaches=["c0", "c1"], days=9) for i in range(4)]
    spare += [member(f"y{i}", size="medium", experts=2, share=[30, 95]) for i in range(3)]
    spare += [member(f"z{i}", days=9, share=[0, 9], share_as_lead=[0, 9]) for i in range(5)]
    spare += [member(f"w{i}", share=[40, 95], share_as_lead=[40, 95]) for i in range(4)]
    return given | {"members": [*given["members"], *spare]}


@pytest.mark.parametrize("condition", [*SET_CONDITIONS, *LEAD_CONDITIONS], ids=lambda c: c.__name__)
def test_every_condition_says_in_a_sentence_what_it_asks(condition: Callable[..., object]) -> None:
    first = (condition.__doc__ or "").splitlines()[0]

    assert first.endswith(".")
    assert len(first.split()) > 3


def test_no_two_conditions_say_the_same() -> None:
    said = [c.__doc__ for c in (*SET_CONDITIONS, *LEAD_CONDITIONS)]

    assert len(set(said)) == len(said)


BREAKS: list[tuple[str, Json, list[str], str]] = [
    ("number", {}, ["a"], "1 partners"),
    ("eligible", {"a": {"eligible": False}}, ["a", "b"], "a is not eligible"),
    ("small", {"a": {"size": "medium"}, "b": {"size": "medium"}}, ["a", "b"], "0 small members"),
    ("large", {"b": {"size": "large"}, "c": {"size": "large"}}, ["a", "b", "c"], "2 large members"),
    ("experts", {"a": {"experts": 0}, "b": {"experts": 0}}, ["a", "b"], "0 experts"),
    ("days", {"a": {"days": 0}, "b": {"days": 3}}, ["a", "b"], "3 days"),
    ("lead", {"a": {"may_lead": False}}, ["a", "b"], "a may not lead"),
    ("stranger", {}, ["a", "zoe"], "zoe is not in the problem"),
    ("no share", {"b": {"share": [9, 8]}}, ["a", "b"], "no share lies within the limits of b"),
    ("budget", {"b": {"share": [0, 20]}}, ["a", "b"], "the budget cannot be shared out"),
]


@pytest.mark.parametrize(
    ("changes", "members", "says"), [b[1:] for b in BREAKS], ids=[b[0] for b in BREAKS]
)
def test_the_verifier_names_the_rule_that_is_broken(
    changes: dict[str, Json], members: list[str], says: str
) -> None:
    group = [m | changes.get(m["id"], {}) for m in company()]
    given = problem(group, rules=rules(min_experts=1))

    assert says in (fault(given, members, "a") or "")
    assert fault(problem(company()), ["a", "b"], "a") is None
