"""What a page can observe is the same with the tap as without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.browsers import open_browser
from tests.browser.probe_site import SITE, ProbeSite
from tests.browser.recorder import make_recorder
from tests.conftest import BROWSERS

PROBES = ("semantics", "sockets", "socket-messages")


async def _observe(
    name: str, site: ProbeSite, probe: str, extension: Path | None, *, enabled: bool = True
) -> object:
    async with open_browser(site.make_launch(name, extension)) as browser:
        if extension is not None:
            record = await browser.extension_page("recorder.html")
            await record.evaluate(f"replies.enabled = {str(enabled).lower()}")
        page = await browser.open(f"{SITE}/probe/{probe}.html")
        await page.wait_for("window.done === true", seconds=20)
        return await page.evaluate("seen")


@pytest.mark.browser
@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("name", BROWSERS)
async def test_page_observes_the_same_with_and_without_tap(name: str, probe: str, tmp_path: Path) -> None:
    """Functions, errors, aborts, events, streams, callbacks and sockets are as in a browser without us."""
    async with ProbeSite().run() as site:
        expected = await _observe(name, site, probe, None)
        recorder = make_recorder(tmp_path)
        with_tap = await _observe(name, site, probe, recorder)
        with_tap_off = await _observe(name, site, probe, recorder, enabled=False)
    assert expected == with_tap
    assert expected == with_tap_off
