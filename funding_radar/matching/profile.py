"""What a profile says about each gate and rule, in the member's own words."""

from collections.abc import Callable, Iterable

from db.views import MemberView
from funding_radar.phrases import day, listed, pounds

OWN_WORDS = 280
"""Characters shown of a member's description."""


def own_words(rule: str, member: MemberView, places: str) -> str:
    """What the member's profile says about a rule, in its own words; empty when nothing. ``places`` are its own."""
    if rule in ("place", "near home"):
        return places or member.postcode
    say = _OWN.get(rule)
    return say(member) if say else ""


def _labels(words: Iterable[str]) -> str:
    return listed(sorted(getattr(word, "label", word) for word in words), limit=8)


def _range(member: MemberView) -> str:
    least, most = member.min_award, member.max_award
    parts = [f"from {pounds(least)}"] if least is not None else []
    return " ".join(parts + ([f"up to {pounds(most)}"] if most is not None else []))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= OWN_WORDS else text[:OWN_WORDS].rsplit(" ", 1)[0] + " …"


def _income(member: MemberView) -> str:
    if member.income is None:
        return ""
    return pounds(member.income) + (f" ({member.income_year})" if member.income_year else "")


def _people(member: MemberView) -> str:
    parts = [f"{member.bid_days} days a month for bids"] if member.bid_days is not None else []
    parts += [f"{member.staff:g} staff"] if member.staff is not None else []
    parts += [f"{member.volunteers} volunteers"] if member.volunteers is not None else []
    return ", ".join(parts)


def _trustees(member: MemberView) -> str:
    parts = [f"{member.trustees} trustees"] if member.trustees is not None else []
    parts += (
        [f"{member.unrelated_trustees} not related"]
        if member.unrelated_trustees is not None
        else []
    )
    return ", ".join(parts)


def _grants(member: MemberView) -> str:
    return "; ".join(
        f"{g.funder}{f', {pounds(g.amount)}' if g.amount else ''}{f', until {day(g.ends_on)}' if g.ends_on else ''}"
        for g in member.grants_held
    )


_OWN: dict[str, Callable[[MemberView], str]] = {
    "themes": lambda m: _labels(m.themes),
    "groups": lambda m: _labels(m.groups),
    "words": lambda m: _short(m.description),
    "legal form": lambda m: m.legal_form.label if m.legal_form else "",
    "excluded form": lambda m: m.legal_form.label if m.legal_form else "",
    "registration": lambda m: m.charity_number or m.company_number,
    "income": _income,
    "carrying it": _income,
    "amount": _range,
    "award": _range,
    "accounts": lambda m: "" if m.accounts_years is None else f"{m.accounts_years} years",
    "trustees": _trustees,
    "policies": lambda m: _labels(m.policies or ()),
    "insurance": lambda m: m.insurance or "",
    "data security": lambda m: (
        "" if m.dspt is None else ("completed" if m.dspt else "not completed")
    ),
    "led by": lambda m: _labels(m.led_by or ()),
    "partners": lambda m: listed(list(m.past_partners)),
    "already funded": _grants,
    "timing": _grants,
    "time": _people,
}
"""The part of a profile that each rule is about."""
