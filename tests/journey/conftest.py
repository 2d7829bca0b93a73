"""The journey as a person types it: real commands in processes of their own, in a folder of their own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Folder:
    """A folder with a configuration, and the commands typed in it."""

    path: Path

    def radar(self, *words: str, today: str) -> Said:
        """``funding-radar --today DAY words…``."""
        command = [sys.executable, "-m", "funding_radar", "--today", today, *words]
        environment = {**os.environ, "COLUMNS": "80"}
        environment.pop("FUNDING_RADAR_CONFIG", None)
        ran = subprocess.run(
            command, cwd=self.path, env=environment, capture_output=True, text=True, check=False
        )
        return Said(ran.returncode, ran.stdout, ran.stderr)
