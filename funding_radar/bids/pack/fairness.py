"""The fairness sheet: how the money is shared, which rules that keeps, and who is not in the bid and why."""

from funding_radar.bids.pack.dossier import UNKNOWN, Dossier, money, part_of
from funding_radar.bids.pack.paper import Column, Paper

_WORDS = {True: "kept", False: "broken", None: UNKNOWN}
_SHARES = (
    Column("Partner", 0.36), Column("Size", 0.16), Column("Share", 0.16, figures=True),
    Column("Of all", 0.14, figures=True), Column("Answer", 0.18),
)  # fmt: skip
_RULES = (Column("Our rule", 0.50), Column("Here", 0.33), Column("Kept?", 0.17))
_LEFT_OUT = (
    Column("Member", 0.28), Column("Why", 0.40), Column("What would bring it in", 0.32),
)  # fmt: skip


def fairness_sheet(paper: Paper, told: Dossier) -> None:
    """Adds the sheet on a page of its own."""
    paper.heading("Fairness sheet", new_page=True)
    paper.text(
        "How the money is shared, which rules of ours this keeps, and who is not in it and why. It is for the members "
        "of the alliance: take these pages out before this document goes to the funder."
    )
    rows = []
    for p in told.partners:
        size = told.size(p)
        name = f"{p.name} (leads)" if p.lead else p.name
        part = part_of(p.share, told.costs.total)
        rows.append((name, size.label if size else UNKNOWN, money(p.share), part, p.answer.label))
    paper.table(_SHARES, rows)
    paper.heading("The rules", 2)
    paper.table(_RULES, [(rule.asked, rule.here, _WORDS[rule.kept]) for rule in told.rules])
    paper.points(f"{note}." for note in told.lead_notes)
    if told.rules_broken:
        paper.points(f"Broken: {line}." for line in told.rules_broken)
    _not_chosen(paper, told)


def _not_chosen(paper: Paper, told: Dossier) -> None:
    paper.heading("Who is not in it, and why", 2)
    if told.not_chosen:
        paper.table(_LEFT_OUT, [(one.name, one.why, one.would_need) for one in told.not_chosen])
    else:
        paper.text("No member that could take part is left out, as far as the proposal tells.")
    if told.could_not_join:
        count = told.could_not_join
        who = "One further member meets" if count == 1 else f"{count} further members meet"
        paper.text(
            f"{who} the conditions of the call but could not be weighed: mostly they work on other things, or "
            "elsewhere. Each can be told its own reason: funding-radar bids why-not CALL MEMBER."
        )
