"""From an item to a reading: every reader once, the source's own fields first."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from db.vocabulary import Field
from funding_radar.gazetteer import Gazetteer, load
from funding_radar.reading.amounts import read_amounts
from funding_radar.reading.areas import read_areas
from funding_radar.reading.contradictions import stated_fact
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

_OF_A_CALL = frozenset(
    {
        Field.MIN_AMOUNT,
        Field.MAX_AMOUNT,
        Field.TOTAL_POT,
        Field.DEADLINE,
        Field.MIN_INCOME,
        Field.MAX_INCOME,
    }
)
"""What is no call's in news of awards, an advert for a post or a page of several funds."""

_NOT_TOLD = frozenset({Field.DEADLINE, Field.OPENS, Field.FIRST_STAGE_DEADLINE})
"""What a text that asks for no bids yet cannot tell."""


def read(item: Item, gazetteer: Gazetteer | None = None) -> Reading:
    """What an item is about, and every fact that its fields or its words state."""
    document = Document(item)
    facts = read_facts(document, gazetteer or load())
    kind = read_kind(document, facts)
    none = _NOT_TOLD if not kind.tells_days else frozenset()
    if not kind.tells_limits:
        none = _OF_A_CALL
    facts = {name: fact for name, fact in facts.items() if name not in none or name in item.stated}
    return Reading(kind.kind, facts, kind.quote)


def read_facts(document: Document, gazetteer: Gazetteer) -> dict[Field, ReadFact]:
    """One fact for each field at most; a field that the source stated wins over the prose."""
    facts: dict[Field, ReadFact] = {}
    for reader in READERS:
        for fact in reader(document):
            facts.setdefault(fact.field, fact)
    shown = replace(document.item, title=document.text[: document.title_end])
    for fact in read_areas(shown, document.body, gazetteer):
        facts.setdefault(fact.field, fact)
    for name, value in document.item.stated.items():
        stated = stated_fact(name, value, facts.get(name))
        if stated is not None:
            facts[name] = stated
    return facts
