"""``funding-radar refresh``: collect, read, match."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

if TYPE_CHECKING:
    from funding_radar.cli.desk import Desk
    from funding_radar.jobs.refresh import RefreshReport
    from spiders.entry import SourceEntry


def refresh(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]…", help="Only these; all when left out.")
    ] = None,
    no_crawl: Annotated[
        bool, typer.Option("--no-crawl", help="Only read and match what is stored.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Collect from the sources, read what is new, match it to the members."""
    from funding_radar.jobs.refresh import refresh as refresh_all

    here = desk(context)
    entries = [] if no_crawl else _chosen(here, sources or [])
    with console.progress("refresh") as bar:
        report = refresh_all(
            here.engine, here.settings, here.gazetteer, here.now, sources=entries, on_progress=bar
        )
    if as_json:
        console.show_json(_as_json(report))
    else:
        console.show(*_said(report))
    if any(crawl.outcome != "ok" for crawl in report.crawls):
        raise typer.Exit(1)


def _chosen(here: "Desk", names: list[str]) -> "list[SourceEntry]":
    from funding_radar.jobs.sources import chosen_sources

    return chosen_sources(here.engine, here.settings, names)


def _said(report: "RefreshReport") -> list[Any]:
    parts: list[Any] = []
    if report.crawls:
        rows = [(c.source, c.found, c.new, c.changed, c.refused, c.message) for c in report.crawls]
        columns = ["source", "found>", "new>", "changed>", "refused>", "message"]
        parts.append(console.table(columns, rows))
    read, matched = report.reading, report.matching
    parts.append(
        f"read {read.read} new or changed, of them {read.not_calls} that are no call"
        f" and {read.set_aside} set aside;"
        f" {read.new} new calls, {read.changed} changed, {read.moved} opened, closed or moved"
    )
    parts.append(
        f"matched {matched.calls} calls with {matched.members} members:"
        f" {matched.fits} fit, {matched.check} to check"
    )
    return parts


def _as_json(report: "RefreshReport") -> dict[str, Any]:
    from dataclasses import asdict

    crawls = [{**asdict(crawl), "refused": crawl.refused} for crawl in report.crawls]
    return {
        "sources": crawls,
        "reading": asdict(report.reading),
        "matching": asdict(report.matching),
    }
