"""What funders, publishers and links tell of two sightings: whether the same people are behind them."""

from funding_radar.reading.call_key import CallKey
from funding_radar.reading.call_names import name_of
from funding_radar.reading.funders import body_of, may_fund

Told = tuple[float, str]
"""Points and the sentence that says why; none where nothing is told."""


def funders_alike(one: CallKey, other: CallKey) -> Told:
    """What the organisations that two sightings name, and are published by, add to their likeness."""
    mine, theirs = body_of(one.funder), body_of(other.funder)
    # All that one site tells has one publisher: that says nothing.
    own = {mine} if one.source and one.source == other.source else set()
    shared = (one.bodies & other.bodies) - own
    points, why = 0.0, ""
    if shared:
        points = min(0.30, 0.12 + 0.09 * (len(shared) - 1))
        why = f"both name {', '.join(sorted(shared)[:3])}"
    if _links(one, other):
        return 0.30, "one links to the other's page"
    if page := _page_shared(one, other):
        return 0.30, f"both link to {page}"
    told = names_body(other.words, mine) or names_body(one.words, theirs)
    if points < 0.17 and told and not own:
        return 0.17, "one names the other's publisher"
    if points < 0.15 and mine and mine == theirs and not own:
        return 0.15, "the same publisher"
    if why:
        return points, why
    if _by_initials(one, other) or _by_initials(other, one):
        return 0.10, "one names the other's funder by its initials"
    if not own and (_half_named(one, other) or _half_named(other, one)):
        return 0.10, "one names the other's publisher by half"
    if one.may_fund - own and other.may_fund - own:
        return -0.15, "they name different organisations"
    if own or not (may_fund(mine) or may_fund(theirs)):
        return 0.0, ""
    return -0.05, "different publishers"


def names_body(words: str, body: str) -> bool:
    """Whether words name an organisation."""
    return len(body) >= 5 and f" {body} " in words


def _half_named(one: CallKey, other: CallKey) -> bool:
    """Whether the other's words have a rare word of the publisher's name: Steelwater for its foundation."""
    places = one.place_stems | other.place_stems
    rare = (word for word, worth in name_of(one.funder).weights.items() if worth == 1.0)
    return any(len(w) > 5 and w not in places and f" {w} " in other.words for w in rare)


def _links(one: CallKey, other: CallKey) -> bool:
    return any(
        len(a.url) > _SHORT_URL and a.url.rstrip("/") in b.text
        for a, b in ((one, other), (other, one))
    )


def _page_shared(one: CallKey, other: CallKey) -> str:
    return min(one.pages_linked & other.pages_linked, default="")


_SHORT_URL = 24
"""A home page is linked from anywhere; an address must be longer to be that of one fund."""


def _by_initials(one: CallKey, other: CallKey) -> bool:
    return any(len(i) >= _LEAST_INITIALS and i.upper() in other.capitals for i in one.initials)


_LEAST_INITIALS = 3
