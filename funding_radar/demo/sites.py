"""The made-up sites, each in the shape that real ones have: WordPress, feeds, listings with labelled values."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from jinja2 import Environment

from funding_radar.demo.pages import Answer, Page, Query, as_json, html, xml
from funding_radar.demo.texts import Item, site_items

_JINJA = Environment(autoescape=True)


def wordpress(site: str, name: str, base_url: str, today: date) -> dict[str, Page]:
    """A WordPress site with its REST interface open."""
    items = site_items(site, today)
    root = f"{base_url}/{site}"
    pages = _posts(site, name, root, items)
    pages[f"/{site}/wp-json/wp/v2/posts"] = Page(
        "application/json; charset=UTF-8", lambda query: _rest(query, items, root)
    )
    return pages


def closed_wordpress(site: str, name: str, base_url: str, today: date) -> dict[str, Page]:
    """A WordPress site where a security plugin closes the REST interface; its feed works."""
    refusal = {
        "code": "rest_login_required",
        "message": "REST API restricted to authenticated users.",
        "data": {"status": 401},
    }
    pages = _posts(site, name, f"{base_url}/{site}", site_items(site, today))
    pages[f"/{site}/wp-json/wp/v2/posts"] = Page(
        "application/json; charset=UTF-8", lambda _query: as_json(refusal), status=401
    )
    return pages


def newsroom(site: str, name: str, base_url: str, today: date) -> dict[str, Page]:
    """A newsroom with an RSS feed that carries whole articles, and the articles as pages."""
    items = site_items(site, today)
    root = f"{base_url}/{site}/news"
    pages = {f"/{site}/news/{item.slug}": html(_article(name, item)) for item in items}
    pages[f"/{site}/news"] = html(_index(name, root, items))
    pages[f"/{site}/news/feed.rss"] = xml(_feed(name, root, items, whole=True))
    return pages


def labelled(site: str, name: str, layout: str, today: date) -> dict[str, Page]:
    """A funder's site: a listing of cards with labelled values, in a table or a list, and a page for each fund."""
    items = site_items(site, today)
    pages = {f"/{site}/grants/{item.slug}": html(_fund_page(name, layout, item)) for item in items}
    listing = _JINJA.from_string(_LISTINGS[layout]).render(name=name, site=site, items=items)
    pages[f"/{site}/grants"] = html(listing)
    return pages


def _posts(site: str, name: str, root: str, items: Sequence[Item]) -> dict[str, Page]:
    pages = {f"/{site}/{item.slug}/": html(_article(name, item)) for item in items}
    pages[f"/{site}/"] = html(_index(name, root, items))
    pages[f"/{site}/feed/"] = xml(_feed(name, root, items, whole=True))
    return pages


def _rest(query: Query, items: Sequence[Item], root: str) -> Answer:
    after = query.get("modified_after")
    since = datetime.fromisoformat(after).replace(tzinfo=UTC) if after else None
    found = [item for item in items if since is None or item.published_at > since]
    size, number = max(1, min(100, int(query.get("per_page", 10)))), int(query.get("page", 1))
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // size))}
    wanted = set(query.get("_fields", "").split(",")) - {""}
    rows = [_post(item, root) for item in found[(number - 1) * size : number * size]]
    kept = [{k: v for k, v in row.items() if not wanted or k in wanted} for row in rows]
    return as_json(kept, headers)


def _post(item: Item, root: str) -> dict[str, Any]:
    at = item.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    number = 1000 + sum(map(ord, item.slug))
    return {
        "id": number,
        "date": item.published_at.strftime("%Y-%m-%dT%H:%M:%S"),
        "date_gmt": at,
        "modified": item.published_at.strftime("%Y-%m-%dT%H:%M:%S"),
        "modified_gmt": at,
        "slug": item.slug,
        "status": "publish",
        "type": "post",
        "link": f"{root}/{item.slug}/",
        "title": {"rendered": escape(item.title).replace("&#x27;", "&#8217;")},
        "content": {"rendered": item.body + "\n", "protected": False},
        "excerpt": {"rendered": f"<p>{_first_words(item)}</p>\n", "protected": False},
        "categories": [7],
    }


def _first_words(item: Item) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", item.body).split()[:30]) + " [&hellip;]"


def _feed(name: str, root: str, items: Sequence[Item], *, whole: bool) -> str:
    return _JINJA.from_string(_FEED).render(
        name=name, root=root, items=items, whole=whole, when=_rfc822
    )


def _rfc822(item: Item) -> str:
    return format_datetime(item.published_at)


