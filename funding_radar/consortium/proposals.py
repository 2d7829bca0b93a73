"""What a proposal says: partners with their shares and how those came about, and everyone that is left out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Steps:
    """How a share came about: weight covered alone, the part of what others cover too, what that would give, limits.

    Money is whole pounds, or hundredths of the whole where the money is not known.
    """

    alone: float
    shared: float
    by_coverage: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Partner:
    """A member in a proposal. ``share`` is whole pounds, None where the money is not known."""

    id: int
    name: str
    share: int | None
    percent: float
    covers: tuple[str, ...]
    only_one_for: tuple[str, ...]
    why: str
    steps: Steps


@dataclass(frozen=True, slots=True)
class Proposal:
    """A consortium: its members with the lead first, what it is worth, and why."""

    lead: int
    members: tuple[Partner, ...]
    value: int
    terms: Mapping[str, int]
    not_covered: tuple[str, ...]
    gaps: tuple[str, ...]
    """What is not covered, said briefly."""
    binding: tuple[str, ...]
    steadiness: str
    lead_to_check: tuple[str, ...]
    small_money: str
    """What small partners get, and the most that they could."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member that matched and is not in the best consortium, and what would bring it in.

    ``short_by`` is how much less the best group with it is worth; None where there is none.
    """

    id: int
    name: str
    why: str
    would_need: str
    short_by: int | None = None
    could_join: bool = True
    """Whether it was weighed at all: it is false for one whom the call, or its own answer, keeps out."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """The answer for a call. ``status`` is optimal, bounded, infeasible or unsuitable; ``why`` says it in words."""

    status: str
    why: str
    bound: int | None
    budget: int | None
    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    to_check: tuple[str, ...]
    settings: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The answer in the contract's form."""
        return {
            "status": self.status,
            "why": self.why,
            "bound": self.bound,
            "budget": self.budget,
            "proposals": [asdict(proposal) for proposal in self.proposals],
            "left_out": [left_out_row(out) for out in self.left_out],
            "to_check": list(self.to_check),
            "settings": dict(self.settings),
        }


def left_out_row(out: LeftOut) -> dict[str, Any]:
    """A member's own answer in the contract's form."""
    return {
        "member": {"id": out.id, "name": out.name},
        "why": out.why,
        "would_need": out.would_need,
        "short_by": out.short_by,
        "could_join": out.could_join,
    }
