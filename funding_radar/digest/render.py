"""Turning content into words: subject, plain text, HTML and calendar, by templates that an alliance can replace."""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)

from db.errors import RadarError
from db.views import Deadline
from funding_radar.digest import page
from funding_radar.digest.clean import plain, site
from funding_radar.digest.content import CoordinatorContent, DigestContent, Item, Section
from funding_radar.digest.dates import closes, today_of
from funding_radar.digest.ics import calendar
from funding_radar.digest.page import Letterhead
from funding_radar.digest.reading_time import minutes
from funding_radar.phrases import day, pounds, short_day

COLUMNS = 72
INDENT = "   "
MAX_SUBJECT = 120
LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in all its forms."""

    subject: str
    text: str
    html: str
    ics: bytes | None = None


def render(
    content: DigestContent | CoordinatorContent,
    letterhead: Letterhead,
    now: datetime,
    *,
    templates: Path | None = None,
    domain: str = "funding-radar.invalid",
) -> Rendered:
    """The content in words as of ``now``, so that days left are right on the day of sending.

    ``templates`` is a folder whose files are used before the built-in ones; a file of it can extend the one that it
    replaces as ``built-in/NAME``. ``domain`` makes the calendar's UIDs stable.
    """
    name = "coordinator" if isinstance(content, CoordinatorContent) else "digest"
    values = _values(content, letterhead, now)
    subject = plain(_words(templates, f"{name}_subject.txt", values), MAX_SUBJECT)
    values["subject"] = f"[Trial] {subject}" if letterhead.trial else subject
    text = _words(templates, f"{name}.txt", values).strip() + "\n"
    html = _inliner().inline(_words(templates, f"{name}.html", values))
    dated = content.calendar if isinstance(content, DigestContent) else ()
    return Rendered(values["subject"], text, html, calendar(dated, domain, now))


def _words(templates: Path | None, name: str, values: Mapping[str, Any]) -> str:
    # An environment that escapes and one that does not: the words.j2 of each is compiled its own way,
    # so that a macro of it never brings unescaped text into HTML.
    environment = environment_for(templates, escaping=name.endswith(".html"))
    try:
        words = environment.get_template("words.j2").module
        return environment.get_template(name).render(values, words=words)
    except TemplateError as fault:
        if templates is None:
            raise
        where = name
        if isinstance(fault, TemplateSyntaxError):
            where = f"line {fault.lineno} of {fault.name}"
        raise RadarError(
            f"your own templates in {templates} do not work ({where}): {fault.message}"
        ) from fault


@lru_cache(maxsize=8)
def environment_for(templates: Path | None, *, escaping: bool) -> Environment:
    """The templates of a folder before the built-in ones."""
    built_in = PackageLoader("funding_radar.digest")
    own = [FileSystemLoader(templates)] if templates else []
    environment = Environment(
        loader=ChoiceLoader([*own, built_in, PrefixLoader({"built-in": built_in})]),
        autoescape=escaping,  # noqa: S701 - off for plain text alone
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters.update(_FILTERS)
    return environment


def wrap(text: str) -> str:
    """Lines of at most 72 columns; an address is never broken."""
    return _fill(text, "", "")


def row(text: str, label: str = "", *, bullet: bool = False) -> str:
    """A labelled line of an item, hanging under its label."""
    if bullet:
        head = f"{INDENT}{label}:\n" if label else ""
        return head + _fill(text, f"{INDENT}- ", f"{INDENT}  ")
    start = f"{INDENT}{label}: " if label else INDENT
    return _fill(text, start, INDENT + ("  " if label else ""))


def under(text: str) -> str:
    """A line under a bullet."""
    return _fill(text, f"{INDENT}  ", f"{INDENT}  ")


def numbered(title: str, number: int) -> str:
    """The title of an item with its number."""
    start = f"{number}. "
    return _fill(title, start.ljust(len(INDENT)), INDENT)


def underlined(title: str) -> str:
    """A heading of plain text."""
    return f"{title.upper()}\n{'=' * min(len(title), COLUMNS)}"


def subject_day(deadline: str | None, now: datetime) -> str:
    """The day of a deadline for a subject line; empty for none."""
    on = Deadline.parse(deadline).on if deadline else None
    return short_day(on, today_of(now)) if on else ""


def _fill(text: str, first: str, then: str) -> str:
    if len(first) + len(text) <= COLUMNS:
        return first + text
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _values(
    content: DigestContent | CoordinatorContent, letterhead: Letterhead, now: datetime
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "content": content,
        "letterhead": letterhead,
        "now": now,
        "language": LANGUAGE,
    }
    if isinstance(content, DigestContent):
        grouped = {
            section.value: [item for item in content.items if item.section is section]
            for section in Section
        }
        values |= {
            "sections": [(name, items) for name, items in grouped.items() if items],
            "numbers": {item.call_id: n for n, item in enumerate(content.items, start=1)},
            "best": content.items[0] if content.items else None,
            "rest": max(len(content.items) - 1, 0),
            "minutes": minutes(content.items),
        }
    return values


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _amount(item: Item) -> str:
    return page.amount_of(item)


def _today(now: datetime) -> str:
    return day(today_of(now), today_of(now))


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "amount": _amount,
    "answers": page.answers,
    "closes": closes,
    "numbered": numbered,
    "pounds": pounds,
    "read_on": page.read_on,
    "reasons": page.reasons,
    "reply_words": page.reply_words,
    "row": row,
    "rows": page.rows,
    "short": plain,
    "site": site,
    "stop_link": page.stop_link,
    "subject_day": subject_day,
    "today": _today,
    "under": under,
    "underlined": underlined,
    "wrap": wrap,
}
