"""The dashboard's pages: what the buyer has to know, in the order they have to know it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from companion.model import OrderState
from tests.web.running import FIREFOX, RunningWeb
from tests.web.seeds import SEEDS, Seed, add_seeds

PICTURE = b"\x89PNG\r\n\x1a\n" + b"pixels" * 40
BY_NUMBER = {seed.number: seed for seed in SEEDS}


async def open_with(web: RunningWeb, *seeds: Seed) -> str:
    """Open the overview over these orders."""
    await web.store.write(lambda store: add_seeds(store, seeds))
    await web.open_session()
    return await web.get_text("/")


def find_sections(page: str) -> dict[str, list[str]]:
    """Find which orders stand in which section."""
    sections: dict[str, list[str]] = {}
    for name, order_id in re.findall(r'id="(?:section-(\w+)|closed)"|href="/orders/(\d+)"', page):
        if order_id:
            sections[list(sections)[-1]].append(order_id)
        else:
            sections[name or "closed"] = []
    return sections


async def test_orders_stand_where_they_are_looked_for(web: RunningWeb) -> None:
    """Each order is in the section of its most urgent date, the most urgent first."""
    page = await open_with(web, *SEEDS)
    ids = {number: seed.order_id for number, seed in BY_NUMBER.items()}
    assert {
        "now": [ids[2], ids[1]],
        "soon": [ids[3]],
        "unknown": [ids[4]],
        "later": [ids[5]],
        "closed": [ids[7], ids[6]],
    } == find_sections(page)


async def test_a_card_says_why_and_what_to_do(web: RunningWeb) -> None:
    """Product, seller, money at stake, the quoted reason with its age and the day are there."""
    page = await open_with(web, BY_NUMBER[1])
    for words in (
        "1 order needs you now",
        "Mechanical keyboard 75%",
        "Keystone Works Store",
        "€132.74",
        "“Refund if no delivery before Sep 1, 2026”",
        "seen on the tracking page, 3 h ago",
        "<strong>in 2 days</strong>",
        'datetime="2026-09-01"',
        "Urgent",
        "See the archived page",
        "https://www.aliexpress.com/p/order/detail.html?orderId=",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("accepted", "day"),
    [
        ("en-US,en;q=0.9", "Tue, Sep 1"),
        ("en-GB", "Tue 1 Sep"),
        ("de-DE,de;q=0.9", "Tue 1 Sep"),
        ("", "Tue 1 Sep"),
    ],
)
async def test_days_are_written_as_the_reader_does(web: RunningWeb, accepted: str, day: str) -> None:
    """Day and month stand in the order of the browser's language."""
    await open_with(web, BY_NUMBER[1])
    async with web.http.get(f"{web.url}/", headers={"Accept-Language": accepted}) as answer:
        assert day in await answer.text()


async def test_an_empty_dashboard_says_what_to_do_first(web: RunningWeb) -> None:
    """Before anything is captured the page names the three steps, and marks those done."""
    page = await open_with(web)
    assert "orderproof extension" in page
    assert 0 == page.count('class="done"')
    await web.pair()
    assert 2 == (await web.get_text("/")).count('class="done"')


async def test_a_waiting_browser_is_the_first_thing_seen(web: RunningWeb) -> None:
    """A pairing request stands above the orders with its code and both buttons."""
    await open_with(web, BY_NUMBER[1])
    headers = {"X-Orderproof": "1", "Origin": FIREFOX}
    asked = await web.post("/v1/pairings", {"name": "Firefox", "key": "a" * 64}, headers)
    page = await web.get_text("/")
    assert page.index(asked["code"]) < page.index("Mechanical keyboard")
    assert 2 == page.count(f'action="/pairings/{asked["id"]}/')


async def test_what_was_not_understood_is_shown(web: RunningWeb) -> None:
    """A problem is counted with its one next action."""
    page = await open_with(web, BY_NUMBER[4])
    assert "<strong>Estimated delivery</strong> on the order page, 2 times" in page
    assert "<code>orderproof reparse</code>" in page


@pytest.mark.parametrize(
    ("channel", "words"),
    [("desktop", "desktop notifications"), ("extension", "no browser is paired"), ("none", "looking for")],
)
async def test_the_way_of_warnings_is_shown(web: RunningWeb, channel: str, words: str) -> None:
    """The page says how warnings reach the user."""
    web.desk.channel = channel
    assert words in await open_with(web)


HOSTILE = "<img src=x onerror=alert(1)>\"'`{{7*7}}\u202e"


