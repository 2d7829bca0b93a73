"""Keeping a file of members: all of it, or nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from db.errors import RadarError
from db.members import upsert_member
from funding_radar.members.faults import Fault, MembersFileError, Note
from funding_radar.members.profiles import MembersFile


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    new: int
    changed: int
    unchanged: int
    notes: tuple[Note, ...]


def store_members(
    session: Session, members: MembersFile, now: datetime, by: str = "members import"
) -> Imported:
    """Keeps every profile of a file. Importing it again changes nothing.

    Raises MembersFileError that lists every clash with members already held; the caller rolls back.
    """
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    faults = []
    for lined in members.profiles:
        try:
            counts[upsert_member(session, lined.profile, now, by)] += 1
        except RadarError as fault:
            faults.append(Fault(lined.line, "", str(fault)))
    if faults:
        raise MembersFileError(members.name, faults)
    return Imported(**counts, notes=members.notes)
