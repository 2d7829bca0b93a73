"""The words that made a score, for the sentence that people read."""

from collections import Counter

from funding_radar.matching.words import background
from funding_radar.matching.words.tokens import stem, words


def explain(member: str, call: str, most: int = 5) -> list[tuple[str, str]]:
    """Pairs of a call's word and the member's word that meet, the most telling first.

    >>> explain("We run a refuge for women", "Funding for refuges and their staff")
    [('refuges', 'refuge')]
    """
    said, asked = _spelled(member), _spelled(call)
    common = [term for term in asked if term in said]
    common.sort(key=lambda term: (-background.weight(term), term))
    return [(asked[term], said[term]) for term in common[:most]]


def _spelled(text: str) -> dict[str, str]:
    """Each stem of a text with the spelling that is most used for it."""
    spellings: dict[str, Counter[str]] = {}
    for word in words(text):
        spellings.setdefault(stem(word), Counter())[word] += 1
    return {term: counted.most_common(1)[0][0] for term, counted in spellings.items()}
