"""One browser, companion and marketplace per test module, for each browser in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.scene import Scene, set_scene
from tests.conftest import BROWSERS

pytest.register_assert_rewrite("tests.browser.losses")


@pytest.fixture(scope="module", params=BROWSERS)
def browser_name(request: pytest.FixtureRequest) -> str:
    """Each browser in turn; one that is not on this machine fails its tests, by name."""
    return str(request.param)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(browser_name: str) -> AsyncIterator[Scene]:
    """A scene for the tests of one module."""
    async with set_scene(browser_name) as made:
        yield made
