"""``funding-radar bids``: joint bids, from the proposal to the outcome."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from db.errors import RadarError
from funding_radar.cli import bid_pages, console
from funding_radar.cli.desk import Desk, desk

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.bids import BidView
    from funding_radar.consortium.propose import Proposal, Proposals
    from funding_radar.jobs.bids import Hand, Moved

app = typer.Typer(
    no_args_is_help=True,
    help="Joint bids: propose, open, list, show, invite, answer, swap, share, hold, plan, ready, pack, outcome.",
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CallWords = Annotated[str, typer.Argument(metavar="CALL", help="Its number or title.")]
BidNumber = Annotated[str, typer.Argument(metavar="BID", help="Its number.")]
MemberWords = Annotated[str, typer.Argument(metavar="MEMBER", help="Its number or name.")]
Version = Annotated[
    int | None,
    typer.Option(help="Only if the bid is still as you saw it: the version that show printed."),
]
Day = datetime
DAY = ["%Y-%m-%d"]


@app.command()
def propose(
    context: typer.Context,
    call: CallWords,
    top: Annotated[int, typer.Option(help="How many.", min=1, max=20)] = 3,
    seed: Annotated[int, typer.Option(help="Of the trials with moved weights.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Propose the best joint bids for a call: who, who leads, how much each, and why."""
    from db.calls import find_call
    from funding_radar.jobs.propose import propose_for

    here = desk(context)
    with here.reading() as session:
        found = find_call(session, call)
        built, answer = propose_for(
            session,
            found.id or 0,
            here.gazetteer,
            here.settings.consortium,
            here.now,
            top=top,
            seed=seed,
        )
    if as_json:
        console.show_json(answer.as_json())
        return
    console.show(
        console.heading(f"Joint bids for {built.call.title}"), answer.why, *_screens(answer)
    )
    if not answer.proposals:
        raise typer.Exit(1)


def _screens(answer: "Proposals") -> list[Any]:
    parts: list[Any] = []
    for number, proposal in enumerate(answer.proposals, 1):
        parts += [
            "",
            console.heading(f"{number}. worth {proposal.value} points"),
            *_screen(proposal),
        ]
    if answer.left_out:
        rows = [(out.name, out.why, out.would_need) for out in answer.left_out]
        parts += ["", console.table(["not in the first", "why", "what would bring it in"], rows)]
    parts += [f"to check: {line}" for line in answer.to_check]
    if answer.proposals:
        parts.append(
            "\nThis is the opening draft of a plan that the partners make, never the decision."
        )
    return parts


def _screen(proposal: "Proposal") -> list[Any]:
    rows = [
        (
            partner.name + (" (leads)" if partner.id == proposal.lead else ""),
            f"£{partner.share:,}" if partner.share is not None else f"{partner.percent}%",
            ", ".join(partner.covers),
            partner.why,
        )
        for partner in proposal.members
    ]
    parts: list[Any] = [console.table(["partner", "share>", "covers", "why"], rows)]
    terms = " + ".join(f"{points} {name}" for name, points in proposal.terms.items())
    parts.append(f"points: {terms}")
    if proposal.not_covered:
        parts.append(f"not covered: {'; '.join(proposal.not_covered[:6])}")
    if proposal.binding:
        parts.append(f"what binds: {'; '.join(proposal.binding)}")
    if proposal.steadiness:
        parts.append(f"how steady: {proposal.steadiness}")
    parts += [f"ask the lead: {line}" for line in proposal.lead_to_check]
    return parts


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
        hand, found = _hand(here, session), find_call(session, call).id or 0
        if partner or lead:
            leads = _member(session, lead) if lead else None
            members = [_member(session, words) for words in partner or []]
            bid = open_by_hand(hand, found, members, leads)
        else:
            bid = open_proposed(hand, found, proposal)
    _show(here, bid.id, as_json=as_json)


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
        console.show_json([bid_pages.bid_row(bid, calls[bid.call_id]) for bid in bids])
    elif not bids:
        console.show("no bids: funding-radar bids propose CALL, then bids open CALL")
    else:
        console.show(bid_pages.listing(bids, calls))


