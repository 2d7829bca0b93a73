"""``funding-radar digest``: what members are told, and the sending of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from db.errors import RadarError
from funding_radar.cli import console
from funding_radar.cli.desk import Desk, desk

if TYPE_CHECKING:
    from db.models import Delivery, Digest
    from funding_radar.digest.content import DigestContent
    from funding_radar.digest.render import Rendered

app = typer.Typer(
    no_args_is_help=True, help="Digests: preview, compose, send, outbox, replies, proof."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def preview(
    context: typer.Context,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Its number or name.")],
    html: Annotated[
        Path | None, typer.Option(help="Write the page to this file instead.", metavar="FILE")
    ] = None,
    to: Annotated[
        str, typer.Option(help="Send it to this address, marked as a trial.", metavar="ADDRESS")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show what a member's digest would say now, else what its last one said; nothing is stored."""
    from db.members import find_member, member_views
    from funding_radar.jobs.tell import preview as compose_preview
    from funding_radar.jobs.tell import trial
    from funding_radar.whole_file import write_whole

    here = desk(context)
    with here.reading() as session:
        view = member_views(session, [find_member(session, member).id or 0])[0]
    content = compose_preview(here.engine, here.settings, here.gazetteer, view, here.now)
    content = content or _last_told(here, view.id, view.name)
    if content is None:
        console.show(f"there is nothing to tell {view.name} now")
        return
    if as_json:
        console.show_json(content.to_json())
        return
    if to:
        trial(here.engine, here.settings, content, to, here.now)
        console.show(f"sent to {to} as a trial")
        return
    rendered = _rendered(here, content)
    if html is None:
        console.show(console.heading(rendered.subject), "", rendered.text)
    else:
        try:
            write_whole(html, rendered.html.encode())
        except OSError as fault:
            raise RadarError(f"cannot write {html}: {fault.strerror}") from fault
        console.show(f"wrote {html}: open it in a browser")


@app.command()
def compose(
    context: typer.Context,
    alerts: Annotated[
        bool, typer.Option("--alerts", help="Alerts for short notice, between issues.")
    ] = False,
) -> None:
    """Compose this week's digests; a second run composes only what is missing."""
    from funding_radar.jobs.tell import compose_digests

    here = desk(context)
    report = compose_digests(here.engine, here.settings, here.gazetteer, here.now, alerts=alerts)
    if report.stopped_because:
        console.warn(report.stopped_because)
        raise typer.Exit(1)
    console.show(
        f"{report.composed} composed, {report.already} composed before, {report.nothing_new} with nothing new,"
        f" {report.not_due} not due, {report.held} without consent"
    )
    if report.composed:
        console.show("next: funding-radar digest send")


@app.command()
def send(context: typer.Context) -> None:
    """Send what is composed, to the mail server or the outbox folder."""
    from funding_radar.jobs.tell import send as send_all

    here = desk(context)
    report = send_all(here.engine, here.settings, here.now)
    mail = here.settings.mail
    where = mail.smtp_host or (here.settings.path(mail.outbox) if mail.outbox else "")
    console.show(
        f"{report.sent} sent to {where}, {report.failed_for_now} to be tried again, {report.failed_for_good} failed"
    )
    if report.stopped_because:
        console.fail(f"stopped: {report.stopped_because}")
        raise typer.Exit(1)


@app.command()
def outbox(context: typer.Context, as_json: AsJson = False) -> None:
    """List deliveries: what is sent, waiting or failed, and why."""
    from db.deliveries import deliveries
    from db.members import member_views

    with desk(context).reading() as session:
        rows = deliveries(session)
        names: dict[int | None, str] = {view.id: view.name for view in member_views(session)}
    if as_json:
        console.show_json([_row(delivery, digest) for delivery, digest in rows])
    elif not rows:
        console.show("nothing is composed yet: funding-radar digest compose")
    else:
        cells = [
            (
                digest.issue,
                names.get(digest.member_id, "coordinator"),
                delivery.state,
                delivery.attempts,
                delivery.said,
            )
            for delivery, digest in rows
        ]
        console.show(console.table(["issue!", "member", "state", "tries>", "said"], cells))


@app.command()
def replies(context: typer.Context, as_json: AsJson = False) -> None:
    """Read members' answers from the mailbox or folder in config.toml; what is unclear waits for a person."""
    from dataclasses import asdict

    from funding_radar.digest.mailbox import open_mailbox
    from funding_radar.digest.reading_replies import read_replies

    here = desk(context)
    report = read_replies(here.engine, open_mailbox(here.settings), here.now)
    if as_json:
        console.show_json(asdict(report))
        return
    counts = [
        f"{count} {name.replace('_', ' ')}" for name, count in asdict(report).items() if count
    ]
    console.show(", ".join(counts) or "no letters")


@app.command()
def proof(
    context: typer.Context,
    member: Annotated[str | None, typer.Option(help="Only this member.")] = None,
    call: Annotated[str | None, typer.Option(help="Only this call.")] = None,
    as_json: AsJson = False,
) -> None:
    """Account for every call that a member was owed: delivered, dismissed, held, waiting or expired, and why."""
    from db.calls import call_views, find_call
    from db.members import find_member, member_views
    from funding_radar.digest.proof import proofs, totals

    here = desk(context)
    with here.writing() as session:
        member_id = find_member(session, member).id if member else None
        call_id = find_call(session, call).id if call else None
        found = proofs(session, here.settings, here.now, member_id=member_id, call_id=call_id)
        names = {view.id: view.name for view in member_views(session)}
        titles = {view.id: view.title for view in call_views(session)}
    if as_json:
        rows = [
            {
                "member": p.member_id,
                "call": p.call_id,
                "standing": p.standing.value,
                "reason": p.reason,
            }
            for p in found
        ]
        console.show_json(rows)
        return
    if member or call:
        cells = [(names[p.member_id], titles[p.call_id], p.standing.value, p.reason) for p in found]
        console.show(console.table(["member", "call", "standing!", "because"], cells))
    counted = [f"{count} {standing.value}" for standing, count in totals(found).items()]
    console.show(f"{len(found)} owed: {', '.join(counted)}; none unaccounted for")


def _last_told(here: Desk, member_id: int, name: str) -> "DigestContent | None":
    from db.digests import last_digest
    from funding_radar.digest.content import DigestContent

    with here.reading() as session:
        last = last_digest(session, member_id)
    if last is None:
        return None
    console.tell(f"nothing is new for {name} now; its digest of {last.issue} said:")
    return DigestContent.from_json(last.content)


def _rendered(here: Desk, content: "DigestContent") -> "Rendered":
    from funding_radar.digest.message import Post
    from funding_radar.digest.outbox import letterhead_to_show, own_templates
    from funding_radar.digest.render import render

    post = Post.of(here.settings)
    letterhead = letterhead_to_show(post, here.settings, content)
    return render(
        content, letterhead, here.now, templates=own_templates(here.settings), domain=post.domain
    )


def _row(delivery: "Delivery", digest: "Digest") -> dict[str, Any]:
    return {
        "issue": digest.issue,
        "member": digest.member_id,
        "message_id": delivery.message_id,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "sent_at": delivery.sent_at,
        "said": delivery.said,
    }
