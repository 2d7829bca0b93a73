"""The pack's documents can be read aloud: headings in order, heads of tables, a language, names for tables."""

import itertools
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

DOCUMENTS = ("joint-bid.docx", "agreement.docx")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_text_is_said_to_be_british_english(packed: Path, name: str) -> None:
    styles = Document(str(packed / name)).styles.element

    assert {each.get(qn("w:val")) for each in styles.iter(qn("w:lang"))} == {"en-GB"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_table_has_a_name_and_a_head_that_repeats_without_an_empty_cell(
    packed: Path, name: str
) -> None:
    tables = Document(str(packed / name)).tables
    with_heads = [t for t in tables if t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]

    assert all(t._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for t in tables)
    assert all(cell.text.strip() for t in with_heads for cell in t.rows[0].cells)
    # Only the facts of the one-page offer are a table without a head: names beside values.
    assert len(tables) - len(with_heads) == (name == "joint-bid.docx")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_heading_skips_a_level(packed: Path, name: str) -> None:
    styles = [p.style.name for p in Document(str(packed / name)).paragraphs]
    levels = [int(style[-1]) for style in styles if style.startswith("Heading ")]

    assert levels
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    assert styles.count("Title") == 1
