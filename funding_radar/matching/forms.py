"""Legal forms and the looser words for them: what a member surely is, what it may be, what a call means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.views import MemberView
from db.vocabulary import FORMS_MEANT, LegalForm

_BIT = {form: 1 << place for place, form in enumerate(LegalForm)}
_EXACT = frozenset(form for form in LegalForm if form not in FORMS_MEANT)
_MAY_REGISTER = frozenset(
    {
        LegalForm.UNINCORPORATED_ASSOCIATION,
        LegalForm.CHARITABLE_TRUST,
        LegalForm.CLG,
        LegalForm.CBS,
        LegalForm.FAITH_BODY,
        LegalForm.HOUSING_ASSOCIATION,
        LegalForm.SCHOOL,
        LegalForm.UNIVERSITY,
        LegalForm.NOT_FOR_PROFIT,
        LegalForm.CONSTITUTED_GROUP,
        LegalForm.VCSE_ORGANISATION,
        LegalForm.SOCIAL_ENTERPRISE,
    }
)
"""Forms that can be registered charities, so that without a number nobody knows. A CIC can not."""
_BORN_CHARITIES = FORMS_MEANT[LegalForm.REGISTERED_CHARITY]
_WIDER = frozenset(
    {
        LegalForm.REGISTERED_CHARITY,
        LegalForm.CONSTITUTED_GROUP,
        LegalForm.NOT_FOR_PROFIT,
        LegalForm.VCSE_ORGANISATION,
    }
)
"""Words that are true of every registered charity."""
_DOUBTFUL = {
    LegalForm.VCSE_ORGANISATION: frozenset({LegalForm.UNCONSTITUTED_GROUP}),
    LegalForm.SOCIAL_ENTERPRISE: _BORN_CHARITIES
    | {LegalForm.CREDIT_UNION, LegalForm.HOUSING_ASSOCIATION, LegalForm.REGISTERED_CHARITY},
    LegalForm.NOT_FOR_PROFIT: frozenset({LegalForm.SCHOOL, LegalForm.UNIVERSITY}),
}
"""Forms that some funders count under a word and others do not: a thing to check, never a "no"."""


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Two sets of forms for each member, as bits: what it surely is, and what it may be."""

    surely: NDArray[np.uint64]
    maybe: NDArray[np.uint64]

    @classmethod
    def of(cls, members: Sequence[MemberView]) -> "Forms":
        """The forms of these members, in their order."""
        pairs = [forms_of(member) for member in members]
        return cls(
            np.array([bits(surely) for surely, _ in pairs], dtype=np.uint64),
            np.array([bits(maybe) for _, maybe in pairs], dtype=np.uint64),
        )


def forms_of(member: MemberView) -> tuple[frozenset[LegalForm], frozenset[LegalForm]]:
    """What a member surely is, and all that it may be. A charity number makes a registered charity."""
    form = member.legal_form
    if form is None:
        return _without_form(member)
    surely = {form} | (_WIDER if form in _BORN_CHARITIES else set())
    maybe = surely | FORMS_MEANT.get(form, frozenset())
    if member.charity_number:
        also = {LegalForm.CHARITABLE_COMPANY} if form is LegalForm.CLG else set()
        also |= {LegalForm.CHARITABLE_CBS} if form is LegalForm.CBS else set()
        return frozenset(surely | _WIDER | also), frozenset(maybe | _WIDER | also)
    if form in _MAY_REGISTER:
        maybe = maybe | {LegalForm.REGISTERED_CHARITY}
    return frozenset(surely), frozenset(maybe)


def _without_form(member: MemberView) -> tuple[frozenset[LegalForm], frozenset[LegalForm]]:
    if member.charity_number:
        return _WIDER, frozenset(_WIDER | _BORN_CHARITIES | _MAY_REGISTER)
    if member.company_number:
        return frozenset(), frozenset(LegalForm) - {
            LegalForm.UNCONSTITUTED_GROUP, LegalForm.UNINCORPORATED_ASSOCIATION, LegalForm.CHARITABLE_TRUST,
            LegalForm.SOLE_TRADER, LegalForm.INDIVIDUAL,
        }  # fmt: skip
    return frozenset(), frozenset(LegalForm)


def meant(words: Iterable[LegalForm]) -> frozenset[LegalForm]:
    """All forms that these words stand for, and every looser word that they cover whole."""
    named = frozenset(words)
    exact = named | {form for word in named for form in FORMS_MEANT.get(word, ())}
    return exact | {word for word, forms in FORMS_MEANT.items() if forms <= exact}


def doubtful(words: Iterable[LegalForm]) -> frozenset[LegalForm]:
    """Forms of which nobody can say whether these words mean them."""
    return frozenset(form for word in words for form in _DOUBTFUL.get(word, ()))


def bits(forms: Iterable[LegalForm]) -> int:
    """A set of forms as bits."""
    found = 0
    for form in forms:
        found |= _BIT[form]
    return found
