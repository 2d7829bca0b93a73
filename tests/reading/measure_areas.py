"""How well places are read from the labels: ``python tests/reading/measure_areas.py [--wrong]``."""

import importlib.util
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

from funding_radar.gazetteer import load
from funding_radar.reading.areas import read_areas
from funding_radar.reading.facts import Item

HERE = Path(__file__).resolve()
SHARED = Path(os.environ.get("FUNDING_RADAR_SHARED", HERE.parents[2].parent / "shared"))


def judge() -> ModuleType:
    """The evaluator that the labels came with."""
    spec = importlib.util.spec_from_file_location("evaluate", SHARED / "tools/evaluate_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure() -> tuple[Counter[str], list[str]]:
    """Counts of right, total and bad quotes, and a line for each miss."""
    tool, counts, misses = judge(), Counter[str](), []
    districts = tool.districts_within(SHARED / "reference")
    texts = {row["id"]: row for row in tool.rows(SHARED / "announcements/announcements.jsonl")}
    for label in tool.rows(SHARED / "announcements/labels.jsonl"):
        row = texts[label["id"]]
        item = Item(title=row["title"], text=row["text"], url=row["url"])
        facts = {fact.field.value: fact for fact in read_areas(item, row["text"], load())}
        fact = facts.get("areas")
        if fact and fact.quote not in f"{row['title']}\n{row['text']}":
            counts["bad quotes"] += 1
        if "deadline" not in label or label["area_codes"] is None:
            continue
        counts["total"] += 1
        expect, found = label["area_codes"] or None, fact.value if fact else None
        if (found is None and expect is None) or (
            found and expect and tool.same("areas", found, expect, districts)
        ) or tool.accepted("areas", found, label, districts):  # fmt: skip
            counts["right"] += 1
        else:
            misses.append(
                f"{label['id']}: read {found} from {fact.quote if fact else None!r}, label {expect}"
            )
    return counts, misses


if __name__ == "__main__":
    load().find("Sheffield")
    began = time.perf_counter()
    counts, misses = measure()
    seconds, right = time.perf_counter() - began, counts["right"] / counts["total"]
    sys.stdout.write(f"{json.dumps(counts)} right {right:.3f} in {seconds:.2f} s\n")
    if "--wrong" in sys.argv:
        sys.stdout.write("\n".join(misses) + "\n")
