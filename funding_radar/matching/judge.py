"""All gates and rules put to one call and a block of members."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from funding_radar.matching.answers import MET, NOT_MET, Answers, Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.gates.table import GATES
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule, Tenths
from funding_radar.matching.rules.table import RULES

_TENTHS = np.array([[rule.points * 10] for rule in RULES])
"""The most that each rule adds, in tenths of a point."""


@dataclass(frozen=True, eq=False)
class Judged:
    """What every gate and rule says of a call and each member of a block."""

    members: MemberBlock
    call: CallRow
    gates: tuple[tuple[Gate, Answers, Answers], ...]
    """Each gate that the call calls for, with what it judged and what of that can be relied on."""

    @cached_property
    def verdicts(self) -> Answers:
        """The worst answer of all gates for each member."""
        worst = self.members.all(MET)
        for _, _, settled in self.gates:
            worst = np.minimum(worst, settled)
        return worst

    @cached_property
    def in_the_way(self) -> NDArray[np.int8]:
        """How many gates block each member."""
        found = np.zeros(len(self.members), dtype=np.int8)
        for _, _, settled in self.gates:
            found += settled == NOT_MET
        return found

    @cached_property
    def rules(self) -> tuple[tuple[Rule, Floats, Tenths], ...]:
        """Each rule with its scores and its points in tenths. What is taken off never goes below nothing."""
        scores = np.array([rule.score(self.members, self.call) for rule in RULES])
        unsaid = np.array([[rule.share_unsaid(self.call)] for rule in RULES])
        tenths = np.rint(np.where(np.isnan(scores), unsaid, scores) * _TENTHS).astype(np.int16)
        total = np.zeros(len(self.members), dtype=np.int16)
        for points in tenths:
            total += np.maximum(points, -total, out=points)
        return tuple(zip(RULES, scores, tenths, strict=True))

    @cached_property
    def score(self) -> Tenths:
        """The points of all rules together, in tenths: 0 to 1,000."""
        total = np.zeros(len(self.members), dtype=np.int16)
        for _, _, tenths in self.rules:
            total += tenths
        return total


def judge(members: MemberBlock, call: CallRow) -> Judged:
    """Puts every gate that the call calls for to a block of members."""
    answers = ((gate, gate.judge(members, call)) for gate in GATES if gate.applies(call))
    return Judged(members, call, tuple((g, a, g.settle(a, call)) for g, a in answers))
