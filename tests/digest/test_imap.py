"""Answers from a real IMAP server, where Debian's dovecot can be started."""

import contextlib
import getpass
import grp
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from imaplib import IMAP4
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import reading, writing
from db.errors import RadarError
from db.matches import answers_in_force
from db.vocabulary import Reply
from funding_radar.config import Mail, Settings
from funding_radar.digest.issue import compose_issue, reply_codes
from funding_radar.digest.mailbox import PASSWORD_VARIABLE, open_mailbox
from funding_radar.digest.outbox import Sender, send_due
from funding_radar.digest.reading_replies import read_replies
from tests.conftest import NOW
from tests.digest.conftest import add_calls, add_members, material
from tests.digest.made import call, forged
from tests.digest.mailserver import certificate

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PASSWORD = "sesame"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{folder}/mail/%u
ssl = yes
ssl_cert = <{pem}
ssl_key = <{pem}
disable_plaintext_auth = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service imap {{
  vsz_limit = 0
}}
"""


@pytest.fixture(scope="module")
def dovecot() -> Iterator[tuple[int, Path]]:
    """The port of a running server and its certificate."""
    if DOVECOT is None:
        pytest.skip("dovecot is not installed: apt-get install dovecot-imapd")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)
        certificate(folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        config = folder / "dovecot.conf"
        words = {"folder": folder, "pem": folder / "server.pem", "port": port}
        config.write_text(CONFIG.format(**words, password=PASSWORD, **_users(folder)))
        server = subprocess.Popen([DOVECOT, "-F", "-c", str(config)])
        try:
            if not _answers(port, server):
                log = folder / "log"
                said = log.read_text()[-500:] if log.exists() else "no log"
                pytest.skip(f"dovecot does not start here: {said}")
            yield port, folder / "server.pem"
        finally:
            server.terminate()
            server.wait(10)


def _users(folder: Path) -> dict[str, object]:
    """Root must hand over to Debian's users of dovecot; anyone else runs all of it."""
    (folder / "mail").mkdir()
    me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    if os.getuid() != 0:
        return {"login": me, "user": me, "group": group, "uid": os.getuid(), "gid": os.getgid()}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    mail = {"uid": nobody.pw_uid, "gid": nobody.pw_gid}
    return {"login": "dovenull", "user": "dovecot", "group": "dovecot", **mail}


def _answers(port: int, server: "subprocess.Popen[bytes]") -> bool:
    for _ in range(100):
        if server.poll() is not None:
            return False
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.05)
    return False


def letter(text: str, subject: str, number: int, **headers: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "m1@members.example", "a@b.example", subject
    mail["Message-ID"] = f"<{number}@members.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return bytes(mail)


def test_answers_in_a_mailbox_are_read_once(
    dovecot: tuple[int, Path],
    engine: Engine,
    settings: Settings,
    sender: Sender,
    request: pytest.FixtureRequest,
) -> None:
    port, pem = dovecot
    members, calls = add_members(engine, 1), [call(1), call(2)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    send_due(sender)
    with writing(engine) as session:
        codes = reply_codes(session, NOW)
    user = f"answers-{engine.dialect.name}"
    mail = Mail(
        imap_host="127.0.0.1",
        imap_port=port,
        imap_security="starttls",
        imap_username=user,
        imap_folder="INBOX",
    )
    own = settings.model_copy(update={"mail": mail})
    trust = ssl.create_default_context(cafile=str(pem))
    environment = {PASSWORD_VARIABLE: PASSWORD}
    box = IMAP4("127.0.0.1", port)
    request.addfinalizer(box.shutdown)
    box.login(user, PASSWORD)
    for raw in (
        letter("", f"interested [{codes.code(1, 1)}]", 1),
        letter("I am away", "Out of office", 2, Auto_Submitted="auto-replied"),
        letter("Could you ring me?", "a question", 3),
        letter("", f"interested [{forged(codes.code(1, 2))}]", 4),
    ):
        box.append("INBOX", "", None, raw)  # type: ignore[arg-type]

    first = read_replies(engine, open_mailbox(own, environment, trust), NOW)
    second = read_replies(engine, open_mailbox(own, environment, trust), NOW)

    assert (first.answers, first.out_of_office, first.forged, first.for_a_person) == (1, 1, 1, 2)
    assert (second.letters, second.read_before) == (0, 0)
    with reading(engine) as session:
        said = [(a.call_id, a.reply) for a in answers_in_force(session)]
    assert said == [(1, Reply.INTERESTED)]
    box.select("INBOX")
    assert box.search(None, "SEEN")[1] == [b"1 2"]
    assert box.search(None, "UNSEEN", "FLAGGED")[1] == [b"3 4"]


def test_a_mailbox_that_does_not_open_says_why(
    dovecot: tuple[int, Path], settings: Settings
) -> None:
    port, pem = dovecot
    mail = Mail(imap_host="127.0.0.1", imap_port=port, imap_security="starttls", imap_username="a")
    own = settings.model_copy(update={"mail": mail})
    trust = ssl.create_default_context(cafile=str(pem))

    with pytest.raises(RadarError, match=r"cannot be opened: .*[Aa]uthentication failed"):
        open_mailbox(own, {PASSWORD_VARIABLE: "wrong"}, trust)
    with pytest.raises(RadarError, match="certificate"):
        open_mailbox(own, {PASSWORD_VARIABLE: "wrong"})
    with pytest.raises(RadarError, match="needs a password"):
        open_mailbox(own, {})


def test_a_mailbox_that_is_nowhere_says_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(RadarError, match="nowhere to read answers"):
        open_mailbox(settings, {})
    mail = Mail(replies=tmp_path / "none")
    with pytest.raises(RadarError, match="there is no folder"):
        open_mailbox(settings.model_copy(update={"mail": mail}), {})
