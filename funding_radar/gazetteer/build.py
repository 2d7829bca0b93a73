"""Lays out the gazetteer's tables: ``python -m funding_radar.gazetteer.build FOLDER``.

The reference tables in FOLDER (ONS, NHS England, OS, Royal Mail, mySociety, GeoNames: see
``data/ATTRIBUTION.md``) say what contains what in single steps. Here each place gets all its
council districts at once, so that loading is reading. ``data/informal.csv`` (places that people
name and no office has coded) is written by hand.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from funding_radar.gazetteer.names import key_of
from funding_radar.gazetteer.tables import LONGEST_ACRONYM

DATA = Path(__file__).parent / "data"
LEAST_SHARE = 0.005
"""A district with less of an outcode's postcodes than this is a border slip, not a part."""
RANK = (
    *("country", "lad", "ua", "region", "county", "met_county", "cauth", "former_county"),
    *("former_lad", "ceremonial_county", "area", "health_board", "icb", "former_icb", "nhs_region"),
)
"""Which meaning of a name comes first."""
COUNCIL_FORMS = (
    *("{} Council", "{} Borough Council", "{} District Council", "{} City Council"),
    *("Borough of {}", "District of {}", "City of {}", "Royal Borough of {}"),
)
"""How the name of any council area is used for the council, and the other way round."""
Row = dict[str, str]
Parts = dict[str, float]
Meanings = dict[str, list[tuple[int, str]]]
NOT_MEANT = ("CER-Q23306", "CER-Q23311")
"""The lieutenancies of London: nobody who says Greater London leaves the City out."""
ALIAS = 20
"""An alias comes after every place whose own name it is."""


class Reference:
    """The reference tables with every place's districts worked out."""

    def __init__(self, folder: Path) -> None:
        self.places = {row["code"]: row for row in read(folder / "places.csv")}
        self.parents = read(folder / "place_parents.csv")
        self.ambiguous = read(folder / "place_alias_ambiguous.csv")
        self.outcodes = read(folder / "outcodes.csv")
        self.towns = read(folder / "towns.csv")
        self.publishers = read(folder / "local_publishers.csv")
        self.parts = self._parts()

    def _parts(self) -> dict[str, Parts]:
        """Code to districts with the share of each that lies inside."""
        parts: dict[str, Parts] = {
            c: {c: 1.0} for c, p in self.places.items() if p["kind"] in ("lad", "ua")
        }
        steps: dict[str, list[tuple[str, float]]] = defaultdict(list)
        former = {code for code, place in self.places.items() if place["kind"] == "former_icb"}
        for row in self.parents:
            kind, child, parent = row["kind"], row["child_code"], row["parent_code"]
            if kind == "former_lad_successor" or kind == "former_code":
                steps[child].append((parent, 1.0))
            elif (kind == "lad_icb_2024") == (parent in former) and kind not in (
                "lad_utla",
                "icb_successor",
            ):
                steps[parent].append((child, float(row["share"] or 1)))
        self._halve_by_siblings(steps)

        def expand(code: str) -> Parts:
            if code not in parts:
                found: Parts = defaultdict(float)
                for child, share in steps[code]:
                    for district, part in expand(child).items():
                        found[district] = min(1.0, found[district] + part * share)
                parts[code] = {d: round(s, 4) for d, s in sorted(found.items())}
            return parts[code]

        for code in [*self.places, *steps]:
            expand(code)
        return parts

    def _halve_by_siblings(self, steps: dict[str, list[tuple[str, float]]]) -> None:
        """An abolished district is an equal part of its successor: their sizes are not at hand."""
        replaced = {"E07000190", "E07000191"}  # became E07000246 before that was abolished as well
        heirs: dict[str, list[str]] = defaultdict(list)
        for row in self.parents:
            if row["kind"] == "former_lad_successor":
                heirs[row["parent_code"]].append(row["child_code"])
        for parent, children in heirs.items():
            count = len([c for c in children if c not in replaced])
            for child in children:
                steps[child] = [(parent, round(1 / count, 4))]


