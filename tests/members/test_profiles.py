from collections.abc import Callable
from datetime import date

import pytest

from db.errors import RadarError
from db.views import GrantView
from db.vocabulary import Group, LegalForm, Rhythm, Theme
from funding_radar.members.columns import COLUMNS, column_of
from funding_radar.members.faults import MembersFileError
from funding_radar.members.profiles import MembersFile
from funding_radar.members.words import OTHER_NAMES, word_key

Read = Callable[[str | bytes], MembersFile]


def states(file: MembersFile) -> dict[str, object]:
    [lined] = file.profiles
    return dict(lined.profile.states)


def faults(read: Read, text: str | bytes) -> list[str]:
    with pytest.raises(MembersFileError) as refused:
        read(text)
    return [str(fault) for fault in refused.value.faults]


def test_a_full_row_is_read_whole(read: Read) -> None:
    file = read(
        "name,charity_number,legal_form,postcode,places,themes,groups,income,income_year,staff,dspt,"
        "policies,grants_held,contact_email,consent_on,digest,led_by,led_by_consent,bid_days\n"
        'Open Gate,1999123,Community Interest Company,s1 2ab,Sheffield; E08000018,"counselling; food bank",'
        'BAME; carers,"£45,000",2025/26,1.5,no,GDPR policy;Safeguarding adults,'
        "Millstone Fund/£9k/31/03/2027; Plain Trust,jo@example.org,1/9/2026,fortnightly,lgbt+,yes,2\n"
    )

    assert file.notes == ()
    assert states(file) == {
        "charity_number": "1999123",
        "legal_form": LegalForm.CIC,
        "postcode": "S1 2AB",
        "places": ("E08000039", "E08000018"),
        "themes": (Theme.TALKING_THERAPIES, Theme.FOOD),
        "groups": (Group.RACIALISED_COMMUNITIES, Group.CARERS),
        "income": 45_000,
        "income_year": 2026,
        "staff": 1.5,
        "dspt": False,
        "policies": ("data protection", "safeguarding adults"),
        "grants_held": (
            GrantView("Millstone Fund", 9_000, date(2027, 3, 31)),
            GrantView("Plain Trust"),
        ),
        "contact_email": "jo@example.org",
        "consent_on": date(2026, 9, 1),
        "digest": Rhythm.FORTNIGHTLY,
        "led_by": (Group.LGBT_PEOPLE,),
        "led_by_consent": True,
        "bid_days": 2,
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("name;places\nOpen Gate;Sheffield\n", id="semicolons"),
        pytest.param("Name\tAreas served\nOpen Gate\tSheffield\n", id="tabs"),
        pytest.param("\ufeffPLACES,NAME\r\nSheffield,Open Gate\r\n", id="marked, other order"),
        pytest.param(
            "# a remark, with commas\n\nname,places\n\nOpen Gate,Sheffield\n# end\n", id="remarks"
        ),
        pytest.param("name;places\nOpen Gate;Sheffield\n".encode("utf-16"), id="utf-16"),
    ],
)
def test_every_spelling_of_a_file_is_read(read: Read, text: str | bytes) -> None:
    file = read(text)

    assert [lined.profile.name for lined in file.profiles] == ["Open Gate"]
    assert states(file) == {"places": ("E08000039",)}


def test_windows_letters_are_read(read: Read) -> None:
    file = read("name,places,income\nCafé “Vie”,Sheffield,£9k\n".encode("cp1252"))

    assert file.profiles[0].profile.name == "Café “Vie”"


def test_all_faults_come_at_once_with_line_and_column(read: Read) -> None:
    assert faults(
        read,
        "name,places,themes,income,consent_on\n"
        "One,Sheffeld,lonelyness,abc,31/02/2026\n"
        "\n"
        ",Sheffield,arts,9,2027-01-01\n"
        "Three,,,-5,\n",
    ) == [
        "line 2, consent_on: there is no day '31/02/2026'; write day/month/year, such as 31/03/2027",
        "line 2, income: 'abc' is not an amount; write 45000 or £45,000",
        "line 2, places: 'Sheffeld' is not a place that we know; did you mean Sheffield?",
        "line 2, themes: 'lonelyness' is not a theme; did you mean loneliness?",
        "line 4, consent_on: 2027-01-01 is still to come; write the day on which consent was given",
        "line 4, name: every member needs a name",
        "line 5, income: '-5' is not an amount; write 45000 or £45,000",
        "line 5, places: write where this member works, or fill in postcode",
    ]


