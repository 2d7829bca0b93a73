# ruff: noqa: E501  (a row of a table is one line)
"""What an item is about: what is no open call must never become one."""

import pytest

from db.vocabulary import Kind
from funding_radar.reading import Item, read


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        (Kind.OPEN_CALL, "Small grants", "Groups can now apply for grants of up to £500. Closing date 3 May 2026."),
        (Kind.OPEN_CALL, "Fund", "Round One has closed. Round Two is now open, with a deadline of 4 March 2026."),
        (Kind.OPEN_CALL, "Fund reopens", "The fund has reopened for applications of up to £2,000."),
        (Kind.OPEN_CALL, "Grant fund", "Apply for up to £1,000. The fund will close once all the money is allocated."),
        (Kind.CLOSED_CALL, "CLOSED | Small grants", "Groups can apply for grants of up to £500."),
        (Kind.CLOSED_CALL, "Small grants", "Applications are now closed. Grants of up to £500 were available."),
        (Kind.CLOSED_CALL, "Small grants (closed)", "How to apply: use the form."),
        (Kind.CLOSED_CALL, "Warm hubs", "We are no longer accepting applications for this fund."),
        (Kind.COMING_CALL, "Peer support fund", "The fund will open in September. More details will follow."),
        (Kind.COMING_CALL, "Opening soon: arts grants", "Grants of up to £1,000 for choirs."),
        (Kind.AWARD_NEWS, "Charities share £90,000", "Twelve charities have been awarded a share of £90,000."),
        (Kind.AWARD_NEWS, "Club receives lottery grant", "The club is delighted to have received £9,800. The money will be used for kit."),
        (Kind.AWARD_NEWS, "Successful applicants announced", "We are pleased to announce the 14 successful projects, awarded grants of up to £5,000."),
        (Kind.DIGEST, "Funding newsletter: June", "Fund A gives grants of up to £500. Fund B closes on 3 July."),
        (Kind.DIGEST, "5 funding opportunities for June", "Arts Fund: up to £500, closes 3 July 2026."),
        (Kind.EARLY_SIGNAL, "Cabinet decision: grants programme", "Cabinet agreed: to approve a proposed budget of £1.4m for voluntary sector grants."),
        (Kind.EARLY_SIGNAL, "Market engagement: talking therapies", "This is preliminary market engagement, not a call for competition."),
        (Kind.OTHER, "Grants officer", "Salary £28,000. Job description and person specification attached. Closing date 3 May 2026."),
        (Kind.OTHER, "State of the sector survey", "Our survey found that 44% of charities said grants never covered costs."),
        (Kind.OTHER, "Have your say", "The consultation on our grants policy closes on 3 May 2026."),
    ],
)  # fmt: skip
def test_the_kind_is_told_from_its_words(kind: Kind, title: str, text: str) -> None:
    assert read(Item(title=title, text=text)).kind is kind


@pytest.mark.parametrize(
    "ending",
    ["has been awarded £5,000", "received £5,000 from the fund", "were handed £5,000 grants"],
)
def test_news_of_awards_has_no_limits(ending: str) -> None:
    reading = read(
        Item(title="Groups celebrate awards", text=f"A group in the town {ending}. Well done!")
    )

    assert reading.kind is Kind.AWARD_NEWS
    assert not {"max_amount", "total_pot"} & {name.value for name in reading.facts}
