"""How near home the money is."""

from collections.abc import Hashable
from math import isnan
from typing import ClassVar

import numpy as np

from db.views import MemberView
from db.vocabulary import Field
from funding_radar.matching.answers import MET, NOT_MET, Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule

BREADTHS = ((12, 1.0, "is local"), (80, 0.7, "is for a wider area"))
"""Up to so many districts a call is worth so much: a county or ICB has at most 12, a region up to 67."""
NATIONAL = 0.4


class NearHome(Rule):
    """The money is for your area, the fewer other areas the better."""

    name = "near home"
    points = 8.0
    unsaid = 0.3
    fields: ClassVar = (Field.AREAS,)

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """By how wide the call's area is: fewer organisations are in reach of a local one."""
        if not call.districts:
            return members.full(np.nan)
        worth = next((w for most, w, _ in BREADTHS if len(call.districts) <= most), NATIONAL)
        there = members.there(call)
        return np.where(there == MET, worth, np.where(there == NOT_MET, 0.0, np.nan))

    def reads(self, member: MemberView) -> Hashable:  # noqa: ARG002
        """Nothing but the score."""
        return None

    def say(self, member: MemberView, call: CallRow, score: float) -> str:  # noqa: ARG002
        """How wide its area is."""
        if isnan(score):
            return "Whether it is for your area is not certain"
        if score == 0:
            return f"It is for {call.area}, where you do not work"
        how = next(
            (w for most, _, w in BREADTHS if len(call.districts) <= most),
            "is for the whole country",
        )
        return f"The money {how}: {call.area}"
