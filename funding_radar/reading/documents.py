"""The pages of a guidance document: PDF or Word, as plain text."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from db.errors import RadarError

LARGEST = 20_000_000
"""Bytes of a document that are read; the guidance packs of funders have a tenth of that."""

MOST_PAGES = 300
_LARGEST_UNPACKED = 80_000_000
"""A Word file is a packed one: one that unpacks to more than this was made to do harm."""

_PAGE_LETTERS = 3_000
"""Word knows no pages: so many letters make one, as on paper."""

_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError,
    RecursionError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What the libraries that unpack a document raise, beside errors of their own, when it is not what it says it is."""

_BLANK = re.compile(r"[ \x00]+")


def read_document(content: bytes, kind: str) -> list[str]:
    """The text of each page of a ``pdf`` or ``docx``, first page first.

    Raises ``RadarError`` for a document that is too large, locked or broken, and for other kinds.
    """
    reader = _READERS.get(kind.lower().removeprefix("."))
    if reader is None:
        msg = f"cannot read a document of kind {kind!r}: give a PDF or a Word file (.docx)"
        raise RadarError(msg)
    if len(content) > LARGEST:
        msg = f"the document has {len(content):,} bytes; at most {LARGEST:,} are read"
        raise RadarError(msg)
    return [_BLANK.sub(" ", page).strip() for page in reader(content)]


def _pdf_pages(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        pages = PdfReader(BytesIO(content)).pages
        for number in range(min(len(pages), MOST_PAGES)):
            yield pages[number].extract_text()
    except (PyPdfError, DependencyError, *_BROKEN) as fault:
        msg = "the PDF is locked or broken: open it, print it to a new PDF and try that"
        raise RadarError(msg) from fault


def _docx_pages(content: bytes) -> Iterator[str]:
    from docx import Document
    from docx.exceptions import PythonDocxError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                msg = "the Word file unpacks to far more than a document has: it was not read"
                raise RadarError(msg)
        document = Document(BytesIO(content))
        lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    except (PythonDocxError, LxmlError, *_BROKEN) as fault:
        msg = "the Word file is broken: open it, save it again as .docx and try that"
        raise RadarError(msg) from fault
    return _paged(lines)


def _lines(block: object) -> Iterator[str]:
    """A paragraph as a line; a table as a line for each row, with tabs between its cells."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Table):
        for row in block.rows:
            yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells)


def _paged(lines: list[str]) -> Iterator[str]:
    page: list[str] = []
    for line in lines:
        page.append(line)
        if sum(map(len, page)) >= _PAGE_LETTERS:
            yield "\n".join(page)
            page = []
    if page:
        yield "\n".join(page)


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {"pdf": _pdf_pages, "docx": _docx_pages}
