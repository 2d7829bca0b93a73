"""Files that appear whole or not at all, and to nobody whom they do not concern."""

import os
from pathlib import Path


def write_whole(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Writes a file beside its place and puts it there when it is whole: a full disk harms nothing. May raise OSError.

    Without ``mode`` it is as open as the file that it replaces; a new one is its owner's alone.
    """
    if mode is None:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    # What a link leads to is replaced, not the link.
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode != 0o600:
            part.chmod(mode)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
