"""The grants that members hold now, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.views import MemberView
from funding_radar.matching.context import funder_key

NO_END = 0
"""The day number of a grant whose end nobody knows."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """One row for each grant: who holds it, from whom, and until which day (``date.toordinal``)."""

    member: NDArray[np.intp]
    funder: NDArray[np.intp]
    ends: NDArray[np.int64]
    funders: dict[str, int]

    @classmethod
    def of(cls, members: Sequence[MemberView]) -> "Held":
        """The grants of these members."""
        funders: dict[str, int] = {}
        rows = [
            (
                row,
                funders.setdefault(funder_key(grant.funder), len(funders)),
                grant.ends_on.toordinal() if grant.ends_on else NO_END,
            )
            for row, member in enumerate(members)
            for grant in member.grants_held
        ]
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
        return cls(table[:, 0].astype(np.intp), table[:, 1].astype(np.intp), table[:, 2], funders)
