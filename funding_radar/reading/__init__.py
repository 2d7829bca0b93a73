"""Text of a funding announcement to its kind and facts, each with the words that say it.

What is here is loaded when it is asked for: the readers take long, and much of the house only asks which they are.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from funding_radar.reading.contradictions import confronts
    from funding_radar.reading.facts import Item, ReadFact, Reading
    from funding_radar.reading.html import plain_text
    from funding_radar.reading.pipeline import read
    from funding_radar.reading.strands import read_strands

__all__ = [
    "Item",
    "ReadFact",
    "Reading",
    "confronts",
    "plain_text",
    "read",
    "read_strands",
]

_HOMES = {
    "Item": "facts",
    "ReadFact": "facts",
    "Reading": "facts",
    "confronts": "contradictions",
    "plain_text": "html",
    "read": "pipeline",
    "read_strands": "strands",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
