"""What each date of a text is: a deadline, an opening, a webinar, the end of a project."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from funding_radar.reading.cues import Cue, cues
from funding_radar.reading.dated import PLAIN, UNTOLD, Dated, Place
from funding_radar.reading.dates import Moment, is_range, moments
from funding_radar.reading.relative_days import relative_days, says_relative
from funding_radar.reading.text import Document, Span
from funding_radar.reading.years import (
    after_page,
    among,
    before_page,
    falls_on_weekday,
    headed_years,
    page_day,
    under_head,
    url_year,
)

_ALONE = {"range_open": "opens", "range": ""}
"""What a day is that the words of a range stand before, where no second day follows."""
_LONGEST_MOVE = 70
_MOVED = re.compile(
    r"\b(?:(?:moved|extended|changed|put back|brought forward|postponed|delayed|pushed back|revised)"
    r" (?:\w+ )?(?:to|until|till)|is now|now)\b"
)


def told_days(document: Document) -> list[Dated]:
    """Every date of a text with what its words say it is; years inferred where that is safe."""
    if "days" not in document.kept:
        kinds = _ranges(document, _kinds(document, _moments(document)))
        document.kept["days"] = _with_years(document, kinds)
    told: list[Dated] = document.kept["days"]
    return told


def _moments(document: Document) -> list[Moment]:
    """The dates of a text, and the days that it tells from its page's own."""
    found = moments(document.low)
    if not says_relative(document.low):
        return found
    page = page_day(document, found)
    told = relative_days(document.low, page, found) if page else []
    return sorted([*found, *told], key=lambda moment: moment.start)


def _kinds(document: Document, found: Sequence[Moment]) -> list[Dated]:
    """What each date is, by the nearest words of its sentence or by the label above."""
    told: list[Dated] = []
    cues_of: dict[int, list[Cue]] = {}
    for number, moment in enumerate(found):
        at = document.index_at(moment.start)
        sentence = document.sentences[at]
        if at not in cues_of:
            cues_of[at] = cues("days").within(document.low, sentence.start, sentence.end)
        before = told[-1] if told and told[-1].moment.start >= sentence.start else None
        following = found[number + 1].start if number + 1 < len(found) else len(document.low)
        place = Place(document, at, moment, before, following, cues_of[at])
        told.append(place.dated() or Dated(moment, "", Span(moment.start, moment.start), UNTOLD))
    return told


def _ranges(document: Document, told: list[Dated]) -> list[Dated]:
    """``open from A to B`` opens on A and closes on B; another range stays what it is."""
    result = list(told)
    for number, (first, second) in enumerate(pairwise(told)):
        if _moved(document, first, second):
            result[number] = replace(first, kind="past")
            result[number + 1] = replace(second, kind="deadline", strength=PLAIN)
        if not is_range(document.low, first.moment, second.moment):
            continue
        if first.kind == "past" and "extended" in document.low[first.cue.start : first.cue.end]:
            result[number + 1] = replace(second, kind="deadline", cue=first.cue, strength=PLAIN)
        from_until = not first.kind and second.kind == "deadline"
        if not from_until and first.kind not in ("range_open", "range", "opens", "deadline"):
            continue
        between = document.low[first.moment.end : second.moment.start]
        if second.moment.vague and "run" in document.low[first.cue.start : first.cue.end]:
            result[number + 1] = replace(second, kind="finish")
            continue
        if first.kind == "deadline" and ("and" in between or "&" in between or "/" in between):
            continue
        result[number] = replace(first, kind="opens", moment=_led_by(first.moment, second.moment))
        result[number + 1] = replace(second, kind="deadline", cue=first.cue, strength=PLAIN)
    return [replace(one, kind=_ALONE.get(one.kind, one.kind)) for one in result]


def _moved(document: Document, first: Dated, second: Dated) -> bool:
    """Whether the second day stands in the place of the first: ``3 May, now 17 May``."""
    if first.kind not in ("deadline", "past") or second.kind not in ("deadline", ""):
        return False
    between = document.low[first.moment.end : second.moment.start]
    return len(between) < _LONGEST_MOVE and _MOVED.search(between) is not None


def _led_by(first: Moment, second: Moment) -> Moment:
    """The first end of a range with the year of its second end, or the one before."""
    if first.year is not None or second.year is None:
        return first
    later = (first.month, first.day) > (second.month, second.day)
    return replace(first, year=second.year - later, inferred=True)


def _with_years(document: Document, told: list[Dated]) -> list[Dated]:
    """Years for dates without: by a heading, the page's day, the other dates or the address."""
    if all(one.moment.year is not None for one in told):
        return told
    page = page_day(document, [one.moment for one in told])
    known = [(one.kind, one.moment) for one in told if one.moment.year is not None]
    year, heads = url_year(document.item.url), headed_years(document)
    result = []
    for one in told:
        moment = one.moment if one.moment.year is not None else under_head(one.moment, heads)
        if moment.year is None and page is not None:
            moment = before_page(moment, page) if one.kind == "past" else after_page(moment, page)
        elif moment.year is None:
            moment = _of_url(among(moment, one.kind, known), year)
        result.append(replace(one, moment=moment))
    return result


def _of_url(moment: Moment, year: int | None) -> Moment:
    """The moment in the year of an address, or the one after, in which its weekday fits."""
    if moment.year is not None or year is None or moment.weekday is None:
        return moment
    fitting = [y for y in (year, year + 1) if falls_on_weekday(moment, y)]
    return replace(moment, year=fitting[0], inferred=True) if fitting else moment
