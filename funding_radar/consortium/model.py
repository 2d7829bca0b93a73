"""The whole-number problem that the search solves: needs, members, trust, conflicts and rules.

The same problem comes from a call and an alliance (``problem.py``) and from a file (``lab.py``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from db.errors import RadarError


@dataclass(frozen=True, slots=True)
class Cell:
    """Something that counts once however many members cover it: a need or a community."""

    id: str
    weight: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that a member may be given, in units of the budget."""

    least: int
    most: int

    @property
    def empty(self) -> bool:
        """Whether no amount lies within them."""
        return self.least > self.most


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member as the search sees it: counts and codes, no names, no facts about people."""

    id: str
    covers: frozenset[str]
    reaches: frozenset[str]
    score: int
    lead_score: int
    eligible: bool
    may_lead: bool
    size: str
    experts: int
    days: int
    share: Limits
    share_as_lead: Limits

    def limits(self, *, leads: bool) -> Limits:
        """Its limits in the role."""
        return self.share_as_lead if leads else self.share


@dataclass(frozen=True, slots=True)
class Rules:
    """What every consortium must keep, in the words of the problem file."""

    min_partners: int = 3
    max_partners: int = 6
    min_small: int = 2
    max_large: int = 1
    min_small_percent: int = 40
    min_small_money_percent: int = 30
    min_experts: int = 2
    min_days: int = 6
    days_per_partner: int = 2
    min_communities: int = 0
    points_per_small_thousand: int = 1

    @classmethod
    def from_json(cls, rules: Mapping[str, Any]) -> "Rules":
        """Read the ``rules`` table of a problem file."""
        rest = {name: _whole(value) for name, value in rules.items() if name != "partners"}
        unknown = sorted(set(rest) - set(cls.__dataclass_fields__))
        if unknown:
            raise RadarError(f"the problem has a rule that does not exist: {', '.join(unknown)}")
        least, most = map(_whole, rules["partners"])
        return cls(min_partners=least, max_partners=most, **rest)

    def as_json(self) -> dict[str, Any]:
        """The ``rules`` table of a problem file."""
        rules = asdict(self)
        return {"partners": [rules.pop("min_partners"), rules.pop("max_partners")], **rules}


@dataclass(frozen=True, slots=True)
class Problem:
    """A call to bid for together: what it needs, who could join, and the rules.

    ``budget`` and the members' limits are in one unit: thousands of pounds in problem files.
    ``trust`` and ``conflicts`` are keyed by pairs of member ids.
    """

    budget: int
    needs: tuple[Cell, ...]
    communities: tuple[Cell, ...]
    members: tuple[Candidate, ...]
    rules: Rules = field(default_factory=Rules)
    must: frozenset[str] = frozenset()
    trust: Mapping[frozenset[str], int] = field(default_factory=dict)
    conflicts: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def from_json(cls, problem: Mapping[str, Any]) -> "Problem":
        """Read a problem file; raises RadarError with a sentence when it does not hold together."""
        try:
            built = _read(problem)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise RadarError(
                f"the problem file does not have the expected shape: {type(error).__name__} {error}"
            ) from error
        _refuse_nonsense(built)
        return built

    def as_json(self) -> dict[str, Any]:
        """The problem as a problem file says it."""
        return {
            "budget": self.budget,
            "needs": [asdict(need) for need in self.needs],
            "must": sorted(self.must),
            "communities": [asdict(community) for community in self.communities],
            "members": [_member_as_json(member) for member in self.members],
            "trust": [[*sorted(pair), points] for pair, points in self.trust.items()],
            "conflicts": [sorted(pair) for pair in self.conflicts],
            "rules": self.rules.as_json(),
        }


def _read(problem: Mapping[str, Any]) -> Problem:
    return Problem(
        budget=_whole(problem["budget"]),
        needs=_cells(problem["needs"]),
        communities=_cells(problem.get("communities", ())),
        members=tuple(_candidate(member) for member in problem["members"]),
        rules=Rules.from_json(problem["rules"]),
        must=_ids(problem.get("must", ())),
        trust={_ids((a, b)): _whole(points) for a, b, points in problem.get("trust", ())},
        conflicts=frozenset(_ids((a, b)) for a, b in problem.get("conflicts", ())),
    )


LARGEST = 10**12
"""The search counts in numbers that machines add exactly."""


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
        raise ValueError(f"{value!r} is not a whole number")
    if abs(value) > LARGEST:
        raise ValueError(f"{value:.3g} is too large a number")
    return int(value)


def _id(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not an id: a text is wanted")
    return value


def _ids(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(map(_id, values))


def _cells(rows: Sequence[Mapping[str, Any]]) -> tuple[Cell, ...]:
    return tuple(Cell(_id(row["id"]), _whole(row["weight"])) for row in rows)


def _candidate(row: Mapping[str, Any]) -> Candidate:
    return Candidate(
        id=_id(row["id"]),
        covers=_ids(row["covers"]),
        reaches=_ids(row.get("reaches", ())),
        score=_whole(row["score"]),
        lead_score=_whole(row["lead_score"]),
        eligible=bool(row["eligible"]),
        may_lead=bool(row["may_lead"]),
        size=row["size"],
        experts=_whole(row["experts"]),
        days=_whole(row["days"]),
        share=Limits(*map(_whole, row["share"])),
        share_as_lead=Limits(*map(_whole, row["share_as_lead"])),
    )


def _member_as_json(member: Candidate) -> dict[str, Any]:
    return {
        **asdict(member),
        "covers": sorted(member.covers),
        "reaches": sorted(member.reaches),
        "share": [member.share.least, member.share.most],
        "share_as_lead": [member.share_as_lead.least, member.share_as_lead.most],
    }


def _refuse_nonsense(built: Problem) -> None:
    """Raise RadarError for ids named twice or never, and for sizes and numbers that cannot be."""
    members = [member.id for member in built.members]
    needs, communities = [n.id for n in built.needs], [c.id for c in built.communities]
    for word, ids in (("member", members), ("need", needs), ("community", communities)):
        if len(set(ids)) != len(ids):
            raise RadarError(f"the problem names a {word} twice")
    named = {
        "need": (set().union(built.must, *(m.covers for m in built.members)), set(needs)),
        "community": (set().union(*(m.reaches for m in built.members)), set(communities)),
        "member": (set().union(*built.trust, *built.conflicts), set(members)),
    }
    for word, (used, known) in named.items():
        if strangers := sorted(used - known):
            raise RadarError(
                f"the problem speaks of a {word} that it does not list: {strangers[0]}"
            )
    if odd := [m.id for m in built.members if m.size not in ("small", "medium", "large")]:
        raise RadarError(f"member {odd[0]}: size must be small, medium or large")
    if not 1 <= built.rules.min_partners <= built.rules.max_partners:
        raise RadarError("rules.partners must be two numbers, the least and the most, from 1 up")
