"""Text of a funding announcement to its kind and facts, each with the words that say it."""

from funding_radar.reading.facts import Item, ReadFact, Reading
from funding_radar.reading.html import plain_text
from funding_radar.reading.pipeline import READER, VERSION, read

__all__ = ["READER", "VERSION", "Item", "ReadFact", "Reading", "plain_text", "read"]
