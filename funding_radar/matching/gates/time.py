"""Whether there is still time to write the bid."""

import re
from collections.abc import Hashable

import numpy as np

from db.views import MemberView
from db.vocabulary import Field, Partnership
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers, Cure, of_condition
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.row import CallRow

DAYS_A_MONTH = 21
"""Working days in a month, by which ``bid_days`` are counted."""
EFFORT = ((2_000, 1), (10_000, 2), (50_000, 5), (250_000, 8))
"""Up to so many pounds, about so many working days of writing: ours, until the call says."""
MOST_EFFORT = 12
UNSTATED_EFFORT = 4
JOINT_LEAST, JOINT_EACH, JOINT_PARTNERS = 15, 2, 3
"""A joint bid of three takes at least 15 working days, and two more for each further partner: domain.md."""
_DAYS = re.compile(r"(\d+)(?:\s*(?:-|–|to)\s*(\d+))?\s*(?:working\s+)?days?", re.IGNORECASE)


class TimeEnough(Gate):
    """There is time left for the work that the bid needs."""

    name = "time"
    fields = (Field.FIRST_STAGE_DEADLINE, Field.DEADLINE, Field.EFFORT)

    def applies(self, call: CallRow) -> bool:
        """Where it closes on a day; one that is always open can wait."""
        return call.days_left is not None and call.open_now

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Not met where half of the work could not be done by anybody; a tight month is a thing to check."""
        left, needed = call.days_left or 0, days_needed(call)
        if left * 2 < needed:
            return members.all(NOT_MET)
        if left < needed:
            return members.all(UNKNOWN)
        yours = members.bid_days * max(left / DAYS_A_MONTH, 1.0)
        return of_condition(yours < needed, members.all(MET) == MET)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """Days left, days of work, and days that you have."""
        left, needed = call.days_left or 0, days_needed(call)
        about = f"about {needed} working day{'s' if needed > 1 else ''} to write"
        if answer == NOT_MET:
            return f"{_left(left)}; a bid takes {about}"
        if left < needed:
            return f"{_left(left)}; a bid takes {about}: check that you can start now"
        if answer == UNKNOWN:
            return (
                f"A bid takes {about}; you have {member.bid_days} a month: check who would write it"
            )
        return f"{_left(left)}, enough for a bid that takes {about}"

    def reads(self, member: MemberView) -> Hashable:
        """The days that it has."""
        return member.bid_days

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """There will be another round."""
        return Cure.LATER


def days_needed(call: CallRow) -> int:
    """Working days of work for a bid: as the call says, else by what it gives and how many must bid."""
    stated = _stated(call.firm(Field.EFFORT))
    if stated is not None:
        return stated
    most = call.offer.most or call.offer.least
    days = UNSTATED_EFFORT
    if most is not None:
        days = next((days for limit, days in EFFORT if most <= limit), MOST_EFFORT)
    if call.partnership is Partnership.REQUIRED:
        more = max(int(call.firm(Field.MIN_PARTNERS) or 0) - JOINT_PARTNERS, 0)
        days = max(days, JOINT_LEAST + JOINT_EACH * more)
    return days


def _stated(effort: object) -> int | None:
    """Days as the call gives them: a number, or a text with days in it, the larger of a range.

    >>> _stated(3), _stated("allow 2 to 3 days"), _stated("a short form")
    (3, 3, None)
    """
    if isinstance(effort, bool) or effort is None:
        return None
    if isinstance(effort, int | float):
        return max(1, round(effort))
    found = _DAYS.search(str(effort))
    return int(found[2] or found[1]) if found else None


def _left(days: int) -> str:
    if days == 0:
        return "No working day is left"
    return f"{days} working day{'s are' if days > 1 else ' is'} left"
