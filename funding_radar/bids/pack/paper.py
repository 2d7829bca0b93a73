"""Word documents in one manner: A4, one typeface, quiet tables whose heads repeat, page numbers."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from funding_radar.bids.pack.dossier import plain

FACE = "Arial"
INK = RGBColor(0x1B, 0x3A, 0x4B)
GREY = RGBColor(0x55, 0x5F, 0x66)
HEAD = "DCE8EC"
LINE = "B9C7CD"
WIDTH_CM = 17.0
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its part of the width, and whether it holds figures."""

    heading: str
    part: float
    figures: bool = False


class Paper:
    """A document under way."""

    def __init__(self, title: str, author: str, at: datetime) -> None:
        self._document: Any = Document()
        self._under = title
        self._styles()
        _speak_british(self._document)
        page = self._document.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.0)
        page.top_margin, page.bottom_margin = Cm(1.8), Cm(1.8)
        about = self._document.core_properties
        about.title, about.author, about.comments = plain(title, 250), plain(author, 250), ""
        about.created = about.modified = at.replace(tzinfo=None)
        about.last_modified_by = plain(author, 250)
        about.language = "en-GB"
        self._footer(title)

    def title(self, words: str, under: str = "") -> None:
        """The title of the document, and a line under it."""
        self._document.add_paragraph(plain(words), style="Title")
        if under:
            self._document.add_paragraph(plain(under), style="Subtitle")

    def heading(self, words: str, level: int = 1, *, new_page: bool = False) -> None:
        """A heading; it stays with what follows, on a new page if that is wanted."""
        self._under = plain(words)
        heading = self._document.add_heading(self._under, level)
        heading.paragraph_format.page_break_before = new_page

    def text(self, words: str, *, before_table: bool = False) -> None:
        """A paragraph; ``before_table``: it stays on one page with the head of the table that follows."""
        paragraph = self._document.add_paragraph(plain(words, LONGEST))
        paragraph.paragraph_format.keep_with_next = before_table

    def note(self, words: str) -> None:
        """A small remark."""
        run = self._document.add_paragraph().add_run(plain(words, LONGEST))
        run.font.size, run.font.color.rgb = Pt(8.5), GREY

    def points(self, lines: Iterable[str]) -> None:
        """A list of points."""
        for line in lines:
            self._document.add_paragraph(plain(line, LONGEST), style="List Bullet")

    def clause(self, name: str, words: str) -> None:
        """A numbered clause with its name."""
        paragraph = self._document.add_paragraph(style="List Number")
        paragraph.add_run(f"{plain(name)}. ").bold = True
        paragraph.add_run(plain(words, LONGEST))

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Facts side by side with their names, without a head."""
        kept = [row for row in rows if row[1]]
        columns = (Column("", 0.24), Column("", 0.76))
        drawn = self._grid(columns, len(kept))
        for cells, (name, value) in zip(drawn.rows, kept, strict=True):
            self._fill(cells.cells[0], name, bold=True)
            self._fill(cells.cells[1], value)
        self._gap()

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, total: bool = False,
        tall: bool = False,
    ) -> None:  # fmt: skip
        """A table whose head repeats on every page; ``total``: the last row is bold; ``tall``: rows to sign in."""
        body = [list(row) for row in rows]
        drawn = self._grid(columns, len(body) + 1)
        for cell, column in zip(drawn.rows[0].cells, columns, strict=True):
            self._fill(cell, column.heading, bold=True, figures=column.figures)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            _shade(cell)
        _repeat(drawn.rows[0])
        for number, row in enumerate(body, 1):
            if tall:
                drawn.rows[number].height = Cm(1.3)
            last = total and number == len(body)
            for cell, value, column in zip(drawn.rows[number].cells, row, columns, strict=True):
                self._fill(cell, value, bold=last, figures=column.figures)
        self._gap()

    def as_bytes(self) -> bytes:
        """The document as a file."""
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _grid(self, columns: Sequence[Column], rows: int) -> Any:
        drawn = self._document.add_table(rows, len(columns))
        drawn.alignment = WD_TABLE_ALIGNMENT.LEFT
        drawn.autofit = False
        _rule(drawn)
        _describe(drawn, self._under)
        for index, column in enumerate(columns):
            width = Cm(WIDTH_CM * column.part)
            drawn.columns[index].width = width
            for row in drawn.rows:
                row.cells[index].width = width
        for row in drawn.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it
        return drawn

    def _fill(self, cell: Any, words: str, *, bold: bool = False, figures: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self._document.styles["Cell"]
        if figures:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(plain(words, LONGEST)).bold = bold

    def _gap(self) -> None:
        self._document.add_paragraph(style="Gap")

    def _styles(self) -> None:
        styles = self._document.styles
        body = styles["Normal"]
        body.font.name, body.font.size = FACE, Pt(10.5)
        body.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
        body.paragraph_format.space_after = Pt(6)
        body.paragraph_format.line_spacing = 1.1
        sizes = (
            ("Title", 22, 0, 2),
            ("Subtitle", 11.5, 0, 8),
            ("Heading 1", 15, 14, 4),
            ("Heading 2", 12, 10, 3),
        )
        for name, size, before, after in sizes:
            style = styles[name]
            style.font.name, style.font.size, style.font.italic = FACE, Pt(size), False
            style.font.color.rgb = GREY if name == "Subtitle" else INK
            style.font.bold = name != "Subtitle"
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(after)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for spacing in style.element.rPr.findall(qn("w:spacing")):
                style.element.rPr.remove(spacing)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
        title = styles["Title"].element.get_or_add_pPr()
        for border in title.findall(qn("w:pBdr")):
            title.remove(border)
        cell = styles.add_style("Cell", 1)
        cell.base_style, cell.font.size = body, Pt(9.5)
        cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2.5)
        cell.paragraph_format.line_spacing = 1.0
        gap = styles.add_style("Gap", 1)
        gap.base_style, gap.font.size = body, Pt(6)
        gap.paragraph_format.space_after = Pt(0)

    def _footer(self, title: str) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{plain(title, 90)}   ·   page ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        _field(paragraph, "NUMPAGES")
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(8), GREY


def _field(paragraph: Any, code: str) -> None:
    """A field that the reader's program fills in; each of its parts is a run, so that all have one size."""
    for kind in ("begin", code, "separate", "", "end"):
        run = paragraph.add_run()
        if kind == "":
            run.add_text("1")
            continue
        part = OxmlElement("w:instrText" if kind == code else "w:fldChar")
        if kind == code:
            part.text = code
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001 - python-docx has no word for it


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no word for it


def _repeat(row: Any) -> None:
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)  # noqa: SLF001 - python-docx has no word for it


def _rule(table: Any) -> None:
    """Thin lines between the rows and none between columns."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no word for it
    later = [
        properties.find(qn(f"w:{name}")) for name in ("shd", "tblLayout", "tblCellMar", "tblLook")
    ]
    follows = next((each for each in later if each is not None), None)
    if follows is None:
        properties.append(borders)
    else:
        follows.addprevious(borders)


def _describe(table: Any, words: str) -> None:
    """What a screen reader says of a table before its cells: the heading that it stands under."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    table._tbl.tblPr.append(caption)  # noqa: SLF001 - python-docx has no word for it


def _speak_british(document: Any) -> None:
    """The language of all text, by which it is spelt and read aloud."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
