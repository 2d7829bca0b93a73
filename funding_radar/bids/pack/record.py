"""The whole bid as JSON, for other programs and for the alliance's own record."""

import json
from typing import Any

from funding_radar.bids.costs import CostLine, Involvement
from funding_radar.bids.pack.dossier import Dossier
from funding_radar.bids.pack.flows import flows
from funding_radar.bids.pack.risks import risks


def record(told: Dossier) -> bytes:
    """All of it as one JSON document, UTF-8; money in whole pounds, days in ISO form, null for unknown."""
    return (json.dumps(as_json(told), ensure_ascii=False, indent=2) + "\n").encode()


def as_json(told: Dossier) -> dict[str, Any]:
    """All of it as plain values."""
    bid, call = told.bid, told.call
    return {
        "bid": {
            "id": bid.id, "version": bid.version, "status": bid.status.value, "budget": bid.budget,
            "opened_at": bid.opened_at.isoformat(), "made_at": told.made_at.isoformat(), "alliance": told.alliance,
        },
        "call": {
            "id": call.id, "title": call.title, "funder": call.funder, "url": call.url,
            "deadline": str(call.deadline) if call.deadline else None,
            "themes": sorted(call.themes), "groups": sorted(call.groups), "areas": list(call.areas),
        },
        "partners": [_partner(told, line) for line in told.costs.lines],
        "coverage": {
            "places": list(told.coverage.places),
            "rows": [{"what": r.what, "partners": [list(cell) for cell in r.cells]} for r in told.coverage.rows],
        },
        "costs": _costs(told),
        "plan": _plan(told),
        "readiness": [
            {"point": s.number, "name": s.name, "state": s.state.value, "whose": s.whose, "why": s.why}
            for s in told.standings
        ],
        "rules": [{"asked": r.asked, "here": r.here, "kept": r.kept} for r in told.rules],
        "rules_broken": list(told.rules_broken),
        "not_chosen": [{"name": n.name, "why": n.why, "would_need": n.would_need} for n in told.not_chosen],
        "risks": [{"what": r.what, "likely": r.likely, "answer": r.answer, "who": r.who} for r in risks(told)],
        "data": [{"what": f.what, "way": f.way, "why": f.why, "care": f.care} for f in flows(told)],
        "log": list(told.log),
    }  # fmt: skip


def _partner(told: Dossier, line: CostLine) -> dict[str, Any]:
    p = line.partner
    return {
        "id": p.member_id, "name": p.name, "lead": p.lead, "answer": p.answer.value, "covers": list(p.covers),
        "size": told.size(p), "share": p.share, "direct": line.direct, "overhead": line.overhead,
        "overhead_percent": line.overhead_percent, "rate_is_our_default": line.rate_is_ours,
        "experts_by_experience_cost": line.involvement,
    }  # fmt: skip


def _costs(told: Dossier) -> dict[str, Any]:
    costs = told.costs

    def rows(kinds: tuple[Involvement, ...]) -> list[dict[str, Any]]:
        return [
            {
                "what": one.what, "people": one.people, "times": one.times, "paid_hours": one.paid_hours,
                "expenses": one.expenses(costs.rates), "cost": one.cost(costs.rates),
            }
            for one in kinds
        ]  # fmt: skip

    return {
        "total": costs.total, "months": costs.months, "months_stated": costs.months_stated,
        "expert_hourly": costs.rates.expert_hourly, "expert_expenses": costs.rates.expert_expenses,
        "rates_set_on": costs.rates.set_on.isoformat(), "rates_are_our_default": True,
        "until_submission": rows(costs.before), "while_the_work_runs": rows(costs.during),
    }  # fmt: skip


def _plan(told: Dossier) -> dict[str, Any] | None:
    if told.plan is None:
        return None
    return {
        "deadline_on": told.plan.deadline_on.isoformat(), "our_own_aim": told.plan.aim,
        "working_days": told.plan.working_days, "needed_days": told.plan.needed_days,
        "steps": [{"on": s.on.isoformat(), "what": s.what, "who": s.who} for s in told.plan.steps],
    }  # fmt: skip
