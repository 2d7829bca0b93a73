"""Settings: read once from config.toml, typed, and passed down."""

from funding_radar.config.load import Settings, find_config, load_settings
from funding_radar.config.sections import (
    Alliance,
    Bids,
    Consortium,
    Crawl,
    Daemon,
    Database,
    DigestSection,
    Mail,
    Retention,
    SourceTable,
)

__all__ = [
    "Alliance",
    "Bids",
    "Consortium",
    "Crawl",
    "Daemon",
    "Database",
    "DigestSection",
    "Mail",
    "Retention",
    "Settings",
    "SourceTable",
    "find_config",
    "load_settings",
]
