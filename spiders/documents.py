"""The pages of a document, PDF or Word, as plain text."""

import logging
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Literal

from spiders.fields import Refused

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


def read_document(content: bytes, kind: str, *, as_laid_out: bool = False) -> list[str]:
    """The text of each page of a ``pdf`` or ``docx``, first page first.

    The pages of a PDF ``as_laid_out`` keep their columns and the blank lines that part the items of a bulletin.
    Raises ``Refused`` for a document that is too large, locked, broken or of pictures alone, and for other kinds.
    """
    reader = _READERS.get(kind.lower().removeprefix("."))
    if reader is None:
        msg = f"cannot read a document of kind {kind!r}: give a PDF or a Word file (.docx)"
        raise Refused(msg)
    if len(content) > LARGEST:
        msg = f"the document has {len(content):,} bytes; at most {LARGEST:,} are read"
        raise Refused(msg)
    if as_laid_out:
        pages = list(_pdf_pages(content, "layout"))
    else:
        pages = [_BLANK.sub(" ", page).strip() for page in reader(content)]
    if not any(page.strip() for page in pages):
        msg = "the document holds no text, only pictures"
        raise Refused(msg)
    return pages


def _pdf_pages(content: bytes, mode: Literal["plain", "layout"] = "plain") -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = PdfReader(BytesIO(content)).pages
        for number in range(min(len(pages), MOST_PAGES)):
            yield pages[number].extract_text(extraction_mode=mode)
    except (PyPdfError, DependencyError, *_BROKEN) as fault:
        msg = "the PDF is locked or broken: open it, print it to a new PDF and try that"
        raise Refused(msg) from fault


def _docx_pages(content: bytes) -> Iterator[str]:
    from docx import Document
    from docx.exceptions import PythonDocxError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                msg = "the Word file unpacks to far more than a document has: it was not read"
                raise Refused(msg)
        document = Document(BytesIO(content))
        lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    except (PythonDocxError, LxmlError, *_BROKEN) as fault:
        msg = "the Word file is broken: open it, save it again as .docx and try that"
        raise Refused(msg) from fault
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
