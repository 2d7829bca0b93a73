"""The strands of one fund, or the funds of one digest, that can be bid for alone."""

from dataclasses import replace

from db.vocabulary import Field, Kind
from funding_radar.gazetteer import Gazetteer
from funding_radar.reading.facts import Item, ReadFact, Reading
from funding_radar.reading.pipeline import read
from funding_radar.reading.sections import Section, funds, strands
from funding_radar.reading.text import Document

_OF_ONE_STRAND = frozenset({Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.TOTAL_POT})
"""What is said of the whole fund says nothing of a strand that has sums of its own."""

_LONGEST_NAME = 120


def read_strands(item: Item, gazetteer: Gazetteer | None = None) -> list[Reading]:
    """One reading for each strand that can be bid for alone; most items give one.

    A strand has the facts of the whole fund but for those that its own part states. The parts of a
    digest share nothing.
    """
    whole = read(item, gazetteer)
    document = Document(item)
    if whole.kind is Kind.DIGEST:
        parts = [_read_part(document, part, gazetteer) for part in funds(document)]
        return [part for part in parts if part.kind is not Kind.OTHER] or [whole]
    if whole.kind not in (Kind.OPEN_CALL, Kind.COMING_CALL):
        return [whole]
    found = strands(document)
    return [_of_fund(whole, document, part, gazetteer) for part in found] or [whole]


def _read_part(document: Document, part: Section, gazetteer: Gazetteer | None) -> Reading:
    item = replace(
        document.item,
        title=part.name,
        text=document.text[part.span.start : part.span.end],
        stated={},
        publisher_areas=(),
    )
    return replace(read(item, gazetteer), strand=part.name[:_LONGEST_NAME], own_text=item.text)


def _of_fund(
    whole: Reading, document: Document, part: Section, gazetteer: Gazetteer | None
) -> Reading:
    own = _read_part(document, part, gazetteer).facts
    facts: dict[Field, ReadFact] = dict(whole.facts)
    if _OF_ONE_STRAND.intersection(own):
        for name in _OF_ONE_STRAND:
            facts.pop(name, None)
    for name in (*_OF_ONE_STRAND, Field.DEADLINE, Field.OPENS, Field.DURATION_MONTHS):
        if name in own:
            facts[name] = own[name]
    return replace(whole, facts=facts, strand=part.name[:_LONGEST_NAME])
