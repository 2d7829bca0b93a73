"""Bars: drawn in the terminal, or as an SVG file for a report that people hand round."""

from collections.abc import Sequence

Values = Sequence[tuple[str, float | None]]
"""Names with their values; None is unknown, and has no bar."""

WIDTH, NAME = 40, 30
"""Columns of the longest bar, and of a name, in the terminal."""
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{{ 60 + 28 * rows|length }}" role="img" \
aria-labelledby="title" font-family="sans-serif" font-size="14">
<title id="title">{{ title }}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="28" font-size="17" font-weight="bold" fill="#1b1b1b">{{ title }}</text>
{% for name, width, said in rows -%}
<g transform="translate(0 {{ 46 + 28 * loop.index0 }})">
<text x="250" y="15" text-anchor="end" fill="#1b1b1b">{{ name }}</text>
<rect x="260" y="2" width="{{ width }}" height="18" fill="#1f5f8b"/>
<text x="{{ 268 + width }}" y="15" fill="#1b1b1b">{{ said }}</text>
</g>
{% endfor -%}
</svg>
"""
_LONGEST = 360


def bars(values: Values, unit: str) -> list[str]:
    """A line for each value, with its bar.

    >>> bars([("Council", 20), ("CVS", None)], "days")[1].split()
    ['CVS', 'unknown']
    """
    return [
        f"{name[:NAME]:{NAME}}  {'█' * round(WIDTH * part)}{' ' if part else ''}{said}"
        for name, part, said in _parts(values, unit)
    ]


def bars_svg(title: str, values: Values, unit: str) -> str:
    """The same as an SVG, which says in words what it shows.

    >>> "&lt;b&gt; fund" in bars_svg("Notice", [("<b> fund", 3)], "days")
    True
    """
    from jinja2 import Environment

    rows = [(name[:34], round(_LONGEST * part), said) for name, part, said in _parts(values, unit)]
    return Environment(autoescape=True).from_string(_SVG).render(title=title, rows=rows)


def _parts(values: Values, unit: str) -> list[tuple[str, float, str]]:
    """Each name with its part of the highest value, and the value in words."""
    from funding_radar.harmless import harmless

    highest = max((value for _, value in values if value is not None), default=0)
    return [
        (
            harmless(name),
            max(value, 0) / highest if value is not None and highest > 0 else 0.0,
            "unknown" if value is None else f"{value:,.0f} {unit}",
        )
        for name, value in values
    ]
