"""Whatever a seller writes is text on the dashboard: no markup, nothing turned round, no page without end."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from tests.hostile_text import LONG, STEERING, TEXTS, keep_hostile_talk
from tests.store.samples import ORDER_ID
from tests.web.running import RunningWeb

CHAT = "/chats/id%3A1%23103%235500017%231%237700023%232"
PATHS = ("/", "/chats", CHAT, f"/orders/{ORDER_ID}", "/search?q=needle", "/search?q=confirm&kind=message")
_HANDLERS = re.compile(r"^on|^autofocus$")
_OURS = re.compile(r"^(?:/|#|https://www\.aliexpress\.com/)")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_a_hostile_text_is_text(web: RunningWeb, text: str) -> None:
    """In every field of a conversation it adds no element, handler or link, and turns no text round."""
    await web.store.write(lambda store: keep_hostile_talk(store, "plain words"))
    await web.open_session()
    plain = [_list_elements(await web.get_text(path)) for path in PATHS]
    await web.store.write(lambda store: keep_hostile_talk(store, text))
    for path, elements in zip(PATHS, plain, strict=True):
        page = await web.get_text(path)
        soup = BeautifulSoup(page, "html.parser")
        attributes = [name for tag in soup.find_all(True) for name in tag.attrs if _HANDLERS.search(name)]
        links = [str(tag["href"]) for tag in soup.find_all(href=True)]

        assert [] == STEERING.findall(page), path
        assert ([], []) == (attributes, [link for link in links if not _OURS.match(link)]), path
        assert set() == {name for name, _ in _list_elements(page)} - {name for name, _ in elements}, path


async def test_a_text_without_end_does_not_flood_a_list(web: RunningWeb) -> None:
    """A name or line of 100 kB is cut where many stand beside each other, and whole where it is read."""
    await web.store.write(lambda store: keep_hostile_talk(store, LONG))
    await web.open_session()
    sizes = {path: len(await web.get_text(path)) for path in PATHS}

    assert [] == [path for path in ("/", "/chats", *PATHS[4:]) if sizes[path] > 30_000]
    assert LONG[3000:] in await web.get_text(CHAT)


def _list_elements(page: str) -> set[tuple[str, str]]:
    soup = BeautifulSoup(page, "html.parser")
    return {(tag.name, " ".join(tag.get("class") or ())) for tag in soup.find_all(True)}
