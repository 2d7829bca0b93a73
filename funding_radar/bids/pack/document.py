"""The Word document of a joint bid: a one-page offer first, then what partners and funders ask about."""

from collections.abc import Sequence

from db.views import MemberView
from db.vocabulary import Field, PartnerAnswer
from funding_radar.bids.costs import Costs, Involvement
from funding_radar.bids.pack.dossier import Dossier, money, part_of
from funding_radar.bids.pack.fairness import fairness_sheet
from funding_radar.bids.pack.flows import flows
from funding_radar.bids.pack.paper import Column, Paper
from funding_radar.bids.pack.risks import risks
from funding_radar.phrases import closes, day, listed, pounds, short_day

MANY = 12
MOST_COLUMNS = 5


def joint_bid(told: Dossier) -> bytes:
    """The document as a .docx file."""
    paper = Paper(f"Joint bid: {told.call.title}", told.alliance, told.made_at)
    for section in (
        _offer, _partners, _coverage, _budget, _plan, _involvement, _risks, _flows, fairness_sheet,
    ):  # fmt: skip
        section(paper, told)
    return paper.as_bytes()


def _offer(paper: Paper, told: Dossier) -> None:
    call, partners = told.call, told.partners
    count = len(partners)
    lead = told.bid.lead
    to = f"To {call.funder}, from" if call.funder else "From"
    one = "one organisation" if count == 1 else f"{count} organisations"
    paper.title(f"Joint offer: {call.title}", f"{to} {one} of {told.alliance}, {day(told.made_on)}")
    months = f" over {told.costs.months} months" if told.costs.months_stated else ""
    paper.facts(
        (
            ("We ask for", money(told.costs.total) + (months if told.costs.total else "")),
            ("Call closes", closes(call.deadline)),
            ("Who leads", lead.name if lead else "the partners have not agreed on a lead yet"),
            ("Partners", listed([p.name for p in partners], MANY)),
            ("Where", told.where),
            ("What for", listed(sorted(t.label for t in call.themes), MANY)),
            ("For whom", listed(sorted(g.label for g in call.groups), MANY)),
            ("To ask us", told.email),
        )
    )
    paper.heading("What we offer", 2)
    paper.text(_what_we_offer(told))
    paper.heading("Why together", 2)
    paper.points(_why_together(told))
    paper.heading("Who shapes it", 2)
    paper.text(
        f"At least {told.costs.rates.experts} people who have lived through what this work is about shape it from "
        f"before the first draft, and are paid for it: {pounds(told.costs.cost_before)} until submission, and "
        f"{pounds(told.costs.cost_during)} while the work runs."
    )
    paper.heading("How settled this is", 2)
    paper.points(_settled(told))


def _what_we_offer(told: Dossier) -> str:
    themes, no_themes = _ours(
        [(t.label, [t in m.themes for m in _inside(told)]) for t in told.call.themes]
    )
    groups, no_groups = _ours(
        [(g.label, [g in m.groups for m in _inside(told)]) for g in told.call.groups]
    )
    work = f"work on {themes}" if themes else "the work of this call"
    whom = f" with {groups}" if groups else ""
    where = f" in {told.where}" if told.where else ""
    lead = told.bid.lead
    heads = (
        f" {lead.name} would hold the money, pay the partners and answer for the whole."
        if lead
        else ""
    )
    missing = listed([*no_themes, *no_groups], MANY)
    gap = f" None of us yet covers {missing}, which the call names too." if missing else ""
    return (
        f"Together we offer {work}{whom}{where}.{gap} Each of us does the part that it does already and knows best."
        f"{heads} Every partner's share pays its full cost, overheads among them."
    )


def _inside(told: Dossier) -> list[MemberView]:
    return [told.members[p.member_id] for p in told.partners]


def _ours(named: Sequence[tuple[str, Sequence[bool]]]) -> tuple[str, list[str]]:
    """What some partner works on, as a list in words, and what none does."""
    have = sorted(label for label, whose in named if any(whose))
    return listed(have, MANY), sorted(label for label, whose in named if not any(whose))


def _why_together(told: Dossier) -> list[str]:
    lines = [f"{p.name}: {told.delivers(p)}." for p in told.partners]
    small = [p.share for p in told.small]
    if told.costs.total and small and None not in small:
        part = sum(s for s in small if s) / told.costs.total
        noun = "organisation" if len(small) == 1 else "organisations"
        lines.append(f"£{100 * part:.0f} of every £100 goes to {len(small)} small {noun}.")
    return lines


