"""A call on one screen: what to check first, what is known with its words, what is unknown."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from db.views import CallView, Deadline, FactView
from db.vocabulary import Basis, Field, Group, LegalForm, Theme, Word
from funding_radar import phrases
from funding_radar.cli import console
from funding_radar.cli.desk import Desk

if TYPE_CHECKING:
    from rich.console import RenderableType

_MONEY = {Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.TOTAL_POT, Field.MIN_INCOME, Field.MAX_INCOME}
_DAYS = {
    Field.DEADLINE, Field.OPENS, Field.FIRST_STAGE_DEADLINE, Field.QUESTIONS_BY, Field.DECISION_ON, Field.STARTS,
}  # fmt: skip
_WORTH_KNOWING = (
    Field.DEADLINE, Field.MAX_AMOUNT, Field.AREAS, Field.LEGAL_FORMS, Field.MAX_INCOME,
    Field.THEMES, Field.GROUPS, Field.PARTNERSHIP, Field.ACCOUNTS_YEARS,
)  # fmt: skip
_WORDS_OF: Mapping[Field, type[Word]] = {
    Field.LEGAL_FORMS: LegalForm, Field.EXCLUDED_LEGAL_FORMS: LegalForm,
    Field.THEMES: Theme, Field.GROUPS: Group, Field.LED_BY: Group,
}  # fmt: skip
_LONGEST_WORDS = 120
_RAW = re.compile(r"[A-Z]\d{8}|\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")
"""Codes and days as sources' fields hold them: no words, and of no use to a reader."""
_DIES = "nothing says it any more"


def call_page(
    call: CallView,
    here: Desk,
    *,
    sightings: Sequence[tuple[str, str, date]],
    changes: Sequence[tuple[date, str, Any, Any]],
    review: str | None,
) -> list["RenderableType | str"]:
    """The parts of the page, top to bottom."""
    left = phrases.days_left(call.deadline, here.today)
    page: list[RenderableType | str] = [
        console.heading(f"{call.id}  {call.title}"),
        f"{call.funder or 'funder not stated'} · {call.kind.label} · {call.status.label}"
        + (f" · deadline: {left}" if left else ""),
        "",
    ]
    checks = list(_checks(call, here, review))
    if checks:
        page.append(console.heading("to check"))
        page += [console.words(f"  {line}", "yellow") for line in checks]
    else:
        page.append("nothing to check: all that matters is stated, and seen lately")
    places = {url: number for number, (_, url, _) in enumerate(sightings, 1)}
    facts = sorted(call.facts.values(), key=lambda fact: list(Field).index(fact.field))
    page += _table(facts, here, places)
    for on, field, old, new in changes:
        was, now = (_value_said(field, value, here) for value in (old, new))
        page.append(f"moved on {phrases.short_day(on)}: {field.replace('_', ' ')}, {was} → {now}")
    page += [
        f"[{number}] {source}: {url} (last seen {phrases.short_day(on)})"
        for number, (source, url, on) in enumerate(sightings, 1)
    ]
    return page


def _table(
    facts: Sequence[FactView], here: Desk, places: Mapping[str, int]
) -> Iterator["RenderableType | str"]:
    """The facts; where all come from one place and day, that is said once under them."""
    froms = [_from(fact, places) for fact in facts]
    together = len(set(froms)) == 1
    rows, before = [], ""
    for fact, whence in zip(facts, froms, strict=True):
        words = _words(fact)
        same = words == before and words.startswith("“")
        shown = "the same words" if same else words
        before = words
        rows.append((fact.field.label, _read(fact, here), shown, *(() if together else (whence,))))
    yield console.table(["what", "read", "in their words", *(() if together else ("from",))], rows)
    if together:
        yield f"all read at {froms[0]}" if froms[0].startswith("[") else f"all read on {froms[0]}"


