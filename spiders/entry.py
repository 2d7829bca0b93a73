"""A source as the catalogue, the configuration and a crawl's plan know it: plain and JSON-able."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source of funding: what it is, where it is, how often it is visited.

    ``shape`` names the way in which it is read; ``options`` are the attributes of that shape. ``every`` is hours
    between two visits, ``delay`` seconds between two requests (None: as the configuration says).
    """

    name: str
    publisher: str
    licence: str
    home_page: str
    shape: str
    url: str
    places: tuple[str, ...] = ()
    paused: bool = False
    paused_because: str = ""
    expects_at_least: int = 1
    every: float = 24
    delay: float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def attributes(self) -> dict[str, Any]:
        """What a source object is given."""
        return {
            "publisher": self.publisher,
            "licence": self.licence,
            "home_page": self.home_page,
            "url": self.url,
            "places": self.places,
            "expects_at_least": self.expects_at_least,
            "every": self.every,
            "paused_because": self.paused_because,
            **self.options,
        }

    def at(self, url: str) -> "SourceEntry":
        """The same source at another address."""
        return replace(self, url=url)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "SourceEntry":
        """The entry that ``dataclasses.asdict`` wrote."""
        return cls(**{**row, "places": tuple(row["places"])})
