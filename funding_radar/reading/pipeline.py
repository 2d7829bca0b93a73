"""From an item to a reading: every reader once, the source's own fields first."""

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from db.vocabulary import Field
from funding_radar.gazetteer import Gazetteer, load
from funding_radar.reading.amounts import read_amounts
from funding_radar.reading.deadlines import read_dates
from funding_radar.reading.facts import Item, ReadFact, Reading
from funding_radar.reading.income import read_income
from funding_radar.reading.kinds import read_kind
from funding_radar.reading.partnership import read_partnership
from funding_radar.reading.text import Document

READER = "rules"
VERSION = "1"

Reader = Callable[[Document], Iterable[ReadFact]]

READERS: tuple[Reader, ...] = (
    read_dates,
    read_amounts,
    read_income,
    read_partnership,
)
_AREAS = "funding_radar.reading.areas"


def read(item: Item, gazetteer: Gazetteer | None = None) -> Reading:
    """What an item is about, and every fact that its words state."""
    document = Document(item)
    facts: dict[Field, ReadFact] = {}
    for reader in READERS:
        for fact in reader(document):
            facts.setdefault(fact.field, fact)
    for fact in _areas(item, document.text, gazetteer):
        facts.setdefault(fact.field, fact)
    kind = read_kind(
        document,
        funds=1,
        dated=Field.DEADLINE in facts,
        sized=Field.MAX_AMOUNT in facts or Field.TOTAL_POT in facts,
    )
    return Reading(kind.kind, facts, kind.quote)


def _areas(item: Item, text: str, gazetteer: Gazetteer | None) -> list[ReadFact]:
    if find_spec(_AREAS) is None:
        return []
    areas: Any = import_module(_AREAS)
    return list(areas.read_areas(item, text, gazetteer or load()))
