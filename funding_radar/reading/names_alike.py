"""How alike two names of funds are, by the words that tell one fund from another."""

from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import lru_cache

from funding_radar.reading.call_key import CallKey
from funding_radar.reading.call_names import Name, name_of
from funding_radar.reading.fund_names import names_a_fund


def names_alike(one: Name, other: Name, dull: frozenset[str]) -> float:
    """The likeness of the whole names, or of the parts of them that are likest."""
    whole = _words_alike(one.weights.keys(), other.weights.keys(), one, other, dull)
    parts = max(
        (
            _words_alike(set(a), set(b), one, other, dull)
            for a in one.parts
            for b in other.parts
            if not (dull.issuperset(a) or dull.issuperset(b))
        ),
        default=0.0,
    )
    return max(whole, 0.95 * parts, _RUN if _run(one, other) else 0.0)


def _words_alike(
    a: AbstractSet[str], b: AbstractSet[str], one: Name, other: Name, dull: frozenset[str]
) -> float:
    if a - dull and b - dull:
        # What is left of both without funder and place is what the fund is called.
        a, b = a - dull, b - dull
    worth = {
        word: (one.weights.get(word) or other.weights[word]) * (_DULL if word in dull else 1.0)
        for word in a | b
    }
    together = sum(worth[word] for word in a & b)
    if not together:
        return 0.0
    mine, theirs = sum(worth[word] for word in a), sum(worth[word] for word in b)
    contained, alike = together / min(mine, theirs), together / max(mine, theirs)
    told = min(1.0, 0.2 + together / 2.2)
    if a == b:
        rare = max(worth[word] for word in a) == 1.0
        told = max(told, min(0.95, (0.85 if rare else 0.6) + 0.07 * (len(a) - 1)))
    return contained * (0.7 + 0.3 * alike) * told


_DULL = 0.35
_RUN = 0.42
"""What a name of three words in a row is worth at least, when both titles have it."""


@lru_cache(maxsize=10_000)
def stems_of(words: str) -> frozenset[str]:
    """The telling words of any name, as stems."""
    return frozenset(name_of(words).weights)


def _run(one: Name, other: Name) -> bool:
    """Whether both titles have three words in a row that end a name, such as Covid Recovery Fund."""
    theirs = f" {' '.join(other.words)} "
    words = one.words
    return any(
        words[i + 2] in _ENDS
        and one.telling(words[i : i + 2]) == 2
        and f" {' '.join(words[i : i + 3])} " in theirs
        for i in range(len(words) - 2)
    )


_ENDS = {
    "fund",
    "funding",
    "grant",
    "grants",
    "scheme",
    "programme",
    "awards",
    "service",
    "services",
}


def named_in(one: CallKey, other: CallKey) -> float:
    """How surely the other's words name this call: its words in a row, and surest where they say what it is about."""
    dull = one.funder_stems | one.place_stems
    for words in one.name.phrases:
        at = other.words.find(f" {words} ")
        if at >= 0 and not dull.issuperset(stems_of(words)) and words not in one.bodies:
            first = at <= len(other.title) + _OPENING and not names_a_fund(other.title)
            return 0.70 if first else 0.55
    return 0.0


_OPENING = 300
"""Letters of a text in which it says what it is about."""


def words_swapped(
    one: Name, other: Name, skipped: AbstractSet[str]
) -> list[tuple[list[str], list[str]]]:
    """Where each name has a word of its own in the same place, they are two: Dementia, and Carer Friendly Places."""
    a = [[word for word in part if word not in skipped] for part in one.parts]
    b = [[word for word in part if word not in skipped] for part in other.parts]
    pairs = [(x, y) for x in a for y in b if set(x) & set(y)]
    if not pairs:
        return []
    x, y = max(pairs, key=lambda pair: len(set(pair[0]) & set(pair[1])))
    swapped = [
        (x[i1:i2], y[j1:j2])
        for what, i1, i2, j1, j2 in SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
        if what == "replace"
    ]
    rest = [word for part in a if part is not x for word in part if one.weights[word] == 1.0]
    other_rest = [
        word for part in b if part is not y for word in part if other.weights[word] == 1.0
    ]
    if rest and other_rest and not set(rest) & set(other_rest):
        swapped.append((rest, other_rest))
    return swapped