def read(path: Path) -> list[Row]:
    """The rows of a table."""
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, header: str, rows: Iterable[Iterable[str]]) -> None:
    """One table of the package."""
    with (DATA / name).open("w", encoding="utf8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header.split(","))
        out.writerows(rows)


def printed(parts: Parts) -> str:
    """Districts as one cell: ``E06000001 E06000002:0.25``."""
    return " ".join(
        code if share >= 1 else f"{code}:{share:g}" for code, share in sorted(parts.items())
    )


def label_of(row: Row) -> str:
    """A place's name as people say it."""
    name = (
        row["name"]
        .replace("Integrated Care Board", "ICB")
        .replace("St. ", "St ")
        .replace(" City,", ",")
    )
    name = re.sub(r"^(.*), (?:City|County) of$", r"\1", name)
    if row["kind"] == "former_icb":
        name += " (until March 2026)"
    special = {"Kingston upon Hull": "Hull", "Glasgow City": "Glasgow", "Aberdeen City": "Aberdeen",
               "Dundee City": "Dundee", "City of Edinburgh": "Edinburgh"}  # fmt: skip
    return special.get(name, name)


def spellings(row: Row) -> Iterator[str]:
    """Every usual way to write a place's name."""
    if row["code"] in NOT_MEANT:
        return
    yield row["name"].replace(" (former county)", "")
    yield label_of(row)
    if row["kind"] == "region":
        yield f"{row['name']} of England"
    for alias in row["aliases"].split(";"):
        if alias and "ï" not in alias:
            yield alias
    name = row["name"]
    if row["kind"] in ("icb", "former_icb"):
        yield name.removesuffix(" Integrated Care Board")
        yield (
            name.removeprefix("NHS ").removesuffix("Integrated Care Board")
            + "Integrated Care Partnership"
        )
    if row["kind"] in ("lad", "ua") and row["code"][0] in "ENSW":
        short = label_of(row)
        borough = "London Borough of {}" if row["code"].startswith("E09") else "{} Borough"
        for form in (*COUNCIL_FORMS, borough):
            yield form.format(short)
    if row["kind"] == "county":
        yield f"{name} CC"


def informal(reference: Reference) -> Iterator[tuple[str, Row, Parts]]:
    """The hand-written places, their members looked up by name."""
    by_label = {}
    for kind in reversed(RANK):
        by_label.update({label_of(p): c for c, p in reference.places.items() if p["kind"] == kind})
    by_label |= {"Kingston upon Hull": "E06000010", "West Midlands region": "E12000005",
                 "Bristol": "E06000023", "City of Edinburgh": "S12000036"}  # fmt: skip
    by_label |= {p["name"]: c for c, p in reference.places.items() if p["kind"] in ("lad", "ua")}
    for row in read(DATA / "informal.csv"):
        parts: Parts = {}
        for member in row["members"].split(";"):
            parts |= reference.parts[by_label[member]]
        code = "AREA-" + key_of(row["name"]).replace(" ", "-")
        yield code, {**row, "kind": "area", "code": code}, parts


def build(folder: Path) -> None:
    """All tables of ``data/`` that are not written by hand."""
    reference = Reference(folder)
    ours = list(informal(reference))
    everything = {**reference.places, **{code: row for code, row, _ in ours}}
    parts = {**reference.parts, **{code: found for code, _, found in ours}}
    districts = {code: printed(parts[code]) for code in everything}
    districts |= {c: "" for c, row in everything.items() if row["kind"] in ("lad", "ua")}
    write(
        "places.csv",
        "code,name,label,kind,districts",
        ([c, r["name"], label_of(r), r["kind"], districts[c]] for c, r in everything.items()),
    )
    recoded = [r for r in reference.parents if r["kind"] == "former_code"]
    write("former_codes.csv", "code,now", ([r["child_code"], r["parent_code"]] for r in recoded))
    meanings = names(everything)
    postcodes(reference)
    towns(reference, meanings)
    bodies(reference)


def names(everything: dict[str, Row]) -> Meanings:
    """Every spelling with the codes that it can mean, likeliest first."""
    meanings: Meanings = defaultdict(list)
    exact: dict[str, str] = {}
    for code, row in everything.items():
        for order, spelling in enumerate(spellings(row)):
            key = key_of(spelling)
            rank = RANK.index(row["kind"]) + (ALIAS if order > 1 and row["kind"] != "cauth" else 0)
            if code not in {other for _, other in meanings[key]}:
                meanings[key].append((rank, code))
            if not re.search("[a-z]{3}", spelling) and len(spelling) <= LONGEST_ACRONYM:
                exact[key] = spelling
    for row in read(DATA / "aliases.csv"):
        if not row["kind"]:
            own = meanings[key_of(row["name"])]
            own += [(ALIAS + i, c) for i, c in enumerate(row["codes"].split())]
    write(
        "names.csv",
        "name,codes,exact",
        (
            [k, " ".join(dict.fromkeys(c for _, c in sorted(m))), exact.get(k, "")]
            for k, m in sorted(meanings.items())
        ),
    )
    return meanings


def bodies(reference: Reference) -> None:
    """Local funders and offices that are not councils or ICBs, with what they serve."""
    rows = []
    for row in reference.publishers:
        if row["kind"] not in ("council", "icb", "combined_authority"):
            name = re.sub(r" \((?:former|.*functions).*\)$", "", row["name"])
            rows.append([name, row["kind"], row["place_codes"].replace(";", " ")])
    rows += [list(row.values()) for row in read(DATA / "aliases.csv") if row["kind"]]
    write("bodies.csv", "name,kind,codes", rows)


def postcodes(reference: Reference) -> None:
    """How many postcodes of each outcode lie in which district."""
    rows: dict[str, list[str]] = defaultdict(list)
    for row in reference.outcodes:
        if float(row["share"]) >= LEAST_SHARE and int(row["postcodes"]):
            rows[row["outcode"]].append(f"{row['lad_code']}:{row['postcodes']}")
    write(
        "outcodes.csv",
        "outcode,postcodes",
        ([o, " ".join(cells)] for o, cells in sorted(rows.items())),
    )


def towns(reference: Reference, meanings: Meanings) -> None:
    """Towns by size, less those that are called like a bigger place that contains them."""
    rows = []
    for row in sorted(reference.towns, key=lambda r: -int(r["population"] or 0)):
        same = {code for _, code in meanings.get(key_of(row["name"]), ())}
        if not any(row["lad_code"] in reference.parts.get(code, {}) for code in same):
            rows.append([row["name"], row["lad_code"], row["population"]])
    write("towns.csv", "name,district,population", rows)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
