"""What an announcement says of bidding together, and with how many."""

import re
from collections.abc import Iterator

from db.vocabulary import Field, Partnership
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.tables import pattern, phrases, table
from funding_radar.reading.text import Document

_BESIDE = 25
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_COUNT = re.compile(
    r"(?P<least>at least|minimum of|a minimum of) (?P<low>\d{1,2}|one|two|three|four|five|six)"
    r"(?: \w+){0,2} (?:partners?|organisations)\b"
    r"|(?P<most>up to|maximum of|no more than) (?P<high>\d{1,2}|two|three|four|five|six|ten)"
    r"(?: \w+){0,2} partners?\b"
)


def read_partnership(document: Document) -> Iterator[ReadFact]:
    """Whether bidding together is required, encouraged or allowed: the strongest that is said."""
    if not any(word in document.low for word in table("partnership")["triggers"]):
        return
    for level in (Partnership.REQUIRED, Partnership.ENCOURAGED, Partnership.ALLOWED):
        fact = _said(document, level)
        if fact is not None:
            yield fact
            yield from _counts(document)
            return


def _said(document: Document, level: Partnership) -> ReadFact | None:
    """The first sentence that says it of the applicants, and not of the funder itself."""
    words = phrases("partnership", level.value)
    for match in words.in_order(document.low, document.title_end):
        sentence = document.sentence_at(match.start())
        if match.end() > sentence.end + 1:
            continue
        start, end = (
            max(sentence.start, match.start() - _BESIDE),
            min(sentence.end, match.end() + _BESIDE),
        )
        asked = pattern("partnership", "own").search(match.group()) is not None
        if asked or phrases("partnership", "of_others").first(document.low, start, end) is None:
            return ReadFact(
                Field.PARTNERSHIP, level.value, document.quote(match.start(), match.end())
            )
    return None


def _counts(document: Document) -> Iterator[ReadFact]:
    """How many partners at least and at most; ``one other`` makes two."""
    for match in _COUNT.finditer(document.low):
        word = match.group("low") or match.group("high")
        number = _NUMBERS.get(word) or int(word)
        if "other" in match.group() and match.group("low"):
            number += 1
        name = Field.MIN_PARTNERS if match.group("low") else Field.MAX_PARTNERS
        if number > 1 and not re.search(r"trustee|signator", match.group()):
            yield ReadFact(name, number, document.quote(match.start(), match.end()))
