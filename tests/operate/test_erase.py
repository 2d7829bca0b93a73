"""After an erasure nothing holds a byte of the person: no table, no file of the database, no mail, no log."""

import json
import logging
from datetime import UTC, date, datetime
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from db.contacts import withdraw_consent
from db.digests import NewDigest, save_digest
from db.engine import reading, writing
from db.models import Call, Contact, Delivery, Job, Match, Member, MemberAnswer
from db.schema import revision
from funding_radar.config import Mail, Settings
from funding_radar.daemon import JobKind, daemon_of
from funding_radar.jobs.erase import erase
from funding_radar.jobs.logs import set_up_logging
from funding_radar.jobs.overview import overview
from funding_radar.jobs.work import Done, Work
from tests.conftest import NOW
from tests.daemon.playing import Clock

PERSON, ADDRESS = "Zebedee Quillfeather", "zebedee.quillfeather@members.example"
NEEDLES = ("quillfeather", "Quillfeather")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "answers" / "done").mkdir(parents=True)
    mail = Mail(outbox=tmp_path / "outbox", replies=tmp_path / "answers")
    return Settings(mail=mail, folder=tmp_path)


@pytest.fixture
def member(engine: Engine) -> int:
    """A member whose person is known in every place where people are known."""
    with writing(engine) as session:
        session.add(Member(id=1, name="Hill Top Counselling", changed_at=NOW))
        session.add(Member(id=2, name="Another", changed_at=NOW))
        session.add(
            Call(
                id=1,
                title="A call",
                kind="open_call",
                status="open",
                first_seen_at=NOW,
                changed_at=NOW,
            )
        )
        session.flush()
        consent = date(2026, 1, 5)
        session.add(
            Contact(member_id=1, name=PERSON, email=ADDRESS, consent_on=consent, consent_how="form")
        )
        session.add(
            Contact(member_id=2, name="Other", email="o@members.example", consent_on=consent)
        )
        session.add(
            Match(call_id=1, member_id=1, verdict="fits", score=70, inputs_hash="x", matched_at=NOW)
        )
        session.add(
            MemberAnswer(call_id=1, member_id=1, reply="interested", said_at=NOW, by=ADDRESS)
        )
        session.add(
            Job(name="send", due_at=NOW, last_outcome="failed", last_message=f"no {PERSON}")
        )
        told = {"name": PERSON, "to": ADDRESS}
        save_digest(session, NewDigest(1, "2026-W48", "<m1@x>", told, [(1, "new", None)]), NOW)
        save_digest(
            session, NewDigest(None, "2026-W48", "<c1@x>", {"reply": f"{PERSON} said yes"}), NOW
        )
        save_digest(session, NewDigest(2, "2026-W48", "<m2@x>", {"text": "nothing of theirs"}), NOW)
        for delivery in session.exec(select(Delivery)):
            delivery.said = f"250 {ADDRESS} queued"
    return 1


def _letter(path: Path, to: str, words: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@alliance.example", to, "Funding"
    message.set_content(words, cte="base64")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(bytes(message))


def _tables(session: Session) -> str:
    rows = []
    for table in Member.metadata.sorted_tables:
        rows += [str(dict(row)) for row in session.execute(table.select()).mappings()]
    return "\n".join(rows)


def test_nothing_holds_a_byte_of_an_erased_person(
    engine: Engine, settings: Settings, member: int, tmp_path: Path
) -> None:
    _letter(tmp_path / "outbox" / "m1.eml", ADDRESS, f"Dear {PERSON}")
    _letter(tmp_path / "outbox" / "c1.eml", "a@alliance.example", f"{PERSON} said yes")
    _letter(tmp_path / "outbox" / "m2.eml", "o@members.example", "Dear Other")
    _letter(tmp_path / "answers" / "done" / "1.eml", "a@alliance.example", f"yes, {ADDRESS}")
    with writing(engine) as session:
        withdraw_consent(session, member, NOW, "coordinator")

    erased = erase(engine, settings, member, NOW, "coordinator")

    with reading(engine) as session:
        tables = _tables(session)
    seen = json.dumps(str(overview(engine, settings, NOW)))
    files = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert erased.letters == 3
    assert "m2.eml" in files
    for needle in NEEDLES:
        assert needle not in tables + seen
        assert [name for name, content in files.items() if needle.encode() in content] == []
    assert "nothing of theirs" in tables
    assert revision(engine)


def test_no_log_line_holds_a_name_or_an_address(
    sqlite: Engine, settings: Settings, member: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever fails, and however: the words of an exception never reach the log."""

    def by_database(work: Work) -> Done:
        with writing(work.engine) as session:
            session.add(Contact(member_id=1, name=PERSON, email=ADDRESS))
        return Done("never")

    def by_bug(_work: Work) -> Done:
        raise KeyError(PERSON)

    def by_line(_work: Work) -> Done:
        logging.getLogger("somebody").warning("550 no such user <%s>", ADDRESS)
        try:
            raise KeyError(ADDRESS)
        except KeyError:
            logging.getLogger("somebody").exception("not good")
        return Done("done")

    said = StringIO()
    before = logging.getLogger().handlers
    daemon = daemon_of(
        sqlite, settings, Clock(datetime(2026, 11, 24, 9, tzinfo=UTC)), lambda _s: None
    )
    trigger = daemon.kinds["send"].trigger
    daemon.kinds = {
        name: JobKind(name, trigger, act)
        for name, act in {"a": by_database, "b": by_bug, "c": by_line}.items()
    }
    for as_json in (False, True):
        set_up_logging(as_json=as_json, to=said)
        daemon.prepare()
        daemon.work()
    logging.getLogger().handlers = before

    assert "a failed: IntegrityError" in said.getvalue()
    assert "b failed: KeyError" in said.getvalue()
    assert "550 no such user <(address)>" in said.getvalue()
    assert not any(needle in said.getvalue() for needle in NEEDLES)
    with reading(sqlite) as session:
        kept = session.execute(
            text("SELECT last_message FROM job WHERE name IN ('a', 'b')")
        ).scalars()
        assert not any(needle in str(kept.all()) for needle in NEEDLES)
