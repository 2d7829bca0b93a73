"""``funding-radar sources``: who publishes funding, and how their sites do."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import Desk, desk

if TYPE_CHECKING:
    from funding_radar.jobs.sources import SourceState
    from spiders.probe import Findings
    from spiders.publishers import Publisher

app = typer.Typer(
    no_args_is_help=True, help="Sources: list, show, check, add, discover, pause, resume."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(metavar="SOURCE", help="Its name.")]


@app.command("list")
def list_(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also paused ones.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the sources with their health."""
    states = _states(desk(context))
    shown = [s for s in states if everything or not s.paused]
    if as_json:
        console.show_json([_row(state) for state in shown])
        return
    rows = [
        (s.entry.name, s.entry.publisher, s.entry.shape, s.standing, s.last_found) for s in shown
    ]
    console.show(console.table(["source", "publisher", "shape", "standing", "found>"], rows))
    hidden = len(states) - len(shown)
    if hidden:
        console.show(f"{hidden} more are paused: funding-radar sources list --all")


@app.command()
def show(context: typer.Context, source: Name, as_json: AsJson = False) -> None:
    """Show a source: what it is, its last runs, what it refused and why."""
    from funding_radar.jobs.sources import source_state

    here = desk(context)
    state = source_state(here.engine, here.settings, source)
    if as_json:
        console.show_json({**_row(state), "runs": state.run_rows(), "refusals": state.refusals})
        return
    entry = state.entry
    console.show(
        console.heading(entry.name), f"{entry.publisher} · {entry.licence or 'licence not stated'}"
    )
    console.show(
        f"{entry.url}", f"serves {here.gazetteer.describe(entry.places) or 'places not stated'}"
    )
    console.show(
        f"{state.standing}; visited every {entry.every:g} hours; "
        f"fewer than {entry.expects_at_least} items is a fault"
    )
    if state.runs:
        columns = [
            "started",
            "ended",
            "pages>",
            "found>",
            "new>",
            "changed>",
            "refused>",
            "message",
        ]
        console.show(console.table(columns, state.run_cells()))
    for url, reason in state.refusals:
        console.show(f"refused {url}: {reason}")


@app.command()
def check(context: typer.Context, source: Name) -> None:
    """Visit a source now, keep nothing, and show its first five items."""
    from funding_radar.jobs.sources import check_source

    here = desk(context)
    with console.progress(f"visiting {source}") as bar:
        report, first = check_source(here.settings, source, here.now, bar)
    if first:
        console.show(console.table(["title", "address"], first))
    console.show(f"{report.found} found, {report.refused} refused")
    for url, reason in report.refusals:
        console.show(f"refused {url}: {reason}")
    if report.outcome != "ok":
        console.fail(report.message or "the visit failed")
        raise typer.Exit(1)


@app.command()
def pause(
    context: typer.Context,
    source: Name,
    because: Annotated[str, typer.Option(help="Why.")] = "paused by hand",
) -> None:
    """Stop visiting a source."""
    from funding_radar.jobs.sources import set_paused

    here = desk(context)
    set_paused(here.engine, here.settings, source, because, here.now)
    console.show(f"{source} is paused: {because}")


@app.command()
def resume(context: typer.Context, source: Name) -> None:
    """Visit a source again."""
    from funding_radar.jobs.sources import set_paused

    here = desk(context)
    set_paused(here.engine, here.settings, source, None, here.now)
    console.show(f"{source} will be visited again: funding-radar refresh {source}")


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The address of a page about funding.")],
    name: Annotated[str, typer.Option(help="What to call it, such as uk_our_council.")] = "",
    publisher: Annotated[str, typer.Option(help="Who publishes it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Write the entry without asking.")] = False,
) -> None:
    """Look at an address, say what is there, try the best shape, and add it to config.toml."""
    from funding_radar.jobs.new_sources import look

    here = desk(context)
    with console.progress(f"looking at {url}"):
        found = look(here.settings, url, here.now, name=name, publisher=publisher)
    console.show(*found.said)
    if not found.toml:
        raise typer.Exit(1)
    _offer(here, found, yes=yes)


