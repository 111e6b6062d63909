"""The dashboard's search: what was kept is found, marked and linked; what was typed is text."""

from __future__ import annotations

import re
from dataclasses import replace

from companion.model import PageKind, Parsed, PartRole
from companion.store import Store
from tests.store.samples import make_capture, make_part
from tests.web.running import RunningWeb
from tests.web.seeds import SEEDS, add_seeds

HOSTILE = '<img src=x onerror="alert(1)"> lamp <b>bold</b>'


def add_page(store: Store, text: str, number: int = 1) -> str:
    """Keep a frozen page that shows a text; its id."""
    capture = make_capture(number, make_part(f"page {number}".encode(), PartRole.PAGE))
    capture = replace(capture, url=f"https://shop.example/item/{number}.html", title="A <i>thing</i>")
    store.add_capture(capture)
    store.apply_parsed(capture, (Parsed("aliexpress", PageKind.LISTING, text=text),))
    return capture.capture_id


async def test_a_hit_leads_to_its_order(web: RunningWeb) -> None:
    """A product is found by the beginning of a word, marked, and linked to its order."""
    await web.store.write(add_seeds)
    await web.open_session()
    page = await web.get_text("/search?q=keyb")

    assert "1 hit for “keyb”" in page
    assert "Mechanical <mark>keyb</mark>oard" in page
    assert f'href="/orders/{SEEDS[0].order_id}"' in page


async def test_a_promise_leads_to_the_page_that_says_so(web: RunningWeb) -> None:
    """A quoted sentence names its order and links the archived page."""
    await web.store.write(add_seeds)
    await web.open_session()
    page = await web.get_text("/search?q=sep+1&kind=statement")

    assert "<mark>Sep</mark> <mark>1</mark>, 2026" in page
    assert re.search(r'href="/captures/[0-9a-f-]{36}" target="_blank" rel="noopener">where it says so', page)


async def test_an_archived_page_is_found_by_what_it_shows(web: RunningWeb) -> None:
    """A page opens in the archive, in a tab of its own; its words are text, whatever they are."""
    capture_id = await web.store.write(lambda store: add_page(store, HOSTILE))
    await web.open_session()
    page = await web.get_text("/search?q=lamp")

    assert f'<a href="/captures/{capture_id}" target="_blank" rel="noopener" dir="auto">' in page
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt; <mark>lamp</mark>" in page
    assert "A &lt;i&gt;thing&lt;/i&gt;" in page
    assert ("<img src=x" not in page, "<b>bold" not in page) == (True, True)


async def test_what_was_typed_is_text(web: RunningWeb) -> None:
    """The question comes back in box and headline as text, cut where nobody types on."""
    await web.open_session()
    page = await web.get_text("/search?q=%22%3E%3Cscript%3E1+OR+%00" + "a" * 5000)

    assert "<script>" not in page
    assert 'value="&#34;&gt;&lt;script&gt;1 OR' in page
    assert len(page) < 10_000


async def test_without_a_word_nothing_is_searched(web: RunningWeb) -> None:
    """An empty question, or one of signs alone, gets an explanation."""
    await web.open_session()
    for query in ("", "?q=", "?q=+", "?q=***", "?q=x&kind=nonsense&limit=9999999"):
        page = await web.get_text(f"/search{query}")
        assert ("What are you looking for?" in page) == ("x" not in query)


async def test_more_than_a_page_is_said(web: RunningWeb) -> None:
    """Fifty hits are shown, then the way to more."""
    await web.store.write(lambda store: [add_page(store, "lamp", number) for number in range(1, 61)])
    await web.open_session()
    first = await web.get_text("/search?q=lamp")
    all_of_them = await web.get_text("/search?q=lamp&limit=200")

    assert ("50 newest hits" in first, 'href="/search?q=lamp&amp;limit=200"' in first) == (True, True)
    assert ("60 hits" in all_of_them, "limit=200" in all_of_them) == (True, False)


async def test_a_search_needs_a_session(web: RunningWeb) -> None:
    """Without a session nothing is found, and the page says how to open it."""
    async with web.http.get(f"{web.url}/search?q=lamp") as answer:
        text = await answer.text()

    assert 401 == answer.status
    assert "orderproof open" in text
