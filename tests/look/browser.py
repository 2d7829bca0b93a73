"""Pages in a real browser without a window: measured and photographed."""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTHS = (320, 600, 1200)
SCHEMES = ("light", "dark")
AXE = Path(__file__).parents[2] / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
"""Where ``npm install --prefix build/axe axe-core`` puts it."""
_MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Measured:
    """What the browser makes of a page at one width: computed, not read from the source."""

    width: int
    scroll_width: int
    least_contrast: float
    least_contrast_of: str
    unnamed_links: int
    texts: int


def browser() -> str | None:
    """The browser to use: ``$CHROMIUM``, or the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def measure(page: str, scheme: str) -> list[Measured]:
    """The page at 320, 600 and 1,200 pixels, in light or dark."""
    frames = "".join(_frame(page, width, 900) for width in WIDTHS)
    outer = f"<!doctype html><body>{frames}<pre id=said></pre><script>{_MEASURE}</script>"
    dom = _run(outer, scheme, ["--dump-dom"])
    said = re.search(r'<pre id="said">(.*?)</pre>', dom, re.DOTALL)
    assert said, f"the browser said nothing: {dom[-500:]}"
    rows: list[dict[str, Any]] = json.loads(html.unescape(said[1]))
    return [Measured(**row) for row in rows]


def axe() -> Path | None:
    """The accessibility checker axe-core: ``$AXE_CORE``, or where npm was told to put it; None without it."""
    found = Path(os.environ.get("AXE_CORE", AXE))
    return found if found.is_file() else None


def violations(page: str, scheme: str) -> list[str]:
    """What axe-core finds wrong with the page, as rule and element."""
    checker = axe()
    assert checker is not None
    script = (
        f'<script src="{checker.as_uri()}"></script><script>axe.run(document).then((found) => {{'
        ' const said = document.createElement("pre"); said.id = "said";'
        " said.textContent = JSON.stringify(found.violations.flatMap((v) =>"
        ' v.nodes.map((n) => v.id + ": " + n.html.slice(0, 200))));'
        " document.body.append(said); });</script>"
    )
    dom = _run(page.replace("</body>", f"{script}</body>"), scheme, ["--dump-dom"])
    said = re.search(r'<pre id="said">(.*?)</pre>', dom, re.DOTALL)
    assert said, f"the checker said nothing: {dom[-500:]}"
    found: list[str] = json.loads(html.unescape(said[1]))
    return found


def photograph(page: str, width: int, scheme: str, height: int, path: Path) -> None:
    """A picture of the page at a width."""
    body = f"<!doctype html><style>body{{margin:0}}</style><body>{_frame(page, width, height)}"
    window = f"--window-size={max(width, 500)},{height}"
    _run(body, scheme, [window, "--hide-scrollbars", f"--screenshot={path}"])


def _frame(page: str, width: int, height: int) -> str:
    source = html.escape(page, quote=True)
    style = f"border:0;width:{width}px;height:{height}px"
    return f'<iframe style="{style}" scrolling="no" srcdoc="{source}"></iframe>'


def _run(page: str, scheme: str, options: list[str]) -> str:
    program = browser()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        told = subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--virtual-time-budget=2000",
                f"--user-data-dir={folder}/profile",
                f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}",
                *options,
                file.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert told.returncode == 0, told.stderr[-1000:]
    return told.stdout
