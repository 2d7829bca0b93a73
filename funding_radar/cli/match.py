"""``funding-radar match``: who each call fits, why, and why not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk
from funding_radar.cli.match_pages import finding_row, gates, listing, match_row, quoted, rules

if TYPE_CHECKING:
    from datetime import date

app = typer.Typer(no_args_is_help=True, help="Matches: list, why, near misses, past awards.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(
    context: typer.Context,
    call: Annotated[str | None, typer.Option(help="Only this call.")] = None,
    member: Annotated[str | None, typer.Option(help="Only this member.")] = None,
    verdict: Annotated[
        Literal["fits", "check", "no"] | None, typer.Option(help="Only this verdict.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what does not fit.")] = False,
    limit: Annotated[int, typer.Option(help="How many to show; 0 for all.", min=0)] = 40,
    as_json: AsJson = False,
) -> None:
    """List who each open call fits, best first."""
    from db.calls import call_views, find_call
    from db.matches import match_views
    from db.members import find_member, member_views
    from db.vocabulary import Status, Verdict

    verdicts = (
        [Verdict(verdict)]
        if verdict
        else list(Verdict)
        if everything
        else [Verdict.FITS, Verdict.CHECK]
    )
    with desk(context).reading() as session:
        call_id = find_call(session, call).id if call else None
        member_id = find_member(session, member).id if member else None
        matches = match_views(session, call_id=call_id, member_id=member_id, verdicts=verdicts)
        statuses = None if call else [Status.OPEN, Status.COMING, Status.REVIEW]
        calls = {view.id: view for view in call_views(session, statuses=statuses)}
        members = {view.id: view for view in member_views(session)}
    matches = [match for match in matches if match.call_id in calls]
    if as_json:
        console.show_json([match_row(m, calls[m.call_id], members[m.member_id]) for m in matches])
    elif not matches:
        console.show("no matches: funding-radar refresh makes them")
    else:
        shown = matches[: limit or None]
        console.show(*listing(shown, calls, members, call_id, member_id))
        if len(shown) < len(matches):
            console.show(f"{len(matches) - len(shown)} more: --limit 0 shows all")


@app.command()
def why(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL", help="Its number or title.")],
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Its number or name.")],
    as_json: AsJson = False,
) -> None:
    """Show every finding about one call and one member: the points add up to the score."""
    from db.calls import call_view, find_call
    from db.members import find_member, member_views
    from funding_radar.jobs.match import matching_context
    from funding_radar.matching.explain import explained, to_know
    from funding_radar.matching.explain import why as explain_why

    here = desk(context)
    with here.reading() as session:
        seen = call_view(session, find_call(session, call).id or 0)
        who = member_views(session, [find_member(session, member).id or 0])[0]
        around = matching_context(session, here.gazetteer, here.now, [seen])
    match = explained(seen, who, around)
    if as_json:
        console.show_json(match_row(match, seen, who))
        return
    lines = explain_why(match, seen, who, around)
    console.show(console.heading(f"{who.name} and {seen.title}"))
    console.show(f"{match.verdict.label}, {match.score:.0f} of 100 points")
    console.show(gates(lines), rules(lines))
    known = [(k.field.label, k.value, quoted(k.quote)) for k in to_know(seen)]
    if known:
        console.show(console.table(["to know", "", "in their words"], known))


@app.command()
def near(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL", help="Its number or title.")],
    as_json: AsJson = False,
) -> None:
    """Show who just misses a call, the one thing in the way, and what would cure it."""
    from db.calls import call_view, find_call
    from db.matches import match_views
    from db.members import member_views
    from funding_radar.matching.near import near as near_misses

    with desk(context).reading() as session:
        seen = call_view(session, find_call(session, call).id or 0)
        members = member_views(session)
        misses = near_misses(match_views(session, call_id=seen.id), [seen], members)
    names = {member.id: member.name for member in members}
    if as_json:
        console.show_json(
            [
                {
                    "member": {"id": miss.member_id, "name": names[miss.member_id]},
                    "score": miss.score,
                    "in_the_way": finding_row(miss.finding),
                    "cure": miss.cure.value,
                    "helpers": [{"id": number, "name": names[number]} for number in miss.helpers],
                    "advice": miss.advice,
                }
                for miss in misses
            ]
        )
    elif not misses:
        console.show(
            "nobody just misses it: funding-radar match list --all --call shows every verdict"
        )
    else:
        rows = [
            (names[m.member_id], f"{m.score:.0f}", m.finding.sentence, m.advice) for m in misses
        ]
        console.show(console.heading(seen.title))
        columns = ["member", "score>", "in the way", "what would cure it"]
        console.show(console.table(columns, rows, apart=True))


@app.command()
def answer(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL", help="Its number or title.")],
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Its number or name.")],
    reply: Annotated[
        Literal["interested", "not_for_us", "in_bid", "take-back"],
        typer.Argument(help="What the member says."),
    ],
    reason: Annotated[
        Literal["place", "size", "theme", "too_late", "other"] | None,
        typer.Option(help="Why it is not for them."),
    ] = None,
) -> None:
    """Record what a member says of a call; it changes that member's later ranking alone."""
    from db.calls import find_call
    from db.decisions import who
    from db.matches import retract_answer, save_answer
    from db.members import find_member
    from db.models import MemberAnswer
    from funding_radar.jobs.match import match_all

    here = desk(context)
    with here.writing() as session:
        call_id, member_id = find_call(session, call).id or 0, find_member(session, member).id or 0
        if reply == "take-back":
            taken = retract_answer(session, member_id, call_id, here.now)
            said = "taken back" if taken else "there was no answer to take back"
        else:
            new = MemberAnswer(
                call_id=call_id,
                member_id=member_id,
                reply=reply,
                reason=reason,
                said_at=here.now,
                by=who(),
            )
            save_answer(session, new)
            said = f"recorded: {reply.replace('_', ' ')}" + (f", {reason}" if reason else "")
    match_all(here.engine, here.gazetteer, here.now)
    console.show(said)


@app.command()
def awards(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="JSON, CSV or XLSX in the 360Giving standard.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load what funders gave before, so that matches can say whom they fund; without FILE, list what is loaded."""
    from db.awards import award_funders
    from funding_radar.jobs.match import match_all
    from funding_radar.jobs.past_awards import load_awards

    here = desk(context)
    if file is not None:
        report = load_awards(here.engine, file, here.now)
        match_all(here.engine, here.gazetteer, here.now)
        said = f"{_count(report.awards, 'award')} of {_count(report.funders, 'funder')},"
        said += f" {report.written} new or changed"
        if report.to_people:
            said += f"; {report.to_people} to people were left out"
        if not as_json:
            console.show(said)
            return
        console.tell(said)
    with here.reading() as session:
        loaded = award_funders(session)
    if as_json:
        console.show_json(
            [
                {
                    "funder": f.funder,
                    "awards": f.awards,
                    "first_on": _iso(f.first_on),
                    "last_on": _iso(f.last_on),
                }
                for f in loaded
            ]
        )
    elif not loaded:
        console.show(
            "no past awards are loaded: funding-radar match awards FILE loads a funder's 360Giving data"
        )
    else:
        rows = [
            (f.funder, str(f.awards), _iso(f.first_on) or "", _iso(f.last_on) or "") for f in loaded
        ]
        console.show(console.table(["funder", "awards>", "from", "to"], rows))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _iso(on: "date | None") -> str | None:
    return on.isoformat() if on else None
