"""Organisations as texts name them: one name for each, however it is spelled or shortened."""

import re
from functools import cache

from funding_radar.reading.tables import table
from funding_radar.reading.text import folded

_BODY = re.compile(
    r"(?:\b(?:[A-Z][\w'’&-]{1,30}|St\.|of|and|for|the|in|our)\s+){0,6}"
    r"\b(?:Foundation|Trust|Council|Board|Partnership|CVS|Alliance|Authority|Commissioner|Lottery|ICB|Charity|Association|"
    r"(?:Department|Office|Ministry)(?:\s+(?:of|for|and|[A-Z][\w'’&-]{1,30})){1,6})\b"
)
_MAY_FUND = re.compile(
    r"\b(?:foundation|trust|council|board|authority|commissioner|lottery|icb|charity|association|homes|department|"
    r"office|ministry|fund)\b"
)
_ONLY_TELLS = re.compile(r"\bvoluntary\b|\bcvs\b|\bvolunteer|\bcommunity action\b")
JOINING = {"of", "and", "for", "the", "in", "our", "a"}


def body_of(words: str) -> str:
    """The name of an organisation, to be compared.

    >>> body_of("The Ninefold Trust Ltd"), body_of("DHSC")
    ('ninefold trust', 'department of health and social care')
    """
    known = _known().get(_key(words))
    if known:
        return known
    parts = [part for part in _plain(words).split() if part not in {"ltd", "limited"}]
    while parts and parts[0] in JOINING:
        parts.pop(0)
    bare = " ".join(parts)
    return _known().get(_key(bare), bare)


def bodies_in(text: str) -> frozenset[str]:
    """The organisations that a text names: those that many know by other names too, and what looks like one."""
    found = {_known()[_key(match.group())] for match in _spelled().finditer(text)}
    rest = _spelled().sub(" ; ", text)
    found |= {body_of(match.group()) for match in _BODY.finditer(rest)}
    return frozenset(found - {""})


def known_in(text: str) -> frozenset[str]:
    """Of the organisations that a text names, those of the table."""
    return frozenset(_known()[_key(match.group())] for match in _spelled().finditer(text))


def is_known(body: str) -> bool:
    """Whether an organisation is one of the table."""
    return body in _canonical()


def may_fund(body: str) -> bool:
    """Whether a publisher may be the funder itself, and not only one who tells of it."""
    return is_known(body) or bool(_MAY_FUND.search(body) and not _ONLY_TELLS.search(body))


def without_bodies(words: str) -> str:
    """Words without the organisations in them, such as a fund's own name after its funder's."""
    return _BODY.sub(" ", _spelled().sub(" ", words))


def without_known(words: str) -> str:
    """Words without the organisations of the table in them."""
    return _spelled().sub(" ", words)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", folded(words)))


def _key(words: str) -> str:
    return " ".join(word for word in _plain(re.sub("['’]", "", words)).split() if word != "and")


@cache
def _known() -> dict[str, str]:
    return {
        _key(spelling): body
        for body, spellings in table("same_call")["funders"].items()
        for spelling in (body, *spellings)
    }


@cache
def _canonical() -> frozenset[str]:
    return frozenset(table("same_call")["funders"])


@cache
def _spelled() -> re.Pattern[str]:
    """Names in any case, but initials only in their own: CAF is one, caf is not."""
    spellings = [
        spelling
        for body, others in table("same_call")["funders"].items()
        for spelling in (body, *others)
    ]
    spellings.sort(key=len, reverse=True)
    names = (_loose(each) for each in spellings if " " in each)
    initials = (re.escape(each) for each in spellings if " " not in each)
    return re.compile(rf"\b(?:(?i:{'|'.join(names)})|{'|'.join(initials)})\b")


def _loose(name: str) -> str:
    """A name with any commas, ampersands and apostrophes."""
    words = [re.escape(word) for word in re.findall(r"[\w'’-]+", name) if word not in ("and", "&")]
    return r"[\s,&]+(?:and\s+)?".join(word.replace("'", "['’]") for word in words)