@app.command()
def show(context: typer.Context, bid: BidNumber, as_json: AsJson = False) -> None:
    """Show a bid: partners, shares, coverage, rules, next steps, log."""
    _show(desk(context), bid, as_json=as_json)


@app.command()
def invite(
    context: typer.Context,
    bid: BidNumber,
    members: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MEMBER]…", help="Whom; nobody named means all who are held."),
    ] = None,
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Record that members are invited; a newcomer gets a place."""
    from funding_radar.jobs.bids import invite as invite_to

    with _changing(desk(context), bid, version) as (hand, found):
        asked = [_member(hand.session, words) for words in members or []]
        moved = invite_to(hand, found, asked)
    _show_moved(moved, as_json=as_json)


@app.command()
def answer(
    context: typer.Context,
    bid: BidNumber,
    member: MemberWords,
    said: Annotated[Literal["accepted", "declined"], typer.Argument(help="What it answered.")],
    note: Annotated[str, typer.Option(help="In its words.")] = "",
    overhead: Annotated[
        float | None, typer.Option(help="Its overheads, in percent of its direct costs.")
    ] = None,
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Record what a partner answered to its part and its share."""
    from db.bids import Word
    from db.vocabulary import PartnerAnswer
    from funding_radar.jobs.bids import answer as record

    with _changing(desk(context), bid, version) as (hand, found):
        word = Word(PartnerAnswer(said), note=note.strip(), overhead_percent=overhead)
        moved = record(hand, found, _member(hand.session, member), word)
    _show_moved(moved, as_json=as_json)


