"""A text read once: its terms with the words that say them, and the ideas that it mentions."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from funding_radar.matching.words import thesaurus
from funding_radar.matching.words.thesaurus import Found
from funding_radar.matching.words.tokens import plain, spans, told


@dataclass(frozen=True)
class Reading:
    """A text, its terms in their order, each beside its word, and every mention of an idea."""

    text: str
    terms: list[str]
    words: list[str]
    mentions: list[Found]

    def phrase(self, start: int, end: int) -> str:
        """The text from one term up to another."""
        if end - start == 1:
            return self.words[start]
        return self.text[self._spans[start][0] : self._spans[end - 1][1]]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        # Found when a phrase is asked for: to take note of every word's place takes as long as all the rest.
        return spans(self.text)


@lru_cache(maxsize=2048)
def read(text: str) -> Reading:
    """The reading of a text. Every member meets every call: each text is read once, not once for each pair."""
    shown = plain(text)
    terms, words = told(shown)
    return Reading(shown, terms, words, thesaurus.load().find(terms))
