"""What an organisation is and has in order."""

import pytest

from db.vocabulary import Answer, Group, LegalForm
from tests.matching.cases import GateCase, call, case, held_to, member

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN

LEGAL_FORM = [
    case("the form named", call(legal_forms=["cic"]), member(legal_form=LegalForm.CIC), MET,
         "You are a community interest company (CIC); it is open to community interest companies (CIC)"),
    case("another form", call(legal_forms=["cic", "cio"]), member(legal_form=LegalForm.CLG), NOT_MET,
         "You are a company limited by guarantee; it is only for community interest companies (CIC) and "
         "charitable incorporated organisations (CIO)"),
    case("a looser word means it", call(legal_forms=["vcse_organisation"]),
         member(legal_form=LegalForm.UNINCORPORATED_ASSOCIATION), MET,
         "You are an unincorporated association; it is open to voluntary, community or social enterprise "
         "organisations"),
    case("a looser word does not", call(legal_forms=["not_for_profit"]), member(legal_form=LegalForm.CLS), NOT_MET,
         "You are a company limited by shares; it is only for not-for-profit organisations"),
    case("not known", call(legal_forms=["vcse_organisation"]), member(), UNKNOWN,
         "It is for voluntary, community or social enterprise organisations; your profile does not say what "
         "you are in law"),
    case("a charity by its number", call(legal_forms=["registered_charity", "cic"]),
         member(charity_number="1100001"), MET,
         "You are a registered charity; it is open to registered charities and community interest companies (CIC)"),
    case("guarantee company with a charity number", call(legal_forms=["charitable_company", "cio"]),
         member(legal_form=LegalForm.CLG, charity_number="1100001"), MET,
         "You are a charitable company; it is open to charitable companies and charitable incorporated "
         "organisations (CIO)"),
    case("association that may be registered", call(legal_forms=["registered_charity", "cic"]),
         member(legal_form=LegalForm.UNINCORPORATED_ASSOCIATION), UNKNOWN,
         "You are an unincorporated association; it is for registered charities and community interest "
         "companies (CIC): check that this includes you"),
    case("informal group for a VCSE fund", call(legal_forms=["vcse_organisation"]),
         member(legal_form=LegalForm.UNCONSTITUTED_GROUP), UNKNOWN,
         "You are a group without a constitution; it is for voluntary, community or social enterprise "
         "organisations: check that this includes you"),
    case("informal group for constituted groups", call(legal_forms=["constituted_group"]),
         member(legal_form=LegalForm.UNCONSTITUTED_GROUP), NOT_MET,
         "You are a group without a constitution; it is only for constituted groups"),
    case("a charity among social enterprises", call(legal_forms=["social_enterprise"]),
         member(legal_form=LegalForm.CIO), UNKNOWN,
         "You are a charitable incorporated organisation (CIO); it is for social enterprises: check that "
         "this includes you"),
    case("only a company number", call(legal_forms=["unincorporated_association", "unconstituted_group"]),
         member(company_number="01234567"), NOT_MET,
         "You are a company; it is only for unincorporated associations and groups without a constitution"),
    case("given in two ways", call(legal_forms=["cic"], doubt="legal_forms"),
         member(legal_form=LegalForm.CIC), UNKNOWN,
         "It says two things about who may bid: check its page"),
    case("guessed, another form", call(legal_forms=["cic", "cio"], guess="legal_forms"),
         member(legal_form=LegalForm.CLG), UNKNOWN,
         "You are a company limited by guarantee; it is only for community interest companies (CIC) and "
         "charitable incorporated organisations (CIO); but we read that between the lines, so check"),
]  # fmt: skip

REGISTRATION = [
    case("by number", call(legal_forms=["registered_charity"]),
         member(legal_form=LegalForm.CLG, charity_number="1100001"), MET,
         "It is for registered charities; your charity number is 1100001"),
    case("by form", call(legal_forms=["registered_charity"]), member(legal_form=LegalForm.CIO), MET,
         "It is for registered charities; you are a charitable incorporated organisation (CIO)"),
    case("a CIC", call(legal_forms=["registered_charity"]), member(legal_form=LegalForm.CIC), NOT_MET,
         "It is only for registered charities; you are a community interest company (CIC)"),
    case("an association without a number", call(legal_forms=["registered_charity"]),
         member(legal_form=LegalForm.UNINCORPORATED_ASSOCIATION), UNKNOWN,
         "It is for registered charities; your profile has no charity number"),
    case("nothing known", call(legal_forms=["registered_charity"]), member(), UNKNOWN,
         "It is for registered charities; your profile has no charity number"),
]  # fmt: skip