def _article(name: str, item: Item) -> str:
    return _JINJA.from_string(_PAGE).render(name=name, item=item)


def _index(name: str, root: str, items: Sequence[Item]) -> str:
    return _JINJA.from_string(_INDEX).render(name=name, root=root, items=items)


def _fund_page(name: str, layout: str, item: Item) -> str:
    facts = {label: item.head[key] for key, label in _LABELS[layout].items() if key in item.head}
    return _JINJA.from_string(_FUND).render(name=name, item=item, facts=facts, layout=layout)


_LABELS = {
    "table": {"amount": "Grant size", "closing": "Closing date", "area": "Area", "theme": "Theme"},
    "list": {"amount": "Amount", "closing": "Deadline", "area": "Location"},
}

_HEAD = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ title }} | {{ name }}</title></head><body>
<header><a href="/">{{ name }}</a><nav><ul><li>About us</li><li>News</li><li>Contact</li></ul></nav></header>
"""
_FOOT = """<footer><p>{{ name }} is made up. Telephone 01632 960000.</p></footer>
</body></html>
"""
_PAGE = (
    _HEAD.replace("title }}", "item.title }}")
    + """<main><article>
<h1>{{ item.title }}</h1>
{%- set at = item.published_at %}
<p class="meta">Posted <time datetime="{{ at.isoformat() }}">{{ at.strftime("%d %B %Y") }}</time></p>
{{ item.body|safe }}
</article></main>
"""
    + _FOOT
)
_INDEX = (
    _HEAD.replace("{{ title }}", "News")
    + """<main><h1>News</h1>
<ul>
{%- for item in items %}
<li><a href="{{ root }}/{{ item.slug }}">{{ item.title }}</a></li>
{%- endfor %}
</ul></main>
"""
    + _FOOT
)
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>{{ name }}</title>
<link>{{ root }}/</link>
<description>News from {{ name }}</description>
<language>en-GB</language>
{%- for item in items %}
<item>
<title>{{ item.title }}</title>
<link>{{ root }}/{{ item.slug }}{{ "" if root.endswith("/news") else "/" }}</link>
<guid isPermaLink="false">{{ root }}/?p={{ item.slug }}</guid>
<pubDate>{{ when(item) }}</pubDate>
<description>{{ item.body|striptags|truncate(200) }}</description>
{%- if whole %}
<content:encoded><![CDATA[{{ item.body|safe }}]]></content:encoded>
{%- endif %}
</item>
{%- endfor %}
</channel>
</rss>
"""
_LISTINGS = {
    "table": _HEAD.replace("{{ title }}", "Available grants")
    + """<main><h1>Available grants</h1>
{%- for item in items %}
<div class="grant">
<h3>{{ item.title }}</h3> <span class="badge">{{ item.head.status }}</span>
<p>{{ item.head.summary }}</p>
<table><tbody>
<tr><td>Grant size:</td><td>{{ item.head.amount }}</td></tr>
<tr><td>Closing date:</td><td>{{ item.head.closing }}</td></tr>
<tr><td>Area:</td><td>
    {{ item.head.area }}
</td></tr>
</tbody></table>
<a class="button" href="/{{ site }}/grants/{{ item.slug }}">Read more</a>
</div>
{%- endfor %}
</main>
"""
    + _FOOT,
    "list": _HEAD.replace("{{ title }}", "Our programmes")
    + """<main><h1>Our programmes</h1>
<ul>
{%- for item in items %}
<li class="programme">
<h2><a href="/{{ site }}/grants/{{ item.slug }}">{{ item.title }}</a></h2>
<p>{{ item.head.summary }}</p>
<dl><dt>Status</dt><dd>{{ item.head.status }}</dd><dt>Amount</dt><dd>{{ item.head.amount }}</dd>
<dt>Location</dt><dd>{{ item.head.area }}</dd></dl>
</li>
{%- endfor %}
</ul></main>
"""
    + _FOOT,
}
_FUND = (
    _HEAD.replace("title }}", "item.title }}")
    + """<main>
<h1>{{ item.title }}</h1>
{%- if layout == "table" %}
<table><tbody>
{%- for label, value in facts.items() %}
<tr><th>{{ label }}</th><td>{{ value }}</td></tr>
{%- endfor %}
</tbody></table>
{%- else %}
<dl>
{%- for label, value in facts.items() %}
<dt>{{ label }}</dt><dd>{{ value }}</dd>
{%- endfor %}
</dl>
{%- endif %}
<div class="content">
{{ item.body|safe }}
</div>
</main>
"""
    + _FOOT
)
