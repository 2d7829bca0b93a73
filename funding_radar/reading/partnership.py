"""What an announcement says of bidding together, and with how many."""

import re
from collections.abc import Iterator

from db.vocabulary import Field, Partnership
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.tables import pattern, phrases
from funding_radar.reading.text import Document, Span

_STRONGEST_FIRST = (Partnership.REQUIRED, Partnership.ENCOURAGED, Partnership.ALLOWED)
_BESIDE = 25
_BEFORE = 70
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10, "twelve": 12}  # fmt: skip
_NOT_PARTNERS = re.compile(r"trustee|signator|committee|board|staff|not related|unrelated")
_NUMBER = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
_PARTIES = r"(?:\w+ ){0,2}(?:partners?|organi[sz]ations|charities|groups|bodies|agencies|members)\b"
_COUNT = re.compile(
    rf"(?:at least|minimum of|(?:not|no) (?:fewer|less) than) (?P<low>{_NUMBER})"
    rf"(?:,? (?:and |but )?(?:to|at most|up to|and|(?:no|not) more than) (?P<top>{_NUMBER}))?"
    rf" {_PARTIES}"
    rf"|between (?P<from>{_NUMBER}) and (?P<to>{_NUMBER}) {_PARTIES}"
    rf"|(?:up to|maximum of|no more than) (?P<high>{_NUMBER}) (?:\w+ ){{0,2}}partners?\b"
    rf"|partnerships? of (?:up to|at most) (?P<of>{_NUMBER}) (?:organi[sz]ations|charities|groups)"
    rf"|(?:no|not) more than (?P<most>{_NUMBER}) (?:organi[sz]ations|charities|groups)"
    r" (?:in|to) (?:a|each|the) partnership"
)


def read_partnership(document: Document) -> Iterator[ReadFact]:
    """Whether bidding together is required, encouraged or allowed: the strongest that is said."""
    said = (_said(document, level) for level in _STRONGEST_FIRST)
    fact = next((one for one in said if one is not None), None)
    if fact is not None:
        yield fact
    yield from _counts(document)


def _said(document: Document, level: Partnership) -> ReadFact | None:
    """The sentence that says it of the applicants, and not of the funder; a plain ``must`` before others."""
    words = phrases("partnership", level.value)
    best: ReadFact | None = None
    for match in words.in_order(document.low, document.title_end):
        sentence = document.sentence_at(match.start())
        if match.end() > sentence.end + 1:
            continue
        said = _as_said(document, sentence, match, level)
        if said is None:
            continue
        start, end = (
            max(sentence.start, match.start() - _BESIDE),
            min(sentence.end, match.end() + _BESIDE),
        )
        asked = pattern("partnership", "own").search(match.group()) is not None
        if asked or phrases("partnership", "of_others").first(document.low, start, end) is None:
            quote = document.quote(match.start(), match.end())
            fact = ReadFact(Field.PARTNERSHIP, said.value, quote)
            best = fact if best is None or best.value != level.value == fact.value else best
            if asked:
                return fact
    return best


def _as_said(
    document: Document, sentence: Span, match: re.Match[str], level: Partnership
) -> Partnership | None:
    """The level of the words where they stand: what is only for a case may be done, and no more."""
    low = document.low
    before = low[sentence.start : match.start()]
    if level is Partnership.REQUIRED:
        if any(pattern("partnership", key).search(before) for key in ("chosen", "need_not")):
            return None
        this = pattern("partnership", "in_this_case").search(before) is not None
        some = pattern("partnership", "in_case").search(before) and "," not in match.group()
        return Partnership.ALLOWED if this or some else level
    if pattern("partnership", "denied_before").search(before):
        return None
    end = min(sentence.end, match.end() + _BESIDE)
    if pattern("partnership", "denied").search(low, match.start(), end):
        return None
    start = max(sentence.start, match.start() - _BEFORE)
    if pattern("partnership", "of_people").search(low, start, match.end()):
        return None
    choice = pattern("partnership", "or_together").search(match.group())
    return Partnership.ALLOWED if level is Partnership.ENCOURAGED and choice else level


def _counts(document: Document) -> Iterator[ReadFact]:
    """How many partners at least and at most; ``one other`` makes two."""
    done: set[Field] = set()
    for match in _COUNT.finditer(document.low):
        if _NOT_PARTNERS.search(match.group()) or not _of_a_partnership(document, match):
            continue
        group = match.group
        least, most = group("low") or group("from"), group("top") or group("to")
        most = most or group("high") or group("most") or group("of")
        other = 1 if "other" in match.group() and least else 0
        for name, word in ((Field.MIN_PARTNERS, least), (Field.MAX_PARTNERS, most)):
            number = (_NUMBERS.get(word) or int(word)) + other if word else 0
            if number > 1 and name not in done:
                done.add(name)
                yield ReadFact(name, number, document.quote(match.start(), match.end()))


def _of_a_partnership(document: Document, match: re.Match[str]) -> bool:
    """Whether the count is of those who bid: members and groups may be many other things."""
    if "partner" in match.group():
        return True
    sentence = document.sentence_at(match.start())
    words = document.low[sentence.start : sentence.end]
    return re.search(r"partner|consorti|together|jointly|lead ", words) is not None
