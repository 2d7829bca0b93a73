# ruff: noqa: E501  (tables of patterns are read by the line)
"""Which date is what: opens, deadline, first stage, questions, decision, start; and calls that never close."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.views import ROLLING
from db.vocabulary import Field
from funding_radar.reading.cues import Cue, Cues, nearest_left, nearest_right
from funding_radar.reading.dates import Moment, is_range, moments
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.text import Document, Span

_BY = r"(?: (?:to us|by|before|on or before|no later than|until|in by|back|via|online|at))"
_BID = r"(?:applications?(?: forms?| packs?)?|bids?|proposals?|tenders?|submissions?|forms?|entries|nominations|requests|responses|quotations?|quotes|expressions? of interest|eois?)"
_SEND = r"(?:received|submitted|returned|made|sent|completed|lodged|e-?mailed|in|uploaded|with us|entered|delivered)"

_TABLE: tuple[tuple[str, str], ...] = (
    # what looks like a deadline and is not
    ("spend", r"(?:to be |be |fully |been )?spen(?:t|d|ding)\b|(?:fund|grant|money|monies|funds)(?:ing|s)? (?:must|should|needs? to|has to|have to|will need to) be (?:used|claimed|drawn down|granted|allocated|committed)|must be granted"),
    ("event", r"webinars?|workshops?|(?:information|info|briefing|drop-?in|q ?& ?a|online|engagement|networking|training) (?:sessions?|events?|meetings?|days?)|drop-?ins?\b|surger(?:y|ies)\b|launch event|roadshows?|(?:book|reserve) (?:your|a) place|meet the (?:funder|team|buyer)|conference|site visits?|come along|join us"),
    ("interview", r"interviews?\b|presentations?\b|clarification meetings?"),
    ("questions", r"(?:clarification )?(?:questions?|queries|clarifications?|enquiries|enquiry)\b(?! please)"),
    ("decision", r"decisions?\b|(?:be |are |were |will )?(?:notified|informed|announced|contacted|told)\b|outcomes?\b|(?:applicants|charities|you|groups|organisations|we)(?: will| should| can expect to)? hear\b|awards? (?:will be |are |to be |is )?made|awarded|award (?:date|of contract)|shortlist(?:ed|ing)?\b|successful (?:applicants|applications|bidders|projects|organisations)|results?\b|contract award|assessment (?:period|contact|visits?)|assessed|reviewed|considered by|considered at|scored|evaluat(?:ed|ion)|standstill|payments? (?:will|are|to)|paid (?:in|by|on)|grant offers?|offer letters?|due diligence"),
    ("panel", r"(?:grants? |funding |decision |assessment |award )?(?:panels?|committee|board|trustees)(?:'s)?(?: members)? (?:will )?(?:meet(?:s|ing|ings)?|sit(?:s|ting)?|dates?|review)\b|(?:trustees|panel|board|committee)'? meetings?|next meetings?|meetings? (?:is|are|on|of|in)\b|will meet\b|councillors"),
    ("first_stage", r"(?:expressions? of interest|eois?\b|stage (?:one|1)\b|first[- ]stage|initial (?:applications?|enquir\w+|proposals?|expressions?)|pre-?applications?|pre-?qualification|outline (?:applications?|proposals?|bids?)|concept notes?|project (?:enquiry|outlines?)|enquiry forms?)"),
    ("register", r"(?:must |should |need to |to |please )?(?:register(?! of)(?:ed)?\b(?: your interest)?|registrations?\b)|request an? (?:application )?(?:pack|form)|(?:application )?packs? (?:can be )?requested|(?:speak|talk|contact|call|discuss|get in touch)\b[^.;]{0,50} (?:before|by)\b"),
    ("finish", r"(?:projects?|activit(?:y|ies)|work|programmes?|delivery|services?|events?|all grants?|they|it|spending)(?: must| should| will| needs? to| to| can| have to| has to)?(?: be| have been)? ?(?:fully |all )?(?:finish(?:ed)?|complet(?:ed|e|ion)|end(?:s|ed|ing)?|delivered|take(?:s)? place|happen|run(?:s)?)\b|(?:finish(?:ed)?|completed|end(?:s|ing)?|delivered|delivery|completion)(?: (?:by|within|before|in|on|no later than))|take place|taking place|covering|activit(?:y|ies) (?:between|from)|delivery (?:period|between|from)|contract (?:end|period|term|dates?)|financial years?|year end(?:ing|ed)?|until march|to build|runs? from|running from|for the period|period|funding (?:is )?(?:for|until)|extension|extended (?:for|by)"),
    ("start", r"(?:projects?|activit(?:y|ies)|work|delivery|services?|contracts?|grants?|programmes?|funding)(?: must| should| will| can| need to| needs to| is expected to| to| may)?(?: not)?(?: be able to)? ?(?:start(?:s|ing|ed)?|begin(?:s|ning)?|commence(?:s|d|ment)?)\b|start(?:s|ing)? (?:dates?|on|from|in|by|after)|commenc(?:e|ing|ement)(?: date| on| from)?|mobilis\w+|begin(?:s|ning)? (?:on|in|from)"),
    ("report", r"(?:monitoring|end of grant|final|interim|progress|evaluation) reports?|report(?:ing)? (?:back|due|by)|annual returns?|accounts\b[^.;]{0,30}(?:to|ended|ending)"),
    ("past", r"(?:previous|earlier|last|first|initial) (?:rounds?|deadline|closing date|phase|call)|(?:large|capital|round (?:one|two|three|1|2|3))[^.;,]{0,40} closed|has (?:now )?closed|have (?:now )?closed|closed (?:in|on)|was (?:closed|launched|set up|established|founded|awarded)|ran (?:from|until)|extended from|originally|moved from|instead of|rather than"),
    ("published", r"(?:published|posted|updated|last updated|dated|added|reviewed|modified|written|news)\b(?: on| at| date)?:?|date:|press release|author"),
    ("born", r"established (?:in|before|on|since|for|prior)|operating since|since\b|registered (?:before|since|in)|constituted (?:before|since)|existence (?:before|since)|as (?:at|of)\b|aged|born"),
    ("law", r"\bact\b|regulations?\b|charity (?:no|number)|census|policy|strategy|plan\b|vision|pandemic"),
    # opening
    ("range_open", r"(?:applications?|bids?|proposals?|fund|funding|round|scheme|programme|grants?|it|submissions?|portal|window|call)?(?: (?:is|are|will be|was|for receiving applications to this fund is))? ?open(?:s|ed)? (?:for (?:applications|bids|proposals|submissions|expressions of interest) )?(?:from|between)|(?:application|submission|bidding|funding)? ?(?:window|period) (?:is |runs |will run |opens )?(?:from|between)"),
    ("opens", r"(?:re-?)?open(?:s|ed|ing)?\b(?! (?:until|to|evening|day|space|access|source|call|grant|fund|all|programme|meeting|application programme))(?: (?:date|for applications|to applications|for bids))?|launch(?:es|ed|ing)?\b|go(?:es)? live|available from|apply from|start date for applications|applications? (?:will be )?(?:accepted|invited|welcome[d]?|start(?:s)?|available) from|from when"),
    # deadline
    ("deadline", rf"dead-?lines?\b|clos(?:ing|es|e) (?:dates?|day|times?)\b|closing\b|clos(?:es|ed?)\b(?! (?:to|proximity|work|relationship|link|partnership|friend))|(?:last|final|latest|end|cut-?off|due|submission|return|expiry) (?:date|day|time)\b|cut-?off\b|(?:date|time) limit for receipt|last (?:chance|call)|ends? (?:on|at)\b|application (?:ends|end date|due)|apply by|apply before|respond by|return(?:ed)? by|applications? due|due (?:by|on|in|date)|receipt of (?:completed )?{_BID}"),
    ("deadline", rf"(?:{_BID}|they)(?: for[^.;,]{{0,40}}| to[^.;,]{{0,30}})? ?(?:must|should|need to|needs to|have to|are to|to|can|will|are|being|need)?(?: only)?(?: be)?(?: accepted| considered| welcome[d]?| invited| open| made)? ?(?:{_SEND}{_BY}|until|till|up until|up to|by|no later than|before)(?= )"),
    ("deadline", rf"(?:open|invited|accepted|welcome|accepting applications|receiving applications|applications) (?:until|till|up until|to|through to|through)\b|until\b|(?:submit|send|return|e-?mail|apply|complete|applied|bid|post|upload|application|get your)\b[^.;]{{0,90}} (?:by|before|no later than|until|not later than)(?= )|{_SEND} (?:by|before|no later than|on or before)(?= )|no later than|at the latest|you have until"),
)  # fmt: skip
_CUES = Cues(_TABLE)
_NOT_DEADLINES = frozenset(
    [
        "spend",
        "event",
        "interview",
        "questions",
        "decision",
        "panel",
        "finish",
        "start",
        "report",
        "past",
        "published",
        "born",
        "law",
        "register",
    ]
)
_FIELD_OF = {
    "deadline": Field.DEADLINE,
    "first_stage": Field.FIRST_STAGE_DEADLINE,
    "questions": Field.QUESTIONS_BY,
    "decision": Field.DECISION_ON,
    "start": Field.STARTS,
    "opens": Field.OPENS,
}
_LIST = re.compile(r"[\s,;/&|]*(?:and|or|then)?[\s,;/&|]*(?:on |by |the )?")
_PARENTHESIS = re.compile(r"\([^()]{0,200}\)")
_ROLLING = re.compile(
    r"rolling(?: programme| basis| deadline| fund| grants?| application| programmes| rounds?)?"
    r"|no (?:set |fixed |specific |formal |current |application )?(?:closing dates?|deadlines?|cut-?off)"
    r"|(?:at )?any ?time(?: of (?:the )?year| during the year| throughout the year|\b)"
    r"|(?:open|apply|applications?|accepted|considered|available|welcome|bids?)[^.;]{0,60}(?:all (?:the )?year(?: round)?|throughout the year|year[- ]round|continuously|on an on-?going basis)"
    r"|(?:deadlines?|closing dates?|closes|apply by|end date|status)\s?:?\s?-?\s?(?:on-?going|rolling|none|open|continuous|any ?time|n/?a\b|no deadline|always open|year[- ]round)"
    r"|(?:fund|programme|grants?|scheme)(?: is| are)? (?:always|continuously|permanently) open|always open|open[- ]ended|on-?going (?:deadline|programme|basis)|until (?:all )?(?:the )?(?:funds?|funding|money|budget)[^.;]{0,30}(?:allocated|spent|exhausted|runs? out|gone)"
)
_NOT_ROLLING = re.compile(
    r"(?:from|no longer|not|instead of|previously|used to|was|ended)(?: a| an| on a| the| have a| its| be)? $"
)
_TEXT_OF_TIME = re.compile(
    r"(?:contact|call|phone|ring|e-?mail|ask|cancel|withdraw|terminate|change|visit|terminated|unsubscribe|close|amend|leave|any time[- ]limited)[^.;]{0,60}$"
)
_APPLY = re.compile(
    r"appl(?:y|ication|ied|ying|icant)|\bbid|submi|proposal|fund|grant|deadline|clos|open|programme|scheme|round|request"
)
_DATED = re.compile(
    r"(?:published|posted|dated|date|updated|on|added|author|news)\b[^.\n]{0,40}$|^\W{0,3}$"
)
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?![\d])"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with what it is; ``cue`` is where the words that say so begin and ``strength`` how plain they are."""

    moment: Moment
    kind: str
    cue: Span
    strength: int


