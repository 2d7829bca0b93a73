"""Whom the funder has funded before."""

from collections.abc import Hashable
from math import isnan

import numpy as np

from db.views import AwardView, MemberView
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.given import likest, own
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule
from funding_radar.phrases import listed, pounds

PLENTY = 3
"""One like award in so many is as good as it gets: funders spread their money."""


class FundsLikes(Rule):
    """The funder has given to organisations like you before.

    Worth little on purpose: a record of past awards favours those who always won.
    """

    name = "funder"
    points = 5.0
    silent = True

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """How many of its known awards were for a theme of yours; all for who had one; NaN without such data."""
        if not call.awards:
            return members.full(np.nan)
        likes: Floats = np.minimum(1.0, PLENTY * members.likes(call))
        return np.where(members.funded(call), 1.0, likes)

    def reads(self, member: MemberView) -> Hashable:
        """Itself and its themes: an award is named that is like it."""
        return member.id

    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """Which award went to whom, and how many were like it."""
        if isnan(score):
            return "Nothing is loaded about whom this funder has funded"
        if (mine := own(member, call.awards)) is not None:
            return f"It has funded you before: {_given(mine)}"
        known, like = len(call.awards), likest(member, call.awards)
        if like is None:
            return f"None of the {known} awards of its that we know was for a theme of yours"
        count = sum(bool(award.themes & member.themes) for award in call.awards)
        shared = listed(sorted(theme.label for theme in like.themes & member.themes))
        such = f"{_given(like)} to {like.recipient} ({shared})"
        if known == 1:
            return f"The one award of its that we know was for work like yours: {such}"
        were = "was" if count == 1 else "were"
        return f"{count} of the {known} awards of its that we know {were} for work like yours, such as {such}"


def _given(award: AwardView) -> str:
    """An award in words.

    >>> _given(AwardView("1", "A Trust", "A Choir", amount=2_266))
    '£2,266'
    """
    said = pounds(award.amount) if award.amount else "a grant"
    return said + (f" in {award.awarded_on:%B %Y}" if award.awarded_on else "")
