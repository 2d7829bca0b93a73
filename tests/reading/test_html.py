"""HTML as a reader sees it."""

import tomllib
from pathlib import Path

import pytest

from db.vocabulary import Field, Kind
from funding_radar.reading import Item, plain_text, read

PAGES = tomllib.loads(Path(__file__).with_name("pages.toml").read_text("utf8"))["page"]
ASKS = "<p>Grants for local charities and community groups. How to apply: use the online form.</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("Up to &pound;5,000 &amp; more", "Up to £5,000 & more"),
        ("&#163;500&nbsp;&ndash;&nbsp;&#xA3;1k", "£500\u00a0–\u00a0£1k"),
        ("<b>£15,</b>000", "£15,000"),
        ("line<br/>break", "line\nbreak"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<tr><th>Closes</th><td>3 May</td></tr>", "Closes\t3 May"),
        ("<dl><dt>Amount:</dt><dd>£5</dd></dl>", "Amount:\n£5"),
        ("a<script>var x = '<p>';</script>b", "ab"),
        ("a<style>p{}</style>b<!-- no --> c", "ab c"),
        ('<a class="[&>p]:mt-2" href="x">go</a>', "go"),
        ("<p>wrapped\n   text</p>", "wrapped text"),
        ("under <5 people and > 3", "under <5 people and > 3"),
        ("<p>under <5 people</p>", "under <5 people"),
        ("plain text stays\n\n as it  is", "plain text stays\n\n as it  is"),
        ("<head><title>t</title></head><body>b</body>", "b"),
    ],
)
def test_tags_and_entities_are_gone(html: str, expected: str) -> None:
    assert plain_text(html) == expected


def test_label_cells_speak_for_the_cell_beside_them() -> None:
    html = (
        "<table><tr><td>Closing date:</td><td>21/07/2026</td></tr>"
        "<tr><td>Max. Grant size:</td><td>£20,000</td></tr>"
        "<tr><td>Total fund</td><td>&pound;200,000</td></tr></table>"
    )

    facts = read(Item(title="Community fund", text=html)).facts

    assert facts[Field.DEADLINE].value == "2026-07-21"
    assert facts[Field.DEADLINE].quote == "21/07/2026"
    assert facts[Field.MAX_AMOUNT].value == 20_000
    assert facts[Field.TOTAL_POT].value == 200_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_facts_are_read_from_the_page_as_shown(page: dict[str, object]) -> None:
    html = f"{ASKS}{page['html']}"
    told = {Field(key): value for key, value in page.items() if key not in ("name", "html")}

    facts = read(Item(title="Community grants", text=html)).facts

    assert {name: facts[name].value for name in told if name in facts} == told
    assert all(fact.quote in f"Community grants\n{plain_text(html)}" for fact in facts.values())


def test_a_page_that_begins_with_closed_is_of_a_closed_call() -> None:
    reading = read(Item(title="CLOSED | Community grants", text=f"{ASKS}<p>Up to £500.</p>"))

    assert reading.kind is Kind.CLOSED_CALL


@pytest.mark.parametrize(
    "html", ["<div hidden>Closes 3 May 2026", "<del>Closes 3 May 2026", "<nav>Closes 3 May 2026"]
)
def test_what_is_never_closed_keeps_its_words(html: str) -> None:
    assert "Closes 3 May 2026" in plain_text(html)


_CONDITIONS = (
    "To be eligible your organisation must be a charity or a constituted group in the borough, with at least three "
    "unrelated trustees, a bank account of its own and a safeguarding policy. Grants are for one year, and each group "
    "may apply for up to £4,000. The closing date is 3 May 2026."
)


@pytest.mark.parametrize(
    "html",
    [
        "<div hidden><p>{}</p></div>",
        '<div class="accordion" style="display: none"><h3>Who can apply?</h3><ul><li>{}</li></ul></div>',
        "<nav><p>{}</p></nav>",
    ],
)
def test_prose_that_opens_at_a_click_is_read(html: str) -> None:
    facts = read(Item(title="Community grants", text=ASKS + html.format(_CONDITIONS))).facts

    assert facts[Field.DEADLINE].value == "2026-05-03"
    assert facts[Field.MAX_AMOUNT].value == 4_000


@pytest.mark.parametrize(
    "html",
    [
        '<td><span style="display:none">20260101</span>3 May 2026</td>',
        "<p>Closes <span hidden>1 May 2026</span>3 May 2026</p>",
        "<p>Closes <del>1 May 2026, as told before</del>3 May 2026</p>",
    ],
)
def test_a_key_to_sort_by_and_an_old_day_are_not_read(html: str) -> None:
    assert plain_text(html).removeprefix("Closes ") == "3 May 2026"
