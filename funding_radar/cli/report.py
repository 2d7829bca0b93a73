"""``funding-radar report``: how the sources do, what became of the bids, and who did what."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from db.errors import RadarError
from funding_radar.cli import console
from funding_radar.cli.desk import desk
from funding_radar.cli.report_fairness import fairness

app = typer.Typer(
    no_args_is_help=True,
    help="Reports: how sources do, what became of bids, what came to whom, who did what.",
)
app.command()(fairness)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")]
Picture = Annotated[bool, typer.Option("--picture", help="Draw it instead of a table.")]
Svg = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Draw it into a file, as SVG.")
]


@app.command()
def sources(
    context: typer.Context,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    picture: Picture = False,
    svg: Svg = None,
) -> None:
    """Show how fresh each source is, what it gives, and how much notice before a deadline."""
    from funding_radar.jobs.reports import report_sources

    here = desk(context)
    found = report_sources(here.engine, here.settings, here.now)
    rows = [asdict(row) for row in found]
    if as_json:
        console.show_json(rows)
    elif as_csv:
        show_csv(rows)
    elif not rows:
        console.show("no source is active: funding-radar sources list --all")
    elif picture or svg:
        title = "Days of notice before the deadline: half of a source's calls have less"
        _draw(title, [(row.source, row.notice_days) for row in found], "days", svg)
    else:
        cells = [
            (
                row.source,
                row.visits,
                row.failed,
                row.hours_since_good,
                row.items,
                row.calls,
                None if row.dated_percent is None else f"{row.dated_percent:.0f}%",
                row.notice_days,
                row.standing,
            )
            for row in found
        ]
        heads = [
            "source!",
            "visits>",
            "failed>",
            "hours since>",
            "items>",
            "calls>",
            "dated>",
            "notice>",
            "standing",
        ]
        console.show(console.table(heads, cells))
        console.show(
            "hours since the last good visit; dated: calls whose deadline is known; notice: days, the middle one"
        )


@app.command()
def outcomes(
    context: typer.Context,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    picture: Picture = False,
    svg: Svg = None,
) -> None:
    """Show what became of the bids: asked, won, and the working days that they took."""
    from funding_radar import phrases
    from funding_radar.jobs.reports import report_outcomes

    here = desk(context)
    found = report_outcomes(here.engine, here.settings)
    rows = [asdict(row) for row in found.rows]
    if as_json:
        sums = {"decided": found.decided, "won": found.won, "won_percent": found.won_percent}
        console.show_json(
            {"bids": rows, **sums, "amount_won": found.amount_won, "days": found.days}
        )
    elif as_csv:
        show_csv(rows)
    elif not rows:
        console.show("no bids yet: funding-radar bids propose CALL")
    elif picture or svg:
        values = [(f"{row.bid} {row.call}", row.won) for row in found.rows]
        _draw("Pounds won by each bid", values, "pounds", svg)
    else:
        cells = [
            (r.bid, r.call, r.status, r.partners, _pounds(r.asked), _pounds(r.won), r.days)
            for r in found.rows
        ]
        heads = ["bid>", "call", "status!", "partners>", "asked>", "won>", "days>"]
        console.show(console.table(heads, cells))
        percent = "" if found.won_percent is None else f" ({found.won_percent:.0f}%)"
        console.show(
            f"{found.won} of {found.decided} decided bids won{percent}, {phrases.pounds(found.amount_won)};"
            f" about {found.days} working days of writing, by [consortium] bid_days"
        )


def _pounds(amount: int | None) -> str | None:
    from funding_radar import phrases

    return None if amount is None else phrases.pounds(amount)


def _draw(
    title: str, values: Sequence[tuple[str, float | None]], unit: str, svg: Path | None
) -> None:
    """Bars on the screen, or in a file."""
    from funding_radar.cli.chart import bars, bars_svg

    if svg is None:
        console.show(console.heading(title), *bars(values, unit))
        return
    try:
        svg.write_text(bars_svg(title, values, unit), encoding="utf-8")
    except OSError as fault:
        msg = f"{svg} cannot be written: {fault.strerror}"
        raise RadarError(msg) from None
    console.show(f"drawn into {svg}")


def show_csv(rows: Sequence[Mapping[str, object]]) -> None:
    """Prints rows for a spreadsheet under the names of what they hold."""
    if rows:
        console.show_csv([rows[0].keys(), *(row.values() for row in rows)])


@app.command()
def notice(
    context: typer.Context,
    by: Annotated[Literal["source", "member"], typer.Option(help="Counted by.")] = "source",
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show how many days before the deadline members were told."""
    from db.members import member_views
    from db.proof import tellings
    from funding_radar.digest.notice import notice_by_member, notice_by_source

    with desk(context).reading() as session:
        told = tellings(session)
        names = {str(member.id): member.name for member in member_views(session)}
    found = notice_by_source(told) if by == "source" else notice_by_member(told)
    rows = [asdict(row) | {"of": names.get(row.of, row.of)} for row in found]
    if as_json:
        console.show_json(rows)
    elif as_csv:
        show_csv(rows)
    elif not rows:
        console.show("nobody was told of anything yet: funding-radar digest send")
    else:
        for row in rows:
            if row["median_days"] is not None:
                row["median_days"] = f"{row['median_days']:g}"
        columns = [by, "told>", "median days>", "shortest>", "under 14>", "under 28>", "undated>"]
        console.show(console.table(columns, [tuple(row.values()) for row in rows]))


@app.command()
def log(
    context: typer.Context,
    about: Annotated[
        str, typer.Argument(help="Only this, such as 'call 12', or every 'member'.")
    ] = "",
    days: Annotated[int, typer.Option(help="How far back.", min=1)] = 91,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show who changed what, and when: members, calls, bids, sources, and what was sent."""
    from datetime import timedelta

    from db.decisions import latest_decisions

    here = desk(context)
    with here.reading() as session:
        found = latest_decisions(session, about=about, since=here.now - timedelta(days=days))
    if as_json:
        console.show_json([row.model_dump(mode="json") for row in found])
    elif as_csv:
        show_csv([row.model_dump(mode="json", exclude={"grounds"}) for row in found])
    elif not found:
        of = f" about {about!r}" if about else ""
        console.show(f"nothing was decided{of} in the last {days} days: --days says how far back")
    else:
        cells = [(_when(row.decided_at), row.by, row.subject, row.what) for row in found]
        console.show(console.table(["when!", "by", "about", "what"], cells))


def _when(at: datetime) -> str:
    from db.views import UK

    return f"{at.astimezone(UK):%d %b %Y %H:%M}"
