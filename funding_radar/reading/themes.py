"""What the money is for and for whom, by the words that name each theme and group."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from db.vocabulary import Field
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.phrases import Phrases
from funding_radar.reading.tables import pattern, phrases, table
from funding_radar.reading.text import Document, Span

_MOST = 8
"""Of more themes only the strongest are told: a page that names all asks for nothing."""

_TITLE, _PURPOSE, _MENTION = 3, 2, 1
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class _Mention:
    name: str
    place: Span
    weight: int


def read_themes(document: Document) -> Iterator[ReadFact]:
    """The themes that the title or the words about the call's purpose name."""
    yield from _fact(document, Field.THEMES, list(_mentions(document, "themes")))


def read_groups(document: Document) -> Iterator[ReadFact]:
    """The groups of people whom the call is for, and by whom an applicant must be led."""
    mentions = list(_mentions(document, "groups"))
    led = [one for one in mentions if _leads(document, one)]
    yield from _fact(document, Field.GROUPS, mentions)
    if led:
        names = sorted({one.name for one in led})
        yield ReadFact(Field.LED_BY, names, document.quote(led[0].place.start, led[0].place.end))


def _fact(document: Document, name: Field, mentions: list[_Mention]) -> Iterator[ReadFact]:
    weights: dict[str, int] = {}
    for one in mentions:
        weights[one.name] = weights.get(one.name, 0) + one.weight
    enough = min(_ENOUGH, max(weights.values(), default=0))
    strong = sorted((w for w in weights.items() if w[1] >= enough), key=lambda w: (-w[1], w[0]))
    named = sorted(word for word, _ in strong[:_MOST])
    if not named:
        return
    sentences: dict[Span, set[str]] = {}
    for one in mentions:
        if one.name in named:
            sentences.setdefault(document.sentence_at(one.place.start), set()).add(one.name)
    best = max(sentences, key=lambda span: (len(sentences[span]), -span.start))
    these = [
        one.place
        for one in mentions
        if one.name in named and document.sentence_at(one.place.start) == best
    ]
    end = max(place.end for place in these)
    yield ReadFact(name, named, document.quote(min(these).start, end))


def _mentions(document: Document, key: str) -> Iterator[_Mention]:
    """Where a theme is named, weightier in the title and where the sentence speaks of a purpose."""
    weight_of: dict[Span, int] = {}
    names, words = _names(key)
    for number, match in words.matches(document.low):
        span = document.sentence_at(match.start())
        if span not in weight_of:
            weight_of[span] = _weight(document, span)
        if weight_of[span]:
            yield _Mention(names[number], Span(match.start(), match.end()), weight_of[span])


def _weight(document: Document, span: Span) -> int:
    if span.start < document.title_end:
        return _TITLE
    if phrases("themes", "where", "not_here").stand(document.low, span.start, span.end):
        return 0
    if phrases("themes", "where", "purpose").stand(document.low, span.start, span.end):
        return _PURPOSE
    return _MENTION


@cache
def _names(key: str) -> tuple[list[str], Phrases]:
    """The name that each pattern stands for, and the patterns."""
    rows = [(name, word) for name, words in table("themes")[key].items() for word in words]
    return [name for name, _ in rows], Phrases([f"(?<![a-z]){word}" for _, word in rows])


def _leads(document: Document, one: _Mention) -> bool:
    """Whether the group is named as those by whom an organisation is led."""
    low, place = document.low, one.place
    sentence = document.sentence_at(place.start)
    before = low[max(sentence.start, place.start - 45) : place.start]
    after = low[place.end : min(sentence.end, place.end + 25)]
    led = pattern("themes", "where", "led_by")
    said = list(led.finditer(before))
    return (
        bool(said and not re.search(r" in |[;:(]", before[said[-1].end() :]))
        or re.match(r"(?: (?:communit\w+|people))?[- ]led\b", after) is not None
    )
