"""How to apply, how much work it is, and whom to ask."""

import re
from collections.abc import Iterator

from db.vocabulary import Field
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.tables import phrases
from funding_radar.reading.text import Document

_LONGEST_HEADING = 30
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_PHONE = re.compile(r"(?<!\d)(?:\+44 ?\(?0?\)? ?\d|0\d)\d{2,4}[ -]?\d{3}[ -]?\d{3,4}(?!\d)")


def read_how_to_apply(document: Document) -> Iterator[ReadFact]:
    """The sentence that says how a bid is made."""
    for match in phrases("effort", "how_to_apply").in_order(document.low, document.title_end):
        quote = document.passage(match.start(), match.end())
        if len(quote) > _LONGEST_HEADING or quote.endswith((".", "!")):
            yield ReadFact(Field.HOW_TO_APPLY, quote, quote)
            return


def read_effort(document: Document) -> Iterator[ReadFact]:
    """Word limits, pages, questions and enclosures as the call names them, ``;`` between."""
    found: dict[int, tuple[int, int]] = {}
    for number, match in phrases("effort", "effort").matches(document.low, document.title_end):
        found.setdefault(number, match.span())
    if found:
        places = [found[number] for number in sorted(found)]
        told = "; ".join(document.words(*place) for place in places)
        yield ReadFact(Field.EFFORT, told, document.quote(*places[0]))


def read_contact(document: Document) -> Iterator[ReadFact]:
    """Where to ask: an address for mail, else a telephone number."""
    if "@" in document.text:
        match = _EMAIL.search(document.text)
        if match is not None:
            yield ReadFact(Field.CONTACT, match.group(), match.group())
            return
    match = _PHONE.search(document.text)
    if match is not None:
        yield ReadFact(Field.CONTACT, match.group(), match.group())