def _settled(told: Dossier) -> list[str]:
    agreed = sum(p.answer is PartnerAnswer.ACCEPTED for p in told.partners)
    lines = [f"{agreed} of {len(told.partners)} partners have accepted their part and their share."]
    lines += [f"Not within our own rules yet: {line}." for line in told.rules_broken]
    if told.warning:
        lines.append(f"Time: {told.warning}.")
    if told.costs.total is None:
        lines.append("What each partner would get is not known yet.")
    return lines


def _partners(paper: Paper, told: Dossier) -> None:
    paper.heading("Partners and their parts", new_page=True)
    columns = (
        Column("Key", 0.07), Column("Partner", 0.27), Column("Part", 0.11),
        Column("Delivers", 0.40), Column("Answer", 0.15),
    )  # fmt: skip
    rows = []
    for p in told.partners:
        member = told.members[p.member_id]
        number = member.charity_number or member.company_number
        name = (
            f"{p.name} ({'charity' if member.charity_number else 'company'} {number})"
            if number
            else p.name
        )
        part = "leads" if p.lead else "partner"
        rows.append((told.letter(p.member_id), name, part, told.delivers(p), p.answer.label))
    paper.table(columns, rows)


def _coverage(paper: Paper, told: Dossier) -> None:
    paper.heading("Who delivers what, where")
    if not told.coverage.rows:
        paper.text(
            "The call does not say in so many words what it needs, so partners say above what they deliver."
        )
        return
    if len(told.coverage.places) > MOST_COLUMNS:
        _coverage_in_lines(paper, told)
    else:
        _coverage_in_columns(paper, told)
    letters = ", ".join(f"{told.letter(p.member_id)} {p.name}" for p in told.partners)
    mapped = {m for row in told.coverage.rows for cell in row.cells for m in cell}
    beside = [told.letter(p.member_id) for p in told.partners if p.member_id not in mapped]
    more = (
        f" {listed(beside, MANY)}: on these themes or places, for other people." if beside else ""
    )
    paper.note(f"{letters}. A dash is a gap that the bid has to speak of.{more}")


def _coverage_in_columns(paper: Paper, told: Dossier) -> None:
    places = told.coverage.places
    part = 0.62 / len(places)
    columns = (
        Column("What, for whom", 0.38),
        *(Column(place or "Partners", part) for place in places),
    )
    paper.table(
        columns,
        [(row.what, *(_who(told, cell) for cell in row.cells)) for row in told.coverage.rows],
    )


def _coverage_in_lines(paper: Paper, told: Dossier) -> None:
    """The same where there are more places than a page has room for columns."""
    rows = []
    for row in told.coverage.rows:
        cells = zip(told.coverage.places, row.cells, strict=True)
        rows.append((row.what, "; ".join(f"{place} {_who(told, cell)}" for place, cell in cells)))
    paper.table((Column("What, for whom", 0.34), Column("Where, and who", 0.66)), rows)


def _who(told: Dossier, members: tuple[int, ...]) -> str:
    return " ".join(told.letter(member) for member in members) or "–"


def _budget(paper: Paper, told: Dossier) -> None:
    costs = told.costs
    paper.heading("Budget with full cost recovery")
    columns = (
        Column("Partner", 0.30), Column("Direct costs", 0.15, figures=True), Column("Rate", 0.11, figures=True),
        Column("Overheads", 0.17, figures=True), Column("Share", 0.15, figures=True),
        Column("Of all", 0.12, figures=True),
    )  # fmt: skip
    rows = [
        (
            line.partner.name, money(line.direct), f"{line.overhead_percent:g} %{' *' if line.rate_is_ours else ''}",
            money(line.overhead), money(line.partner.share), part_of(line.partner.share, costs.total),
        )
        for line in costs.lines
    ]  # fmt: skip
    direct, overhead = (
        [line.direct for line in costs.lines],
        [line.overhead for line in costs.lines],
    )
    if costs.total is not None:
        known = sum(d for d in direct if d is not None), sum(o for o in overhead if o is not None)
        rows.append(("All", pounds(known[0]), "", pounds(known[1]), pounds(costs.total), "100.0 %"))
    paper.table(columns, rows, total=costs.total is not None)
    if any(line.rate_is_ours for line in costs.lines):
        paper.note(
            f"* Our default of {costs.rates.overhead_percent:g} % of direct costs, until the partner tells its own "
            "rate, worked out from its accounts."
        )
    paper.note(
        "The rate is overheads in per cent of direct costs. Overheads come out of each partner's own share; nobody's "
        "are cut to pay for another's. The workbook holds every line with live formulas."
    )


