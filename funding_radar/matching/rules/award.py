"""How well the size of the award suits the size of the member."""

from collections.abc import Hashable
from math import isnan
from typing import ClassVar

import numpy as np

from db.views import MemberView
from db.vocabulary import Field
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule
from funding_radar.phrases import pounds

SMALL_SHARE = 0.02
"""The most that a call gives should be this share of a year's income, or the work is hardly worth it: ours."""
USUAL_SHARE = 0.5
"""Up to this share of income a year's award is no stretch (domain.md's default)."""


class AwardSuits(Rule):
    """The award is of a size that suits you."""

    name = "award"
    points = 5.0
    unsaid = 0.5
    fields: ClassVar = (Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.DURATION_MONTHS)

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """What the member asks for inside what the call gives; without a wish, by its income."""
        offer = call.offer
        if offer.least is None and offer.most is None:
            return members.full(np.nan)
        least, most = offer.least or 0.0, np.inf if offer.most is None else offer.most
        low, high = members.min_award, members.max_award
        wished = ~(np.isnan(low) & np.isnan(high))
        overlap = (np.nan_to_num(low, nan=0.0) <= most) & (np.nan_to_num(high, nan=np.inf) >= least)
        yearly = most / max(offer.years or 1.0, 1.0)
        # An income of nought is one that any award is worth something to.
        worth = np.clip(yearly / np.maximum(SMALL_SHARE * members.income, 1.0), 0.0, 1.0)
        bearable = (
            np.clip(USUAL_SHARE * members.income / max(least, 1.0), 0.0, 1.0) if least else worth
        )
        return np.where(wished, overlap.astype(np.float64), np.minimum(worth, bearable))

    def reads(self, member: MemberView) -> Hashable:
        """Its income."""
        return member.income

    def same_for_all(self, score: float) -> bool:
        """Where it suits whole, or not at all."""
        return score >= 1 or score == 0

    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """Why the size suits or does not."""
        most = call.offer.most
        if isnan(score):
            return "Whether its size suits you is not known"
        if score >= 1:
            return "Its awards are of a size that suits you"
        if score == 0:
            return "Its awards are not of the size that you ask for"
        if member.income and most is not None and most < SMALL_SHARE * member.income:
            return f"At most {pounds(round(most))} is little beside your income of {pounds(member.income)}"
        return f"Its awards are large beside your income of {pounds(member.income or 0)}"
