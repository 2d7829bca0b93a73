"""Text of a funding announcement to its kind and facts, each with the words that say it."""

from funding_radar.reading.contradictions import confronts
from funding_radar.reading.facts import Item, ReadFact, Reading
from funding_radar.reading.html import plain_text
from funding_radar.reading.pipeline import READER, VERSION, read
from funding_radar.reading.strands import read_strands

__all__ = [
    "READER",
    "VERSION",
    "Item",
    "ReadFact",
    "Reading",
    "confronts",
    "plain_text",
    "read",
    "read_strands",
]
