"""Keeping a digest to three minutes: sentences go before items do."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from funding_radar.digest.content import Item

WORDS_A_MINUTE = 230
"""A little under the mean of adults who read silently, 238 (Brysbaert 2019, a meta-analysis)."""
MINUTES = 3
FRAME_WORDS = 90
"""Greeting, headings, warnings, the line of what was left out and the foot."""
LABEL_WORDS = 15
"""Labels, dates and answers around the words of one item: much of it is the same each time and skipped."""

_SHORTER: tuple[Callable[[Item], Item], ...] = (
    lambda item: replace(item, why=item.why[:2]),
    lambda item: replace(item, check=item.check[:1]),
    lambda item: replace(item, why=item.why[:1]),
)


def words(item: Item) -> int:
    """About how many words a reader meets in an item."""
    said = (
        *(item.title, item.funder, item.purpose, item.places, item.who, item.income),
        *(item.effort, item.together, item.reminder, item.cure, *item.why, *item.check),
        *(f"{change.old} {change.new}" for change in item.changes),
    )
    return LABEL_WORDS + sum(len(text.split()) for text in said)


def within_reading_time(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items, shortened and then cut from the end until they take three minutes."""
    budget = WORDS_A_MINUTE * MINUTES - FRAME_WORDS
    kept = list(items)
    for shorter in _SHORTER:
        if sum(map(words, kept)) <= budget:
            return tuple(kept)
        kept = [shorter(item) for item in kept]
    while len(kept) > 1 and sum(map(words, kept)) > budget:
        kept.pop()
    return tuple(kept)


def minutes(items: Sequence[Item]) -> int:
    """How long a reader needs, in whole minutes, at least one."""
    return max(1, -(-(FRAME_WORDS + sum(map(words, items))) // WORDS_A_MINUTE))
