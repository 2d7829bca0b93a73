"""Whether a crawl is to be believed: enough items, and none of the fields lost that the source used to have."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from db.vocabulary import Kind

FEWEST_TO_JUDGE = 5
"""Items; fewer say nothing about a field's share, only that none of them has what all had."""
FEWEST_WITHOUT = 3
"""So many items, none with a field that all had before, are a fault even of a small site."""
USUAL_SHARE = 0.5
"""A field that so many of the items had is one that the source usually has."""
LOST_SHARE = 0.4
"""With less than so much of its usual share, a field is lost."""
_OPEN = (None, Kind.OPEN_CALL.value)
_ALWAYS = ("text", "publisher", "published_on")
_NOT_FIELDS = frozenset({"kind", "released_at", "releases", "stage", "notice", "status"})


def coverage(items: Iterable[Any]) -> dict[str, int]:
    """How many of the items that may be open calls had each field; ``items`` counts them."""
    open_now = [item for item in items if item.stated.get("kind") in _OPEN]
    if not open_now:
        return {}
    counts = Counter(name for item in open_now for name in item.stated)
    for name in _NOT_FIELDS & set(counts):
        del counts[name]
    for name in _ALWAYS:
        counts[name] = sum(1 for item in open_now if getattr(item, name))
    counts["items"] = len(open_now)
    return dict(counts)


def lost_fields(now: Mapping[str, int], past: Mapping[str, int]) -> list[str]:
    """The fields that the source used to have and has no more.

    >>> lost_fields({"items": 10, "text": 10}, {"items": 50, "text": 50, "deadline": 48})
    ['deadline']
    >>> lost_fields({"items": 3, "text": 3}, {"items": 6, "text": 6, "deadline": 6, "max_amount": 5})
    ['deadline']
    """
    items, before = now.get("items", 0), past.get("items", 0)
    if items < FEWEST_WITHOUT or before < FEWEST_TO_JUDGE:
        return []
    if items < FEWEST_TO_JUDGE:
        return sorted(name for name, count in past.items() if count == before and not now.get(name))
    return sorted(
        name
        for name, count in past.items()
        if count / before >= USUAL_SHARE and now.get(name, 0) / items < count / before * LOST_SHARE
    )


def too_few(found: int, expected: int) -> str | None:
    """The sentence for a crawl that found fewer than expected; None when it found enough."""
    if found >= expected:
        return None
    noun = "item" if found == 1 else "items"
    return f"found {found} {noun} where at least {expected} are expected"


def lost(names: list[str]) -> str | None:
    """The sentence for lost fields; None when none is lost."""
    if not names:
        return None
    words = ", ".join(name.replace("_", " ") for name in names)
    return f"the items no longer say: {words} (the site may have changed)"
