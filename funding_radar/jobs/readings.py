"""A sighting as the readers get it, and what they make of it: one reading for each strand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.models import Sighting
from db.vocabulary import Field, Kind, Status
from funding_radar.reading import read, read_strands
from funding_radar.reading.facts import Item, Reading

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer


def readings_of(sighting: Sighting, areas: Sequence[str], gazetteer: "Gazetteer") -> list[Reading]:
    """What a sighting says, by strand: a page that names two parts alike means the first."""
    found: dict[str, Reading] = {}
    for reading in _every(sighting, areas, gazetteer):
        found.setdefault(reading.strand, reading)
    return list(found.values())


def kind_of(readings: Sequence[Reading]) -> Kind:
    """What the readers took a whole sighting for."""
    if any(reading.own_text for reading in readings):
        return Kind.DIGEST
    return readings[0].kind if readings else Kind.OTHER


def _every(sighting: Sighting, areas: Sequence[str], gazetteer: "Gazetteer") -> Iterator[Reading]:
    stated = dict(sighting.stated)
    kind, strands = stated.pop("kind", None), stated.pop("strands", None) or ()
    item = Item(
        title=sighting.title,
        text=sighting.text,
        url=sighting.url,
        publisher=sighting.publisher,
        published_on=sighting.published_on,
        stated=_fields(stated),
        publisher_areas=tuple(areas),
    )
    if len(strands) > 1:
        for strand in strands:
            part = replace(
                item,
                title=f"{item.title}: {strand['title']}",
                stated={**item.stated, **_fields(strand)},
            )
            yield _as_stated(replace(read(part, gazetteer), strand=strand["title"]), kind)
        return
    for reading in read_strands(item, gazetteer):
        yield _as_stated(reading, kind)


def _as_stated(reading: Reading, kind: str | None) -> Reading:
    # What the source's own structure decides (an award notice, a cancelled tender) beats the prose.
    return replace(reading, kind=Kind(kind)) if kind else reading


def _fields(stated: Mapping[str, Any]) -> dict[Field, Any]:
    known = {field.value for field in Field}
    # That it is gone, its absence says by itself: no word of its own is quoted for it.
    return {
        Field(name): value
        for name, value in stated.items()
        if name in known and value not in (None, Status.GONE)
    }
