"""What a sum is of: an award's limits, the whole pot, an earlier round, an income, a price."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from db.vocabulary import Basis
from funding_radar.reading.cues import cues
from funding_radar.reading.headings import shut_out_by_heading
from funding_radar.reading.limits import (
    LEAST,
    MOST,
    RARE,
    compares,
    is_named,
    is_rare,
    limit_before,
    limit_of,
    only_a_condition,
    turned,
)
from funding_radar.reading.money import Sum, sums
from funding_radar.reading.tables import fill, pattern, table
from funding_radar.reading.text import Document
from funding_radar.reading.weighing import (
    AWARD,
    FAINT,
    FUNDING,
    INCOME,
    LARGE,
    PART,
    POT,
    SURELY,
    WIDER,
    Points,
    weigh,
)

_REACH = 140
_LETTERS_A_POINT = 22
_FEWEST_YEARS, _MOST_YEARS = 2, 5
_MUCH_MORE = 3
"""Times the size of a grant that a pot has at least."""
_NAMED = 12
_ANY = 10**12

_AND = re.compile(
    r"\s?(?:,|,? and|,? or|,? nor|/|,? but)? ?(?:of )?"
    r"(?:up to |a maximum of |over |less than |under |more than |below |at least |"
    r"(?:no|not) (?:more|less|greater|lower) than )?"
)
_AGAIN = " ("
"""What comes before a sum told once more: ``£30,000 (£10,000 a year)``."""
_AND_WHO = re.compile(
    r",? (?:and|or|but) (?:[a-z][\w'-]* ){1,4}(?:up to )?|, (?:[a-z][\w'-]* ){1,3}(?:for|up to) |"
    r" (?:for|to) (?:[a-z][\w'-]*,? ){1,8}(?:and|or|but) (?:up to )?"
)
"""The same for somebody else: ``and consortia for``, ``for halls and``."""
_OF_A_WHOLE = re.compile(r" of (?:the|a|an|our|this|its)(?: [\w'-]+){0,3} ")
_NAMED_FUND = re.compile(
    r"(?: per annum| per year| a year| pa| p\.a\.)?(?= [A-Z])"
    r"(?: (?:[A-Z][\w&'’.-]*|of|for|the|and|in|to|with|on|&)){1,10}?"
    r" (?:Fund|Programme|Program|Scheme|Pot|Initiative|Challenge)\b(?! [Rr]equest)"
)
_OF_WHICH = re.compile(r",? of which (?:up to |over |around |just over )?")
_LABELLED = re.compile(r"[a-z)]\s?:\s?\S{0,3}\Z")
_LONGEST_COLON = 7
_SHORT_JOIN = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A sum with what it is of, how sure that is, which limit it sets and what it is counted by."""

    sum: Sum
    of: str
    points: float
    limit: str
    basis: Basis


def told_sums(document: Document) -> list[Told]:
    """Every sum of a text with what its words say it is of."""
    if "sums" not in document.kept:
        document.kept["sums"] = _told_sums(document)
    told: list[Told] = document.kept["sums"]
    return told


def _told_sums(document: Document) -> list[Told]:
    found = sums(document.low)
    told: list[Told] = []
    for number, one in enumerate(found):
        end = found[number + 1].start if number + 1 < len(found) else len(document.low)
        told.append(_told(document, one, told[-1] if told else None, end))
    return [replace(one, of=_of_funding(one, told)) if one.of == FUNDING else one for one in told]


def _of_funding(one: Told, told: Sequence[Told]) -> str:
    """A grant where a larger pot is told, else the pot where it is much more than any grant."""
    if any(other.of == POT and other.sum.pounds > one.sum.pounds for other in told):
        return AWARD
    most = max((other.sum.pounds for other in told if other.of == AWARD), default=LARGE)
    return POT if one.sum.pounds >= min(LARGE, _MUCH_MORE * most) else AWARD


def _told(document: Document, one: Sum, before: Told | None, following: int) -> Told:
    low, number = document.low, document.index_at(one.start)
    sentence = document.sentences[number]
    beside = before if before is not None and before.sum.end > sentence.start else None
    floor = max(sentence.start, one.start - _REACH, beside.sum.end if beside else 0)
    ceiling = min(max(sentence.end, one.end), one.end + _REACH, following)
    left = low[floor : one.start]
    label = _label_over(document, number, left)
    said = one
    one, limit = _limited(one, left, label, low, ceiling)
    comparing = limit in (MOST, LEAST) and compares(left)
    if shut_out_by_heading(document, number) and (limit == LEAST or comparing):
        limit = turned(limit)
    points = _points(document, number, (floor, one, ceiling))
    if (label and AWARD in points) or (one is not said and limit):
        points[AWARD] = max(points.get(AWARD, 0), SURELY)
    if beside is not None:
        limit = _go_on(points, beside, one, left, limit)
        if beside.of not in (AWARD, INCOME) and _is_what_is_left(low, left, one, ceiling):
            points[POT] = beside.points + 2
    named = is_named(left) or bool(label)
    of = weigh(points, one, limit, plain=not comparing, named=named)
    asked = limit == LEAST and low.startswith("?", sentence.end - 1)
    if asked or not _limits_bids(of, limit, left, low, one, ceiling):
        of = ""
    if beside is not None and _years_of(one, beside):
        of, limit = AWARD, MOST
    if of == AWARD and limit == MOST and one.low is None and is_rare(left, low, one.end, ceiling):
        limit = RARE
    return Told(one, of, points.get(of, 0), limit, _basis(low, floor, one, ceiling))


