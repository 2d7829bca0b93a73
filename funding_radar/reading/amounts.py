# ruff: noqa: E501  (tables of patterns are read by the line)
"""What a sum is of: an award's limits, the whole pot, an earlier round, an income, a price, an award made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from db.vocabulary import Basis, Field
from funding_radar.reading.cues import Cues
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.money import Sum, sums
from funding_radar.reading.text import Document

_REACH = 140
_NOUN = (
    r"(?:grants?|awards?|bids?|applications?|donations?|amounts?|requests?|bursar(?:y|ies)|sums?)"
)
_WHO = (
    r"(?:project|proposal|organisation|organization|group|applicant|applications?|bid|charity|grant|club|"
    r"school|team|partner|partnership|activity|event|round|ward|pcn|locality|district|borough|area|site|lot|consorti(?:um|a))"
)

_LEFT_TABLE: tuple[tuple[str, int, str], ...] = (
    ("income", 12, r"(?:annual|yearly|gross|net|total|average|unrestricted|group)? ?(?:incomes?|turnovers?|revenue)\b(?! (?:costs?|grants?|funding|expend|projects?|budget|support))|annual (?:budget|expenditure)s?\b"),
    ("income", 8, r"(?:charities|organisations|groups)\b[^.;£]{0,30}(?:with|whose|having)[^.;£]{0,20}budget"),
    ("reserves", 12, r"reserves|savings|in the bank|endowment|assets\b|profits?\b|surplus"),
    ("price", 11, r"salar(?:y|ies)|wages?\b|insurance|indemnity|liability|hourly|per hour|fees?\b|tickets?\b|rent\b|charge[sd]?\b|bills?\b|equipment (?:over|costing)|items? (?:over|costing)|quotations?|overheads|cost(?:s|ing)? (?:of )?(?:over|up to|more|less|around|approximately|about|between)?\s?\Z|costs?\b(?! (?:up to|of living|can|towards))|threshold|debts?\b|deposits?\b|prizes?\b|membership|shopping|value of each item|worth of (?:damage|goods|food|equipment)"),
    ("match", 10, r"match(?:ed)?[- ]?fund(?:ing|ed|s)?|own contribution|contributions? (?:of|from)|fundrais\w+|leverag\w+|(?:total )?project costs?|total cost"),
    ("part", 9, r"(?:separate|another|second|sister) (?:form|fund|scheme|programme|stream|grant)s?\b|simpler (?:process|form)|(?:form|process) (?:for|covers)|of (?:this|which|these)\b|ring-?fenced|top[- ]?slice|sub-?pot|micro-?organisations"),
    ("typical", 10, r"averag(?:e|es|ing|ed)|typical(?:ly)?|most (?:grants|awards)|likely to be|expect(?:ed)? (?:to (?:award|make)|that)"),
    ("past", 13, r"(?:has|have|had|was|were|been|already|having)(?: already| also| now| recently| been| just| so far| all)* (?:awarded|given|granted|distributed|donated|paid|raised|received|secured|delivered|contributed|spent|won|supported|drew|handed)\b(?! to)|(?:earlier|previous|last|past) (?:funding )?(?:rounds?|years?|phases?|grants?|wave)|\bin (?:19|20)\d\d[,]? (?:we|it|the|over|more|nearly|\d)|since (?:19|20)\d\d|since (?:its|the|it)\b|to date\b|so far\b|last year"),
    ("past", 11, r"(?:awarded|received|receives?|secured|donated|won|raised|handed|gave|distributed|drew)\b(?! (?:to|up to|by))"),
    ("pot", 10, r"pot\b|budget\b|envelope\b|(?:total|contract|estimated|overall|lot) value|value \((?:ex|inc)\w*\.? vat\)|(?:a )?total(?: sum| amount| value| fund\w*| pot| available| budget| grant| investment)*(?: of| is|:)|total (?:\w+ ){0,2}(?:available|fund(?:ing)?)|(?:funds?|money|monies|funding|amount) (?:available|totalling|amounting|worth)|share of|totalling|allocation|fund(?:ing)? pot|pool\b|in total"),
    ("pot", 7, r"(?:fund|programme|scheme|investment|initiative)(?: is| has| of| with| consists of| will| comprises| worth| totals| offers| provides| distribute| an?| over| more than| up to| around| almost| nearly| the| made up| currently)*\s?\Z|worth\b|(?:additional|further|extra|new)\s?\Z|invest(?:s|ing|ed)?\b|made available|(?:distribut|allocat|give|giving|award)(?:e|es|ing)?\b(?: out)?(?: up to| over| around| a)*\s?\Z|there is\b|they've got|we have\b"),
    ("award", 9, r"(?:grant|award|bid|funding|donation|application|loan|request)s? (?:size|range|amount|value|limit|level|request)s?|size of (?:grants?|awards?)|amounts? (?:of|available to|you can)|apply for|bid for|appl(?:y|ying|ications?|icants?)\b[^.;£]{0,30}\bfor|(?:funding|fund) requests?|seek\b|request(?:s|ed|ing)?\b|individual bids?|per (?:project|organisation|group|applicant)"),
    ("award", 8, _NOUN + r"\b"),
    ("award", 4, r"funding (?:of|for|from|between|up)|offer(?:s|ing)?\b|value\b|projects?\b|fund(?:s|ing)?\b"),
)  # fmt: skip
_LEFT = Cues([(f"{kind} {points}", pattern) for kind, points, pattern in _LEFT_TABLE])

_RIGHT_TABLE: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (kind, points, re.compile(pattern))
    for kind, points, pattern in (
        ("income", 14, r" ?(?:or (?:less|under|more|below|over) )?(?:(?:annual|a year|per year|gross|yearly|in|of|total) ?){0,2}(?:income|turnover)\b| (?:in|of) (?:annual |yearly )?(?:income|turnover)| income"),
        ("award", 12, rf"[^.;£]{{0,24}}\b(?:per|for each|to each|for any one|for a single|for individual|for every) (?:\w+ )?{_WHO}|[ ,]{{0,2}}each\b(?! year)| per (?:{_WHO})| (?:small |micro |individual |one-off |revenue |capital )?(?:grants|awards|bursaries)\b(?! (?:scheme|fund|programme|budget|pot))| (?:maximum|max\.?|minimum|limit)\b"),
        ("pot", 11, r"(?: (?!from|for|to|of|per|in|a|the|each|and|or|will|is|with|on|by|are|over|under|project|organisation)[\w&'+-]+){0,5} (?:fund|pot|programme|package|budget|pool|investment|scheme|initiative)\b(?! (?:request|size|requests))"),
        ("pot", 9, r"[^.;£]{0,45}\b(?:is|are|was|were|has been|have been|will be|being|now|of funding|in funding|funding)(?: now| being| also| currently)? (?:made )?available\b|(?: of funding| funding| in grants)? available (?:to|for|in total|across|over|this)|[^.;£]{0,20} to (?:distribut|allocat|giv|award|invest|hand|share|spend)\w*| in total| (?:across|for) (?:the whole|all|the entire)| for the whole|[^.;£]{0,20}(?:has been|is being|will be|have been) (?:allocated|set aside|committed|distributed|earmarked|invested|shared|split|divided)| is the (?:second|third|first|latest|new|next)| (?:over|across) (?:the next )?(?:two|three|four|five|six|\d+) (?:financial )?years"),
        ("pot", 4, r" (?:grant|funding|of funding|in funding|boost|worth of)\b(?! (?:per|for each|each))| available\b| to (?:support|help|fund|tackle|improve)\b| from\b| for\b"),
        ("past", 13, r"[^.;£]{0,30}(?:was|were|has been|have been) (?:awarded|given|granted|donated|paid|shared between|handed|raised)\b| (?:to|for|among|amongst|between) (?:\d+|eleven|twelve|twenty|dozens|hundreds|local)(?: \w+){0,2} (?:projects|groups|organisations|charities)\b(?! (?:to|which|that) apply)| awarded"),
        ("price", 12, r" ?(?:per|an|a|/) ?(?:hour|day|session|week|night|mile|person|head|ticket|item|month)\b| pro rata| (?:public liability|insurance|cover|indemnity|employers)|(?: (?:or less|plus))? (?:costs?|fee|salary)\b"),
    )
)  # fmt: skip
_LIMIT = re.compile(
    r"(?P<max>up to|upto|maximum|max\.?|no more than|not more than|(?:not |cannot |never )exceed(?:ing)?|limit(?:ed)?|cap(?:ped)?|ceiling|less than|below|under|as much as|at most|within|\bto)"
    r"(?P<filler>(?: (?:of|is|to|at|a|an|the|be|amount|value|grant|award|size|total|available|for|you|can|apply|request|maximum|which|we|will|normally|usually|award|funding|single|any|one|per|project|organisation|application|bid|individual|group|combined|normal|currently|set)){0,9})[ :=(-]*\Z"
    r"|(?P<min>minimum|min\.?|at least|no less than|not less than|(?:not )?(?:less|smaller|lower) than|more than|over|above|exceed(?:s|ing)?|in excess of|start(?:ing|s)? (?:at|from)|(?<!up )from|greater than|as little as)"
    r"(?: (?:of|is|to|at|a|an|the|be|amount|value|grant|award|size|available|for|you|can|apply|request|which|we|will|normally|funding|application|bid)){0,9}[ :=(-]*\Z"
    r"|(?P<about>around|about|approximately|approx\.?|circa|c\.?|roughly|average|averaging|typically|some|in the region of)(?: (?:of|is|a|grant|award|size|was)){0,4}[ :(-]*\Z"
)
_NO_LESS = (
    "no less than",
    "not less than",
    "less than",
    "smaller than",
    "lower than",
    "not smaller than",
    "not lower than",
)
_PER_YEAR = re.compile(
    r"[^.;£]{0,30}?\b(?:per (?:financial )?(?:year|annum)|a year\b(?! (?:one|two))|annually|each (?:financial )?year|p\.?a\.?\b|every year|for each year|yearly)|/ ?(?:year|yr|annum)"
)
_PER_YEAR_BEFORE = re.compile(r"(?:annual|yearly|each year|per year|every year)[^.;£]{0,40}\Z")
_PER_PARTNER = re.compile(r"[^.;£]{0,20}\b(?:per|for each|to each|each) partner")
_PER_PLACE = re.compile(
    r"[^.;£]{0,20}\b(?:per|for each|to each|in each|each) (?:\w+ )?(?:ward|pcn|primary care network|locality|district|borough|area|county|council area|place|neighbourhood|region|site)\b"
)
_SOFT = re.compile(r"priorit|prefer|favour|rarely|exceptional|in exceptional")
_HEADLINE_GRANT = re.compile(r"(?:\ba|^|\bthe|of) ?\Z")


@dataclass(frozen=True, slots=True)
class Told:
    """A sum with what it is of, how sure that is, and which limit it sets."""

    sum: Sum
    of: str
    points: float
    limit: str
    basis: Basis


def read_amounts(document: Document) -> Iterator[ReadFact]:
    """The least and the most that one bid may ask for, and the whole pot, each at most once."""
    told = told_sums(document)
    awards = [one for one in told if one.of == "award"]
    yield from _award_limits(document, awards)
    pots = [one for one in told if one.of == "pot" and one.sum.low is None]
    if pots:
        best = max(pots, key=lambda one: (one.points, -one.sum.start))
        yield _fact(document, best, Field.TOTAL_POT, best.sum.pounds)


def told_sums(document: Document) -> list[Told]:
    """Every sum of a text with what its words say it is of."""
    found = sums(document.low)
    return [
        _told(
            document, one, found[n - 1] if n else None, found[n + 1] if n + 1 < len(found) else None
        )
        for n, one in enumerate(found)
    ]


def _told(document: Document, one: Sum, before: Sum | None, after: Sum | None) -> Told:
    number = document.index_at(one.start)
    sentence = document.sentences[number]
    floor = max(sentence.start, one.start - _REACH, before.end if before else 0)
    ceiling = min(
        max(sentence.end, one.end), one.end + _REACH, after.start if after else one.end + _REACH
    )
    low = document.low
    points: dict[str, float] = {}
    for kind, worth in _left_points(document, number, floor, one.start):
        points[kind] = max(points.get(kind, 0), worth)
    for kind, worth, pattern in _RIGHT_TABLE:
        if points.get(kind, 0) < worth and pattern.match(low, one.end, ceiling):
            points[kind] = max(points.get(kind, 0), worth)
    limit = _limit(low[floor : one.start])
    if limit in ("max", "min") or one.low is not None:
        points["award"] = points.get("award", 0) + 3
    if limit == "about":
        points["typical"] = points.get("typical", 0) + 6
    if one.low is not None and "income" not in points:
        points["award"] = max(points["award"], 7)
    if not points:
        return Told(one, "", 0, limit, Basis.TOTAL)
    of = max(points, key=lambda kind: points[kind])
    if of == "award" and points[of] < 6:
        of = ""
    return Told(one, of, points.get(of, 0), limit, _basis(low, floor, one, ceiling))


def _left_points(
    document: Document, number: int, floor: int, place: int
) -> Iterator[tuple[str, float]]:
    """What the words before a sum speak of, the nearer the stronger; the label above where there are none."""
    cues = _LEFT.within(document.low, floor, place)
    label = document.label_of(number) if place - document.sentences[number].start < 30 else None
    if label is not None:
        for cue in _LEFT.within(document.low, label.start, label.end):
            kind, worth = cue.kind.split()
            yield kind, float(worth) - 1
    for cue in cues:
        kind, worth = cue.kind.split()
        yield kind, float(worth) - (place - cue.end) / 22


def _limit(left: str) -> str:
    """Whether the words just before a sum make it a most, a least or an about."""
    match = _LIMIT.search(left)
    if match is None:
        return ""
    if match.group("max"):
        if match.group("max") == "less than" and left[: match.start()].endswith(("no ", "not ")):
            return "min"
        return "max" if match.group("max") != "to" else ""
    if match.group("min"):
        if match.group("min") in ("more than", "over", "above") and left[: match.start()].endswith(
            ("no ", "not ")
        ):
            return "max"
        return "min"
    return "about"


def _basis(low: str, floor: int, one: Sum, ceiling: int) -> Basis:
    if _PER_PARTNER.match(low, one.end, ceiling):
        return Basis.PER_PARTNER
    if _PER_YEAR.match(low, one.end, min(ceiling, one.end + 42)) or _PER_YEAR_BEFORE.search(
        low[floor : one.start]
    ):
        return Basis.PER_YEAR
    if _PER_PLACE.match(low, one.end, ceiling):
        return Basis.PER_PLACE
    return Basis.TOTAL


def _award_limits(document: Document, awards: list[Told]) -> Iterator[ReadFact]:
    """The largest most and the smallest least of all sizes of grant that are told."""
    tops = [one for one in awards if one.sum.low is not None or one.limit in ("max", "")]
    sure = [one for one in tops if one.sum.low is not None or one.limit == "max"] or tops
    whole = [one for one in sure if one.basis is not Basis.PER_YEAR] or sure
    if whole:
        best = max(whole, key=lambda one: (one.sum.pounds, -one.sum.start))
        yield _fact(document, best, Field.MAX_AMOUNT, best.sum.pounds)
    floors = [one for one in awards if one.sum.low is not None or one.limit == "min"]
    open_below = (
        any(
            one.sum.low is None
            and one.limit == "max"
            and one.sum.pounds <= min((f.sum.low or f.sum.pounds) for f in floors)
            for one in awards
        )
        if floors
        else False
    )
    if floors and not open_below:
        least = min(floors, key=lambda one: (one.sum.low or one.sum.pounds, one.sum.start))
        yield _fact(document, least, Field.MIN_AMOUNT, least.sum.low or least.sum.pounds)


def _fact(document: Document, one: Told, name: Field, value: int) -> ReadFact:
    return ReadFact(name, value, document.quote(one.sum.start, one.sum.end), basis=one.basis)
