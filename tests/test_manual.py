"""The manual cannot lie: its lists are the program's, and its examples run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.manual import DOCS, examples, pages, run_in, with_output


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_what_the_program_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run: make manual"


def test_there_is_a_page_for_each_reader() -> None:
    for name in ("small-organisation.md", "coordinator.md", "running.md"):
        assert len((DOCS / name).read_text(encoding="utf-8")) > 1500


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    folder = tmp_path_factory.mktemp("manual")
    run_in(folder)("demo demo")
    return run_in(folder / "demo")


def _examples() -> list[tuple[str, str]]:
    return [
        (path.name, words)
        for path in sorted(DOCS.glob("*.md"))
        for words in examples(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.xdist_group("manual")
@pytest.mark.parametrize(("page", "words"), _examples(), ids=lambda value: str(value))
def test_every_example_of_the_manual_runs(page: str, words: str, run: Callable[[str], str]) -> None:
    assert run(words).strip(), f"{page}: {words} printed nothing"


def test_no_link_of_the_manual_is_dead() -> None:
    import re

    root = DOCS.parent
    for page in [*DOCS.glob("*.md"), root / "README.md", root / "CONTRIBUTING.md"]:
        for target in re.findall(
            r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8")
        ):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
            assert Path(target).suffix


def test_an_example_that_ends_in_dots_shows_as_much_as_its_page_does() -> None:
    page = "```console\n$ funding-radar status\nold\nold\n…\n```\n"

    def run(_words: str) -> str:
        return "http://127.0.0.1:54321/a\n81.3 GB free\nthree\nfour\n"

    shown = "http://127.0.0.1:40000/a\n50.0 GB free"
    assert with_output(page, run) == f"```console\n$ funding-radar status\n{shown}\n…\n```\n"
    assert shown + "\nthree\nfour\n```" in with_output(page.replace("…\n", ""), run)
