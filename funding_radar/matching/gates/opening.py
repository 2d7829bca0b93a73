"""Whether a call can be bid for at all."""

from collections.abc import Hashable

import numpy as np

from db.views import UK, MemberView
from db.vocabulary import Field, Kind, Status
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers, Cure
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.row import CallRow
from funding_radar.phrases import clock, day

_OVER = {
    Status.CLOSED: "It has closed",
    Status.GONE: "It is no longer on its page",
    Status.SET_ASIDE: "A coordinator set it aside",
    Status.SIGNAL: "It is an early sign of money, not yet a call",
    Status.COMING: "It is announced but not yet open",
}
_KINDS = {
    Kind.OPEN_CALL: "",
    Kind.COMING_CALL: "It is announced but not yet open",
    Kind.CLOSED_CALL: "It has closed",
    Kind.EARLY_SIGNAL: "It is an early sign of money, not yet a call",
    Kind.AWARD_NEWS: "It is news of money already given",
    Kind.DIGEST: "It is a list of several calls",
    Kind.OTHER: "It is not a call for bids",
}

_NO_CALLS = (Kind.EARLY_SIGNAL, Kind.DIGEST, Kind.OTHER)


class OpenNow(Gate):
    """The call is open, and its deadline is still ahead."""

    name = "open"
    fields = (Field.FIRST_STAGE_DEADLINE, Field.DEADLINE, Field.OPENS, Field.STATUS)

    def applies(self, call: CallRow) -> bool:  # noqa: ARG002
        """Always: a call that nobody can bid for is offered to nobody."""
        return True

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """The same for every member."""
        if _over(call):
            return members.all(NOT_MET)
        sure = call.closes is not None and call.status is not Status.REVIEW
        return members.all(MET if sure else UNKNOWN)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:  # noqa: ARG002
        """When it closes, or why it is not open."""
        if answer == NOT_MET:
            return _over(call)
        if call.status is Status.REVIEW:
            return "A coordinator has still to look at what was read of it"
        if call.closes is None:
            return "It does not say when it closes: ask before you start"
        stage = "Its first stage is" if call.firm(Field.FIRST_STAGE_DEADLINE) else "It is"
        return f"{stage} open {_until(call)}"

    def reads(self, member: MemberView) -> Hashable:  # noqa: ARG002
        """Nothing: it is the same for all."""
        return None

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """Waiting for what is to come, the next round of what is over; nothing for what is no call."""
        if call.opens_on or call.view.kind is Kind.COMING_CALL or call.status is Status.COMING:
            return Cure.WAIT
        if call.status is Status.SET_ASIDE or call.view.kind in _NO_CALLS:
            return None
        return Cure.LATER


def _over(call: CallRow) -> str:
    """Why nobody can bid today; empty when one can, or when nothing says."""
    if not call.open_now:
        stage = call.firm(Field.FIRST_STAGE_DEADLINE)
        what = "Its first stage closed" if stage else "It closed"
        return f"{what} {_when(call)}"
    if call.opens_on:
        return f"It opens on {day(call.opens_on)}"
    if call.view.kind is not Kind.OPEN_CALL:
        return _KINDS[call.view.kind]
    return _OVER.get(call.status, "")


def _when(call: CallRow) -> str:
    assert call.closes is not None and call.closes.on is not None  # noqa: PT018
    time = clock(call.closes)
    return f"on {day(call.closes.on)}" + (f" at {time}" if time else "")


def _until(call: CallRow) -> str:
    if call.closes is None or call.closes.on is None:
        return "all the time"
    if call.closes.on == call.context.now.astimezone(UK).date():
        return f"until today{' at ' + clock(call.closes) if clock(call.closes) else ''}"
    return f"until {_when(call).removeprefix('on ')}"
