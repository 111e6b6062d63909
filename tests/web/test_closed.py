"""The pages of closed orders."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from companion.model import OrderState
from companion.web import closed, overview
from tests.web.running import RunningWeb
from tests.web.seeds import Seed, add_seeds

CLOSED = tuple(
    Seed(number, f"Invented thing {number}", "9.10", "Velo Parts", OrderState.CANCELLED)
    for number in range(1, 6)
)
RUNNING = Seed(9, "Ceramic pour-over coffee set", "41.90", "Morrow Home", refund_in=4)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two orders to a page."""
    monkeypatch.setattr(closed, "PER_PAGE", 2)
    monkeypatch.setattr(overview, "MAX_CLOSED", 2)


async def read(web: RunningWeb, path: str) -> list[str]:
    """List the orders of a page, as they stand."""
    return re.findall(r"Invented thing (\d)<", await web.get_text(path))


async def test_every_closed_order_is_on_one_page_and_no_other_order_is(web: RunningWeb) -> None:
    """The pages together hold each closed order once, newest first, and none that runs."""
    await web.store.write(lambda store: add_seeds(store, (*CLOSED, RUNNING)))
    await web.open_session()

    assert ["5", "4"] == await read(web, "/closed")
    assert ["3", "2"] == await read(web, "/closed?page=2")
    assert ["1"] == await read(web, "/closed?page=3")
    assert "Ceramic" not in await web.get_text("/closed?page=3")


async def test_the_overview_shows_the_newest_and_leads_to_all(web: RunningWeb) -> None:
    """The first page counts every closed order, shows the newest and links to the rest."""
    await web.store.write(lambda store: add_seeds(store, (*CLOSED, RUNNING)))
    await web.open_session()
    page = await web.get_text("/")

    assert ["5", "4"] == await read(web, "/")
    assert '<a href="/closed">All 5 closed orders</a>' in page


@pytest.mark.parametrize("number", ["0", "4", "-1", "x", "²", "9" * 40])
async def test_a_page_that_is_not_there_says_so(web: RunningWeb, number: str) -> None:
    """A page number beyond the last one, or none at all, is answered with a sentence."""
    await web.store.write(lambda store: add_seeds(store, CLOSED))
    await web.open_session()
    async with web.http.get(f"{web.url}/closed", params={"page": number}) as answer:
        assert 404 == answer.status
        assert "There is no such page of closed orders." in await answer.text()


async def test_nothing_closed_is_said(web: RunningWeb) -> None:
    """Before any order is over the page says so."""
    await web.store.write(lambda store: add_seeds(store, (replace(RUNNING, number=8),)))
    await web.open_session()
    assert "No order is closed yet." in await web.get_text("/closed")
