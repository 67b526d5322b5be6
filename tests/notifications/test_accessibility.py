"""axe-core in a real browser: nothing to find on a page of ours.

Runs where LAUFZETTEL_AXE names the file axe.min.js and a Chromium is on the PATH.
`docs/press.md` holds the figures of a full run.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from notifications.daypage import daypage
from tests.notifications.releases import KINDS, draft, release
from tests.notifications.test_daypage import DAY, sitting
from tests.notifications.test_formats import framed

AXE = os.environ.get("LAUFZETTEL_AXE", "")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
ASKED = """<script>
axe.run(document).then(found => {
  const told = {violations: found.violations.map(each => each.id),
                incomplete: found.incomplete.map(each => each.id),
                passes: found.passes.length};
  document.documentElement.dataset.axe = encodeURIComponent(JSON.stringify(told));
});
</script>"""
ALONE = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--virtual-time-budget=20000", "--dump-dom"),
]
pytestmark = pytest.mark.skipif(
    not (AXE and BROWSER), reason="LAUFZETTEL_AXE or a Chromium is missing"
)


def judged(html: str, folder: Path) -> dict[str, Any]:
    """What axe-core finds on a page, as a browser shows it."""
    script = f"<script>{Path(AXE).read_text(encoding='utf-8')}</script>"
    page = folder / "page.html"
    page.write_text(html.replace("</body>", f"{script}{ASKED}</body>"), "utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    done = subprocess.run(
        [str(BROWSER), *ALONE, profile, page.as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
    )
    found = re.search(r'<html[^>]* data-axe="([^"]*)"', done.stdout)
    assert found is not None, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(unquote(found[1]))
    return told


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", [*KINDS, "draft", "day"])
def test_nothing_is_found(kind: str, language: str, tmp_path: Path) -> None:
    if kind == "day":
        html = daypage(sitting(language), DAY, language).html
    else:
        html = framed(draft(language) if kind == "draft" else release(kind, language))[
            1
        ]
    found = judged(html, tmp_path)
    assert found["violations"] == found["incomplete"] == []
    assert found["passes"] > 10


def test_what_is_spoilt_is_found(tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    _, html = framed(draft())
    spoilt = (
        html.replace('<html lang="de">', "<html>")
        .replace("h2>", "h4>")
        .replace("color: #8a0000", "color: #ffaaaa")
    )
    found = judged(spoilt, tmp_path)["violations"]
    assert set(found) == {"color-contrast", "heading-order", "html-has-lang"}
