"""The guard: what is refused on every route before anything else runs."""

from __future__ import annotations

import logging

import pytest

from companion.model import Capture, Receipt
from companion.web.app import ROUTES
from companion.web.keys import Access
from tests.web.raw import exchange
from tests.web.running import (
    CHROMIUM,
    FIREFOX,
    FOREIGN,
    RunningWeb,
    make_answer_part,
    make_capture_json,
    make_headers,
)

SHA = "a" * 64


def fill(path: str) -> str:
    """Make an address out of a route's pattern."""
    return (
        path.replace("{sha256:[0-9a-f]{64}}", SHA)
        .replace("{decision:approve|refuse|revoke}", "approve")
        .replace("{name}", "base.css")
        .replace("{", "")
        .replace("}", "")
    )


def list_routes(*access: Access) -> list[tuple[str, str]]:
    """List method and an address of every route with one of these rules; all routes for none."""
    return [(method, fill(path)) for method, path, _, rule in ROUTES if rule in access or not access]


API_ROUTES = list_routes(Access.BEARER, Access.LOCAL)


async def find_admitted(
    web: RunningWeb, routes: list[tuple[str, str]], headers: dict[str, str], refused: tuple[int, str]
) -> list[str]:
    """List the routes that do not answer with the refusal expected of them."""
    admitted = []
    for method, path in routes:
        async with web.http.request(method, f"{web.url}{path}", headers=headers) as answer:
            text = await answer.text()
            if (
                answer.status != refused[0]
                or refused[1] not in text
                or "Access-Control" in str(answer.headers)
            ):
                admitted.append(f"{method} {path}: {answer.status}")
    return admitted


async def test_a_wrong_host_is_refused_everywhere(web: RunningWeb) -> None:
    """A name that was rebound to this computer gets nothing, whatever the route and without any Origin."""
    for method, path in list_routes():
        head = f"{method} {path} HTTP/1.1\nHost: rebound.example:{web.ports.web}"
        status, answer = await exchange(web.ports.web, head)
        assert (403, False) == (status, b"Access-Control" in answer), path


@pytest.mark.parametrize(
    "host",
    [
        "",
        "Host: 127.0.0.1",
        "Host: 127.0.0.1:1",
        "Host: localhost.:{port}",
        "Host: 127.0.0.1:{port}\nHost: evil.example",
        "Host: [::1]:{port}",
        "Host: 127.0.0.1.evil.example:{port}",
        "Host: 0.0.0.0:{port}",
    ],
)
async def test_only_our_own_names_are_hosts(web: RunningWeb, host: str) -> None:
    """No Host, two, another port, or a name that only looks like ours: refused."""
    lines = f"GET /v1/hello?nonce={'n' * 20} HTTP/1.1\n{host.format(port=web.ports.web)}".rstrip()
    status, _ = await exchange(web.ports.web, lines)
    assert status in (400, 403)


async def test_an_absolute_address_is_refused(web: RunningWeb) -> None:
    """A request line that names another host is refused although its Host header is ours."""
    head = f"GET http://evil.example/v1/hello HTTP/1.1\nHost: 127.0.0.1:{web.ports.web}"
    assert 403 == (await exchange(web.ports.web, head))[0]


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://127.0.0.1:1", "http://localhost"])
async def test_a_foreign_origin_is_refused_everywhere(web: RunningWeb, origin: str) -> None:
    """A page of another site is refused even with a valid token, mark and session."""
    await web.open_session()
    headers = {**web.local, "Origin": origin}
    assert [] == await find_admitted(web, list_routes(), headers, (403, "may not ask"))


@pytest.mark.parametrize("token", [None, "Bearer " + "0" * 64, "Bearer x", "Basic " + "0" * 64])
async def test_the_api_needs_a_token(web: RunningWeb, token: str | None) -> None:
    """Without a token, with a wrong one or with a cookie alone, the API says not_paired."""
    await web.open_session()
    headers = {"X-Orderproof": "1"} | ({"Authorization": token} if token else {})
    assert [] == await find_admitted(web, API_ROUTES, headers, (401, "not_paired"))


async def test_the_api_needs_its_mark(web: RunningWeb) -> None:
    """A token without our own header could come from a plain form, so it is refused."""
    headers = {"Authorization": f"Bearer {web.local_key}"}
    assert [] == await find_admitted(web, API_ROUTES, headers, (403, "missing_header"))


async def test_pages_need_a_session(web: RunningWeb) -> None:
    """Without the cookie every page answers 401 and says how to open it; a token does not help."""
    headers = {**web.local, **web.own_origin}
    assert [] == await find_admitted(web, list_routes(Access.SESSION), headers, (401, "orderproof open"))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_pages_are_for_our_own_pages(web: RunningWeb, site: str) -> None:
    """A page on another port of this computer may not load the dashboard, even with its cookie."""
    await web.open_session()
    async with web.http.get(f"{web.url}/", headers={"Sec-Fetch-Site": site}) as answer:
        assert 403 == answer.status


