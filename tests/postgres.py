"""A real PostgreSQL server for the tests, where one is installed: one for each worker, thrown away at the end."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: on the PATH, or where Debian keeps them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """The URL of a running server, without a database's name."""
    folder = Path(tempfile.mkdtemp(prefix="radar-pg-", dir="/tmp"))
    folder.chmod(0o777)
    port = _free_port()
    data = folder / "data"
    _run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "radar",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
        ]
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
    _run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://radar@127.0.0.1:{port}"
    finally:
        _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str | Path]) -> None:
    # The server refuses to run as root: then the nearest unprivileged user runs it.
    words = [str(word) for word in command]
    user = {"user": _unprivileged(), "group": _unprivileged()} if os.geteuid() == 0 else {}
    subprocess.run(words, check=True, capture_output=True, cwd="/", **user)  # type: ignore[call-overload]


def _unprivileged() -> int:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return 65534


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
