"""What the engine reads of a call and of a member: words, and little else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as the engine reads it. Money is whole pounds; None is unknown."""

    id: str
    text: str
    area: str = ""
    funder: str = ""
    min_amount: float | None = None
    max_amount: float | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A member as the engine reads it: its name, and what it says (or others say) that it does."""

    id: str
    name: str
    text: str = ""
    postcode: str = ""
    income: float | None = None
