"""Cleaned documents, read again by real browsers, hold nothing that could run."""

from __future__ import annotations

import pytest

from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.conftest import BROWSERS


@pytest.mark.browser
@pytest.mark.parametrize("name", BROWSERS)
async def test_no_hostile_tree_survives_cleaning(name: str) -> None:
    """4000 trees of hostile pieces: no script, handler or javascript: however the result is parsed."""
    async with ProbeSite().run() as site, open_browser(site.make_launch(name)) as browser:
        page = await browser.open(f"{SITE}/probe/fuzz.html")
        await page.wait_for("window.done === true", seconds=60)
        assert [] == await page.evaluate("failures")
