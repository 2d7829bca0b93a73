"""``funding-radar bids``: joint bids, from the proposal to the outcome."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from funding_radar.cli import bid_changes, bid_pages, bid_proposals, bid_rows, console
from funding_radar.cli.bid_changes import (
    AsJson,
    BidNumber,
    Version,
    around,
    changing,
    hand_of,
    member_id,
    show_bid,
)
from funding_radar.cli.bid_proposals import CallWords
from funding_radar.cli.desk import desk

app = typer.Typer(
    no_args_is_help=True,
    help="Joint bids: propose, why-not, open, list, show, invite, answer, swap, share, hold, plan, ready, pack, …",
)
app.command()(bid_proposals.propose)
app.command("why-not")(bid_proposals.why_not)
app.command()(bid_changes.invite)
app.command()(bid_changes.answer)
app.command()(bid_changes.swap)
app.command()(bid_changes.share)
app.command()(bid_changes.hold)
app.command()(bid_changes.outcome)


@app.command("open")
def open_(
    context: typer.Context,
    call: CallWords,
    proposal: Annotated[
        int, typer.Option(min=1, max=20, help="Which of the proposals, counted from one.")
    ] = 1,
    partner: Annotated[
        list[str] | None, typer.Option(help="By hand: a partner; several times.")
    ] = None,
    lead: Annotated[str | None, typer.Option(help="By hand: who leads.")] = None,
    as_json: AsJson = False,
) -> None:
    """Open a bid for a call, from a proposal or with partners named by hand."""
    from db.calls import find_call
    from funding_radar.jobs.bid_opening import open_by_hand, open_proposed

    here = desk(context)
    with here.writing() as session:
        hand, found = hand_of(here, session), find_call(session, call).id or 0
        if partner or lead:
            leads = member_id(session, lead) if lead else None
            members = [member_id(session, words) for words in partner or []]
            bid = open_by_hand(hand, found, members, leads)
        else:
            bid = open_proposed(hand, found, proposal)
    show_bid(here, bid.id, as_json=as_json)


@app.command("list")
def list_(
    context: typer.Context,
    status: Annotated[
        Literal["open", "submitted", "won", "lost", "withdrawn"] | None,
        typer.Option(help="Only those that stand so."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the bids, newest first."""
    from db.bids import bid_views
    from db.calls import call_views

    with desk(context).reading() as session:
        bids = [bid for bid in bid_views(session) if status in (None, bid.status.value)]
        calls = {view.id: view for view in call_views(session, ids={bid.call_id for bid in bids})}
    if as_json:
        console.show_json([bid_rows.bid_row(bid, calls[bid.call_id]) for bid in bids])
    elif not bids:
        console.show("no bids: funding-radar bids propose CALL, then bids open CALL")
    else:
        console.show(bid_pages.listing(bids, calls))


@app.command()
def show(context: typer.Context, bid: BidNumber, as_json: AsJson = False) -> None:
    """Show a bid: partners, shares, coverage, rules, next steps, log."""
    show_bid(desk(context), bid, as_json=as_json)


@app.command()
def plan(context: typer.Context, bid: BidNumber, as_json: AsJson = False) -> None:
    """Show the plan back from the deadline, in working days."""
    from db.bids import find_bid
    from funding_radar.jobs.bid_sheet import workspace

    here = desk(context)
    with here.reading() as session:
        work = workspace(session, find_bid(session, bid), around(here))
    if as_json:
        console.show_json(bid_rows.plan_row(work, here.today))
    else:
        console.show(*bid_pages.plan_page(work, here.today))


@app.command()
def ready(
    context: typer.Context,
    bid: BidNumber,
    point: Annotated[int | None, typer.Option("--tick", help="The point you speak of.")] = None,
    state: Annotated[
        Literal["pass", "fail", "unknown", "not_needed"], typer.Option(help="Where it stands.")
    ] = "pass",
    because: Annotated[str, typer.Option(help="Why; or by when it is mended.")] = "",
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Show the seventeen points of readiness, or say where one stands. Exit code 1 while one fails or is open."""
    from db.bids import find_bid
    from db.vocabulary import Readiness
    from funding_radar.jobs.bid_sheet import workspace
    from funding_radar.jobs.bids import say_ready

    here = desk(context)
    if point is not None:
        with changing(here, bid, version) as (hand, found):
            say_ready(hand, found, point, Readiness(state), because)
    with here.reading() as session:
        standings = workspace(session, find_bid(session, bid), around(here)).readiness
    if as_json:
        console.show_json([bid_rows.standing_row(standing) for standing in standings])
    else:
        console.show(*bid_pages.readiness_page(bid, standings))
    done = (Readiness.PASS, Readiness.NOT_NEEDED)
    if point is None and any(standing.state not in done for standing in standings):
        raise typer.Exit(1)


@app.command()
def pack(
    context: typer.Context,
    bid: BidNumber,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; made if need be.")],
) -> None:
    """Write the bid pack: documents, budget, plan and all of it as JSON."""
    from db.bids import find_bid
    from funding_radar.bids.pack.write import write_pack
    from funding_radar.jobs.bid_pack import dossier

    here = desk(context)
    with here.reading() as session:
        told = dossier(session, find_bid(session, bid), around(here))
    for path in write_pack(told, folder):
        console.show_line(str(path))