@app.command()
def swap(
    context: typer.Context,
    bid: BidNumber,
    out: Annotated[str, typer.Argument(metavar="OUT", help="The partner that leaves.")],
    into: Annotated[
        str, typer.Argument(metavar="[IN]", help="Who comes instead; nobody to drop only.")
    ] = "",
    lead: Annotated[str | None, typer.Option(help="Who leads then.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")] = False,
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Swap or drop a partner: coverage, shares and rules before and after."""
    from funding_radar.jobs.bids import swap as swap_in

    with _changing(desk(context), bid, version) as (hand, found):
        session = hand.session
        leads = _member(session, lead) if lead else None
        moved = swap_in(
            hand, found, _member(session, out), _member(session, into) if into else None, leads
        )
        if dry_run:
            session.rollback()
    _show_moved(moved, as_json=as_json, tried=dry_run)


@app.command()
def share(
    context: typer.Context,
    bid: BidNumber,
    by_hand: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MEMBER=POUNDS]…", help="Shares agreed; none: by who covers what."),
    ] = None,
    lead: Annotated[str | None, typer.Option(help="Who leads from now on.")] = None,
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Share the money out again, by who covers what or as agreed by hand."""
    from funding_radar.jobs.bids import share as share_out

    with _changing(desk(context), bid, version) as (hand, found):
        amounts = dict(_amount(hand.session, words) for words in by_hand or [])
        leads = _member(hand.session, lead) if lead else None
        moved = share_out(hand, found, amounts, leads)
    _show_moved(moved, as_json=as_json)


@app.command()
def hold(
    context: typer.Context,
    bid: BidNumber,
    member: MemberWords,
    until: Annotated[Day, typer.Option(formats=DAY, metavar="DATE", help="The last day.")],
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Hold a member's place until a day."""
    from funding_radar.jobs.bids import hold as hold_place

    with _changing(desk(context), bid, version) as (hand, found):
        moved = hold_place(hand, found, _member(hand.session, member), until.date())
    _show_moved(moved, as_json=as_json)


@app.command()
def plan(context: typer.Context, bid: BidNumber, as_json: AsJson = False) -> None:
    """Show the plan back from the deadline, in working days."""
    from db.bids import find_bid
    from funding_radar.jobs.bid_sheet import workspace

    here = desk(context)
    with here.reading() as session:
        work = workspace(session, find_bid(session, bid), _around(here))
    if as_json:
        console.show_json(bid_pages.plan_row(work, here.today))
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
        with _changing(here, bid, version) as (hand, found):
            say_ready(hand, found, point, Readiness(state), because)
    with here.reading() as session:
        standings = workspace(session, find_bid(session, bid), _around(here)).readiness
    if as_json:
        console.show_json([bid_pages.standing_row(standing) for standing in standings])
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
        told = dossier(session, find_bid(session, bid), _around(here))
    for path in write_pack(told, folder):
        console.show_line(str(path))


@app.command()
def outcome(
    context: typer.Context,
    bid: BidNumber,
    ended: Annotated[
        Literal["submitted", "won", "lost", "withdrawn"], typer.Argument(help="How it ended.")
    ],
    amount: Annotated[int | None, typer.Option(help="What was won, in whole pounds.")] = None,
    feedback: Annotated[str, typer.Option(help="What the funder said.")] = "",
    on: Annotated[
        Day | None, typer.Option(formats=DAY, metavar="DATE", help="When; today if not given.")
    ] = None,
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Record that a bid was submitted, won, lost or withdrawn."""
    from db.bids import Ending
    from db.vocabulary import BidStatus
    from funding_radar.jobs.bids import conclude

    here = desk(context)
    day = on.date() if on else here.today
    with _changing(here, bid, version) as (hand, found):
        ending = Ending(BidStatus(ended), day, amount, feedback.strip() or None)
        conclude(hand, found, ending)
    _show(here, bid, as_json=as_json)


@contextmanager
def _changing(here: Desk, number: str, version: int | None) -> "Iterator[tuple[Hand, BidView]]":
    """A transaction with the bid in it. Raises RadarError when it is not at the version that was seen."""
    from db.bids import changed_meanwhile, find_bid

    with here.writing() as session:
        found = find_bid(session, number)
        if version is not None and found.version != version:
            raise changed_meanwhile(found.id)
        yield _hand(here, session), found


def _hand(here: Desk, session: "Session") -> "Hand":
    from db.bids import Signature
    from db.decisions import who
    from funding_radar.jobs.bids import Hand

    return Hand(session, _around(here), Signature(who(), here.now))


def _around(here: Desk) -> Any:
    from funding_radar.jobs.bid_sheet import Around

    return Around(here.gazetteer, here.settings, here.now)


def _member(session: "Session", words: str) -> int:
    from db.members import find_member

    return find_member(session, words).id or 0


def _amount(session: "Session", words: str) -> tuple[int, int]:
    name, equals, said = words.rpartition("=")
    digits = said.strip().lstrip("£").replace(",", "")
    if not equals or not digits.isdecimal():
        msg = f"a share is MEMBER=POUNDS in whole pounds, such as 3=12000: {words!r} is not"
        raise RadarError(msg)
    return _member(session, name.strip()), int(digits)


def _show(here: Desk, bid: int | str, *, as_json: bool) -> None:
    from db.bids import find_bid
    from db.decisions import decisions_about
    from funding_radar.jobs.bid_sheet import workspace

    with here.reading() as session:
        work = workspace(session, find_bid(session, str(bid)), _around(here))
        log = decisions_about(session, f"bid {work.bid.id}")
    if as_json:
        console.show_json(bid_pages.workspace_row(work, log, here.today))
    else:
        console.show(*bid_pages.workspace_page(work, log, here.today))


def _show_moved(moved: "Moved", *, as_json: bool, tried: bool = False) -> None:
    if as_json:
        console.show_json(bid_pages.moved_row(moved))
        return
    console.show(*bid_pages.moved_page(moved))
    if tried:
        console.tell("only tried: nothing was changed")
