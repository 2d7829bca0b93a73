"""Writes the pages of the manual that are lists: commands, settings, sources. ``make manual`` runs it; a test compares.

What a person would have to keep in step by hand is written from the program itself.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
DAY = "2026-11-23"
"""The day that the examples play."""
_EXAMPLE = re.compile(r"```console\n\$ funding-radar (.*?)\n(.*?)```", re.DOTALL)
MORE = "…"
"""The last line of an example that shows only as many lines as its page has: the page decides how much is enough."""
STEADY = (
    (re.compile(r"127\.0\.0\.1:\d{5}"), "127.0.0.1:40000"),
    (re.compile(r"\d+\.\d GB free"), "50.0 GB free"),
)
"""What differs from run to run and tells a reader nothing, and what stands for it."""


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "sources.md": sources_page(),
    }


def commands_page() -> str:
    """Every command with its options, in the order of the help."""
    from typer.main import get_command

    from funding_radar.cli import app

    lines = [
        "# Commands",
        "",
        "Each takes `--help`. Listings and `show` take `--json`. `--config FILE` and `--today DATE`",
        "go before the command.",
    ]
    for path, command in _walk(get_command(app), ()):
        if not path or hasattr(command, "commands"):
            continue
        lines += ["", f"## `funding-radar {' '.join(path)}`", "", (command.help or "").strip(), ""]
        for parameter in command.params:
            if parameter.name == "help":
                continue
            option = parameter.opts[0].startswith("-")
            name = (
                ", ".join(parameter.opts) if option else parameter.metavar or parameter.name.upper()
            )
            lines.append(f"- `{name}` {getattr(parameter, 'help', '') or ''}".rstrip())
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Every key of config.toml."""
    from funding_radar.config.example import example_toml

    return (
        "# Settings\n\n`funding-radar` looks for its configuration in `--config FILE`, then `$FUNDING_RADAR_CONFIG`,\n"
        "then `./config.toml`, then your user's configuration folder. Everything has a default:\n\n"
        f"```toml\n{example_toml()}```\n"
    )


def sources_page() -> str:
    """Every source that ships."""
    from spiders.catalogue import load_catalogue

    lines = [
        "# Sources",
        "",
        "What ships. A site that nobody could check live starts paused: `funding-radar sources check NAME`, then",
        "`funding-radar sources resume NAME`. `funding-radar sources list` shows yours with their health.",
        "",
        "| source | publisher | shape | licence | starts |",
        "|---|---|---|---|---|",
    ]
    for entry in load_catalogue({}).values():
        state = "paused" if entry.paused else "active"
        lines.append(
            f"| `{entry.name}` | [{entry.publisher}]({entry.home_page}) | {entry.shape} | {entry.licence} | {state} |"
        )
    return "\n".join(lines) + "\n"


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield from _walk(child, (*path, name))


def examples(page: str) -> list[str]:
    """The commands of a page's console blocks, without the program's name."""
    return [match[1] for match in _EXAMPLE.finditer(page)]


def with_output(page: str, run: Callable[[str], str]) -> str:
    """The page with each console block's output as the program prints it now."""

    def shown(match: re.Match[str]) -> str:
        lines = [line.rstrip() for line in run(match[1]).strip("\n").splitlines()]
        before = match[2].splitlines()
        if before and before[-1] == MORE:
            lines = [*lines[: len(before) - 1], MORE]
        output = "\n".join(lines)
        for varying, steady in STEADY:
            output = varying.sub(steady, output)
        return f"```console\n$ funding-radar {match[1]}\n{output}\n```"

    return _EXAMPLE.sub(shown, page)


def run_in(folder: Path) -> Callable[[str], str]:
    """Runs commands in a demo's folder, 100 columns wide; raises CalledProcessError where one fails."""

    def run(words: str) -> str:
        command = [sys.executable, "-m", "funding_radar", "--today", DAY, *shlex.split(words)]
        environment = {**os.environ, "COLUMNS": "100"}
        ran = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        return ran.stdout

    return run


def picture(page: Path, target: Path) -> None:
    """A picture of a digest as a browser shows it, where one is installed; otherwise the old one stays."""
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    browser = next(filter(None, found), None)
    if browser is None:
        return
    with tempfile.TemporaryDirectory() as profile:
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--window-size=640,1466",
        ]
        quiet = ["--disable-background-networking", "--disable-sync", "--no-first-run"]
        where = [f"--user-data-dir={profile}", f"--screenshot={target}", page.as_uri()]
        subprocess.run([browser, *options, *quiet, *where], check=True, capture_output=True)


def main() -> None:
    """Writes the generated pages, the output of every example, and the picture of a digest."""
    for name, page in pages().items():
        (DOCS / name).write_text(page, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        run_in(Path(folder))("demo demo")
        run = run_in(Path(folder) / "demo")
        page = Path(folder) / "digest.html"
        run(f"digest preview 7 --html {page}")
        picture(page, DOCS / "digest.png")
        for path in sorted(DOCS.glob("*.md")):
            page = path.read_text(encoding="utf-8")
            if examples(page):
                path.write_text(with_output(page, run), encoding="utf-8")


if __name__ == "__main__":
    main()
