"""Documents that a page leads to: which are fetched, and what they add."""

import pytest

from db.vocabulary import Field
from funding_radar.reading import Item
from funding_radar.reading.guidance import (
    MOST_PAGES,
    Guidance,
    bounded_pages,
    document_links,
    facts_from_documents,
)

PAGE = "https://www.example.org/funds/kettle/"
HOSTS = {"example.org"}
ITEM = Item(title="Kettle Fund", text="<p>Grants of up to £900.</p>")


def links(html: str) -> list[str]:
    return [link.url for link in document_links(html, PAGE, HOSTS)]


def test_guidance_comes_before_other_documents_and_three_are_enough() -> None:
    html = """<a href="/files/map.pdf">Map</a> <a href="kettle-guidance.pdf">Guidance notes</a>
    <a href='/files/form.docx'>Application form</a> <a href="/files/faq.pdf#page=2">Questions</a>"""

    assert links(html) == [
        "https://www.example.org/funds/kettle/kettle-guidance.pdf",
        "https://www.example.org/files/form.docx",
        "https://www.example.org/files/faq.pdf",
    ]


@pytest.mark.parametrize(
    "href",
    [
        "https://elsewhere.example.net/guidance.pdf",
        "https://example.org.evil.example/guidance.pdf",
        "https://example.org@evil.example/guidance.pdf",
        "https://user:secret@example.org/guidance.pdf",
        "https://example.org:8443/guidance.pdf",
        "file:///etc/guidance.pdf",
        "javascript:guidance.pdf",
        "https://[broken/guidance.pdf",
        "/guidance.pdf.exe",
        "/guidance.html",
        "/privacy-notice.pdf",
        "/annual%20report%202025.pdf",
        "/" + "x" * 600 + ".pdf",
    ],
)
def test_what_is_elsewhere_or_no_guidance_is_not_followed(href: str) -> None:
    assert links(f'<a href="{href}">Guidance</a>') == []


def test_one_document_named_twice_is_fetched_once() -> None:
    assert len(links('<a href="/guide.pdf">Guide</a><a href="/guide.pdf#two">Guide</a>')) == 1


def test_each_fact_has_its_document_and_its_page() -> None:
    document = Guidance(
        "Guidance notes",
        "https://example.org/guide.pdf",
        [
            "Kettle Fund: guidance for applicants.",
            "Applicants need two years of accounts.\nThe closing date is 4 December 2026.",
        ],
    )

    found = {one.fact.field: one for one in facts_from_documents([document], ITEM, {})}

    assert found[Field.DEADLINE].fact.value == "2026-12-04"
    assert found[Field.ACCOUNTS_YEARS].fact.value == 2
    assert (found[Field.DEADLINE].document, found[Field.DEADLINE].page) == ("Guidance notes", 2)
    assert found[Field.DEADLINE].url == document.url
    assert all(one.fact.quote in document.pages[one.page - 1] for one in found.values())


def test_what_the_page_itself_says_is_never_overridden() -> None:
    document = Guidance(
        "Guidance", "", ["The closing date is 4 December 2026. Grants are up to £700."]
    )

    found = facts_from_documents([document], ITEM, {Field.DEADLINE: True, Field.MAX_AMOUNT: True})

    assert found == []


def test_a_document_says_outright_what_the_page_only_let_guess() -> None:
    document = Guidance("Guidance", "", ["Applications from groups in Rotherham are welcome."])

    guessed = facts_from_documents([document], ITEM, {Field.AREAS: False})

    assert [one.fact.value for one in guessed if one.fact.field is Field.AREAS] == [["E08000018"]]


def test_of_two_documents_the_first_that_says_it_counts() -> None:
    first = Guidance("Guidance", "", ["Apply by 4 December 2026."])
    second = Guidance(
        "Form", "", ["Apply by 11 December 2026. Send your last two years' accounts."]
    )

    found = {one.fact.field: one for one in facts_from_documents([first, second], ITEM, {})}

    assert found[Field.DEADLINE].fact.value == "2026-12-04"
    assert found[Field.ACCOUNTS_YEARS].document == "Form"


def test_a_list_of_past_awards_says_nothing_of_this_call() -> None:
    document = Guidance(
        "Awards made",
        "",
        ["Grants awarded: 14 groups received grants. £900 was awarded to the choir."],
    )

    assert facts_from_documents([document], ITEM, {}) == []


def test_words_that_look_like_markup_are_read_as_words() -> None:
    document = Guidance(
        "Guidance", "", ["Groups with income <£50,000 & a bank account. Apply by 4 December 2026."]
    )

    found = {one.fact.field: one.fact for one in facts_from_documents([document], ITEM, {})}

    assert found[Field.MAX_INCOME].quote == document.pages[0].partition(".")[0] + "."


def test_a_long_document_is_bounded() -> None:
    assert len(bounded_pages(["x" * 9_000] * 400)) == MOST_PAGES
    assert len(bounded_pages(["x" * 9_000])[0]) == 6_000
