"""What an organisation must have in order: accounts, trustees, policies, insurance, data security."""

import re
from collections.abc import Hashable, Iterable

import numpy as np

from db.views import MemberView
from db.vocabulary import Field
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers, Cure, of_condition
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.row import CallRow, named
from funding_radar.phrases import listed


class EnoughAccounts(Gate):
    """You have as many years of accounts as the call asks for."""

    name = "accounts"
    fields = (Field.ACCOUNTS_YEARS,)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """By the years of published accounts."""
        years = call.firm(Field.ACCOUNTS_YEARS) or 0
        return of_condition(np.isnan(members.accounts_years), members.accounts_years >= years)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """Years asked and years had."""
        asked = f"It asks for {_years(call.firm(Field.ACCOUNTS_YEARS) or 0)} of accounts"
        if answer == UNKNOWN or member.accounts_years is None:
            return f"{asked}; your profile does not say how many you have"
        return f"{asked}; you have {_years(member.accounts_years)}"

    def reads(self, member: MemberView) -> Hashable:
        """Its years."""
        return member.accounts_years

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """A lead that has them."""
        return Cure.LEAD


class EnoughTrustees(Gate):
    """You have as many trustees as the call asks for."""

    name = "trustees"
    fields = (Field.MIN_TRUSTEES, Field.MIN_UNRELATED_TRUSTEES)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """The unrelated are among all: too few in all are too few unrelated, enough unrelated are enough in all."""
        every, unrelated = members.trustees, members.unrelated_trustees
        total = call.firm(Field.MIN_TRUSTEES) or 0
        apart = call.firm(Field.MIN_UNRELATED_TRUSTEES) or 0
        enough = np.fmax(every, unrelated)
        short = (every < max(total, apart)) | (unrelated < apart)
        unsure = np.isnan(unrelated) if apart else np.zeros(len(members), dtype=bool)
        unsure |= ~(enough >= total) & bool(total)
        return of_condition(unsure & ~short, ~short)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """How many are asked for and how many there are."""
        total, apart = call.firm(Field.MIN_TRUSTEES), call.firm(Field.MIN_UNRELATED_TRUSTEES)
        asked = [f"{total} trustees"] if (total or 0) > (apart or 0) else []
        asked += [f"{apart} trustees who are not related"] if apart else []
        wants = f"It asks for at least {listed(asked)}"
        known = [f"{member.trustees} in all"] if member.trustees is not None else []
        if member.unrelated_trustees is not None:
            known.append(f"{member.unrelated_trustees} who are not related")
        if answer == UNKNOWN or not known:
            what = (
                "how many of yours are not related"
                if member.trustees is not None
                else "how many you have"
            )
            return f"{wants}; your profile does not say {what}"
        return f"{wants}; you have {listed(known)}"

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """Finding one or two is often a matter of weeks."""
        return Cure.TRUSTEES


class PoliciesInPlace(Gate):
    """You have the policies that the call asks for."""

    name = "policies"
    fields = (Field.POLICIES,)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Unknown where a profile lists none and does not say that there are none."""
        wanted = named(call.firm(Field.POLICIES))

        def of_one(policies: frozenset[str] | None) -> np.int8:
            if policies is None:
                return UNKNOWN
            return NOT_MET if missing(policies, wanted) else MET

        return members.policies.each(of_one, np.int8)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """The policies asked for, and those that are missing."""
        wanted = named(call.firm(Field.POLICIES))
        asked = f"It asks for {_policies(wanted)}"
        if member.policies is None:
            return f"{asked}; your profile does not say which you have"
        if answer == NOT_MET:
            return f"{asked}; your profile lacks {listed(missing(member.policies, wanted))}"
        return f"{asked}; you have {'it' if len(wanted) == 1 else 'them'}"

    def reads(self, member: MemberView) -> Hashable:
        """Its policies."""
        return member.policies

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """A policy can be written in days."""
        return Cure.POLICY


class Insured(Gate):
    """Your insurance is what the call asks for."""

    name = "insurance"
    fields = (Field.INSURANCE,)

    def reads(self, member: MemberView) -> Hashable:
        """Its cover."""
        return member.insurance

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Never "not met": cover can be bought, and need not be in place before an award."""
        wanted = str(call.firm(Field.INSURANCE) or "")
        return members.insurance.each(
            lambda cover: MET if cover and covers(cover, wanted) else UNKNOWN, np.int8
        )

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """The cover asked for and yours."""
        asked = f"It asks for insurance ({call.firm(Field.INSURANCE)})"
        if not member.insurance:
            return f"{asked}; your profile does not say what you are insured for"
        yours = f"{asked}; you have {member.insurance}"
        return yours if answer == MET else f"{yours}: check that you can raise it"