def read_dates(document: Document) -> Iterator[ReadFact]:
    """Facts about days: each field at most once; a day without a sure year is not told."""
    dated = told_dates(document)
    chosen = _choose_deadline(document, dated)
    if chosen is not None:
        yield chosen
    else:
        rolling = _rolling(document)
        if rolling is not None:
            yield rolling
    for kind, name in _FIELD_OF.items():
        if kind == "deadline":
            continue
        for one in dated:
            if one.kind == kind and one.moment.value:
                yield _fact(document, one, name)
                break


def told_dates(document: Document) -> list[Dated]:
    """Every date of a text with what its words say it is, years inferred where that is safe."""
    found = moments(document.low)
    reference = page_day(document, found)
    kinds = _kinds(document, found)
    return [replace(one, moment=_in_year(one.moment, reference, found)) for one in kinds]


def page_day(document: Document, found: list[Moment]) -> date | None:
    """The day the page was published, as its source, its address or its own first words say."""
    if document.item.published_on is not None:
        return document.item.published_on
    for moment in found[:4]:
        if moment.on is None or moment.vague or moment.start < document.title_end:
            continue
        before = document.low[max(document.title_end, moment.start - 50) : moment.start]
        sentence = document.sentence_at(moment.start)
        alone = sentence.end - sentence.start <= moment.end - moment.start + 3
        early = moment.start - document.title_end < 40
        if re.search(
            r"(?:published|posted|dated|date|added|author[^.\n]{0,60})\b[ :]{0,3}(?:on )?$", before
        ) or (alone and early):
            return moment.on
    match = _URL_DAY.search(document.item.url)
    if match is not None:
        return date(int(match.group(1)), int(match.group(2)), min(int(match.group(3) or 1), 28))
    return None


