"""A file of members as profiles: the whole of it, or a list of every fault in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.members import MemberProfile
from funding_radar.gazetteer import Gazetteer
from funding_radar.members.cells import says_none, says_unknown, tidy
from funding_radar.members.columns import COLUMNS, MOST_VALUES, Column, column_of, nearest_column
from funding_radar.members.faults import (
    MOST_FAULTS,
    CellError,
    Fault,
    MembersFileError,
    Note,
)
from funding_radar.members.places import placed, placed_by_postcode
from funding_radar.members.tables import Row, read_table
from funding_radar.spreadsheets import undefused

EXAMPLE_NAME = "Example Listening Project"
"""The name in the template's example row, which is never imported."""


@dataclass(frozen=True, slots=True)
class LinedProfile:
    """A profile, with the line that states it."""

    line: int
    profile: MemberProfile


@dataclass(frozen=True, slots=True)
class MembersFile:
    """A file that was understood whole: its profiles, and what its writer may want to know."""

    name: str
    profiles: tuple[LinedProfile, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Reader:
    """One pass over a file: what was found wrong or doubtful so far."""

    gazetteer: Gazetteer
    today: date
    faults: list[Fault]
    notes: list[Note]


def read_members(data: bytes, name: str, gazetteer: Gazetteer, today: date) -> MembersFile:
    """The members that a CSV or XLSX file states; ``name`` is the file's, for messages.

    Raises MembersFileError that lists every fault with its line and column, or RadarError for what is no such file.
    """
    heading, *rows = read_table(data, name)
    reader = _Reader(gazetteer, today, [], [])
    columns = _columns(heading, rows, reader)
    found: list[LinedProfile] = []
    for row in rows if not reader.faults else []:
        profile = _profile(row, columns, reader)
        found += [profile] if profile else []
        if len(reader.faults) > MOST_FAULTS:
            break
    reader.faults += _twice(found)
    if not found and not reader.faults:
        reader.faults.append(Fault(0, "", "there is no member in it, only headings"))
    if reader.faults:
        raise MembersFileError(name, reader.faults)
    return MembersFile(name, tuple(found), tuple(sorted(reader.notes)))


def _columns(heading: Row, rows: Sequence[Row], reader: _Reader) -> dict[int, str]:
    columns: dict[int, str] = {}
    for place, cell in enumerate(heading.cells):
        written = tidy(cell)
        if not written:
            full = next(
                (row.line for row in rows if "".join(row.cells[place : place + 1]).strip()), None
            )
            if full:
                reason = f"this column has no heading, but line {full} has something in it"
                reader.faults.append(Fault(heading.line, f"column {place + 1}", reason))
            continue
        column = column_of(written)
        if column is None:
            near = nearest_column(written)
            hint = f"did you mean {near}? (or delete the column)" if near else "delete it"
            reader.faults.append(
                Fault(heading.line, written[:40], f"there is no such column; {hint}")
            )
        elif column in columns.values():
            reason = f"two columns mean {column}; delete one"
            reader.faults.append(Fault(heading.line, written[:40], reason))
        else:
            columns[place] = column
    if "name" not in columns.values() and not reader.faults:
        reader.faults.append(
            Fault(heading.line, "name", "there is no column for the names of the organisations")
        )
    elif not {"places", "postcode"} & set(columns.values()) and not reader.faults:
        reader.faults.append(
            Fault(heading.line, "places", "there is neither a column places nor postcode; add one")
        )
    return columns


def _profile(row: Row, columns: Mapping[int, str], reader: _Reader) -> LinedProfile | None:
    written = {
        column: row.cells[place]
        for place, column in columns.items()
        if place < len(row.cells) and tidy(row.cells[place])
    }
    if tidy(written.get("name", "")) == EXAMPLE_NAME:
        reader.notes.append(Note(row.line, "name", "the template's example was left out"))
        return None
    before = len(reader.faults)
    _check_width(row, columns, reader)
    states: dict[str, Any] = {}
    for column, cell in written.items():
        _read_cell(row.line, column, cell, states, reader)
    by_postcode = _places_of_postcode(row.line, states, reader)
    name = states.pop("name", None)
    faulty = {fault.column for fault in reader.faults[before:]}
    if name is None and "name" not in faulty:
        reader.faults.append(Fault(row.line, "name", "every member needs a name"))
    if not (states.get("places") or states.get("postcode") or faulty & {"places", "postcode"}):
        reason = "write where this member works, or fill in postcode"
        reader.faults.append(Fault(row.line, "places", reason))
    _check_together(row.line, states, reader)
    if len(reader.faults) > before:
        return None
    return LinedProfile(row.line, MemberProfile(name or "", states, by_postcode))


def _check_width(row: Row, columns: Mapping[int, str], reader: _Reader) -> None:
    beyond = [cell for cell in row.cells[max(columns, default=0) + 1 :] if cell.strip()]
    if beyond:
        reason = f"there is more than the headings allow for ({tidy(beyond[0])[:40]!r}); is a quotation mark missing?"
        reader.faults.append(Fault(row.line, "", reason))


def _read_cell(line: int, name: str, cell: str, states: dict[str, Any], reader: _Reader) -> None:
    column = COLUMNS[name]
    text = undefused(cell.strip())
    if says_unknown(tidy(text)):
        if name == "name":
            reader.faults.append(Fault(line, name, "every member needs a name"))
        else:
            states[name] = None
        return
    try:
        if column.many and says_none(tidy(text)):
            states[name] = ()
        elif column.many:
            states[name] = _several(line, column, text, reader)
        else:
            states[name] = column.read(tidy(text))
    except CellError as fault:
        reader.faults.append(Fault(line, name, str(fault)))


def _several(line: int, column: Column, text: str, reader: _Reader) -> tuple[Any, ...]:
    """The values of a cell, parted by ``;`` or lines; by commas too, where a whole piece means nothing."""
    pieces = [tidy(undefused(piece.strip())) for piece in text.replace("\n", ";").split(";")]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > MOST_VALUES:
        msg = f"{len(pieces)} values are too many for one cell; the most is {MOST_VALUES}"
        raise CellError(msg)
    values: list[Any] = []
    for piece in pieces:
        try:
            values.append(_one(line, column, piece, reader))
        except CellError:
            if "," not in piece or column.name == "grants_held":
                raise
            values += [
                _one(line, column, tidy(part), reader) for part in piece.split(",") if part.strip()
            ]
    return tuple(dict.fromkeys(values))


def _one(line: int, column: Column, piece: str, reader: _Reader) -> Any:
    if column.name != "places":
        return column.read(piece)
    place = placed(column.read(piece), reader.gazetteer)
    if place.note:
        reader.notes.append(Note(line, column.name, place.note))
    return place.code


def _places_of_postcode(line: int, states: Mapping[str, Any], reader: _Reader) -> tuple[str, ...]:
    if not states.get("postcode"):
        return ()
    try:
        place = placed_by_postcode(states["postcode"], reader.gazetteer)
    except CellError as fault:
        reader.faults.append(Fault(line, "postcode", str(fault)))
        return ()
    if not states.get("places"):
        reader.notes.append(Note(line, "places", f"none stated; until they are: {place.note}"))
    return (place.code,)


def _check_together(line: int, states: Mapping[str, Any], reader: _Reader) -> None:
    """What is wrong only with two cells together, or with today."""

    def of(column: str) -> Any:
        return states.get(column)

    def fault(column: str, reason: str) -> None:
        reader.faults.append(Fault(line, column, reason))

    for less, more, reason in (
        ("min_award", "max_award", "it is more than max_award; are they the wrong way round?"),
        ("unrelated_trustees", "trustees", "there are more of them than trustees"),
    ):
        if of(less) is not None and of(more) is not None and of(less) > of(more):
            fault(less, reason)
    if of("consent_on") is not None and of("consent_on") > reader.today:
        fault(
            "consent_on",
            f"{of('consent_on')} is still to come; write the day on which consent was given",
        )
    if of("income_year") is not None and not 1950 <= of("income_year") <= reader.today.year + 1:
        fault("income_year", f"{of('income_year')} cannot be the year of your last accounts")
    if of("contact_name") and not of("contact_email"):
        reader.notes.append(Note(line, "contact_name", "kept only beside a contact_email"))
    if of("contact_email") and not of("consent_on"):
        reader.notes.append(
            Note(line, "consent_on", "no consent stated here: no digest goes out without one")
        )
    if of("led_by") and not of("led_by_consent"):
        reader.notes.append(Note(line, "led_by", "kept only with led_by_consent: yes"))


def _twice(found: Sequence[LinedProfile]) -> list[Fault]:
    faults = []
    seen: dict[tuple[str, str], int] = {}
    for lined in found:
        keys = {"name": lined.profile.name.casefold()} | {
            column: lined.profile.states.get(column)
            for column in ("charity_number", "company_number")
        }
        for column, value in keys.items():
            if value and (first := seen.setdefault((column, value), lined.line)) != lined.line:
                faults.append(
                    Fault(lined.line, column, f"line {first} has the same; keep one of the two")
                )
    return faults
