"""Places served, told from places only named; places shut out; quotes that stand in the text."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import Field
from funding_radar.gazetteer import load
from funding_radar.reading.areas import read_areas
from funding_radar.reading.facts import Item, ReadFact

GAZETTEER = load()
PLACES = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf8"))
_ALIKE = 0.8
"""A few districts more or less of a county are no other answer."""


def districts(names: str) -> set[str]:
    """The districts of places by name, with ";" between."""
    codes = [GAZETTEER.named(name)[0].code for name in names.split(";") if name]
    assert len(codes) == len([name for name in names.split(";") if name])
    return set(GAZETTEER.districts(codes))


def read(text: str, title: str = "", **item: object) -> dict[Field, ReadFact]:
    facts = read_areas(Item(title=title, text=text, **item), text, GAZETTEER)  # type: ignore[arg-type]
    for fact in facts:
        assert fact.quote in f"{title}\n{text}"
    return {fact.field: fact for fact in facts}


SERVED = [
    # applicants in a place
    ("Grants are open to voluntary and community groups in Sheffield.", "Sheffield"),
    ("Organisations must be based in Rotherham or Barnsley.", "Rotherham;Barnsley"),
    (
        "You can apply if your group works in Leeds, Bradford or Wakefield.",
        "Leeds;Bradford;Wakefield",
    ),
    ("The fund is for constituted groups working across Gloucestershire.", "Gloucestershire"),
    (
        "Charities based in, or delivering services in, North East Lincolnshire can apply.",
        "North East Lincolnshire",
    ),
    ("We welcome bids from Tower Hamlets-based organisations.", "Tower Hamlets"),
    ("Hull-based charities with an income under £250,000 may apply.", "Hull"),
    ("Applicants must operate within the London Borough of Newham.", "Newham"),
    (
        "Applications are invited from groups in the Royal Borough of Kensington and Chelsea.",
        "Kensington and Chelsea",
    ),
    (
        "Charities across Devon, Plymouth and Torbay can bid for up to £10,000.",
        "Devon County Council;Plymouth;Torbay",
    ),
    (
        "Open to VCSE organisations in Bath and North East Somerset, Swindon and Wiltshire.",
        "Bath and North East Somerset;Swindon;Wiltshire",
    ),
    (
        "Only groups in Stoke-on-Trent and Newcastle-under-Lyme are eligible.",
        "Stoke-on-Trent;Newcastle-under-Lyme",
    ),
    (
        "Not-for-profit groups in St Helens, Knowsley and Halton can apply.",
        "St Helens;Knowsley;Halton",
    ),
    (
        "Community groups throughout Cornwall and the Isles of Scilly are invited to apply.",
        "Cornwall;Isles of Scilly",
    ),
    (
        "The programme will fund projects in Middlesbrough, Redcar & Cleveland and Stockton.",
        "Middlesbrough;Redcar and Cleveland;Stockton-on-Tees",
    ),
    (
        "Groups working with people in Brighton & Hove can apply for up to £5,000.",
        "Brighton and Hove",
    ),
    ("Any group in Warwickshire, whatever its size, may apply.", "Warwickshire"),
    ("Grants for groups in King's Lynn & West Norfolk.", "King's Lynn and West Norfolk"),
    # people helped
    ("Grants of up to £2,000 for projects that benefit people living in Coventry.", "Coventry"),
    ("Projects must benefit residents of Walsall.", "Walsall"),
    ("The money supports adults with serious mental illness across Somerset.", "Somerset"),
    (
        "Activities should help the wellbeing of young people in Luton and Central Bedfordshire.",
        "Luton;Central Bedfordshire",
    ),
    ("This fund helps Bristol residents who are struggling with the cost of living.", "Bristol"),
    ("For projects that help the people of Wigan.", "Wigan"),
    ("Support for unpaid carers living in Northumberland.", "Northumberland"),
    ("The fund will reduce loneliness among older people in Kent and Medway.", "Kent;Medway"),
    ("It will make grants to help refugees and people seeking asylum in Glasgow.", "Glasgow"),
    (
        "Supporting children and families across Cardiff and the Vale of Glamorgan.",
        "Cardiff;Vale of Glamorgan",
    ),
    # wider places
    ("Charities anywhere in England can apply.", "England"),
    ("The programme is open to organisations across the UK.", "UK"),
    ("Grants are available to registered charities working in England and Wales.", "England;Wales"),
    ("Small charities in Scotland can apply for core costs.", "Scotland"),
    ("Funding for voluntary organisations in Northern Ireland.", "Northern Ireland"),
    ("Applicants must work in the North East of England.", "North East"),
    ("Open to community organisations in Yorkshire and the Humber.", "Yorkshire and The Humber"),
    ("Groups in the south west can apply.", "South West"),
    ("Grants for groups in the West Midlands region.", "West Midlands"),
    ("Community organisations in Greater Manchester can apply.", "Greater Manchester"),
    ("Groups in the Black Country can apply for up to £3,000.", "Black Country"),
    ("Projects must take place in Sussex.", "Sussex"),
    ("Local groups in the Tees Valley are invited to apply.", "Tees Valley"),
    ("VCSE organisations in South East London may bid.", "South East London"),
    (
        "For organisations that support people in the Liverpool City Region.",
        "Liverpool City Region",
    ),
    ("Grants for organisations supporting people in north east London.", "North East London"),
    ("Groups in east London can apply now.", "East London"),
    # lists and what they replace
    (
        "Open to groups in South Yorkshire (Barnsley, Doncaster, Rotherham and Sheffield).",
        "South Yorkshire",
    ),
    (
        "Charities in the West Midlands (Birmingham, Solihull and Sandwell) can apply.",
        "Birmingham;Solihull;Sandwell",
    ),
    ("Groups in South Yorkshire, including Sheffield, can apply.", "South Yorkshire"),
    (
        "Groups must work in one of the following boroughs: Camden, Islington or Haringey.",
        "Camden;Islington;Haringey",
    ),
    (
        "Applications are welcome from groups in:\n• Exeter\n• East Devon\n• Mid Devon",
        "Exeter;East Devon;Mid Devon",
    ),
    ("Area of benefit: Calderdale and Kirklees\nMaximum grant: £5,000", "Calderdale;Kirklees"),
    ("Location: Norwich\nDeadline: 1 May", "Norwich"),
    ("Borough\nHackney\nMax. grant size\n£10,000", "Hackney"),
    (
        "Groups in Leicester, Leicestershire and Rutland can apply.",
        "Leicester;Leicestershire;Rutland",
    ),
    ("Projects in Newport, Shropshire will be considered.", "Telford and Wrekin"),
    (
        "Groups in the city of York and the county of North Yorkshire can apply.",
        "York;North Yorkshire",
    ),
    ("Grants for groups in Hinckley and Bosworth Borough.", "Hinckley and Bosworth"),
    # towns stand for their district
    ("Groups in Keighley can apply for up to £1,000.", "Bradford"),
    ("We fund community projects in Grimsby and Cleethorpes.", "North East Lincolnshire"),
    ("The scheme supports community groups in Harrogate.", "North Yorkshire"),
    # words that are also places
    ("Voluntary groups in Reading can apply for small grants.", "Reading"),
    (
        "Open to charities working in Rugby, Warwick and Stratford-upon-Avon.",
        "Rugby;Warwick;Stratford-on-Avon",
    ),
    ("Residents' groups in Bath can apply.", "Bath and North East Somerset"),
    ("Community groups in Bury, Bolton and Rochdale can apply.", "Bury;Bolton;Rochdale"),
    # what stands around the place served
    ("The Rayne Foundation, based in London, is open to groups in Sunderland.", "Sunderland"),
    ("Groups in Leeds can apply. We are a registered charity in England and Wales.", "Leeds"),
    ("Funded by NHS England, the scheme is open to groups in Dudley.", "Dudley"),
    ("Charities in Lambeth can apply. A briefing will be held in Croydon on 4 May.", "Lambeth"),
    (
        "Groups in Derby can apply. Last year grants were awarded to groups in Leicester.",
        "Derby",
    ),
    (
        "Groups in Oldham may apply. Contact: Grants Team, 12 Deansgate, Manchester M3 2BW.",
        "Oldham",
    ),
    (
        "Groups in Barnet can apply. Sport England and Arts Council England give the money.",
        "Barnet",
    ),
    ("Applications from organisations based outside Camden are not eligible.", "Camden"),
    ("We cannot fund work that takes place outside of Scotland.", "Scotland"),
    ("Groups across South Yorkshire except Doncaster can apply.", "Sheffield;Rotherham;Barnsley"),
    (
        "Professor Jane Bolton of the University of Warwick judges bids by groups in Stockport.",
        "Stockport",
    ),
    (
        "Charities in Wakefield can apply. “We saw what it did in Hull,” said the chair.",
        "Wakefield",
    ),
    (
        "The scheme is open to groups in Medway. Offices: 1 High Street, Gravesend, Kent DA11 0AB.",
        "Medway",
    ),
    ("Groups in the City of York Council area can apply.", "York"),
    ("Applications are open for the NHS Gloucestershire ICB area.", "Gloucestershire"),
    ("Available to groups working in the former districts of Mendip and Sedgemoor.", "Somerset"),
    ("Groups working in the Norfolk and Waveney ICB area can apply.", "Norfolk"),
]


@pytest.mark.parametrize(("text", "names"), SERVED, ids=[text[:60] for text, _ in SERVED])
def test_places_served_are_read(text: str, names: str) -> None:
    fact = read(text)[Field.AREAS]

    assert set(GAZETTEER.districts(fact.value)) == districts(names)
    assert fact.quote


NO_PLACE = [
    "Grants of up to £5,000 for small charities. Apply by noon on 3 March.",
    "Reading the guidance first will help you apply.",
    "Applications open in March and close in May.",
    "The Trust is a company limited by guarantee registered in England and Wales.",
    "Registered Charity in England and Wales (1065976) and Scotland (SC039770).",
    "Our helpline is run by Mental Health UK.",
    "Funded by NHS England and Sport England.",
    "Send the form to Community Grants, 4 Leeds Road, Halifax HX1 2AB.",
    "The launch event is at the Friends Meeting House, Manchester.",
    "Cllr Jane Preston said the council was delighted.",
    "The rugby club received £500 for new kit.",
    "You will need a UK bank account with two signatories.",
    "We use the data under the UK GDPR.",
    "The Bank of England kept rates unchanged.",
    "Wales Air Ambulance thanked everyone for their help.",
    "Join the webinar hosted from our London office.",
    "The Foundation, which has its headquarters in London, makes grants to small charities.",
]


@pytest.mark.parametrize("text", NO_PLACE, ids=[text[:60] for text in NO_PLACE])
def test_a_place_that_is_only_named_is_not_served(text: str) -> None:
    assert Field.AREAS not in read(text)


TITLED = [
    ("Sheffield Covid Recovery Fund", "Grants of £10,000 to £50,000.", "Sheffield"),
    ("Small grants for Lincolnshire groups", "Apply by 4 May.", "Lincolnshire"),
    ("Community Fund (Burnley)", "Apply by 4 May.", "Burnley"),
    ("Funding: Leeds - Thriving Communities", "Apply by 4 May.", "Leeds"),
    (
        "Coventry and Warwickshire Wellbeing Grants",
        "A briefing will be held in Rugby.",
        "Coventry;Warwickshire",
    ),
    ("Fund for groups - UK", "Over £500,000 will be distributed in Aberdeen City.", "Aberdeen"),
    (
        "Community Grants",
        "Somerset Community Foundation offers grants of up to £5,000.",
        "Somerset",
    ),
    ("Sheffield City Council Community Fund", "Apply for up to £2,500.", "Sheffield"),
    ("Grants round", "NHS Gloucestershire ICB has £150,000 to give to groups.", "Gloucestershire"),
    ("Grants round", "The Sussex Police and Crime Commissioner has opened a fund.", "Sussex"),
    ("Grants round", "The fund is run by Voluntary Action Rotherham.", "Rotherham"),
    ("Mental health grants across South Yorkshire", "For groups.", "South Yorkshire"),
    ("New fund for Hackney", "The East End Community Foundation has opened a fund.", "Hackney"),
]


@pytest.mark.parametrize(("title", "text", "names"), TITLED, ids=[case[0] for case in TITLED])
def test_the_title_or_the_funder_says_the_place_when_the_text_does_not(
    title: str, text: str, names: str
) -> None:
    fact = read(text, title)[Field.AREAS]

    assert set(GAZETTEER.districts(fact.value)) == districts(names)


SHUT_OUT = [
    ("Groups across South Yorkshire except Doncaster can apply.", "Doncaster"),
    ("The fund covers Kent, excluding Medway.", "Medway"),
    ("Grants are not available in Northern Ireland.", "Northern Ireland"),
    ("We do not fund work in London.", "London"),
    ("Open to charities in England. Organisations in Greater London cannot apply.", "London"),
    (
        "Groups anywhere in Essex apart from Southend and Thurrock may apply.",
        "Southend-on-Sea;Thurrock",
    ),
]


@pytest.mark.parametrize(("text", "names"), SHUT_OUT, ids=[text[:60] for text, _ in SHUT_OUT])
def test_places_shut_out_are_read(text: str, names: str) -> None:
    facts = read(text)

    assert set(GAZETTEER.districts(facts[Field.EXCLUDED_AREAS].value)) == districts(names)
    served = facts.get(Field.AREAS)
    assert served is None or not set(GAZETTEER.districts(served.value)) <= districts(names)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Open to groups in Gloucestershire.", "in Gloucestershire"),
        ("Open to groups across Leeds and Bradford.", "across Leeds and Bradford"),
        ("Open to Hull-based groups.", "Hull"),
    ],
)
def test_the_quote_is_the_place_with_its_preposition(text: str, quote: str) -> None:
    assert read(text)[Field.AREAS].quote == quote


def test_four_boroughs_that_make_a_county_are_the_county() -> None:
    text = "Groups in Barnsley, Doncaster, Rotherham and Sheffield can apply."

    assert read(text)[Field.AREAS].value == ["E11000003"]


def test_a_funders_place_is_inferred_and_an_applicants_place_is_not() -> None:
    assert read("Somerset Community Foundation gives grants.")[Field.AREAS].inferred
    assert not read("Groups in Somerset can apply.")[Field.AREAS].inferred


def test_the_publishers_places_are_the_last_resort() -> None:
    fact = read("Grants of up to £500.", publisher="Anytown CVS", publisher_areas=("E08000039",))

    assert fact[Field.AREAS] == ReadFact(Field.AREAS, ["E08000039"], "", inferred=True)


def test_the_publisher_is_quoted_where_it_is_named() -> None:
    facts = read(
        "Anytown CVS gives grants.", publisher="Anytown CVS", publisher_areas=("E08000039",)
    )

    assert facts[Field.AREAS].quote == "Anytown CVS"


def test_a_text_that_names_a_place_needs_no_publisher() -> None:
    facts = read("Groups in Leeds can apply.", publisher_areas=("E08000039",))

    assert facts[Field.AREAS].value == ["E08000035"]


def test_the_publisher_settles_a_name_with_several_meanings() -> None:
    text = "Groups in Newport can apply."

    assert read(text)[Field.AREAS].value == ["W06000022"]
    assert read(text, publisher_areas=("E06000046",))[Field.AREAS].value == ["E06000046"]
    assert read(text, url="https://www.iow.gov.uk/x")[Field.AREAS].value


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_text_is_too_odd_to_read(text: str, title: str) -> None:
    read(text, title)


@given(
    st.lists(
        st.sampled_from(
            [
                "groups in",
                "Leeds",
                "the",
                "Kent",
                "and",
                "(",
                ")",
                ",",
                "Newport",
                "UK",
                "not",
                "\n",
                "• ",
                "except",
                "S10 2TN",
                "Council",
                "based",
                "West Midlands",
                ":",
                ".",
                "Reading",
                "NHS Dorset",
            ]
        ),
        max_size=25,
    )
)
def test_every_quote_stands_in_the_text(words: list[str]) -> None:
    read(" ".join(words))


def grounds(names: str) -> set[str]:
    """The districts of places by name or code, with ";" between."""
    codes = [
        name if GAZETTEER.place(name) else GAZETTEER.named(name)[0].code
        for name in names.split(";")
        if name
    ]
    return set(GAZETTEER.districts(codes))


@pytest.mark.parametrize(("title", "text", "names"), PLACES["served"])
def test_the_places_of_each_call_are_read(title: str, text: str, names: str) -> None:
    fact = read(text, title).get(Field.AREAS)
    found, wanted = set(GAZETTEER.districts(fact.value)) if fact else set(), grounds(names)

    assert found == wanted or len(found & wanted) >= _ALIKE * len(found | wanted)


@pytest.mark.parametrize(("title", "text", "names"), PLACES["shut_out"])
def test_only_places_that_are_shut_out_are(title: str, text: str, names: str) -> None:
    fact = read(text, title).get(Field.EXCLUDED_AREAS)

    assert (set(GAZETTEER.districts(fact.value)) if fact else set()) == grounds(names)


@pytest.mark.parametrize(
    ("url", "text", "names"),
    [
        ("https://www.torbay.gov.uk/grants", "Grants for groups in the borough.", "Torbay"),
        ("https://www.leeds.gov.uk/grants", "The City Council has money for clubs.", "Leeds"),
        ("https://www.leeds.gov.uk/grants", "Grants for clubs.", ""),
        ("https://www.leedsgrants.example/", "Grants for groups in the city.", ""),
        (
            "https://www.torbay.gov.uk/grants",
            "Grants for groups in the borough of Camden.",
            "Camden",
        ),
        ("https://www.gov.uk/grants", "Grants for groups in the county.", ""),
    ],
)
def test_the_borough_of_a_councils_page_is_its_own(url: str, text: str, names: str) -> None:
    fact = read(text, url=url).get(Field.AREAS)

    assert (set(GAZETTEER.districts(fact.value)) if fact else set()) == grounds(names)
    assert fact is None or names == "Camden" or fact.inferred


def test_a_broken_address_says_nothing_of_a_place() -> None:
    item = Item(title="Small Grants", text="Grants for local groups.", url="https://[::1")

    assert read_areas(item, item.text, load()) == []
