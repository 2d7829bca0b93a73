# ruff: noqa: E501  (read by the line)
"""How to apply, how much work it is, and whom to ask."""

import re
from collections.abc import Iterator

from db.vocabulary import Field
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.text import Document

_WORD_LIMIT = re.compile(
    r"(?:max(?:imum)?(?: of)?|up to|no more than|limit(?:ed to)?(?: of)?|about|around|in|not exceed(?:ing)?)?"
    r" ?(\d{2,3}|\d{1,2},?\d{3})[- ]words?\b(?: (?:max(?:imum)?|limit))?"
)
_PAGES = re.compile(
    r"(?:max(?:imum)?(?: of)?|up to|no more than|over|of|an?|your) ?(\d{1,2}|one|two|three|four)[- ](?:pages?|sides?)(?: of a4)?\b"
)
_QUESTIONS = re.compile(
    r"\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:short |simple |main )?questions\b"
)
_DAYS = re.compile(
    r"(?:takes?|allow|spend) (?:about |around |up to |at least )?(?:\d{1,2}(?: ?(?:-|to) ?\d{1,2})?|one|two|three|a few) (?:hours?|(?:working )?days?)\b"
)
_VIDEO = re.compile(
    r"(?:video|audio) (?:application|submission|or audio)|apply by video|short video|pitch\b"
)
_SIMPLE = re.compile(
    r"(?:short|simple|light[- ]touch|easy|one page|brief|quick)(?:er)? (?:\w+ )?(?:application|form|process)"
)
_ATTACH = re.compile(
    r"(?:attach|upload|enclose|provide|submit|send|include|supply|supporting documents?)\b[^.;\n]{0,60}"
    r"(?:accounts|constitution|governing document|bank statement|polic(?:y|ies)|budget|quotes?|references?|insurance)"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_APPLY = re.compile(
    r"(?:to apply|apply (?:online|via|through|by|using|at|here)|application form|how to apply|(?:complete|download|fill in|request|return) (?:the|an|our|your)? ?(?:\w+ )?(?:application|form)|applications? (?:should|must|can|are|is|to) (?:be )?(?:made|submitted|sent|emailed|online|via)|submit (?:your|an|a)|return the|online form|(?:through|via|on) (?:the|our) portal)"
)
_PHONE = re.compile(r"(?<!\d)(?:\+44 ?\(?0?\)? ?\d|0\d)\d{2,4}[ -]?\d{3}[ -]?\d{3,4}(?!\d)")


def read_how_to_apply(document: Document) -> Iterator[ReadFact]:
    """The sentence that says how a bid is made."""
    match = _APPLY.search(document.low, document.title_end)
    if match is not None:
        quote = document.quote(match.start(), match.end())
        yield ReadFact(Field.HOW_TO_APPLY, quote, quote)


def read_effort(document: Document) -> Iterator[ReadFact]:
    """Word limits, pages, questions and enclosures as the call names them, ``;`` between."""
    found: list[tuple[int, int]] = []
    for words in (_DAYS, _WORD_LIMIT, _PAGES, _QUESTIONS, _VIDEO, _SIMPLE, _ATTACH):
        match = words.search(document.low, document.title_end)
        if match is not None:
            found.append(match.span())
    if found:
        told = "; ".join(document.words(*place) for place in found)
        yield ReadFact(Field.EFFORT, told, document.quote(*found[0]))


def read_contact(document: Document) -> Iterator[ReadFact]:
    """Where to ask: an address for mail, else a telephone number."""
    if "@" in document.text:
        match = _EMAIL.search(document.text)
        if match is not None:
            yield ReadFact(Field.CONTACT, match.group(), match.group())
            return
    match = _PHONE.search(document.text)
    if match is not None:
        yield ReadFact(Field.CONTACT, match.group(), match.group())
