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
IDEAS_FIRST = 4.0
"""What puts ideas in common before words, in nats: the thesaurus vouches that an idea is a subject."""

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
        if not any(_same(theirs, call_) or _same(ours, member_) for call_, member_ in shown):
            shown.append((theirs, ours))
    return shown


def _same(one: str, other: str) -> bool:
    """Whether one of two phrases is in the other: "peer" tells nothing beside "peer support"."""
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


_Phrase = tuple[float, int, str]
"""What a word or idea says, in nats, where it first stands, and the words that first say it."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text says that is worth showing.

    ``wider`` has its ideas and those that they are part of, each with what the narrower one says.
    """

    words: dict[str, _Phrase]
    ideas: dict[str, _Phrase]
    wider: dict[str, list[tuple[float, str]]]


@lru_cache(maxsize=2048)
def _told(text: str) -> _Told:
    reading, says, column = read(text), rarity.shipped(), idea_columns()
    words: dict[str, _Phrase] = {}
    for term, start, end in reading.tokens:
        if term not in words and (nats := _tells(term)):
            words[term] = (nats, start, reading.text[start:end])
    named = {found.idea: found for found in reversed(reading.mentions)}
    wider: dict[str, list[tuple[float, str]]] = {}
    ideas: dict[str, _Phrase] = {}
    for idea, found in named.items():
        phrase, nats = reading.phrase(found.start, found.end), float(says.ideas[column[idea]])
        if nats >= TELLING_IDEA:
            ideas[idea] = (nats, reading.tokens[found.start].start, phrase)
        for level, share in rises(idea):
            telling = nats * max(share, RISE)
            if telling >= TELLING_IDEA:
                wider.setdefault(level, []).append((telling, phrase))
    words = {term: found for term, found in words.items() if not _a_place(found[-1])}
    return _Told(words, ideas, wider)


@lru_cache(maxsize=1 << 16)
def _tells(term: str) -> float:
    """What a word says, in nats; nothing where it is not worth showing."""
    nats = float(rarity.shipped().words[word_column(term)])
    return nats if nats >= TELLING and term not in rarity.plain() else 0.0


_Found = tuple[float, int, str, str]
"""A pair with its order: the most telling first, then as the call says them."""


def _same_words(said: _Told, asked: _Told) -> list[_Found]:
    return [
        (-nats, start, theirs, said.words[term][-1])
        for term in said.words.keys() & asked.words.keys()
        for nats, start, theirs in (asked.words[term],)
    ]


def _same_ideas(said: _Told, asked: _Told) -> list[_Found]:
    return [
        (-min(telling, says) - IDEAS_FIRST, start, phrase, ours)
        for idea in said.wider.keys() & asked.ideas.keys()
        for says, start, phrase in (asked.ideas[idea],)
        for telling, ours in said.wider[idea]
    ]


def _a_place(word: str) -> bool:
    """Whether a word is the name of a place: that is no subject, and has a rule of its own."""
    return word[:1].isupper() and bool(load().named(word))
