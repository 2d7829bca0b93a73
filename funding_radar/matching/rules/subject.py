"""What the money is for and whom it is for, against what the member does and for whom."""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import ClassVar

import numpy as np

from db.views import MemberView
from db.vocabulary import Field, Group, Theme, Word
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.kin import KIN, PLACE
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule
from funding_radar.phrases import listed


class ThemesShared(Rule):
    """The call's themes are themes you work on."""

    name = "themes"
    points = 33.0
    unsaid = 0.4
    fields: ClassVar = (Field.THEMES,)

    def share_unsaid(self, call: CallRow) -> float:
        """Less where the call does name themes: that the member names none is no reason to think they are its own."""
        return self.unsaid / 2 if call.themes else self.unsaid

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """See ``share``; NaN where the call or the member names none."""
        return share(members, call.themes)

    def reads(self, member: MemberView) -> Hashable:
        """Its themes."""
        return member.themes

    def same_for_all(self, score: float) -> bool:
        """Where nothing of what the member names comes near."""
        return score == 0

    def say(self, member: MemberView, call: CallRow, score: float) -> str:  # noqa: ARG002
        """The themes in common."""
        if not call.themes:
            return "It names no theme of its own"
        if not member.themes:
            return f"It is for {_labels(call.themes)}; your profile names no themes"
        return _said("You work on", member.themes, call.themes)


class GroupsShared(Rule):
    """The call is for people that you work with."""

    name = "groups"
    points = 15.0
    unsaid = 0.4
    fields: ClassVar = (Field.GROUPS,)

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """See ``share``; NaN where the call or the member names none."""
        return share(members, call.groups)

    def reads(self, member: MemberView) -> Hashable:
        """Its groups."""
        return member.groups

    def same_for_all(self, score: float) -> bool:
        """Where nothing of what the member names comes near."""
        return score == 0

    def say(self, member: MemberView, call: CallRow, score: float) -> str:  # noqa: ARG002
        """The groups in common."""
        if not call.groups:
            return "It is for no group in particular"
        if not member.groups:
            return f"It is for {_labels(call.groups)}; your profile does not say whom you work with"
        return _said("You work with", member.groups, call.groups)


def share(members: MemberBlock, wanted: Sequence[Theme | Group]) -> Floats:
    """Half for the best of what is wanted, half for how much of all of it the member brings.

    One theme of four is a reason to look, all four a better one.
    """
    if not wanted:
        return members.full(np.nan)
    best = total = members.near(wanted[0])
    for word in wanted[1:]:
        near = members.near(word)
        best, total = np.maximum(best, near), total + near
    found: Floats = (best / 2 + total / (2 * len(wanted))).astype(np.float64)
    return found


def _said(
    how: str,
    yours: frozenset[Theme] | frozenset[Group],
    theirs: tuple[Word, ...],
) -> str:
    shared = tuple(word for word in theirs if word in yours)
    if shared:
        of = f" (of {len(theirs)} that it names)" if len(theirs) > len(shared) else ""
        return f"{how} {_labels(shared)}{of}"
    near = sorted(
        (word for word in yours if not KIN[word].isdisjoint(theirs)), key=PLACE.__getitem__
    )
    if near:
        return f"{how} {_labels(tuple(near))}, which is near {_labels(theirs)}"
    return f"It is for {_labels(theirs)}, which you do not name"


@lru_cache(maxsize=4096)
def _labels(words: tuple[Word, ...]) -> str:
    return listed([word.label for word in words])
