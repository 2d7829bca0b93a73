"""Loading what funders gave before: a file of theirs, kept whole or not at all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from db.awards import save_awards
from db.engine import writing
from db.errors import RadarError
from db.views import AwardView
from funding_radar.jobs.award_rows import read_awards
from funding_radar.matching.context import funder_key


@dataclass(frozen=True, slots=True)
class AwardsReport:
    """What loading a file did: awards in it, those written, funders, and grants to people that were left out."""

    awards: int
    written: int
    funders: int
    to_people: int


def load_awards(engine: Engine, file: Path, now: datetime) -> AwardsReport:
    """Stores the awards of a file; loading it again changes nothing. Raises RadarError that lists every fault."""
    try:
        data = file.read_bytes()
    except OSError as fault:
        msg = f"{file} cannot be read: {fault.strerror}"
        raise RadarError(msg) from None
    read = read_awards(data, file.name)
    by_funder: defaultdict[str, list[AwardView]] = defaultdict(list)
    for award in {award.id: award for award in read.awards}.values():
        by_funder[funder_key(award.funder)].append(award)
    with writing(engine) as session:
        written = sum(save_awards(session, some, key, now) for key, some in by_funder.items())
    return AwardsReport(len(read.awards), written, len(by_funder), read.to_people)
