"""Whatever dies, and whenever: nothing is lost and nothing is kept twice."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser import shopper
from tests.browser.faulty_companion import Fault
from tests.browser.losses import Losses
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

DETAIL, TRACKING = shopper.list_addresses(["3041870025561204"])
ITEM = "https://www.aliexpress.com/item/%d.html"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def paired(scene: Scene) -> Scene:
    """A scene in which the browser is paired."""
    await scene.agree_and_pair()
    return scene


@pytest_asyncio.fixture(loop_scope="module")
async def losses(paired: Scene) -> AsyncIterator[Losses]:
    """The books of one test; whatever it did, the companion is well again after it."""
    await paired.wait_until_delivered()
    yield Losses(paired)
    paired.companion.fail_at(Fault.NONE)
    if not paired.companion.running:
        await paired.companion.start()


async def test_companion_down_while_browsing(paired: Scene, losses: Losses) -> None:
    """With the companion down the popup says what waits; once it is back everything arrives once."""
    await paired.companion.kill()
    page = await losses.look(DETAIL)
    popup = await paired.open_popup()
    waiting = await losses.wait_until_waiting(popup, least=2)
    await popup.wait_for(f"document.getElementById('waiting').innerText === '{waiting}'")
    await popup.wait_for("/not running/.test(document.getElementById('sentence').innerText)")
    await popup.close()
    await paired.companion.start()
    await losses.check_all()
    await page.close()


@pytest.mark.parametrize("fault", [Fault.DIE_BEFORE_STORING, Fault.DIE_BEFORE_ANSWERING])
async def test_companion_killed_between_request_and_answer(
    paired: Scene, losses: Losses, fault: Fault
) -> None:
    """A companion killed before or after storing is sent the same again and keeps it once."""
    paired.companion.fail_at(fault)
    page = await losses.look(DETAIL)
    await paired.companion.wait_until_dead()
    paired.companion.fail_at(Fault.NONE)
    await paired.companion.start()
    await losses.check_all()
    await page.close()


async def test_companion_killed_before_the_pictures(paired: Scene, losses: Losses) -> None:
    """A companion killed as it takes a picture is sent the picture again."""
    paired.companion.fail_at(Fault.DIE_AT_BLOB)
    page = await losses.look(ITEM % 1005009900000001)
    await paired.companion.wait_until_dead()
    paired.companion.fail_at(Fault.NONE)
    await paired.companion.start()
    await losses.check_all()
    await page.close()


async def test_worker_killed_after_the_content_message(paired: Scene, losses: Losses) -> None:
    """What the worker said "ok" to survives its death, although nothing was sent yet."""
    await paired.companion.kill()
    page = await losses.look(DETAIL)
    popup = await paired.open_popup()
    await losses.wait_until_waiting(popup, least=2)
    await popup.close()
    await paired.browser.kill_extension_worker()
    await paired.companion.start()
    await losses.check_all()
    await page.close()


@pytest.mark.parametrize("fault", [Fault.HANG_BEFORE_STORING, Fault.HANG_BEFORE_ANSWERING])
async def test_worker_killed_during_the_post(paired: Scene, losses: Losses, fault: Fault) -> None:
    """A worker that dies while its POST is under way sends the capture again under the same id."""
    paired.companion.fail_at(fault)
    page = await losses.look(DETAIL)
    await paired.companion.wait_until_hanging()
    await paired.browser.kill_extension_worker()
    paired.companion.fail_at(Fault.NONE)
    await losses.check_all()
    await page.close()


async def test_worker_killed_before_the_pictures_are_sent(paired: Scene, losses: Losses) -> None:
    """A worker that dies after the receipt and before the pictures sends the pictures later."""
    paired.companion.fail_at(Fault.HANG_AT_BLOB)
    page = await losses.look(ITEM % 1005009900000002)
    await paired.companion.wait_until_hanging()
    await paired.browser.kill_extension_worker()
    paired.companion.fail_at(Fault.NONE)
    await losses.check_all()
    await page.close()


async def test_worker_killed_as_it_is_handed_an_answer(paired: Scene, losses: Losses) -> None:
    """A worker killed in the moment a page hands over its answer is handed it again by that page."""
    page = await losses.look(DETAIL)
    for address in (TRACKING, DETAIL, TRACKING):
        await paired.browser.kill_extension_worker()
        await losses.check_all()
        await shopper.look_at(page, address)
    await paired.browser.kill_extension_worker()
    await losses.check_all()
    await page.close()
