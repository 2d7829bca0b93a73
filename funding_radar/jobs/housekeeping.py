"""The nightly chores: a backup, and removing what has been kept long enough."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.backup import back_up, ending_of
from db.engine import settle, writing
from db.retention import blank_old_digests, remove_old_runs
from funding_radar.config import Settings
from funding_radar.digest.mailbox import DONE
from funding_radar.jobs.work import Done, Work

KEPT_BESIDE = (".before-restore", ".before-upgrade")
"""Databases that were put aside; they hold people's names as much as a backup does."""


LEFT_DAYS = 1
"""A backup takes minutes; what is unfinished after a day was left by one that was killed."""


def backups(settings: Settings) -> list[Path]:
    """The backups there are, oldest first: their names are their times."""
    return [path for path in _in_folder(settings) if path.suffix in (".db", ".dump")]


def _left_unfinished(settings: Settings) -> list[Path]:
    return [path for path in _in_folder(settings) if ".part" in path.name]


def _in_folder(settings: Settings) -> list[Path]:
    return sorted(settings.path(settings.daemon.backups).glob("radar-*.*"))


def new_backup(settings: Settings, dialect: str, now: datetime) -> Path:
    """Where the next backup goes, in a folder that is its owner's alone."""
    folder = settings.path(settings.daemon.backups)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"radar-{now:%Y%m%d-%H%M%S}{ending_of(dialect)}"


def back_up_database(work: Work) -> Done:
    """Writes a backup and removes the oldest beyond the number that is kept."""
    target = new_backup(work.settings, work.engine.dialect.name, work.now)
    written = back_up(work.engine, target)
    old = backups(work.settings)[: -work.settings.daemon.keep_backups]
    for path in old:
        path.unlink()
    return Done(f"backed up to {written.name}, removed {len(old)}")


def remove_what_is_old(work: Work) -> Done:
    """Removes what ``[retention]`` says has been kept long enough, from the database and from the disk."""
    kept = work.settings.retention
    with writing(work.engine) as session:
        digests = blank_old_digests(session, work.now - timedelta(days=kept.digest_days))
        runs = remove_old_runs(session, work.now - timedelta(days=kept.run_days))
    settle(work.engine)
    files = _remove(letters(work.settings), work.now - timedelta(days=kept.letter_days))
    copies = _remove(
        [*backups(work.settings), *put_aside(work)], work.now - timedelta(days=kept.backup_days)
    )
    copies += _remove(_left_unfinished(work.settings), work.now - timedelta(days=LEFT_DAYS))
    return Done(
        f"{digests} digests emptied, {runs} runs, {files} letters and {copies} backups removed"
    )


def letters(settings: Settings) -> list[Path]:
    """Files of mail: what was written to the outbox folder, and answers that were read."""
    mail = settings.mail
    folders = [mail.outbox, mail.replies / DONE if mail.replies else None]
    return letters_in(settings.path(folder) for folder in folders if folder)


def letters_in(folders: Iterable[Path]) -> list[Path]:
    """The letters in some folders, and what was left of one by a program that was killed as it wrote."""
    shapes = ("*.eml", ".*.eml.*")
    return [file for folder in folders for shape in shapes for file in folder.glob(shape)]


def put_aside(work: Work) -> list[Path]:
    """Databases put aside by a restore or an upgrade, with what SQLite keeps beside them."""
    if work.engine.dialect.name != "sqlite":
        return [
            path for ending in KEPT_BESIDE for path in work.settings.folder.glob(f"radar*{ending}")
        ]
    if not work.engine.url.database:
        return []
    live = Path(work.engine.url.database)
    return [path for ending in KEPT_BESIDE for path in live.parent.glob(f"{live.name}{ending}*")]


def _remove(files: list[Path], before: datetime) -> int:
    removed = 0
    for file in files:
        # What another process finishes or removes meanwhile is not ours to remove.
        with suppress(FileNotFoundError):
            if _made_at(file) < before:
                file.unlink()
                removed += 1
    return removed


def _made_at(file: Path) -> datetime:
    """As its name says, which a copy to another disk does not change; else when it was last written."""
    try:
        return datetime.strptime(file.name[:21], "radar-%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
