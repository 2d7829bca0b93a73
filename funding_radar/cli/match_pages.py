"""How matches are shown: the listing and the findings to people, their rows to programs."""

from typing import TYPE_CHECKING, Any

from funding_radar.cli import console

if TYPE_CHECKING:
    from db.views import CallView, FindingView, MatchView, MemberView
    from funding_radar.matching.explain import Line

SHOWN = 120
"""Characters shown of a quote, or of a member's own words."""


def match_row(match: "MatchView", call: "CallView", member: "MemberView") -> dict[str, Any]:
    """A match as the contract prints it."""
    return {
        "call": {
            "id": call.id,
            "title": call.title,
            "funder": call.funder,
            "deadline": str(call.deadline) if call.deadline else None,
        },
        "member": {"id": member.id, "name": member.name},
        "verdict": match.verdict.value,
        "score": match.score,
        "findings": [finding_row(finding) for finding in match.findings],
    }


def finding_row(finding: "FindingView") -> dict[str, Any]:
    """A finding as the contract prints it."""
    row = {
        "rule": finding.rule,
        "answer": finding.answer.value,
        "points": finding.points,
        "sentence": finding.sentence,
    }
    if finding.quote:
        row["quote"] = finding.quote
    if finding.cure:
        row["cure"] = finding.cure
    return row


def listing(
    matches: "list[MatchView]",
    calls: "dict[int, CallView]",
    members: "dict[int, MemberView]",
    call_id: int | None,
    member_id: int | None,
) -> list[Any]:
    """The matches by call; a call or a member that all are of stands above them, once."""
    from db.vocabulary import Verdict

    above = [_name(calls[call_id])] if call_id else []
    above += [members[member_id].name] if member_id else []
    rows: list[tuple[str, ...]] = []
    last = None
    for match in sorted(matches, key=lambda m: (_order(calls[m.call_id]), -m.score)):
        call, member = calls[match.call_id], members[match.member_id]
        which = () if call_id else (_name(call) if call.id != last else "",)
        who = () if member_id else (member.name,)
        if not call_id and not member_id and last not in (None, call.id):
            rows.append(("",) * 5)
        rows.append((*which, *who, match.verdict.value, _score(match), _because(match)))
        last = call.id
    columns = ["verdict!", "score>", "because"]
    columns = [*([] if call_id else ["call"]), *([] if member_id else ["member"]), *columns]
    parts = [*map(console.heading, above), console.table(columns, rows, apart=bool(member_id))]
    if any(match.verdict is Verdict.NO and match.score for match in matches):
        parts.append("(score) is what it would be if the one thing in the way were cured")
    return parts


def _name(call: "CallView") -> str:
    from funding_radar import phrases

    closes = phrases.closes(call.deadline) if call.deadline else "no closing date stated"
    return f"{call.id} {call.title}\n{closes}"


def _score(match: "MatchView") -> str:
    from db.vocabulary import Verdict

    if match.verdict is not Verdict.NO:
        return f"{match.score:.0f}"
    return f"({match.score:.0f})" if match.score else ""


def _order(call: "CallView") -> tuple[str, int]:
    return (call.deadline.on.isoformat() if call.deadline and call.deadline.on else "9999", call.id)


def _because(match: "MatchView") -> str:
    from db.vocabulary import Answer, Verdict

    if match.verdict is Verdict.NO:
        ways = [f for f in match.findings if f.gate and f.answer is Answer.NOT_MET]
        cure = f"\n→ {ways[0].cure}" if match.score else ""
        return f"{ways[0].sentence}{cure}" if ways else ""
    if match.verdict is Verdict.CHECK:
        unknown = (f.sentence for f in match.findings if f.gate and f.answer is Answer.UNKNOWN)
        return next(unknown, "")
    best = max((f for f in match.findings if not f.gate), key=lambda f: f.points, default=None)
    return best.sentence if best else ""


def gates(lines: "list[Line]") -> Any:
    """What the call asks: gates have answers and no points."""
    rows = [(line.answer.value, *_told(line)) for line in lines if line.gate]
    return console.table(["answer!", "what the call asks", "in their words", "in yours"], rows)


def rules(lines: "list[Line]") -> Any:
    """How well it fits: points that add up to the score."""
    rows = [
        (line.answer.value, f"{line.points:.1f}", *_told(line)) for line in lines if not line.gate
    ]
    columns = ["answer!", "points>", "how well it fits", "in their words", "in yours"]
    return console.table(columns, rows)


def _told(line: "Line") -> tuple[str, str, str]:
    cure = f"\n→ {line.cure}" if line.cure else ""
    return line.sentence + cure, quoted(line.quote), _cut(line.yours)


def quoted(quote: str) -> str:
    """Words of the call between quotation marks, cut where they are long; empty without any."""
    return f"“{_cut(quote)}”" if quote.strip() else ""


def _cut(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= SHOWN else said[:SHOWN].rsplit(" ", 1)[0] + " …"
