"""What an item is about: an open call, or one of the many things that read like one."""

import re
from dataclasses import dataclass

from db.vocabulary import Field, Kind, Status
from funding_radar.reading.closing import closing_words, open_too
from funding_radar.reading.dated import PLAIN
from funding_radar.reading.days import told_days
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.kind_words import Weights, weigh
from funding_radar.reading.sections import funds
from funding_radar.reading.tables import pattern, phrases, table
from funding_radar.reading.text import Document
from funding_radar.reading.years import page_day

_SEVERAL = 2
_MEETING = 10
_PLAIN_CALL = 8
_ENOUGH, _ENOUGH_ALONE = 3, 5
_NUMBERS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OF_APPLICANTS = frozenset({Field.MAX_INCOME, Field.EXCLUDED_LEGAL_FORMS})
"""Only a text that speaks to applicants says who may not apply."""

_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\b")


@dataclass(frozen=True, slots=True)
class KindRead:
    """A kind with the words that say it; no words where only their absence does."""

    kind: Kind
    quote: str = ""
    tells_limits: bool = True
    """Whether sums and days in the text may be those of a call."""
    tells_days: bool = True
    """Whether a day in the text may be the one by which to bid."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words of a text weigh for each kind, and the first words that do."""

    points: dict[str, int]
    quotes: dict[str, str]
    dated: bool
    firm: bool
    """Whether a deadline, a size of grant or a pot was read."""
    opens: str
    shut: bool
    """Whether the deadline comes no later than what was read for an opening."""
    asking: bool
    """Whether words of a call stand in the text, or the size of a grant."""
    titled: bool
    """Whether the title asks for bids, and tells of nothing given."""

    @property
    def plain(self) -> bool:
        """Whether a day to bid by stands among many words of a call, whatever else is told."""
        return self.dated and self.weight("call") >= _PLAIN_CALL

    @property
    def award(self) -> int:
        """What speaks for news: nothing where the title asks for bids, or a day is plain."""
        by_the_way = self.plain or (self.titled and self.weight("call") >= _ENOUGH_ALONE)
        return 0 if by_the_way else self.weight("award")

    def weight(self, name: str) -> int:
        return self.points.get(name, 0)

    def read(self, kind: Kind, name: str) -> KindRead:
        return KindRead(kind, self.quotes.get(name, ""))


_KIND_OF = {
    Status.OPEN: Kind.OPEN_CALL,
    Status.COMING: Kind.COMING_CALL,
    Status.CLOSED: Kind.CLOSED_CALL,
    Status.SIGNAL: Kind.EARLY_SIGNAL,
}


def read_kind(document: Document, facts: dict[Field, ReadFact]) -> KindRead:
    """What an item is about, by its words and by the facts that were read in it.

    Where its words say nothing of a call, the status that the source stated decides: the bare
    description of a contract names no way to apply.
    """
    said = _said(document, facts)
    told = _told(document, said)
    stated = document.item.stated.get(Field.STATUS)
    if stated in _KIND_OF and (told.kind is Kind.OTHER and told.tells_limits):
        return KindRead(_KIND_OF[Status(stated)])
    return told


def _told(document: Document, said: _Said) -> KindRead:
    return (
        _minutes(said)
        or _digest(document)
        or _of_no_money(said)
        or _closed(document, said)
        or _signal(document, said)
        or _told_of(document, said)
        or _coming(document, said)
        or _call(document, said)
    )


def _said(document: Document, facts: dict[Field, ReadFact]) -> _Said:
    weights = weigh(document)
    points, quotes = weights.points, weights.quotes
    deadline, opens = facts.get(Field.DEADLINE), facts.get(Field.OPENS)
    dated = deadline is not None and deadline.value != "rolling"
    timed = deadline is not None or _names_a_deadline(document)
    sized = weights.of_a_call(facts.get(Field.MAX_AMOUNT))
    bounded = not _OF_APPLICANTS.isdisjoint(facts)
    points["call"] += 4 * timed + 2 * sized + 2 * bounded
    firm = timed or sized or weights.of_a_call(facts.get(Field.TOTAL_POT))
    asking = "call" in quotes or sized
    opening = str(opens.value) if opens is not None and not _now(document, opens) else ""
    shut = deadline is not None and dated and opening[:10] >= str(deadline.value)[:10]
    return _Said(points, quotes, dated, firm, opening, shut, asking, _titled(document, weights))


def _titled(document: Document, weights: Weights) -> bool:
    asks = pattern("kinds", "call", "asks").search(document.low, 0, document.title_end)
    return asks is not None and not any(document.text.startswith(one) for one in weights.told)


def _now(document: Document, opens: ReadFact) -> bool:
    """Whether an opening is told of as it happens."""
    title = document.low[: document.title_end]
    return bool(
        pattern("kinds", "coming", "today").search(opens.quote.lower())
        or pattern("kinds", "coming", "from_today").search(title)
    )


def _names_a_deadline(document: Document) -> bool:
    """Whether a day to bid by is plainly said, if without its year."""
    return any(one.kind == "deadline" and one.strength >= PLAIN for one in told_days(document))


def _minutes(said: _Said) -> KindRead | None:
    """The record of a meeting: whatever was agreed there, nobody is asked to apply."""
    if said.weight("meeting") < _MEETING:
        return None
    return said.read(Kind.EARLY_SIGNAL, "meeting")


