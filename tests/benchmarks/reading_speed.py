"""How many announcements are read in a second on one core.

``make bench`` prints it for the announcements written for the tests, and for real ones where they are at hand.
"""

import json
import os
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from funding_radar.gazetteer import load
from funding_radar.reading import Item, read

LIMIT = 500
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


def main() -> None:
    """Prints announcements read a second on one core beside the limit: our own, and real ones where present."""
    real = Path(os.environ.get("FUNDING_RADAR_SHARED", OWN.parents[3] / "shared"))
    files = {"our own": OWN, "real": real / "announcements" / "announcements.jsonl"}
    for name, path in files.items():
        if path.is_file():
            rate = readings_a_second(items_of(path))
            print(f"{name:8} {rate:.0f} announcements a second (limit {LIMIT})")


if __name__ == "__main__":
    main()
