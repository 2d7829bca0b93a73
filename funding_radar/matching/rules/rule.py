"""The shape of a rule: how well a call suits each member of a block, on a scale of its own."""

from abc import ABC, abstractmethod
from collections.abc import Hashable
from math import isnan
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from db.views import MemberView
from db.vocabulary import Answer, Field
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.row import CallRow

Tenths = NDArray[np.int16]
"""Points in tenths: whole numbers, so that what is shown adds up exactly."""


class Rule(ABC):
    """A preference. It ranks and never blocks; its first line is what people see.

    ``points`` is the most that it adds to a score of 0 to 100. Where it cannot say (NaN), it adds the
    share ``unsaid`` of them instead: the score stays one sum on one scale, so that two calls can be
    compared whatever each of them leaves out, and a call that says little is neither hidden nor
    lifted to the top, as it would be if its silence shrank the sum of possible points. A ``silent`` rule tells
    nothing where it cannot say.
    """

    name: ClassVar[str]
    points: ClassVar[float]
    unsaid: ClassVar[float] = 0.0
    silent: ClassVar[bool] = False
    fields: ClassVar[tuple[Field, ...]] = ()

    @abstractmethod
    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """From 0 to 1 for each member (below 0 only for what the member has said itself); NaN: cannot say."""

    @abstractmethod
    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """The sentence for one member and the number that ``score`` gave."""

    def reads(self, member: MemberView) -> Hashable:
        """What the sentence says of a member beside the score: members with the same share it."""
        return member.id

    def same_for_all(self, score: float) -> bool:  # noqa: ARG002
        """Whether at this score the sentence reads nothing of a member at all."""
        return False

    def share_unsaid(self, call: CallRow) -> float:  # noqa: ARG002
        """The share of its points that it adds where it cannot say."""
        return self.unsaid

    def answer(self, score: float) -> Answer:
        """A score as an answer: in favour, against, or unknown."""
        if isnan(score):
            return Answer.UNKNOWN
        return Answer.MET if score > 0 else Answer.NOT_MET
