"""From an item to a reading: every reader once, the source's own fields first."""

from collections.abc import Callable, Iterable

from db.vocabulary import Field
from funding_radar.gazetteer import Gazetteer, load
from funding_radar.reading.amounts import read_amounts
from funding_radar.reading.areas import read_areas
from funding_radar.reading.deadlines import read_days
from funding_radar.reading.effort import read_contact, read_effort, read_how_to_apply
from funding_radar.reading.facts import Item, ReadFact, Reading
from funding_radar.reading.income import read_income
from funding_radar.reading.kinds import read_kind
from funding_radar.reading.legal_forms import read_legal_forms
from funding_radar.reading.partnership import read_partnership
from funding_radar.reading.requirements import (
    read_insurance,
    read_not_funded,
    read_policies,
    read_requirements,
)
from funding_radar.reading.text import Document
from funding_radar.reading.themes import read_groups, read_themes

READER = "rules"
VERSION = "1"

Reader = Callable[[Document], Iterable[ReadFact]]

READERS: tuple[Reader, ...] = (
    read_days,
    read_amounts,
    read_income,
    read_partnership,
    read_legal_forms,
    read_themes,
    read_groups,
    read_requirements,
    read_policies,
    read_insurance,
    read_not_funded,
    read_how_to_apply,
    read_effort,
    read_contact,
)


def read(item: Item, gazetteer: Gazetteer | None = None) -> Reading:
    """What an item is about, and every fact that its words state."""
    document = Document(item)
    facts: dict[Field, ReadFact] = {}
    for reader in READERS:
        for fact in reader(document):
            facts.setdefault(fact.field, fact)
    for fact in read_areas(item, document.body, gazetteer or load()):
        facts.setdefault(fact.field, fact)
    kind = read_kind(document, facts)
    return Reading(kind.kind, facts, kind.quote)