@pytest.mark.parametrize("origin", [None, FOREIGN, CHROMIUM, "null"])
async def test_dashboard_writes_need_our_origin(web: RunningWeb, origin: str | None) -> None:
    """A button of the dashboard works from the dashboard only, even though the cookie came along."""
    await web.open_session()
    headers = {"Origin": origin} if origin else {}
    async with web.http.post(f"{web.url}/pairings/1/approve", headers=headers, data={}) as answer:
        assert 403 == answer.status


async def test_a_token_is_bound_to_its_extension(web: RunningWeb) -> None:
    """Another extension that got hold of a token is refused; its owner is not, with or without Origin."""
    secret = await web.pair(CHROMIUM)
    found = {}
    for origin in (CHROMIUM, None, FIREFOX, web.url):
        headers = make_headers(secret) | ({"Origin": origin} if origin else {})
        async with web.http.get(f"{web.url}/v1/status", headers=headers) as answer:
            found[origin] = answer.status
    assert {CHROMIUM: 200, None: 200, FIREFOX: 403, web.url: 403} == found


async def test_a_revoked_token_is_refused(web: RunningWeb) -> None:
    """From the moment of revoking, the token opens nothing."""
    secret = await web.pair()
    pairing = (await web.store.read(lambda store: store.list_pairings()))[0]
    await web.store.write(lambda store: store.revoke_pairing(pairing.pairing_id))
    async with web.http.get(f"{web.url}/v1/status", headers=make_headers(secret)) as answer:
        assert 401 == answer.status


async def test_commands_and_extensions_have_different_rights(web: RunningWeb) -> None:
    """An extension cannot list or approve pairings, and the key of this run is no use to an extension."""
    secret = await web.pair()
    async with web.http.get(f"{web.url}/v1/pairings", headers=make_headers(secret)) as answer:
        assert 401 == answer.status
    async with web.http.get(f"{web.url}/v1/status", headers={**web.local, "Origin": CHROMIUM}) as answer:
        assert 403 == answer.status


async def test_a_preflight_gets_no_leave(web: RunningWeb) -> None:
    """A browser that asks whether another site may send our header is not told yes."""
    headers = {
        "Origin": FOREIGN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-orderproof",
    }
    async with web.http.options(f"{web.url}/v1/captures", headers=headers) as answer:
        assert 403 == answer.status
        assert [] == [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/v1/nothing", 404, "not_found"), ("DELETE", "/v1/captures", 405, "wrong_method")],
)
async def test_unknown_addresses_keep_the_error_shape(
    web: RunningWeb, method: str, path: str, status: int, code: str
) -> None:
    """An unknown API address asks for the token first and then answers in the one error shape."""
    async with web.http.request(method, f"{web.url}{path}") as answer:
        assert 403 == answer.status
    async with web.http.request(method, f"{web.url}{path}", headers=web.local) as answer:
        record = await answer.json()
    assert (status, code, {"error", "message", "hint"}) == (answer.status, record["error"], set(record))


@pytest.mark.parametrize(
    "path", ["//v1/status", "/v1//status", "/V1/status", "/v1/status/", "/%76%31/status/."]
)
async def test_spellings_of_an_address_open_nothing(web: RunningWeb, path: str) -> None:
    """Writing an address differently does not walk past the token."""
    head = f"GET {path} HTTP/1.1\nHost: 127.0.0.1:{web.ports.web}\nX-Orderproof: 1\nConnection: close"
    assert 401 == (await exchange(web.ports.web, head))[0]


async def test_a_crash_is_answered_and_logged_without_its_message(
    web: RunningWeb, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A crash becomes a 500 in the error shape; the log has the traceback but nothing the request held."""

    message = "the buyer lives at 12 Secret Street"

    async def crash(_self: object, _capture: Capture) -> tuple[Receipt, tuple[str, ...]]:
        raise ValueError(message)

    monkeypatch.setattr(type(web.ingest), "receive", crash)
    with caplog.at_level(logging.ERROR):
        body = make_capture_json(make_answer_part({"secret": "street"}))
        async with web.http.post(f"{web.url}/v1/captures", json=body, headers=web.local) as answer:
            assert (500, "internal_error") == (answer.status, (await answer.json())["error"])
    assert "ValueError" in caplog.text
    assert "post_capture" in caplog.text
    assert message not in caplog.text


async def test_no_answer_names_its_server(web: RunningWeb) -> None:
    """Answers carry our security headers and do not tell which software sends them."""
    async with web.http.get(f"{web.url}/") as answer:
        headers = answer.headers
    assert "Server" not in headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert ("nosniff", "no-store", "DENY", "same-origin") == tuple(
        headers[name]
        for name in ("X-Content-Type-Options", "Cache-Control", "X-Frame-Options", "Referrer-Policy")
    )


def test_every_route_has_an_access_rule() -> None:
    """The table names who may call each route; hello alone is for anyone."""
    assert ["/v1/hello"] == [path for _, path, _, access in ROUTES if access is Access.HELLO]
    assert all(isinstance(access, Access) for _, _, _, access in ROUTES)
