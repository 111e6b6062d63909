"""A stranger's path: the site renames a key, the user is told once, the adapter is mended, all is read."""

from __future__ import annotations

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

import companion
from companion.model import PageKind, Source
from tests.browser import shopper
from tests.browser.browser import Page
from tests.browser.companion_under_test import Status
from tests.browser.marketplace import ORDERS_PAGE, Case
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

READER = Path("companion/marketplaces/aliexpress/orders.py")
ADAPTER = Path("companion/marketplaces/aliexpress/__init__.py")
NEWS = "The site changed"
SHOWN = "document.getElementById('drift')?.checkVisibility()"


@dataclass
class Journey:
    """How far the stranger has come."""

    scene: Scene
    before: Status
    after: Status


async def visit_list(scene: Scene) -> None:
    """Look at the order list in a tab of its own and wait until all of it has arrived."""
    page = await scene.browser.open(ORDERS_PAGE)
    await shopper.wait_until_shown(page)
    await scene.wait_for_answers()
    await page.close()
    await scene.wait_until_delivered()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def path(scene: Scene) -> Journey:
    """See the list while all is well, then three times after a key was renamed."""
    await scene.agree_and_pair()
    await visit_list(scene)
    scene.marketplace.case = Case.RENAMED_KEY
    for _ in range(2):
        await visit_list(scene)
    before = await scene.companion.status()
    await visit_list(scene)
    return Journey(scene, before, await scene.companion.status())


async def open_dashboard(scene: Scene) -> Page:
    """Open the dashboard as the popup does."""
    link = await asyncio.to_thread(scene.companion.client.make_dashboard_link, "/")
    page = await scene.browser.open(link.url)
    await page.wait_for("location.pathname === '/'")
    return page


def count_news(scene: Scene) -> int:
    """Count how often the desktop told of it."""
    return sum(NEWS in notice.title for notice in scene.desktop.shown)


async def test_two_visits_are_no_change_and_three_are(path: Journey) -> None:
    """The third visit in a row that lacks the field raises the alarm, for the answers alone."""
    assert () == path.before.drift
    assert [(PageKind.ORDER_LIST, Source.API, "site_state", False)] == [
        (one.page_kind, one.source, one.field, one.is_quiet) for one in path.after.drift
    ]


async def test_the_desktop_tells_once(path: Journey) -> None:
    """One notice, also after another such visit."""
    async with asyncio.timeout(20):
        while not count_news(path.scene):
            await asyncio.sleep(0.1)  # the desktop is told by another process
    await visit_list(path.scene)

    assert 1 == count_news(path.scene)


async def test_the_popup_and_the_badge_tell(path: Journey) -> None:
    """The popup says what can no longer be read since when, and what to do."""
    popup = await path.scene.open_popup()
    await popup.wait_for(SHOWN)
    text = await popup.read_text("document.getElementById('drift-text').innerText")
    await popup.close()

    assert text.startswith("Order lists: the order's state can no longer be read since ")
    assert "“orderproof reparse”" in text


async def test_the_dashboard_tells_and_saves_the_report(path: Journey) -> None:
    """The dashboard says the same, and its button gives a file in which no seller is named."""
    page = await open_dashboard(path.scene)
    assert "the order's state can no longer be read since" in await page.read_text(
        "document.getElementById('drift').innerText"
    )
    size = await page.evaluate(
        "fetch(document.querySelector('#drift a').href).then(a => a.ok ? a.blob() : null).then(b => b?.size)"
    )
    await page.close()

    assert isinstance(size, int)
    assert size > 1000


async def test_the_page_becomes_a_fixture(path: Journey) -> None:
    """The capture that shows the change becomes a golden page, which says what is read today."""
    [drift] = path.after.drift
    to = path.scene.folder / "golden"
    told = await call(path.scene, "fixture", "add", drift.capture_id, "--slug", "renamed", "--to", str(to))
    folder = to / "aliexpress" / "order_list" / "renamed"

    assert "Replaced: " in told
    assert '"stateText"' in (folder / "page.json").read_text("utf-8")
    assert '"site_state": null' in (folder / "expected.json").read_text("utf-8")
    assert "Voltbird" not in (folder / "page.json").read_text("utf-8")


async def test_the_mended_adapter_reads_what_was_kept(path: Journey) -> None:
    """After the reader learns the new key and everything is read anew, the alarm is gone everywhere."""
    scene = path.scene
    await scene.companion.stop()
    scene.companion.use_package(mend_adapter(scene.folder / "mended"))
    await call(scene, "reparse")
    await scene.companion.start()

    status = await scene.companion.wait_until(lambda now: not now.drift and not now.unparsed)
    assert () == status.drift
    popup = await scene.open_popup()
    await popup.wait_for(f"!({SHOWN})")
    await popup.close()
    page = await open_dashboard(scene)
    assert "can no longer be read" not in await page.read_text()
    await page.close()


def mend_adapter(folder: Path) -> Path:
    """Copy the package and do what a contributor does: read the new key, and raise the adapter's version."""
    root = Path(companion.__file__).parent
    shutil.copytree(root, folder / "companion", ignore=shutil.ignore_patterns("__pycache__"))
    old, new = (f'fields.at("{key}").text("site_state")' for key in ("statusText", "stateText"))
    edit(folder / READER, old, f"({old} or {new})")
    version = find_version(folder / ADAPTER)
    edit(folder / ADAPTER, f"version = {version}\n", f"version = {version + 1}\n")
    return folder


def edit(file: Path, before: str, after: str) -> None:
    """Replace the one place in a file where something stands."""
    text = file.read_text("utf-8")
    assert 1 == text.count(before), f"{before!r} is no longer in {file.name}"
    file.write_text(text.replace(before, after), "utf-8")


def find_version(adapter: Path) -> int:
    """Read the version of an adapter."""
    lines = adapter.read_text("utf-8").splitlines()
    return next(int(line.rpartition("=")[2]) for line in lines if line.strip().startswith("version = "))


async def call(scene: Scene, *arguments: str) -> str:
    """Run a command on the scene's data folder and give what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "companion", "--data-dir", str(scene.companion.config.data_dir), *arguments),
        env=dict(scene.companion.environ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert 0 == process.returncode, output.decode()
    return output.decode()
