"""What the member said of earlier calls."""

import math
from collections.abc import Callable

import numpy as np

from db.views import CallView, Deadline, MemberView
from db.vocabulary import Field, Reason, Reply
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.context import Said, funder_key
from funding_radar.matching.days import working_days
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule
from funding_radar.phrases import day

MOST_OFF = 4.0
"""The most that answers take off, as a multiple of the most that they add."""


class Likings(Rule):
    """You have said what you think of calls like this one.

    Changes the score of nobody else, and goes when the answer is taken back.
    """

    name = "your answers"
    points = 5.0
    silent = True

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """From -4 to 1, by the strongest answers against and in favour; NaN for who said nothing of it."""
        against, favour = members.full(0.0), members.full(0.0)
        spoke = np.zeros(len(members), dtype=bool)
        for row, said in members.said:
            weight = weight_of(said, call)
            if weight:
                spoke[row] = True
                side = favour if weight > 0 else against
                side[row] = max(side[row], abs(weight))
        return np.where(spoke, favour - MOST_OFF * against, np.nan)

    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """Which answer, of which call."""
        told = [(weight_of(said, call), said) for said in call.context.answers_of(member.id)]
        strongest = max(told, key=lambda pair: (abs(pair[0]), pair[0]), default=None)
        if strongest is None or not strongest[0]:
            return "You have said nothing of calls like this"
        said = strongest[1]
        title = said.call.title.strip() or "a call"
        if score > 0:
            return f"More of this because you were interested in “{title}” on {day(said.said_on)}"
        why = f": {_WHY[said.reason]}" if said.reason in _WHY else ""
        return f"Less of this because you said on {day(said.said_on)} that “{title}” was not for you{why}"


def weight_of(said: Said, call: CallRow) -> float:
    """How much an answer about another call says of this one, from -1 (not for us) to 1 (interested)."""
    if said.call.id == call.view.id:
        return 0.0
    if said.reply in (Reply.INTERESTED, Reply.IN_BID):
        return _same_themes(said.call, call)
    if said.reply is Reply.NOT_FOR_US:
        return -_LIKENESS.get(said.reason or Reason.OTHER, _same_fund)(said, call)
    return 0.0


def _themes(told: Said, call: CallRow) -> float:
    return _same_themes(told.call, call)


def _same_themes(earlier: CallView, call: CallRow) -> float:
    """Themes that both name, of all that either names."""
    ours, theirs = set(earlier.themes), set(call.themes)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _place(told: Said, call: CallRow) -> float:
    """Districts that both are for, of all that either is for."""
    ours = set(call.context.gazetteer.districts(told.call.areas))
    theirs = set(call.districts)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _size(told: Said, call: CallRow) -> float:
    """1 for the same most, 0 for half or double it."""
    ours, theirs = told.call.value(Field.MAX_AMOUNT), call.firm(Field.MAX_AMOUNT)
    if not ours or not theirs:
        return 0.0
    return max(0.0, 1.0 - abs(math.log2(theirs / ours)))


def _notice(told: Said, call: CallRow) -> float:
    """1 where there is no more time now than there was then."""
    deadline = told.call.value(Field.DEADLINE)
    closes = Deadline.parse(deadline).on if deadline else None
    if closes is None or call.days_left is None:
        return 0.0
    return 1.0 if call.days_left <= working_days(told.said_on, closes) else 0.0


def _same_fund(told: Said, call: CallRow) -> float:
    """The same funder and the same themes: all that can be concluded without a reason."""
    same = bool(call.funder) and funder_key(told.call.funder) == call.funder
    return _same_themes(told.call, call) if same else 0.0


_LIKENESS: dict[Reason, Callable[[Said, CallRow], float]] = {
    Reason.THEME: _themes,
    Reason.PLACE: _place,
    Reason.SIZE: _size,
    Reason.TOO_LATE: _notice,
    Reason.OTHER: _same_fund,
}
_WHY: dict[Reason | None, str] = {
    Reason.THEME: "not your theme",
    Reason.PLACE: "not your place",
    Reason.SIZE: "not your size",
    Reason.TOO_LATE: "too late",
}