def test_more_than_twenty_faults_are_counted(read: Read) -> None:
    with pytest.raises(MembersFileError) as refused:
        read("name,places,income\n" + "".join(f"M{n},Sheffield,much\n" for n in range(25)))

    lines = str(refused.value).splitlines()
    assert lines[0] == "members.csv has 25 faults, so nothing was imported:"
    assert len(lines) == 22
    assert lines[-1].strip() == "and 5 more"


def test_a_file_with_a_thousand_faults_is_read_no_further(read: Read) -> None:
    with pytest.raises(MembersFileError, match="has more than 1,000 faults") as refused:
        read("name,places,income\n" + "".join(f"M{n},Nowhere{n},much\n" for n in range(2_000)))

    assert len(refused.value.faults) <= 1_003


def test_a_message_quotes_no_more_than_can_be_read(read: Read) -> None:
    [fault] = faults(read, f"name,places,income\nA,Sheffield,{'9 ' * 50_000}\n")

    assert len(fault) < 200
    assert fault.endswith("'… is not an amount; write 45000 or £45,000")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            "name,place,incme\nA,Sheffield,3\n",
            "line 1, incme: there is no such column; did you mean income? (or delete the column)",
            id="unknown column",
        ),
        pytest.param(
            "name,places,area\nA,B,C\n",
            "line 1, area: two columns mean places; delete one",
            id="twice",
        ),
        pytest.param(
            "name,places,\nA,Sheffield,C\n",
            "line 1, column 3: this column has no heading, but line 2 has something in it",
            id="no heading",
        ),
        pytest.param(
            "places\nSheffield\n",
            "line 1, name: there is no column for the names of the organisations",
            id="no name",
        ),
        pytest.param(
            "name\nA\n",
            "line 1, places: there is neither a column places nor postcode; add one",
            id="no place",
        ),
        pytest.param(
            "name,places\nA,Sheffield,oh\n",
            "line 2: there is more than the headings allow for ('oh'); is a quotation mark missing?",
            id="too wide",
        ),
        pytest.param(
            'name,places\nA,"Sheffield\nB,Barnsley\n',
            "line 2: this is not a well-formed row (unexpected end of data): "
            "look for a quotation mark that is not closed",
            id="open quotation",
        ),
        pytest.param(
            "name,places\nA,Sheffield\nB,Barnsley\na,Sheffield\n",
            "line 4, name: line 2 has the same; keep one of the two",
            id="same name",
        ),
        pytest.param(
            "name,places,company_number\nA,Sheffield,9999\nB,Sheffield,00009999\n",
            "line 3, company_number: line 2 has the same; keep one of the two",
            id="same number",
        ),
        pytest.param(
            "name,places,min_award,max_award\nA,Sheffield,9k,5k\n",
            "line 2, min_award: it is more than max_award; are they the wrong way round?",
            id="award range",
        ),
        pytest.param(
            "name,places,trustees,unrelated_trustees\nA,Sheffield,3,5\n",
            "line 2, unrelated_trustees: there are more of them than trustees",
            id="trustees",
        ),
        pytest.param(
            "name,postcode\nA,ZZ9 9ZZ\n",
            "line 2, postcode: there is no postcode area ZZ9; correct the postcode",
            id="postcode",
        ),
        pytest.param(
            "name,places,contact_email\nA,Sheffield,jo@example.org\\nBcc: all@example.org\n",
            "line 2, contact_email: 'jo@example.org\\\\nBcc: all@example.org' is not an e-mail address; "
            "write one, such as office@example.org",
            id="mail header",
        ),
        pytest.param(
            "name,places\n", "there is no member in it, only headings", id="only headings"
        ),
    ],
)
def test_a_file_that_cannot_be_read_whole_says_why(read: Read, text: str, reason: str) -> None:
    assert reason in faults(read, text)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b"\n \n", "is empty", id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "is neither CSV nor XLSX", id="picture"),
        pytest.param(b"\xd0\xcf\x11\xe0 old", "old Excel file", id="xls"),
        pytest.param(b"PK\x03\x04 broken", "cannot be read as a workbook", id="broken zip"),
        pytest.param(
            b"name,places\n" + b"A,B\n" * 20_001, "more than 20,000 rows", id="too many rows"
        ),
        pytest.param(b"a" * 10_000_001, "larger than 10 MB", id="too large"),
        pytest.param(
            b"name,places\nA" + b"," * 300 + b"x\n", "more than 200 columns", id="too wide"
        ),
        pytest.param(b"name,places\n" + b"x" * 140_000, "not a well-formed row", id="endless cell"),
    ],
)
def test_what_is_no_list_of_members_is_refused_in_a_sentence(
    read: Read, data: bytes, sentence: str
) -> None:
    with pytest.raises(RadarError, match=sentence):
        read(data)


