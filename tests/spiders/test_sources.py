"""One test for all sources: a saved page in, the answer that a person has read out.

A case is a page in ``tests/pages/<source or shape>/`` and, beside it, ``<page>.json``: ``url`` (and ``role``, ``card``,
``site`` where the reading needs them), then what must come out: ``drafts``, ``asks``, ``refused``, or ``refuses``, the
reason for which the page is refused whole. A case without an answer writes one and fails once: read it, then commit it.
"""

import json
from pathlib import Path

import pytest
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from spiders.catalogue import SHAPES, built_in, classes, load_catalogue, source_class
from spiders.fields import Ask, Refused, SightingDraft

PAGES = Path(__file__).parents[1] / "pages"
CASES = [
    p for p in sorted(PAGES.glob("*/*")) if not p.name.endswith(".json.json") and p.suffix != ".md"
]
CASES = [p for p in CASES if not (p.suffix == ".json" and p.with_suffix("").is_file())]
OWN = [name for name, entry in built_in().items() if entry.options]
"""Sites with selectors of their own. The others are read as their shape reads any site: its pages stand for them."""
NAMED = {*classes(), *SHAPES, *OWN, *(p.name for p in PAGES.iterdir())}


def page_of(path: Path, url: str) -> Response:
    body = path.read_bytes()
    kind = responsetypes.from_args(filename=path.name, body=body)
    return kind(url, body=body)


def reader_of(name: str, case: dict):
    if name in SHAPES:
        site = {
            "shape": name,
            "publisher": "Example Foundation",
            "url": case["url"],
            **case.get("site", {}),
        }
        entry = load_catalogue({"example_site": site})["example_site"]
    else:
        entry = load_catalogue({})[name]
    return source_class(entry)(entry)


def what_stands(path: Path, case: dict) -> dict:
    source = reader_of(path.parent.name, case)
    card = SightingDraft.from_json(case["card"]) if "card" in case else None
    ask = Ask(case["url"], case.get("role", "list"), card)
    out: dict = {"drafts": [], "asks": [], "refused": []}
    try:
        for found in source.look(source.text_page(page_of(path, case["url"])), ask):
            if isinstance(found, SightingDraft):
                out["drafts"].append(found.as_json())
            elif isinstance(found, Ask):
                out["asks"].append(found.as_json())
            else:
                out["refused"].append(str(found))
    except Refused as fault:
        return {"refuses": str(fault)}
    return {key: value for key, value in out.items() if value} or {"drafts": []}


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_saved_page_gives_what_a_person_has_read(path: Path):
    answer = path.with_name(path.name + ".json")
    case = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else {}
    if "url" not in case:
        pytest.fail(f"write {answer.name} with the page's url first")
    given = {key: case[key] for key in ("url", "role", "card", "site") if key in case}
    expected = {key: value for key, value in case.items() if key not in given}

    found = what_stands(path, given)

    if not expected:
        text = json.dumps({**given, **found}, indent=1, ensure_ascii=False)
        answer.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"{answer.name} was written: read it, then commit it")
    assert found == expected


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_source_has_a_page_it_reads_and_one_it_refuses(name: str):
    answers = [json.loads(p.read_text(encoding="utf-8")) for p in PAGES.glob(f"{name}/*.*.json")]

    assert [a for a in answers if a.get("drafts")], f"save a page of {name} in tests/pages/{name}"
    assert [a for a in answers if a.get("refuses")], f"save a page that {name} must refuse"


def test_a_site_without_pages_of_its_own_is_of_a_shape_that_has_them():
    rest = {name: entry.shape for name, entry in built_in().items() if name not in NAMED}

    assert set(rest.values()) <= set(SHAPES)


@pytest.mark.parametrize("name", sorted(classes()))
def test_file_name_and_class_agree(name: str):
    source = classes()[name]

    assert source.name == name
    assert source.__name__ == "".join(word.capitalize() for word in name.split("_"))


@pytest.mark.parametrize("name", sorted(built_in()))
def test_a_source_says_what_it_is(name: str):
    entry = built_in()[name]

    assert entry.publisher
    assert entry.licence
    assert entry.home_page.startswith("https://")
    assert entry.url.startswith("https://")
    assert entry.places, "say which places it serves"
    assert entry.expects_at_least >= 1
    assert not entry.paused or entry.paused_because
