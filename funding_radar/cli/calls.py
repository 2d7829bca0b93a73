"""``funding-radar calls``: what funding there is, and what was read of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from db.errors import RadarError
from funding_radar.cli import console
from funding_radar.cli.desk import Desk, desk

if TYPE_CHECKING:
    from db.views import CallView, FactView
    from db.vocabulary import Status

app = typer.Typer(
    no_args_is_help=True, help="Calls: list, show, add, correct, review, merge, split, keep."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CallWords = Annotated[str, typer.Argument(metavar="CALL", help="Its number or title.")]


@app.command("list")
def list_(
    context: typer.Context,
    status: Annotated[
        str | None,
        typer.Option(help="open, coming, closed, gone, signal, set-aside or review."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is not open.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the open calls, soonest deadline first."""
    from db.calls import call_views

    here = desk(context)
    with here.reading() as session:
        calls = call_views(session, statuses=None if everything else [_status(status)])
    calls.sort(key=_soonest)
    if as_json:
        console.show_json([call_row(call) for call in calls])
    elif not calls:
        console.show("no such calls: funding-radar refresh collects them")
    else:
        console.show(_listing(calls, here))


@app.command()
def show(context: typer.Context, call: CallWords, as_json: AsJson = False) -> None:
    """Show a call: each fact with its quote, what is unknown, what to check."""
    from db.calls import call_view, find_call, sightings_of
    from db.facts import changes_since

    here = desk(context)
    with here.reading() as session:
        found = find_call(session, call)
        assert found.id is not None
        view = call_view(session, found.id)
        sightings = [
            (s.source, s.url, s.last_seen_at.date()) for s in sightings_of(session, view.id)
        ]
        changes = [
            (c.noticed_at.date(), c.field, c.old, c.new)
            for c in changes_since(session, found.first_seen_at, view.id)
        ]
        review = found.review_because or found.set_aside_because
    if as_json:
        facts = {name.value: fact_row(fact, here) for name, fact in view.facts.items()}
        console.show_json({**call_row(view), "review": review, "facts": facts, "changes": changes})
        return
    from funding_radar.cli.call_page import call_page

    console.show(*call_page(view, here, sightings=sightings, changes=changes, review=review))


@app.command()
def correct(
    context: typer.Context,
    call: CallWords,
    field: Annotated[str, typer.Argument(help="The fact, such as deadline or max_amount.")],
    value: Annotated[str, typer.Argument(help="Its right value, or 'unknown'.")],
    because: Annotated[str, typer.Option(help="How you know.", prompt="How do you know?")],
) -> None:
    """Correct a fact: signed, dated, kept over later readings."""
    from db.calls import find_call, settle_status
    from db.decisions import who
    from db.facts import NewFact
    from db.facts import correct as correct_fact
    from funding_radar.corrections import parse_correction

    here = desk(context)
    name, parsed = parse_correction(field, value, here.gazetteer)
    with here.writing() as session:
        found = find_call(session, call)
        assert found.id is not None
        new = NewFact(field=name, value=parsed)
        correct_fact(session, found.id, new, because=because, by=who(), now=here.now)
        settle_status(session, here.now, [found.id])
        title = found.title
    console.show(
        f"{name.label} of {title!r} is now {value}; funding-radar refresh --no-crawl matches it again"
    )


@app.command()
def changes(
    context: typer.Context,
    days: Annotated[int, typer.Option(help="How far back.", min=1)] = 14,
    as_json: AsJson = False,
) -> None:
    """List deadlines, amounts, eligibility and statuses that moved."""
    from datetime import timedelta

    from db.calls import call_views
    from db.facts import changes_since

    here = desk(context)
    with here.reading() as session:
        moved = changes_since(session, here.now - timedelta(days=days))
        titles = {c.id: c.title for c in call_views(session, ids={m.call_id for m in moved})}
    rows = [
        {
            "call": {"id": m.call_id, "title": titles[m.call_id]},
            "field": m.field,
            "old": m.old,
            "new": m.new,
            "noticed_at": m.noticed_at.isoformat(),
        }
        for m in moved
    ]
    if as_json:
        console.show_json(rows)
    elif not rows:
        console.show(f"nothing moved in {days} days")
    else:
        cells = [(m.noticed_at.date(), titles[m.call_id], m.field, m.old, m.new) for m in moved]
        console.show(console.table(["on!", "call", "what", "was", "is"], cells))


@app.command()
def review(context: typer.Context, as_json: AsJson = False) -> None:
    """List what a person should decide: contradictions, doubtful pairs, stale facts."""
    from db.reviews import calls_in_sight, reviews

    here = desk(context)
    with here.reading() as session:
        rows = list(reviews(session, calls_in_sight(session), here.today))
    if as_json:
        console.show_json([{"call": {"id": c.id, "title": c.title}, "why": why} for c, why in rows])
    elif not rows:
        console.show("nothing to review")
    else:
        console.show(console.table(["id>", "call", "why"], [(c.id, c.title, w) for c, w in rows]))


@app.command()
def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON lines: title, text, url, funder, facts…")],
) -> None:
    """Add calls heard of by other ways; given facts stand as corrections."""
    from funding_radar.jobs.add_calls import add_calls

    here = desk(context)
    report = add_calls(here.engine, file, here.gazetteer, here.now)
    console.show(f"{report.new} new, {report.changed} changed, {report.unchanged} as before")


@app.command()
def export(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also what is not open.")] = False,
) -> None:
    """Write the calls as CSV to standard output."""
    from db.calls import call_views
    from db.vocabulary import Status

    with desk(context).reading() as session:
        calls = call_views(session, statuses=None if everything else [Status.OPEN])
    rows = [call_row(call) for call in sorted(calls, key=_soonest)]
    console.show_csv([CALL_COLUMNS, *([_cell(row[c]) for c in CALL_COLUMNS] for row in rows)])


