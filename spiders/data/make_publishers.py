"""Makes publishers.csv of a folder of reference tables: ``python -m spiders.data.make_publishers FOLDER``.

The folder holds local_publishers.csv (who publishes funding where), places.csv and place_parents.csv (which district
lies in what). Each publisher's places are written out as the English districts that they cover, so that a question
about a district needs no other table. Boards that were replaced in April 2026 are left out.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

_DISTRICTS = ("E06", "E07", "E08", "E09")
_NATIONAL = {"K02000001", "K03000001", "K04000001", "E92000001"}
_WITHIN = {
    "lad_county", "lad_met_county", "lad_ceremonial_county", "lad_region", "lad_icb", "lad_cauth", "lad_utla",
}  # fmt: skip
_COLUMNS = ("name", "kind", "districts", "home_page", "funding_page", "platform", "evidence")


def main(folder: Path) -> None:
    """Writes the table beside this file."""
    current = {row["code"] for row in _rows(folder / "places.csv") if row["kind"] in ("ua", "lad")}
    inside: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "place_parents.csv"):
        if row["kind"] in _WITHIN and row["child_code"].startswith(_DISTRICTS):
            inside[row["parent_code"]].add(row["child_code"])
    rows = []
    for row in _rows(folder / "local_publishers.csv"):
        codes = row["place_codes"].split(";")
        if "(former" in row["name"]:
            continue
        rows.append([row["name"], row["kind"], _districts(codes, inside, current), *_rest(row)])
    with (Path(__file__).parent / "publishers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(sorted(rows))


def _districts(codes: list[str], inside: dict[str, set[str]], current: set[str]) -> str:
    if set(codes) & _NATIONAL:
        return "*"
    found = {
        district
        for code in codes
        for district in ({code} if code.startswith(_DISTRICTS) else inside.get(code, set()))
    }
    return ";".join(sorted(found & current))


def _rest(row: dict[str, str]) -> list[str]:
    return [row[key] for key in ("homepage", "funding_page", "platform", "homepage_evidence")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
