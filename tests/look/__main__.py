"""``make look``: writes every kind of message as page, text and pictures, to be looked at by a person."""

import sys
from pathlib import Path

from tests.look.browser import SCHEMES, WIDTHS, browser, photograph
from tests.look.pages import pages

HEIGHTS = {320: 5200, 600: 4000, 1200: 3600}
SHORT = 1500


def main(folder: Path) -> None:
    """Fills the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = pages()
    for name, rendered in found.items():
        (folder / f"{name}.html").write_text(rendered.html, encoding="utf-8")
        (folder / f"{name}.txt").write_text(
            f"{rendered.subject}\n\n{rendered.text}", encoding="utf-8"
        )
    if browser() is None:
        sys.stderr.write("no Chromium was found: pages and texts only (set $CHROMIUM)\n")
        return
    for name, rendered in found.items():
        for width in WIDTHS:
            for scheme in SCHEMES:
                height = HEIGHTS[width] if name == "digest" else SHORT
                path = folder / f"{name}-{width}-{scheme}.png"
                photograph(rendered.html, width, scheme, height, path)
    sys.stdout.write(f"look at {folder}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/look"))
