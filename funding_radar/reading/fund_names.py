"""What a fund is called, in a headline or in the words under it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from funding_radar.reading.call_names import Name, name_of
from funding_radar.reading.funders import known_in, without_known

_KINDS = r"(?:Funds?|Funding|Schemes?|Programmes?|Grants?|Awards?|Initiative|Chest|Prize|Bursary|Bursaries)"
_NAMED = re.compile(
    rf"(?:[A-Z0-9][\w'’&-]*(?:,(?=\s+[A-Z]))?|of|and|for|the|in|&)(?:\s+(?:[A-Z0-9][\w'’&-]*(?:,(?=\s+[A-Z]))?|of|and|for|the|in|&)){{0,8}}?\s+{_KINDS}\b"
    rf"(?!\s+(?:{_KINDS})\b)"
)
_READ = 600
"""Letters in which a text says what it is about."""
_LEAST_NAME = 0.85
"""What the words of a name tell at least: "Small Grants" is the name of many."""


@dataclass(frozen=True, slots=True)
class FundName:
    """A fund's name taken apart, and whether the headline has it or only the text."""

    name: Name
    in_title: bool


@lru_cache(maxsize=20_000)
def fund_name(title: str, text: str) -> FundName | None:
    """The name of the fund that a headline names, else that the first words under it name; None where neither does.

    >>> fund_name("Last chance for local groups", "The Kingfisher Fund gives £5,000.").name.words
    ('the', 'kingfisher', 'fund')
    """
    for words, in_title in ((title, True), (text[:_READ], False)):
        for match in _NAMED.finditer(words):
            bare = without_known(match.group())
            if bare != match.group() and known_in(match.group()) and not _KIND_LEFT.search(bare):
                continue
            name = name_of(bare)
            if name.weight >= _LEAST_NAME:
                return FundName(name, in_title)
            if in_title:
                # It has a name, though one that many have: what its text names is another fund.
                return None
    return None


def names_a_fund(title: str) -> bool:
    """Whether a headline names a fund at all, be it with a name that many have."""
    return bool(_NAMED.search(title))


_KIND_LEFT = re.compile(rf"\b{_KINDS}\b")
