"""Facts confronted with the words they are quoted by, and stated fields with the prose."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from db.views import ROLLING
from db.vocabulary import Basis, Field
from funding_radar.reading.dates import moments
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.money import sums
from funding_radar.reading.tables import pattern
from funding_radar.reading.text import folded

_DAYS = frozenset(
    {
        Field.OPENS,
        Field.DEADLINE,
        Field.FIRST_STAGE_DEADLINE,
        Field.QUESTIONS_BY,
        Field.DECISION_ON,
        Field.STARTS,
    }
)
_POUNDS = frozenset(
    {Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.TOTAL_POT, Field.MIN_INCOME, Field.MAX_INCOME}
)
_COUNTS = frozenset(
    {
        Field.ACCOUNTS_YEARS,
        Field.MIN_TRUSTEES,
        Field.MIN_UNRELATED_TRUSTEES,
        Field.MAX_PERCENT_OF_INCOME,
    }
)
_WORDS = {1: "one|a|last|latest|once", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six",
          20: "fifth", 25: "quarter", 33: "third", 50: "half"}  # fmt: skip


def confronts(fact: ReadFact) -> str | None:
    """What a fact's value has against its quote, or None where the two agree.

    >>> confronts(ReadFact(Field.MAX_AMOUNT, 75_000, "£25,000 per year", basis=Basis.TOTAL))
    'max_amount is 75000, but the words name £25000'
    """
    if not fact.quote:
        return None
    judge = _judge(fact.field)
    return judge(fact, folded(fact.quote)) if judge else None


def stated_fact(name: Field, value: Any, prose: ReadFact | None) -> ReadFact | None:
    """The fact of a source's own field, which wins over the prose; a disagreement is marked.

    None for a field that says nothing: an empty one, or a limit of nought.
    """
    shaped = _shaped(name, value)
    if shaped is None:
        return None
    fact = ReadFact(name, shaped, _printed(shaped))
    if prose is None:
        return fact
    if _agrees(name, shaped, prose):
        return prose if prose.value == shaped or name in _DAYS else fact
    return replace(fact, contradicted=True, note=f"the text says “{prose.quote}”")


def _judge(name: Field) -> Callable[[ReadFact, str], str | None] | None:
    if name in _DAYS:
        return _day
    if name in _POUNDS:
        return _sum
    return _count if name in _COUNTS else None


def _day(fact: ReadFact, low: str) -> str | None:
    if fact.value == ROLLING:
        open_ended = pattern("days", "rolling", "words").search(low)
        return None if open_ended else f"{fact.field} is rolling, but no words say so"
    named = moments(low)
    wanted = str(fact.value)
    for moment in named:
        if moment.year is None and not fact.inferred:
            continue
        same_year = moment.year is None or moment.year == int(wanted[:4])
        same_day = (moment.month, moment.day) == (int(wanted[5:7]), int(wanted[8:10]))
        same_time = "T" not in wanted or (
            moment.at and moment.at.strftime("%H:%M") == wanted[11:16]
        )
        if same_year and same_day and same_time:
            return None
    said = ", ".join(low[moment.start : moment.end] for moment in named) or "no day"
    return f"{fact.field} is {wanted}, but the words name {said}"


def _sum(fact: ReadFact, low: str) -> str | None:
    named = sums(low)
    every = {one.pounds for one in named} | {one.low for one in named if one.low is not None}
    if fact.value not in every and fact.value != int(_bare(fact.quote) or -1):
        said = ", ".join(f"£{pounds}" for pounds in sorted(every)) or "no sum"
        return f"{fact.field} is {fact.value}, but the words name {said}"
    if fact.basis is Basis.TOTAL and len(named) == 1:
        after = low[named[0].end :]
        if pattern("sums", "basis", "per_year").match(after):
            return f"{fact.field} is a total, but the words say by the year"
    return None


def _bare(quote: str) -> str | None:
    """The number of a structured field, printed without a pound sign."""
    digits = quote.replace(",", "").strip()
    return digits if digits.isascii() and digits.isdigit() else None


def _count(fact: ReadFact, low: str) -> str | None:
    words = rf"\b(?:{fact.value}|{_WORDS.get(fact.value, '(?!)')})\b"
    if re.search(words, low):
        return None
    return f"{fact.field} is {fact.value}, but the words do not name it"


def _shaped(name: Field, value: Any) -> Any:
    """The value in the form of a fact; None for what says nothing."""
    if value is None or value in ("", [], (), {}):
        return None
    if name in _POUNDS:
        return round(value) if isinstance(value, int | float) and value > 0 else None
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return sorted(value)
    return value


def _printed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _agrees(name: Field, value: Any, prose: ReadFact) -> bool:
    """Whether a stated value and the prose can both be right."""
    if name in _DAYS:
        return str(prose.value)[:10] == str(value)[:10] or prose.inferred
    if name in _POUNDS:
        by_year = prose.basis is Basis.PER_YEAR and value % prose.value == 0
        return value == prose.value or by_year or prose.basis is Basis.PER_PARTNER
    if isinstance(value, list) and isinstance(prose.value, list):
        return bool(set(value) & set(prose.value)) or name is Field.AREAS
    return bool(value == prose.value)
