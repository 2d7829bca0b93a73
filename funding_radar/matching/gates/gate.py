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

_WHAT = {
    Field.DEADLINE: "when it closes",
    Field.FIRST_STAGE_DEADLINE: "when its first stage closes",
    Field.OPENS: "when it opens",
    Field.STATUS: "whether it is open",
    Field.AREAS: "where it is for",
    Field.EXCLUDED_AREAS: "where it is not for",
    Field.LEGAL_FORMS: "who may bid",
    Field.EXCLUDED_LEGAL_FORMS: "who may not bid",
    Field.LED_BY: "who must lead a bidder",
    Field.MIN_INCOME: "the income that it asks for",
    Field.MAX_INCOME: "the income that it allows",
    Field.MIN_AMOUNT: "the least that it gives",
    Field.MAX_AMOUNT: "the most that it gives",
    Field.ACCOUNTS_YEARS: "years of accounts",
    Field.ONE_BID: "how many bids one may make",
    Field.EFFORT: "how much work a bid is",
    Field.DSPT: "data security",
    Field.PARTNERSHIP: "partners",
    Field.NOT_FUNDED: "what and whom it does not fund",
}
"""What a doubtful fact is about, in plain words; other fields by their label."""


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
            nothing_firm = not call.firm_in(self.fields)
            judged = np.full_like(judged, UNKNOWN) if nothing_firm else np.minimum(judged, UNKNOWN)
        if call.guessed(self.fields):
            judged = np.maximum(judged, UNKNOWN)
        return judged

    def answer(self, members: MemberBlock, call: CallRow) -> Answers:
        """The answer for each member."""
        return self.settle(self.judge(members, call), call)

    def sentence(self, member: MemberView, call: CallRow, judged: np.int8) -> str:
        """What people read: ``say``, and why the answer is only "unknown" where it was made so."""
        doubt = call.doubtful(self.fields)
        if doubt is not None and (judged != NOT_MET or not call.firm_in(self.fields)):
            what = _WHAT.get(doubt.field, doubt.field.label)
            how = (
                "It says two things about"
                if doubt.contradicted
                else "We read long ago what it says of"
            )
            return f"{how} {what}: check its page"
        said = self.say(member, call, judged)
        if judged == NOT_MET and call.guessed(self.fields):
            return f"{said}; but we read that between the lines, so check"
        return said


__all__ = ["MET", "NOT_MET", "UNKNOWN", "Gate"]
