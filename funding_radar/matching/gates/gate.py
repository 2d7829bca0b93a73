"""The shape of a gate: one question with three answers, for a block of members at once."""

from abc import ABC, abstractmethod
from collections.abc import Hashable
from typing import ClassVar

import numpy as np

from db.views import MemberView
from db.vocabulary import Field
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers, Cure
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.row import CallRow


class Gate(ABC):
    """A requirement. Its first line is what people see; ``fields`` are the facts it rests on.

    ``judge`` and ``say`` see firm facts alone. What rests on a doubtful fact (stale, contradicted) is
    unknown at best; a "no" that rests on a guess of ours is unknown as well: no guess hides a call.
    """

    name: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]] = ()

    def applies(self, call: CallRow) -> bool:
        """Whether the call asks for it at all; what it does not ask is neither judged nor shown."""
        return call.says(self.fields)

    def quiet(self, call: CallRow) -> bool:  # noqa: ARG002
        """Whether a plain "met" goes without saying."""
        return False

    @abstractmethod
    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """The answer for each member from the firm facts."""

    @abstractmethod
    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """The sentence for one member and the answer that ``judge`` gave, with both values."""

    def reads(self, member: MemberView) -> Hashable:
        """What the sentence says of a member: members with the same share it."""
        return member.id

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """What would mend a "no", if anything would."""
        return None

    def settle(self, judged: Answers, call: CallRow) -> Answers:
        """The answers as far as the facts can be relied on."""
        if call.doubtful(self.fields):
            judged = np.minimum(judged, UNKNOWN)
        if call.guessed(self.fields):
            judged = np.maximum(judged, UNKNOWN)
        return judged

    def answer(self, members: MemberBlock, call: CallRow) -> Answers:
        """The answer for each member."""
        return self.settle(self.judge(members, call), call)

    def sentence(self, member: MemberView, call: CallRow, judged: np.int8) -> str:
        """What people read: ``say``, and why the answer is only "unknown" where it was made so."""
        said = self.say(member, call, judged)
        doubt = call.doubtful(self.fields)
        if doubt is not None and judged != NOT_MET:
            how = "is given in two ways" if doubt.contradicted else "was read long ago"
            return f"What it says of {doubt.field.label} {how}: check it on its page"
        if judged == NOT_MET and call.guessed(self.fields):
            return f"{said}; but we read that between the lines, so check"
        return said


__all__ = ["MET", "NOT_MET", "UNKNOWN", "Gate"]
