"""How long ``funding-radar --help`` takes beside a bare Typer program, in turns."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import typer
app = typer.Typer()
@app.command()
def main(name: str = "x") -> None:
    "Says hello."
app()
"""
ROUNDS = 7
LIMIT = 2.0


def main() -> None:
    """Prints the median of each and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        seconds: dict[str, list[float]] = {"bare Typer": [], "funding-radar": []}
        commands = {"bare Typer": [str(bare)], "funding-radar": ["-m", "funding_radar"]}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                began = time.perf_counter()
                subprocess.run(
                    [sys.executable, *command, "--help"], check=True, capture_output=True
                )
                seconds[name].append(time.perf_counter() - began)
    ours, theirs = (statistics.median(seconds[name]) for name in ("funding-radar", "bare Typer"))
    print(
        f"--help          {ours:.2f} s, bare Typer {theirs:.2f} s: ratio {ours / theirs:.2f} (limit {LIMIT:.2f})"
    )


if __name__ == "__main__":
    main()
