"""The columns of ``members import``: what each means, how it is read, and what else people call it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from rapidfuzz import fuzz, process

from db.vocabulary import Group, LegalForm, Rhythm, Theme
from funding_radar.members import cells, identifiers
from funding_radar.members.words import LEAST_LIKENESS, policy_of, word_of

MOST_VALUES = 200
"""The most values in one cell: more than any organisation has themes, places or partners."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``read`` makes a value of one piece of text; ``many`` are parted by ``;``."""

    name: str
    read: Callable[[str], Any]
    meaning: str
    example: str
    many: bool = False
    others: str = ""
    """Other headings that mean it, parted by ``;``."""


COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column("name", cells.short_text, "The organisation's name. Needed.", "Example Listening Project",
               others="organisation; organisation name; org; org name; member; member name; charity name; group name; "
               "name of organisation; group; charity"),
        Column("charity_number", identifiers.charity_number, "Number in the register of charities.", "",
               others="charity no; charity reg no; registered charity number; charity registration number; "
               "registered charity no; charity commission number"),
        Column("company_number", identifiers.company_number, "Number at Companies House.", "",
               others="company no; company reg no; companies house number; company registration number"),
        Column("legal_form", partial(word_of, LegalForm),
               "What you are: CIO, CIC, charitable company, unincorporated association, …", "CIO",
               others="legal structure; legal status; structure; type of organisation; organisation type"),
        Column("postcode", identifiers.postcode, "Your office's, or its first half. Needed without places.", "S1 2AB",
               others="post code; office postcode; postcode of office"),
        Column("places", cells.short_text,
               "Where you work: councils, counties, towns, official codes or S10. Needed when postcode is empty.",
               "Sheffield; Rotherham",
               many=True, others="place; area; areas; where you work; areas served; area served; location; locations; "
               "local authority; districts; geography; areas of operation"),
        Column("themes", partial(word_of, Theme), "What you work on.", "peer support; loneliness", many=True,
               others="theme; what you do; activities; services; issues; topics; causes"),
        Column("groups", partial(word_of, Group), "Whom you work with.", "older people; unpaid carers", many=True,
               others="who you work with; beneficiaries; people; beneficiary groups; groups of people; who you help; "
               "target groups; client groups"),
        Column("description", cells.long_text, "Your work in your own words; matching reads them.",
               "We run a weekly drop-in and a listening line, led by people who have been through it.",
               others="about; about us; summary; description of work; what we do; aims"),
        Column("income", cells.money, "Yearly income in your last accounts.", "£45,000",
               others="annual income; turnover; annual turnover; yearly income; total income; income last year"),
        Column("income_year", cells.year, "The year in which those accounts ended.", "2026",
               others="year of income; accounts year; financial year; year end; income year end"),
        Column("staff", cells.decimal, "Paid posts, counted full time.", "1.5",
               others="employees; paid staff; staff fte; fte; number of staff; staff members"),
        Column("volunteers", cells.whole, "Volunteers.", "20", others="number of volunteers"),
        Column("accounts_years", cells.whole, "How many years of accounts you have.", "4",
               others="years of accounts; accounts; sets of accounts"),
        Column("trustees", cells.whole, "People on your committee or board.", "6",
               others="board members; committee members; directors; number of trustees"),
        Column("unrelated_trustees", cells.whole, "Of those, how many are not related to another.", "6",
               others="trustees unrelated; unrelated board members; unrelated directors"),
        Column("policies", policy_of, "Policies that are in date.", "safeguarding adults; data protection", many=True,
               others="policy; policies in place; policies held"),
        Column("insurance", cells.short_text, "What you are insured for.", "public liability £5m",
               others="insurances; insurance cover; public liability"),
        Column("dspt", cells.yes_no, "NHS Data Security and Protection Toolkit, standards met: yes or no.", "no",
               others="data security and protection toolkit; dsp toolkit; ds p toolkit; nhs dspt"),
        Column("experts_by_experience", cells.whole,
               "People with lived experience who would help with a bid (a number, no names).", "3",
               others="experts; ebe; lived experience; experts by lived experience; number of experts by experience"),
        Column("bid_days", cells.whole, "Working days a month that you could give to a bid.", "2",
               others="days for bids; bid writing days; days for bidding; capacity days; bid capacity"),
        Column("can_lead", cells.yes_no, "Whether you would lead a joint bid: yes or no.", "no",
               others="lead; would lead; willing to lead; lead partner"),
        Column("led_by", partial(word_of, Group),
               "Who leads you, in your own description (three quarters of the board and half of senior staff). "
               "Kept only with led_by_consent.", "", many=True, others="led by and for; led by; user led"),
        Column("led_by_consent", cells.yes_no, "Whether led_by may be kept and used: yes or no.", "",
               others="consent led by; led by consent given"),
        Column("min_award", cells.money, "The smallest award worth applying for.", "£1,000",
               others="minimum award; min grant; minimum grant; smallest grant"),
        Column("max_award", cells.money, "The largest award that you could handle.", "£30,000",
               others="maximum award; max grant; maximum grant; largest grant"),
        Column("past_partners", cells.short_text, "Whom you have delivered or bid with.", "Example Advice Centre",
               many=True, others="partners; previous partners; partner organisations"),
        Column("grants_held", cells.grant, "Grants that you hold: funder/amount/ends.",
               "Lantern Trust/12000/31-03-2027", many=True,
               others="current grants; grants; current funding; current funders; funding held"),
        Column("contact_name", cells.short_text, "Who reads the digest.", "Sam Example",
               others="contact; contact person; main contact; contact full name"),
        Column("contact_email", identifiers.email, "Where the digest goes.", "sam@example.org",
               others="email; e mail; email address; contact e mail; contact email address; e mail address"),
        Column("consent_on", cells.day, "The day on which this person agreed to be mailed; without it nothing is sent.",
               "01/09/2026", others="consent; consent date; date of consent; consent given on; gdpr consent date"),
        Column("digest", partial(word_of, Rhythm), "weekly, fortnightly, alerts or none.", "weekly",
               others="digest frequency; frequency; rhythm; how often; newsletter"),
    )
}  # fmt: skip


def heading_key(heading: str) -> str:
    """What is left of a heading without case, blanks, marks and what stands in brackets.

    >>> heading_key(" Contact E-mail* "), heading_key("Income (£)")
    ('contact e mail', 'income')
    """
    bare = re.sub(r"\([^)]*\)", " ", heading.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", bare.replace("'", "").replace("&", " ")).split())


def column_of(heading: str) -> str | None:
    """The column that a heading means, or None.

    >>> column_of("Charity Reg. No."), column_of("Favourite colour")
    ('charity_number', None)
    """
    return _headings().get(heading_key(heading))


def nearest_column(heading: str) -> str | None:
    """The column whose name or other names are most like a heading that means none; None when none is."""
    near = process.extractOne(
        heading_key(heading)[:100],
        list(_headings()),
        scorer=fuzz.WRatio,
        score_cutoff=LEAST_LIKENESS,
    )
    return _headings()[near[0]] if near else None


@cache
def _headings() -> Mapping[str, str]:
    headings = {
        heading_key(other): column.name
        for column in COLUMNS.values()
        for other in column.others.split(";")
    }
    headings.pop("", None)
    return headings | {heading_key(name): name for name in COLUMNS}
