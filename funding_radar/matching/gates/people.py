"""Who leads an organisation, where the money is for organisations led by the people it is for."""

from collections.abc import Hashable

import numpy as np

from db.views import MemberView
from db.vocabulary import Field, Group
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers, Cure
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.row import CallRow
from funding_radar.phrases import listed


class LedBy(Gate):
    """You are led by the people that the call is for, as you describe yourselves."""

    name = "led by"
    fields = (Field.LED_BY,)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """By self-description with consent alone; nothing is ever concluded from a name or a theme."""
        wanted = frozenset(call.led_by)

        def of_one(led_by: frozenset[Group] | None) -> np.int8:
            if led_by is None or not wanted:
                return UNKNOWN
            return MET if led_by & wanted else NOT_MET

        return members.led_by.each(of_one, np.int8)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """Who is asked for and how you describe yourselves."""
        asked = f"It is for organisations led by {listed([group.label for group in call.led_by])}"
        if not call.led_by:
            return "It says who must lead a bidder: check its page"
        if answer == UNKNOWN or member.led_by is None:
            return f"{asked}; whether you say so is your choice, and your profile does not"
        if answer == MET:
            return f"{asked}, as you describe yourselves"
        yours = listed(sorted(group.label for group in member.led_by))
        return f"{asked}; you describe yourselves as led by {yours or 'none of these'}"

    def reads(self, member: MemberView) -> Hashable:
        """How it describes itself."""
        return member.led_by

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """Supporting a bid that they lead."""
        return Cure.LED_BY
