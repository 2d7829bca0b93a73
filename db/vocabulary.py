"""The closed lists: every word that code, tables, files and the manual share.

A value is what is stored and printed in JSON; ``label`` is what people read.
"""

from enum import StrEnum


class Word(StrEnum):
    """A member of a closed list."""

    @property
    def label(self) -> str:
        """The word as people read it."""
        return _LABELS.get(self.value, self.value.replace("_", " "))


class Kind(Word):
    """What a sighting is about. Only an open call is ever offered to a member."""

    OPEN_CALL = "open_call"
    COMING_CALL = "coming_call"
    CLOSED_CALL = "closed_call"
    AWARD_NEWS = "award_news"
    DIGEST = "digest"
    EARLY_SIGNAL = "early_signal"
    OTHER = "other"


class Status(Word):
    """Where a call stands today."""

    OPEN = "open"
    COMING = "coming"
    CLOSED = "closed"
    GONE = "gone"
    SIGNAL = "signal"
    SET_ASIDE = "set-aside"
    REVIEW = "review"


class Field(Word):
    """What can be read about a call; one fact has one field."""

    OPENS = "opens"
    DEADLINE = "deadline"
    FIRST_STAGE_DEADLINE = "first_stage_deadline"
    QUESTIONS_BY = "questions_by"
    DECISION_ON = "decision_on"
    STARTS = "starts"
    DURATION_MONTHS = "duration_months"
    MIN_AMOUNT = "min_amount"
    MAX_AMOUNT = "max_amount"
    TOTAL_POT = "total_pot"
    MATCH_FUNDING = "match_funding"
    MAX_PERCENT_OF_INCOME = "max_percent_of_income"
    MIN_INCOME = "min_income"
    MAX_INCOME = "max_income"
    AREAS = "areas"
    EXCLUDED_AREAS = "excluded_areas"
    LEGAL_FORMS = "legal_forms"
    EXCLUDED_LEGAL_FORMS = "excluded_legal_forms"
    THEMES = "themes"
    GROUPS = "groups"
    LED_BY = "led_by"
    PARTNERSHIP = "partnership"
    MIN_PARTNERS = "min_partners"
    MAX_PARTNERS = "max_partners"
    ONE_BID = "one_bid_per_organisation"
    ACCOUNTS_YEARS = "accounts_years"
    MIN_TRUSTEES = "min_trustees"
    MIN_UNRELATED_TRUSTEES = "min_unrelated_trustees"
    BANK_ACCOUNT = "bank_account"
    POLICIES = "policies"
    INSURANCE = "insurance"
    DSPT = "dspt"
    NOT_FUNDED = "not_funded"
    HOW_TO_APPLY = "how_to_apply"
    EFFORT = "effort"
    CONTACT = "contact"
    SUITABLE_FOR_VCSE = "suitable_for_vcse"
    STATUS = "status"


class Basis(Word):
    """What an amount is counted by."""

    TOTAL = "total"
    PER_YEAR = "per_year"
    PER_PARTNER = "per_partner"
    PER_PLACE = "per_place"


class Partnership(Word):
    """What a call says of bidding together."""

    REQUIRED = "required"
    ENCOURAGED = "encouraged"
    ALLOWED = "allowed"


class Answer(Word):
    """What a rule answers."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


class Verdict(Word):
    """What all gates together say of a member and a call."""

    FITS = "fits"
    CHECK = "check"
    NO = "no"


class Reply(Word):
    """What a member says back about a call."""

    INTERESTED = "interested"
    NOT_FOR_US = "not_for_us"
    IN_BID = "in_bid"
    STOP = "stop"


class Reason(Word):
    """Why a call is not for a member."""

    PLACE = "place"
    SIZE = "size"
    THEME = "theme"
    TOO_LATE = "too_late"
    OTHER = "other"


class Rhythm(Word):
    """How often a member wants to hear."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    ALERTS = "alerts"
    NONE = "none"


class DeliveryState(Word):
    """Where a delivery stands."""

    COMPOSED = "composed"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED_FOR_NOW = "failed_for_now"
    FAILED_FOR_GOOD = "failed_for_good"
    BOUNCED = "bounced"


class PartnerAnswer(Word):
    """What a partner of a bid has said."""

    HELD = "held"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DROPPED = "dropped"


class Readiness(Word):
    """Where a point of readiness stands."""

    PASS = "pass"  # noqa: S105 - a state, no password
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"


