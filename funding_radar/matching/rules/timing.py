"""Whether the money would come when the member needs it."""

from math import isnan
from typing import ClassVar

import numpy as np

from db.views import MemberView
from db.vocabulary import Field
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.held import NO_END
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule
from funding_radar.phrases import day

BEFORE, AFTER = 365, 92
"""A grant that ended up to a year before the start, or ends up to a quarter after it, leaves a gap to fill."""


class FillsGap(Rule):
    """A grant of yours ends about when this one would start."""

    name = "timing"
    points = 4.0
    silent = True
    fields: ClassVar = (Field.STARTS, Field.DECISION_ON, Field.DEADLINE, Field.FIRST_STAGE_DEADLINE)

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """1 for a gap that it fills; 0 where all grants run on; NaN for who holds none or does not say until when."""
        found = members.full(np.nan)
        if call.starts_on is None or not len(members.held.member):
            return found
        start, held = call.starts_on.toordinal(), members.held
        dated = held.ends != NO_END
        ends = dated & (held.ends >= start - BEFORE) & (held.ends <= start + AFTER)
        found[held.member[dated]] = 0.0
        found[held.member[ends]] = 1.0
        return found

    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """Which grant ends when."""
        if isnan(score) or call.starts_on is None:
            return "No grant of yours is known to end about then"
        start = f"about {call.starts_on:%B %Y}"
        ends = sorted((g.ends_on, g.funder) for g in member.grants_held if g.ends_on)
        if score == 0:
            return f"Your grants are not due to end when it would start, {start}"
        first, funder = next(e for e in ends if (e[0] - call.starts_on).days >= -BEFORE)
        return f"Your grant from {funder} ends on {day(first)}; this would start {start}"
