"""``funding-radar report fairness``: what came to whom over time."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

if TYPE_CHECKING:
    from funding_radar.jobs.report_fairness import Fairness, GroupRow, MemberRow

COLUMNS = ["all>", "told>", "fit>", "could>", "asked>", "in>", "led>", "won>", "%>", "none>"]
MEANT = (
    "all: members; told: of calls that fit; fit: calls; could: joint bids that they could have been in; "
    "in: that they accepted, or were in when it was sent; %: in, of could; none: members in no joint bid; "
    "led by: in members' own words, where they consent"
)


def fairness(
    context: typer.Context,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only what came since this day."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV, a line for each member.")
    ] = False,
) -> None:
    """Show who was told, asked, in, led and won, by size and community; how even chances are; who had nothing."""
    from funding_radar.cli.report import show_csv
    from funding_radar.jobs.report_fairness import report_fairness

    here = desk(context)
    with here.reading() as session:
        found = report_fairness(session, here.settings.consortium, since.date() if since else None)
    if as_json:
        console.show_json(_as_json(found))
    elif as_csv:
        show_csv([_row(row) | {"led_by": "; ".join(row.led_by)} for row in found.members])
    elif not found.members:
        console.show("no members yet: funding-radar members import FILE")
    else:
        console.show(*_page(found))


def _page(found: "Fairness") -> list[Any]:
    parts: list[Any] = [console.heading("What came to whom"), _table("size", found.by_size)]
    parts.append(_table("led by", found.by_community))
    bids = f"{found.bids} joint bid{'' if found.bids == 1 else 's'}"
    if found.gini is None:
        parts.append(f"{bids}: nobody has had a chance yet, so there is no Gini of chances")
    else:
        parts.append(f"{bids}; Gini of chances {found.gini:.2f}: 0 is all alike, 1 all with one")
    parts.append(MEANT)
    if found.nothing:
        rows = [(row.member, row.size, row.why_nothing) for row in found.nothing]
        parts += ["", console.table(["in no joint bid", "size!", "why"], rows)]
    return parts


def _table(title: str, rows: "Sequence[GroupRow]") -> Any:
    cells = [
        (
            row.kind,
            row.members,
            row.told,
            row.matched,
            row.could,
            row.invited,
            row.inside,
            row.led,
            row.won,
            _percent(row.chances),
            row.nothing,
        )
        for row in rows
    ]
    return console.table([title, *COLUMNS], cells)


def _percent(part: float | None) -> str:
    return "–" if part is None else f"{100 * part:.0f}%"


def _as_json(found: "Fairness") -> dict[str, Any]:
    return {
        "bids": found.bids,
        "gini": None if found.gini is None else round(found.gini, 4),
        "by_size": [_row(row) for row in found.by_size],
        "by_community": [_row(row) for row in found.by_community],
        "members": [_row(row) for row in found.members],
    }


def _row(row: "GroupRow | MemberRow") -> dict[str, Any]:
    chances = None if row.chances is None else round(row.chances, 4)
    said = asdict(row) | {"chances": chances}
    return {"in" if name == "inside" else name: value for name, value in said.items()}
