"""Places served, read from whole calls as funders, councils and papers write them."""

import pytest

from db.vocabulary import Field
from funding_radar.gazetteer import load
from funding_radar.reading.areas import read_areas
from funding_radar.reading.facts import Item

GAZETTEER = load()
CALLS = [
    (
        "Warm Spaces Grants",
        (
            "Kirklees Council has launched a £100,000 fund. Community groups can apply for up"
            " to £2,000 to run warm spaces this winter. For more information contact the team"
            " at Civic Centre 3, Huddersfield, HD1 2TG."
        ),
        "Kirklees",
    ),
    (
        "Thriving Communities Fund 2024",
        (
            "The fund is open to VCSE organisations operating in any of the five Lancashire "
            "districts of Burnley, Hyndburn, Pendle, Ribble Valley and Rossendale."
        ),
        "Burnley;Hyndburn;Pendle;Ribble Valley;Rossendale",
    ),
    (
        "Wellbeing grants",
        (
            "Greater Manchester Mental Health NHS Foundation Trust is offering grants to "
            "community groups in Bolton, Manchester, Salford, Trafford and Wigan."
        ),
        "Bolton;Manchester;Salford;Trafford;Wigan",
    ),
    (
        "Community chest",
        (
            "Applications are invited from not-for-profit groups whose work benefits people "
            "in the Borough of Reigate & Banstead."
        ),
        "Reigate and Banstead",
    ),
    (
        "£1m boost for mental health charities in Cumbria",
        "The programme will be open to organisations in Cumberland and in Westmorland and Furness.",
        "Cumberland;Westmorland and Furness",
    ),
    (
        "Health Inequalities Fund",
        "NHS Cambridgeshire & Peterborough has made £2m available to the voluntary sector.",
        "Cambridgeshire and Peterborough",
    ),
    (
        "Suicide prevention small grants",
        (
            "Hertfordshire County Council and Hertfordshire Community Foundation invite "
            "applications from community groups."
        ),
        "Hertfordshire",
    ),
    (
        "The Harpur Trust: grants",
        (
            "We make grants to organisations that benefit the people of the Borough of "
            "Bedford. The Trust was founded in London in 1566."
        ),
        "Bedford",
    ),
    (
        "Comic Relief: Community Fund",
        (
            "Charities across England, Wales, Scotland and Northern Ireland with an income "
            "below £250,000 may apply."
        ),
        "UK",
    ),
    (
        "Movement Fund",
        (
            "Sport England's Movement Fund offers £300 to £15,000 to clubs and community "
            "groups in England."
        ),
        "England",
    ),
    (
        "Small Grants",
        "Arnold Clark Community Fund. UK registered charities can apply for up to £2,500.",
        "UK",
    ),
    (
        "Winter Fund",
        "Havering residents aged 65 or over can be supported by groups with grants of £500.",
        "Havering",
    ),
    (
        "Mayor's Fund",
        (
            "The Mayor of London has opened a fund for community groups working with young "
            "Londoners in every London borough."
        ),
        "London",
    ),
    (
        "Inner Strength",
        (
            "Groups in Southwark, Lambeth or Lewisham can apply. You do not need to be based "
            "in London but your activity must take place in one of the three boroughs."
        ),
        "Southwark;Lambeth;Lewisham",
    ),
    (
        "Community Fund",
        "For projects in the Ryedale, Scarborough and Whitby areas of North Yorkshire.",
        "North Yorkshire",
    ),
    (
        "Vale of White Horse community grants",
        "Organisations that help residents of Vale of White Horse can apply for capital grants.",
        "Vale of White Horse",
    ),
    (
        "Bright Ideas",
        "Applications from Northamptonshire-based organisations only.",
        "North Northamptonshire;West Northamptonshire",
    ),
    (
        "Bradford District and Craven: VCS grants",
        (
            "Bradford District and Craven Health and Care Partnership has grants for VCS "
            "organisations."
        ),
        "Bradford;North Yorkshire",
    ),
    (
        "Mental Health Grants",
        (
            "Devon Partnership NHS Trust wants to hear from groups in Exeter, Mid Devon and "
            "North Devon. Torbay is not included."
        ),
        "Exeter;Mid Devon;North Devon",
    ),
    (
        "Tampon Tax",
        (
            "Grants for women's charities working in at least two of the following regions: "
            "North East, North West, and Yorkshire and the Humber."
        ),
        "North East;North West;Yorkshire and The Humber",
    ),
    (
        "Green Fund",
        "For community groups within 10 miles of Drax power station near Selby.",
        "North Yorkshire",
    ),
    (
        "Fund",
        (
            "Organisations supporting Ukrainian guests in Stratford-on-Avon, Warwick, Rugby, "
            "Nuneaton & Bedworth and North Warwickshire can apply."
        ),
        "Warwickshire",
    ),
    (
        "Newcastle Fund",
        (
            "Newcastle City Council's Newcastle Fund is open to community organisations "
            "delivering activities in Newcastle upon Tyne."
        ),
        "Newcastle upon Tyne",
    ),
    (
        "Staffordshire Wellbeing",
        "The fund is for groups in Newcastle, Stafford, Cannock Chase and Tamworth.",
        "Newcastle-under-Lyme;Stafford;Cannock Chase;Tamworth",
    ),
    (
        "Local grants",
        (
            "John Lewis Community Matters: good causes in Cheltenham. The Foundation "
            "supported projects in Bristol, Leeds and York last year."
        ),
        "Cheltenham",
    ),
    (
        "Community Ownership Fund",
        (
            "The £150m fund will help communities across the United Kingdom take ownership of"
            " assets at risk of closure. Recent awards include a pub in Whalley, Lancashire "
            "and a radio station in Kidderminster."
        ),
        "UK",
    ),
    (
        "Know Your Neighbourhood Fund",
        (
            "Funding is available in 9 areas: Barrow-in-Furness, Bolsover, Burnley, "
            "Blackpool, Cambridgeshire's Fenland, Hartlepool, Kingston upon Hull, Knowsley "
            "and Middlesbrough."
        ),
        (
            "Barrow;Bolsover;Burnley;Blackpool;Fenland;Hartlepool;Kingston upon "
            "Hull;Knowsley;Middlesbrough"
        ),
    ),
    (
        "Fund news",
        (
            "Eligible organisations will be working in Barking and Dagenham, Havering or "
            "Redbridge. The deadline is 5pm on 3 June. An information event takes place at "
            "Romford Library."
        ),
        "Barking and Dagenham;Havering;Redbridge",
    ),
    (
        "Dementia grants",
        (
            "Applicants need to be based and working in Hampshire, Southampton, Portsmouth or"
            " the Isle of Wight."
        ),
        "Hampshire;Southampton;Portsmouth;Isle of Wight",
    ),
    (
        "Provision of Mental Health Advocacy in Calderdale",
        (
            "Calderdale Metropolitan Borough Council wishes to appoint a provider. NUTS code:"
            " UKE44. Contact: Town Hall, Crossley Street, Halifax, HX1 1UJ."
        ),
        "Calderdale",
    ),
    (
        "Health Creation fund",
        "People living in Hastings, St Leonards and Rother will benefit.",
        "Hastings;Rother",
    ),
    (
        "Grants in Kent",
        "This fund is aimed at the Thanet, Dover and Swale districts.",
        "Thanet;Dover;Swale",
    ),
    (
        "Grant for groups",
        (
            "Your group must be based in Ealing (London Borough), or most of its "
            "beneficiaries must live there."
        ),
        "Ealing",
    ),
    (
        "Rural fund",
        "The Prince's Countryside Fund supports projects in rural areas of the UK.",
        "UK",
    ),
    (
        "CF grants",
        "Your organisation must be based, and your project must take place, in Milton Keynes.",
        "Milton Keynes",
    ),
    (
        "SHEFFIELD VOLUNTARY SECTOR GRANTS",
        "APPLY NOW",
        "Sheffield",
    ),
    (
        "Funding",
        (
            "Leicestershire Police and Crime Commissioner's fund supports organisations "
            "working in Leicester, Leicestershire and Rutland."
        ),
        "Leicester;Leicestershire;Rutland",
    ),
    (
        "Grants",
        (
            "Grants of up to £5,000 to support people in the most deprived wards of "
            "Middlesbrough: Newport, Brambles & Thorntree and Hemlington."
        ),
        "Middlesbrough",
    ),
    (
        "Lincolnshire Community Foundation – Mental Health Fund",
        "Based in Lincolnshire? This fund is for you if you support farmers.",
        "Lincolnshire",
    ),
    (
        "Community grants",
        (
            "The council covers the towns of Crewe, Nantwich, Macclesfield and Congleton. We "
            "fund local groups."
        ),
        "Cheshire East",
    ),
    (
        "NHS Charities Together",
        "Community partnership grants to the 230 NHS charities in the UK.",
        "UK",
    ),
    (
        "Voluntary sector grants",
        (
            "Trafford Council has launched its voluntary sector grants. Groups must operate "
            "in Trafford and benefit Trafford residents."
        ),
        "Trafford",
    ),
    (
        "Grants for the Isle of Wight",
        "WightAID funds island charities. Registered charity in England & Wales 1158930.",
        "Isle of Wight",
    ),
    (
        "Suicide bereavement support",
        "Lot 1: Norfolk and Waveney. Lot 2: Suffolk. Lot 3: North East Essex.",
        "Norfolk;Suffolk;Colchester;Tendring",
    ),
    (
        "Investing in communities",
        (
            "Priority will be given to groups in Blackpool, Fleetwood and Morecambe, but "
            "organisations anywhere in Lancashire can apply."
        ),
        "Lancashire;Blackpool",
    ),
    (
        "Household Support Fund Round 5",
        (
            "Nottinghamshire County Council is inviting VCS organisations to bid for up "
            "to £20,000. Please note organisations working only within Nottingham City "
            "are not eligible."
        ),
        "Nottinghamshire",
    ),
    (
        "Micro grants for wellbeing",
        (
            "Are you a community group in Swale? We have up to £500 for you. Email "
            "grants@kent.example or call us in Maidstone."
        ),
        "Swale",
    ),
    (
        "Community Mental Health Fund opens",
        (
            "Ayrshire and Arran: CVO East Ayrshire, Arran CVS and Voluntary Action South "
            "Ayrshire will run the fund for the three local authority areas."
        ),
        "Ayrshire",
    ),
    (
        "Fund for community-led suicide prevention in Leeds",
        (
            "Leeds Community Foundation and Leeds City Council launched the fund. "
            "Applicants must deliver in LS9 or LS11."
        ),
        "Leeds",
    ),
    (
        "The Percy Bilton Charity",
        ("Our grants are for organisations in the UK. We are based in Ealing, West London."),
        "UK",
    ),
    (
        "Wolfson small grants",
        (
            "We consider applications from registered charities throughout Great Britain "
            "and Northern Ireland."
        ),
        "UK",
    ),
    (
        "Wirral Health Fund",
        "Expressions of interest from Wirral VCFSE organisations by 7 June.",
        "Wirral",
    ),
    (
        "Cost of living fund",
        (
            "For organisations delivering support in the local authority areas of "
            "Allerdale, Barrow and Copeland."
        ),
        "Cumberland;Westmorland and Furness",
    ),
    (
        "A call from the lottery",
        "Reaching Communities England funds projects from £10,001.",
        "England",
    ),
    (
        "People's Health Trust – Active Communities",
        (
            "The programme is open in South Tyneside, Gateshead and Sunderland. "
            "Applicants must have an income below £350,000."
        ),
        "South Tyneside;Gateshead;Sunderland",
    ),
    (
        "Bristol & Bath grants",
        (
            "Quartet Community Foundation funds projects in Bristol, Bath & North East "
            "Somerset, North Somerset and South Gloucestershire."
        ),
        "West of England;North Somerset",
    ),
    (
        "Merseyside Violence Reduction",
        (
            "Community groups across Merseyside can apply. A previous scheme in Glasgow "
            "cut violence by half."
        ),
        "Merseyside",
    ),
    (
        "Adult social care innovation",
        ("Surrey County Council invites tenders for a carers' support service across the county."),
        "Surrey",
    ),
    (
        "Ageing Better",
        "Groups in Torbay or Plymouth, but not Exeter, are eligible.",
        "Torbay;Plymouth",
    ),
    (
        "Place-based grants",
        "Residents of the Isle of Sheppey and Sittingbourne can apply for help.",
        "Swale",
    ),
    (
        "Young people's mental health grants",
        (
            "This opportunity is for North Central London (NCL) – Barnet, Camden, "
            "Enfield, Haringey and Islington."
        ),
        "North Central London",
    ),
    (
        "Development grants",
        (
            "Applicants must be located in one of the 20% most deprived areas of England."
            " Examples of past grantees: Hope Centre, Northampton; St Mungo's, Oxford."
        ),
        "England",
    ),
    (
        "Grassroots fund",
        ("Voluntary Norfolk is administering a new pot on behalf of NHS Norfolk and Waveney."),
        "Norfolk",
    ),
    (
        "Communities Fund",
        (
            "Sandwell Council of Voluntary Organisations (SCVO) – funding for Sandwell "
            "groups. Office: 1st floor, Landchard House, Victoria Street, West Bromwich "
            "B70 8HY."
        ),
        "Sandwell",
    ),
    (
        "Awards for All Wales",
        "You can apply if your organisation is in Wales.",
        "Wales",
    ),
    (
        "Prevention grants",
        ("South London and Maudsley NHS Foundation Trust has £200,000 for groups in Croydon."),
        "Croydon",
    ),
    (
        "Arts & mental health",
        "Open to artists living in County Durham or Darlington.",
        "County Durham;Darlington",
    ),
    (
        "Grants up to £10k",
        ("The Trust only supports charities working in Cornwall, Devon, Dorset and Somerset."),
        "Cornwall;Devon;Dorset;Somerset",
    ),
    (
        "Lancashire Mental Health Alliance tender",
        (
            "The service will cover Blackburn with Darwen, Blackpool and the 12 districts"
            " of Lancashire County Council."
        ),
        "Blackburn with Darwen;Blackpool;Lancashire",
    ),
    (
        "Fund",
        ("The grants are for local charities in Richmond upon Thames, Kingston and Hounslow."),
        "Richmond upon Thames;Kingston upon Thames;Hounslow",
    ),
    (
        "Social prescribing fund - Bassetlaw",
        (
            "For constituted groups; £500 to £2,000; Worksop and Retford groups "
            "particularly welcome."
        ),
        "Bassetlaw",
    ),
    (
        "Essex Mental Health grants",
        "Groups in Essex, Southend and Thurrock can apply.",
        "Essex;Southend;Thurrock",
    ),
    (
        "Grant programme",
        "Our funding area: Oxfordshire; Buckinghamshire; Berkshire.",
        "Oxfordshire;Buckinghamshire;Berkshire",
    ),
    (
        "Neighbourhood fund",
        (
            "City of London Corporation’s Central Grants Programme welcomes applications "
            "from groups that benefit Londoners."
        ),
        "City of London",
    ),
    (
        "Help for heroes",
        (
            "Funding is available in the following locations: Catterick, Colchester, "
            "Plymouth and Tidworth."
        ),
        "North Yorkshire;Colchester;Plymouth;Wiltshire",
    ),
    (
        "Cheshire grants",
        ("Cheshire Community Foundation: projects must benefit people in Cheshire or Warrington."),
        "Cheshire;Warrington",
    ),
    (
        "Community lottery",
        (
            "Organisations should be based in or support people in the Cotswold, Stroud "
            "or Forest of Dean districts."
        ),
        "Cotswold;Stroud;Forest of Dean",
    ),
    (
        "Awards round-up",
        (
            "Congratulations to the 12 groups funded in Hartlepool. The next round for "
            "groups in Hartlepool opens in June."
        ),
        "Hartlepool",
    ),
    (
        "Youth Investment",
        ("Eligible areas include Boston, Fenland, Great Yarmouth, Rother, Thanet and Torridge."),
        "Boston;Fenland;Great Yarmouth;Rother;Thanet;Torridge",
    ),
    (
        "Innovation",
        "Reading, Wokingham and West Berkshire charities: apply now.",
        "Reading;Wokingham;West Berkshire",
    ),
    (
        "Funding for mental health projects",
        (
            "Applications are sought from the VCSE sector in Cheshire and Merseyside to "
            "deliver suicide prevention work."
        ),
        "NHS Cheshire and Merseyside ICB",
    ),
    (
        "Community Grants Programme",
        (
            "Hampshire & Isle of Wight Community Foundation is pleased to launch a fund "
            "for charities in Southampton and the New Forest."
        ),
        "Southampton;New Forest",
    ),
    (
        "VCSE grants",
        (
            "The fund covers the whole of Cornwall. Organisations from outside Cornwall "
            "can apply if the work is delivered in the county."
        ),
        "Cornwall",
    ),
    (
        "Round 3",
        (
            "The fund is now open to all six Northamptonshire towns: Corby, Daventry, "
            "Kettering, Northampton, Rushden and Wellingborough."
        ),
        "North Northamptonshire;West Northamptonshire",
    ),
    (
        "Ringfenced pot",
        (
            "£50,000 has been set aside for groups led by Black and minoritised people in"
            " Nottingham."
        ),
        "Nottingham",
    ),
    (
        "Connect to Nature",
        (
            "Natural England and Mind fund green projects in Cumbria, Humber, South "
            "Yorkshire and Nottinghamshire."
        ),
        "Cumbria;Humber;South Yorkshire;Nottinghamshire",
    ),
    (
        "Great Yarmouth & Waveney grants",
        "Great Yarmouth and Waveney groups with a turnover under £100k.",
        "Great Yarmouth;East Suffolk",
    ),
    (
        "Small grants for carers",
        "Carers Trust makes grants through its network of carer organisations in the UK.",
        "UK",
    ),
    (
        "Alliance funding",
        (
            "Live Well Wakefield, the NHS and Nova Wakefield District are offering grants"
            " to groups in the district."
        ),
        "Wakefield",
    ),
    (
        "Ward fund",
        (
            "Local groups in Levenshulme and Gorton can bid. Manchester City Council "
            "provides the money."
        ),
        "Manchester",
    ),
    (
        "Active grants",
        ("Active Lincolnshire has small grants for clubs in Lincoln, Boston and East Lindsey."),
        "Lincoln;Boston;East Lindsey",
    ),
    (
        "PCC fund",
        (
            "Thames Valley PCC's fund is open to charities in Berkshire, Buckinghamshire "
            "and Oxfordshire, including Milton Keynes."
        ),
        "Berkshire;Buckinghamshire;Oxfordshire;Milton Keynes",
    ),
    (
        "Tender: crisis cafe",
        "NHS Black Country ICB seeks a provider for crisis cafes in Dudley and Sandwell.",
        "Dudley;Sandwell",
    ),
    (
        "Prevention Fund",
        (
            "Organisations must have been working in Haringey for at least a year. "
            "Priority: residents of Tottenham."
        ),
        "Haringey",
    ),
    (
        "Rural grants",
        ("Cumbria Community Foundation: groups in the Eden Valley, Kendal and Barrow may apply."),
        "Westmorland and Furness",
    ),
    (
        "National call",
        (
            "Projects may take place anywhere in England, except Greater Manchester, "
            "which has its own scheme."
        ),
        "England",
    ),
    (
        "Social isolation fund",
        (
            "Up to £1,000 for lunch clubs in Herefordshire. Herefordshire Council and "
            "Talk Community. Plough Lane, Hereford HR4 0LE."
        ),
        "Herefordshire",
    ),
    (
        "Harlow health fund",
        "Rainbow Services will fund Harlow groups.",
        "Harlow",
    ),
    (
        "Mid Essex Alliance",
        "Grants for Chelmsford, Braintree and Maldon groups supporting wellbeing.",
        "Chelmsford;Braintree;Maldon",
    ),
    (
        "Hill Farm Trust: guidance",
        "The Trust helps Scottish charities and community groups with an income below £50,000.",
        "Scotland",
    ),
    (
        "Village Halls Programme",
        "Halls must be well used by people in Welsh communities.",
        "Wales",
    ),
    (
        "Recovery grants",
        "We fund charities who work to address poverty and loneliness in Scotland.",
        "Scotland",
    ),
    (
        "The Lakeland Northern Ireland Community Fund",
        "You must be registered with the Charity Commission for Northern Ireland.",
        "Northern Ireland",
    ),
    (
        "Older People's Fund",
        (
            "For retired staff of the firm living in the UK, and for projects with older "
            "people in Northern Ireland."
        ),
        "Northern Ireland",
    ),
    (
        "The South Yorkshire Mayor's Green Grants (Rotherham)",
        "The Mayor of South Yorkshire and the council offer grants to community groups.",
        "Rotherham",
    ),
    (
        "Kitchen table grants",
        (
            "NHS charities, with the East Lancashire Clinical Commissioning group, will help "
            "groups that operate within Burnley and Pendle."
        ),
        "Burnley;Pendle",
    ),
    (
        "Grant rounds",
        (
            "Charities in Solihull, Herefordshire and the four Black Country boroughs "
            "(Dudley, Sandwell, Walsall and Wolverhampton) may apply."
        ),
        "Solihull;Herefordshire;Dudley;Sandwell;Walsall;Wolverhampton",
    ),
    (
        "Forum money",
        (
            "The historic capital of the Black Country. Grants can be awarded to groups which "
            "are based in Walsall borough."
        ),
        "Walsall",
    ),
    (
        "Till receipts fund",
        (
            "For needs wherever the East of England Co-op trades. You must be based in "
            "Norfolk or Suffolk."
        ),
        "Norfolk;Suffolk",
    ),
    (
        "Safer streets",
        (
            "You need an account and must be based in Greater Manchester. Projects must "
            "benefit the residents of Bury."
        ),
        "Bury",
    ),
    (
        "Test and learn",
        (
            "A spokesman said: “Projects must be working in Hull, North Lincolnshire or the "
            "Vale of York.”"
        ),
        "Kingston upon Hull;North Lincolnshire;York",
    ),
    (
        "Salford Heritage Grants",
        "From Weaste to the Jewish community in Broughton, all groups are welcome.",
        "Salford",
    ),
    (
        "NHS Charities Together: Community Partnership Grants",
        "The local charity gives grants to groups in Dorset.",
        "Dorset",
    ),
    (
        "Children's trust",
        "For groups based in Birmingham and the surrounding West Midlands region.",
        "West Midlands region",
    ),
    (
        "City fund",
        "We cannot support:\n• Individuals\n• Projects that are based outside of Birmingham",
        "Birmingham",
    ),
    (
        "Roots grants",
        (
            "For those who live in the East Lindsey, Boston Borough, or South Holland District "
            "Council areas."
        ),
        "East Lindsey;Boston;South Holland",
    ),
    (
        "Wind fund",
        "The turbines stand 2km north-west of Glynneath. Neath Port Talbot Council runs the fund.",
        "Neath Port Talbot",
    ),
    (
        "Winter grant",
        (
            "The fund is not open to:\n- organisations based outside the UK\n"
            "- organisations that are not supporting Maidstone residents"
        ),
        "Maidstone",
    ),
    (
        "Refuges grant: 17th August (England)",
        "Previous projects funded include: Lancashire County Council, for safe houses.",
        "England",
    ),
]


@pytest.mark.parametrize(("title", "text", "names"), CALLS, ids=[text[:60] for _, text, _ in CALLS])
def test_places_are_read_from_whole_calls(title: str, text: str, names: str) -> None:
    meant = set(GAZETTEER.districts(GAZETTEER.named(name)[0].code for name in names.split(";")))

    facts = {fact.field: fact for fact in read_areas(Item(title, text), text, GAZETTEER)}

    found = set(GAZETTEER.districts(facts[Field.AREAS].value))
    assert len(found & meant) / len(found | meant) >= 0.8