def _kinds(document: Document, found: list[Moment]) -> list[Dated]:
    """What each date is, by the nearest words that speak of dates in its sentence, or by the label above."""
    dated: list[Dated] = []
    cues_of: dict[int, list[Cue]] = {}
    for number, moment in enumerate(found):
        at = document.index_at(moment.start)
        sentence = document.sentences[at]
        if at not in cues_of:
            cues_of[at] = _CUES.within(document.low, sentence.start, sentence.end)
        before = found[number - 1] if number and found[number - 1].start >= sentence.start else None
        after = found[number + 1] if number + 1 < len(found) else None
        dated.append(
            _kind(
                document, at, moment, (before, after), (dated[-1] if before else None, cues_of[at])
            )
        )
    return _ranges(document, dated)


def _kind(
    document: Document,
    at: int,
    moment: Moment,
    neighbours: tuple[Moment | None, Moment | None],
    known: tuple[Dated | None, list[Cue]],
) -> Dated:
    before, after = neighbours
    previous, cues = known
    sentence = document.sentences[at]
    floor = before.end if before else sentence.start
    cue = _left_cue(document.low, cues, floor, moment.start)
    if cue is not None:
        return Dated(moment, cue.kind, Span(cue.start, cue.end), 3)
    if previous is not None and before is not None:
        between = document.low[before.end : moment.start]
        if len(between) < 16 and (
            _LIST.fullmatch(between) or is_range(document.low, before, moment)
        ):
            return Dated(moment, previous.kind, previous.cue, previous.strength)
    ceiling = after.start if after else sentence.end
    cue = nearest_right(cues, moment.end, min(ceiling, sentence.end, moment.end + 60))
    if cue is not None and (cue.start - moment.end < 30 or cue.kind in ("deadline", "event")):
        return Dated(moment, cue.kind, Span(cue.start, cue.end), 2)
    label = document.label_of(at)
    if label is not None and moment.start - sentence.start < 30:
        labelled = _CUES.within(document.low, label.start, label.end)
        if labelled:
            return Dated(moment, labelled[-1].kind, label, 2)
    if previous is not None and before is not None and before.start >= sentence.start:
        return Dated(
            moment, previous.kind if previous.kind in _NOT_DEADLINES else "", previous.cue, 0
        )
    return Dated(moment, "", Span(moment.start, moment.start), 0)


