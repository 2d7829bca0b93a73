"""New sources: a look at an address, and the entry written into config.toml."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from db.errors import RadarError
from funding_radar.config import Settings
from funding_radar.jobs.crawling import crawl_plan
from funding_radar.whole_file import write_whole
from spiders.probe import Findings, probe


def look(
    settings: Settings,
    url: str,
    now: datetime,
    *,
    name: str = "",
    publisher: str = "",
    places: Sequence[str] = (),
) -> Findings:
    """What is at an address, by the manners of the configuration. Raises RadarError for what is no address."""
    return probe(url, crawl_plan(settings, [], now), name=name, publisher=publisher, places=places)


def write_entry(path: Path | None, toml: str) -> Path:
    """Adds a source's table to the configuration in use, all else left as it stands; the file's path.

    Raises RadarError when there is none, it cannot be written, or the source is in it already.
    """
    if path is None:
        msg = "there is no config.toml to add it to: funding-radar init makes one"
        raise RadarError(msg)
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
    except TOMLKitError as fault:
        msg = f"{path} is not TOML: {fault}"
        raise RadarError(msg) from None
    new = tomlkit.parse(toml)
    for name in new.get("sources", {}):
        if name in document.get("sources", {}):
            msg = f"{path} has a source {name} already: give this one another name with --name"
            raise RadarError(msg)
    text = path.read_text(encoding="utf-8").rstrip("\n")
    try:
        write_whole(path, f"{text}\n\n{toml.strip()}\n".encode())
    except OSError as fault:
        msg = f"{path} cannot be written: {fault.strerror}"
        raise RadarError(msg) from None
    return path