EXCLUDED_FORM = [
    case("ruled out", call(excluded_legal_forms=["cic"]), member(legal_form=LegalForm.CIC), NOT_MET,
         "It rules out community interest companies (CIC); you are a community interest company (CIC)"),
    case("another is ruled out", call(excluded_legal_forms=["cic"]), member(legal_form=LegalForm.CIO), MET,
         "It rules out community interest companies (CIC); you are a charitable incorporated organisation (CIO)"),
    case("by a looser word", call(excluded_legal_forms=["public_body"]), member(legal_form=LegalForm.SCHOOL), NOT_MET,
         "It rules out public bodies; you are a school"),
    case("not known", call(excluded_legal_forms=["private_company"]), member(), UNKNOWN,
         "It rules out private companies; your profile does not say what you are in law"),
    case("a looser word, but welcome by name", call(legal_forms=["cic"], excluded_legal_forms=["social_enterprise"]),
         member(legal_form=LegalForm.CIC), UNKNOWN,
         "It rules out social enterprises; you are a community interest company (CIC): check that this is not you"),
]  # fmt: skip

LED_BY = [
    case("as described", call(led_by=["racialised_communities"]),
         member(led_by=frozenset({Group.RACIALISED_COMMUNITIES})), MET,
         "It is for organisations led by racialised communities, as you describe yourselves"),
    case("described otherwise", call(led_by=["racialised_communities"]),
         member(led_by=frozenset({Group.DISABLED_PEOPLE})), NOT_MET,
         "It is for organisations led by racialised communities; you describe yourselves as led by disabled people"),
    case("described as none", call(led_by=["racialised_communities"]), member(led_by=frozenset()), NOT_MET,
         "It is for organisations led by racialised communities; you describe yourselves as led by none of these"),
    case("one of two", call(led_by=["women_and_girls", "disabled_people"]),
         member(led_by=frozenset({Group.DISABLED_PEOPLE})), MET,
         "It is for organisations led by women and girls and disabled people, as you describe yourselves"),
    case("guessed, described otherwise", call(led_by=["carers"], guess="led_by"),
         member(led_by=frozenset({Group.DISABLED_PEOPLE})), UNKNOWN,
         "It is for organisations led by unpaid carers; you describe yourselves as led by disabled people; but we "
         "read that between the lines, so check"),
    case("not described", call(led_by=["racialised_communities"]), member(), UNKNOWN,
         "It is for organisations led by racialised communities; whether you say so is your choice, and your "
         "profile does not"),
]  # fmt: skip

ACCOUNTS = [
    case("exactly enough", call(accounts_years=3), member(accounts_years=3), MET,
         "It asks for 3 years of accounts; you have 3 years"),
    case("guessed, and too few", call(accounts_years=2, guess="accounts_years"), member(accounts_years=0), UNKNOWN,
         "It asks for 2 years of accounts; you have 0 years; but we read that between the lines, so check"),
    case("enough", call(accounts_years=2), member(accounts_years=3), MET,
         "It asks for 2 years of accounts; you have 3 years"),
    case("too few", call(accounts_years=2), member(accounts_years=1), NOT_MET,
         "It asks for 2 years of accounts; you have 1 year"),
    case("not known", call(accounts_years=1), member(), UNKNOWN,
         "It asks for 1 year of accounts; your profile does not say how many you have"),
]  # fmt: skip

