"""The words that made a score, for the sentence that people read."""

from collections.abc import Iterator
from functools import lru_cache

from funding_radar.matching.words import rarity, thesaurus
from funding_radar.matching.words.counts import idea_columns, word_column
from funding_radar.matching.words.thesaurus import RISE, rises
from funding_radar.matching.words.tokens import plain, tokens

TELLING = 2.0
"""What a word or idea must say, in nats, to be worth showing: "people" and "support" are not."""


def explain(member: str, call: str, most: int = 5) -> list[tuple[str, str]]:
    """Pairs of a call's words and the member's words that meet, the most telling first.

    They meet by their stem, or by an idea of the member's that the call names itself or names a
    wider one of. Each is as it stands first in its text; the member's may begin with its name.

    >>> explain("Harbour: a refuge with a garden", "Grants to end domestic violence")
    [('domestic violence', 'refuge')]
    """
    said, asked = _read(member), _read(call)
    pairs: dict[tuple[str, str], float] = {}
    for telling, pair in [*_same_words(said, asked), *_same_ideas(said, asked)]:
        if telling >= TELLING:
            pairs[pair] = max(telling, pairs.get(pair, 0.0))
    shown: list[tuple[str, str]] = []
    for pair in sorted(pairs, key=lambda pair: (-pairs[pair], asked.text.find(pair[0]), pair)):
        if not any(pair[0] in call_ and pair[1] in member_ for call_, member_ in shown):
            shown.append(pair)
    return shown[:most]


class _Read:
    """A text, and where it first says each word and names each idea."""

    def __init__(self, text: str) -> None:
        self.text = plain(text)
        said = list(tokens(text))
        self.words: dict[str, str] = {}
        for token in said:
            self.words.setdefault(token.term, self.text[token.start : token.end])
        self.ideas: dict[str, str] = {}
        for found in thesaurus.load().find([token.term for token in said]):
            phrase = self.text[said[found.start].start : said[found.end - 1].end]
            self.ideas.setdefault(found.idea, phrase)


@lru_cache(maxsize=2048)
def _read(text: str) -> _Read:
    # Every member meets every call: each text is read once, not once for each pair.
    return _Read(text)


_Pairs = Iterator[tuple[float, tuple[str, str]]]


def _same_words(said: _Read, asked: _Read) -> _Pairs:
    says = rarity.shipped().words
    for term, word in asked.words.items():
        if term in said.words:
            yield float(says[word_column(term)]), (word, said.words[term])


def _same_ideas(said: _Read, asked: _Read) -> _Pairs:
    says = rarity.shipped().ideas
    for ours, our_phrase in said.ideas.items():
        telling = float(says[idea_columns()[ours]])
        for wider, share in rises(ours):
            if wider in asked.ideas:
                yield telling * max(share, RISE), (asked.ideas[wider], our_phrase)
