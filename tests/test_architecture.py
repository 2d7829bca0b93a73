"""The house keeps its shape: imports go one way, importing has no effects."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A room may import only the rooms listed for it, itself, and what stands outside the house.
ALLOWED = {
    "db": set(),
    "spiders": {"db"},
    "funding_radar.gazetteer": {"db"},
    "funding_radar.config": {"db"},
    "funding_radar.phrases": {"db"},
    "funding_radar.version": set(),
    "funding_radar.harmless": set(),
    "funding_radar.whole_file": set(),
    "funding_radar.spreadsheets": {"funding_radar.harmless"},
    "funding_radar.corrections": {"db", "funding_radar.gazetteer"},
    "funding_radar.reading": {"db", "funding_radar.gazetteer", "funding_radar.config"},
    "funding_radar.matching": {"db", "funding_radar.gazetteer", "funding_radar.config", "funding_radar.phrases"},
    "funding_radar.consortium": {"db", "funding_radar.gazetteer", "funding_radar.config", "funding_radar.phrases"},
    "funding_radar.bids": {"db", "funding_radar.gazetteer", "funding_radar.config", "funding_radar.phrases"},
    "funding_radar.members": {
        "db", "funding_radar.gazetteer", "funding_radar.config", "funding_radar.phrases", "funding_radar.spreadsheets",
    },
    "funding_radar.digest": {
        "db", "funding_radar.gazetteer", "funding_radar.config", "funding_radar.phrases", "funding_radar.whole_file",
    },
    "funding_radar.demo": {"db", "spiders", "funding_radar.gazetteer", "funding_radar.config"},
}  # fmt: skip
EVERYTHING = {
    "funding_radar.jobs",
    "funding_radar.daemon",
    "funding_radar.cli",
    "funding_radar.__main__",
}


def _sources() -> list[Path]:
    return [
        path
        for package in ("db", "spiders", "funding_radar")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def _module(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def _room(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "funding_radar" else parts[0]


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
            found |= {
                f"{node.module}.{name.name}"
                for name in node.names
                if node.module == "funding_radar"
            }
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return {name for name in found if name.split(".")[0] in ("db", "spiders", "funding_radar")}


@pytest.mark.parametrize("path", _sources(), ids=_module)
def test_imports_go_one_way(path: Path) -> None:
    room = _room(_module(path))
    if room in EVERYTHING or room == "funding_radar":
        return
    assert room in ALLOWED, f"{room} is a new room: say here what it may import"

    foreign = {_room(name) for name in _imports(path)} - {room, "funding_radar"}

    assert foreign <= ALLOWED[room], f"{_module(path)} imports {sorted(foreign - ALLOWED[room])}"


def test_only_commands_and_the_daemon_call_jobs() -> None:
    callers = {
        _room(_module(path))
        for path in _sources()
        if any(n.startswith("funding_radar.jobs") for n in _imports(path))
    }

    assert callers <= EVERYTHING


def test_help_loads_nothing_heavy() -> None:
    heavy = "numpy scipy scrapy twisted sqlalchemy pydantic lxml jinja2 rapidfuzz alembic apscheduler openpyxl"
    script = (
        "import sys; import funding_radar.cli; "
        f"print([name for name in {heavy.split()!r} if name in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert loaded.stdout.strip() == "[]"


def test_only_the_console_knows_rich() -> None:
    users = {
        _module(path)
        for path in _sources()
        if "rich" in {n.split(".")[0] for n in _all_imports(path)}
    }

    assert users <= {"funding_radar.cli.console", "funding_radar.cli.call_page"}


def _all_imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found
