"""The places of a member: names, official codes and postcodes, as official codes."""

from dataclasses import dataclass

from funding_radar.gazetteer import Gazetteer, Place
from funding_radar.members.cells import said
from funding_radar.members.faults import CellError

COUNCILS_FIRST = ("lad", "ua", "county", "met_county", "town", "outcode", "cauth", "icb", "region")
"""Which meaning of an ambiguous name a member takes: the council or county, as people say it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An official code, and a note when the name could have meant something else."""

    code: str
    note: str = ""


def placed(text: str, gazetteer: Gazetteer) -> Placed:
    """The place that a name, an official code or a postcode means.

    Raises CellError that names the nearest place.
    """
    by_code = gazetteer.place(text.upper().replace(" ", ""))
    if by_code is not None:
        return Placed(by_code.code)
    meanings = gazetteer.named(text)
    if not meanings:
        near = gazetteer.suggest(text)
        hint = f"did you mean {near[0]}?" if near else "write a council, county, town or postcode"
        msg = f"{said(text)} is not a place that we know; {hint}"
        raise CellError(msg)
    taken = min(meanings, key=_rank)
    return Placed(taken.code, _doubt(text, taken, meanings, gazetteer))


def placed_by_postcode(postcode: str, gazetteer: Gazetteer) -> Placed:
    """The council that most of a postcode's first half lies in. Raises CellError for one that is not in use."""
    shares = gazetteer.of_postcode(postcode)
    if not shares:
        msg = f"there is no postcode area {postcode.split()[0]}; correct the postcode"
        raise CellError(msg)
    code = max(sorted(shares), key=lambda district: shares[district])
    known = gazetteer.place(code)
    return Placed(code, f"{_label(known) if known else code}, by the postcode {postcode}")


def _rank(place: Place) -> int:
    return COUNCILS_FIRST.index(place.kind) if place.kind in COUNCILS_FIRST else len(COUNCILS_FIRST)


def _doubt(text: str, taken: Place, meanings: tuple[Place, ...], gazetteer: Gazetteer) -> str:
    extent = gazetteer.districts([taken.code])
    others = [place for place in meanings if gazetteer.districts([place.code]) != extent]
    if not others:
        return ""
    said = _KINDS.get(taken.kind, taken.kind.replace("_", " "))
    return f"{text!r} is taken as the {said} {_label(taken)} ({taken.code}); if you mean another, write its code"


_KINDS = {
    "lad": "council",
    "ua": "council",
    "met_county": "metropolitan county",
    "cauth": "combined authority",
}


def _label(place: Place) -> str:
    return place.label or place.name
