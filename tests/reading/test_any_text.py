"""No text, however hostile, stops a reader."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funding_radar.reading import Item, confronts, plain_text, read_strands
from funding_radar.reading.text import folded

PIECES = st.sampled_from(
    [
        "£", "£5,000", "£500-1000", "up to ", "grants ", "deadline ", "31 January 2024", "5th Sept",
        "<p>", "</td>", "<td>", "&pound;", "&#163;", "<!--", "-->", "<script>", "\n", "\t", ";", ":",
        "income of less than ", "must apply in partnership ", "rolling ", "(", ")", "not ", "\u00a0",
        "between ", " and ", "12 noon on ", "Small grants: ", "Sheffield ", "\u0130", "\ud83d\ude00",
        "1/1/", "99", ".", "charities ", "no more than 10% of income ", "31/02/2024",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    title=st.lists(PIECES, max_size=6).map("".join),
    text=st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join),
)
def test_no_reader_raises_and_every_quote_stands_in_the_text(title: str, text: str) -> None:
    shown = f"{plain_text(title)}\n{plain_text(text)}"

    for reading in read_strands(Item(title=title, text=text)):
        for fact in reading.facts.values():
            assert fact.quote
            assert fact.quote in shown
            confronts(fact)


@given(st.text())
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(alphabet="abc £<>&;!-/pdtr\"'= \n", max_size=200))
def test_plain_text_never_raises(text: str) -> None:
    assert isinstance(plain_text(text), str)


@pytest.mark.parametrize(
    "piece", ["1", "(", "£", "word ", "<", "<!--", "&lt;", "may ", "1 may ", "\n", "a@", "\u0130"]
)
def test_a_megabyte_of_one_thing_is_read(piece: str) -> None:
    item = Item(title=piece, text=piece * (1_000_000 // len(piece)))

    assert len(read_strands(item)) >= 1
