import pytest

from funding_radar.matching.words.tokens import MAX_CHARACTERS, plain, spans, terms, told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Women's refuges", "women refuge"),
        ("women’s", "women's"),
        ("Café", "cafe"),
        ("cafe\u0301", "café"),
        ("well-being", "wellbeing"),
        ("Pre-school", "preschool"),
        ("co-production", "coproduction"),
        ("UNPAID CARERS", "unpaid carer"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("housing", "house"), ("AIDS", "aid"), ("local authorities", "local authors")],
)
def test_words_whose_stem_is_another_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_numbers_and_words_of_grammar_say_nothing() -> None:
    assert terms("£10,000 for them, and from 2026 on: a") == []


def test_terms_stand_where_the_plain_text_says_their_words() -> None:
    text = "The “Carers’ Café” – cafe\u0301s for carers"
    shown = plain(text)

    said, words = told(shown)

    assert words == ["Carers", "Café", "cafés", "carers"]
    assert [shown[start:end] for start, end in spans(shown)] == words
    assert said == terms(text)


def test_an_endless_text_is_cut() -> None:
    assert len(terms("carers " * MAX_CHARACTERS)) <= MAX_CHARACTERS / 7 + 1
