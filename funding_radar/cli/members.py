"""``funding-radar members``: the organisations of the alliance."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from db.errors import RadarError
from funding_radar.cli import console
from funding_radar.cli.desk import Desk, desk

if TYPE_CHECKING:
    from db.views import MemberView

app = typer.Typer(
    no_args_is_help=True, help="Members: import, list, show, edit, check, export, erase."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MemberWords = Annotated[str, typer.Argument(metavar="MEMBER", help="Its number or name.")]


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="CSV or XLSX.", show_default=False)] = None,
    template: Annotated[bool, typer.Option("--template", help="Print a template instead.")] = False,
    kind: Annotated[Literal["csv", "xlsx"], typer.Option(help="The template's kind.")] = "csv",
) -> None:
    """Import members from a file: all of it, or nothing and every fault."""
    if template:
        from funding_radar.members.template import template as make_template

        sys.stdout.buffer.write(make_template(kind))
        return
    if file is None:
        msg = (
            "which file? funding-radar members import --template > members.csv makes one to fill in"
        )
        raise RadarError(msg)
    try:
        data = file.read_bytes()
    except OSError as fault:
        msg = f"{file} cannot be read: {fault.strerror}"
        raise RadarError(msg) from None
    _store(desk(context), data, file.name)


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The organisation's name.")],
    place: Annotated[list[str] | None, typer.Option(help="Where it works; several times.")] = None,
    postcode: Annotated[str, typer.Option(help="Its postcode.")] = "",
    values: Annotated[
        list[str] | None, typer.Option("--set", help="column=value, such as income=45000.")
    ] = None,
) -> None:
    """Add one member."""
    row = {"name": name, "places": ";".join(place or []), "postcode": postcode} | _pairs(values)
    _store(desk(context), _as_file({k: v for k, v in row.items() if v}), "members add")


@app.command()
def edit(
    context: typer.Context,
    member: MemberWords,
    column: Annotated[str, typer.Argument(help="Such as income or themes.")],
    value: Annotated[str, typer.Argument(help="The new value; several with ';' between.")],
) -> None:
    """Change one thing in a profile."""
    from db.decisions import who
    from db.members import find_member, member_views, restate_member
    from funding_radar.members.profiles import read_members

    here = desk(context)
    with here.writing() as session:
        found = find_member(session, member)
        view = member_views(session, [found.id or 0])[0]
        row = {"name": view.name, "places": ";".join(view.places), column: value}
        read = read_members(_as_file(row), "members edit", here.gazetteer, here.today)
        done = restate_member(session, view.id, read.profiles[0].profile, here.now, who())
    console.show(f"{view.name}: {column} is {'as before' if done == 'unchanged' else value}")


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the members."""
    from db.members import mailable_contacts, member_views
    from funding_radar import phrases

    here = desk(context)
    with here.reading() as session:
        members = member_views(session)
        mailed = set(mailable_contacts(session))
    if as_json:
        console.show_json([member_row(member, mailed) for member in members])
    elif not members:
        console.show("no members yet: funding-radar members import FILE")
    else:
        rows = [
            (
                m.id,
                m.name,
                here.gazetteer.describe(m.places),
                phrases.pounds(m.income) if m.income is not None else "unknown",
                m.legal_form.label if m.legal_form else "unknown",
                "yes" if m.id in mailed else "no",
            )
            for m in members
        ]
        columns = ["id>", "member", "where", "income>", "legal form", "mailed!"]
        console.show(console.table(columns, rows))


@app.command()
def show(context: typer.Context, member: MemberWords, as_json: AsJson = False) -> None:
    """Show what is held about a member, people's names and addresses left out."""
    from db.members import export_member, find_member

    here = desk(context)
    with here.reading() as session:
        found = export_member(session, find_member(session, member).id or 0)
    profile = dict(found["profile"])
    if as_json:
        console.show_json({"id": found["id"], **profile})
        return
    rows = [(name.replace("_", " "), _said(value)) for name, value in profile.items()]
    known = [(name, value) for name, value in rows if value]
    console.show(console.heading(f"{found['id']}  {profile.get('name', '')}"))
    console.show(console.table(["what", "profile"], known))
    unknown = [name for name, value in rows if not value]
    if unknown:
        console.show(f"unknown: {', '.join(unknown)}")


