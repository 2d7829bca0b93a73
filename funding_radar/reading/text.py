"""A text made ready to read: letters folded for matching, cut into sentences, every place kept."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from funding_radar.reading.facts import Item
from funding_radar.reading.html import plain_text

LONGEST = 100_000
"""Letters of one item that are read: the longest guidance page seen has half of that."""

LONGEST_QUOTE = 220
_WIDEST_SENTENCE = 1_200

_FOLDED = {
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ", "\u2060": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\uff0c": ",", "\u20a4": "£",
        "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_CONTROLS = re.compile(r"[\r\v\f]")
_BOUNDARY = re.compile(
    r"""[.!?]["'”’)\]]{0,3}[ \n]+(?=["'“‘(\[]{0,2}[A-Z0-9£•])|;(?=[\s])|[\n\t]+[ \t\n]*|[•●▪‣]"""
)
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|no|nos|approx|st|dr|mr|mrs|ms|cllr|etc|incl|max|min|p|a\.m|jan|feb|mar|apr|"
    r"jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|sat|sun|c|ca|ltd|inc|tel|ref|para)|"
    r"\b[a-z])\Z"
)
_SOFT_WRAP = 50
_SHORT_SENTENCE = 110
_SHORT_CLAUSE = 34
_STRONG_BREAK = re.compile(r"[,;:] (?![A-Z])|,? [-–—(] ?|\)[ ,;:]*")
_WEAK_BREAK = re.compile(
    _STRONG_BREAK.pattern + r"| (?=(?:and|but|or|that|which|who|whose|where|when|because|so|if|"
    r"unless|until|while|with|for|from) [^A-Z])"
)
"""Before a capital the words join names: the fund of Moor and Vale, in Devon and Cornwall."""

_JOINS = re.compile(r"(?:and|but|or) ")
_ANY_BREAK = re.compile(_WEAK_BREAK.pattern + r"|[,;:] ")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int


