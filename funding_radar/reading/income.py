"""Limits on the yearly income of those who may apply."""

import re
from collections.abc import Iterator

from db.vocabulary import Field
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.headings import heading_of, shut_out_by_heading
from funding_radar.reading.sums import Told, told_sums
from funding_radar.reading.tables import pattern
from funding_radar.reading.text import Document
from funding_radar.reading.weighing import INCOME

_MOST, _LEAST = "most", "least"
_BEFORE = 140
_BESIDE = 60
_INCOME = re.compile(r"incomes?|turnovers?|revenues?\b|budget|expenditure")
_CLAUSE = re.compile(r", (?:and|or|but|with) |; | and (?=an? |have |with )")
_AND_MORE = re.compile(r",? and (?=at least|an? |have|be |must |two |three |five )| \(")
"""What is asked besides the income, or added in brackets."""


def read_income(document: Document) -> Iterator[ReadFact]:
    """The least and the most yearly income of an applicant; a mere preference is not told."""
    facts: dict[Field, ReadFact] = {}
    for one in told_sums(document):
        if one.of != INCOME or not _binds(document, one):
            continue
        limits = _limits(document, one)
        quote = document.quote(*_said_at(document, one)) if limits else ""
        for name, pounds in limits.items():
            known = facts.get(name)
            if known is None or _is_wider(name, pounds, known.value):
                facts[name] = ReadFact(name, pounds, quote, basis=one.basis)
    yield from facts.values()


def _is_wider(name: Field, pounds: int, known: int) -> bool:
    return pounds > known if name is Field.MAX_INCOME else pounds < known


def _said_at(document: Document, one: Told) -> tuple[int, int]:
    """From the words that speak of income, or bar somebody, to those that bar after the sum."""
    sentence = document.sentence_at(one.sum.start)
    words = document.low[sentence.start : one.sum.start]
    said = [*_INCOME.finditer(words), *pattern("sums", "income", "bars").finditer(words)]
    start = min((sentence.start + match.start() for match in said), default=one.sum.start)
    shut = pattern("sums", "income", "shut_out_after").match(
        document.low, one.sum.end, sentence.end
    )
    after = _INCOME.search(document.low, one.sum.end, min(sentence.end, one.sum.end + 30))
    return start, max(
        match.end() for match in (shut, after) if match
    ) if shut or after else one.sum.end


def _limits(document: Document, one: Told) -> dict[Field, int]:
    if one.sum.low is not None:
        return {Field.MIN_INCOME: one.sum.low, Field.MAX_INCOME: one.sum.pounds}
    side = _side(document, one)
    if not side:
        return {}
    return {Field.MAX_INCOME if side == _MOST else Field.MIN_INCOME: one.sum.pounds}


def _binds(document: Document, one: Told) -> bool:
    """Whether the words set a limit on applicants: no preference, no household, no statistic."""
    number = document.index_at(one.sum.start)
    sentence = document.sentences[number]
    before = document.low[max(sentence.start, one.sum.start - _BEFORE) : one.sum.start]
    after = document.low[one.sum.end : min(sentence.end, one.sum.end + _BEFORE)]
    heading = heading_of(document, number)
    above = document.low[heading.start : heading.end] if heading else ""
    preferred = pattern("sums", "income", "only_preferred")
    if preferred.search(before) or preferred.search(above) or after.endswith("?"):
        return False
    if re.search(r"prioriti[sz]ed|given priority|preferred|favoured|unlikely", after):
        return False
    if pattern("sums", "income", "others_too").match(document.low, one.sum.end):
        return False
    if pattern("sums", "income", "asked_to_talk").match(document.low, one.sum.end, sentence.end):
        return False
    if _only_supposed(document, one):
        return False
    breaks = [
        match.end() for match in _CLAUSE.finditer(document.low, sentence.start, one.sum.start)
    ]
    following = _AND_MORE.search(document.low, one.sum.end, sentence.end)
    return not pattern("sums", "income", "of_something_else").search(
        document.low,
        max([sentence.start, *breaks]),
        following.start() if following else sentence.end,
    )


def _only_supposed(document: Document, one: Told) -> bool:
    """Whether it is said what those with such an income can do, and not that others cannot bid."""
    low, sentence = document.low, document.sentence_at(one.sum.start)
    if not pattern("sums", "income", "supposed").match(low, sentence.start, one.sum.start):
        return False
    if pattern("sums", "income", "shut_out_after").match(low, one.sum.end, sentence.end):
        return False
    return pattern("sums", "income", "suggested").match(low, one.sum.end, sentence.end) is not None


def _side(document: Document, one: Told) -> str:
    """``most`` or ``least`` by the nearest words; a bar on those above a sum makes it the most."""
    number = document.index_at(one.sum.start)
    sentence = document.sentences[number]
    side = _said(document.low[max(sentence.start, one.sum.start - _BESIDE) : one.sum.start])
    after = document.low[one.sum.end : one.sum.end + 30]
    if pattern("sums", "income", "most_after").match(after):
        side = _MOST
    elif pattern("sums", "income", "least_after").match(after):
        side = _LEAST
    label = document.label_of(number)
    if not side and label is not None:
        side = _said(document.low[label.start : label.end])
    if side and _bars(document, number, one, side):
        return _LEAST if side == _MOST else _MOST
    return side


def _said(words: str) -> str:
    ends = [(m.end(), _MOST) for m in pattern("sums", "income", "most").finditer(words)]
    ends += [(m.end(), _LEAST) for m in pattern("sums", "income", "least").finditer(words)]
    return max(ends)[1] if ends else ""


def _bars(document: Document, number: int, one: Told, side: str) -> bool:
    """Whether the sentence, or the heading of the list it stands in, says who cannot apply.

    ``not … over`` turns into a most; ``not … exceed`` is one already.
    """
    sentence = document.sentences[number]
    words = document.low[sentence.start : one.sum.start]
    if pattern("sums", "income", "shut_out_after").match(document.low, one.sum.end, sentence.end):
        return True
    shuts_out = pattern("sums", "income", "shuts_out")
    if _is_asked(document, one, words):
        return False
    if pattern("sums", "income", "bars").search(words):
        only_a_limit = pattern("sums", "income", "only_a_limit").search(words)
        return side == _LEAST or not only_a_limit or shuts_out.search(words) is not None
    return shut_out_by_heading(document, number)


def _is_asked(document: Document, one: Told, words: str) -> bool:
    """Whether the income is asked for after what is not, or those who have it are welcome."""
    asked = [match.end() for match in pattern("sums", "income", "asked").finditer(words)]
    if asked and not pattern("sums", "income", "bars").search(words, asked[-1]):
        return True
    end = document.sentence_at(one.sum.start).end
    welcome = pattern("sums", "income", "welcome_after").match(document.low, one.sum.end, end)
    return welcome is not None and not pattern("sums", "income", "shuts_out").search(words)
