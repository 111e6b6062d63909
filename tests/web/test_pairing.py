"""Pairing: asked by an extension, decided by the user, one at a time."""

from __future__ import annotations

import hashlib
import secrets

import pytest

from companion.web.pairing import PENDING_SECONDS, REQUESTS_PER_WINDOW, WINDOW_SECONDS
from tests.web.running import CHROMIUM, FIREFOX, FOREIGN, RunningWeb, make_headers

SECRET = secrets.token_hex(32)
KEY = hashlib.sha256(bytes.fromhex(SECRET)).hexdigest()


async def ask(web: RunningWeb, origin: str = CHROMIUM, name: str = "Chromium") -> dict[str, str]:
    """Ask as an extension does."""
    headers = {"X-Orderproof": "1", "Origin": origin}
    return await web.post("/v1/pairings", {"name": name, "key": KEY}, headers)


async def find_state(web: RunningWeb, pairing_id: str, origin: str = CHROMIUM) -> str:
    """Poll as an extension does."""
    headers = {"X-Orderproof": "1", "Origin": origin}
    return (await web.post(f"/v1/pairings/{pairing_id}/status", {}, headers))["state"]


async def decide(web: RunningWeb, pairing_id: str, decision: str) -> int:
    """Decide as a command of this user does."""
    url = f"{web.url}/v1/pairings/{pairing_id}/{decision}"
    async with web.http.post(url, json={}, headers=web.local) as answer:
        return answer.status


async def find_status(web: RunningWeb) -> int:
    """Ask for the status with the extension's secret."""
    async with web.http.get(f"{web.url}/v1/status", headers=make_headers(SECRET)) as answer:
        return answer.status


async def test_an_approved_extension_is_let_in(web: RunningWeb) -> None:
    """Nothing opens before the approval; after it the secret does, and it was never sent before."""
    asked = await ask(web)
    assert ("pending", 401) == (await find_state(web, asked["id"]), await find_status(web))
    assert 204 == await decide(web, asked["id"], "approve")
    assert ("approved", 200) == (await find_state(web, asked["id"]), await find_status(web))


async def test_both_sides_show_the_same_code(web: RunningWeb) -> None:
    """The extension's code is the one that the command and the dashboard show."""
    asked = await ask(web, name="Chromium on desk")
    async with web.http.get(f"{web.url}/v1/pairings", headers=web.local) as answer:
        listed = await answer.json()
    await web.open_session()
    assert [(asked["id"], asked["code"], "Chromium on desk")] == [
        (each["id"], each["code"], each["name"]) for each in listed["pending"]
    ]
    assert asked["code"] in await web.get_text("/")


async def test_the_dashboard_decides(web: RunningWeb) -> None:
    """The buttons of the dashboard approve, and revoke again."""
    await web.open_session()
    asked = await ask(web)
    found = []
    for decision in ("approve", "revoke"):
        url = f"{web.url}/pairings/{asked['id']}/{decision}"
        async with web.http.post(url, data={}, headers=web.own_origin) as answer:
            assert 200 == answer.status  # after the redirect
        found.append(await find_status(web))
    assert [200, 401] == found


async def test_a_refused_extension_stays_out(web: RunningWeb) -> None:
    """A refusal is told to the extension and cannot be approved later."""
    asked = await ask(web)
    assert 204 == await decide(web, asked["id"], "refuse")
    assert "refused" == await find_state(web, asked["id"])
    assert 404 == await decide(web, asked["id"], "approve")
    assert 401 == await find_status(web)


async def test_a_request_expires(web: RunningWeb) -> None:
    """After three minutes a request is over on both sides."""
    asked = await ask(web)
    web.clock.move(PENDING_SECONDS)
    assert "expired" == await find_state(web, asked["id"])
    assert 404 == await decide(web, asked["id"], "approve")


async def test_one_request_at_a_time(web: RunningWeb) -> None:
    """Another extension waits its turn; the same one may ask again and its first request is void."""
    first = await ask(web)
    assert "too_many_pairings" == (await ask(web, FIREFOX))["error"]
    second = await ask(web)
    assert 404 == await decide(web, first["id"], "approve")
    assert 204 == await decide(web, second["id"], "approve")


async def test_requests_are_rate_limited(web: RunningWeb) -> None:
    """An extension that asks on and on is told to wait, and may ask again later."""
    for _ in range(REQUESTS_PER_WINDOW):
        assert "code" in await ask(web)
    assert "too_many_pairings" == (await ask(web))["error"]
    web.clock.move(WINDOW_SECONDS)
    assert "code" in await ask(web)


@pytest.mark.parametrize("origin", [None, FOREIGN, "null", "chrome-extension://short", "moz-extension://x"])
async def test_only_extensions_may_ask(web: RunningWeb, origin: str | None) -> None:
    """A web page cannot start a pairing, nor can anything without an Origin."""
    headers = {"X-Orderproof": "1"} | ({"Origin": origin} if origin else {})
    async with web.http.post(
        f"{web.url}/v1/pairings", json={"name": "x", "key": KEY}, headers=headers
    ) as answer:
        assert (403, "wrong_origin") == (answer.status, (await answer.json())["error"])


async def test_another_extension_cannot_poll(web: RunningWeb) -> None:
    """What became of a request is told to its own extension only."""
    asked = await ask(web)
    await decide(web, asked["id"], "approve")
    assert "expired" == await find_state(web, asked["id"], FIREFOX)


@pytest.mark.parametrize(
    "wish", [{}, {"name": "x", "key": "short"}, {"name": "", "key": KEY}, {"name": "x" * 81, "key": KEY}]
)
async def test_a_bad_request_is_refused(web: RunningWeb, wish: dict[str, str]) -> None:
    """A request without a name or a whole key is refused."""
    headers = {"X-Orderproof": "1", "Origin": CHROMIUM}
    assert "bad_body" == (await web.post("/v1/pairings", wish, headers))["error"]


async def test_a_name_is_shown_as_text(web: RunningWeb) -> None:
    """A hostile name loses what could pass for markup or an invisible letter."""
    await ask(web, name="<b>Firefox\u202e</b>\n")
    await web.open_session()
    page = await web.get_text("/")
    assert "bFirefox/b asks to be paired" in page


async def test_pairings_are_listed_without_keys(web: RunningWeb) -> None:
    """The list names browsers; a key never leaves the companion."""
    secret = await web.pair()
    async with web.http.get(f"{web.url}/v1/pairings", headers=web.local) as answer:
        text = await answer.text()
    assert hashlib.sha256(bytes.fromhex(secret)).hexdigest() not in text
    assert '"name":"Test browser"' in text