def _digest(document: Document) -> KindRead | None:
    """Several calls one after the other, or a page that says it lists them."""
    title = document.low[: document.title_end]
    weak = pattern("kinds", "digest", "weak").search(title)
    said = phrases("kinds", "digest", "said").first(document.low, document.title_end)
    names = {part.name.casefold() for part in funds(document)}
    one = len(names) < _SEVERAL
    counted = pattern("kinds", "counted").search(title)
    if counted and not one and _number(counted["n"]) >= len(names):
        return KindRead(Kind.DIGEST, document.text[: document.title_end], tells_limits=False)
    plainly = phrases("kinds", "digest", "plainly").first(document.low)
    if plainly or pattern("kinds", "digest", "strong").search(title):
        return KindRead(Kind.DIGEST, document.text[: document.title_end], tells_limits=one)
    plain = pattern("kinds", "digest", "of_one").search(title) is None
    if len(names) >= (_SEVERAL if weak or said or plain else 2 * _SEVERAL) or (weak and said):
        return KindRead(Kind.DIGEST, document.text[: document.title_end], tells_limits=one)
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word)


def _of_no_money(said: _Said) -> KindRead | None:
    """An advert for a post or a call for views: days and sums, but no money to ask for."""
    for name, threshold in table("kinds")["threshold"].items():
        if said.weight(name) >= threshold and said.weight(name) >= said.weight("call") - 8:
            return KindRead(Kind.OTHER, said.quotes.get(name, ""), tells_limits=False)
    return None


def _closed(document: Document, said: _Said) -> KindRead | None:
    """Over, by its title or its words, where it is no news of what was given."""
    words = closing_words(document)
    call = said.weight("call")
    news = (call < 3 and said.weight("award") >= 8) or said.weight("other") >= max(12, call + 6)
    if words is None or (news and words.start > document.title_end):
        return None
    return KindRead(Kind.CLOSED_CALL, document.quote(words.start, words.end))


def _signal(document: Document, said: _Said) -> KindRead | None:
    """A notice before a tender, or a decision or a plan from which a call may come."""
    nothing_yet = phrases("kinds", "signal", "nothing_yet").first(document.low)
    something = phrases("kinds", "signal", "something_now").stand(document.low)
    if nothing_yet is not None and not something:
        quote = document.quote(nothing_yet.start(), nothing_yet.end())
        return KindRead(Kind.EARLY_SIGNAL, quote, tells_days=False)
    notice = said.weight("notice") >= max(6, said.weight("call") - 8)
    if notice and not phrases("kinds", "signal", "let").stand(document.low):
        return said.read(Kind.EARLY_SIGNAL, "notice")
    if said.weight("signal") < 6 or said.dated:
        return None
    award, signal, call = said.weight("award"), said.weight("signal"), said.weight("call")
    if award > max(signal, call):
        return None
    if award > 0 and pattern("kinds", "signal", "given").search(document.low):
        return None
    if signal >= min(12, call) and not open_too(document):
        return said.read(Kind.EARLY_SIGNAL, "signal")
    return None


def _told_of(document: Document, said: _Said) -> KindRead | None:
    """News of awards, or an item that asks nobody to apply."""
    if said.weight("award") > 0 and pattern("kinds", "award", "notice").search(document.low):
        return _news(said)
    if said.plain:
        return None
    award, other, call = said.award, said.weight("other"), said.weight("call")
    if award >= 8 and award > call and award > other:
        return _news(said)
    if other >= 5 and other > call and other >= award:
        return KindRead(Kind.OTHER, said.quotes.get("other", ""), tells_limits=False)
    return None


def _news(said: _Said) -> KindRead:
    return KindRead(Kind.AWARD_NEWS, said.quotes.get("award", ""), tells_limits=False)


def _coming(document: Document, said: _Said) -> KindRead | None:
    """Still to open: by the page's day, or by words where little tells how to apply yet."""
    if open_too(document):
        return None
    page = page_day(document, [one.moment for one in told_days(document)]) if said.opens else None
    if page is not None and said.opens[:10] > page.isoformat() and said.asking and not said.shut:
        return said.read(Kind.COMING_CALL, "call")
    if said.dated:
        return None
    if not said.asking and not phrases("kinds", "coming", "of_money").stand(document.low):
        return None
    sure = phrases("kinds", "coming", "sure").first(document.low)
    if sure is not None:
        return KindRead(Kind.COMING_CALL, document.quote(sure.start(), sure.end()))
    match = phrases("kinds", "coming", "in_text").first(document.low)
    if match is None:
        return None
    sentence = document.sentence_at(match.start())
    words = document.low[sentence.start : sentence.end]
    if pattern("kinds", "coming", "every_year").search(words):
        return None
    next_round = pattern("kinds", "coming", "of_the_next_round").search(words) is not None
    much = 10 if said.opens and _DAY.search(words) else 12 if next_round else 16
    if said.weight("call") >= much and match.start() > document.title_end:
        return None
    return KindRead(Kind.COMING_CALL, document.quote(match.start(), match.end()))


def _call(document: Document, said: _Said) -> KindRead:
    """An open call, if enough speaks of applying: more where neither a day nor a sum is told."""
    enough = _ENOUGH if said.firm else _ENOUGH_ALONE
    # A day alone makes no call: roads close, clinics end. Words of asking, or a size of grant, have to stand there.
    if not said.asking:
        enough = _ENOUGH_ALONE
    if said.weight("call") >= max(enough, said.weight("job"), said.award):
        return said.read(Kind.OPEN_CALL, "call")
    if said.weight("award") >= _ENOUGH:
        return _news(said)
    against = ("award", "other", "job", "signal", "notice", "consultation", "place")
    if said.weight("call") >= (1 if said.firm else 4) and not any(map(said.weight, against)):
        named = pattern("kinds", "call", "named").search(document.low, 0, document.title_end)
        if named is not None:
            return KindRead(Kind.OPEN_CALL, document.quote(named.start(), named.end()))
    return said.read(Kind.OTHER, "other")