def test_an_ambiguous_name_takes_the_council_and_says_so(read: Read) -> None:
    file = read("name,places\nA,West Midlands; Sheffield\n")

    assert states(file)["places"] == ("E11000005", "E08000039")
    [note] = file.notes
    assert str(note).startswith(
        "line 2, places: 'West Midlands' is taken as the metropolitan county"
    )


def test_a_postcode_stands_in_for_places_and_says_so(read: Read) -> None:
    file = read("name,postcode,places\nA,DN1 1AA,\n")

    assert file.profiles[0].profile.places_of_postcode == ("E08000017",)
    assert "places" not in states(file)
    assert [str(note) for note in file.notes] == [
        "line 2, places: none stated; until they are: Doncaster, by the postcode DN1 1AA"
    ]


def test_commas_part_places_only_where_the_whole_is_none(read: Read) -> None:
    file = read('name,places\nA,"Sheffield, Rotherham"\nB,"Bristol, City of"\n')

    places = [lined.profile.states["places"] for lined in file.profiles]
    assert places == [("E08000039", "E08000018"), ("E06000023",)]


def test_a_formula_is_plain_text(read: Read) -> None:
    file = read('name,places,description\n"=HYPERLINK(""x"")",Sheffield,\'=1+1\n')

    assert file.profiles[0].profile.name == '=HYPERLINK("x")'
    assert states(file)["description"] == "=1+1"


def test_a_formula_in_a_list_of_values_comes_back_too(read: Read) -> None:
    file = read("name,places,past_partners\nA,Sheffield,Plum Yard; '=B; '@C\n")

    assert states(file)["past_partners"] == ("Plum Yard", "=B", "@C")


def test_unknown_clears_and_blank_leaves(read: Read) -> None:
    assert states(read("name,postcode,income,staff\nA,S1,unknown,\n")) == {
        "postcode": "S1",
        "income": None,
    }


def test_none_is_an_answer_and_unknown_is_none_given(read: Read) -> None:
    file = read("name,postcode,policies,grants_held,past_partners\nA,S1,None,nil,unknown\n")

    assert states(file) == {
        "postcode": "S1",
        "policies": (),
        "grants_held": (),
        "past_partners": None,
    }


@pytest.mark.parametrize("cell", ["none", "unknown"])
def test_a_member_that_is_nowhere_is_refused(read: Read, cell: str) -> None:
    assert faults(read, f"name,places\nA,{cell}\n") == [
        "line 2, places: write where this member works, or fill in postcode"
    ]


def test_control_characters_do_not_come_in(read: Read) -> None:
    file = read("name,places,description\nA\x1b[31m,Sheffield,one\x07 two\u2028three\n")

    assert file.profiles[0].profile.name == "A[31m"
    assert states(file)["description"] == "one two three"


def test_every_column_is_known_by_its_own_name_and_has_one_meaning() -> None:
    headings = [
        name for column in COLUMNS.values() for name in (column.name, *column.others.split(";"))
    ]

    assert all(column_of(name) == name for name in COLUMNS)
    strangers = [h for h in headings if h and column_of(h) is None]
    assert strangers == []
    assert len({h.strip() for h in headings if h}) == len([h for h in headings if h])


@pytest.mark.parametrize("kind", [LegalForm, Theme, Group, Rhythm])
def test_no_other_name_means_two_words(kind: type[LegalForm]) -> None:
    names = [word_key(name) for others in OTHER_NAMES[kind].values() for name in others.split(";")]

    assert sorted(names) == sorted(set(names))
    assert OTHER_NAMES[kind].keys() <= {str(word) for word in kind}
