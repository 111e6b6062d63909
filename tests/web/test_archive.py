"""The archive: an origin of its own where nothing runs, nothing is fetched and nothing is guessed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import aiohttp
import pytest

from companion.worker import WorkLimits
from tests.web.raw import exchange
from tests.web.running import (
    FOREIGN,
    RunningWeb,
    make_answer_part,
    make_capture_json,
    make_page_part,
    make_resource_part,
    run_web,
)

IMAGE = b"\x89PNG\r\n\x1a\n" + b"pixels" * 50
IMAGE_HASH = hashlib.sha256(IMAGE).hexdigest()
IMAGE_URL = "https://ae01.alicdn.com/kf/S1.png"
STYLE = b"body{background:url(/kf/S1.png)}"
STYLE_HASH = hashlib.sha256(STYLE).hexdigest()
HTML = (
    '<!DOCTYPE html><html><head><link rel="stylesheet" href="https://ae01.alicdn.com/a.css"></head>'
    f'<body><script>alert(1)</script><img src="{IMAGE_URL}"><p>Refund if no delivery before Sep 3, 2026</p>'
    "</body></html>"
)
POLICY = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


async def keep(web: RunningWeb, *parts: dict[str, object]) -> str:
    """Send a capture with its resources; its id."""
    capture = make_capture_json(*parts)
    await web.post("/v1/captures", capture, web.local)
    for body in (IMAGE, STYLE):
        headers = {**web.local, "Content-Type": "application/octet-stream"}
        url = f"{web.url}/v1/blobs/{hashlib.sha256(body).hexdigest()}"
        async with web.http.put(url, data=body, headers=headers):
            pass
    return str(capture["capture_id"])


async def keep_page(web: RunningWeb, html: str = HTML) -> str:
    """Send a page with an image and a style sheet."""
    return await keep(
        web,
        make_page_part(html),
        make_resource_part(IMAGE, IMAGE_URL, "image/png"),
        make_resource_part(STYLE, "https://ae01.alicdn.com/a.css", "text/css"),
    )


async def read(web: RunningWeb, path: str, **headers: str) -> tuple[int, str, aiohttp.ClientResponse]:
    """Read from the archive of this run."""
    async with web.http.get(f"{web.archive_url}{path}", headers=headers) as answer:
        return answer.status, await answer.text(errors="replace"), answer


async def test_a_page_is_shown_with_its_blobs(web: RunningWeb) -> None:
    """The page's own words stand there, and its image and styles come from the archive."""
    capture_id = await keep_page(web)
    status, page, _ = await read(web, f"/captures/{capture_id}")
    base = f"{web.archive_path}/captures/{capture_id}/blobs"
    assert (200, True) == (status, "Refund if no delivery before Sep 3, 2026" in page)
    assert f'<img src="{base}/{IMAGE_HASH}">' in page
    async with web.http.get(f"http://localhost:{web.ports.archive}{base}/{IMAGE_HASH}") as answer:
        assert (IMAGE, "image/png") == (await answer.read(), answer.content_type)
    async with web.http.get(f"http://localhost:{web.ports.archive}{base}/{STYLE_HASH}") as answer:
        assert f'body{{background:url("{base}/{IMAGE_HASH}")}}' == await answer.text()


async def test_the_stored_page_stays_as_it_was(web: RunningWeb) -> None:
    """Looking at a page changes none of its stored bytes."""
    capture_id = await keep_page(web)
    await read(web, f"/captures/{capture_id}")
    capture = await web.store.read(lambda store: store.get_capture(capture_id))
    assert HTML.encode() == capture.parts[0].body


