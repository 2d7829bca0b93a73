"""The call's words against the member's own."""

from math import isnan

import numpy as np

from db.views import MemberView
from db.vocabulary import Answer
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule
from funding_radar.matching.words.explain import explain
from funding_radar.phrases import listed

SHOWN = 4
"""Pairs of words in one sentence."""
BEST = 0.75
"""The engine's fit that earns all points: the best of a thousand members reaches it."""
LITTLE = 0.4
"""Under this the words in common are chance: nine of ten chance pairs score less."""


class WordsShared(Rule):
    """Your own words about your work are close to the call's."""

    name = "words"
    points = 25.0
    unsaid = 0.2

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """The relevance engine's fit, absolute; NaN for who has written nothing about itself."""
        fit = np.minimum(members.fit(call) / BEST, 1.0)
        return np.where(members.wordless, np.nan, fit)

    def answer(self, score: float) -> Answer:
        """In favour only where the words in common are more than chance."""
        if isnan(score):
            return Answer.UNKNOWN
        return Answer.MET if score >= LITTLE else Answer.NOT_MET

    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """The most telling words in common."""
        if isnan(score):
            return "Your profile has no description of your work"
        words = f"{member.name}\n{member.description}"
        pairs = explain(words, call.text, SHOWN) if score >= LITTLE else []
        if not pairs:
            return "Your words and the call's have little in common"
        return f"You both speak of {listed([_said(*pair) for pair in pairs])}"


def _said(theirs: str, yours: str) -> str:
    """A word that both say, with the call's own where it is another."""
    same = theirs.casefold() == yours.casefold()
    return f"“{yours}”" if same else f"“{yours}” (in its words “{theirs}”)"
