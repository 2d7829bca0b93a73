"""Whom the funder has funded before."""

from math import isnan

import numpy as np

from db.views import MemberView
from db.vocabulary import Size, Theme
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import PastAward
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule

PLENTY = 3
"""One like award in so many is as good as it gets: funders spread their money."""


class FundsLikes(Rule):
    """The funder has given to organisations like you before.

    Worth little on purpose: a record of past awards favours those who always won.
    """

    name = "funder"
    points = 5.0

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """How many of its known awards went to your size for a theme of yours; NaN without such data."""
        if not call.awards:
            return members.full(np.nan)
        found: Floats = members.sizes_and_themes.each(
            lambda kind: min(1.0, PLENTY * _like(*kind, call)), np.float64
        )
        return found

    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """How many were like you."""
        if isnan(score):
            return "Nothing is loaded about whom this funder has funded"
        count = round(_like(member.size, member.themes, call) * len(call.awards))
        return f"{count} of its {len(call.awards)} known awards went to organisations like yours"

    def shows(self, score: float) -> bool:
        """Only where there is data."""
        return not isnan(score)


def _like(size: Size | None, themes: frozenset[Theme], call: CallRow) -> float:
    return sum(_alike(size, themes, award) for award in call.awards) / len(call.awards)


def _alike(size: Size | None, themes: frozenset[Theme], award: PastAward) -> bool:
    shared = bool(award.themes & themes)
    if award.size is None or size is None:
        return shared
    return award.size is size and (shared or not award.themes)
