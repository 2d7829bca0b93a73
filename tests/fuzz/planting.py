"""Good files with something ill-meant in one or a few of their fields: the shape holds, so that it gets further in."""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import partial
from typing import Any

from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

TELLTALE = "telltale"
"""Stands in every planted formula, so that a cell that would run one is known from our own sums."""
TEXTS = [
    "", " ", "0", "-1", "unknown", "none", "x" * 3000, "\u202egpj.exe", "\u200b", "\u00a0", "\ufeff", "é\u0301",
    "\x1b[2J\x1b[31mred", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\here", "\x9b31m", "\x00", "a\rb",
    "a\nb",    f'=HYPERLINK("https://evil.example","{TELLTALE}")', f"=cmd|' /C {TELLTALE}'!A0", f"@SUM({TELLTALE})",
    f"+{TELLTALE}", f"-{TELLTALE}", f"\t={TELLTALE}", f"\r={TELLTALE}", f"\n={TELLTALE}", f" ={TELLTALE}",
    f"\u00a0={TELLTALE}", f"\uff1d{TELLTALE}", f"\x00={TELLTALE}", f"\x1b={TELLTALE}", f"a;={TELLTALE}",
    f"a\t={TELLTALE}",    f'"={TELLTALE}', f"'={TELLTALE}", f"a\r\n={TELLTALE}", f"={TELLTALE}; ={TELLTALE}",
    "<script>alert(1)</script>", "<!--", "]]>", "&#27;[31m", "[bold]x[/bold]", "[/]", "{{7*7}}", "%s%n", "\\", "'", '"',
    "2026-02-30", "0001-01-01", "9999-12-31", "31/12/9999 25:61", "9" * 400, "1e999", "£" + "9" * 30, "NaN", "٣", "²",
    "file:///etc/passwd", "http://127.0.0.1:1/", "javascript:alert(1)", "https://[::1", "https://exa mple/\n", "a@b",
    "a@b.example\nBcc: c@d.example", "../../etc/passwd", "S10", "Sheffield", "E99999999",
]  # fmt: skip
"""Texts that have broken programs, terminals, spreadsheets and mail before."""
_VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**30, -(2**63) - 1, float("nan"), float("inf"), [], {}, [None], [[]], {"": {}},
    {"a": "b"}, ["x"] * 50, [1, "a", None], {"id": None}, {"value": {}}, {"amount": []},
]  # fmt: skip

Place = tuple[str | int, ...]
Plants = Sequence[tuple[float, Any]]
"""Where, as a part of all the places there are, and what."""
texts = st.sampled_from(TEXTS) | st.text(max_size=12).filter(lambda text: text.isprintable())
texts_of_json = texts | st.just(f"half of a character: \ud83d {TELLTALE}")
values = st.sampled_from(_VALUES) | texts_of_json
_WHERE = st.floats(0, 1, exclude_max=True)


class Planted(bytes):
    """A file that a failing test shows by what was planted where."""

    plants: Plants = ()

    def __repr__(self) -> str:
        return f"Planted({len(self)} bytes, {self.plants!r})"


def _planted(
    seeds: list[bytes], what: st.SearchStrategy[Any], plant: Callable[[bytes, Plants], bytes]
) -> st.SearchStrategy[bytes]:
    """One of the files with up to four things planted."""

    def made(which: int, plants: Plants) -> Planted:
        made = Planted(plant(seeds[which], plants))
        made.plants = plants
        return made

    plants = st.lists(st.tuples(_WHERE, what), min_size=1, max_size=4)
    return st.builds(made, st.integers(0, len(seeds) - 1), plants)


