"""Letters as people write them (``letters.toml``): what each must come to, and never a quoted word taken for theirs."""

import tomllib
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.contacts import contact_of
from db.engine import reading, writing
from db.matches import answers_in_force
from db.models import Contact, Delivery, Letter, Member
from db.views import MemberView
from db.vocabulary import DeliveryState, Reason, Reply
from funding_radar.config import Settings
from funding_radar.digest.issue import compose_issue, reply_codes
from funding_radar.digest.mailbox import LetterFolder
from funding_radar.digest.outbox import Sender, send_due
from funding_radar.digest.reading_replies import read_replies
from tests.conftest import NOW
from tests.digest.conftest import add_calls, material
from tests.digest.made import call

HERE = Path(__file__).parent
LETTERS: list[dict[str, Any]] = tomllib.loads((HERE / "letters.toml").read_text("utf-8"))["letter"]
LORNA = "Lorna Kexby <lorna@dunmere.example.org>"
REASONS = {
    "place": Reason.PLACE,
    "size": Reason.SIZE,
    "theme": Reason.THEME,
    "too late": Reason.TOO_LATE,
}


class Desk:
    """A member that was sent a digest of seven calls, and what came of its letter."""

    def __init__(self, engine: Engine, settings: Settings, sender: Sender, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        with writing(engine) as session:
            session.add(Member(id=1, name="Dunmere Recovery Works", changed_at=NOW))
            session.flush()
            session.add(
                Contact(
                    member_id=1,
                    name="Lorna Kexby",
                    email="lorna@dunmere.example.org",
                    consent_on=date(2026, 1, 5),
                    consent_how="form",
                )
            )
        member = MemberView(id=1, name="Dunmere Recovery Works")
        calls = [call(n) for n in range(1, 8)]
        add_calls(engine, calls)
        compose_issue(engine, [member], material(calls), settings, NOW)
        send_due(sender)
        self.sent = _only_message(settings)
        with Session(engine) as session, session.begin():
            codes = reply_codes(session, NOW)
            delivery = session.exec(select(Delivery)).one()
            self.message_id = delivery.message_id
            self.codes = {n: codes.code(delivery.digest_id, n) for n in range(8)}

    def receive(self, letter: dict[str, Any]) -> None:
        self.folder.mkdir()
        (self.folder / "1.eml").write_bytes(self._mail(letter))
        read_replies(self.engine, LetterFolder(self.folder), NOW)

    def outcome(self) -> list[str]:
        return sorted(self._outcome()) or ["nothing"]

    def _outcome(self) -> Iterator[str]:
        with reading(self.engine) as session:
            contact = contact_of(session, 1)
            assert contact is not None
            if contact.withdrawn_at is not None:
                yield "stop"
            for answer in answers_in_force(session):
                yield f"c{answer.call_id} {_said(answer.reply, answer.reason)}"
            if session.exec(select(Delivery.state)).one() == DeliveryState.BOUNCED:
                yield "bounce"
            if not session.exec(select(Letter.done)).one():
                yield "person"

    def _mail(self, letter: dict[str, Any]) -> bytes:
        if dsn := letter.get("dsn"):
            return self._report(letter, dsn)
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"] = letter.get("from", LORNA), "alliance@example.org"
        mail["Subject"] = self._filled(letter["subject"]).strip()
        mail["Message-ID"] = "<1@members.example>"
        if letter["subject"].lower().startswith(("re:", "aw:")):
            mail["In-Reply-To"] = self.message_id
        if "html" in letter:
            mail.set_content(self._filled(letter["html"]), subtype="html")
        else:
            mail.set_content(self._filled(letter["text"]))
        for name, value in letter.get("headers", {}).items():
            del mail[name]
            mail[name] = value
        return bytes(mail)

    def _report(self, letter: dict[str, Any], status: str) -> bytes:
        action = "failed" if status.startswith("5") else "delayed"
        return "\n".join(
            [
                f"From: {letter['from']}",
                f"Subject: {letter['subject']}",
                "Message-ID: <1@members.example>",
                'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
                "",
                f"--b\n\n{letter['text']}",
                f"--b\nContent-Type: message/delivery-status\n\nAction: {action}\nStatus: {status}\n",
                f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {self.message_id}\n",
                "--b--",
            ]
        ).encode("utf-8")

    def _filled(self, template: str) -> str:
        text = str(self.sent.get_body(("plain",)).get_content()).strip()  # type: ignore[union-attr]
        page = str(self.sent.get_body(("html",)).get_content())  # type: ignore[union-attr]
        lines = text.splitlines()
        values = {
            "subject": str(self.sent["Subject"]),
            "quoted": "\n".join(f"> {line}".rstrip() for line in lines),
            "below": text,
            "wrapped": "\n".join(_wrapped(lines)),
            "inline": "\n".join(self._inline(lines)),
            "page": page,
            "C1": self.codes[1].upper(),
            **{f"c{n}": code for n, code in self.codes.items()},
        }
        for name, value in values.items():
            template = template.replace(f"{{{name}}}", value)
        return template

    def _inline(self, lines: list[str]) -> Iterator[str]:
        """An answer under the first call and one under the second, as people answer points in turn."""
        said = {self.codes[1]: "Interested", self.codes[2]: "wrong place"}
        waiting = ""
        for line in lines:
            if waiting and not line.strip():
                yield from ("", waiting, "")
                waiting = ""
            yield f"> {line}".rstrip()
            waiting = next((word for code, word in said.items() if code in line), waiting)


def _wrapped(lines: list[str]) -> Iterator[str]:
    """Quoted by a program that breaks lines at 60 and marks only the first of each."""
    for line in lines:
        cut = line.rfind(" ", 0, 60) if len(line) > 60 else -1
        yield f"> {line[:cut]}" if cut > 0 else f"> {line}"
        if cut > 0:
            yield line[cut + 1 :]


def _said(reply: Reply, reason: Reason | None) -> str:
    if reply is Reply.NOT_FOR_US:
        return next((word for word, kind in REASONS.items() if kind is reason), "not for us")
    return "interested" if reply is Reply.INTERESTED else "in"


def _only_message(settings: Settings) -> EmailMessage:
    from email import message_from_bytes, policy

    (path,) = settings.path(settings.mail.outbox or Path()).glob("*.eml")
    return message_from_bytes(path.read_bytes(), policy=policy.default)  # type: ignore[return-value]


@pytest.mark.parametrize("letter", [pytest.param(one, id=one["name"]) for one in LETTERS])
def test_a_letter_comes_to_what_its_writer_meant(
    letter: dict[str, Any], engine: Engine, settings: Settings, sender: Sender, tmp_path: Path
) -> None:
    desk = Desk(engine, settings, sender, tmp_path / "letters")

    desk.receive(letter)

    found = desk.outcome()
    if letter["expects"] == ["person"]:
        assert found == ["person"]
    else:  # a person may be asked to look as well
        assert [one for one in found if one != "person"] == sorted(letter["expects"])
