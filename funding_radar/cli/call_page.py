"""A call on one screen: what is known with its words, what is unknown, what to check."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from db.views import CallView, FactView
from db.vocabulary import Basis, Field
from funding_radar import phrases
from funding_radar.cli import console
from funding_radar.cli.desk import Desk

if TYPE_CHECKING:
    from rich.console import RenderableType

_MONEY = {Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.TOTAL_POT, Field.MIN_INCOME, Field.MAX_INCOME}
_WORTH_KNOWING = (
    Field.DEADLINE, Field.MAX_AMOUNT, Field.AREAS, Field.LEGAL_FORMS, Field.MAX_INCOME,
    Field.THEMES, Field.GROUPS, Field.PARTNERSHIP, Field.ACCOUNTS_YEARS,
)  # fmt: skip


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
        + (f" · {left}" if left else ""),
    ]
    if review:
        page.append(console.words(f"to review: {review}", "yellow"))
    rows = [
        (name.label, said(fact, here), _words(fact), _behind(fact, here))
        for name, fact in sorted(call.facts.items(), key=lambda pair: list(Field).index(pair[0]))
    ]
    page.append(console.table(["what", "read", "in their words", "standing"], rows))
    unknown = [name.label for name in _WORTH_KNOWING if name not in call.facts]
    if unknown:
        page.append(f"not stated: {phrases.listed(unknown, 12)}")
    for on, field, old, new in changes:
        page.append(f"moved on {on}: {field} from {old} to {new}")
    page.append("")
    page += [f"{source}: {url} (last seen {on})" for source, url, on in sightings]
    return page


def said(fact: FactView, here: Desk) -> str:
    """A fact's value as people say it."""
    if fact.value is None:
        return "unknown"
    if fact.field in _MONEY:
        basis = "" if fact.basis in (None, Basis.TOTAL) else f" {fact.basis.label}"
        return phrases.pounds(fact.value) + basis
    if fact.field in (Field.AREAS, Field.EXCLUDED_AREAS):
        return here.gazetteer.describe(fact.value)
    if isinstance(fact.value, list):
        return ", ".join(str(word).replace("_", " ") for word in fact.value)
    if isinstance(fact.value, bool):
        return "yes" if fact.value else "no"
    return str(fact.value)


def _words(fact: FactView) -> str:
    quote = " ".join(fact.quote.split())
    return f"“{quote[:160]}{'…' if len(quote) > 160 else ''}”" if quote else ""


def _behind(fact: FactView, here: Desk) -> str:
    if fact.corrected_by:
        return f"corrected by {fact.corrected_by} on {fact.read_on}"
    marks = [
        word
        for word, holds in (
            ("CONTRADICTED", fact.contradicted),
            ("STALE", fact.stale(here.today)),
            ("inferred", fact.inferred),
        )
        if holds
    ]
    return ", ".join([*marks, f"read {fact.read_on}"])
