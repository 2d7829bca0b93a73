"""HTML as a reader sees it."""

import pytest

from db.vocabulary import Field
from funding_radar.reading import Item, plain_text, read


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
