"""Words of the closed lists as people write them: by code, by label, or by another common name."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import TypeVar

from rapidfuzz import fuzz, process

from db.vocabulary import Group, LegalForm, Rhythm, Theme, Word
from funding_radar.members.cells import said
from funding_radar.members.faults import CellError

W = TypeVar("W", bound=Word)

LEAST_LIKENESS = 60
"""Below this a word is not like another (rapidfuzz, of 100): better no suggestion than a wrong one."""

OTHER_NAMES: Mapping[type[StrEnum], Mapping[str, str]] = {
    LegalForm: {
        "unconstituted_group": "informal group; grassroots group; neighbourhood group; no constitution; none yet",
        "unincorporated_association": "association; constituted group; constituted community group; voluntary group; "
        "community group; club; society; unincorporated; unincorporated charity; constituted voluntary group",
        "charitable_trust": "trust; charitable foundation; unincorporated trust; trust deed",
        "cio": "charitable incorporated organisation; charity cio; cio foundation; cio association; foundation cio; "
        "association cio",
        "charitable_company": "incorporated charity; charity and company limited by guarantee; "
        "company limited by guarantee and registered charity; charity and company; clg charity; charity clg; "
        "registered charity and company limited by guarantee; charitable company limited by guarantee; charity company",
        "clg": "limited by guarantee; company ltd by guarantee; not for profit company; non profit company",
        "cls": "ltd; limited company; private limited company; limited by shares",
        "cic": "community interest company; cic limited by guarantee; cic limited by shares; cic clg; cic cls",
        "cbs": "bencom; community benefit society ltd; industrial and provident society",
        "charitable_cbs": "charitable bencom; exempt charity society",
        "cooperative": "co op; coop; co operative; worker cooperative; workers co operative; mutual",
        "registered_charity": "charity; charitable organisation; reg charity",
        "housing_association": "registered provider; registered social landlord; rsl",
        "parish_council": "town council; community council; town or parish council",
        "local_authority": "council; borough council; city council; county council; district council",
        "nhs_body": "nhs trust; nhs foundation trust; nhs; gp practice; icb; primary care network",
        "school": "academy; academy trust; college; multi academy trust",
        "university": "higher education; further education college",
        "faith_body": "church; mosque; temple; gurdwara; synagogue; faith group; pcc; parochial church council",
        "sole_trader": "self employed; freelancer",
        "individual": "person",
        "social_enterprise": "social business",
        "not_for_profit": "not for profit; nonprofit; non profit",
        "vcse_organisation": "vcse; vcs; voluntary organisation; voluntary sector; third sector; vcfse",
        "constituted_group": "group with a constitution",
    },
    Theme: {
        "mental_health": "mental ill health; mental illness; emotional health; mental health and wellbeing",
        "severe_mental_illness": "smi; serious mental illness; psychosis; community mental health",
        "suicide_prevention": "suicide; self harm; suicide and self harm",
        "crisis_care": "crisis; mental health crisis; crisis cafe; crisis support; safe haven",
        "talking_therapies": "counselling; therapy; psychotherapy; talking therapy; iapt; listening service",
        "peer_support": "peer support groups; lived experience; self help; mutual aid; co production; recovery",
        "perinatal_mental_health": "perinatal; maternal mental health; postnatal depression; parental mental health",
        "trauma": "ptsd; sexual violence; adverse childhood experiences; trauma informed",
        "bereavement": "grief; loss; bereavement support",
        "loneliness": "isolation; social isolation; befriending; companionship",
        "wellbeing": "well being; prevention; resilience; emotional wellbeing; health and wellbeing; mindfulness",
        "physical_health": "health; public health; healthy lifestyles",
        "physical_activity": "sport; sports; exercise; fitness; walking; yoga; football; dance; movement",
        "long_term_conditions": "long term illness; chronic illness; chronic conditions; cancer; diabetes; stroke",
        "health_inequalities": "health inequality; health equity; inequalities",
        "dementia": "alzheimers; memory loss; memory cafe",
        "substance_use": "addiction; drugs; alcohol; substance misuse; drug and alcohol",
        "domestic_abuse": "domestic violence; vawg; violence against women and girls",
        "social_prescribing": "link workers; community connectors",
        "social_care": "care; day centre; day care; home care; respite",
        "advocacy": "independent advocacy; imha; imca; rights advocacy; mental health advocacy",
        "advice": "benefits; welfare rights; debt; debt advice; advice and guidance; money advice; legal advice; "
        "information and advice; citizens advice; welfare advice",
        "poverty": "cost of living; hardship; financial hardship; fuel poverty",
        "food": "food bank; foodbank; food poverty; cooking; lunch club; community cafe; food growing",
        "housing": "homelessness; tenancy support; supported housing; rough sleeping",
        "employment": "jobs; skills; training; employability; work; volunteering to work",
        "education": "learning; literacy; schools; adult learning; esol; english classes",
        "digital_inclusion": "digital; digital skills; it skills; computers",
        "arts": "art; culture; music; theatre; crafts; creative; creativity; arts and crafts; heritage",
        "nature": "gardening; allotment; green space; green social prescribing; outdoors; horticulture; "
        "care farming; green activity; woodland",
        "environment": "climate; climate action; recycling; energy; biodiversity",
        "community_safety": "crime; violence; anti social behaviour; knife crime; hate crime",
        "community_development": "community; community building; community cohesion; community led",
        "community_buildings": "village hall; community centre; community hub; buildings",
        "volunteering": "volunteers; volunteer centre",
        "sector_support": "infrastructure; capacity building; cvs; support for charities",
        "equality": "equalities; race equality; human rights; edi; inclusion; anti racism",
        "youth_work": "youth; youth club; youth services",
        "transport": "community transport; minibus",
    },
    Group: {
        "children": "kids; under 11s; early years; babies; children and young people",
        "young_people": "youth; teenagers; young adults; 16 25; 11 25; cyp; adolescents",
        "older_people": "elderly; older adults; over 50s; over 65s; pensioners; seniors; elders",
        "parents": "families; mothers; mums; fathers; dads; new parents; new mothers",
        "carers": "unpaid carers; young carers; family carers; carer",
        "disabled_people": "disability; disabled; physical disability; people with disabilities; sensory impairment; "
        "deaf people; blind people; visually impaired people",
        "learning_disabled_people": "learning disability; learning disabilities; learning difficulties",
        "autistic_people": "autism; autistic; neurodivergent; neurodiverse people; adhd; autistic adults",
        "people_with_severe_mental_illness": "smi; severe mental illness; people with smi; psychosis",
        "people_with_long_term_conditions": "long term conditions; chronic illness; cancer patients; stroke survivors",
        "people_with_dementia": "dementia; people living with dementia",
        "racialised_communities": "bame; bme; ethnic minorities; minority ethnic communities; global majority; "
        "black and minority ethnic; people of colour; ethnically diverse communities; black communities; "
        "south asian communities; african and caribbean communities; black people; asian people",
        "gypsy_roma_traveller": "grt; gypsies and travellers; roma; travellers; gypsy roma and traveller",
        "refugees_and_migrants": "refugees; asylum seekers; migrants; refugees and asylum seekers; "
        "people seeking asylum",
        "faith_communities": "faith groups; muslim; christian; jewish; sikh; hindu; muslims; faith",
        "lgbt_people": "lgbt; lgbtq; lgbtq+; lgbt+; lgbtqia; lgbtqia+; lgbtq people; trans people; "
        "gay people; queer people",
        "women_and_girls": "women; girls; female",
        "men_and_boys": "men; boys; male; mens groups",
        "homeless_people": "homeless; people experiencing homelessness; rough sleepers; people sleeping rough",
        "people_on_low_incomes": "low income; people in poverty; low incomes; deprived communities; "
        "disadvantaged communities; people in financial hardship",
        "people_out_of_work": "unemployed; unemployed people; neet; jobseekers",
        "people_who_use_substances": "addicts; drug users; people in recovery; people with addictions; substance users",
        "people_in_the_justice_system": "ex offenders; offenders; prisoners; prison leavers; people with convictions",
        "survivors_of_abuse": "survivors; victims of abuse; survivors of domestic abuse; victims; survivors of trauma; "
        "survivors of sexual violence",
        "bereaved_people": "bereaved; people bereaved by suicide; bereaved families",
        "care_experienced_people": "care leavers; looked after children; foster children; care experienced",
        "veterans": "armed forces; ex forces; armed forces community; ex service personnel",
        "students": "university students; student",
        "rural_communities": "rural; farmers; farming community; villages",
    },
    Rhythm: {
        "weekly": "every week; yes; week",
        "fortnightly": "every two weeks; every fortnight; two weekly",
        "alerts": "alert; urgent; urgent only; alerts only",
        "none": "no; never; stop; no digest",
    },
}  # fmt: skip
"""Another name for each word, apart by ``;``. Written by us from how groups describe themselves."""

POLICIES: Mapping[str, str] = {
    "safeguarding adults": "adult safeguarding; safeguarding vulnerable adults",
    "safeguarding children": "child protection; safeguarding children and young people; child safeguarding",
    "safeguarding": "safeguarding policy; safeguarding adults and children; safeguarding children and adults",
    "data protection": "gdpr; privacy; data protection and gdpr; information governance; uk gdpr",
    "equality": "edi; equal opportunities; equality and diversity; equality diversity and inclusion; diversity; "
    "equalities",
    "health and safety": "h and s; h&s; hs",
    "complaints": "complaint; complaints procedure",
    "whistleblowing": "whistle blowing; speaking up",
    "financial controls": "finance; financial; financial procedures; finance policy; financial management",
    "reserves": "reserves policy",
    "lone working": "lone worker; lone workers",
    "volunteering": "volunteer; volunteers; volunteer policy",
    "environment": "environmental; sustainability; climate",
    "conflicts of interest": "conflict of interest",
    "safer recruitment": "recruitment; dbs",
}
"""The policies that funders ask for most (domain.md's list for each member), with other names."""


@lru_cache(4096)
def word_key(text: str) -> str:
    """What is left of a word when case, hyphens and the little words around it are gone.

    >>> word_key("Co-operative"), word_key("C.I.C."), word_key("Arts & Culture")
    ('co operative', 'cic', 'arts and culture')
    """
    text = re.sub(r"\b(?:[A-Za-z]\.){2,}", lambda m: m[0].replace(".", ""), text)
    text = text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^\w+]+|_", " ", text).split())