def _plan(paper: Paper, told: Dossier) -> None:
    paper.heading("Plan, back from the deadline")
    plan = told.plan
    if plan is None:
        paper.text("The deadline is not known yet; the plan is made as soon as it is.")
        return
    if plan.aim:
        paper.text(
            f"The call is always open. We set ourselves {day(plan.deadline_on)} to submit by.",
            before_table=True,
        )
    else:
        paper.text(
            f"The call closes on {closes(told.call.deadline)}. From the start on {short_day(plan.start_on)} there are "
            f"{plan.working_days} working days; {plan.needed_days} are the least for this many partners.",
            before_table=True,
        )
    columns = (Column("Day", 0.22), Column("What", 0.50), Column("Who", 0.28))
    paper.table(columns, [(short_day(s.on), s.what, s.who) for s in plan.steps])


def _involvement(paper: Paper, told: Dossier) -> None:
    costs = told.costs
    paper.heading("Experts by experience")
    bring = sum(told.members[p.member_id].experts_by_experience or 0 for p in told.partners)
    paper.text(
        f"At least {costs.rates.experts} people who have lived through what this work is about shape the bid before "
        f"its first draft is written, from different partners where that can be. The partners bring {bring} as far "
        "as they have said. Everyone is paid, for preparation too, has expenses met and a named person to turn to.",
        before_table=True,
    )
    columns = (
        Column("What", 0.40), Column("People", 0.10, figures=True), Column("Times", 0.10, figures=True),
        Column("Paid hours", 0.13, figures=True), Column("Expenses", 0.13, figures=True),
        Column("Cost", 0.14, figures=True),
    )  # fmt: skip
    rows = [_paid(one, costs) for one in (*costs.before, *costs.during)]
    whole = costs.cost_before + costs.cost_during
    hours = sum(one.paid_hours for one in (*costs.before, *costs.during))
    expenses = sum(one.expenses(costs.rates) for one in (*costs.before, *costs.during))
    rows.append(("All", "", "", f"{hours:g}", pounds(expenses), pounds(whole)))
    paper.table(columns, rows, total=True)
    paid_by = "inside the lead's direct costs" if told.bid.lead else "inside the budget"
    paper.text(
        f"Until submission: {pounds(costs.cost_before)}, whether or not the funder pays for it. While the work runs: "
        f"{pounds(costs.cost_during)}, {paid_by}."
    )
    year = "" if costs.months_stated else " The call does not say for how long; a year is counted."
    rates, set_on = costs.rates, f"{costs.rates.set_on.day} {costs.rates.set_on:%B %Y}"
    paper.note(
        f"{pounds(rates.expert_hourly)} an hour and {pounds(rates.expert_expenses)} a meeting are figures of our own, "
        f"set on {set_on}, to be replaced by your local rates; they are not the NHS's amounts, which we have not "
        f"checked.{year} People on benefits are offered advice before the first payment."
    )


def _paid(one: Involvement, costs: Costs) -> tuple[str, ...]:
    return (
        one.what, str(one.people), str(one.times), f"{one.paid_hours:g}",
        pounds(one.expenses(costs.rates)), pounds(one.cost(costs.rates)),
    )  # fmt: skip


def _risks(paper: Paper, told: Dossier) -> None:
    paper.heading("What could go wrong")
    columns = (
        Column("Risk", 0.37),
        Column("Likely", 0.13),
        Column("What we do", 0.34),
        Column("Who", 0.16),
    )
    paper.table(columns, [(r.what, r.likely, r.answer, r.who) for r in risks(told)])


def _flows(paper: Paper, told: Dossier) -> None:
    paper.heading("Where data goes")
    columns = (
        Column("Data", 0.26),
        Column("From and to", 0.22),
        Column("Why", 0.24),
        Column("Care", 0.28),
    )
    paper.table(columns, [(f.what, f.way, f.why, f.care) for f in flows(told)])
    asked = (
        " The call speaks of the Data Security and Protection Toolkit."
        if told.call.value(Field.DSPT)
        else ""
    )
    paper.note(
        f"Each partner answers for the records that it keeps; a full data agreement is made if we win.{asked}"
    )
