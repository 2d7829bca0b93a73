"""The one place that speaks: results on standard output, everything else on standard error.

Text from outside is made harmless here: control codes go, and Rich never reads it as markup.
Importing this module is cheap; Rich is loaded at the first word.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from funding_radar.harmless import harmless, json_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text


class Progress(Protocol):
    """Says how far a long step is."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """So many of so many are done; ``what`` is the one under way."""


def show(*parts: "RenderableType | str") -> None:
    """Prints a result."""
    for part in parts:
        _out().print(_safe(part))


def show_json(value: Any) -> None:
    """Prints a result as JSON, one document, characters as they are."""
    sys.stdout.write(json_text(value, indent=2) + "\n")


def show_json_line(value: Any) -> None:
    """Prints one result of many as JSON, on one line."""
    sys.stdout.write(json_text(value) + "\n")


def show_csv(rows: Iterable[Iterable[object]]) -> None:
    """Prints rows for a spreadsheet, with nothing in them that it would run."""
    from funding_radar.spreadsheets import csv_text

    sys.stdout.write(csv_text(rows))


def show_line(line: str) -> None:
    """Prints one line for another program: as it is, never wrapped."""
    sys.stdout.write(line + "\n")


def tell(message: str) -> None:
    """Says something about the work, on standard error."""
    _err().print(_safe(message), style="dim")


def warn(message: str) -> None:
    """Says what a person should look at."""
    _err().print(_safe(message), style="yellow")


def fail(message: str) -> None:
    """Says what went wrong and how to mend it, on standard error, never cut."""
    _err().print(_safe(message), style="red", soft_wrap=True)


def heading(words: str) -> "Text":
    """A heading."""
    from rich.text import Text

    return Text(harmless(words), style="bold")


def words(text: object, style: str = "") -> "Text":
    """Text from anywhere, made harmless."""
    from rich.text import Text

    return Text(harmless(text), style=style)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    apart: bool = False,
) -> "RenderableType":
    """A table; a column whose heading ends in ``>`` is aligned to the right, in ``!`` never wraps.

    ``apart`` leaves a line between rows, for those that are long.
    """
    from rich import box
    from rich.table import Table

    drawn = Table(
        box=box.SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
        header_style="bold",
        leading=int(apart),
    )
    for column in columns:
        drawn.add_column(
            column.rstrip(">!"),
            justify="right" if column.endswith(">") else "left",
            no_wrap=column.endswith((">", "!")),
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*(words("" if cell is None else cell) for cell in row))
    return drawn


def columns(rows: "Iterable[Sequence[RenderableType | str]]") -> "RenderableType":
    """Columns without headings; what is long goes on under its own beginning."""
    from rich.table import Table

    drawn = Table.grid(padding=(0, 2), pad_edge=False)
    for row in rows:
        drawn.add_row(*map(_safe, row))
    return drawn


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """A bar on standard error while something takes long; silent where there is no screen."""
    if not sys.stderr.isatty():
        yield _unseen
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Bar(*columns, console=_err(), transient=True) as bar:
        task = bar.add_task(title, total=None, what="")

        def report(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total or None, what=harmless(what)[:40])

        yield report


def _unseen(done: int, total: int, what: str) -> None:
    """A bar that nobody sees."""


def _safe(part: "RenderableType | str") -> "RenderableType":
    return words(part) if isinstance(part, str) else part


@cache
def _out() -> "Console":
    from rich.console import Console

    return Console(highlight=False)


@cache
def _err() -> "Console":
    from rich.console import Console

    return Console(stderr=True, highlight=False)