async def test_every_answer_is_in_the_sandbox(web: RunningWeb) -> None:
    """Page, image, style sheet, refusal and unknown address all carry exactly the archive's policy."""
    capture_id = await keep_page(web)
    for path in (
        f"/captures/{capture_id}",
        f"/captures/{capture_id}/blobs/{IMAGE_HASH}",
        f"/captures/{capture_id}/blobs/{STYLE_HASH}",
        "/captures/unknown",
        "/nothing",
    ):
        _, _, answer = await read(web, path)
        found = {
            name: answer.headers.get(name)
            for name in (
                "Content-Security-Policy",
                "X-Content-Type-Options",
                "Cross-Origin-Resource-Policy",
                "Referrer-Policy",
                "Set-Cookie",
                "Access-Control-Allow-Origin",
            )
        }
        assert {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "Set-Cookie": None,
            "Access-Control-Allow-Origin": None,
        } == found, path


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "evil.example:{port}", "localhost", "localhost:{web}"])
async def test_only_localhost_is_the_archive(web: RunningWeb, host: str) -> None:
    """By any other name, the dashboard's included, the archive answers nothing."""
    capture_id = await keep_page(web)
    name = host.format(port=web.ports.archive, web=web.ports.web)
    head = f"GET {web.archive_path}/captures/{capture_id} HTTP/1.1\nHost: {name}"
    assert 403 == (await exchange(web.ports.archive, head))[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
async def test_the_archive_is_only_read(web: RunningWeb, method: str) -> None:
    """No method but GET does anything, and no other site may ask."""
    url = f"{web.archive_url}/captures/x"
    async with web.http.request(method, url) as answer:
        assert 405 == answer.status
    async with web.http.request("GET", url, headers={"Origin": FOREIGN}) as answer:
        assert 403 == answer.status


@pytest.mark.parametrize(
    "path",
    [
        "/{other}/captures/{id}",
        "/{run}/captures/{id}/blobs/../../../../etc/passwd",
        "/{run}/captures/{id}/blobs/..%2f..%2f..%2fetc%2fpasswd",
        "/{run}/captures/..%2f..%2fetc/blobs/{sha}",
        "/{run}/captures/{id}/blobs/{missing}",
        "/{run}/captures/{id}/blobs/{sha}.png",
        "/{run}//captures/{id}",
        "/captures/{id}",
        "/static/base.css",
        "/{run}/../{run}/captures/{id}%00",
    ],
)
async def test_nothing_is_found_by_a_path(web: RunningWeb, path: str) -> None:
    """Other runs, folders above, unlisted hashes and odd spellings are all simply not there."""
    capture_id = await keep_page(web)
    address = path.format(
        other="guessed", run=web.archive_path[1:], id=capture_id, sha=IMAGE_HASH, missing="0" * 64
    )
    head = f"GET {address} HTTP/1.1\nHost: localhost:{web.ports.archive}\nConnection: close"
    status, answer = await exchange(web.ports.archive, head)
    assert (404, False) == (status, b"root:" in answer or b"Refund" in answer)


async def test_a_blob_of_another_capture_is_not_shown(web: RunningWeb) -> None:
    """Only what a capture lists is shown under it, although the bytes are held."""
    await keep_page(web)
    other = await keep(web, make_page_part("<p>other</p>"))
    assert 404 == (await read(web, f"/captures/{other}/blobs/{IMAGE_HASH}"))[0]


async def test_a_dangerous_type_is_a_download(web: RunningWeb) -> None:
    """A resource that calls itself a page or a script is served as unnamed bytes."""
    for media_type in ("text/html", "application/javascript", "image/x\r\nX: y", "application/pdf"):
        capture_id = await keep(
            web, make_page_part(f"<p>{media_type}</p>"), make_resource_part(IMAGE, IMAGE_URL, media_type)
        )
        _, _, answer = await read(web, f"/captures/{capture_id}/blobs/{IMAGE_HASH}")
        assert "application/octet-stream" == answer.content_type


async def test_answers_are_shown_as_text(web: RunningWeb) -> None:
    """A capture of answers only shows them laid out, and nothing in them is markup."""
    capture_id = await keep(web, make_answer_part('mtopjsonp3({"a":"<script>alert(1)</script>"})'))
    status, page, _ = await read(web, f"/captures/{capture_id}")
    assert (200, False) == (status, "<script>" in page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\n  &#34;a&#34;:" in page


async def test_a_page_that_takes_too_long_says_so(tmp_path: Path) -> None:
    """A page that no worker can finish is named as kept but not viewable, and the archive goes on."""
    async with run_web(tmp_path, work_limits=WorkLimits(work_seconds=0.0001)) as web:
        capture_id = await keep_page(web)
        status, page, answer = await read(web, f"/captures/{capture_id}")
        assert (422, POLICY) == (status, answer.headers["Content-Security-Policy"])
        assert "could not be made ready" in page
        assert 200 == (await read(web, f"/captures/{capture_id}/blobs/{IMAGE_HASH}"))[0]


async def test_the_dashboard_leads_to_the_archive(web: RunningWeb) -> None:
    """The dashboard's link is a redirect to the archive's own origin."""
    capture_id = await keep_page(web)
    await web.open_session()
    async with web.http.get(f"{web.url}/captures/{capture_id}", allow_redirects=False) as answer:
        assert (302, f"{web.archive_url}/captures/{capture_id}") == (
            answer.status,
            answer.headers["Location"],
        )
    async with web.http.get(f"{web.url}/captures/{capture_id}") as answer:
        assert (200, "localhost") == (answer.status, answer.url.host)
        assert "Cookie" not in answer.request_info.headers


async def test_a_view_is_made_once(web: RunningWeb) -> None:
    """A page looked at again comes from memory, without the worker."""
    capture_id = await keep_page(web)
    first = (await read(web, f"/captures/{capture_id}"))[1]
    await web.worker.close()
    assert first == (await read(web, f"/captures/{capture_id}"))[1]
    assert None is web.worker.pid
