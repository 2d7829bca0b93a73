"""Text and values as publishers send them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.fields import MAX_TEXT, Refused, SightingDraft
from spiders.text import decoded, mend, plain
from spiders.values import amount_range, uk_day, uk_deadline


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="\x00")))
def test_plain_text_is_never_mended(text):
    assert mend(text) == text


@given(st.text(alphabet="£–—’“”é…€ abc", min_size=1))
def test_mojibake_comes_back(text):
    wrong = "".join(
        chr(byte)
        if 0x80 <= byte < 0xA0 and not _printable(byte)
        else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )

    assert mend(wrong) == text or mend(text) == text


def _printable(byte):
    return byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)


@given(st.binary())
def test_any_bytes_become_text(body):
    assert isinstance(decoded(body), str)


@given(st.text())
def test_any_markup_becomes_plain(markup):
    assert isinstance(plain(markup), str)


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("21/07/2026", "2026-07-21"),
        ("Friday 4th December 2026 at 12pm", "2026-12-04T12:00"),
        ("5pm, 4 Dec 2026", "2026-12-04T17:00"),
        ("15-Mar-22", "2022-03-15"),
        ("4 December 2026 at midday", "2026-12-04T12:00"),
        ("2026-12-04T12:30:00", "2026-12-04T12:30"),
        ("1 May 2026 or 1 June 2026", None),
        ("31/02/2026", None),
        ("Rolling", None),
        ("", None),
    ],
)
def test_a_labelled_deadline(words, deadline):
    assert uk_deadline(words) == deadline


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("Up to £1,500", {"max_amount": 1500}),
        ("£300 to £20,000", {"min_amount": 300, "max_amount": 20_000}),
        ("£10k – £1.5m", {"min_amount": 10_000, "max_amount": 1_500_000}),
        ("over £500", {"min_amount": 500}),
        ("£5,000Deadline", {"max_amount": 5_000}),
        ("£1.5million", {"max_amount": 1_500_000}),
        ("£20,000 or £300", {}),
        ("it varies", {}),
    ],
)
def test_a_labelled_amount(words, amounts):
    assert amount_range(words) == amounts


def test_a_day_is_never_guessed():
    assert uk_day("closing 4 December") is None
    assert uk_day("4 December 2026") == date(2026, 12, 4)


@pytest.mark.parametrize("title", ["", "  ", "&nbsp;", "\x00"])
def test_a_draft_without_a_title_is_refused(title):
    with pytest.raises(Refused, match="without a title"):
        SightingDraft("s", "r", "https://example.org", title)


def test_a_draft_is_bounded():
    draft = SightingDraft("s", "r", "https://example.org", "T" * 5000, "x" * 1_000_000)

    assert (len(draft.title), len(draft.text)) == (500, MAX_TEXT)
    assert SightingDraft.from_json(draft.as_json()) == draft
