"""Writes the pages of the manual that are lists: commands, settings, sources. ``make manual`` runs it; a test compares.

What a person would have to keep in step by hand is written from the program itself.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"


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


if __name__ == "__main__":
    for name, page in pages().items():
        (DOCS / name).write_text(page, encoding="utf-8")