class BidStatus(Word):
    """Where a bid stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Outcome(Word):
    """How a run ended."""

    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"


class Size(Word):
    """Size of a member by yearly income: small under £500,000, large over £3 million (settings)."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class LegalForm(Word):
    """Legal forms, and the looser words by which calls name several of them at once."""

    UNCONSTITUTED_GROUP = "unconstituted_group"
    UNINCORPORATED_ASSOCIATION = "unincorporated_association"
    CHARITABLE_TRUST = "charitable_trust"
    CIO = "cio"
    SCIO = "scio"
    CHARITABLE_COMPANY = "charitable_company"
    CLG = "clg"
    CLS = "cls"
    CIC = "cic"
    CBS = "cbs"
    CHARITABLE_CBS = "charitable_cbs"
    COOPERATIVE = "cooperative"
    CREDIT_UNION = "credit_union"
    CASC = "casc"
    HOUSING_ASSOCIATION = "housing_association"
    PARISH_COUNCIL = "parish_council"
    LOCAL_AUTHORITY = "local_authority"
    NHS_BODY = "nhs_body"
    SCHOOL = "school"
    UNIVERSITY = "university"
    FAITH_BODY = "faith_body"
    LLP = "llp"
    SOLE_TRADER = "sole_trader"
    # words for several forms at once: see FORMS_MEANT
    REGISTERED_CHARITY = "registered_charity"
    CONSTITUTED_GROUP = "constituted_group"
    NOT_FOR_PROFIT = "not_for_profit"
    SOCIAL_ENTERPRISE = "social_enterprise"
    VCSE_ORGANISATION = "vcse_organisation"
    INDIVIDUAL = "individual"
    PRIVATE_COMPANY = "private_company"
    PUBLIC_BODY = "public_body"


_CHARITIES = frozenset(
    {
        LegalForm.CIO,
        LegalForm.SCIO,
        LegalForm.CHARITABLE_COMPANY,
        LegalForm.CHARITABLE_CBS,
        LegalForm.CHARITABLE_TRUST,
    }
)
_CONSTITUTED = _CHARITIES | {
    LegalForm.UNINCORPORATED_ASSOCIATION,
    LegalForm.CLG,
    LegalForm.CIC,
    LegalForm.CBS,
    LegalForm.COOPERATIVE,
    LegalForm.CREDIT_UNION,
    LegalForm.CASC,
    LegalForm.FAITH_BODY,
    LegalForm.HOUSING_ASSOCIATION,
}

FORMS_MEANT: dict[LegalForm, frozenset[LegalForm]] = {
    LegalForm.REGISTERED_CHARITY: _CHARITIES,
    LegalForm.CONSTITUTED_GROUP: _CONSTITUTED,
    LegalForm.NOT_FOR_PROFIT: _CONSTITUTED | {LegalForm.UNCONSTITUTED_GROUP},
    LegalForm.SOCIAL_ENTERPRISE: frozenset(
        {LegalForm.CIC, LegalForm.CBS, LegalForm.COOPERATIVE, LegalForm.CLG}
    ),
    LegalForm.VCSE_ORGANISATION: _CONSTITUTED,
    LegalForm.INDIVIDUAL: frozenset({LegalForm.SOLE_TRADER}),
    LegalForm.PRIVATE_COMPANY: frozenset({LegalForm.CLS, LegalForm.LLP}),
    LegalForm.PUBLIC_BODY: frozenset(
        {
            LegalForm.LOCAL_AUTHORITY,
            LegalForm.NHS_BODY,
            LegalForm.SCHOOL,
            LegalForm.UNIVERSITY,
            LegalForm.PARISH_COUNCIL,
        }
    ),
}
"""The forms that a looser word stands for. Written by us from the sector's use of the words."""


