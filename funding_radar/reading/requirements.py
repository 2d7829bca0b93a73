"""Single requirements: accounts, trustees, policies, insurance, match funding, one bid."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from db.vocabulary import Field
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.phrases import Phrases
from funding_radar.reading.tables import pattern, phrases, table
from funding_radar.reading.text import Document, Span

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9,
    "twelve": 12, "eighteen": 18, "half": 50, "third": 33, "quarter": 25, "fifth": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """One requirement of the table: what to look for, and what it comes to."""

    field: Field
    unless: re.Pattern[str] | None
    value: Any
    settings: dict[str, Any]


def read_requirements(document: Document) -> Iterator[ReadFact]:
    """Each requirement of the table at most once, by the first row that fits."""
    rows, owners, words = _rows()
    found: dict[int, list[re.Match[str]]] = {}
    for number, match in words.matches(document.low):
        found.setdefault(owners[number], []).append(match)
    done: set[Field] = set()
    for number in sorted(found):
        row = rows[number]
        if row.field in done:
            continue
        fact = _first(document, row, sorted(found[number], key=re.Match.start))
        if fact is not None:
            done.add(row.field)
            yield fact


def read_policies(document: Document) -> Iterator[ReadFact]:
    """The policies that an applicant must have, in plain words."""
    if "polic" not in document.low:
        return
    named: dict[str, Span] = {}
    names, words = _policies()
    for number, match in words.matches(document.low):
        named.setdefault(names[number], Span(match.start(), match.end()))
    if named:
        first = min(named.values())
        last = document.sentence_at(first.start).end
        end = max(span.end for span in named.values() if span.end <= max(first.end, last))
        yield ReadFact(Field.POLICIES, sorted(named), document.quote(first.start, end))


def read_insurance(document: Document) -> Iterator[ReadFact]:
    """The cover asked for, in the call's words."""
    if "insurance" not in document.low and "liability" not in document.low:
        return
    match = pattern("requirements", "insurance", "any").search(document.low)
    if match is not None:
        words = document.words(match.start(), match.end())
        yield ReadFact(Field.INSURANCE, words, document.quote(match.start(), match.end()))


def read_not_funded(document: Document) -> Iterator[ReadFact]:
    """What the money may not be spent on: the sentence, or the list under its head."""
    match = phrases("requirements", "not_funded", "head").first(document.low, document.title_end)
    if match is None:
        return
    number = document.index_at(match.start())
    span = document.sentences[number]
    words = document.text[span.start : span.end].strip()
    quote = document.passage(match.start(), match.end())
    if not words.endswith((":", "?")) and len(words) > match.end() - match.start() + 8:
        yield ReadFact(Field.NOT_FUNDED, quote, quote)
        return
    below = document.sentences[
        number + 1 : number + 1 + table("requirements")["not_funded"]["most"]
    ]
    listed = [document.text[one.start : one.end].strip(" \t•-*·") for one in below]
    if listed:
        yield ReadFact(Field.NOT_FUNDED, "; ".join(listed), listed[0])


@cache
def _policies() -> tuple[list[str], Phrases]:
    rows: dict[str, str] = table("requirements")["policies"]
    return list(rows), Phrases(list(rows.values()))


def _first(document: Document, row: _Row, matches: Iterable[re.Match[str]]) -> ReadFact | None:
    for match in matches:
        sentence = document.sentence_at(match.start())
        if row.unless and row.unless.search(document.low, sentence.start, sentence.end):
            continue
        value = row.value if row.value is not None else _number(match, row.settings)
        if value is not None:
            return ReadFact(row.field, value, document.quote(match.start(), match.end()))
    return None


def _number(match: re.Match[str], settings: dict[str, Any]) -> int | None:
    """The number that a pattern caught, in the units of its field."""
    for name, caught in match.groupdict().items():
        if caught is None:
            continue
        number = _NUMBERS.get(caught) or int(caught)
        if name.startswith("years"):
            number *= settings["years"]
        if name == "rest":
            number = settings["rest_of"] - number
        return number if 0 < number < 1_000 else None
    return None


@cache
def _rows() -> tuple[list[_Row], list[int], Phrases]:
    """The rows, the row that each pattern belongs to, and all their patterns."""
    rows = table("requirements")["row"]
    owners = [number for number, row in enumerate(rows) for _ in row["any"]]
    return (
        [
            _Row(
                Field(row["field"]),
                re.compile(row["unless"]) if "unless" in row else None,
                row.get("value"),
                row,
            )
            for row in rows
        ],
        owners,
        Phrases([word for row in rows for word in row["any"]]),
    )