def in_json(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """JSON, or JSON lines, with other values at some of its places, or without them."""
    return _planted(seeds, values | st.just(_GONE), partial(_in_json, over=object))


def in_texts_of_json(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """JSON with other texts for some of its texts."""
    return _planted(seeds, texts_of_json, partial(_in_json, over=str))


def _in_json(seed: bytes, plants: Plants, over: type) -> bytes:
    text = seed.decode("utf-8", "surrogateescape")
    parts = text.splitlines() if _is_lines(seed) else [text]
    rows = [json.loads(part) for part in parts if part.strip()]
    for where, value in plants:
        if not (places := [place for place, stood in _places(rows) if isinstance(stood, over)]):
            break
        _put(rows, places[int(where * len(places))], value)
    return "\n".join(json.dumps(row) for row in rows).encode()


_GONE = "(left out)"


def _is_lines(seed: bytes) -> bool:
    first = seed.splitlines()[0]
    return first.startswith(b"{") and first.endswith(b"}")


def _places(value: Any, here: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every place under a value and what stands there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inside:
        yield (*here, key), part
        if isinstance(part, dict | list):
            yield from _places(part, (*here, key))


def _put(rows: list[Any], place: Place, value: Any) -> None:
    *way, last = place
    holder: Any = rows
    for key in way:
        holder = holder[key]
    if value != _GONE:
        holder[last] = deepcopy(value)
    elif isinstance(holder, dict):
        del holder[last]


def in_table(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """CSV with other texts in some of its cells, the heading's too."""

    def plant(seed: bytes, plants: Plants) -> bytes:
        rows, out = list(csv.reader(io.StringIO(seed.decode("utf-8-sig")))), io.StringIO()
        csv.writer(out).writerows(_with_cells(rows, plants))
        return out.getvalue().encode()

    return _planted(seeds, texts, plant)


def in_workbook(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """XLSX with other values in some of its cells: texts, formulas, numbers, yes and no."""

    def plant(seed: bytes, plants: Plants) -> bytes:
        sheet = load_workbook(io.BytesIO(seed)).active
        book, out = Workbook(), io.BytesIO()
        for row in _with_cells([list(row) for row in sheet.iter_rows(values_only=True)], plants):
            book.active.append([_fits(cell) for cell in row])
        book.save(out)
        return out.getvalue()

    return _planted(seeds, st.sampled_from([None, True, 0, -1, 1.5, 10**30]) | texts, plant)


def _with_cells(rows: list[list[Any]], plants: Plants) -> list[list[Any]]:
    cells = [(row, column) for row in range(len(rows)) for column in range(len(rows[row]))]
    for where, value in plants:
        row, column = cells[int(where * len(cells))]
        rows[row][column] = value
    return rows


def _fits(cell: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell


_FIELDS = {
    # A setting's value; commented-out examples are settings too.
    "toml": re.compile(r"(?m)^(?:# ?)?(?:[a-z_]+) = (?P<field>[^#\n]+)"),
    # What stands between tags or in an attribute, in HTML and XML.
    "tags": re.compile(r"(?s)>(?P<field>[^<>]*[^<>\s][^<>]*)<|=\"(?P<other>[^\"]*)\""),
    # What a header says, or a line of the letter.
    "letter": re.compile(r"(?m)^(?:[A-Z][A-Za-z-]+: )?(?P<field>.+)$"),
}


def in_toml(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """A configuration with other values for some of its settings."""
    return _in_fields("toml", seeds, values.map(_toml))


def _toml(value: Any) -> str:
    match value:
        case bool() | int() | float():
            return str(value).lower()
        case str():
            # Most of JSON's ways to write a text are TOML's too.
            return json.dumps(value).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(_toml(part) for part in value)}]"
        case dict():
            return (
                "{"
                + ", ".join(f"{json.dumps(key)} = {_toml(part)}" for key, part in value.items())
                + "}"
            )
    return "2026-11-23"


def in_tags(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """HTML or XML with other texts between its tags and in its attributes, escaped or not."""
    return _in_fields("tags", seeds, texts | texts.map(html.escape))


def in_letter(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """A letter with other texts in its headers and lines; plain text likewise."""
    return _in_fields("letter", seeds, texts)


def _in_fields(
    shape: str, seeds: list[bytes], what: st.SearchStrategy[str]
) -> st.SearchStrategy[bytes]:
    def plant(seed: bytes, plants: Plants) -> bytes:
        text = seed.decode("utf-8", "surrogateescape")
        for where, value in plants:
            if not (fields := list(_FIELDS[shape].finditer(text))):
                break
            found = fields[int(where * len(fields))]
            start, end = found.span(found.lastgroup or 0)
            text = text[:start] + value + text[end:]
        return text.encode("utf-8", "surrogateescape")

    return _planted(seeds, what, plant)
