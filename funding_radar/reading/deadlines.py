"""When a call opens and closes, its stages, and calls that never close."""

import re
from collections.abc import Iterator
from datetime import date

from db.views import ROLLING
from db.vocabulary import Field
from funding_radar.reading.dated import PLAIN, Dated
from funding_radar.reading.days import told_days
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.tables import pattern, phrases
from funding_radar.reading.text import Document

_FIELDS = {
    "first_stage": Field.FIRST_STAGE_DEADLINE,
    "questions": Field.QUESTIONS_BY,
    "decision": Field.DECISION_ON,
    "start": Field.STARTS,
    "opens": Field.OPENS,
}
_LONGEST_CLAUSE = 160
_LONGEST_ROUND = 40
_ROUND = re.compile(
    r"\b(?:round|phase|wave|tranche) (?:\d|one|two|three|four)\b|"
    r"\b(?:first|second|third|fourth|\dst|\dnd|\drd|\dth) (?:\w+ )?(?:round|phase|wave|tranche|deadline|closing)"
)


def read_days(document: Document) -> Iterator[ReadFact]:
    """Facts about days, each field at most once; a day without a sure year is not told."""
    told = told_days(document)
    deadline = _deadline(document, told)
    if deadline is not None:
        yield deadline
    for kind, name in _FIELDS.items():
        for one in told:
            if one.kind == kind and one.moment.value:
                yield _fact(document, one, name)
                break


def _deadline(document: Document, told: list[Dated]) -> ReadFact | None:
    """The day by which a full bid must be in; without one, the first stage's, or ``rolling``.

    A day without a sure year is still an end: what is then said of any time is not of bids.
    """
    for kind in ("deadline", "first_stage", "ends", "shut"):
        if kind == "ends" and any(one.kind == "start" for one in told):
            continue
        sure = [one for one in told if one.kind == kind and one.moment.value]
        if sure:
            return _fact(document, _next(document, sure), Field.DEADLINE)
    if any(one.kind == "deadline" and one.strength >= PLAIN for one in told):
        return None
    return _rolling(document)


def _next(document: Document, sure: list[Dated]) -> Dated:
    """Of several rounds the first still to come on the page's day, the plainest said first."""
    firm = [one for one in sure if not one.moment.vague] or sure
    page = document.item.published_on
    if page is not None:
        firm = [one for one in firm if (one.moment.on or date.min) >= page] or firm
    best = max(
        firm, key=lambda one: (one.strength, not _of_a_round(document, one), -one.moment.start)
    )
    timed = [one for one in firm if one.moment.on == best.moment.on and one.moment.at]
    return best if best.moment.at or not timed else timed[0]


def _of_a_round(document: Document, one: Dated) -> bool:
    """Whether a day is told of as that of one round by its number, where another may be that of all."""
    start = max(document.sentence_at(one.cue.start).start, one.cue.start - _LONGEST_ROUND)
    return _ROUND.search(document.low, start, one.moment.start) is not None


def _fact(document: Document, one: Dated, name: Field) -> ReadFact:
    """The fact with the clause from its cue to its date as the quote, if they stand in one line."""
    moment = one.moment
    start, end = min(one.cue.start, moment.start), max(one.cue.end, moment.end)
    words = document.text[start:end]
    if len(words) > _LONGEST_CLAUSE or "\n" in words or "\t" in words:
        start, end = moment.start, moment.end
    return ReadFact(name, moment.value, document.quote(start, end), inferred=moment.inferred)


def _rolling(document: Document) -> ReadFact | None:
    """That bids may come at any time; not what is only done, changed or asked at any time."""
    low = document.low
    for match in phrases("days", "rolling", "words").in_order(low):
        sentence = document.sentence_at(match.start())
        before = low[max(sentence.start, match.start() - 70) : match.start()]
        if pattern("days", "rolling", "not_after").search(before):
            continue
        if pattern("days", "rolling", "not_within").search(before):
            continue
        if pattern("days", "rolling", "not_before").match(low, match.end()):
            continue
        if pattern("days", "rolling", "speaks_of_applying").search(
            low, sentence.start, sentence.end
        ):
            return ReadFact(Field.DEADLINE, ROLLING, document.quote(match.start(), match.end()))
    return None
