"""The words of a PDF."""

import io
import logging

from spiders.fields import Refused

MOST_PAGES = 60


def pdf_text(body: bytes) -> str:
    """The text of a PDF, page by page, with its blank lines, which part the items of a bulletin.

    Raises Refused where it has none: a scan, a locked or a broken file.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        msg = "reading a PDF needs pypdf: pip install pypdf"
        raise Refused(msg) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = PdfReader(io.BytesIO(body)).pages
        words = "\n\n".join(
            page.extract_text(extraction_mode="layout") for page in pages[:MOST_PAGES]
        )
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        msg = "the PDF is broken or locked"
        raise Refused(msg) from None
    if not words.strip():
        msg = "the PDF holds no text, only pictures"
        raise Refused(msg)
    return words
