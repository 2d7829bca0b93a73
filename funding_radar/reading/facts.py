"""What goes into a reader and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.vocabulary import Basis, Field, Kind


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source published, as the readers get it.

    ``text`` may be HTML. ``stated`` holds what the source said in fields of its own (an API, a
    labelled cell), as values in the form of ``FactView``; ``publisher_areas`` are the places that
    the publisher serves.
    """

    title: str
    text: str
    url: str = ""
    publisher: str = ""
    published_on: date | None = None
    stated: Mapping[Field, Any] = field(default_factory=dict)
    publisher_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One fact read, with the words that say it.

    ``quote`` stands in the title or the text, letter for letter; a fact of a structured field has
    its printed value as the quote. ``inferred`` marks what the words alone do not say (a year from
    a weekday, a place from the publisher), ``contradicted`` a stated field that the prose denies.
    """

    field: Field
    value: Any
    quote: str
    basis: Basis | None = None
    inferred: bool = False
    contradicted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an item is about, and the facts in it: one for each field at most."""

    kind: Kind
    facts: Mapping[Field, ReadFact]
    kind_quote: str = ""
    strand: str = ""
    own_text: str = ""
    """The part of a digest that is of this fund alone; empty where the whole text is."""
