"""Any RSS or Atom feed."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from spiders.base import FeedSource
from spiders.fields import Refused, SightingDraft
from spiders.text import plain


class FeedSite(FeedSource):
    """A feed of news or funds. An entry keeps its reference (guid) when its words change.

    A feed shows the latest entries only, so an entry that leaves it is not gone.
    """

    def read(self, entry: Mapping[str, Any]) -> Iterator[SightingDraft | Refused]:
        """Title, words and day of one entry."""
        link = str(entry.get("link") or "")
        yield SightingDraft(
            source=self.name,
            source_ref=str(entry.get("id") or link),
            url=link if link.startswith(("http://", "https://")) else self.url,
            title=plain(str(entry.get("title") or "")),
            text=entry_text(entry),
            publisher=self.publisher,
            published_on=entry_day(entry),
        )


def entry_text(entry: Mapping[str, Any]) -> str:
    """The longest that an entry says: its content, or its summary."""
    bodies = [str(part.get("value") or "") for part in entry.get("content") or []]
    return max([*bodies, str(entry.get("summary") or "")], key=len)


def entry_day(entry: Mapping[str, Any]) -> date | None:
    """The day of an entry in UTC; None when it does not say."""
    # Asked for "updated" where there is none, feedparser gives "published", with a warning.
    said = [name for name in ("published_parsed", "updated_parsed") if name in entry]
    parsed = next(filter(None, (entry[name] for name in said)), None)
    if not parsed:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
