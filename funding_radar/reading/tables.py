"""The tables of words under ``data``, read once: a new way of saying a thing is a line there."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from funding_radar.reading.phrases import Phrases, alternatives


@cache
def table(name: str) -> dict[str, Any]:
    """A table by the name of its file."""
    source = files("funding_radar.reading") / "data" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf8"))


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """One pattern of a table: a text, or a list of which any may stand.

    >>> bool(pattern("days", "rolling", "words").search("there is no closing date"))
    True
    """
    found: Any = table(name)
    for key in keys:
        found = found[key]
    words = found if isinstance(found, str) else "|".join(found)
    return re.compile(fill(name, words))


@cache
def phrases(name: str, *keys: str) -> Phrases:
    """The patterns of a list in a table, or the parts of one, to be looked for all at once."""
    found: Any = table(name)
    for key in keys:
        found = found[key]
    parts = alternatives(found) if isinstance(found, str) else found
    return Phrases([fill(name, words) for words in parts])


def fill(name: str, words: str) -> str:
    """A pattern with the lists of its table in the place of their names."""
    for key, listed in table(name).get("lists", {}).items():
        words = words.replace("{" + key + "}", listed)
    return words