async def test_seller_text_is_text(web: RunningWeb) -> None:
    """Markup, quotes and template signs in what a seller wrote are shown, never obeyed."""
    hostile = replace(BY_NUMBER[1], title=HOSTILE, seller=HOSTILE, more_titles=(HOSTILE,))
    pages = [await open_with(web, hostile), await web.get_text(f"/orders/{hostile.order_id}")]
    for page in pages:
        assert "<img src=x" not in page
        assert "&lt;img src=x onerror=alert(1)&gt;&#34;&#39;`{{7*7}}" in page


@pytest.mark.parametrize("path", ["/", "/orders/" + BY_NUMBER[1].order_id])
async def test_pages_hold_no_inline_code(web: RunningWeb, path: str) -> None:
    """The strict policy holds: no inline script, style or handler, and nothing from elsewhere."""
    await open_with(web, *SEEDS)
    page = await web.get_text(path)
    assert [] == re.findall(r"<style|<script(?! type=\"module\" src=\"/static/)|\son\w+=|\sstyle=", page)
    assert [] == re.findall(r'(?:src|action)="(?!/)', page)


async def test_the_order_page_shows_what_it_rests_on(web: RunningWeb) -> None:
    """Lines, prices, tracking, every statement with quote and place, replaced ones too, and changes."""
    await open_with(web, BY_NUMBER[1])
    page = await web.get_text(f"/orders/{BY_NUMBER[1].order_id}")
    for words in (
        "Coiled USB-C cable",
        "Color: Sand",
        "free returns",
        "Subtotal",
        "not read",
        "Import customs clearance started",
        "LX000000001DE",
        "within 90 days after the order was placed",
        "fastDeliveryInfoDTO",
        "Earlier, and replaced since",
        "“Refund if no delivery before Sep 2, 2026”",
        "Germany",
        "Last day to open a dispute",
    ):
        assert words in page, words


async def test_an_ended_date_says_why(web: RunningWeb) -> None:
    """A refund date of an order that was delivered is kept, struck out, with its reason."""
    delivered = replace(BY_NUMBER[1], state=OrderState.COMPLETED, delivered_days_ago=9)
    await open_with(web, delivered)
    page = await web.get_text(f"/orders/{delivered.order_id}")
    assert "It was delivered on 21 Aug 2026." in page
    assert re.search(r'Moot</span> <strong>Refund if not delivered</strong> <span class="struck">', page)


async def test_an_unknown_order_says_so(web: RunningWeb) -> None:
    """An order that is not here answers 404 with a page."""
    await web.open_session()
    async with web.http.get(f"{web.url}/orders/1") as answer:
        assert (404, True) == (answer.status, "not in the archive" in await answer.text())


async def test_a_line_shows_its_archived_picture(web: RunningWeb) -> None:
    """The picture comes from the archive whatever size the page had asked for; without one, a placeholder."""
    with_picture = replace(BY_NUMBER[1], picture=PICTURE)
    await open_with(web, with_picture, BY_NUMBER[2])
    found = []
    for seed in (with_picture, BY_NUMBER[2]):
        url = f"{web.url}/orders/{seed.order_id}/lines/{seed.order_id}-0/picture"
        async with web.http.get(url) as answer:
            found.append((answer.content_type, await answer.read() == PICTURE))
    assert [("image/png", True), ("image/svg+xml", False)] == found


async def test_a_picture_is_only_pixels(web: RunningWeb) -> None:
    """Bytes that are no picture are never served from the dashboard's origin."""
    hostile = replace(BY_NUMBER[1], picture=b"<svg xmlns='x'><script>alert(1)</script></svg>")
    await open_with(web, hostile)
    url = f"{web.url}/orders/{hostile.order_id}/lines/{hostile.order_id}-0/picture"
    async with web.http.get(url) as answer:
        assert "alert" not in await answer.text()


@pytest.mark.parametrize(
    "name", ["base.css", "orders.css", "disputes.css", "refresh.js", "mark.svg", "no-picture.svg"]
)
async def test_static_files_are_there(web: RunningWeb, name: str) -> None:
    """The pages' files are served with their own type."""
    async with web.http.get(f"{web.url}/static/{name}") as answer:
        assert (200, "nosniff") == (answer.status, answer.headers["X-Content-Type-Options"])


@pytest.mark.parametrize("name", ["app.py", "..%2fapp.py", "%2e%2e%2f%2e%2e%2fwire.py", ".", "base.css%00"])
async def test_no_other_file_is_served(web: RunningWeb, name: str) -> None:
    """Only the files of the static folder, by their very names."""
    async with web.http.get(f"{web.url}/static/{name}") as answer:
        assert answer.status in (401, 404)
