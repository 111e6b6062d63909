"""Three hundred orders and two years of visits: both browsers and `import` come to equal stores.

What stands in for two years: the browsers' clock is the real one, so all captures are of today and in the
order of the visits; the days that the answers name reach two years back. Captures' ids and instants differ
between two walks and are left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from companion.config import Config
from companion.ingest import Ingest
from companion.model import Capture, PartRole
from tests.browser import corpus_walk, kept
from tests.browser.companion_under_test import CompanionUnderTest
from tests.browser.corpus_walk import find_answers
from tests.browser.scene import set_scene
from tests.browser.when_now import utc_now
from tests.conftest import BROWSERS
from tests.corpus.corpus import Corpus, make_corpus
from tests.corpus.differences import list_differences
from tests.corpus.gist import Gist, read_gists
from tests.corpus.importing import (
    import_folder,
    import_plain,
    make_twins,
    write_capture_files,
    write_pages,
)
from tests.corpus.said import Sayings, read_sayings
from tests.corpus.visits import Kind

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@dataclass(frozen=True, slots=True)
class Walked:
    """What a browser brought home: every capture, and what the companion's store says."""

    captures: list[Capture]
    sayings: Sayings
    gists: dict[str, Gist]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Three hundred orders that end today."""
    return make_corpus(today=utc_now().date())


@pytest.fixture(scope="module")
def now(corpus: Corpus) -> datetime:
    """The instant for which all deadlines are worked out."""
    return datetime.combine(corpus.today + timedelta(days=1), time(), UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walks(corpus: Corpus, now: datetime) -> dict[str, Walked | BaseException]:
    """The walks of both browsers, side by side; one that failed is told by the tests of its browser."""
    found = await asyncio.gather(*(_walk(name, corpus, now) for name in BROWSERS), return_exceptions=True)
    return dict(zip(BROWSERS, found, strict=True))


async def _walk(name: str, corpus: Corpus, now: datetime) -> Walked:
    async with set_scene(name) as scene:
        captures = await corpus_walk.walk(scene, corpus)
        with kept.open_kept(scene.companion.config) as store:
            return Walked(captures, read_sayings(store, now), read_gists(store))


def _read(config: Config, now: datetime) -> Sayings:
    with kept.open_kept(config) as store:
        return read_sayings(store, now)


def assert_same(one: Sayings, other: Sayings) -> None:
    """Check that two stores say the same, and tell field by field where they do not."""
    assert one.problems == other.problems
    assert [] == list_differences(one.orders, other.orders)


def get_walk(walks: dict[str, Walked | BaseException], name: str) -> Walked:
    """Give the walk of a browser, or raise why there is none."""
    found = walks[name]
    if isinstance(found, BaseException):
        raise found
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walked(walks: dict[str, Walked | BaseException], browser_name: str) -> AsyncIterator[Walked]:
    """The walk of each browser in turn."""
    yield get_walk(walks, browser_name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def imported(walked: Walked, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A store made by importing a folder of capture files: the corpus' answers, and the frozen pages."""
    folder = tmp_path_factory.mktemp("imported")
    files, data = folder / "files", Config(folder / "data")
    files.mkdir()
    twins = make_twins(corpus, corpus.visits, find_answers(walked.captures))
    pages = [one for one in walked.captures if one.parts[0].role is not PartRole.API]
    write_capture_files([*(twin for _, twin in twins), *pages], files)
    await asyncio.to_thread(import_folder, files, data.data_dir)
    return data


async def test_every_answer_is_kept_once(walked: Walked, corpus: Corpus) -> None:
    """Every answer of every visit, also of those handed over late, is kept, and none twice."""
    expected = [call.trace for visit in corpus.visits for call in corpus.list_calls(visit)]
    answers = [capture for capture in walked.captures if capture.parts[0].role is PartRole.API]
    assert sorted(expected) == sorted(find_answers(answers))
    assert len(expected) == len(answers)


async def test_every_visit_has_its_page(walked: Walked, corpus: Corpus) -> None:
    """Every visit left at least one frozen page."""
    framed = {
        capture.visit_id
        for capture in walked.captures
        if any(part.role is PartRole.PAGE for part in capture.parts)
    }
    assert len(corpus.visits) == len(framed)


async def test_every_order_is_known(walked: Walked, corpus: Corpus) -> None:
    """All three hundred orders are in the store."""
    assert {life.order_id for life in corpus.list_lives()} == set(walked.sayings.orders)


async def test_imported_capture_files_give_an_equal_store(
    walked: Walked, imported: Config, now: datetime
) -> None:
    """The corpus' own answers beside the frozen pages, as capture files, give what the browser gave."""
    assert_same(walked.sayings, _read(imported, now))


# What both browsers brought home is the same, by the last test: what follows takes either of them.


@pytest.mark.parametrize("browser_name", ["firefox"], indirect=True)
async def test_reading_anew_changes_nothing(walked: Walked, imported: Config, now: datetime) -> None:
    """Read anew, once and twice, everything is as it was, and no order counts as changed."""
    with kept.open_kept(imported) as store, Ingest(store, utc_now) as ingest:
        reports = [ingest.reparse(), ingest.reparse()]
    assert [0, 0] == [report.changed for report in reports]
    assert_same(walked.sayings, _read(imported, now))


@pytest.mark.parametrize("browser_name", ["chromium"], indirect=True)
async def test_imported_plain_files_say_the_same(walked: Walked, corpus: Corpus, tmp_path: Path) -> None:
    """The same answers and pages saved as plain files, imported beside a running companion, say the same.

    A plain file does not say which visit it is of, so the two readings do not meet there: each counts by
    itself. So the wording of a record may be the page's, but what it means is the same.
    """
    answers, pages = tmp_path / "answers", tmp_path / "pages"
    answers.mkdir()
    pages.mkdir()
    twins = list(make_twins(corpus, corpus.visits, find_answers(walked.captures)))
    write_pages(walked.captures, pages)
    companion = CompanionUnderTest(tmp_path, {"DBUS_SESSION_BUS_ADDRESS": "disabled:"})
    await companion.start()
    try:
        await asyncio.to_thread(import_plain, twins, answers, companion.config.data_dir)
        await asyncio.to_thread(import_folder, pages, companion.config.data_dir, "--time-zone", "UTC")
        await companion.wait_until(lambda status: status.orders == len(corpus.list_lives()))
    finally:
        await companion.stop()
    with kept.open_kept(companion.config) as store:
        assert [] == list_differences(walked.gists, read_gists(store))


async def test_both_browsers_give_equal_stores(walks: dict[str, Walked | BaseException]) -> None:
    """Chromium and Firefox bring home the same records, statements, changes, deadlines and problems."""
    assert_same(*(get_walk(walks, name).sayings for name in BROWSERS))


async def test_the_walk_is_as_wide_as_promised(corpus: Corpus) -> None:
    """The walk looks at more than a hundred orders closely, and presses "View orders" to every list's end."""
    await asyncio.sleep(0)  # keeps this test on the module's loop with the others
    assert 100 < len({visit.order_id for visit in corpus.visits if visit.kind is Kind.DETAIL})
    assert len(corpus.lives) <= sum(visit.pages - 1 for visit in corpus.visits if visit.day == 0)
