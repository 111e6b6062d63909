"""A chat that is scrolled through once is kept whole, whatever the page is built like: every message once."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.browser.chat_shells import Build
from tests.browser.chat_visit import Visits
from tests.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

WHOLE = tuple(Build)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visits(scene: Scene) -> Visits:
    """The visits of a person who agreed, each made when a test first asks for it."""
    await scene.agree_and_pair()
    return Visits(scene)


@pytest.mark.parametrize("build", list(Build))
async def test_every_message_is_kept_once(visits: Visits, build: Build) -> None:
    """Author, order, time, kind, words, pictures and recalls are as they were said, and nothing is twice."""
    visit = await visits.get(build)
    assert visit.made == visit.told


@pytest.mark.parametrize("build", list(Build))
async def test_it_is_one_conversation(visits: Visits, build: Build) -> None:
    """What data, frames and pages show of a chat is one conversation."""
    assert 1 == len((await visits.get(build)).kept)


@pytest.mark.parametrize("build", WHOLE)
async def test_it_has_no_gap(visits: Visits, build: Build) -> None:
    """Whoever has scrolled through all of it has missed nothing, and is told of no gap."""
    visit = await visits.get(build)
    assert [((), None)] == [(one.gaps, one.missing_since_at) for one in visit.kept]


@pytest.mark.parametrize("build", WHOLE)
async def test_its_beginning_is_known(visits: Visits, build: Build) -> None:
    """The page said that nothing was before its first message."""
    assert [True] == [one.complete_from_start for one in (await visits.get(build)).kept]


@pytest.mark.parametrize("build", WHOLE)
async def test_the_bytes_of_its_pictures_are_kept(visits: Visits, build: Build) -> None:
    """Every picture that was shown is held as bytes, for its address expires."""
    assert () == (await visits.get(build)).missing_pictures


@pytest.mark.parametrize("build", WHOLE)
async def test_what_was_on_the_screen_is_kept_once(visits: Visits, build: Build) -> None:
    """Also where no data can be read, each row that was seen is kept once, in order, with what it showed."""
    visit = await visits.get(build, is_scrambled=True)
    assert visit.made == visit.told


@pytest.mark.parametrize("build", WHOLE)
async def test_what_was_on_the_screen_is_whole(visits: Visits, build: Build) -> None:
    """Also where no data can be read, there is one conversation, from its beginning, and its pictures."""
    visit = await visits.get(build, is_scrambled=True)
    assert () == visit.missing_pictures
    assert [(True, ())] == [(one.complete_from_start, one.gaps) for one in visit.kept]