def _left_cue(low: str, cues: list[Cue], floor: int, place: int) -> Cue | None:
    """The nearest cue to the left; one inside brackets that are closed before the date speaks of something else."""
    closed = [
        Span(floor + match.start(), floor + match.end())
        for match in _PARENTHESIS.finditer(low[floor:place])
    ]
    outside = [
        cue for cue in cues if not any(span.start <= cue.start < span.end for span in closed)
    ]
    return nearest_left(outside, floor, place)


def _ranges(document: Document, dated: list[Dated]) -> list[Dated]:
    """``open from A to B`` opens on A and closes on B; a range of anything else stays what it is."""
    result = list(dated)
    for number in range(len(result) - 1):
        first, second = result[number], result[number + 1]
        if not is_range(document.low, first.moment, second.moment):
            continue
        if first.kind in ("range_open", "opens") or first.kind == "deadline":
            opening = replace(first, kind="opens")
            if first.moment.year is None and second.moment.year is not None:
                opening = replace(
                    opening,
                    moment=replace(
                        first.moment, year=_year_before(first.moment, second.moment), inferred=True
                    ),
                )
            result[number] = opening
            result[number + 1] = replace(second, kind="deadline", cue=first.cue, strength=3)
    return [replace(one, kind="opens") if one.kind == "range_open" else one for one in result]


