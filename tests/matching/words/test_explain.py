from hypothesis import given, settings
from hypothesis import strategies as st

from funding_radar.matching.words.explain import explain


def test_the_words_that_say_most_come_first_and_common_words_are_left_out() -> None:
    pairs = explain(
        "We run a carers' centre: respite, peer support and advice for people",
        "Funding to support people: respite for unpaid carers",
    )
    assert {("respite", "respite"), ("carers", "carers")} <= set(pairs)
    assert not {"people", "support", "funding"} & {call for call, _ in pairs}


def test_words_that_are_no_reason_are_not_shown_however_rare_they_are() -> None:
    pairs = explain(
        "We sit by a kettle in Sheffield with the rules on the wall, and talk of bereavement",
        "Rules of the Sheffield talking fund: kettles, walls and bereavement",
    )
    assert pairs == [("bereavement", "bereavement")]


def test_no_word_is_told_twice() -> None:
    pairs = explain("Minds: peer mentors and peer support", "Peer support for young minds by peers")
    assert len({call for call, _ in pairs}) == len(pairs) == len({member for _, member in pairs})


def test_different_words_for_one_idea_are_shown_as_each_side_wrote_them() -> None:
    pairs = explain("Led by experts by experience", "Projects led by people with lived experience")
    assert ("lived experience", "experts by experience") in pairs


def test_a_narrow_idea_explains_a_wide_one() -> None:
    assert ("music", "choir") in explain("Our choir meets weekly", "Grants for music")


def test_texts_with_nothing_in_common_have_nothing_to_explain() -> None:
    assert explain("A brass band", "Rescue of stray cats") == []
    assert explain("", "") == []


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters()), st.text(st.characters()), st.integers(0, 6))
def test_any_texts_can_be_explained(member: str, call: str, most: int) -> None:
    assert len(explain(member, call, most)) <= most