@app.command()
def check(context: typer.Context, as_json: AsJson = False) -> None:
    """Say what is missing in each profile, and what it would gain."""
    from db.calls import call_views
    from db.members import mailable_contacts, member_views
    from db.vocabulary import Status
    from funding_radar.members.missing import check as missing_in

    with desk(context).reading() as session:
        members = member_views(session)
        calls = call_views(session, statuses=[Status.OPEN, Status.COMING])
        found = missing_in(members, calls, set(mailable_contacts(session)))
    if as_json:
        console.show_json(
            [
                {
                    "member": {"id": m.member_id, "name": m.member},
                    "column": m.column,
                    "why": m.sentence,
                }
                for m in found
            ]
        )
    elif not found:
        console.show("every profile is complete" if members else "no members yet")
    else:
        console.show(
            console.table(
                ["member", "missing!", "why it matters"],
                [(m.member, m.column, m.sentence) for m in found],
            )
        )


@app.command()
def export(
    context: typer.Context,
    member: Annotated[
        str | None, typer.Argument(help="One member, with all that is held, as JSON.")
    ] = None,
) -> None:
    """Write all members as CSV, or everything held about one as JSON, to standard output."""
    from db.members import export_member, find_member, member_views
    from funding_radar.members.export import members_file

    with desk(context).reading() as session:
        if member is not None:
            console.show_json(export_member(session, find_member(session, member).id or 0))
            return
        everyone = [export_member(session, view.id) for view in member_views(session)]
    sys.stdout.buffer.write(members_file(everyone, "csv"))


@app.command()
def erase(
    context: typer.Context,
    member: MemberWords,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a member and everything that is theirs. Backups lose it as they expire."""
    from db.decisions import who
    from db.members import find_member
    from funding_radar.harmless import harmless
    from funding_radar.jobs.erase import erase as erase_all

    here = desk(context)
    with here.reading() as session:
        found = find_member(session, member)
    if not yes and not typer.confirm(
        f"Erase {harmless(found.name)} and everything held about it?", err=True
    ):
        msg = "nothing was erased"
        raise RadarError(msg)
    erased = erase_all(here.engine, here.settings, found.id or 0, here.now, who())
    console.show(
        f"erased {found.name} and {erased.letters} files of mail;"
        f" backups made before today lose it within {here.settings.retention.backup_days} days"
    )


def member_row(member: "MemberView", mailed: set[int]) -> dict[str, Any]:
    """A member as JSON prints it."""
    return {
        "id": member.id,
        "name": member.name,
        "places": list(member.places),
        "themes": sorted(member.themes),
        "groups": sorted(member.groups),
        "legal_form": member.legal_form,
        "income": member.income,
        "size": member.size,
        "mailed": member.id in mailed,
    }


def _store(here: Desk, data: bytes, name: str) -> None:
    from db.decisions import who
    from funding_radar.members.importing import store_members
    from funding_radar.members.profiles import read_members

    members = read_members(data, name, here.gazetteer, here.today)
    with here.writing() as session:
        done = store_members(session, members, here.now, who())
    for note in done.notes:
        console.warn(str(note))
    console.show(f"{done.new} new, {done.changed} changed, {done.unchanged} as before")


def _as_file(row: dict[str, str]) -> bytes:
    import csv
    import io

    out = io.StringIO()
    sheet = csv.DictWriter(out, list(row))
    sheet.writeheader()
    sheet.writerow(row)
    return out.getvalue().encode()


def _pairs(values: list[str] | None) -> dict[str, str]:
    pairs = {}
    for value in values or []:
        column, equals, said = value.partition("=")
        if not equals:
            msg = f"--set takes column=value: {value!r} has no '='"
            raise RadarError(msg)
        pairs[column.strip()] = said.strip()
    return pairs


def _said(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)
