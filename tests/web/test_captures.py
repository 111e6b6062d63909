"""Captures and blobs: acknowledged when kept, wanted when missing, refused when wrong."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.web.running import (
    RunningWeb,
    make_answer_part,
    make_capture_json,
    make_page_part,
    make_resource_part,
)

IMAGE = b"\x89PNG\r\n\x1a\n" + b"pixels" * 100
IMAGE_HASH = hashlib.sha256(IMAGE).hexdigest()


async def post(web: RunningWeb, capture: dict[str, object]) -> tuple[int, dict[str, object]]:
    """Send a capture."""
    async with web.http.post(f"{web.url}/v1/captures", json=capture, headers=web.local) as answer:
        return answer.status, await answer.json()


async def put(web: RunningWeb, sha256: str, body: bytes, **headers: str) -> int:
    """Send a blob."""
    sent = {**web.local, "Content-Type": "application/octet-stream"} | headers
    async with web.http.put(f"{web.url}/v1/blobs/{sha256}", data=body, headers=sent) as answer:
        return answer.status


async def test_a_capture_gets_a_receipt(web: RunningWeb) -> None:
    """The receipt names the journal entry, and the same capture gets the same receipt again."""
    capture = make_capture_json(make_answer_part({"ret": ["SUCCESS::ok"]}))
    status, receipt = await post(web, capture)
    assert 201 == status
    assert {"capture_id", "journal_number", "journal_hash", "received_at", "missing"} == set(receipt)
    assert (201, receipt) == await post(web, capture)


async def test_another_content_under_the_same_id_conflicts(web: RunningWeb) -> None:
    """An id stands for one content; another one is refused and the first stays."""
    capture = make_capture_json(make_answer_part({"a": 1}))
    await post(web, capture)
    status, error = await post(web, {**capture, "parts": [make_answer_part({"a": 2})]})
    assert (409, "capture_conflict") == (status, error["error"])


async def test_missing_resources_are_named_until_they_come(web: RunningWeb) -> None:
    """Hashes not held are wanted; once sent, the same capture wants nothing more."""
    image = make_resource_part(IMAGE, "https://ae01.alicdn.com/kf/S1.png", "image/png")
    capture = make_capture_json(make_page_part("<p>page</p>"), image)
    assert [IMAGE_HASH] == (await post(web, capture))[1]["missing"]
    assert 204 == await put(web, IMAGE_HASH, IMAGE)
    assert 204 == await put(web, IMAGE_HASH, IMAGE)
    assert [] == (await post(web, capture))[1]["missing"]


async def test_a_blob_nobody_listed_is_refused(web: RunningWeb) -> None:
    """The companion is no place to put bytes that no capture names."""
    assert 409 == await put(web, IMAGE_HASH, IMAGE)


async def test_a_blob_is_what_its_name_says(web: RunningWeb) -> None:
    """Other bytes under a listed name are refused."""
    image = make_resource_part(IMAGE, "https://ae01.alicdn.com/kf/S1.png", "image/png")
    await post(web, make_capture_json(make_page_part("<p>page</p>"), image))
    assert 409 == await put(web, IMAGE_HASH, b"other bytes")


@pytest.mark.parametrize("name", ["short", "A" * 64, "..%2f..%2fetc%2fpasswd", "%2e%2e%2f" + "a" * 64])
async def test_a_blob_name_is_a_hash(web: RunningWeb, name: str) -> None:
    """Nothing but 64 hex digits names a blob."""
    assert 404 == await put(web, name, IMAGE)


async def test_a_blob_has_its_type(web: RunningWeb) -> None:
    """A blob under another content type is refused."""
    assert 415 == await put(web, IMAGE_HASH, IMAGE, **{"Content-Type": "image/png"})


async def test_a_part_that_does_not_match_its_hash_is_refused(web: RunningWeb) -> None:
    """A capture that was changed on its way is not kept."""
    part = {**make_answer_part({"a": 1}), "body": "{}"}
    status, error = await post(web, make_capture_json(part))
    assert (400, "bad_capture") == (status, error["error"])


async def test_the_sender_may_go_away(web: RunningWeb) -> None:
    """A browser that is killed while sending leaves the companion answering others."""
    async with aiohttp.ClientSession() as other:
        with pytest.raises(aiohttp.ClientError):
            await other.post(
                f"{web.url}/v1/captures",
                data=_cut(),
                headers={**web.local, "Content-Type": "application/json"},
            )
    assert 201 == (await post(web, make_capture_json(make_answer_part({}))))[0]


async def _cut() -> AsyncIterator[bytes]:
    yield b'{"capture_id": "'
    raise ConnectionResetError
