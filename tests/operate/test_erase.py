"""After an erasure nothing holds a byte of the person: no table, no file of the database, no mail, no log."""

import logging
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select
from typer.testing import CliRunner

from db.bids import Place, Seats, Signature, Word, open_bid, record_word, tick
from db.calls import decide_status
from db.contacts import withdraw_consent
from db.digests import NewDigest, save_digest
from db.engine import reading, writing
from db.models import Call, Contact, Delivery, Job, Match, Member, MemberAnswer
from db.schema import revision
from db.vocabulary import PartnerAnswer, Readiness
from funding_radar.cli import app
from funding_radar.config import Mail, Settings
from funding_radar.daemon import JobKind, daemon_of
from funding_radar.jobs.erase import erase
from funding_radar.jobs.housekeeping import back_up_database, remove_what_is_old
from funding_radar.jobs.logs import set_up_logging
from funding_radar.jobs.overview import overview
from funding_radar.jobs.work import Done, Work
from tests.conftest import NOW
from tests.daemon.playing import Clock

PERSON, ADDRESS = "Zebedee Quillfeather", "zebedee.quillfeather@members.example"
NEEDLES = ("quillfeather", "Quillfeather")
SIGNED = Signature("anna", NOW)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "answers" / "done").mkdir(parents=True)
    mail = Mail(outbox=tmp_path / "outbox", replies=tmp_path / "answers")
    return Settings(mail=mail, folder=tmp_path)


@pytest.fixture
def member(engine: Engine) -> int:
    return _known_everywhere(engine)


def _known_everywhere(engine: Engine) -> int:
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
        bid = open_bid(session, 1, Seats((Place(1, lead=True), Place(2)), 40_000), {}, SIGNED)
        said = Word(PartnerAnswer.ACCEPTED, note=f"{PERSON.upper()} said yes")
        bid = record_word(session, bid, 1, said, SIGNED)
        said = Word(PartnerAnswer.ACCEPTED, note=f"told by {PERSON}, who asks about money")
        bid = record_word(session, bid, 2, said, SIGNED)
        tick(session, bid, 1, Readiness.PASS, SIGNED, f"{ADDRESS} has the plan")
        call = session.get_one(Call, 1)
        because = f"heard from {PERSON}"
        decide_status(session, call, None, because=because, by="anna", now=NOW)
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
    _letter(tmp_path / "outbox" / ".m1.eml.4711", ADDRESS, "left by one that was killed")
    _letter(tmp_path / "outbox" / "m2.eml", "o@members.example", "Dear Other")
    _letter(tmp_path / "answers" / "done" / "1.eml", "a@alliance.example", f"yes, {ADDRESS}")
    with writing(engine) as session:
        withdraw_consent(session, member, NOW, "coordinator")

    erased = erase(engine, settings, member, NOW, "coordinator")

    with reading(engine) as session:
        tables = _tables(session)
    seen = str(overview(engine, settings, NOW)) + _everything_shown(engine, settings)
    files = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert erased.letters == 4
    assert "m2.eml" in files
    for needle in NEEDLES:
        assert needle.casefold() not in (tables + seen).casefold()
        assert [name for name, content in files.items() if needle.encode() in content] == []
    assert "nothing of theirs" in tables
    assert "told by (erased), who asks about money" in tables
    assert revision(engine)


def _everything_shown(engine: Engine, settings: Settings) -> str:
    """All listings, exports and reports, as a person sees them and as JSON."""
    config, shown = settings.folder / "config.toml", []
    url = engine.url.render_as_string(hide_password=False)
    config.write_text(f'[database]\nurl = "{url}"\n', encoding="utf-8")
    for words in (
        "members list --json", "members show 2 --json", "members export", "members check --json",
        "calls list --all --json", "calls show 1 --json", "calls export --all", "match list --all --json",
        "bids list --json", "bids show 1 --json", "digest outbox --json", "digest proof --json",
        "report log --json", "report log --csv", "report log", "report outcomes --json",
        "report sources --json", "report notice --json", "status --json", "daemon jobs --json",
    ):  # fmt: skip
        ended = CliRunner().invoke(app, ["--config", str(config), *words.split()])
        assert ended.exit_code == 0, f"{words}: {ended.output}"
        shown.append(ended.output)
    return "".join(shown)


def test_a_backup_made_before_loses_the_person_by_expiry_and_one_made_after_never_had_them(
    sqlite: Engine, settings: Settings, tmp_path: Path
) -> None:
    member = _known_everywhere(sqlite)
    (tmp_path / "backups").mkdir()
    days = settings.retention.backup_days
    back_up_database(Work(sqlite, settings, NOW, lambda: NOW))
    erase(sqlite, settings, member, NOW, "coordinator")
    later = NOW + timedelta(days=1)
    back_up_database(Work(sqlite, settings, later, lambda: later))

    def holding() -> list[str]:
        files = (tmp_path / "backups").iterdir()
        return [f.name for f in files if any(n.encode() in f.read_bytes() for n in NEEDLES)]

    assert holding() == [f"radar-{NOW:%Y%m%d-%H%M%S}.db"]
    expired = NOW + timedelta(days=days, seconds=1)
    remove_what_is_old(Work(sqlite, settings, expired, lambda: expired))
    assert holding() == []
    assert [f.name for f in (tmp_path / "backups").iterdir()] == [f"radar-{later:%Y%m%d-%H%M%S}.db"]


def test_no_log_line_holds_a_name_or_an_address(
    sqlite: Engine, settings: Settings, caplog: pytest.LogCaptureFixture
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

    _known_everywhere(sqlite)
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
