"""The words that made a score, for the sentence that people read."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from funding_radar.gazetteer import load
from funding_radar.matching.words import rarity
from funding_radar.matching.words.counts import idea_columns, word_column
from funding_radar.matching.words.reading import Reading, read
from funding_radar.matching.words.thesaurus import RISE, Found, rises

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
    lower: list[Pair] = []
    for _, _, theirs, ours in sorted([*_same_words(said, asked), *_same_ideas(said, asked)]):
        if len(shown) == most:
            break
        one, other = theirs.casefold(), ours.casefold()
        # "peer" tells nothing beside "peer support".
        if not any(one in t or t in one or other in o or o in other for t, o in lower):
            shown.append((theirs, ours))
            lower.append((one, other))
    return shown


@dataclass(frozen=True)
class _Told:
    """What a text says that is worth showing; each part is made when it is asked for, on either side of a pair."""

    reading: Reading

    @cached_property
    def first(self) -> dict[str, int]:
        """Where each term first stands."""
        terms = self.reading.terms
        return dict(zip(reversed(terms), range(len(terms) - 1, -1, -1), strict=True))

    @cached_property
    def words(self) -> dict[str, tuple[float, str]]:
        """The telling terms, each with what it says, in nats, and the word that first says it."""
        telling = ((t, _tells(t), self.reading.words[at]) for t, at in self.first.items())
        return {t: (nats, word) for t, nats, word in telling if nats and not _a_place(word)}

    @cached_property
    def ideas(self) -> dict[str, Found]:
        """Each idea that says enough, where it is first mentioned."""
        named = {found.idea: found for found in reversed(self.reading.mentions)}
        return {idea: found for idea, found in named.items() if _idea_tells(idea) >= TELLING_IDEA}

    @cached_property
    def wider(self) -> dict[str, list[tuple[float, str]]]:
        """Its ideas and those that they are part of, each with what the narrower one says, in nats, and its words."""
        named = {found.idea: found for found in reversed(self.reading.mentions)}
        wider: dict[str, list[tuple[float, str]]] = {}
        for idea, found in named.items():
            phrase, nats = self.reading.phrase(found.start, found.end), _idea_tells(idea)
            for level, share in rises(idea):
                telling = nats * max(share, RISE)
                if telling >= TELLING_IDEA:
                    wider.setdefault(level, []).append((telling, phrase))
        return wider


@lru_cache(maxsize=2048)
def _told(text: str) -> _Told:
    return _Told(read(text))


@lru_cache(maxsize=1 << 12)
def _idea_tells(idea: str) -> float:
    """What an idea says, in nats."""
    return float(rarity.shipped().ideas[idea_columns()[idea]])


@lru_cache(maxsize=1 << 16)
def _tells(term: str) -> float:
    """What a word says, in nats; nothing where it is not worth showing."""
    nats = float(rarity.shipped().words[word_column(term)])
    return nats if nats >= TELLING and term not in rarity.plain() else 0.0


_Pairing = tuple[float, int, str, str]
"""A pair with its order: the most telling first, then as the call says them."""


def _same_words(said: _Told, asked: _Told) -> list[_Pairing]:
    ours, first, theirs = said.words, asked.first, asked.reading.words
    return [
        (-nats, place, theirs[place], word)
        for term in ours.keys() & first.keys()
        for (nats, word), place in ((ours[term], first[term]),)
        if not _a_place(theirs[place])
    ]


def _same_ideas(said: _Told, asked: _Told) -> list[_Pairing]:
    return [
        (-min(telling, _idea_tells(idea)) - IDEAS_FIRST, found.start,
         asked.reading.phrase(found.start, found.end), ours)
        for idea in said.wider.keys() & asked.ideas.keys()
        for found in (asked.ideas[idea],)
        for telling, ours in said.wider[idea]
    ]  # fmt: skip


@lru_cache(maxsize=1 << 12)
def _a_place(word: str) -> bool:
    """Whether a word is the name of a place: that is no subject, and has a rule of its own."""
    return word[:1].isupper() and bool(load().named(word))
