"""Rich text of the Contentful content system as HTML."""

from collections.abc import Mapping
from html import escape
from typing import Any

_TAGS = {
    "paragraph": "p",
    "heading-1": "h1",
    "heading-2": "h2",
    "heading-3": "h3",
    "heading-4": "h4",
    "unordered-list": "ul",
    "ordered-list": "ol",
    "list-item": "li",
    "blockquote": "blockquote",
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-header-cell": "th",
}
_DEEPEST = 40


def as_html(node: Any, depth: int = 0) -> str:
    """A document of nodes as HTML; an unknown node gives what stands inside it.

    >>> as_html({"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Up to <£5>"}]})
    '<p>Up to &lt;£5&gt;</p>'
    """
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return ""
    if node.get("nodeType") == "text":
        return escape(str(node.get("value") or ""), quote=False)
    children = node.get("content")
    inner = (
        "".join(as_html(child, depth + 1) for child in children)
        if isinstance(children, list)
        else ""
    )
    if node.get("nodeType") == "hyperlink":
        data = node.get("data")
        address = str(data.get("uri") or "") if isinstance(data, Mapping) else ""
        return f'<a href="{escape(address)}">{inner}</a>'
    tag = _TAGS.get(str(node.get("nodeType")))
    return f"<{tag}>{inner}</{tag}>" if tag and inner else inner
