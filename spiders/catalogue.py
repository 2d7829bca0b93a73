"""The catalogue of sources: those with a class, the sites of catalogue.toml, and what the configuration changes."""

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rapidfuzz import process

from db.errors import RadarError
from spiders import sources
from spiders.entry import SourceEntry

if TYPE_CHECKING:
    from spiders.base import Source

SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "wordpress": "spiders.sites.wordpress:WordpressSite",
        "labelled": "spiders.sites.labelled:LabelledSite",
        "feed": "spiders.sites.feed:FeedSite",
        "sitemap": "spiders.sites.sitemap:SitemapSite",
        "json_ld": "spiders.sites.json_ld:JsonLdSite",
        "file": "spiders.sites.file:FileSite",
        "newsletters": "spiders.sites.newsletters:NewslettersSite",
    }
)
"""The shapes that a site by configuration can have, and where each is."""

_INSIDE = {
    "first_look": "spiders.sites.first_look:FirstLook",
    "documents": "funding_radar.jobs.document_visit:DocumentVisit",
}
"""What looks at a site before it is a source, and what fetches the documents that its pages lead to."""

_COMMON = {field.name for field in fields(SourceEntry)} - {"name", "options"}
_NAME = re.compile(r"[a-z][a-z0-9_]{1,60}")
_ON_DISK = ("file", "newsletters")


def load_catalogue(
    overrides: Mapping[str, Mapping[str, Any]], folder: Path | None = None
) -> dict[str, SourceEntry]:
    """Every source by name, with the configuration's ``[sources.NAME]`` tables laid over it.

    A table that names a known source changes its attributes; one with ``shape`` adds a site. Paths of files are
    beside the configuration, in ``folder``. Raises RadarError in one sentence that names the nearest right word.
    """
    catalogue = dict(built_in())
    for name, table in overrides.items():
        if name in catalogue:
            catalogue[name] = _changed(catalogue[name], table, folder)
        elif "shape" in table:
            catalogue[name] = _site(name, table, folder)
        else:
            near = process.extractOne(name, list(catalogue), score_cutoff=60)
            hint = f"; did you mean {near[0]}?" if near else " (a new site needs a shape)"
            msg = f"sources.{name}: there is no such source{hint}"
            raise RadarError(msg)
    return catalogue


@cache
def built_in() -> Mapping[str, SourceEntry]:
    """The sources that come with the program."""
    entries = {name: _of_class(source) for name, source in classes().items()}
    text = (Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8")
    for name, table in tomllib.loads(text).items():
        entries[name] = _site(name, table, None)
    return MappingProxyType(entries)


@cache
def classes() -> Mapping[str, "type[Source]"]:
    """The sources that have a class of their own, by name."""
    found = {}
    for module in pkgutil.iter_modules(sources.__path__):
        class_name = "".join(word.capitalize() for word in module.name.split("_"))
        loaded = importlib.import_module(f"{sources.__name__}.{module.name}")
        found[module.name] = getattr(loaded, class_name)
    return MappingProxyType(found)


def source_class(entry: SourceEntry) -> "type[Source]":
    """The class that reads a source."""
    return classes().get(entry.name) or shape_class(entry.shape)


def shape_class(shape: str) -> "type[Source]":
    """The class of a shape. Raises RadarError for a shape that there is not."""
    known = {**SHAPES, **_INSIDE}
    if shape not in known:
        near = process.extractOne(shape, list(SHAPES), score_cutoff=50)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(SHAPES)}"
        msg = f"there is no shape {shape!r}; {hint}"
        raise RadarError(msg)
    module, _, name = known[shape].partition(":")
    found: type[Source] = getattr(importlib.import_module(module), name)
    return found


def _of_class(source: "type[Source]") -> SourceEntry:
    return SourceEntry(
        name=source.name,
        publisher=source.publisher,
        licence=source.licence,
        home_page=source.home_page,
        shape=source.shape,
        url=source.url,
        places=source.places,
        paused=bool(source.paused_because),
        paused_because=source.paused_because,
        expects_at_least=source.expects_at_least,
        every=source.every,
        delay=source.delay,
    )


def _site(name: str, table: Mapping[str, Any], folder: Path | None) -> SourceEntry:
    if not _NAME.fullmatch(name):
        msg = f"sources.{name}: a name is small letters, digits and _, such as sheffield_cvs"
        raise RadarError(msg)
    for key in ("url", "publisher"):
        if not table.get(key):
            msg = f'sources.{name}: a new site needs {key} = "…"'
            raise RadarError(msg)
    shape = str(table["shape"])
    shape_class(shape)
    site = urlsplit(str(table["url"]))
    home = f"{site.scheme}://{site.netloc}/" if site.netloc else ""
    bare = SourceEntry(name, "", "not stated: facts, link and extract only", home, shape, "")
    return _changed(bare, table, folder)


def _changed(entry: SourceEntry, table: Mapping[str, Any], folder: Path | None) -> SourceEntry:
    source = classes().get(entry.name) or shape_class(str(table.get("shape", entry.shape)))
    if entry.name in classes() and table.get("shape", entry.shape) != entry.shape:
        msg = f"sources.{entry.name}: its shape is {entry.shape} and cannot be changed"
        raise RadarError(msg)
    common: dict[str, Any] = {}
    options = dict(entry.options)
    for key, value in table.items():
        if key in _COMMON:
            common[key] = _fitting(entry.name, key, value, getattr(entry, key))
        elif key in source.options:
            options[key] = _fitting(entry.name, key, value, getattr(source, key))
        else:
            near = process.extractOne(key, [*_COMMON, *source.options], score_cutoff=50)
            hint = f"; did you mean {near[0]}?" if near else ""
            msg = f"sources.{entry.name}.{key}: there is no such key{hint}"
            raise RadarError(msg)
    if "paused" in common and not common["paused"]:
        common.setdefault("paused_because", "")
    elif common.get("paused_because"):
        common.setdefault("paused", True)
    changed = replace(entry, **common, options=options)
    return replace(changed, url=_address(changed, folder))


def _address(entry: SourceEntry, folder: Path | None) -> str:
    """The address to visit; a file's is absolute."""
    parts = urlsplit(entry.url)
    if parts.scheme in ("http", "https") and parts.hostname:
        return entry.url
    if entry.shape in _ON_DISK:
        path = Path(entry.url.removeprefix("file://")).expanduser()
        return ((folder or Path.cwd()) / path).absolute().as_uri()
    msg = f"sources.{entry.name}.url: not an address that starts with http:// or https:// ({entry.url!r})"
    raise RadarError(msg)


def _fitting(name: str, key: str, value: Any, like: Any) -> Any:
    """The value in the type of the default. Raises RadarError where it is of another."""
    if isinstance(like, bool) or isinstance(value, bool):
        fits = isinstance(value, bool) and isinstance(like, bool)
    elif like is None or isinstance(like, int | float):
        fits = (isinstance(value, int | float) and value >= 0) or (
            like is None and isinstance(value, str)
        )
    elif isinstance(like, tuple):
        fits = isinstance(value, list | tuple)
        value = tuple(value) if fits else value
    elif isinstance(like, Mapping):
        fits = isinstance(value, Mapping)
    else:
        fits = isinstance(value, type(like))
    if not fits:
        wanted = {
            bool: "true or false",
            int: "a number",
            float: "a number",
            type(None): "a number",
            tuple: "a list",
        }
        msg = f"sources.{name}.{key}: {wanted.get(type(like), 'a text')} is wanted, not {value!r}"
        raise RadarError(msg)
    return value
