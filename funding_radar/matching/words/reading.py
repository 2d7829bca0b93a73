"""A text read once: its terms where they stand, and the ideas that it mentions."""

from dataclasses import dataclass
from functools import lru_cache

from funding_radar.matching.words import thesaurus
from funding_radar.matching.words.thesaurus import Found
from funding_radar.matching.words.tokens import Token, plain, tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its terms with their places in it, and every mention of an idea."""

    text: str
    tokens: list[Token]
    mentions: list[Found]

    def phrase(self, start: int, end: int) -> str:
        """The text from one token up to another."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


@lru_cache(maxsize=2048)
def read(text: str) -> Reading:
    """The reading of a text. Every member meets every call: each text is read once, not once for each pair."""
    said = tokens(text)
    return Reading(plain(text), said, thesaurus.load().find([token.term for token in said]))