class DataSecurity(Gate):
    """You have completed the NHS Data Security and Protection Toolkit, if the call asks for it."""

    name = "data security"
    fields = (Field.DSPT,)

    def applies(self, call: CallRow) -> bool:
        """Where the call asks for it; one that says "not needed" asks nothing."""
        fact = call.fact(Field.DSPT)
        return fact is not None and bool(fact.value)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:  # noqa: ARG002
        """By the profile's yes or no."""
        return of_condition(np.isnan(members.dspt), members.dspt == 1)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:  # noqa: ARG002
        """Whether you have it."""
        asked = "It asks for the NHS Data Security and Protection Toolkit"
        if answer == UNKNOWN:
            return f"{asked}; your profile does not say whether you have completed it"
        return f"{asked}; you have {'' if answer == MET else 'not '}completed it"

    def reads(self, member: MemberView) -> Hashable:  # noqa: ARG002
        """Nothing but the answer."""
        return None

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """The toolkit is a self-assessment."""
        return Cure.SIGN_UP


def missing(policies: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """The wanted policies that none of these is.

    >>> missing(["safeguarding adults", "GDPR"], ["Safeguarding policy", "health and safety"])
    ['health and safety']
    """
    had = [_stems(policy) for policy in policies]
    return [
        re.sub(r"\s+polic(?:y|ies)$", "", want)
        for want in wanted
        if not any(_stems(want) <= have or have <= _stems(want) for have in had if have)
    ]


_SAME = {
    "gdpr": "data", "privacy": "data", "edi": "equality", "diversity": "equality", "equal": "equality",
    "equalities": "equality", "inclusion": "equality", "opportunities": "equality", "protection": "",
    "child": "children", "finance": "financial", "dbs": "recruitment", "environment": "environmental",
    "sustainability": "environmental", "volunteers": "volunteering", "volunteer": "volunteering",
}  # fmt: skip
_IDLE = frozenset(
    {"a", "an", "and", "of", "the", "for", "or", "in", "up", "to", "date", "your", "plan"}
    | {"policy", "policies", "procedure", "procedures", "statement"}
)
_FIGURE = re.compile(r"£?\s*(\d[\d,]*(?:\.\d+)?)\s*(m\b|million|mn\b|k\b)?", re.IGNORECASE)
_TIMES = {"m": 1e6, "million": 1e6, "mn": 1e6, "k": 1e3}


def _stems(policy: str) -> frozenset[str]:
    words = re.findall(
        r"[a-z]+", policy.casefold().replace("child protection", "safeguarding children")
    )
    return frozenset(_SAME.get(word, word) for word in words if word not in _IDLE) - {""}


def covers(cover: str, wanted: str) -> bool:
    """Whether a cover names as much as is wanted; without figures, whether it names the same risk.

    >>> covers("public liability £5m", "£2 million public liability"), covers("£1m", "£5,000,000")
    (True, False)
    """
    had, asked = _most(cover), _most(wanted)
    kinds = ("public", "employer", "professional", "indemnity")
    named_kinds = [kind for kind in kinds if kind in wanted.casefold()]
    if not all(kind in cover.casefold() for kind in named_kinds):
        return False
    if asked is None:
        return bool(named_kinds)
    return had is not None and had >= asked


def _most(text: str) -> float | None:
    sums = [
        float(number.replace(",", "")) * _TIMES.get(unit.casefold(), 1.0)
        for number, unit in _FIGURE.findall(text)
    ]
    return max(sums, default=None)


def _policies(wanted: tuple[str, ...]) -> str:
    said = listed(wanted) if wanted else "policies"
    if "polic" in said:
        return said
    if len(wanted) > 1:
        return f"{said} policies"
    return f"{'an' if said[0].casefold() in 'aeiou' else 'a'} {said} policy"


def _years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"
