"""Releases of one procurement come in pieces and out of order; what stands is the same."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from spiders.fields import SightingDraft
from spiders.merge import merged


def release(at, *, amends=False, stage="tender", text="words", **stated):
    facts = {"released_at": f"2026-09-{at:02}T09:00:00Z", "stage": stage, **stated}
    url = f"https://example.org/{at}"
    return SightingDraft("s", "r", url, f"Title {at}", text, stated=facts, amends=amends)


def standing(releases):
    stands = None
    for one in releases:
        stands = merged(stands, one)
    return stands


def facts(draft):
    return {key: value for key, value in draft.stated.items() if key != "releases"}


def test_an_amendment_keeps_what_it_does_not_say():
    tender = release(1, deadline="2026-10-01T12:00", max_amount=50_000, text="a long description")
    longer = release(2, amends=True, deadline="2026-10-15T12:00", text="new date")

    stands = merged(tender, longer)

    assert stands.stated["deadline"] == "2026-10-15T12:00"
    assert stands.stated["max_amount"] == 50_000
    assert stands.text == "a long description"
    assert stands.url == "https://example.org/2"


def test_an_award_does_not_keep_the_tender_s_deadline():
    tender = release(1, deadline="2026-10-01T12:00", kind="open_call")
    award = release(5, stage="award", kind="award_news")

    stands = merged(tender, award)

    assert stands.stated["kind"] == "award_news"
    assert "deadline" not in stands.stated


def test_an_older_release_that_arrives_late_changes_nothing_known():
    tender = release(1, stage="planning", kind="coming_call")
    award = release(5, stage="award", kind="award_news")

    assert merged(award, tender).stated == award.stated


def test_what_has_no_release_date_replaces():
    before = release(1, max_amount=5)
    page = SightingDraft("s", "r", "https://example.org", "Page")

    assert merged(before, page) == page


@given(
    st.lists(
        st.tuples(
            st.dictionaries(
                st.sampled_from(["deadline", "max_amount", "opens"]), st.integers(1, 9)
            ),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_order_of_arrival_does_not_matter(releases):
    first = release(1, deadline=1, max_amount=1, opens=1)
    later = [release(n + 2, amends=amends, **said) for n, (said, amends) in enumerate(releases)]

    endings = [facts(standing(order)) for order in permutations([first, *later])]

    assert all(ending == endings[0] for ending in endings)
