"""Finding the cards of a listing that nobody has described yet: parts that repeat and carry labelled values."""

from collections import defaultdict
from typing import Any

from parsel import Selector
from scrapy.http import TextResponse

from spiders.fields import Refused
from spiders.labels import pairs, stated

_MOST_GROUPS = 60
_MOST_CARDS = 200
_TITLES = ("h2", "h3", "h4", "h5", "a")
_NEXT = ("a[rel=next]", "a.next", ".next a", ".pagination-next a")


def find_cards(page: TextResponse) -> dict[str, Any]:
    """The selectors of a listing's cards, as a site's table has them; empty where nothing repeats with labels."""
    best: tuple[int, int, str] = (0, 0, "")
    fields: set[str] = set()
    for selector, cards in _groups(page):
        found = [_fields(card) for card in cards]
        labelled = sum(bool(one) for one in found)
        if labelled < 2 or labelled * 2 < len(cards):
            continue
        rank = (len({name for one in found for name in one}), labelled, selector)
        if rank[:2] > best[:2]:
            best, fields = rank, {name for one in found for name in one}
    if not best[2]:
        return {}
    cards = page.css(best[2])
    title = next(tag for tag in _TITLES if cards[0].css(tag))
    table: dict[str, Any] = {
        "cards": best[2],
        "title": title,
        "fields": sorted(fields),
        "count": len(cards),
    }
    following = next((css for css in _NEXT if page.css(css)), "")
    return {**table, "next_link": f"{following}::attr(href)"} if following else table


def _groups(page: TextResponse) -> list[tuple[str, list[Selector]]]:
    """Parts with the same tag and class that have a heading or a link, the most frequent first."""
    groups: dict[str, list[Selector]] = defaultdict(list)
    for node in page.css("main [class], body [class], tr, li, article"):
        tag = node.root.tag
        for name in str(node.root.get("class") or "").split()[:3] or [""]:
            if name.replace("-", "").replace("_", "").isalnum() or not name:
                groups[f"{tag}.{name}" if name else str(tag)].append(node)
    fitting = [
        (selector, list(dict.fromkeys(nodes)))
        for selector, nodes in groups.items()
        if 2 <= len(nodes) <= _MOST_CARDS and any(nodes[0].css(tag) for tag in _TITLES)
    ]
    return sorted(fitting, key=lambda group: -len(group[1]))[:_MOST_GROUPS]


def _fields(card: Selector) -> set[str]:
    try:
        return set(stated(pairs(card), {})) - {"kind", "place_names"}
    except Refused:
        return set()