def said(fact: FactView, here: Desk) -> str:
    """A fact's value as people say it."""
    value = fact.value
    if value is None:
        return "unknown"
    if fact.field in _MONEY and isinstance(value, int):
        basis = "" if fact.basis in (None, Basis.TOTAL) else f" {fact.basis.label}"
        return phrases.pounds(value) + basis
    if fact.field in _DAYS:
        return phrases.closes(Deadline.parse(str(value)))
    if fact.field in (Field.AREAS, Field.EXCLUDED_AREAS):
        return here.gazetteer.describe(value)
    if isinstance(value, list):
        kind = _WORDS_OF.get(fact.field)
        return ", ".join(kind(word).label if kind else str(word) for word in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _checks(call: CallView, here: Desk, review: str | None) -> Iterator[str]:
    """What a coordinator should look at, the gravest first; each line says what to do or why."""
    if review:
        yield f"this call: {review}"
    for fact in call.facts.values():
        if fact.contradicted:
            yield f"{fact.field.label}: {said(fact, here)} is contradicted; ask, then calls correct"
    for name, now in _later_words(call, here).items():
        held = call.facts[name]
        yield (
            f"{name.label}: corrected by {held.corrected_by} to {said(held, here)}, but the text has"
            f" moved since: {now}"
        )
    stale = [fact.field.label for fact in call.facts.values() if fact.stale(here.today)]
    if stale:
        yield f"not seen at the source for long: {phrases.listed(stale, 12)}"
    guessed = [fact.field.label for fact in call.facts.values() if fact.inferred]
    if guessed:
        yield f"inferred, not said outright: {phrases.listed(guessed, 12)}"
    unknown = [name.label for name in _WORTH_KNOWING if name not in call.facts]
    if unknown:
        yield f"not stated: {phrases.listed(unknown, 12)}"


def _later_words(call: CallView, here: Desk) -> Mapping[Field, str]:
    """What the text says now of fields that a person corrected, where it says another thing than then."""
    corrected = {name for name, fact in call.facts.items() if fact.corrected_by}
    if not corrected:
        return {}
    from sqlmodel import col, select

    from db.models import Fact

    with here.reading() as session:
        query = select(Fact).where(Fact.call_id == call.id).order_by(col(Fact.id))
        facts = [fact for fact in session.exec(query) if fact.field in corrected]
    later: dict[Field, str] = {}
    for name in corrected:
        of_field = [fact for fact in facts if fact.field == name]
        word = next(f for f in reversed(of_field) if f.corrected_by and f.ended_at is None)
        read = [fact for fact in of_field if not fact.corrected_by]
        then = [fact for fact in read if (fact.id or 0) < (word.id or 0)]
        now = [fact for fact in read if fact.ended_at is None]
        if {str(fact.value) for fact in now} == {str(fact.value) for fact in then[-1:]}:
            continue
        if now:
            view = replace(call.facts[name], value=now[-1].value, quote=now[-1].quote)
            later[name] = f"it now says {said(view, here)} {_words(view)}".rstrip()
        else:
            later[name] = _DIES
    return later


def _value_said(field: str, value: Any, here: Desk) -> str:
    """The value of a change as people say it."""
    if value is None:
        return "unknown"
    if field not in {name.value for name in Field}:
        return str(value)
    return said(FactView(Field(field), value, ""), here)


def _read(fact: FactView, here: Desk) -> str:
    """The value with what stands behind it in a word; a text that is its own quote is not said twice."""
    own = fact.value == fact.quote and fact.field not in _DAYS
    value = "in their words" if own else said(fact, here)
    marks = [
        word
        for word, holds in (
            (f"corrected by {fact.corrected_by}", bool(fact.corrected_by)),
            ("CONTRADICTED", fact.contradicted),
            ("STALE", fact.stale(here.today)),
            ("inferred", fact.inferred),
        )
        if holds
    ]
    return f"{value} ({', '.join(marks)})" if marks else value


def _words(fact: FactView) -> str:
    quote = " ".join(fact.quote.split())
    if quote and quote in _RAW.findall(str(fact.value)):
        return "a field of its own"
    if len(quote) > _LONGEST_WORDS:
        quote = quote[:_LONGEST_WORDS].rpartition(" ")[0] + " …"
    return f"“{quote}”" if quote else ""


def _from(fact: FactView, places: Mapping[str, int]) -> str:
    """Which source, or which page of which document, and the day on which it was read."""
    on = f"{fact.read_on.day} {fact.read_on:%b %Y}" if fact.read_on else ""
    if fact.document:
        page = f", page {fact.page}" if fact.page else ""
        return f"{fact.document}{page}, {on}"
    number = places.get(fact.url)
    return f"[{number}] {on}" if number else on
