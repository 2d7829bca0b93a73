"""``funding-radar lab``: the engines on files, without configuration or database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from db.errors import RadarError
from funding_radar.cli import console

app = typer.Typer(
    no_args_is_help=True, help="Try the engines on files of your own; repeat our figures."
)

Rows = Annotated[Path, typer.Argument(help="JSON lines.", exists=True, dir_okay=False)]


@app.command()
def read(calls: Rows) -> None:
    """Read announcements into facts, each with its quote."""
    from funding_radar.reading.lab import read_lines

    with _lines(calls) as lines:
        for row in read_lines(lines):
            console.show_json_line(row)


@app.command()
def rank(
    calls: Rows,
    members: Rows,
    top: Annotated[int, typer.Option(help="How many for each call.", min=1)] = 20,
) -> None:
    """Rank members for each call by their words, places and sizes."""
    from funding_radar.matching.lab import rank_lines

    with _lines(calls) as asked, _lines(members) as offered:
        for row in rank_lines(asked, offered, top):
            console.show_json_line(row)


@app.command()
def propose(
    problem: Annotated[Path, typer.Argument(help="A problem, JSON.", exists=True, dir_okay=False)],
    top: Annotated[int, typer.Option(help="How many consortia.", min=1)] = 3,
    diverse: Annotated[
        int | None, typer.Option(help="Members by which each must differ from all before.", min=1)
    ] = None,
    seed: Annotated[int, typer.Option(help="Where ties are broken.")] = 0,
    seconds: Annotated[
        float | None, typer.Option(help="Stop then, with the gap that is certified.", min=0.1)
    ] = None,
) -> None:
    """Find the best consortia for a problem, with proof."""
    from funding_radar.consortium.lab import propose_file

    with _lines(problem) as lines:
        try:
            asked = json.loads("".join(lines))
        except json.JSONDecodeError as fault:
            msg = f"{problem} is not JSON: {fault.msg} at line {fault.lineno}"
            raise RadarError(msg) from None
    answer = propose_file(asked, top=top, diverse=diverse, seed=seed, seconds=seconds)
    console.show_json_line(answer)


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield lines
    except UnicodeDecodeError:
        msg = f"{path} is not UTF-8 text"
        raise RadarError(msg) from None
    except OSError as fault:
        msg = f"{path} cannot be read: {fault.strerror}"
        raise RadarError(msg) from None
