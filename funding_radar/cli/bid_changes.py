"""The commands that change a bid: each takes the bid's turn, changes it once, and shows what that did."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from db.errors import RadarError
from funding_radar.cli import bid_pages, bid_rows, console
from funding_radar.cli.desk import Desk, desk

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.bids import BidView
    from funding_radar.jobs.bids import Hand, Moved

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BidNumber = Annotated[str, typer.Argument(metavar="BID", help="Its number.")]
MemberWords = Annotated[str, typer.Argument(metavar="MEMBER", help="Its number or name.")]
Version = Annotated[
    int | None,
    typer.Option(help="Only if the bid is still as you saw it: the version that show printed."),
]
DAY = ["%Y-%m-%d"]


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

    with changing(desk(context), bid, version) as (hand, found):
        asked = [member_id(hand.session, words) for words in members or []]
        moved = invite_to(hand, found, asked)
    _show_moved(moved, as_json=as_json)


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

    with changing(desk(context), bid, version) as (hand, found):
        word = Word(PartnerAnswer(said), note=note.strip(), overhead_percent=overhead)
        moved = record(hand, found, member_id(hand.session, member), word)
    _show_moved(moved, as_json=as_json)


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

    with changing(desk(context), bid, version) as (hand, found):
        session = hand.session
        leads = member_id(session, lead) if lead else None
        moved = swap_in(
            hand, found, member_id(session, out), member_id(session, into) if into else None, leads
        )
        if dry_run:
            session.rollback()
    _show_moved(moved, as_json=as_json, tried=dry_run)


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

    with changing(desk(context), bid, version) as (hand, found):
        amounts = dict(_amount(hand.session, words) for words in by_hand or [])
        leads = member_id(hand.session, lead) if lead else None
        moved = share_out(hand, found, amounts, leads)
    _show_moved(moved, as_json=as_json)


def hold(
    context: typer.Context,
    bid: BidNumber,
    member: MemberWords,
    until: Annotated[datetime, typer.Option(formats=DAY, metavar="DATE", help="The last day.")],
    version: Version = None,
    as_json: AsJson = False,
) -> None:
    """Hold a member's place until a day."""
    from funding_radar.jobs.bids import hold as hold_place

    with changing(desk(context), bid, version) as (hand, found):
        moved = hold_place(hand, found, member_id(hand.session, member), until.date())
    _show_moved(moved, as_json=as_json)


def outcome(
    context: typer.Context,
    bid: BidNumber,
    ended: Annotated[
        Literal["submitted", "won", "lost", "withdrawn"], typer.Argument(help="How it ended.")
    ],
    amount: Annotated[int | None, typer.Option(help="What was won, in whole pounds.")] = None,
    feedback: Annotated[str, typer.Option(help="What the funder said.")] = "",
    on: Annotated[
        datetime | None, typer.Option(formats=DAY, metavar="DATE", help="When; today if not given.")
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
    with changing(here, bid, version) as (hand, found):
        ending = Ending(BidStatus(ended), day, amount, feedback.strip() or None)
        conclude(hand, found, ending)
    show_bid(here, bid, as_json=as_json)


@contextmanager
def changing(here: Desk, number: str, version: int | None) -> "Iterator[tuple[Hand, BidView]]":
    """A transaction with the bid in it. Raises RadarError when it is not at the version that was seen."""
    from db.bids import changed_meanwhile, find_bid

    with here.writing() as session:
        found = find_bid(session, number)
        if version is not None and found.version != version:
            raise changed_meanwhile(found.id)
        yield hand_of(here, session), found


def hand_of(here: Desk, session: "Session") -> "Hand":
    """Whoever sits at this desk, with an open transaction."""
    from db.bids import Signature
    from db.decisions import who
    from funding_radar.jobs.bids import Hand

    return Hand(session, around(here), Signature(who(), here.now))


def around(here: Desk) -> Any:
    """What a bid is judged with."""
    from funding_radar.jobs.bid_sheet import Around

    return Around(here.gazetteer, here.settings, here.now)


def member_id(session: "Session", words: str) -> int:
    """The number of the member that is meant."""
    from db.members import find_member

    return find_member(session, words).id or 0


def _amount(session: "Session", words: str) -> tuple[int, int]:
    name, equals, said = words.rpartition("=")
    digits = said.strip().lstrip("£").replace(",", "")
    if not equals or not digits.isdecimal():
        msg = f"a share is MEMBER=POUNDS in whole pounds, such as 3=12000: {words!r} is not"
        raise RadarError(msg)
    return member_id(session, name.strip()), int(digits)


def show_bid(here: Desk, bid: int | str, *, as_json: bool) -> None:
    """Shows a bid with all that is known about it."""
    from db.bids import find_bid
    from db.decisions import decisions_about
    from funding_radar.jobs.bid_sheet import workspace

    with here.reading() as session:
        work = workspace(session, find_bid(session, str(bid)), around(here))
        log = decisions_about(session, f"bid {work.bid.id}")
    if as_json:
        console.show_json(bid_rows.workspace_row(work, log, here.today))
    else:
        console.show(*bid_pages.workspace_page(work, log, here.today))


def _show_moved(moved: "Moved", *, as_json: bool, tried: bool = False) -> None:
    if as_json:
        console.show_json(bid_rows.moved_row(moved))
        return
    console.show(*bid_pages.moved_page(moved))
    if tried:
        console.tell("only tried: nothing was changed")
