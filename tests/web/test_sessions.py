"""Dashboard sessions: a link that works once, and a cookie for this browser only."""

from __future__ import annotations

import pytest

from companion.web.sessions import LINK_SECONDS, make_cookie_name
from tests.web.running import RunningWeb, make_headers


async def make_link(web: RunningWeb, path: str = "/") -> dict[str, str]:
    """Make a link as a command does."""
    return await web.post("/v1/dashboard-links", {"path": path}, web.local)


async def test_a_link_works_once(web: RunningWeb) -> None:
    """The first use lets the browser in, the second answers 401."""
    link = await make_link(web)
    found = []
    for _ in range(2):
        async with web.http.get(link["url"]) as answer:
            found.append(answer.status)
    assert [200, 401] == found


async def test_a_link_lasts_a_minute(web: RunningWeb) -> None:
    """An unused link is worth nothing after sixty seconds."""
    link = await make_link(web)
    web.clock.move(LINK_SECONDS)
    async with web.http.get(link["url"]) as answer:
        assert 401 == answer.status


async def test_the_cookie_is_strict(web: RunningWeb) -> None:
    """The cookie is out of reach of scripts and other sites, and named by the port."""
    link = await make_link(web)
    async with web.http.get(link["url"]) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{make_cookie_name(web.ports.web)}=")
    assert ["HttpOnly", "Path=/", "SameSite=Strict"] == sorted(cookie.split("; ")[1:])


async def test_a_link_leads_to_its_page(web: RunningWeb) -> None:
    """The link's own page goes on to the page that was asked for, by itself and by a click."""
    link = await make_link(web, "/orders/8200000000000001?a=1&b=2")
    async with web.http.get(link["url"]) as answer:
        page = await answer.text()
    assert 'content="0;url=/orders/8200000000000001?a=1&amp;b=2"' in page


@pytest.mark.parametrize(
    "path",
    ["", "//evil.example", "/\\evil.example", "https://evil.example", "orders", "/\n/evil", "/" * 2000],
)
async def test_links_stay_here(web: RunningWeb, path: str) -> None:
    """A link cannot lead to another site."""
    assert "bad_path" == (await make_link(web, path))["error"]


async def test_an_extension_makes_links(web: RunningWeb) -> None:
    """The popup's button opens the dashboard."""
    headers = make_headers(await web.pair())
    link = await web.post("/v1/dashboard-links", {"path": "/"}, headers)
    async with web.http.get(link["url"], headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert 200 == answer.status
    await web.get_text("/")


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "ä"])
async def test_guessed_links_open_nothing(web: RunningWeb, token: str) -> None:
    """A made-up link answers 401."""
    await make_link(web)
    async with web.http.get(f"{web.url}/session/{token}") as answer:
        assert 401 == answer.status


async def test_a_guessed_cookie_opens_nothing(web: RunningWeb) -> None:
    """A made-up cookie, or one of another port, answers 401."""
    await web.open_session()
    web.http.cookie_jar.clear()
    for name in (make_cookie_name(web.ports.web), make_cookie_name(1)):
        async with web.http.get(f"{web.url}/", cookies={name: "guess"}) as answer:
            assert 401 == answer.status


async def test_no_cookie_is_set_where_the_archive_lives(web: RunningWeb) -> None:
    """A link opened by the name `localhost` is refused: its cookie would go to the archive, too."""
    link = await make_link(web)
    async with web.http.get(link["url"].replace("127.0.0.1", "localhost")) as answer:
        assert (403, None) == (answer.status, answer.headers.get("Set-Cookie"))
