"""The wheel stands alone: installed with nothing of the checkout in reach, it does what it promises."""

import os
import signal
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by hatchling itself, as an installer would."""
    hatchling = pytest.importorskip("hatchling.build", reason="needs hatchling to build the wheel")
    folder = tmp_path_factory.mktemp("wheel")
    script = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    assert hatchling
    built = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return folder / built.stdout.split()[-1]


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    known = subprocess.run(
        ["git", "ls-files", "funding_radar", "spiders", "db"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert [name for name in known if name not in held] == []
    assert [name for name in held if name.startswith(("tests", "scripts", "docs"))] == []


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel unpacked and the libraries that it asks for, but nothing of the checkout."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    zipfile.ZipFile(wheel).extractall(site)
    [information] = site.glob("funding_radar-*.dist-info")
    asked = PathDistribution(information).requires or []
    brought = {
        file.parts[0]: library
        for library in _with_theirs(asked)
        for file in library.files or ()
        if file.parts[0] not in ("..", "__pycache__")
    }
    for entry, library in brought.items():
        (site / entry).symlink_to(library.locate_file(entry))
    return folder / "bin" / "python"


def _with_theirs(asked: list[str]) -> list[Distribution]:
    """The libraries asked for, with all that they ask for themselves: what an installer would bring, and no more."""
    found: dict[str, Distribution] = {}
    todo = [(Requirement(words), frozenset({""})) for words in asked]
    while todo:
        wanted, extras = todo.pop()
        if wanted.marker and not any(wanted.marker.evaluate({"extra": each}) for each in extras):
            continue
        name = canonicalize_name(wanted.name)
        if name not in found or wanted.extras:
            found[name] = library = distribution(name)
            theirs = frozenset({"", *wanted.extras})
            todo += [(Requirement(words), theirs) for words in library.requires or ()]
    return list(found.values())


def _run(program: Path, folder: Path, *words: str, code: int = 0) -> str:
    ended = subprocess.run(
        [program, "-m", "funding_radar", *words],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == code, ended.stdout + ended.stderr
    return ended.stdout


def test_the_installed_program_shows_the_demo_and_keeps_a_database(
    program: Path, tmp_path: Path
) -> None:
    where = subprocess.run(
        [program, "-c", "import db, spiders, funding_radar; print(funding_radar.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(ROOT) not in where.stdout

    assert "joint bid" in _run(program, tmp_path, "demo", "demo")
    _run(program, tmp_path, "init", "mine", "--email", "a@alliance.example")
    mine = tmp_path / "mine"
    _run(program, mine, "db", "upgrade")
    _run(program, mine, "db", "check")
    assert "!!" not in _run(program, mine, "doctor")


def test_the_installed_program_says_the_version_that_git_gave_it(
    program: Path, wheel: Path, tmp_path: Path
) -> None:
    version = wheel.name.split("-")[1]

    assert version != "unknown"
    assert _run(program, tmp_path, "--version").split() == ["funding-radar", version]


def test_the_installed_daemon_works_until_it_is_stopped(program: Path, tmp_path: Path) -> None:
    _run(program, tmp_path, "init", "mine", "--email", "a@alliance.example")
    config = tmp_path / "mine" / "config.toml"
    script = "from spiders.catalogue import load_catalogue; print(' '.join(load_catalogue({})))"
    names = subprocess.run(
        [program, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.split()
    with config.open("a", encoding="utf-8") as file:
        file.writelines(f"\n[sources.{name}]\npaused = true\n" for name in names)

    process = subprocess.Popen(
        [program, "-m", "funding_radar", "--config", str(config), "daemon", "run"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = []
        for line in process.stderr:
            said.append(line)
            if " send: " in line:
                break
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=30)[1]
    finally:
        process.kill()

    assert process.returncode == 0
    assert "Traceback" not in "".join(said) + rest
