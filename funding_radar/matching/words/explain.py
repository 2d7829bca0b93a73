"""The words that made a score, for the sentence that people read."""

from collections import Counter
from collections.abc import Iterable, Iterator

from funding_radar.matching.words import rarity, thesaurus
from funding_radar.matching.words.counts import idea_columns, word_column
from funding_radar.matching.words.tokens import stem, words

TELLING = 2.0
"""What a word or idea must say, in nats, to be worth showing: "people" and "support" are not."""


def explain(member: str, call: str, most: int = 5) -> list[tuple[str, str]]:
    """Pairs of a call's words and the member's words that meet, the most telling first.

    They meet by their stem or by an idea that both speak of. Spelled as they are compared, without
    capitals; the member's text may begin with its name.

    >>> explain("Harbour: we run a refuge for women", "Refuges, and work against domestic violence")
    [('refuges', 'refuge'), ('domestic violence', 'refuge')]
    """
    said, asked = _Read(member), _Read(call)
    pairs: dict[tuple[str, str], float] = {}
    for telling, pair in [*_same_words(said, asked), *_same_ideas(said, asked)]:
        pairs[pair] = max(telling, pairs.get(pair, 0.0))
    told = [pair for pair, telling in pairs.items() if telling >= TELLING]
    told.sort(key=lambda pair: (-pairs[pair], asked.position(pair[0]), pair))
    return told[:most]


class _Read:
    """A text's words as they are spelled, its stems, and the ideas it speaks of."""

    def __init__(self, text: str) -> None:
        self.spelled = list(words(text))
        self.stems = [stem(word) for word in self.spelled]
        self._shown = " ".join(self.spelled)

    def position(self, phrase: str) -> int:
        return self._shown.find(phrase)

    def words(self) -> dict[str, str]:
        """Each stem with the spelling that is most used for it."""
        spellings: dict[str, Counter[str]] = {}
        for term, word in zip(self.stems, self.spelled, strict=True):
            spellings.setdefault(term, Counter())[word] += 1
        return {term: counted.most_common(1)[0][0] for term, counted in spellings.items()}

    def ideas(self) -> dict[str, str]:
        """Each idea that the text names, with its longest phrase for it."""
        phrases: dict[str, list[str]] = {}
        for found in thesaurus.load().find(self.stems):
            phrase = " ".join(self.spelled[found.start : found.end])
            phrases.setdefault(found.idea, []).append(phrase)
        return {idea: max(said, key=len) for idea, said in phrases.items()}


_Pairs = Iterator[tuple[float, tuple[str, str]]]


def _same_words(said: _Read, asked: _Read) -> _Pairs:
    says = rarity.shipped().words
    ours, theirs = said.words(), asked.words()
    for term in _both(theirs, ours):
        yield float(says[word_column(term)]), (theirs[term], ours[term])


def _same_ideas(said: _Read, asked: _Read) -> _Pairs:
    says = rarity.shipped().ideas
    ours, theirs = said.ideas(), asked.ideas()
    for idea in _both(theirs, ours):
        if stem(theirs[idea]) != stem(ours[idea]):
            yield float(says[idea_columns()[idea]]), (theirs[idea], ours[idea])


def _both(theirs: Iterable[str], ours: dict[str, str]) -> list[str]:
    return [key for key in theirs if key in ours]