def _year_before(first: Moment, second: Moment) -> int:
    year = second.year or 0
    return year - 1 if (first.month, first.day) > (second.month, second.day) else year


def _in_year(moment: Moment, reference: date | None, found: list[Moment]) -> Moment:
    """The moment with its year, where its weekday, the page's day or a near date makes it sure."""
    if moment.year is not None:
        return moment
    if reference is not None:
        return _after(moment, reference)
    near = _near_year(moment, found)
    if moment.weekday is not None:
        years = sorted({one.year for one in found if one.year is not None})
        fitting = (
            [y for y in range(years[0] - 1, years[-1] + 2) if _is_weekday(moment, y)]
            if years
            else []
        )
        if len(fitting) == 1:
            return replace(moment, year=fitting[0], inferred=True)
        return moment
    if near is not None:
        return replace(moment, year=near, inferred=True)
    return moment


def _after(moment: Moment, reference: date) -> Moment:
    """The first such day on or after the page's day; with a weekday, the nearest year in which it fits."""
    if moment.weekday is not None:
        for year in (reference.year, reference.year + 1, reference.year - 1):
            if _is_weekday(moment, year):
                return replace(moment, year=year, inferred=True)
    for year in (reference.year, reference.year + 1):
        on = replace(moment, year=year).on
        if on is not None and on >= reference - timedelta(days=60):
            return replace(moment, year=year, inferred=True)
    return moment


def _is_weekday(moment: Moment, year: int) -> bool:
    on = replace(moment, year=year).on
    return on is not None and on.weekday() == moment.weekday


def _near_year(moment: Moment, found: list[Moment]) -> int | None:
    """The year of a full date in the same text from which this one follows or to which it leads, within ten months."""
    number = found.index(moment)
    for other in found[number + 1 : number + 2]:
        if other.year is not None and not other.vague and other.start - moment.end < 80:
            return _year_before(moment, other)
    for other in reversed(found[max(0, number - 1) : number]):
        if other.year is not None and not other.vague and moment.start - other.end < 120:
            return other.year + ((other.month, other.day) > (moment.month, moment.day))
    return None


def _choose_deadline(document: Document, dated: list[Dated]) -> ReadFact | None:
    """The day by which a full bid must be in: the next one after the page's day where several rounds are named."""
    sure = [one for one in dated if one.kind == "deadline" and one.moment.value]
    if not sure:
        sure = [one for one in dated if one.kind == "first_stage" and one.moment.value]
    if not sure:
        return None
    firm = [one for one in sure if not one.moment.vague] or sure
    reference = document.item.published_on
    if reference is not None:
        coming = [one for one in firm if (one.moment.on or date.min) >= reference]
        firm = coming or firm
    best = max(firm, key=lambda one: (one.strength, -one.moment.start))
    return _fact(document, best, Field.DEADLINE)


def _fact(document: Document, one: Dated, name: Field) -> ReadFact:
    moment = one.moment
    start, end = min(one.cue.start, moment.start), max(one.cue.end, moment.end)
    if end - start > 160 or "\n" in document.text[start:end] or "\t" in document.text[start:end]:
        start, end = moment.start, moment.end
    return ReadFact(name, moment.value, document.quote(start, end), inferred=moment.inferred)


def _rolling(document: Document) -> ReadFact | None:
    for match in _ROLLING.finditer(document.low):
        sentence = document.sentence_at(match.start())
        before = document.low[max(sentence.start, match.start() - 70) : match.start()]
        if _NOT_ROLLING.search(before[-30:]) or _TEXT_OF_TIME.search(before):
            continue
        if _APPLY.search(document.low, sentence.start, sentence.end):
            return ReadFact(Field.DEADLINE, ROLLING, document.quote(match.start(), match.end()))
    return None
