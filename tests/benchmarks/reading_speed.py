"""How many announcements are read in a second on one core.

Run as ``python tests/benchmarks/reading_speed.py [CALLS.jsonl]``; without a file, the announcements
written for the tests.
"""

import json
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from funding_radar.gazetteer import load
from funding_radar.reading import Item, read

OWN = Path(__file__).parents[1] / "reading" / "announcements.toml"


def readings_a_second(items: Sequence[Item], *, seconds: float = 3.0) -> float:
    """The rate over so many seconds of processor time, once every item was read to warm up."""
    gazetteer = load()
    for item in items:
        read(item, gazetteer)
    done, began = 0, time.process_time()
    while time.process_time() - began < seconds:
        for item in items:
            read(item, gazetteer)
        done += len(items)
    return done / (time.process_time() - began)


def items_of(path: Path) -> list[Item]:
    """The rows of a file of calls, or of the announcements of the tests."""
    text = path.read_text("utf8")
    rows = (
        tomllib.loads(text)["item"]
        if path.suffix == ".toml"
        else map(json.loads, text.splitlines())
    )
    return [Item(title=row.get("title") or "", text=row["text"]) for row in rows]


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else OWN
    sys.stdout.write(f"{readings_a_second(items_of(path)):.0f} a second\n")
