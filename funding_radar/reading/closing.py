"""Whether a text says that its fund is over, or that it is open after all."""

import re

from funding_radar.reading.tables import pattern, phrases
from funding_radar.reading.text import Document, Span

_SEVERAL = 2
_FUND_NAME = re.compile(r"\b(?!The )(?:[A-Z][\w'’&-]+ ){1,5}(?:Fund|Programme|Scheme|Grants?)\b")


def closing_words(document: Document) -> Span | None:
    """The words that say so: not of a part, nor of what will be once all is spent."""
    low = document.low
    match = pattern("kinds", "closed", "in_title").search(low, 0, document.title_end)
    if match is not None:
        return Span(match.start(), match.end())
    found = phrases("kinds", "closed", "in_text").in_order(low)
    if not found or open_too(document):
        return None
    return next((Span(*one.span()) for one in found if _of_the_whole(document, one)), None)


def _of_the_whole(document: Document, match: re.Match[str]) -> bool:
    """Whether words of closing speak of all of the fund, for everybody, and of now."""
    low = document.low
    sentence = document.sentence_at(match.start())
    if pattern("kinds", "closed", "only_if").search(low[sentence.start : match.start()]):
        return False
    if _of_one_of_several(document, sentence.start, match.end()):
        return False
    before = low[sentence.start : match.start()] + match.group().rpartition(" ")[0]
    part = pattern("kinds", "closed", "only_a_part").search(before)
    if part is not None and part.group().split()[0] not in low[: document.title_end]:
        return False
    return pattern("kinds", "closed", "only_for_some").match(low, match.end()) is None


def _of_another(document: Document, start: int, end: int) -> bool:
    """Whether a stretch names a fund, and the title names a different one."""
    title = document.text[: document.title_end]
    if _FUND_NAME.search(title) is None:
        return False
    names = _FUND_NAME.findall(document.text, start, end)
    return bool(names) and not any(" ".join(name.split()[-2:]) in title for name in names)


def _of_one_of_several(document: Document, start: int, end: int) -> bool:
    """Whether a stretch names one of several funds of which the title names none."""
    if not _of_another(document, start, end):
        return False
    title = document.text[: document.title_end]
    names = {" ".join(name.split()[-2:]) for name in _FUND_NAME.findall(document.body)}
    return sum(name not in title for name in names) >= _SEVERAL


def open_too(document: Document) -> bool:
    """Whether the text says that the fund of its title is open, or open again."""
    low = document.low
    if not phrases("kinds", "closed", "open_too").stand(low):
        return False
    for match in pattern("kinds", "closed", "open_too").finditer(low):
        sentence = document.sentence_at(match.start())
        if pattern("kinds", "closed", "only_if").search(low[sentence.start : match.end() - 1]):
            continue
        if not _of_another(document, sentence.start, match.end()):
            return True
    return False
