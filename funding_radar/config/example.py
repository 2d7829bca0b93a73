"""config.example.toml, written from the sections themselves, so that it cannot differ from them."""

import json
import textwrap
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from funding_radar.config.load import Settings
from funding_radar.config.sections import Section

_HEAD = """\
# Settings of funding-radar, each with its default. Copy this file to config.toml and change what you need;
# a key that you leave out keeps its default.
"""

_SOURCES = """
# Sources: override any attribute of a source by its name (funding-radar sources list), or add a site.
#
# [sources.uk_find_a_tender]
# every = 12                      # hours between two visits
#
# [sources.uk_our_council]
# shape = "feed"                  # wordpress, feed, labelled, sitemap, json_ld, newsletters or file
# url = "https://www.example.gov.uk/news/feed"
# publisher = "Our Council"
# places = ["Sheffield"]
"""


def example_toml() -> str:
    """The whole example: every key of every section with its line of prose and its default, commented out."""
    parts = [_HEAD]
    for name, field in Settings.model_fields.items():
        table = field.annotation
        if isinstance(table, type) and issubclass(table, Section):
            parts.append(
                f"\n[{name}]\n" + "".join(_key(k, f) for k, f in table.model_fields.items())
            )
        elif name == "sources":
            parts.append(_SOURCES)
    return "".join(parts)


def _key(name: str, field: FieldInfo) -> str:
    prose = textwrap.fill(field.description or "", 96, initial_indent="# ", subsequent_indent="# ")
    line = f"{field.alias or name} = {_value(field.get_default(call_default_factory=True))}"
    absent = field.default is None
    return f"{prose}\n{'# ' if absent else ''}{line}\n"


def _value(default: Any) -> str:
    if default is None:
        return '""'
    if isinstance(default, Path):
        return json.dumps(str(default))
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return json.dumps(list(default))
    if isinstance(default, str):
        return json.dumps(default, ensure_ascii=False)
    return str(default)
