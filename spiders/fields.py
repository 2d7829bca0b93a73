"""What a source hands over: a draft of a sighting, or a refusal that says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from spiders.text import mend, sound, tidy

MAX_TITLE = 500
MAX_TEXT = 60_000
"""The longest text kept of one item, in characters: a call's own page is far under it."""


SURPRISES = (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError)
"""What reading a page raises when the page is not at all what its publisher promises."""


class Refused(Exception):  # noqa: N818 - it is a word of the house, and not always raised
    """Something a source would not take; the message is the reason, one plain sentence."""


@dataclass(frozen=True, slots=True)
class SightingDraft:
    """What one source published about one thing, as read from a page.

    ``text`` is plain text or HTML as published. ``stated`` holds what the source said in fields of its own: keys are
    values of ``db.vocabulary.Field`` (with fact values: ISO days or minutes, whole pounds, codes), and besides
    ``kind`` and ``status`` where the source's own structure decides them, and ``strands`` for lots.
    With ``amends`` it is laid over what is stored instead of replacing it.

    Raises Refused without a title or a reference.
    """

    source: str
    source_ref: str
    url: str
    title: str
    text: str = ""
    publisher: str = ""
    published_on: date | None = None
    stated: Mapping[str, Any] = field(default_factory=dict)
    amends: bool = False

    def __post_init__(self) -> None:
        title = tidy(mend(self.title))
        if not title:
            msg = "an item without a title"
            raise Refused(msg)
        object.__setattr__(self, "source_ref", sound(self.source_ref))
        if not self.source_ref:
            msg = f"an item without a reference of its own: {title[:80]}"
            raise Refused(msg)
        object.__setattr__(self, "title", title[:MAX_TITLE])
        object.__setattr__(self, "text", mend(self.text)[:MAX_TEXT])
        object.__setattr__(self, "publisher", tidy(mend(self.publisher))[:MAX_TITLE])
        object.__setattr__(self, "url", sound(self.url))
        object.__setattr__(self, "stated", sound(self.stated))

    def as_json(self) -> dict[str, Any]:
        """The draft as plain JSON; what is empty is left out."""
        row = {f.name: getattr(self, f.name) for f in fields(self)}
        if self.published_on:
            row["published_on"] = self.published_on.isoformat()
        row["stated"] = dict(self.stated)
        return {key: value for key, value in row.items() if value}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "SightingDraft":
        """The draft that ``as_json`` wrote."""
        day = row.get("published_on")
        return cls(**{**row, "published_on": date.fromisoformat(day) if day else None})


@dataclass(frozen=True, slots=True)
class Ask:
    """A page that a source wants to see next. ``role`` says how it is read, ``card`` what the listing said of it."""

    url: str
    role: str = "page"
    card: SightingDraft | None = None
    depth: int = 0
    stamp: str = ""
    """What stands for the page's state, such as its date in a sitemap: the same again need not be asked for."""

    def as_json(self) -> dict[str, Any]:
        """The ask as plain JSON; how deep it was found does not matter."""
        row: dict[str, Any] = {"url": self.url, "role": self.role}
        if self.card:
            row["card"] = self.card.as_json()
        return {**row, "stamp": self.stamp} if self.stamp else row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Ask":
        """The ask that ``as_json`` wrote."""
        card = row.get("card")
        draft = SightingDraft.from_json(card) if card else None
        return cls(row["url"], row["role"], draft, stamp=row.get("stamp", ""))
