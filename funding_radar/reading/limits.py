"""Whether the words around a sum make it the most or the least that may be asked for."""

import re
from collections.abc import Mapping
from functools import cache

from funding_radar.reading.tables import fill, pattern, table

MOST, LEAST, ABOUT = "max", "min", "about"
RARE = "rare"
"""A most that is reached in exceptional cases only."""
_WEAK, _NOUN, _TURNED = "weak", "noun", "turned"


def limit_of(left: str, low: str, end: int, ceiling: int) -> str:
    """The limit that a sum sets by the words before it, or else by those after it."""
    limit = limit_before(left)
    after = _after(low, end, ceiling)
    if limit in ("", ABOUT) and after:
        return after
    if limit in (MOST, LEAST) and compares(left):
        refused = pattern("sums", "limit", "turned_after").match(low, end, ceiling)
        return turned(limit) if refused else limit
    return limit


def limit_before(left: str) -> str:
    """The nearest of the words that limit; ``not`` before one turns it."""
    if _limits()[ABOUT].search(left):
        return ABOUT
    found = [(match.start(), name) for name in (MOST, LEAST) if (match := _last(name, left))]
    if not found:
        return ""
    start, name = max(found)
    return turned(name) if _limits()[_TURNED].search(left, 0, start) else name


def turned(limit: str) -> str:
    """What a refusal makes of a limit: of what is over a sum, that sum is the most."""
    return {MOST: LEAST, LEAST: MOST}[limit]


def compares(left: str) -> bool:
    """Whether a limit is said by a word that only compares: ``under``, not ``cannot exceed``."""
    match = _limits()[_WEAK].search(left)
    return match is not None and not _limits()[_TURNED].search(left, 0, match.start())


def is_named(left: str) -> bool:
    """Whether a limit is called what it is: ``minimum``, not ``more than``."""
    return _limits()[_NOUN].search(left) is not None


def is_rare(left: str, low: str, end: int, ceiling: int) -> bool:
    """Whether a most is for exceptional cases."""
    if pattern("sums", "limit", "rare").search(left):
        return True
    return pattern("sums", "limit", "rare_after").match(low, end, ceiling) is not None


def only_a_condition(left: str, low: str, end: int, ceiling: int) -> bool:
    """Whether something is asked of bids over or under a sum, which may be of any size."""
    after = pattern("sums", "limit", "compared_after").match(low, end, ceiling)
    if after is None and not compares(left):
        return False
    if pattern("sums", "limit", "condition").match(low, end, ceiling):
        return True
    return pattern("sums", "limit", "condition_before").search(left) is not None


def _last(name: str, left: str) -> re.Match[str] | None:
    """The last match that ends right before the sum: the shortest, as each runs up to it."""
    match, found = None, _limits()[name].search(left)
    while found is not None:
        match, found = found, _limits()[name].search(left, found.start() + 1)
    return match


@cache
def _limits() -> Mapping[str, re.Pattern[str]]:
    words = table("sums")["limit"]
    return {
        name: re.compile(rf"(?<![a-z])(?:{fill('sums', words[name])})")
        for name in (ABOUT, MOST, LEAST, _WEAK, _NOUN, _TURNED)
    }


def _after(low: str, end: int, ceiling: int) -> str:
    """A limit that stands after its sum: ``£500 maximum``, ``£250 upwards``."""
    if pattern("sums", "limit", "max_after").match(low, end, ceiling):
        return MOST
    return LEAST if pattern("sums", "limit", "min_after").match(low, end, ceiling) else ""