@dataclass
class Document:
    """The title and the shown text of an item, one under the other, with its sentences.

    ``low`` has the same length as ``text``: spaces, dashes and quotation marks are folded and
    letters are small, so that what is found in it can be quoted from ``text``.
    """

    item: Item
    text: str = field(init=False)
    low: str = field(init=False)
    title_end: int = field(init=False)
    kept: dict[str, Any] = field(init=False, default_factory=dict)
    """What a reader found that others need too, so that it is looked for once."""

    def __post_init__(self) -> None:
        title = plain_text(self.item.title[:2_000])
        self.title_end = len(title)
        self.text = f"{title}\n{plain_text(self.item.text[: 4 * LONGEST])}"[:LONGEST]
        self.low = folded(self.text)

    @property
    def body(self) -> str:
        """The shown text without the title."""
        return self.text[self.title_end + 1 :]

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentences, lines and cells from top to bottom: no letter lies in two of them."""
        return _sentences(self.text, self.low)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def index_at(self, place: int) -> int:
        """The number of the sentence in which a place lies."""
        return max(0, bisect_right(self._starts, place) - 1)

    def sentence_at(self, place: int) -> Span:
        """The sentence in which a place lies."""
        return self.sentences[self.index_at(place)] if self.sentences else Span(0, 0)

    def label_of(self, number: int) -> Span | None:
        """The short line or cell above a sentence that names what follows, if there is one."""
        if number == 0:
            return None
        above, span = self.sentences[number - 1], self.sentences[number]
        words = self.text[above.start : above.end].rstrip()
        breaks = self.text[above.end : span.start]
        if above.start < self.title_end or len(words) > 70:
            return None
        if ("\n" in breaks or "\t" in breaks) and words[-1:] not in {".", "!", ";", ","}:
            return above
        return None

    def quote(self, start: int, end: int) -> str:
        """The shortest clause around a place that reads as words of its own, letter for letter."""
        first, last = self.sentence_at(start), self.sentence_at(max(start, end - 1))
        if first != last or first.end - first.start <= _SHORT_SENTENCE or end > first.end:
            return self.passage(start, end)
        for breaks in (_STRONG_BREAK, _WEAK_BREAK, _ANY_BREAK):
            low, high = _clause(self.text, first, Span(start, end), breaks)
            if high - low <= _SHORT_SENTENCE:
                return self.text[low:high].strip()
        return self.passage(start, end)

    def passage(self, start: int, end: int) -> str:
        """The sentence around a place, or the nearest part of a long one, letter for letter."""
        first, last = self.sentence_at(start), self.sentence_at(max(start, end - 1))
        low, high = first.start, max(last.end, end)
        if high - low > LONGEST_QUOTE:
            room = max(0, LONGEST_QUOTE - (end - start))
            low = _word_start(self.text, max(low, start - room * 2 // 3), start)
            high = _word_end(self.text, min(high, max(end, low + LONGEST_QUOTE)), end)
        return self.text[low:high].strip()

    def words(self, start: int, end: int) -> str:
        """Exactly these letters, without the spaces at the ends."""
        return self.text[start:end].strip()


def _clause(text: str, sentence: Span, place: Span, breaks: re.Pattern[str]) -> tuple[int, int]:
    """From the break before a place to the one after it; further to the left where that is little."""
    found = list(breaks.finditer(text, sentence.start, sentence.end))
    lefts = [sentence.start, *(match.end() for match in found if match.end() <= place.start)]
    rights = [*(match.start() for match in found if match.start() >= place.end), sentence.end]
    left, right = lefts.pop(), rights.pop(0)
    while right - left < _SHORT_CLAUSE and lefts:
        left = lefts.pop()
    while right - left < _SHORT_CLAUSE and rights:
        right = rights.pop(0)
    if text.startswith(",", right):
        enough = max(place.end, left + _SHORT_CLAUSE)
        sooner = _WEAK_BREAK.search(text, enough, right)
        right = sooner.start() if sooner else right
    joined = _JOINS.match(text, left, place.start)
    return (joined.end() if joined else left), right


def folded(text: str) -> str:
    """The same number of letters, small, with one kind of space, dash and quotation mark.

    >>> folded("Up to £5\u2013£10K \u2018now\u2019")
    "up to £5-£10k 'now'"
    """
    same = text
    if not text.isascii():
        for letter, plain in _FOLDED.items():
            if letter in same:
                same = same.replace(letter, plain)
    low = _CONTROLS.sub(" ", same.lower()) if _CONTROLS.search(same) else same.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in same)


def _sentences(text: str, low: str) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        mark = match.group()[0]
        if mark == "." and _SHORTENED.search(low, max(start, match.start() - 8), match.start()):
            continue
        if mark == "\n" and _wraps(text, start, match.start(), match.end()):
            continue
        end = match.start() + (1 if mark in ".!?;" else 0)
        _append(spans, text, start, end)
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _wraps(text: str, start: int, end: int, following: int) -> bool:
    """Whether a line end only breaks a long line: the next one goes on in small letters."""
    if end - start < _SOFT_WRAP or "\n" in text[end + 1 : following] or following >= len(text):
        return False
    return text[end - 1] not in ".!?:;" and text[following].islower()


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while end - start > _WIDEST_SENTENCE:
        cut = text.rfind(" ", start + _WIDEST_SENTENCE // 2, start + _WIDEST_SENTENCE)
        cut = cut if cut > 0 else start + _WIDEST_SENTENCE
        spans.append(Span(start, cut))
        start = cut
    if text[start:end].strip():
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        spans.append(Span(start + lead, end))


def _word_start(text: str, at: int, limit: int) -> int:
    while 0 < at < limit and not text[at - 1].isspace():
        at += 1
    return at


def _word_end(text: str, at: int, limit: int) -> int:
    while limit < at < len(text) and not text[at].isspace():
        at -= 1
    return max(at, limit)
