import pytest

from funding_radar.matching.words.place import Places
from funding_radar.matching.words.ranking import rank
from funding_radar.matching.words.records import Asked, Offered


def near(call: Asked, member: Offered) -> float:
    return float(Places([member]).nearness([call])[0, 0])


def test_to_share_a_smaller_place_is_nearer() -> None:
    call = Asked("c", "", area="Sheffield")
    same, county, region, country, abroad, unknown = (
        near(call, Offered("m", "", text))
        for text in ("in Sheffield", "in Rotherham", "in Leeds", "in Exeter", "in Glasgow", "here")
    )
    assert same == pytest.approx(1)
    assert same > county > region > country > abroad == unknown == 0


def test_a_call_for_the_whole_country_is_near_to_nobody_in_particular() -> None:
    here = near(Asked("c", "", area="UK wide"), Offered("m", "", "in Sheffield"))
    assert here < 0.1


@pytest.mark.parametrize(
    "call",
    [
        Asked("c", "", area="Trafford"),
        Asked("c", "A fun day for residents of Trafford"),
        Asked("c", "A fun day", funder="Trafford Metropolitan Borough Council"),
    ],
)
def test_a_call_is_where_its_area_its_text_or_else_its_funder_is(call: Asked) -> None:
    assert near(call, Offered("m", "Sale Moor Friends", postcode="M33 2AA")) > 0.9


def test_the_stated_area_silences_the_funder() -> None:
    call = Asked("c", "", area="Leeds", funder="Essex Community Foundation")
    assert near(call, Offered("m", "", "in Chelmsford")) < 0.2


def test_of_two_that_fit_alike_the_nearer_comes_first() -> None:
    members = [
        Offered("far", "Carers of Exeter", "We support carers in Exeter"),
        Offered("near", "Carers of Leeds", "We support carers in Leeds"),
    ]
    (ranking,) = rank([Asked("c", "Respite for carers", area="Leeds")], members, 2)
    assert [member for member, _ in ranking] == ["near", "far"]
