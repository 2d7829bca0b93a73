"""Writing the pack: every file is made before any is written, and only our own files are written over."""

import os
from pathlib import Path

from db.errors import RadarError
from funding_radar.bids.pack.agreement import agreement
from funding_radar.bids.pack.diary import plan_calendar
from funding_radar.bids.pack.document import joint_bid
from funding_radar.bids.pack.dossier import Dossier
from funding_radar.bids.pack.record import record
from funding_radar.bids.pack.workbook import budget


def pack_files(told: Dossier) -> dict[str, bytes]:
    """The files of the pack by name; the calendar is missing while there is no plan."""
    calendar = plan_calendar(told)
    files = {
        "joint-bid.docx": joint_bid(told),
        "agreement.docx": agreement(told),
        "budget.xlsx": budget(told),
        "bid.json": record(told),
    }
    return files | ({"plan.ics": calendar} if calendar is not None else {})


def write_pack(told: Dossier, folder: Path) -> list[Path]:
    """Writes the pack into a folder, made if need be. Raises RadarError when it cannot be written."""
    if not told.partners:
        msg = f"bid {told.bid.id} has no partners: invite some before a pack is made"
        raise RadarError(msg)
    files = pack_files(told)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            fresh = folder / f".{name}.new"
            fresh.write_bytes(data)
            written.append((fresh, folder / name))
        for fresh, path in written:
            fresh.replace(path)
        if "plan.ics" not in files:
            # An older plan would contradict the documents beside it.
            (folder / "plan.ics").unlink(missing_ok=True)
    except OSError as fault:
        for fresh, _ in written:
            fresh.unlink(missing_ok=True)
        msg = f"the pack cannot be written to {folder}: {os.strerror(fault.errno or 0)}"
        raise RadarError(msg) from None
    return [path for _, path in written]