def _cell(value: object) -> object:
    return ";".join(value) if isinstance(value, list) else value


@app.command()
def merge(
    context: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="CALL", help="The call to keep.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that is the same.")],
) -> None:
    """Say that two calls are one; remembered over later crawls."""
    from db.calls import find_call
    from db.decisions import who
    from funding_radar.jobs.merging import merge_calls

    here = desk(context)
    with here.writing() as session:
        kept, dropped = find_call(session, keep), find_call(session, other)
        merge_calls(session, kept.id or 0, dropped.id or 0, who(), here.now)
        title = kept.title
    console.show(f"one call now: {title}")


@app.command()
def split(
    context: typer.Context,
    call: CallWords,
    source: Annotated[str, typer.Argument(help="The source whose sighting is another call.")],
) -> None:
    """Say that what a source published is another call; remembered over later crawls."""
    from db.calls import find_call, sightings_of
    from db.decisions import who
    from funding_radar.jobs.merging import split_call

    here = desk(context)
    with here.writing() as session:
        found = find_call(session, call)
        sightings = {s.source: s.id for s in sightings_of(session, found.id or 0)}
        if source not in sightings:
            msg = (
                f"this call is not fed by {source!r}: it has {', '.join(sightings) or 'no source'}"
            )
            raise RadarError(msg)
        split_call(session, found.id or 0, sightings[source] or 0, who(), here.now)
    console.show(f"what {source} published is a call of its own now")


@app.command()
def keep(
    context: typer.Context,
    call: CallWords,
    because: Annotated[str, typer.Option(help="Why it is for you.")] = "it is for us",
) -> None:
    """Bring back a call that was set aside."""
    from db.calls import decide_status, find_call
    from db.decisions import who

    here = desk(context)
    with here.writing() as session:
        found = find_call(session, call)
        decide_status(session, found, None, because=because, by=who(), now=here.now)
        said = f"{found.title} is {found.status}"
    console.show(f"{said}; funding-radar refresh --no-crawl matches it")


@app.command("set-aside")
def set_aside(
    context: typer.Context,
    call: CallWords,
    because: Annotated[str, typer.Option(help="Why nobody of yours could want it.")],
) -> None:
    """Set a call aside: kept, matched with nobody, told to nobody."""
    from db.calls import decide_status, find_call
    from db.decisions import who
    from db.vocabulary import Status

    here = desk(context)
    with here.writing() as session:
        found = find_call(session, call)
        decide_status(session, found, Status.SET_ASIDE, because=because, by=who(), now=here.now)
        said = found.title
    console.show(f"{said} is set aside; funding-radar calls keep {found.id} brings it back")


@app.command()
def reread(
    context: typer.Context,
    write: Annotated[bool, typer.Option("--write", help="Keep what it changes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read everything stored again, and show what today's reader would change before it writes."""
    from funding_radar.jobs.match import match_all
    from funding_radar.jobs.reread import reread as read_again

    here = desk(context)
    keep = here.settings.crawl.keep
    moves = read_again(here.engine, here.gazetteer, here.now, keep=keep, write=write)
    if write and moves:
        match_all(here.engine, here.gazetteer, here.now)
    if as_json:
        console.show_json([move._asdict() for move in moves])
    elif not moves:
        console.show("nothing would change")
    else:
        cells = [(m.call_id, m.title, m.field, m.old, m.new) for m in moves]
        console.show(console.table(["id>", "call", "what", "is", "would be"], cells))
        console.show("written" if write else "nothing is written yet: --write keeps it")


CALL_COLUMNS = (
    "id", "title", "funder", "kind", "status", "deadline", "min_amount", "max_amount", "areas", "url", "sources",
)  # fmt: skip


def call_row(call: "CallView") -> dict[str, Any]:
    """A call as the contract prints it."""
    from db.vocabulary import Field

    return {
        "id": call.id,
        "title": call.title,
        "funder": call.funder,
        "kind": call.kind.value,
        "status": call.status.value,
        "deadline": call.value(Field.DEADLINE),
        "min_amount": call.value(Field.MIN_AMOUNT),
        "max_amount": call.value(Field.MAX_AMOUNT),
        "areas": list(call.areas),
        "url": call.url,
        "sources": list(call.sources),
    }


def fact_row(fact: "FactView", here: Desk) -> dict[str, Any]:
    """A fact with all that stands behind it."""
    return {
        "value": fact.value,
        "quote": fact.quote,
        "basis": fact.basis.value if fact.basis else None,
        "url": fact.url,
        "reader": fact.reader,
        "read_on": fact.read_on,
        "check_by_on": fact.check_by_on,
        "inferred": fact.inferred,
        "contradicted": fact.contradicted,
        "stale": fact.stale(here.today),
        "corrected_by": fact.corrected_by,
    }


def _status(name: str | None) -> "Status":
    from db.vocabulary import Status

    try:
        return Status(name or Status.OPEN)
    except ValueError:
        msg = f"there is no status {name!r}: it is one of {', '.join(Status)}"
        raise RadarError(msg) from None


def _soonest(call: "CallView") -> tuple[str, int]:
    deadline = call.deadline
    return (deadline.on.isoformat() if deadline and deadline.on else "9999", call.id)


def _listing(calls: "list[CallView]", here: Desk) -> Any:
    from funding_radar import phrases

    rows = [
        (
            call.id,
            call.title,
            call.funder,
            phrases.amount(call),
            phrases.closes(call.deadline),
            here.gazetteer.describe(call.areas) if call.areas else "not stated",
        )
        for call in calls
    ]
    return console.table(["id>", "call", "funder", "amount", "closes", "where"], rows)
