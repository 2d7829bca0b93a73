"""The in-principle agreement, signed before the bid is written; its clauses are in ``agreement.toml``."""

import re
import tomllib
from importlib.resources import files

from funding_radar.bids.pack.dossier import Dossier, money
from funding_radar.bids.pack.paper import Column, Paper
from funding_radar.phrases import closes, day

_CLAUSES = tomllib.loads(files(__package__).joinpath("agreement.toml").read_text(encoding="utf-8"))[
    "clauses"
]


def agreement(told: Dossier) -> bytes:
    """The agreement as a .docx file, ready to sign."""
    paper = Paper(f"In-principle agreement: {told.call.title}", told.alliance, told.made_at)
    funder = f" of {told.call.funder}" if told.call.funder else ""
    paper.title("In-principle agreement", f"{told.call.title}{funder}, {day(told.made_on)}")
    paper.text(
        f"We, the organisations below, mean to bid together for this call, which closes {closes(told.call.deadline)}. "
        "These pages say how we work until the funder decides. If we win, a full agreement takes its place before any "
        "work starts. It is a statement of good faith; it is not legal advice."
    )
    paper.heading("Who we are, and our parts", 2)
    _parties(paper, told)
    paper.heading("What we agree", 2)
    for name, words in _clauses(told):
        paper.clause(name, words)
    paper.heading("Signed for each organisation", 2)
    columns = (
        Column("Organisation", 0.32), Column("Name and role", 0.26), Column("Signature", 0.26), Column("Day", 0.16),
    )  # fmt: skip
    paper.table(columns, [(p.name, "", "", "") for p in told.partners], tall=True)
    return paper.as_bytes()


def _parties(paper: Paper, told: Dossier) -> None:
    columns = (
        Column("Organisation", 0.32), Column("Number", 0.14), Column("Part", 0.38), Column("Share", 0.16, figures=True),
    )  # fmt: skip
    rows = []
    for p in told.partners:
        member = told.members[p.member_id]
        lead = "leads; " if p.lead else ""
        number = member.charity_number or member.company_number
        rows.append((p.name, number or "none", lead + told.delivers(p), money(p.share)))
    paper.table(columns, rows)


def _clauses(told: Dossier) -> list[tuple[str, str]]:
    lead = told.bid.lead
    named = {
        "lead": lead.name if lead else "The partner that we choose to lead",
        "experts": str(told.costs.rates.experts),
        "fee": str(told.lead_fee_percent),
    }
    return [
        (row["name"], re.sub(r"{(lead|experts|fee)}", lambda found: named[found[1]], row["words"]))
        for row in _CLAUSES
    ]
