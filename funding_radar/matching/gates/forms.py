"""Which kinds of organisation may bid."""

from collections.abc import Hashable, Sequence
from functools import lru_cache

import numpy as np

from db.views import MemberView
from db.vocabulary import Field, LegalForm
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers, Cure, of_condition
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.forms import bits, doubtful, meant
from funding_radar.matching.gates.gate import Gate
from funding_radar.matching.row import CallRow
from funding_radar.phrases import listed


class FormAccepted(Gate):
    """Your legal form is one that the call accepts."""

    name = "legal form"
    fields = (Field.LEGAL_FORMS,)

    def applies(self, call: CallRow) -> bool:
        """Where it names forms, other than registered charities alone."""
        return super().applies(call) and not _charities_alone(call)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Met by what a member surely is, not met where nothing that it may be is accepted."""
        words = accepted(call)
        if not words:
            return members.all(UNKNOWN)
        return _held_against(members, words)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """Your form and theirs."""
        theirs = _words(accepted(call))
        if answer == MET:
            return f"You are {form(member)}; it is open to {theirs}"
        if answer == NOT_MET:
            return f"You are {form(member)}; it is only for {theirs}"
        if member.legal_form is None:
            return f"It is for {theirs}; your profile does not say what you are in law"
        return f"You are {form(member)}; it is for {theirs}: check that this includes you"

    def reads(self, member: MemberView) -> Hashable:
        """Its form."""
        return (member.legal_form, bool(member.charity_number), bool(member.company_number))

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """A lead of the right form, to bid under."""
        return Cure.LEAD


class Registered(Gate):
    """You are registered as a charity, where only charities may bid."""

    name = "registration"
    fields = (Field.LEGAL_FORMS,)

    def applies(self, call: CallRow) -> bool:
        """Where it is for registered charities and nobody else."""
        return super().applies(call) and _charities_alone(call)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:  # noqa: ARG002
        """Met by a charity number or a form that only charities have."""
        return _held_against(members, (LegalForm.REGISTERED_CHARITY,))

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:  # noqa: ARG002
        """Your number or your form."""
        if answer == MET and member.charity_number:
            return f"It is for registered charities; your charity number is {member.charity_number}"
        if answer == MET:
            return f"It is for registered charities; you are {form(member)}"
        if answer == NOT_MET:
            return f"It is only for registered charities; you are {form(member)}"
        return "It is for registered charities; your profile has no charity number"

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """A charity to bid under."""
        return Cure.LEAD


class FormNotExcluded(Gate):
    """The call does not rule out your legal form."""

    name = "excluded form"
    fields = (Field.EXCLUDED_LEGAL_FORMS,)

    def judge(self, members: MemberBlock, call: CallRow) -> Answers:
        """Not met by what a member surely is; a looser word bars nobody whose own form is accepted by name."""
        words = excluded(call)
        forms = members.forms
        named, wider = np.uint64(bits(words)), np.uint64(bits(meant(words)))
        welcome = np.uint64(bits(accepted(call)))
        barred = (forms.surely & named) != 0
        barred |= ((forms.surely & wider) != 0) & ((forms.surely & welcome) == 0)
        doubt = ~barred & ((forms.maybe & wider) != 0)
        return of_condition(doubt, ~barred)

    def say(self, member: MemberView, call: CallRow, answer: np.int8) -> str:
        """Your form and what is ruled out."""
        theirs = _words(excluded(call))
        if answer == UNKNOWN and member.legal_form is None:
            return f"It rules out {theirs}; your profile does not say what you are in law"
        if answer == UNKNOWN:
            return f"It rules out {theirs}; you are {form(member)}: check that this is not you"
        return f"It rules out {theirs}; you are {form(member)}"

    def reads(self, member: MemberView) -> Hashable:
        """Its form."""
        return (member.legal_form, bool(member.charity_number), bool(member.company_number))

    def cure(self, member: MemberView, call: CallRow) -> Cure | None:  # noqa: ARG002
        """Another lead to bid under."""
        return Cure.LEAD


def accepted(call: CallRow) -> tuple[LegalForm, ...]:
    """The forms that the call names, as far as that is firm."""
    return call.legal_forms


def excluded(call: CallRow) -> tuple[LegalForm, ...]:
    """The forms that it rules out."""
    return call.excluded_forms


def form(member: MemberView) -> str:
    """What a member is, with its article.

    >>> form(MemberView(1, "A", legal_form=LegalForm.CIC))
    'a community interest company (CIC)'
    """
    if member.legal_form is None:
        if member.charity_number:
            return "a registered charity"
        return "a company" if member.company_number else "of a form not stated"
    label = member.legal_form.label
    if member.charity_number and member.legal_form is LegalForm.CLG:
        label = LegalForm.CHARITABLE_COMPANY.label
    article = "an" if label[0] in "aeiou" or label.startswith("NHS") else "a"
    said = f"{article} {label}"
    registered = member.charity_number and "charit" not in label
    return f"{said} and a registered charity" if registered else said


def _charities_alone(call: CallRow) -> bool:
    fact = call.fact(Field.LEGAL_FORMS)
    return fact is not None and set(fact.value or ()) == {LegalForm.REGISTERED_CHARITY}


def _held_against(members: MemberBlock, words: Sequence[LegalForm]) -> Answers:
    forms, wanted = members.forms, meant(words)
    met = (forms.surely & np.uint64(bits(wanted))) != 0
    possible = (forms.maybe & np.uint64(bits(wanted | doubtful(words)))) != 0
    return of_condition(possible & ~met, met)


@lru_cache(maxsize=1024)
def _words(forms: tuple[LegalForm, ...]) -> str:
    return listed([_plural(form.label) for form in forms])


def _plural(label: str) -> str:
    """A form in the plural.

    >>> _plural("charitable company"), _plural("group without a constitution")
    ('charitable companies', 'groups without a constitution')
    """
    for noun, plural in (("company", "companies"), ("charity", "charities"), ("society", "societies"),
                         ("body", "bodies"), ("authority", "authorities"), ("university", "universities")):  # fmt: skip
        if noun in label:
            return label.replace(noun, plural)
    head, gap, tail = (
        label.partition(" without ") if " without " in label else label.partition(" limited by ")
    )
    if not gap:
        head, gap, tail = label.partition(" (")
    return f"{head}s{gap}{tail}"
