# ruff: noqa: E501  (tables of patterns are read by the line)
"""Limits on the yearly income of those who may apply."""

import re
from collections.abc import Iterator

from db.vocabulary import Field
from funding_radar.reading.amounts import Told, told_sums
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.text import Document

_MOST = re.compile(
    r"(?:under|below|less than|lower than|up to|no more than|not more than|(?:not |cannot |n't )exceed(?:s|ing)?|maximum|smaller than|does not exceed|limit|within|(?:no|not) (?:more|greater|higher|larger) than|not over|or less|or under|or below|<)"
)
_LEAST = re.compile(
    r"(?:over|above|more than|greater than|higher than|at least|minimum|exceed(?:s|ing)?|in excess of|from|no less than|not less than|larger than|or more|or over|>)"
)
_SOFT = re.compile(
    r"priorit|prefer|favour|particularly (?:welcome|encourage|keen|interested)|especially|likely to|rarely|normally|tend to|focus on|target"
)
_SHUT_OUT = re.compile(
    r"(?:do|does|will|can|are|is)(?: not|n't|not)\b|cannot|can't|won't|don't|unable to|not eligible|ineligible|exclud|not (?:fund|support|accept|consider|open)|except"
)
_OTHER_MEANING = re.compile(
    r"accounts (?:must|should|need)|audit|examin|register with|if your (?:annual )?(?:income|turnover)|salary|household|famil(?:y|ies)|people (?:on|with|earning)|individuals|lost|fell|hardest hit"
)


def read_income(document: Document) -> Iterator[ReadFact]:
    """The least and the most yearly income that an applicant may have; a mere preference is not told."""
    least: ReadFact | None = None
    most: ReadFact | None = None
    for one in told_sums(document):
        if one.of != "income":
            continue
        sentence = document.sentence_at(one.sum.start)
        words = document.low[sentence.start : sentence.end]
        before = document.low[max(sentence.start, one.sum.start - 140) : one.sum.start]
        if _SOFT.search(before) or _OTHER_MEANING.search(words):
            continue
        quote = document.quote(one.sum.start, one.sum.end)
        if one.sum.low is not None:
            least = least or ReadFact(Field.MIN_INCOME, one.sum.low, quote, basis=one.basis)
            most = most or ReadFact(Field.MAX_INCOME, one.sum.pounds, quote, basis=one.basis)
            continue
        side = _side(document, one)
        if side == "most" and (most is None or one.sum.pounds > most.value):
            most = ReadFact(Field.MAX_INCOME, one.sum.pounds, quote, basis=one.basis)
        elif side == "least" and least is None:
            least = ReadFact(Field.MIN_INCOME, one.sum.pounds, quote, basis=one.basis)
    yield from (fact for fact in (least, most) if fact is not None)


def _side(document: Document, one: Told) -> str:
    """``most`` or ``least``, by the words nearest the sum; a bar on those above a sum makes it the most."""
    number = document.index_at(one.sum.start)
    sentence = document.sentences[number]
    label = document.label_of(number)
    before = document.low[max(sentence.start, one.sum.start - 60) : one.sum.start]
    after = document.low[one.sum.end : one.sum.end + 14]
    side = ""
    ends = [(match.end(), "most") for match in _MOST.finditer(before)]
    ends += [(match.end(), "least") for match in _LEAST.finditer(before)]
    if ends:
        side = max(ends, key=lambda end: (end[0], end[1] == "most"))[1]
    elif re.match(r" ?(?:or (?:less|under|below)|maximum)", after):
        side = "most"
    elif re.match(r" ?(?:or (?:more|over|above)|minimum|\+)", after):
        side = "least"
    elif label is not None:
        words = document.low[label.start : label.end]
        side = "most" if _MOST.search(words) else "least" if _LEAST.search(words) else ""
    if side and _bars(document, number, one.sum.start):
        return "least" if side == "most" else "most"
    return side


def _bars(document: Document, number: int, place: int) -> bool:
    """Whether the sentence, or the heading of its list, says who cannot apply."""
    sentence = document.sentences[number]
    if _SHUT_OUT.search(document.low, sentence.start, place):
        words = document.low[sentence.start : place]
        return not re.search(
            r"(?:not|n't|cannot) (?:exceed|be (?:more|over|greater|above)|have (?:an? )?(?:annual )?(?:income|turnover) (?:of )?(?:more|over|above|greater|exceeding))|no more than",
            words,
        ) or bool(re.search(r"cannot (?:apply|fund|accept)|not (?:eligible|fund|support)", words))
    for back in range(number - 1, max(-1, number - 10), -1):
        span = document.sentences[back]
        words = document.low[span.start : span.end]
        if words.rstrip().endswith(":") or (
            len(words) < 60
            and re.search(r"not (?:fund|support|eligible)|cannot|exclu|do not", words)
        ):
            return bool(
                re.search(
                    r"not (?:fund|support|eligible|accept|able)|cannot|exclu|ineligible|do not",
                    words,
                )
            )
    return False
