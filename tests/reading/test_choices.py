"""Looking for many patterns at once finds what one plain alternation of them all would find."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from funding_radar.reading.choices import Choices
from funding_radar.reading.heads import heads
from funding_radar.reading.phrases import Phrases
from funding_radar.reading.tables import fill, table

AFTER = "(?<![a-z])"
LETTERS = "abc 1£"
SIGNS = st.sampled_from([r"\d", r"\w", r"[ab]", r"[^a]", r"[a-c]", ".", r"\b", "(?<!a)", "(?=b)"])


TIMES = st.sampled_from(["?", "*", "+", "{0,2}", "{2}", "+?", "??"])


def _sequences(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=3).map("".join)


def _groups(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    within = _sequences(parts)
    return (
        st.builds("(?:{}){}".format, within, TIMES)
        | st.lists(within, min_size=2, max_size=3).map(lambda some: f"(?:{'|'.join(some)})")
        | st.builds("(?!{})".format, within)
    )


WORDS = st.text(LETTERS, min_size=1, max_size=4)
PATTERNS = _sequences(st.recursive(WORDS | SIGNS, _groups, max_leaves=4)).filter(
    lambda pattern: re.compile(pattern).match("") is None
)
ROWS = st.lists(st.lists(PATTERNS, min_size=1, max_size=3), min_size=1, max_size=5)
TEXTS = st.text(LETTERS, max_size=30)
OFTEN = settings(max_examples=150, deadline=None)


def _plainly(
    rows: list[list[str]], text: str, start: int, end: int
) -> Iterator[tuple[int, tuple[int, int]]]:
    """The matches of one alternation, each with the number of its row."""
    owners = [number for number, words in enumerate(rows) for _ in words]
    whole = "|".join(f"({word})" for words in rows for word in words)
    for match in re.compile(f"{AFTER}(?:{whole})").finditer(text, start, end):
        yield owners[(match.lastindex or 1) - 1], match.span()


def _found(rows: list[list[str]], text: str, start: int, end: int) -> list[object]:
    return [
        (number, match.span()) for number, match in Choices(rows, AFTER).matches(text, start, end)
    ]


@OFTEN
@given(rows=ROWS, text=TEXTS, bounds=st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_choices_find_what_one_alternation_finds(
    rows: list[list[str]], text: str, bounds: tuple[int, int]
) -> None:
    start, end = min(bounds), min(max(bounds), len(text))
    expected = list(_plainly(rows, text, start, end))
    assume(all(span[0] < span[1] for _, span in expected))  # no cue is without letters

    assert _found(rows, text, start, end) == expected


@OFTEN
@given(pattern=PATTERNS, text=TEXTS)
def test_what_fits_a_pattern_begins_with_one_of_its_heads(pattern: str, text: str) -> None:
    known = tuple(heads(pattern))

    for match in re.finditer(pattern, text):
        assert text.startswith(known, match.start())


@OFTEN
@given(patterns=st.lists(PATTERNS, min_size=1, max_size=5), text=TEXTS)
def test_phrases_find_what_each_pattern_finds(patterns: list[str], text: str) -> None:
    expected = [
        (number, match.span())
        for number, pattern in enumerate(patterns)
        for match in re.finditer(pattern, text)
        if match.group()
    ]

    found = [(number, match.span()) for number, match in Phrases(patterns).matches(text)]

    assert [one for one in found if one[1][0] < one[1][1]] == expected


@pytest.mark.parametrize(("name", "key"), [("days", "cue"), ("sums", "before"), ("sums", "after")])
@settings(deadline=None)
@given(data=st.data())
def test_the_cues_of_a_table_are_found_as_one_alternation_finds_them(
    name: str, key: str, data: st.DataObject
) -> None:
    rows = [[fill(name, word) for word in row["words"]] for row in table(name)[key]]
    plain = [word for words in rows for word in words if word.replace(" ", "").isalpha()]
    pieces = st.sampled_from([*plain, "the ", "s", " ", "-", "5 may "])
    text = "".join(data.draw(st.lists(pieces, max_size=12)))

    assert _found(rows, text, 0, len(text)) == list(_plainly(rows, text, 0, len(text)))
