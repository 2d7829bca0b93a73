"""Incomes and amounts."""

import pytest

from db.vocabulary import Answer, Basis
from tests.matching.cases import GateCase, call, case, held_to, member

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN

INCOME = [
    case("under the most", call(max_income=500_000), member(income=85_000), MET,
         "Your income of £85,000 is within their limit: £500,000 or less"),
    case("over the most", call(max_income=500_000), member(income=620_000, income_year=2_025), NOT_MET,
         "Your income of £620,000 (2025) is over their limit of £500,000"),
    case("at the most", call(max_income=500_000), member(income=500_000), MET,
         "Your income of £500,000 is within their limit: £500,000 or less"),
    case("under the least", call(min_income=25_000, max_income=500_000), member(income=9_000), NOT_MET,
         "Your income of £9,000 is under their limit of £25,000"),
    case("of the lead alone", call(min_income=100_000, quote="the lead organisation must have an income of £100,000"),
         member(income=9_000), NOT_MET,
         "Your income of £9,000 is under their limit of £100,000 for a lead"),
    case("not known", call(max_income=500_000), member(), UNKNOWN,
         "It wants your yearly income to be £500,000 or less; your profile does not say yours"),
    case("an old figure", call(max_income=500_000), member(income=85_000, income_year=2_020), UNKNOWN,
         "It wants a yearly income of £500,000 or less; your income of £85,000 (2020) is an old figure"),
    case("given in two ways", call(max_income=500_000, doubt="max_income"), member(income=620_000), UNKNOWN,
         "It says two things about the income that it allows: check its page"),
    case("guessed, and over", call(max_income=500_000, guess="max_income"), member(income=620_000), UNKNOWN,
         "Your income of £620,000 is over their limit of £500,000; but we read that between the lines, so check"),
]  # fmt: skip

AMOUNT = [
    case("ranges that overlap", call(min_amount=1_000, max_amount=10_000),
         member(min_award=2_000, max_award=30_000), MET,
         "It gives £1,000 to £10,000; you ask for £2,000 to £30,000"),
    case("asks for twenty to sixty, gets up to twentyfive", call(min_amount=10_000, max_amount=25_000),
         member(min_award=20_000, max_award=60_000), MET,
         "It gives £10,000 to £25,000; you ask for £20,000 to £60,000"),
    case("too little", call(max_amount=5_000), member(min_award=10_000), NOT_MET,
         "It gives up to £5,000; you ask for £10,000 or more"),
    case("too much", call(min_amount=100_000, max_amount=250_000), member(max_award=30_000), NOT_MET,
         "It gives £100,000 to £250,000; you ask for up to £30,000"),
    case("a year, years known", call(max_amount=25_000, duration_months=36, basis=Basis.PER_YEAR),
         member(min_award=60_000), MET,
         "It gives up to £75,000 over 3 years; you ask for £60,000 or more"),
    case("a year, years known, still too little", call(max_amount=15_000, duration_months=36, basis=Basis.PER_YEAR),
         member(min_award=60_000), NOT_MET,
         "It gives up to £45,000 over 3 years; you ask for £60,000 or more"),
    case("a year, years not known", call(max_amount=25_000, basis=Basis.PER_YEAR), member(min_award=60_000), UNKNOWN,
         "It gives up to £25,000 a year and does not say for how many; you ask for £60,000 or more: check "
         "what it comes to"),
    case("for each place", call(max_amount=5_000, basis=Basis.PER_PLACE), member(min_award=20_000), UNKNOWN,
         "It gives up to £5,000 for each place and does not say for how many; you ask for £20,000 or more: "
         "check what it comes to"),
    case("for each partner", call(max_amount=5_000, partnership="required", basis=Basis.PER_PARTNER),
         member(min_award=20_000), NOT_MET,
         "It gives up to £5,000; you ask for £20,000 or more"),
    case("for all partners together", call(min_amount=100_000, max_amount=250_000, partnership="required"),
         member(max_award=30_000), UNKNOWN,
         "It gives £100,000 to £250,000 to all partners together; you ask for up to £30,000: check what your "
         "part would be"),
    case("no most, and asked for a lot", call(min_amount=500), member(min_award=200_000), MET,
         "It gives £500 or more; you ask for £200,000 or more"),
    case("nought is no limit", call(min_amount=500, max_amount=0), member(min_award=60_000), MET,
         "It gives £500 or more; you ask for £60,000 or more"),
    case("the member sets no limit", call(max_amount=5_000), member(income=85_000), MET,
         "It gives up to £5,000; your profile sets no limit"),
    case("nothing known of the member", call(max_amount=5_000), member(), UNKNOWN,
         "It gives up to £5,000; your profile says neither what you ask for nor your income"),
]  # fmt: skip

CARRYING_IT = [
    case("half of an income", call(min_amount=40_000, duration_months=12), member(income=85_000), MET,
         "The least it gives is £40,000 a year; your income is £85,000"),
    case("more than half", call(min_amount=60_000, duration_months=12), member(income=85_000), UNKNOWN,
         "The least it gives is £60,000 a year; your income is £85,000: check that you could carry it"),
    case("over years", call(min_amount=60_000, duration_months=24), member(income=85_000), MET,
         "The least it gives is £30,000 a year; your income is £85,000"),
    case("a stated share kept", call(max_percent_of_income=25, max_amount=50_000),
         member(income=85_000, min_award=2_000), MET,
         "It gives at most 25% of a year's income; yours is £85,000"),
    case("a stated share passed", call(max_percent_of_income=25, min_amount=30_000, duration_months=12),
         member(income=85_000), NOT_MET,
         "It gives at most 25% of a year's income; yours is £85,000, and the least it gives is £30,000 a year"),
    case("a stated share, asks for more", call(max_percent_of_income=10, max_amount=50_000, duration_months=12),
         member(income=85_000, min_award=20_000), NOT_MET,
         "It gives at most 10% of a year's income; yours is £85,000, and you ask for £20,000 or more"),
    case("a stated share, income not known", call(max_percent_of_income=25, max_amount=50_000), member(), UNKNOWN,
         "It gives at most 25% of a year's income; yours is not in your profile: check what you could ask for"),
]  # fmt: skip


@pytest.mark.parametrize("wanted", INCOME)
def test_income_is_within_limits(wanted: GateCase) -> None:
    held_to("income", wanted)


@pytest.mark.parametrize("wanted", AMOUNT)
def test_amounts_overlap(wanted: GateCase) -> None:
    held_to("amount", wanted)


@pytest.mark.parametrize("wanted", CARRYING_IT)
def test_the_award_can_be_carried(wanted: GateCase) -> None:
    held_to("carrying it", wanted)