def word_of(kind: type[W], text: str) -> W:
    """The word of a closed list that a text means. Raises CellError that names the nearest.

    >>> word_of(Theme, "Counselling"), word_of(LegalForm, "C.I.C.")
    (<Theme.TALKING_THERAPIES: 'talking_therapies'>, <LegalForm.CIC: 'cic'>)
    """
    names = _names(kind)
    key = word_key(text)
    found = names.get(key) or names.get(key.removeprefix("the "))
    if found is not None:
        return kind(found)
    near = (
        process.extractOne(key, names.keys(), scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS)
        if key
        else None
    )
    hint = (
        f"did you mean {names[near[0]]}?"
        if near
        else f"write one of: {', '.join(list(kind)[:4])}, …"
    )
    what = _WHAT[kind]
    msg = f"{said(text)} is not {what}; {hint}"
    raise CellError(msg)


def policy_of(text: str) -> str:
    """The usual name of a policy; one that we do not know keeps its own words.

    >>> policy_of("GDPR policy"), policy_of("Loan of tools")
    ('data protection', 'loan of tools')
    """
    key = re.sub(r" (?:policy|policies|and procedures?|procedures?|statement)$", "", word_key(text))
    return _policies().get(key, key)[:100]


_WHAT = {
    LegalForm: "a legal form",
    Theme: "a theme",
    Group: "a group of people",
    Rhythm: "a rhythm of digests",
}


@cache
def _names(kind: type[Word]) -> Mapping[str, Word]:
    names: dict[str, Word] = {}
    for code, others in OTHER_NAMES[kind].items():
        for other in others.split(";"):
            names.setdefault(word_key(other), kind(code))
    # Codes and labels last: they always win.
    for word in kind:
        label = re.sub(r"\s*\(\w+\)$", "", word.label)
        names |= {word_key(word.label): word, word_key(label): word, word_key(word.value): word}
    return names


@cache
def _policies() -> Mapping[str, str]:
    names = {
        word_key(other): name for name, others in POLICIES.items() for other in others.split(";")
    }
    return names | {name: name for name in POLICIES}