def _limited(one: Sum, left: str, label: str, low: str, ceiling: int) -> tuple[Sum, str]:
    """A sum with its limit; of a change from one sum to another only the second counts."""
    if one.low is not None and pattern("sums", "basis", "moved").search(left):
        capped = pattern("sums", "basis", "capped").search(left)
        return replace(one, low=None), MOST if capped else ""
    return one, limit_of(left, low, one.end, ceiling) or limit_before(label)


def _limits_bids(of: str, limit: str, left: str, low: str, one: Sum, ceiling: int) -> bool:
    """Whether what compares with a sum bounds what may be asked for, and is no mere condition."""
    if limit == LEAST and pattern("sums", "limit", "exceptional").search(left):
        return False
    if of == AWARD and limit in (MOST, LEAST) and one.low is None:
        return not only_a_condition(left, low, one.end, ceiling)
    return True


def _go_on(points: Points, beside: Told, one: Sum, left: str, limit: str) -> str:
    """What a sum shares with the one before it: ``£1,000 or £5,000``; its limit."""
    again = left == _AGAIN and one.pounds <= beside.sum.pounds
    same = again or (len(left) < _SHORT_JOIN and _AND.fullmatch(left) is not None)
    if beside.of == INCOME and "up to" in left:
        same = False
    other = any(kind != AWARD and worth >= FAINT for kind, worth in points.items())
    likewise = beside.of in (AWARD, PART) and not other and _AND_WHO.fullmatch(left)
    if beside.of and (same or likewise):
        points[beside.of] = max(points.get(beside.of, 0), beside.points + (0 if again else 2))
        return limit or beside.limit
    if POT in points and beside.of == POT and _OF_A_WHOLE.fullmatch(left):
        points[WIDER] = points[POT] + 4
    return limit


def _label_over(document: Document, number: int, left: str) -> str:
    """The words of the cell or line above that name a limit, where a sum begins its own: ``Min award``."""
    label = document.label_of(number)
    if left.strip() or label is None:
        return ""
    words = document.low[label.start : label.end].rstrip(": ") + " "
    return words if is_named(words) else ""


def _is_what_is_left(low: str, left: str, one: Sum, ceiling: int) -> bool:
    """Whether a sum is the part of a wider pot that is to be had here."""
    available = pattern("sums", "basis", "available").match(low, one.end, ceiling)
    return _OF_WHICH.fullmatch(left) is not None and available is not None


def _years_of(one: Sum, before: Told) -> bool:
    """Whether a sum is the yearly award named just before it, over some years."""
    yearly = before.of in (AWARD, FUNDING) and before.basis is Basis.PER_YEAR and one.low is None
    if not yearly or not before.sum.pounds:
        return False
    years, rest = divmod(one.pounds, before.sum.pounds)
    return rest == 0 and _FEWEST_YEARS <= years <= _MOST_YEARS


def _points(document: Document, number: int, reach: tuple[int, Sum, int]) -> Points:
    """What the words before a sum, after it and in the label above speak of, and how strongly."""
    floor, one, ceiling = reach
    low = document.low
    points: Points = {}
    found = cues("sums", "before").within(low, floor, one.start)
    for cue in found:
        worth = cue.points - (one.start - cue.end) / _LETTERS_A_POINT
        points[cue.kind] = max(points.get(cue.kind, 0), worth)
    for kind, worth, (least, most), after in _after():
        fits = least <= one.pounds <= most and points.get(kind, 0) < worth
        if fits and after.match(low, one.end, ceiling):
            points[kind] = worth
    if _NAMED_FUND.match(document.text, one.end, ceiling):
        points[POT] = max(points.get(POT, 0), _NAMED)
    label = document.label_of(number)
    start = max(document.sentences[number].start, one.start - _LONGEST_COLON)
    labelled = _LABELLED.search(low, start, one.start)
    if label is not None and not found and not labelled and "£" not in low[label.start : label.end]:
        for cue in cues("sums", "before").within(low, label.start, label.end):
            points[cue.kind] = max(points.get(cue.kind, 0), cue.points - 1)
    return points


@cache
def _after() -> tuple[tuple[str, float, tuple[int, int], re.Pattern[str]], ...]:
    return tuple(
        (
            row["kind"],
            float(row["points"]),
            (row.get("least", 0), row.get("most", _ANY)),
            re.compile(fill("sums", "|".join(row["words"]))),
        )
        for row in table("sums")["after"]
    )


def _basis(low: str, floor: int, one: Sum, ceiling: int) -> Basis:
    if pattern("sums", "basis", "per_partner").match(low, one.end, ceiling):
        return Basis.PER_PARTNER
    yearly = pattern("sums", "basis", "per_year").match(low, one.end, min(ceiling, one.end + 42))
    if yearly or pattern("sums", "basis", "per_year_before").search(low[floor : one.start]):
        return Basis.PER_YEAR
    if pattern("sums", "basis", "per_place").match(low, one.end, ceiling):
        return Basis.PER_PLACE
    return Basis.TOTAL
