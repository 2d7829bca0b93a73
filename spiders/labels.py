"""Labelled values in HTML, however a site lays them out: table rows, description lists, bold words, "Label: value"."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from parsel import Selector

from db.vocabulary import Field, Kind, Status
from spiders.fields import Refused
from spiders.text import plain, tidy
from spiders.values import amount_range, pounds, uk_day, uk_deadline

Pairs = list[tuple[str, str]]

LABELS: Mapping[str, str] = {
    "closing date": "deadline", "deadline": "deadline", "application deadline": "deadline", "apply by": "deadline",
    "closes": "deadline", "closes on": "deadline", "closing": "deadline", "deadline for applications": "deadline",
    "next deadline": "deadline", "end date": "deadline", "applications close": "deadline",
    "opening date": "opens", "opens": "opens", "open date": "opens", "applications open": "opens",
    "start date": "opens", "launch date": "opens",
    "amount": "amount", "grant size": "amount", "grant amount": "amount", "grants available": "amount",
    "size of grant": "amount", "grants of": "amount", "award range": "amount", "funding amount": "amount",
    "how much": "amount", "value": "amount",
    "max grant size": "max_amount", "maximum grant": "max_amount", "max grant": "max_amount",
    "maximum award": "max_amount", "maximum grant size": "max_amount", "maximum amount": "max_amount",
    "grants up to": "max_amount", "up to": "max_amount",
    "minimum grant": "min_amount", "min grant": "min_amount", "minimum award": "min_amount",
    "total fund": "total_pot", "total pot": "total_pot", "total funding": "total_pot", "total available": "total_pot",
    "status": "status", "programme status": "status", "opportunity status": "status", "fund status": "status",
    "borough": "places", "area": "places", "areas": "places", "location": "places", "project location": "places",
    "geographical area": "places", "where": "places", "region": "places",
    "funder": "funder", "funders": "funder", "funded by": "funder",
    "decision in": "decision", "a decision in": "decision",
}  # fmt: skip
"""What the labels of UK funders mean, without colon and question mark, in lower case."""

_STATUS = {
    "open": Status.OPEN, "open to applications": Status.OPEN, "open for applications": Status.OPEN,
    "now open": Status.OPEN, "live": Status.OPEN, "accepting applications": Status.OPEN, "current": Status.OPEN,
    "coming soon": Status.COMING, "upcoming": Status.COMING, "opening soon": Status.COMING,
    "closed": Status.CLOSED, "closed to applications": Status.CLOSED, "archived": Status.CLOSED,
    "expired": Status.CLOSED, "now closed": Status.CLOSED, "currently closed": Status.CLOSED,
    "closed for applications": Status.CLOSED,
}  # fmt: skip
_KINDS = {
    Status.OPEN: Kind.OPEN_CALL,
    Status.COMING: Kind.COMING_CALL,
    Status.CLOSED: Kind.CLOSED_CALL,
}
_ROLLING = re.compile(
    r"(?i)\b(rolling|ongoing|on-going|no deadline|any time|anytime|open all year|continuous)\b"
)
_LABEL = re.compile(r"^\s*([^:\n]{2,60}):\s*(\S.*)$", re.DOTALL)
_MAX_LABEL = 60


def pairs(node: Selector) -> Pairs:
    """The labelled values that stand in a part of a page, in its order, each label with its first value."""
    found: dict[str, str] = {}
    for label, value in _all_pairs(node):
        label, value = tidy(label).rstrip(":? ").strip(), tidy(value).lstrip(": ")
        if label and value and len(label) <= _MAX_LABEL:
            found.setdefault(label, value)
    return list(found.items())


def stated(found: Pairs, labels: Mapping[str, str]) -> dict[str, Any]:
    """What labelled values say, as fact values. Raises Refused for a status that nobody has heard of."""
    facts: dict[str, Any] = {}
    for label, value in found:
        for name, fact in _read(_meaning(label, labels), value).items():
            facts.setdefault(name, fact)
    return facts


def funder(found: Pairs, labels: Mapping[str, str]) -> str:
    """Who pays, where a label says it."""
    return next((value for label, value in found if _meaning(label, labels) == "funder"), "")


def status_of(words: str) -> dict[str, str]:
    """Status and kind of a call, by the word that its site shows. Raises Refused for an unknown one.

    >>> status_of("Open to applications")
    {'status': 'open', 'kind': 'open_call'}
    """
    word = tidy(words).strip(" .:-").casefold()
    if word not in _STATUS:
        msg = f"an unknown status: {word[:60]!r}"
        raise Refused(msg)
    status = _STATUS[word]
    return {"status": status.value, "kind": _KINDS[status].value}


def as_lines(found: Pairs, labels: Mapping[str, str]) -> str:
    """The labelled values that mean something, as lines of HTML for the readers to quote."""
    return "".join(
        f"<p>{escape(label)}: {escape(value)}</p>"
        for label, value in found
        if _meaning(label, labels)
    )


def _read(meaning: str, value: str) -> dict[str, Any]:
    if meaning == "deadline":
        when = uk_deadline(value) or ("rolling" if _ROLLING.search(value) else None)
        return {Field.DEADLINE.value: when} if when else {}
    if meaning == "opens":
        day = uk_day(value)
        return {Field.OPENS.value: day.isoformat()} if day else {}
    if meaning == "amount":
        return dict(amount_range(value))
    if meaning in ("max_amount", "min_amount", "total_pot"):
        sums = pounds(value)
        return {meaning: sums[0]} if len(sums) == 1 else {}
    if meaning == "status":
        return dict(status_of(value))
    if meaning == "places":
        return {
            "place_names": [
                name.strip() for name in re.split(r",|;|\band\b", value) if name.strip()
            ]
        }
    return {}


def _meaning(label: str, labels: Mapping[str, str]) -> str:
    own = {_key(name): meaning for name, meaning in labels.items()}
    return own.get(_key(label)) or LABELS.get(_key(label), "")


def _key(label: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", tidy(label).casefold()).strip()


def _all_pairs(node: Selector) -> Iterator[tuple[str, str]]:
    for row in node.css("tr"):
        cells = row.css("td, th").xpath("string()").getall()
        if len(cells) == 2:
            yield cells[0], cells[1]
    for term in node.css("dt"):
        yield (
            _words(term),
            " ".join(term.xpath("following-sibling::dd[1]").xpath("string()").getall()),
        )
    for bold in node.xpath(
        ".//*[self::strong or self::b or self::span or self::h3 or self::h4 or self::h5]"
    ):
        label = _words(bold)
        if len(label) > _MAX_LABEL:
            continue
        parent = _words(bold.xpath(".."))
        if (
            parent.startswith(label)
            and len(parent) > len(label)
            and (":" in label or ":" in parent[: len(label) + 2])
        ):
            yield label, _beside(bold) or parent[len(label) :]
        elif ":" in label or _key(label) in LABELS:
            yield label, " ".join(bold.xpath("following-sibling::*[1]").xpath("string()").getall())
    for line in plain(node.get()).split("\n"):
        for part in line.split(" | "):
            match = _LABEL.match(part)
            if match:
                yield match.group(1), match.group(2)


def _beside(bold: Selector) -> str:
    """The words after a label on its line; a paragraph may hold several labels, one below the other."""
    said = bold.root.tail or ""
    for other in bold.root.itersiblings():
        if tidy(said).strip(": ") and (other.tag == "br" or other.tag in ("strong", "b")):
            break
        said += f" {''.join(other.itertext())} {other.tail or ''}"
    return said


def _words(node: Any) -> str:
    return tidy(" ".join(node.xpath("string()").getall()))