TRUSTEES = [
    case("as many unrelated as in all", call(min_trustees=3, min_unrelated_trustees=3),
         member(trustees=4, unrelated_trustees=4), MET,
         "It asks for at least 3 trustees who are not related; you have 4 in all and 4 who are not related"),
    case("more in all than unrelated", call(min_trustees=5, min_unrelated_trustees=3),
         member(trustees=4, unrelated_trustees=4), NOT_MET,
         "It asks for at least 5 trustees and 3 trustees who are not related; you have 4 in all and 4 who are "
         "not related"),
    case("enough", call(min_unrelated_trustees=3), member(unrelated_trustees=5), MET,
         "It asks for at least 3 trustees who are not related; you have 5 who are not related"),
    case("too few unrelated", call(min_unrelated_trustees=3), member(trustees=6, unrelated_trustees=2), NOT_MET,
         "It asks for at least 3 trustees who are not related; you have 6 in all and 2 who are not related"),
    case("too few in all", call(min_unrelated_trustees=3), member(trustees=2), NOT_MET,
         "It asks for at least 3 trustees who are not related; you have 2 in all"),
    case("enough unrelated are enough in all", call(min_trustees=3), member(unrelated_trustees=4), MET,
         "It asks for at least 3 trustees; you have 4 who are not related"),
    case("unrelated not known", call(min_unrelated_trustees=3), member(trustees=6), UNKNOWN,
         "It asks for at least 3 trustees who are not related; your profile does not say how many of yours "
         "are not related"),
    case("nothing known", call(min_trustees=3), member(), UNKNOWN,
         "It asks for at least 3 trustees; your profile does not say how many you have"),
]  # fmt: skip

POLICIES = [
    case("all there", call(policies=["safeguarding", "equality"]),
         member(policies=frozenset({"EDI policy", "safeguarding adults"})), MET,
         "It asks for safeguarding and equality policies; you have them"),
    case("one missing", call(policies=["safeguarding", "health and safety"]),
         member(policies=frozenset({"safeguarding"})), NOT_MET,
         "It asks for safeguarding and health and safety policies; your profile lacks health and safety"),
    case("none at all", call(policies=["safeguarding"]), member(policies=frozenset()), NOT_MET,
         "It asks for a safeguarding policy; your profile lacks safeguarding"),
    case("not known", call(policies=["safeguarding"]), member(), UNKNOWN,
         "It asks for a safeguarding policy; your profile does not say which you have"),
]  # fmt: skip

INSURANCE = [
    case("enough cover", call(insurance="£5m public liability"),
         member(insurance="public liability £10 million"), MET,
         "It asks for insurance (£5m public liability); you have public liability £10 million"),
    case("too little cover", call(insurance="£5m public liability"),
         member(insurance="public liability £2m"), UNKNOWN,
         "It asks for insurance (£5m public liability); you have public liability £2m: check that you can raise it"),
    case("not known", call(insurance="£5m public liability"), member(), UNKNOWN,
         "It asks for insurance (£5m public liability); your profile does not say what you are insured for"),
]  # fmt: skip

DATA_SECURITY = [
    case("done", call(dspt=True), member(dspt=True), MET,
         "It asks for the NHS Data Security and Protection Toolkit; you have completed it"),
    case("not done", call(dspt=True), member(dspt=False), NOT_MET,
         "It asks for the NHS Data Security and Protection Toolkit; you have not completed it"),
    case("not known", call(dspt=True), member(), UNKNOWN,
         "It asks for the NHS Data Security and Protection Toolkit; your profile does not say whether you "
         "have completed it"),
]  # fmt: skip


@pytest.mark.parametrize("wanted", LEGAL_FORM)
def test_the_form_is_accepted(wanted: GateCase) -> None:
    held_to("legal form", wanted)


@pytest.mark.parametrize("wanted", REGISTRATION)
def test_only_charities_may_bid(wanted: GateCase) -> None:
    held_to("registration", wanted)


@pytest.mark.parametrize("wanted", EXCLUDED_FORM)
def test_the_form_is_not_ruled_out(wanted: GateCase) -> None:
    held_to("excluded form", wanted)


@pytest.mark.parametrize("wanted", LED_BY)
def test_who_leads_is_self_described(wanted: GateCase) -> None:
    held_to("led by", wanted)


@pytest.mark.parametrize("wanted", ACCOUNTS)
def test_years_of_accounts(wanted: GateCase) -> None:
    held_to("accounts", wanted)


@pytest.mark.parametrize("wanted", TRUSTEES)
def test_enough_trustees(wanted: GateCase) -> None:
    held_to("trustees", wanted)


@pytest.mark.parametrize("wanted", POLICIES)
def test_policies_are_in_place(wanted: GateCase) -> None:
    held_to("policies", wanted)


@pytest.mark.parametrize("wanted", INSURANCE)
def test_insurance_can_be_raised(wanted: GateCase) -> None:
    held_to("insurance", wanted)


@pytest.mark.parametrize("wanted", DATA_SECURITY)
def test_data_security_is_done(wanted: GateCase) -> None:
    held_to("data security", wanted)