@app.command()
def discover(
    context: typer.Context,
    place: Annotated[str, typer.Option(help="A council, county, ICB or outcode.")],
    look_at: Annotated[
        bool, typer.Option("--look", help="Visit each address and try to read it.")
    ] = False,
    national: Annotated[bool, typer.Option(help="National funders too.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --look: write each entry without asking.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List who publishes funding in a place; with --look, see what their sites offer, and add what you tick."""
    from spiders.publishers import KINDS, publishers_for

    here = desk(context)
    districts = here.gazetteer.districts([_place(here, place)])
    found = publishers_for(districts, national=national)
    if as_json:
        rows = [
            {"name": p.name, "kind": p.kind, "address": p.address, "checked": p.checked}
            for p in found
        ]
        console.show_json(rows)
        return
    cells = [
        (p.name, KINDS[p.kind], p.address or "no address known", "" if p.checked else "not checked")
        for p in found
    ]
    console.show(console.table(["publisher", "kind", "address", ""], cells))
    if not look_at:
        console.show("funding-radar sources add ADDRESS looks at one of them")
        return
    _look_at_each(here, found, yes=yes)


def _look_at_each(here: Desk, found: "list[Publisher]", *, yes: bool) -> None:
    """Looks at one publisher after another; what could not be read is listed at the end, with its address."""
    from db.errors import RadarError
    from funding_radar.jobs.new_sources import look

    missed = [(p.name, "", "no address known") for p in found if not p.address]
    for number, publisher in enumerate(found, 1):
        if not publisher.address:
            continue
        served = sorted(publisher.districts - {"*"})
        with console.progress(f"looking at {number} of {len(found)}: {publisher.address}"):
            seen = look(
                here.settings, publisher.address, here.now, publisher=publisher.name, places=served
            )
        console.show("", console.heading(publisher.name), publisher.address, *seen.said)
        if seen.toml:
            try:
                _offer(here, seen, yes=yes)
            except RadarError as fault:
                console.fail(str(fault))
        else:
            missed.append((publisher.name, publisher.address, seen.said[0]))
    if missed:
        console.show("", console.table(["nothing could be read of", "address", "because"], missed))


def _offer(here: Desk, found: "Findings", *, yes: bool) -> None:
    """Shows the first items and the entry, and writes it if the coordinator wants it."""
    from funding_radar.config import find_config
    from funding_radar.jobs.new_sources import write_entry

    rows = [(item.title, item.says or item.url) for item in found.items]
    console.show(console.table(["first items", "what is read"], rows), found.toml)
    if yes or typer.confirm("Add this to config.toml?", err=True):
        console.show(f"added to {write_entry(find_config(here.config), found.toml)}")


def _place(here: Desk, words: str) -> str:
    from db.errors import RadarError

    found = here.gazetteer.named(words)
    if not found:
        near = ", ".join(here.gazetteer.suggest(words))
        msg = f"there is no place called {words!r}" + (f"; the nearest are {near}" if near else "")
        raise RadarError(msg)
    return found[0].code


def _states(here: Desk) -> "list[SourceState]":
    from funding_radar.jobs.sources import source_states

    return source_states(here.engine, here.settings)


def _row(state: "SourceState") -> dict[str, Any]:
    entry = state.entry
    return {
        "name": entry.name,
        "publisher": entry.publisher,
        "shape": entry.shape,
        "url": entry.url,
        "home_page": entry.home_page,
        "licence": entry.licence,
        "places": list(entry.places),
        "expects_at_least": entry.expects_at_least,
        "every": entry.every,
        "paused": state.paused,
        "paused_because": state.paused_because,
        "alarm": state.alarm,
        "found": state.last_found,
    }