class Theme(Word):
    """What the money is for."""

    MENTAL_HEALTH = "mental_health"
    SEVERE_MENTAL_ILLNESS = "severe_mental_illness"
    SUICIDE_PREVENTION = "suicide_prevention"
    CRISIS_CARE = "crisis_care"
    TALKING_THERAPIES = "talking_therapies"
    PEER_SUPPORT = "peer_support"
    PERINATAL_MENTAL_HEALTH = "perinatal_mental_health"
    TRAUMA = "trauma"
    BEREAVEMENT = "bereavement"
    LONELINESS = "loneliness"
    WELLBEING = "wellbeing"
    PHYSICAL_HEALTH = "physical_health"
    PHYSICAL_ACTIVITY = "physical_activity"
    LONG_TERM_CONDITIONS = "long_term_conditions"
    HEALTH_INEQUALITIES = "health_inequalities"
    DEMENTIA = "dementia"
    SUBSTANCE_USE = "substance_use"
    DOMESTIC_ABUSE = "domestic_abuse"
    SOCIAL_PRESCRIBING = "social_prescribing"
    SOCIAL_CARE = "social_care"
    ADVOCACY = "advocacy"
    ADVICE = "advice"
    POVERTY = "poverty"
    FOOD = "food"
    HOUSING = "housing"
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    DIGITAL_INCLUSION = "digital_inclusion"
    ARTS = "arts"
    NATURE = "nature"
    ENVIRONMENT = "environment"
    COMMUNITY_SAFETY = "community_safety"
    COMMUNITY_DEVELOPMENT = "community_development"
    COMMUNITY_BUILDINGS = "community_buildings"
    VOLUNTEERING = "volunteering"
    SECTOR_SUPPORT = "sector_support"
    EQUALITY = "equality"
    YOUTH_WORK = "youth_work"
    TRANSPORT = "transport"


class Group(Word):
    """Whom the money is for."""

    CHILDREN = "children"
    YOUNG_PEOPLE = "young_people"
    OLDER_PEOPLE = "older_people"
    PARENTS = "parents"
    CARERS = "carers"
    DISABLED_PEOPLE = "disabled_people"
    LEARNING_DISABLED_PEOPLE = "learning_disabled_people"
    AUTISTIC_PEOPLE = "autistic_people"
    PEOPLE_WITH_SEVERE_MENTAL_ILLNESS = "people_with_severe_mental_illness"
    PEOPLE_WITH_LONG_TERM_CONDITIONS = "people_with_long_term_conditions"
    PEOPLE_WITH_DEMENTIA = "people_with_dementia"
    RACIALISED_COMMUNITIES = "racialised_communities"
    GYPSY_ROMA_TRAVELLER = "gypsy_roma_traveller"
    REFUGEES_AND_MIGRANTS = "refugees_and_migrants"
    FAITH_COMMUNITIES = "faith_communities"
    LGBT_PEOPLE = "lgbt_people"
    WOMEN_AND_GIRLS = "women_and_girls"
    MEN_AND_BOYS = "men_and_boys"
    HOMELESS_PEOPLE = "homeless_people"
    PEOPLE_ON_LOW_INCOMES = "people_on_low_incomes"
    PEOPLE_OUT_OF_WORK = "people_out_of_work"
    PEOPLE_WHO_USE_SUBSTANCES = "people_who_use_substances"
    PEOPLE_IN_THE_JUSTICE_SYSTEM = "people_in_the_justice_system"
    SURVIVORS_OF_ABUSE = "survivors_of_abuse"
    BEREAVED_PEOPLE = "bereaved_people"
    CARE_EXPERIENCED_PEOPLE = "care_experienced_people"
    VETERANS = "veterans"
    STUDENTS = "students"
    RURAL_COMMUNITIES = "rural_communities"


_LABELS = {
    "lgbt_people": "LGBT+ people",
    "gypsy_roma_traveller": "Gypsy, Roma and Traveller communities",
    "autistic_people": "autistic and neurodivergent people",
    "learning_disabled_people": "people with a learning disability",
    "parents": "parents and families",
    "carers": "unpaid carers",
    "refugees_and_migrants": "refugees and migrants",
    "loneliness": "loneliness and isolation",
    "poverty": "poverty and cost of living",
    "arts": "arts and culture",
    "nature": "nature and green activity",
    "substance_use": "drugs and alcohol",
    "advice": "advice and benefits",
    "employment": "employment and skills",
    "equality": "equality and rights",
    "sector_support": "support for voluntary organisations",
    "housing": "housing and homelessness",
    "perinatal_mental_health": "perinatal and parental mental health",
    "cio": "charitable incorporated organisation (CIO)",
    "scio": "Scottish charitable incorporated organisation (SCIO)",
    "clg": "company limited by guarantee",
    "cls": "company limited by shares",
    "cic": "community interest company (CIC)",
    "cbs": "community benefit society",
    "charitable_cbs": "charitable community benefit society",
    "casc": "community amateur sports club",
    "llp": "limited liability partnership",
    "nhs_body": "NHS body",
    "vcse_organisation": "voluntary, community or social enterprise organisation",
    "not_for_profit": "not-for-profit organisation",
    "unconstituted_group": "group without a constitution",
    "dspt": "Data Security and Protection Toolkit",
    "one_bid_per_organisation": "one bid for each organisation",
}
