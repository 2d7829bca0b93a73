"""Whether a member works where the money is for."""

from collections.abc import Hashable

import numpy as np

from db.views import MemberView
from db.vocabulary import Field
from funding_radar.matching.answers import MET, NOT_MET, Answers, Cure
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.reach import outcode, work_of
from funding_radar.matching.row import CallRow


class WorksThere(Gate):
    """You work in a place that the call is for."""

    name = "place"
    fields = (Field.AREAS, Field.EXCLUDED_AREAS)

    def applies(self, call: CallRow) -> bool:  # noqa: ARG002
        """Always: all money is for somewhere, and where nothing says so it is a thing to check."""
        return True

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Met where the two areas surely have ground in common, whichever of them is the larger."""
        return members.there(call)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """Both areas."""
        if not call.areas:
            return "It does not say which places it is for: check before you start"
        wanted = call.area or "a place that we do not know"
        if call.left_out:
            wanted += f", without {call.context.describe(call.left_out)}"
        work = works(member, call)
        if not work:
            return f"It is for {wanted}; your profile names no place"
        if answer == MET:
            return f"{work}; this is for {wanted}"
        if answer == NOT_MET:
            return f"{work}; this is for {wanted}"
        return f"{work}; this is for {wanted}: check that it reaches your part"

    def reads(self, member: MemberView) -> Hashable:
        """Where it works."""
        return work_of(member)

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:
        """A partner, where the place is near enough to work with: in a region that the member is in."""
        return Cure.PARTNER_IN_PLACE if _same_region(member, call) else None


def works(member: MemberView, call: CallRow) -> str:
    """Where a member works, as it is told itself; empty when the profile does not say."""
    if member.places:
        said = call.context.describe(tuple(sorted(member.places)))
        return f"You work in {said}" if said else ""
    if member.postcode and call.context.gazetteer.of_postcode(member.postcode):
        return f"Your postcode is {outcode(member.postcode)}"
    return ""


def _same_region(member: MemberView, call: CallRow) -> bool:
    context = call.context
    codes = tuple(sorted(member.places)) or (outcode(member.postcode),)
    return bool(context.regions(codes) & context.regions(call.areas))
