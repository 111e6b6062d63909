"""Deleting an order's archive on the dashboard: asked first, done by our own page alone, gone after that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.model import OrderState, PageKind, Parsed
from companion.store import Store
from tests.store.samples import make_capture, make_part
from tests.web.running import FOREIGN, RunningWeb
from tests.web.seeds import SEEDS, Seed, add_seeds, make_order

FIRST, SECOND, THIRD = SEEDS[:3]


def add_list(store: Store, number: int, *seeds: Seed) -> None:
    """Keep a list that shows several orders."""
    capture = make_capture(number, make_part(f"list {number}".encode()), visit=2000 + number)
    store.add_capture(capture)
    orders = tuple(replace(make_order(seed), state=OrderState.AWAITING_DELIVERY) for seed in seeds)
    store.apply_parsed(capture, (Parsed("aliexpress", PageKind.ORDER_LIST, orders),))


@pytest.fixture
async def opened(web: RunningWeb) -> RunningWeb:
    """A dashboard over two orders of their own and a list that shows one of them and a third."""

    def fill(store: Store) -> None:
        add_seeds(store, (FIRST, SECOND))
        add_list(store, 1, SECOND, THIRD)

    await web.store.write(fill)
    await web.open_session()
    return web


async def post(web: RunningWeb, seed: Seed, word: str, origin: str | None = None) -> int:
    """Press a button of the page that asks."""
    headers = {"Origin": origin or web.url}
    url = f"{web.url}/orders/{seed.order_id}/{word}"
    async with web.http.post(url, headers=headers, data={}, allow_redirects=False) as answer:
        return answer.status


async def list_orders(web: RunningWeb) -> set[str]:
    """List the orders there are."""
    records = await web.store.read(lambda store: store.order_records())
    return {record.order.order_id for record in records}


async def test_an_order_alone_goes_with_all_of_it(opened: RunningWeb) -> None:
    """The order page leads to a page that says what goes; its button takes all of it away."""
    page = await opened.get_text(f"/orders/{FIRST.order_id}")
    asked = await opened.get_text(f"/orders/{FIRST.order_id}/delete")
    status = await post(opened, FIRST, "delete")

    assert f'href="/orders/{FIRST.order_id}/delete"' in page
    assert "2 captures with their pages and pictures" in " ".join(asked.split())
    assert "The order leaves the list." in asked
    assert "delete-with-shared" not in asked
    assert (303, {SECOND.order_id, THIRD.order_id}) == (status, await list_orders(opened))
    report = await opened.store.read(lambda store: store.integrity.check_all())
    assert (2, ()) == (report.removed_captures, report.findings)


async def test_what_shows_others_is_said_and_asked_apart(opened: RunningWeb) -> None:
    """A list stays unless that is asked for; which orders would go with it is named."""
    asked = " ".join((await opened.get_text(f"/orders/{SECOND.order_id}/delete")).split())
    await post(opened, SECOND, "delete")
    after_own = await list_orders(opened)
    await post(opened, SECOND, "delete-with-shared")

    assert "The order stays in the list with less behind it: 1 capture that show" in asked
    assert f'Nothing else shows <a href="/orders/{THIRD.order_id}">' in asked
    assert {FIRST.order_id, SECOND.order_id, THIRD.order_id} == after_own
    assert {FIRST.order_id} == await list_orders(opened)


async def test_files_go_too(opened: RunningWeb) -> None:
    """After the act no file is left that nothing names."""
    await post(opened, FIRST, "delete")

    assert () == await opened.store.read(lambda store: store.removal.waiting_files())


@pytest.mark.parametrize("word", ["delete", "delete-with-shared"])
async def test_no_other_page_can_delete(opened: RunningWeb, word: str) -> None:
    """A request of another origin is refused even though the cookie came along."""
    assert 403 == await post(opened, FIRST, word, FOREIGN)
    assert 3 == len(await list_orders(opened))


async def test_an_order_that_is_not_here_is_not_found(opened: RunningWeb) -> None:
    """A page that was open when its order went says so."""
    await post(opened, FIRST, "delete")

    assert 404 == await post(opened, FIRST, "delete")
    async with opened.http.get(f"{opened.url}/orders/{FIRST.order_id}/delete") as answer:
        assert (404, True) == (answer.status, "may have been deleted already" in await answer.text())


async def test_hostile_titles_are_text(web: RunningWeb) -> None:
    """A seller's title is shown, never run."""
    await web.store.write(lambda store: add_seeds(store, (replace(FIRST, title="<script>x</script>"),)))
    await web.open_session()

    asked = await web.get_text(f"/orders/{FIRST.order_id}/delete")
    assert (False, True) == ("<script>x" in asked, "&lt;script&gt;x&lt;/script&gt;" in asked)
