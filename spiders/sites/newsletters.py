"""A folder, or a file, of newsletters: e-mails, saved pages and PDFs, each with several calls in one text."""

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from scrapy.http import Response

from spiders.base import FileSource, Found
from spiders.bulletin import Piece, pieces_of_html, pieces_of_text
from spiders.documents import read_document
from spiders.fields import Ask, Refused, SightingDraft
from spiders.text import decoded, tidy

_FEWEST_PIECES = 2


class NewslettersSite(FileSource):
    """Bulletins that arrive by mail. A mail programme that stores messages as ``.eml`` files in a folder feeds it.

    A piece is known by its bulletin and heading, so the same mail read twice is the same sighting. What is not about
    funding is left out. A bulletin that does not come apart is kept whole.
    """

    suffixes = frozenset({".eml", ".html", ".htm", ".pdf", ".txt"})

    def look(self, page: Response, ask: Ask) -> Iterator[Found]:  # noqa: ARG002
        """One bulletin."""
        name = unquote(urlsplit(page.url).path).rpartition("/")[2]
        suffix = name.rpartition(".")[2].lower()
        if suffix == "eml":
            yield from self._mail(page.body, name)
        elif suffix == "pdf":
            text = "\n\n".join(read_document(page.body, suffix, as_laid_out=True))
            yield from self._pieces(pieces_of_text(text), name, None)
        elif suffix in ("html", "htm"):
            yield from self._pieces(pieces_of_html(decoded(page.body)), name, None)
        else:
            yield from self._pieces(pieces_of_text(decoded(page.body)), name, None)

    def _mail(self, body: bytes, name: str) -> Iterator[Found]:
        mail = message_from_bytes(body, policy=policy.default)
        if not mail.keys():
            msg = "this is no e-mail"
            raise Refused(msg)
        part = mail.get_body(preferencelist=("html", "plain"))
        if not isinstance(part, EmailMessage):
            msg = "an e-mail without words"
            raise Refused(msg)
        raw = part.get_payload(decode=True)
        text = decoded(raw) if isinstance(raw, bytes) else ""
        pieces = (
            pieces_of_html(text) if part.get_content_subtype() == "html" else pieces_of_text(text)
        )
        sent_on = _sent_on(mail)
        if len([piece for piece in pieces if piece.is_about_funding]) < _FEWEST_PIECES:
            pieces = [Piece(tidy(str(mail["Subject"] or "")) or name, text)]
        yield from self._pieces(pieces, str(mail["Message-ID"] or name).strip(" <>"), sent_on)

    def _pieces(self, pieces: list[Piece], bulletin: str, sent_on: date | None) -> Iterator[Found]:
        about = [piece for piece in pieces if piece.is_about_funding]
        if not about:
            msg = "nothing in it speaks of funding"
            raise Refused(msg)
        for piece in about:
            slug = re.sub(r"[^a-z0-9]+", "-", piece.title.casefold()).strip("-")[:80]
            yield from self.attempt(self._draft, piece, f"{bulletin}#{slug}", sent_on)

    def _draft(self, piece: Piece, ref: str, sent_on: date | None) -> SightingDraft:
        return SightingDraft(
            source=self.name,
            source_ref=ref,
            url=piece.link,
            title=piece.title,
            text=piece.text,
            publisher=self.publisher,
            published_on=sent_on,
        )


def _sent_on(mail: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(str(mail["Date"])).date()
    except (TypeError, ValueError):
        return None
