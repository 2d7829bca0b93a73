"""Documents, page by page."""

import zipfile
from io import BytesIO

import pytest
from docx import Document

from spiders.documents import read_document
from spiders.fields import Refused


def word_file(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def pdf_file(*pages: str) -> bytes:
    """The smallest PDF with a line of text on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body = "%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    body += "".join(f"{place:010} 00000 n \n" for place in places)
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return body.encode("latin-1")


def test_each_page_of_a_pdf_is_a_text() -> None:
    pages = read_document(pdf_file("Deadline: 3 May 2026", "Up to 500 pounds"), "pdf")

    assert pages == ["Deadline: 3 May 2026", "Up to 500 pounds"]


def test_a_pdf_as_laid_out_keeps_its_columns() -> None:
    pages = read_document(pdf_file("Fund one", ""), "pdf", as_laid_out=True)

    assert [page.strip() for page in pages] == ["Fund one", ""]


@pytest.mark.parametrize("as_laid_out", [False, True])
def test_a_pdf_of_pictures_alone_is_refused(as_laid_out: bool) -> None:
    with pytest.raises(Refused, match="only pictures"):
        read_document(pdf_file("", " "), "pdf", as_laid_out=as_laid_out)


def test_a_word_file_gives_its_lines_and_the_cells_of_its_tables() -> None:
    content = word_file("Guidance", table=[["Closing date", "3 May 2026"], ["Most", "£500"]])

    assert read_document(content, ".DOCX") == ["Guidance\nClosing date\t3 May 2026\nMost\t£500"]


def test_a_long_word_file_has_several_pages() -> None:
    assert len(read_document(word_file(*["word " * 200] * 9), "docx")) == 3


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("content", [b"", b"not a document", b"%PDF-1.4\n%%EOF", b"PK\x03\x04"])
def test_a_broken_document_is_refused_in_plain_words(kind: str, content: bytes) -> None:
    with pytest.raises(Refused, match="broken"):
        read_document(content, kind)


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.txt", "x")

    with pytest.raises(Refused, match="broken"):
        read_document(held.getvalue(), "docx")


def test_a_word_file_that_unpacks_to_too_much_is_refused() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(90_000_000))

    with pytest.raises(Refused, match="far more"):
        read_document(held.getvalue(), "docx")


def test_other_kinds_are_refused() -> None:
    with pytest.raises(Refused, match=r"a PDF or a Word file"):
        read_document(b"", "xls")
