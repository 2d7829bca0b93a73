"""The call's words against the member's own."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from db.views import MemberView
from funding_radar.matching.answers import Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.row import CallRow
from funding_radar.matching.rules.rule import Rule
from funding_radar.matching.words import background
from funding_radar.matching.words.tokens import stem, words
from funding_radar.phrases import listed

SHOWN = 4
SAYS_SOMETHING = 2.0
"""Words that say less than this (in nats: one text in seven has them) are not worth showing."""


class WordsShared(Rule):
    """Your own words about your work are close to the call's."""

    name = "words"
    points = 25.0
    unsaid = 0.2

    def score(self, members: MemberBlock, call: CallRow) -> Floats:
        """The relevance engine's fit, absolute; NaN for who has written nothing about itself."""
        return np.where(members.wordless, np.nan, members.fit(call))

    def say(self, member: MemberView, call: CallRow, score: float) -> str:
        """The most telling words in common."""
        if np.isnan(score):
            return "Your profile has no description of your work"
        shared = telling(f"{member.name}\n{member.description}", call.text)
        said = listed([f"“{word}”" for word in shared])
        return (
            f"You both speak of {said}"
            if said
            else "Your words and the call's have little in common"
        )


def telling(member: str, call: str) -> list[str]:
    """The member's own words that the call uses too, the most telling first."""
    said, asked = _spelled(member), _spelled(call)
    weights = {term: background.weight(term) for term in said.keys() & asked.keys()}
    common = sorted(weights, key=lambda term: (-weights[term], term))
    return [said[term] for term in common[:SHOWN] if weights[term] >= SAYS_SOMETHING]


@lru_cache(maxsize=4096)
def _spelled(text: str) -> Mapping[str, str]:
    spelled: dict[str, str] = {}
    for word in words(text):
        spelled.setdefault(stem(word), word)
    return spelled
