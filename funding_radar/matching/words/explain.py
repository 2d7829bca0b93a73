"""The words that made a score, for the sentence that people read."""

from dataclasses import dataclass
from functools import lru_cache

from funding_radar.gazetteer import load
from funding_radar.matching.words import rarity
from funding_radar.matching.words.counts import idea_columns, word_column
from funding_radar.matching.words.reading import read
from funding_radar.matching.words.thesaurus import RISE, rises

TELLING = 2.0
"""What a word must say, in nats, to be worth showing: "people" and "support" are not."""
TELLING_IDEA = 1.5
"""The same of an idea: "older people" is a reason, "community" is not."""
IDEAS_FIRST = 1.0
"""What an idea in common counts for more than a word, in nats: the thesaurus vouches that it is a subject."""

Pair = tuple[str, str]
"""A call's words and a member's words that meet."""


def explain(member: str, call: str, most: int = 5) -> list[Pair]:
    """Pairs of a call's words and the member's words that meet, the most telling first.

    They meet by their stem, or by an idea of the member's that the call names itself or names a
    wider one of. Each is as it stands first in its text; the member's may begin with its name.

    >>> explain("Harbour: a refuge with a garden", "Grants to end domestic violence")
    [('domestic violence', 'refuge')]
    """
    said, asked = _told(member), _told(call)
    shown: list[Pair] = []
    for _, _, theirs, ours in sorted([*_same_words(said, asked), *_same_ideas(said, asked)]):
        if len(shown) == most:
            break
        if not any(theirs in call_ or ours in member_ for call_, member_ in shown):
            shown.append((theirs, ours))
    return shown


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text says that is worth showing: what each word or idea says, in nats, and the words that first say it.

    ``wider`` has its ideas and those that they are part of, each with what the narrower one says.
    """

    places: dict[str, int]
    words: dict[str, tuple[float, str]]
    ideas: dict[str, tuple[float, str]]
    wider: dict[str, list[tuple[float, str]]]


@lru_cache(maxsize=2048)
def _told(text: str) -> _Told:
    reading, says, column = read(text), rarity.shipped(), idea_columns()
    first = {token.term: token for token in reversed(reading.tokens)}
    columns = [word_column(term) for term in first]
    words = {
        term: (nats, word)
        for (term, token), nats in zip(first.items(), says.words[columns].tolist(), strict=True)
        if nats >= TELLING
        and term not in rarity.plain()
        and not _a_place(word := reading.text[token.start : token.end])
    }
    named = {found.idea: found for found in reversed(reading.mentions)}
    wider: dict[str, list[tuple[float, str]]] = {}
    ideas: dict[str, tuple[float, str]] = {}
    for idea, found in named.items():
        phrase, nats = reading.phrase(found.start, found.end), float(says.ideas[column[idea]])
        if nats >= TELLING_IDEA:
            ideas[idea] = (nats, phrase)
        for level, share in rises(idea):
            telling = nats * max(share, RISE)
            if telling >= TELLING_IDEA:
                wider.setdefault(level, []).append((telling, phrase))
    places = {term: token.start for term, token in first.items()}
    places |= {idea: reading.tokens[found.start].start for idea, found in named.items()}
    return _Told(places, words, ideas, wider)


_Found = tuple[float, int, str, str]
"""A pair with its order: the most telling first, then as the call says them."""


def _same_words(said: _Told, asked: _Told) -> list[_Found]:
    return [
        (-asked.words[term][0], asked.places[term], asked.words[term][1], said.words[term][1])
        for term in said.words.keys() & asked.words.keys()
    ]


def _same_ideas(said: _Told, asked: _Told) -> list[_Found]:
    return [
        (-min(telling, says) - IDEAS_FIRST, asked.places[idea], phrase, ours)
        for idea in said.wider.keys() & asked.ideas.keys()
        for says, phrase in (asked.ideas[idea],)
        for telling, ours in said.wider[idea]
    ]


def _a_place(word: str) -> bool:
    """Whether a word is the name of a place: that is no subject, and has a rule of its own."""
    return word[:1].isupper() and bool(load().named(word))
